"""Teams at incidents as they are ordered and shown: what is asked, each step told, clocks, what a team does where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from console.domain.assignments import ENDED, FOLLOWS, Clock, Limit, Reason, TeamState, Verdict

SERIES = "PQ"
LIMITS = {"place": 200, "contact": 60, "phone": 40, "who": 60, "reason": 200}
"""Longest texts in characters."""

PLACED = frozenset({TeamState.MUSTERING, TeamState.ARRIVED})
"""Steps that say where: 集结 and 到场."""


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """A team sent, or reserved, for an incident. ``id`` is made by the client: twice is once.

    ``at`` is when it was said (None: now), ``who`` said it; ``reason`` is the word why where a rule warns.
    ``planned_at`` belongs to a reserved team; ``expected_at`` is what the travel model said. Times are aware UTC.
    """

    team_id: UUID
    incident_id: UUID
    id: UUID = field(default_factory=uuid4)
    reserved: bool = False
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    contact: str = ""
    phone: str = ""
    people: int | None = None
    planned_at: datetime | None = None
    expected_at: datetime | None = None
    need_id: UUID | None = None
    dispatch_id: UUID | None = None
    task_id: UUID | None = None
    at: datetime | None = None
    who: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A step as it is told. ``key`` is made by the client: twice is once; ``at`` None is now."""

    key: UUID = field(default_factory=uuid4)
    at: datetime | None = None
    place: str = ""
    who: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One thing an assigned team did, with the time it was done and the time it was written down."""

    assignment_id: UUID
    state: TeamState
    at: datetime
    place: str
    who: str
    reason: str
    recorded_at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """A team at an incident with its steps so far, the first first."""

    id: UUID
    number: str
    team_id: UUID
    team: str
    team_kind: str
    incident_id: UUID
    incident_number: str
    incident_title: str
    need_id: UUID | None
    dispatch_id: UUID | None
    task_id: UUID | None
    state: TeamState
    place: str
    latitude: float | None
    longitude: float | None
    contact: str
    phone: str
    people: int | None
    planned_at: datetime | None
    expected_at: datetime | None
    leave_minutes: int | None
    arrive_minutes: int | None
    basis: str
    late_reason: str
    made_at: datetime
    by_name: str
    version: int
    steps: tuple[StepRow, ...] = ()

    @property
    def runs(self) -> bool:
        return self.state not in ENDED

    @property
    def follows(self) -> tuple[TeamState, ...]:
        """What may be told of it next."""
        return FOLLOWS[self.state]

    def at(self, state: TeamState) -> datetime | None:
        """When it did that; None: not yet, or nobody told."""
        return next((step.at for step in self.steps if step.state is state), None)

    @property
    def leave(self) -> Limit:
        """出动: from the order to its leaving; one that arrived without its leaving being told has left by then."""
        return self._limit(self.leave_minutes, self.at(TeamState.DEPARTED) or self.at(TeamState.ARRIVED))

    @property
    def arrive(self) -> Limit:
        """到场: from the order to its being there."""
        return self._limit(self.arrive_minutes, self.at(TeamState.ARRIVED))

    def _limit(self, minutes: int | None, done: datetime | None) -> Limit:
        """A reserved team has not been ordered yet; what was recalled on the way is held to nothing more."""
        start = self.at(TeamState.ASSIGNED) if self.runs or done is not None else None
        return Limit(start, minutes, done)

    def clock(self, now: datetime) -> Clock:
        """The clock that counts now: of leaving until it left, of arriving then."""
        limit = self.leave if self.leave.done is None and self.leave.due is not None else self.arrive
        return limit.clock(now)


@dataclass(frozen=True, slots=True)
class Engaged:
    """One thing a team is promised to or doing now."""

    assignment_id: UUID
    number: str
    team_id: UUID
    incident_id: UUID
    incident_number: str
    incident_title: str
    state: TeamState
    place: str
    planned_at: datetime | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """What the county's rules say of sending one team to one incident, and why."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Circle:
    """The limits of leaving and arriving that hold for a kind of team and an event type, with what they rest on."""

    leave: int | None = None
    arrive: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class CircleRule:
    """A row of ``arrival_limits``: empty kinds or types are all."""

    kinds: tuple[str, ...]
    types: tuple[str, ...]
    circle: Circle


@dataclass(frozen=True, slots=True)
class TeamsOut:
    """How many teams of one incident are not back, and how many of them are how far (in the order of the states)."""

    incident_id: UUID
    incident_number: str
    incident_title: str
    count: int
    states: tuple[tuple[TeamState, int], ...]


def teams_out(rows: Iterable[AssignmentRow]) -> list[TeamsOut]:
    """Of lines that are not over, incident by incident, in the order in which they first appear."""
    out: dict[UUID, list[AssignmentRow]] = {}
    for row in rows:
        if row.runs:
            out.setdefault(row.incident_id, []).append(row)
    made = []
    for key, own in out.items():
        counted = ((state, sum(row.state is state for row in own)) for state in TeamState)
        states = tuple((state, count) for state, count in counted if count)
        made.append(TeamsOut(key, own[0].incident_number, own[0].incident_title, len(own), states))
    return made


def circle_of(rules: Iterable[CircleRule], kind: str, types: Sequence[str]) -> Circle:
    """The row that says most: the nearest event type first, then one that names the kind, then the shortest.

    ``types`` are the incident's type and those above it, its own first.
    """
    fitting = [
        (_nearness(rule, types), not rule.kinds, rule.circle.arrive or 0, at, rule.circle)
        for at, rule in enumerate(rules)
        if (not rule.kinds or kind in rule.kinds) and (not rule.types or set(rule.types) & set(types))
    ]
    return min(fitting, key=lambda one: one[:4])[-1] if fitting else Circle()


def _nearness(rule: CircleRule, types: Sequence[str]) -> int:
    return next((at for at, code in enumerate(types) if code in rule.types), len(types))


def chain(code: str | None, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """An event type and those above it, its own first; nothing for none."""
    found: list[str] = []
    while code and code not in found:
        found.append(code)
        code = parents.get(code)
    return tuple(found)
