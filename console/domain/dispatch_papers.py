"""Papers of a dispatch that hold words typed for them: what is asked of others, who may pass with what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from console.domain.assigning import AssignmentRow
from console.domain.dispatching import DispatchRow
from console.domain.needs import NeedRow
from console.domain.teams import TeamRow

LIMITS = {
    "name": 100, "amount": 40, "what": 200, "place": 200, "situation": 1_000, "measures": 1_000, "assembly": 200,
    "contact": 60, "phone": 40, "support": 200, "unit": 100, "plate": 40, "driver": 60, "cargo": 200, "start": 200,
    "route": 400, "approver": 60,
}  # fmt: skip
"""Longest texts in characters."""


class Addressee(StrEnum):
    """上级, 邻县, 驻军, 其他: whom a county asks. What the garrison is asked has its own part for ink."""

    CITY = "city"
    NEIGHBOUR = "neighbour"
    GARRISON = "garrison"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One thing that is short: so much of it, where, until when. ``priority`` as a need's."""

    what: str
    amount: str
    place: str = ""
    due_at: datetime | None = None
    priority: int = 2


@dataclass(frozen=True, slots=True)
class SupportAsked:
    """A 支援请求单 as it is typed; ``name`` is the office it is addressed to."""

    to: Addressee
    name: str
    incident: UUID
    lines: tuple[AskedFor, ...]
    situation: str = ""
    measures: str = ""
    assembly: str = ""
    contact: str = ""
    phone: str = ""
    support: str = ""
    approver: str = ""


@dataclass(frozen=True, slots=True)
class PassAsked:
    """A 通行单 as it is typed: one unit with one vehicle. ``number`` is that of the assignment or the document."""

    number: str
    unit: str
    incident: UUID
    plate: str = ""
    driver: str = ""
    people: int | None = None
    cargo: str = ""
    start: str = ""
    end: str = ""
    route: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    approver: str = ""


@dataclass(frozen=True, slots=True)
class TeamSent:
    """A team of an order with everything its papers say of it; what nobody knows is None."""

    row: AssignmentRow
    team: TeamRow
    need: NeedRow | None = None
    order: DispatchRow | None = None
    task: str = ""
    kind: str = ""


def asked_of(shorts: list[tuple[NeedRow, str]]) -> tuple[AskedFor, ...]:
    """What stays short of needs, as a request to others: each with what is missing, in words."""
    return tuple(AskedFor(need.what, amount, need.place, need.due_at, need.priority) for need, amount in shorts)
