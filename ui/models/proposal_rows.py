"""A proposal as its page shows it: lines with their ticks, what stays short, what the ticked lines come to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from console import words
from console.domain.dispatching import Order, order_of
from console.domain.needs import NeedKind, NeedRow, NeedState
from console.domain.proposed import GoodsLine, Proposal, Short, TeamLine
from console.domain.responses import Approved
from console.services import candidate_words, proposal_columns, proposal_words
from console.services.proposal_columns import Line
from ui.models.table import Column, RowTableModel
from ui.widgets.two_line_table import two_lines

Key = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A line that may be ticked, or (``short``) a need that lacks something whatever is ticked.

    ``lacks`` is how much its need is short of with the ticks as they are.
    """

    key: tuple[UUID, UUID | None]
    line: Line | None = None
    short: Short | None = None
    ticked: bool = False
    lacks: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the ticked lines come to: lines, teams with people, kinds of goods and lots, vehicles, needs met."""

    lines: int
    teams: int
    people: int
    items: int
    lots: int
    vehicles: int
    met: int
    needs: int
    minutes: int | None


def wants_service(row: NeedRow, incidents: Collection[UUID]) -> bool:
    """A need that a proposal for these incidents (none: all of them) is about."""
    wanted = not incidents or row.incident in incidents
    return wanted and row.state is NeedState.OPEN and row.kind is not NeedKind.OTHER


def lines_of(proposal: Proposal) -> list[Line]:
    """Its lines in the order in which they are shown."""
    return [*proposal.teams, *proposal.goods]


def rows_of(proposal: Proposal, off: Collection[Key]) -> list[ProposedRow]:
    """Every line with its tick, then what stays short."""
    lines = lines_of(proposal)
    lacks = proposal_columns.missing(proposal, [one for one in lines if proposal_columns.key(one) not in off])
    made = [
        ProposedRow(key, one, None, key not in off, lacks[one.need.id])
        for one in lines
        for key in (proposal_columns.key(one),)
    ]
    return made + [ProposedRow((one.need.id, None), None, one, False, one.amount) for one in proposal.shorts]


def sums_of(proposal: Proposal, off: Collection[Key]) -> Sums:
    lines = [one for one in lines_of(proposal) if proposal_columns.key(one) not in off]
    teams = [one for one in lines if isinstance(one, TeamLine)]
    goods = [one for one in lines if isinstance(one, GoodsLine)]
    lacks = proposal_columns.missing(proposal, lines)
    return Sums(
        len(lines), len(teams), sum(one.found.team.people for one in teams),
        len({one.found.holding.item for one in goods}), len({part.lot for one in goods for part in one.lots}),
        len({truck.id for one in goods for truck in one.vehicles}), sum(left <= 0 for left in lacks.values()),
        len(lacks), proposal_columns.weighted_minutes(lines),
    )  # fmt: skip


def ordered(
    proposal: Proposal, off: Collection[Key], approved: Approved, *, text: str = "", reason: str = "",
    reserved: bool = False, planned_at: object = None, key: UUID | None = None,
) -> Order:  # fmt: skip
    """The ticked lines as an order; the proposal is kept with it whole."""
    whole = order_of(
        proposal, approved, text=text, reason=reason, reserved=reserved, planned_at=planned_at,  # type: ignore[arg-type]
        key=key,
    )  # fmt: skip
    teams = [one for one, line in zip(whole.teams, proposal.teams, strict=True) if _kept(line, off)]
    goods = [one for one, line in zip(whole.goods, proposal.goods, strict=True) if _kept(line, off)]
    return replace(whole, teams=tuple(teams), goods=tuple(goods))


def proposal_model() -> RowTableModel[ProposedRow]:
    return RowTableModel(
        (
            Column("dispatch.tick", _tick, width=64, stays=True),
            Column("dispatch.sends", _sends, stretch=True, tip=_sends, strong=lambda row: row.ticked),
            Column("dispatch.proposed.why", _why, stretch=True, tip=_why_whole),
            Column("dispatch.cost", _cost, stretch=True, tip=_cost, ink=_cost_ink),
            Column("dispatch.proposed.arrival", _arrival, width=76, stays=True, ink=_arrival_ink),
        ),
        key=lambda row: row.key,
        tint=lambda row: "redtint" if row.short is not None else None if row.ticked else "orangetint",
    )


def told(row: ProposedRow) -> list[str]:
    """Everything known of a line: each reason, who answers the telephone there."""
    if row.line is None:
        return [] if row.short is None else [proposal_words.short_title(row.short), *proposal_words.short(row.short)]
    if isinstance(row.line, TeamLine):
        base = row.line.found.team.base
        said = [proposal_words.team_title(row.line), *proposal_words.team(row.line)]
    else:
        base = row.line.found.store.base
        said = [proposal_words.goods_title(row.line), *proposal_words.goods(row.line)]
    people = candidate_words.people(base.people)
    return [*said, words.say("dispatch.rings", people=people)] if people else said


def _kept(line: Line, off: Collection[Key]) -> bool:
    return proposal_columns.key(line) not in off


def _tick(row: ProposedRow) -> str:
    if row.line is None:
        return words.say("dispatch.row.short")
    return words.say("dispatch.row.on" if row.ticked else "dispatch.row.off")


def _sends(row: ProposedRow) -> str:
    if row.short is not None:
        return two_lines([proposal_words.short_title(row.short)])
    return "\n".join(proposal_columns.sends(row.line)) if row.line is not None else ""


def _why(row: ProposedRow) -> str:
    if row.short is not None:
        return two_lines(proposal_words.short(row.short))
    return "\n".join(proposal_columns.why(row.line)) if row.line is not None else ""


def _cost(row: ProposedRow) -> str:
    """What it costs elsewhere; of a line that is not to be sent, what follows from that."""
    if row.line is None:
        return ""
    return two_lines(proposal_columns.cost(row.line) if row.ticked else proposal_columns.without(row.line, row.lacks))


def _why_whole(row: ProposedRow) -> str:
    return "\n".join(dict.fromkeys((_why(row), *told(row))))


def _cost_ink(row: ProposedRow) -> str | None:
    if row.line is None:
        return None
    return "orangetext" if not row.ticked or proposal_columns.warned(row.line) else None


def _arrival(row: ProposedRow) -> str:
    if row.line is not None:
        return proposal_columns.arrival(row.line)
    soonest = min((one.minutes for one in row.short.agreements), default=None) if row.short is not None else None
    return "" if soonest is None else candidate_words.arrival(soonest)


def _arrival_ink(row: ProposedRow) -> str | None:
    late = row.line is not None and (row.line.after_due is not None or getattr(row.line.found, "late", False))
    return "redtext" if late else None
