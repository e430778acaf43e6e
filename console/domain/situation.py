"""态势 on one page: what is open, what waits for whose word, what is moving, what is lacking. Never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from console.domain.assigning import AssignmentRow
from console.domain.assignments import Clock, TeamState
from console.domain.due import DueState, state_of
from console.domain.grading import Proposal
from console.domain.incident import RANK, Grade, IncidentKind, IncidentRow, OfIncident, Standing
from console.domain.incident_figures import Amount, Revision, total
from console.domain.incident_report import ReportRow
from console.domain.needs import NeedRow, NeedState
from console.domain.responses import ResponseRow

TOLD = ("dead", "missing", "trapped", "evacuated", "resettled", "in_danger", "affected", "loss")
"""Figures a commander asks for, the gravest first."""


@dataclass(frozen=True, slots=True)
class LastReport:
    """The report of an incident that went furthest: what it is and when it was approved (drafted where it is not)."""

    report: ReportRow
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenIncident(OfIncident):
    """An incident that is open, its figures that count and its last report upward; ``teams`` are out for it."""

    row: IncidentRow
    figures: Mapping[str, Revision]
    last: LastReport | None
    teams: int = 0
    over: int = 0
    """Its countdowns that are over."""

    @property
    def told(self) -> list[Revision]:
        """The figures worth a commander's eye, nought and all."""
        return [self.figures[key] for key in TOLD if key in self.figures]

    @property
    def as_of(self) -> datetime | None:
        """截至: the oldest of the figures that are told, so that none is made newer than it is."""
        return min((one.as_of for one in self.told), default=None)


class Wait(StrEnum):
    """What waits for a person: a word, a signature (补签), a grade, a report to hand in, a need nobody serves,
    a colleague's yes to a swap, a leader's words nobody has handed on, a warning to be reviewed, signed, released."""

    APPROVAL = "approval"
    SIGNATURE = "signature"
    GRADE = "grade"
    REPORT = "report"
    NEED = "need"
    SWAP = "swap"
    INSTRUCTION = "instruction"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One decision and where it is made. ``about`` is the kind of approval; ``due_at`` None where nothing presses.

    ``record`` of a word or a signature is the approval itself: it stands with all others that wait.
    """

    wait: Wait
    panel: str
    record: UUID
    number: str
    title: str
    since: datetime
    of_name: str = ""
    about: str = ""
    due_at: datetime | None = None
    grade: tuple[IncidentKind, Grade] | None = None
    urgent: bool = False

    @property
    def key(self) -> tuple[str, UUID]:
        return self.wait.value, self.record

    @property
    def asks_word(self) -> bool:
        """Whether it is decided where approvals are."""
        return self.wait in (Wait.APPROVAL, Wait.SIGNATURE)

    def over(self, now: datetime) -> bool:
        return self.due_at is not None and now >= self.due_at


class Move(StrEnum):
    """A team sent or there, goods on the road, a task that is over its time, people being brought away."""

    TEAM = "team"
    GOODS = "goods"
    TASK = "task"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Moving:
    """Something under way. ``state`` is the code of its word; ``what`` and ``whither`` are names."""

    move: Move
    panel: str
    record: UUID
    number: str
    what: str
    whither: str
    state: str
    since: datetime
    due_at: datetime | None
    near: DueState
    people: int = 0

    @property
    def key(self) -> tuple[str, UUID]:
        return self.move.value, self.record


class Lack(StrEnum):
    """An incident's needs that are open, key goods below their minimum, teams not ready, a shelter without supplies."""

    NEEDS = "needs"
    STOCK = "stock"
    TEAM = "team"
    SHELTER = "shelter"


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something that is missing: what, how much of what was asked, where. ``urgent`` comes first."""

    lack: Lack
    panel: str
    record: UUID
    number: str
    where: str
    what: tuple[tuple[str, Decimal, str], ...]
    """Name, how much is missing, its unit; of a team its readiness as a code instead of a name."""
    urgent: bool = False
    note: str = ""

    @property
    def key(self) -> tuple[str, UUID, str]:
        return self.lack.value, self.record, self.number


@dataclass(frozen=True, slots=True)
class People:
    """People brought away and taken in, with 截至; None where nobody counted yet."""

    moved: Amount | None = None
    to_move: int | None = None
    sheltered: Amount | None = None
    shelters: int | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class InForce:
    """A warning that holds; ``ends_at`` None where it says no end."""

    id: UUID
    number: str
    title: str
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything of one moment; ``at`` is that moment."""

    at: datetime
    soon: timedelta
    incidents: tuple[OpenIncident, ...] = ()
    responses: tuple[ResponseRow, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    moving: tuple[Moving, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    needs: tuple[NeedRow, ...] = ()
    people: People = People()
    teams_out: int = 0
    not_ready: int = 0
    teams: int = 0
    warnings: tuple[InForce, ...] = ()

    @property
    def calm(self) -> bool:
        return not (self.incidents or self.responses or self.waiting or self.moving or self.lacking or self.warnings)

    @property
    def open_needs(self) -> int:
        return sum(need.state is NeedState.OPEN for need in self.needs)


def by_gravity(rows: Iterable[OpenIncident]) -> list[OpenIncident]:
    """The gravest grade first, then those with a countdown that is over; otherwise as they are given."""
    return sorted(rows, key=lambda one: (-RANK[one.grade], not one.over))


def undecided(row: IncidentRow, proposal: Proposal) -> bool:
    """Whether the figures propose something else than what stands, or nobody has judged what they propose."""
    if proposal.decided is None:
        return False
    if row.standing is Standing.NONE and row.kind is proposal.kind:
        return proposal.grade is not Grade.NONE
    return (row.kind, row.grade) != (proposal.kind, proposal.grade)


def by_press(rows: Iterable[Waiting], now: datetime, soon: timedelta) -> list[Waiting]:
    """What is over, then what is near, then urgent things, then what waits longest."""
    order = {DueState.OVER: 0, DueState.NEAR: 1, DueState.LATER: 2}

    def press(row: Waiting) -> tuple[int, bool, datetime, str]:
        state = state_of(row.due_at, now, soon) if row.due_at is not None else DueState.LATER
        return order[state], not row.urgent, row.since, row.number

    return sorted(rows, key=press)


def by_clock(rows: Iterable[Moving]) -> list[Moving]:
    """What is over or near first, then what is expected soonest, what has no clock last."""
    order = {DueState.OVER: 0, DueState.NEAR: 1, DueState.LATER: 2}
    return sorted(
        rows, key=lambda row: (order[row.near], row.due_at is None, row.due_at or row.since, row.number)
    )  # fmt: skip


def team_moving(row: AssignmentRow, now: datetime) -> Moving:
    """A team's line: its clock counts until it is there, then what it does is told without one."""
    clock = row.clock(now)
    near = {Clock.OVER: DueState.OVER, Clock.NEAR: DueState.NEAR}.get(clock, DueState.LATER)
    limit = row.leave if row.leave.done is None and row.leave.due is not None else row.arrive
    due = limit.due if limit.done is None else None
    since = row.steps[-1].at if row.steps else row.made_at
    return Moving(
        Move.TEAM, "teams", row.id, row.number, row.team, row.incident_title,
        f"team.state.{row.state.value}", since, due, near,
    )  # fmt: skip


def is_out(row: AssignmentRow) -> bool:
    """Sent and not home: a team that is only reserved is still at its base."""
    return row.runs and row.state is not TeamState.RESERVED


def lacks_of(needs: Sequence[NeedRow], now: datetime) -> list[Lacking]:
    """Open needs by incident, the incident with the most urgent one first."""
    found: dict[UUID, list[NeedRow]] = {}
    for need in needs:
        if need.state is NeedState.OPEN:
            found.setdefault(need.incident, []).append(need)
    made = []
    for key, own in found.items():
        what = tuple((need.what, need.open, need.unit) for need in own)
        urgent = any(need.priority == 1 or need.over(now) for need in own)
        made.append(Lacking(Lack.NEEDS, "dispatch", key, own[0].incident_number, own[0].incident_title, what, urgent))
    return sorted(made, key=lambda one: (not one.urgent, one.number))


def summed(incidents: Iterable[OpenIncident], key: str) -> tuple[Amount | None, datetime | None]:
    """A figure over all open incidents with its oldest 截至; one nobody knows makes the sum 至少, none at all None."""
    told = [one.figures[key] for one in incidents if key in one.figures]
    if not told:
        return None, None
    return total([one.amount for one in told]), min(one.as_of for one in told)
