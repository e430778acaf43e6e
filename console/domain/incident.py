"""One event and what belongs to it: its kinds and grades, its states and the steps between them, how lists show it.

Grade of an event, colour of a warning and level of a response are three things that never drive each other: nothing
here knows the other two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from console.domain.inbound import Precision
from console.domain.text import TEXT_LIMIT
from console.errors import Refused

SERIES = "SJ"
"""Number series of incidents (事件)."""

LIMITS = {
    "title": 100,
    "place_text": 200,
    "summary": TEXT_LIMIT,
    "measures": TEXT_LIMIT,
    "needs": TEXT_LIMIT,
    "outlook": TEXT_LIMIT,
    "reason": 500,
}
"""Longest text of each field, in characters."""


class IncidentKind(StrEnum):
    """突发事件, 险情, 较大涉险 (a near miss that is reported as 较大), 非突发事件 (advice, false alarm, complaint)."""

    EVENT = "event"
    HAZARD = "hazard"
    LARGER_RISK = "larger_risk"
    NOT_INCIDENT = "not_incident"


class Grade(StrEnum):
    """一般, 较大, 重大, 特别重大; empty while nobody has judged."""

    NONE = ""
    ORDINARY = "ordinary"
    LARGER = "larger"
    MAJOR = "major"
    EXTREME = "extreme"


RANK: dict[Grade, int] = {grade: at for at, grade in enumerate(Grade)}
"""Steps of a grade, 0 for none to 4 for 特别重大."""


class Standing(StrEnum):
    """未定级, 初判, 核定."""

    NONE = "none"
    FIRST = "first"
    CONFIRMED = "confirmed"


class IncidentState(StrEnum):
    """已接报, 处置中, 已控制, 处置结束, 已归档, 已撤销."""

    REPORTED = "reported"
    HANDLING = "handling"
    CONTROLLED = "controlled"
    ENDED = "ended"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


OPEN_STATES = frozenset({IncidentState.REPORTED, IncidentState.HANDLING, IncidentState.CONTROLLED})
"""What a board and a hand-over sheet carry on."""


class ItemKind(StrEnum):
    """How an inbound item belongs to an incident: it opened it, adds to it, tells the same again (重复)."""

    SOURCE = "source"
    MORE = "more"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Step:
    """A step that may be taken. ``reason``: it asks for one; ``settles``: it asks that nothing is left open."""

    after: IncidentState
    reason: bool = False
    settles: bool = False


_S = IncidentState
STEPS: dict[IncidentState, tuple[Step, ...]] = {
    _S.REPORTED: (Step(_S.HANDLING), Step(_S.CONTROLLED), Step(_S.ENDED, settles=True), Step(_S.CANCELLED, True)),
    _S.HANDLING: (Step(_S.CONTROLLED), Step(_S.ENDED, settles=True), Step(_S.CANCELLED, True)),
    _S.CONTROLLED: (Step(_S.HANDLING, True), Step(_S.ENDED, settles=True), Step(_S.CANCELLED, True)),
    _S.ENDED: (Step(_S.HANDLING, True), Step(_S.ARCHIVED, settles=True)),
    _S.ARCHIVED: (Step(_S.HANDLING, True),),
    _S.CANCELLED: (Step(_S.REPORTED, True),),
}
"""The state machine: every step there is. Going back asks for a reason, ending asks for its conditions."""


class Unsettled(StrEnum):
    """What still keeps an incident from being ended or archived; a reason given lets it be.

    ``ITEMS``: an inbound item of it is still open; ``CLOCKS``: a countdown runs; ``TASKS``: a task
    or instruction is open; ``APPROVALS``: a report waits for a word; ``UNSENT``: an approved one did not go to every
    receiver; ``RECEIPTS``: a report sent has no receipt; ``FINAL``: the series has no final report, or it is due;
    ``TEAMS``: a team is not back; ``GOODS``: goods are promised to it, on the road or lie there, lent or unused;
    ``SHELTERS``: a shelter opened for it is open; ``PEOPLE``: people on its list are neither away nor refusing;
    ``ALARMS``: a reading it was opened for is still beyond its limit.
    """

    ITEMS = "items"
    CLOCKS = "clocks"
    TASKS = "tasks"
    APPROVALS = "approvals"
    UNSENT = "unsent"
    RECEIPTS = "receipts"
    FINAL = "final"
    TEAMS = "teams"
    GOODS = "goods"
    SHELTERS = "shelters"
    PEOPLE = "people"
    ALARMS = "alarms"


ENDING = (
    Unsettled.TEAMS, Unsettled.GOODS, Unsettled.SHELTERS, Unsettled.PEOPLE, Unsettled.CLOCKS, Unsettled.TASKS,
    Unsettled.APPROVALS, Unsettled.UNSENT, Unsettled.ALARMS,
)  # fmt: skip
"""Conditions of 处置结束."""
ARCHIVING = (*ENDING, Unsettled.ITEMS, Unsettled.RECEIPTS, Unsettled.FINAL)
"""Conditions of 归档."""


def step(before: IncidentState, after: IncidentState) -> Step:
    """The step from one state to another; refuses one that is none."""
    for found in STEPS[before]:
        if found.after is after:
            return found
    raise Refused("no_such_step", before=before.value, after=after.value)


def require_step(before: IncidentState, after: IncidentState, reason: str, left: tuple[Unsettled, ...]) -> None:
    """Refuse a step that is none, that lacks its reason, or that leaves something open without one.

    ``left`` are the conditions of that step that do not hold; each may be left so if the reason says why.
    """
    found = step(before, after)
    if found.reason and not reason.strip():
        raise Refused("reason_missing")
    if found.settles and left and not reason.strip():
        raise Refused("incident_unsettled", left=left[0].value, count=len(left))


def require_grade(kind: IncidentKind, grade: Grade, standing: Standing) -> None:
    """A grade is of an event only, and there is none without a standing."""
    if (grade is Grade.NONE) != (standing is Standing.NONE):
        raise Refused("grade_without_standing")
    if grade is not Grade.NONE and kind is not IncidentKind.EVENT:
        raise Refused("grade_of_no_event", kind=kind.value)


def judged_down(before: tuple[IncidentKind, Grade], after: tuple[IncidentKind, Grade]) -> bool:
    """Whether a decision makes less of it than what stands. 一般 stands above 较大涉险, that above 险情."""
    return _height(*after) < _height(*before)


def _height(kind: IncidentKind, grade: Grade) -> int:
    if grade is not Grade.NONE:
        return 2 + RANK[grade]
    return {IncidentKind.NOT_INCIDENT: 0, IncidentKind.LARGER_RISK: 2}.get(kind, 1)


@dataclass(frozen=True, slots=True)
class NewIncident:
    """What an incident is opened with. ``id`` is made by the client, so that a repeat is recognised.

    Times are aware UTC. ``received_at`` is not asked for: it is the earliest of its items.
    """

    id: UUID
    title: str
    summary: str
    event_type: str | None = None
    kind: IncidentKind = IncidentKind.EVENT
    place_id: UUID | None = None
    place_text: str = ""
    occurred_at: datetime | None = None
    occurred_precision: Precision = Precision.UNKNOWN
    measures: str = ""
    needs: str = ""
    outlook: str = ""
    parent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident as lists show it. ``items`` counts the inbound items that belong to it now."""

    id: UUID
    number: str
    title: str
    event_type: str | None
    kind: IncidentKind
    grade: Grade
    standing: Standing
    place_id: UUID | None
    place_path: str
    place_text: str
    occurred_at: datetime | None
    occurred_precision: Precision
    received_at: datetime
    summary: str
    measures: str
    needs: str
    outlook: str
    state: IncidentState
    parent_id: UUID | None
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    version: int
    items: int = 0

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def place(self) -> str:
        """Place from large to small, with what was said beside the tree."""
        return " ".join(part for part in (self.place_path, self.place_text) if part)

    @property
    def matter(self) -> str:
        """Where and what, to go on with in a task or a notice; a place the words name already stands once."""
        spot = self.place_text or self.place_path.rpartition(" ")[2]
        return self.summary if not spot or spot in self.summary else f"{spot}：{self.summary}"


class OfIncident:
    """What something about one incident shows of it: for values that carry its ``row``."""

    __slots__ = ()
    row: IncidentRow

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def kind(self) -> IncidentKind:
        return self.row.kind

    @property
    def grade(self) -> Grade:
        return self.row.grade

    @property
    def standing(self) -> Standing:
        return self.row.standing


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An inbound item of an incident: how it belongs, since when; ``ended_at`` when it was taken out again."""

    id: UUID
    inbound_id: UUID
    number: str
    kind: ItemKind
    received_at: datetime
    channel: str
    summary: str
    at: datetime
    by_name: str
    ended_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class StateChange:
    """One step that was taken; ``before`` None for the opening."""

    before: IncidentState | None
    after: IncidentState
    reason: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class GradeChange:
    """One decision on kind and grade. ``rule`` and ``basis`` are the proposal's that was taken, or empty."""

    kind: IncidentKind
    grade: Grade
    standing: Standing
    rule: str
    basis: str
    reason: str
    at: datetime
    by_name: str
