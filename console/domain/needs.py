"""What an incident needs: skills (so many teams) and goods (so much), how urgently, where, and how much is met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from console.domain.stock import NOTHING, normal

SERIES = "XQ"
LIMITS = {"what": 200, "place": 200, "asked_by": 100, "phone": 40, "reason": 200}
"""Longest texts in characters."""

PRIORITIES = (1, 2, 3)
"""紧急, 一般, 可缓: the smaller the more urgent."""


class NeedKind(StrEnum):
    """队伍技能 (counted in teams), 物资 (in the item's unit), 其他 (told in words, nothing is counted against it)."""

    SKILL = "skill"
    ITEM = "item"
    OTHER = "other"


class NeedSource(StrEnum):
    """人工, 来电, 预案任务卡, 响应包, 安置点."""

    HAND = "hand"
    CALL = "call"
    PLAN = "plan"
    PACKAGE = "package"
    SHELTER = "shelter"


class NeedState(StrEnum):
    """``met`` is not stored by hand: it follows from what is sent. ``dropped`` has its reason."""

    OPEN = "open"
    MET = "met"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class NewNeed:
    """A need as it is handed in. ``id`` is made by the client: saved twice it is one need.

    ``quantity`` is in teams or in the item's unit; ``what`` says in words what has no skill or item of its own.
    ``source_key`` names the line of a package, card or shelter it was taken from: each is taken once.
    """

    incident: UUID
    kind: NeedKind
    quantity: Decimal
    skill: str = ""
    item: UUID | None = None
    what: str = ""
    unit: str = ""
    priority: int = 2
    place: str = ""
    place_id: UUID | None = None
    shelter: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None
    due_at: datetime | None = None
    asked_by: str = ""
    phone: str = ""
    source: NeedSource = NeedSource.HAND
    source_id: UUID | None = None
    source_key: str = ""
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class MetBy:
    """What meets a part of a need: an assignment of a team or a stock document. ``who`` is the team or the store."""

    kind: str
    id: UUID
    number: str
    who: str
    state: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need as the board shows it, with what meets it. ``name`` is the skill or the item in words."""

    id: UUID
    number: str
    incident: UUID
    incident_number: str
    incident_title: str
    kind: NeedKind
    skill: str
    item: UUID | None
    item_code: str
    what: str
    quantity: Decimal
    unit: str
    decimals: int
    priority: int
    place: str
    place_id: UUID | None
    shelter: UUID | None
    latitude: float | None
    longitude: float | None
    due_at: datetime | None
    asked_by: str
    phone: str
    source: NeedSource
    source_id: UUID | None
    source_key: str
    dropped: bool
    closed_reason: str
    asked_at: datetime
    by_name: str
    version: int
    by: tuple[MetBy, ...] = ()

    @property
    def met(self) -> Decimal:
        """How much is sent or there; more than was asked is told as it is."""
        return normal(sum((one.quantity for one in self.by), NOTHING))

    @property
    def open(self) -> Decimal:
        """How much is still missing; nought for a dropped one."""
        return NOTHING if self.dropped else normal(max(self.quantity - self.met, NOTHING))

    @property
    def state(self) -> NeedState:
        if self.dropped:
            return NeedState.DROPPED
        return NeedState.OPEN if self.open > 0 else NeedState.MET

    def over(self, now: datetime) -> bool:
        """Still open after it was due."""
        return self.state is NeedState.OPEN and self.due_at is not None and now > self.due_at


@dataclass(frozen=True, slots=True)
class Suggested:
    """A need that a package, a plan's card or a shelter suggests; ``taken`` names the need it became."""

    form: NewNeed
    title: str
    basis: str = ""
    taken: str = ""


def by_urgency(rows: Iterable[NeedRow]) -> list[NeedRow]:
    """As a commander reads them: open before met before dropped, urgent first, then what is due first, then by age."""
    order = {NeedState.OPEN: 0, NeedState.MET: 1, NeedState.DROPPED: 2}
    return sorted(
        rows,
        key=lambda row: (
            order[row.state], row.priority, row.due_at is None, row.due_at or row.asked_at, row.asked_at, row.number
        ),
    )  # fmt: skip
