"""A commander's order: what a person confirms of a proposal or puts together by hand, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from console.domain.proposed import GoodsLine, Proposal, TeamLine
from console.domain.responses import Approved

SERIES = "DD"


@dataclass(frozen=True, slots=True)
class TeamOrder:
    """A team sent, or reserved until ``planned_at``, for an incident (and one of its needs).

    ``seen`` are the assignments it had elsewhere when the person looked: one more since makes the order stale.
    ``minutes`` until it is expected there, None: unknown. ``reason`` is asked for where a rule warns.
    """

    incident: UUID
    team: UUID
    need: UUID | None = None
    reserved: bool = False
    planned_at: datetime | None = None
    minutes: int | None = None
    reason: str = ""
    seen: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class GoodsOrder:
    """Goods of a store by lots for an incident (and one of its needs). ``vehicles`` drive them there."""

    incident: UUID
    store: UUID
    item: UUID
    lots: tuple[tuple[UUID, Decimal], ...]
    need: UUID | None = None
    vehicles: tuple[UUID, ...] = ()
    into_reserve: bool = False

    @property
    def quantity(self) -> Decimal:
        return sum((amount for _, amount in self.lots), Decimal(0))


@dataclass(frozen=True, slots=True)
class Order:
    """Everything of one confirmation. ``key`` is made by the client: confirmed twice it is one order.

    ``open`` is how much of each need was open when the person looked. ``proposed`` is what the program had proposed,
    as a JSON value; None where nothing was proposed.
    """

    approved: Approved
    teams: tuple[TeamOrder, ...] = ()
    goods: tuple[GoodsOrder, ...] = ()
    text: str = ""
    open: Mapping[UUID, Decimal] = field(default_factory=dict)
    proposed: Any = None
    key: UUID = field(default_factory=uuid4)

    @property
    def incidents(self) -> list[UUID]:
        """Incidents it is about, each once, in the order of the lines."""
        named = [line.incident for line in self.teams] + [line.incident for line in self.goods]
        return list(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """An order as it was confirmed for one incident."""

    id: UUID
    number: str
    incident: UUID
    incident_number: str
    incident_title: str
    commander: str
    way: str
    text: str
    proposal: str
    decided: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is told to whom by telephone or message: copied by hand, then stated in the outbound register."""

    who: str
    people: str
    text: str


def order_of(
    proposal: Proposal, approved: Approved, *, text: str = "", reason: str = "", reserved: bool = False,
    planned_at: datetime | None = None, key: UUID | None = None,
) -> Order:  # fmt: skip
    """A proposal as it stands, to be confirmed whole; ``reason`` answers the rules that warn."""
    return Order(
        approved,
        tuple(_team(line, reason, planned_at, reserved=reserved) for line in proposal.teams),
        tuple(_goods(line) for line in proposal.goods),
        text,
        {need.id: need.open for need in proposal.needs},
        plain(proposal),
        key or uuid4(),
    )


def _team(line: TeamLine, reason: str, planned_at: datetime | None, *, reserved: bool) -> TeamOrder:
    team = line.found.team
    return TeamOrder(
        line.need.incident, team.id, line.need.id, reserved, planned_at, line.found.minutes, reason,
        frozenset(one.assignment_id for one in team.engaged),
    )  # fmt: skip


def _goods(line: GoodsLine) -> GoodsOrder:
    lots = tuple((one.lot, one.quantity) for one in line.lots)
    return GoodsOrder(
        line.need.incident, line.found.store.id, line.found.holding.item, lots, line.need.id,
        tuple(one.id for one in line.vehicles), line.from_reserve > 0,
    )  # fmt: skip


def plain(proposal: Proposal) -> dict[str, Any]:
    """A proposal as a JSON value: what is kept with the order, and what the tool prints."""
    return {
        "at": proposal.at.isoformat(),
        "weather": proposal.weather,
        "proven": proposal.proven,
        "short_points": str(proposal.worth.short),
        "cost_points": str(proposal.worth.cost),
        "teams": [_plain_team(line) for line in proposal.teams],
        "goods": [_plain_goods(line) for line in proposal.goods],
        "short": [
            {
                "need": line.need.number, "incident": line.need.incident_number, "what": line.need.what,
                "amount": f"{line.amount:f}", "unit": line.need.unit, "why": [one.code for one in line.why],
                "call": [one.supplier for one in line.agreements],
            }
            for line in proposal.shorts
        ],
    }  # fmt: skip


def _plain_team(line: TeamLine) -> dict[str, Any]:
    leg = line.found.leg
    return {
        "need": line.need.number, "incident": line.need.incident_number, "what": line.need.what,
        "team": line.found.team.code, "name": line.found.team.name, "minutes": line.found.minutes,
        "prepare": line.found.team.prepare, "travel": leg.minutes if leg else None,
        "measured": leg.measured if leg else None, "elsewhere": line.elsewhere,
        "verdict": line.found.verdict.value, "against": [one.when for one in line.found.reasons],
        "after_due": line.after_due, "wanted_by": list(line.wanted_by), "next": line.next.name if line.next else None,
        "next_minutes": line.next.minutes if line.next else None, "next_more": line.next.more if line.next else None,
        "phones": [" ".join((one.name, one.phone)).strip() for one in line.found.team.base.people],
    }  # fmt: skip


def _plain_goods(line: GoodsLine) -> dict[str, Any]:
    return {
        "need": line.need.number, "incident": line.need.incident_number, "item": line.need.item_code,
        "what": line.need.what, "store": line.found.store.code, "name": line.found.store.name,
        "quantity": f"{line.quantity:f}", "unit": line.need.unit, "minutes": line.found.minutes,
        "after_due": line.after_due,
        "from_reserve": f"{line.from_reserve:f}", "left": f"{line.left:f}",
        "minimum": f"{line.found.holding.minimum:f}", "vehicles": [one.plate for one in line.vehicles],
        "lots": [
            {
                "lot": one.code, "quantity": f"{one.quantity:f}",
                "expires_on": one.expires_on.isoformat() if one.expires_on else None,
            }
            for one in line.lots
        ],
        "next": line.next.name if line.next else None, "next_more": line.next.more if line.next else None,
    }  # fmt: skip


def told_once(parts: Iterable[str]) -> str:
    """Parts of a sentence, each once, in their order."""
    return "；".join(dict.fromkeys(part for part in parts if part))
