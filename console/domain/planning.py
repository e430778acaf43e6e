"""What a duty roster is planned from: shifts with posts, staff, leave, wishes, rules; and what a plan is.

Plain values for the rotation, the solver, the checker and whatever shows them; no store, no screen, no solver.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from console.domain.roster import Slot


class DayKind(StrEnum):
    """What a day of duty counts as; a working day swapped for a holiday is a weekday."""

    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class CountKind(StrEnum):
    """What duty is counted by: each shift by its day, and one that takes enough of the night as a night too."""

    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    NIGHT = "night"


class Method(StrEnum):
    """How a roster was made (``roster_plan.method``)."""

    ROTATION = "rotation"
    SOLVER = "solver"
    HAND = "hand"


class Rule(StrEnum):
    """The hard rules; their sentences are ``planning.rule.<value>``."""

    UNFILLED = "unfilled"
    OVERLAP = "overlap"
    REST = "rest"
    POST = "post"
    TIME = "time"
    LEAVE = "leave"
    PAIR = "pair"
    CONSECUTIVE = "consecutive"


@dataclass(frozen=True, slots=True)
class Seat:
    """A post of a shift that one person stands; ``ordinal`` tells two of the same post apart (double duty)."""

    slot: Slot
    post: str
    ordinal: int = 1

    @property
    def key(self) -> tuple[date, str, str, int]:
        return self.slot.day, self.slot.shift, self.post, self.ordinal

    @property
    def length(self) -> timedelta:
        return self.slot.ends_at - self.slot.starts_at


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who stands duty: posts, place in the rotation (smallest first), own limits, from when to when.

    ``rest_hours`` and ``most_consecutive`` None: as the rules say. ``valid_to`` is the last day; ``gaps`` are spans of
    days between, both ends included, on which they did not belong to the staff. ``terms`` say which posts they may
    stand from day to day where that changes; ``posts`` are then those of all terms.
    """

    person_id: UUID
    name: str
    posts: tuple[str, ...]
    turn: int = 0
    leader: bool = False
    rest_hours: int | None = None
    most_consecutive: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    gaps: tuple[tuple[date, date], ...] = ()
    terms: tuple[tuple[date, date, tuple[str, ...]], ...] = ()

    def may(self, post: str, day: date) -> bool:
        """Whether they are qualified for a post on a day, whether or not they belong to the staff then."""
        said = [posts for first, last, posts in self.terms if first <= day <= last]
        return post in (said[0] if said else self.posts)

    def stands(self, day: date) -> bool:
        """Whether they belong to the duty staff on a day."""
        within = (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
        return within and not any(first <= day <= last for first, last in self.gaps)


@dataclass(frozen=True, slots=True)
class Leave:
    """Granted leave: half open in time; ``kind`` is the county's own word or code."""

    person_id: UUID
    starts_at: datetime
    ends_at: datetime
    kind: str = ""

    def covers(self, slot: Slot) -> bool:
        """Whether any part of a shift falls into it."""
        return self.starts_at < slot.ends_at and self.ends_at > slot.starts_at


@dataclass(frozen=True, slots=True)
class Wish:
    """A day somebody would like (``wanted``) or would rather not have; ``shift`` empty: any of that day."""

    person_id: UUID
    day: date
    wanted: bool
    shift: str = ""

    def about(self, slot: Slot) -> bool:
        return self.day == slot.day and self.shift in {"", slot.shift}


@dataclass(frozen=True, slots=True)
class Pair:
    """A and B of one post: never one away while the other is on leave or stands another post.

    ``duty`` is the post of the roster whose A and B they are: standing it is not being elsewhere. ``valid_from`` and
    ``valid_to`` (both days included) where they are A and B for a part of the period only.
    """

    post: str
    a: UUID
    b: UUID
    duty: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def away(self, seat: Seat) -> bool:
        """Whether standing this seat keeps one of them from their own post while they are A and B."""
        day = seat.slot.day
        within = (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
        return within and seat.post != self.duty


@dataclass(frozen=True, slots=True)
class Rules:
    """The county's hard limits in hours and days (settings ``planning.*``); and what counts as a night.

    A shift is a night where at least ``night_hours`` of it lie between ``night_from`` and ``night_to``.
    """

    long_hours: int = 24
    rest_long: int = 24
    rest_short: int = 12
    rest_leader: int = 24
    most_consecutive: int = 5
    most_consecutive_leader: int = 7
    night_from: time = time(22)
    night_to: time = time(6)
    night_hours: int = 4

    def rest_after(self, staff: Staff | None, seat: Seat, *, leading: bool) -> timedelta:
        """How long somebody rests after a seat; ``leading``: they stood it as 带班领导."""
        if staff is not None and staff.rest_hours is not None:
            return timedelta(hours=staff.rest_hours)
        if leading:
            return timedelta(hours=self.rest_leader)
        long = seat.length >= timedelta(hours=self.long_hours)
        return timedelta(hours=self.rest_long if long else self.rest_short)

    def most_days(self, staff: Staff | None) -> int:
        """How many days of duty may follow each other."""
        if staff is not None and staff.most_consecutive is not None:
            return staff.most_consecutive
        return self.most_consecutive_leader if staff is not None and staff.leader else self.most_consecutive


@dataclass(frozen=True, slots=True)
class Weights:
    """What the soft rules cost (settings ``planning.weight_*``), how far apart duty should lie, and the effort.

    ``effort`` is the solver's deterministic time per month: the same on every machine, about seconds on a quick one.
    """

    weekday: int = 2
    weekend: int = 4
    holiday: int = 8
    night: int = 2
    spacing: int = 3
    spacing_days: int = 3
    wish: int = 10
    keep: int = 100
    effort: int = 4

    def of(self, kind: CountKind) -> int:
        return int(getattr(self, kind.value))


@dataclass(frozen=True, slots=True)
class Counts:
    """Duty somebody stood: how many shifts of each kind, and hours."""

    weekday: int = 0
    weekend: int = 0
    holiday: int = 0
    night: int = 0
    hours: float = 0.0

    def of(self, kind: CountKind) -> int:
        return int(getattr(self, kind.value))

    @property
    def shifts(self) -> int:
        """Shifts in all; a night is counted by its day already."""
        return self.weekday + self.weekend + self.holiday

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.weekday + other.weekday, self.weekend + other.weekend, self.holiday + other.holiday,
            self.night + other.night, self.hours + other.hours,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who stands a seat; nobody where ``person_id`` is None. ``kept``: it stood in the published shift table."""

    seat: Seat
    person_id: UUID | None
    name: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A hard rule that is broken, or a seat nobody can fill.

    ``other`` is the seat it collides with, ``with_name`` the other one of a pair, ``hours`` rest there is or days in a
    row, ``limit`` what the rule asks for.
    """

    rule: Rule
    seat: Seat
    person_id: UUID | None = None
    name: str = ""
    other: Seat | None = None
    with_name: str = ""
    hours: float = 0.0
    limit: float = 0.0


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why one person cannot take a seat that stayed empty (``finding`` is the rule that would be broken)."""

    name: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Collision:
    """A seat no roster can fill: everybody who may stand its post with what stands against them.

    ``rules`` collide with one another: with any of them lifted there, the seat could be filled. Empty ``blocked``:
    nobody at all may stand the post.
    """

    seat: Seat
    blocked: tuple[Blocked, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """All a roster is planned from. ``around`` is duty outside the period or beside its seats: it stands as it is.

    ``published`` are lines of the period to be kept where possible; ``so_far`` the year's counts before the period.
    """

    seats: tuple[Seat, ...]
    staff: tuple[Staff, ...]
    leave: tuple[Leave, ...] = ()
    wishes: tuple[Wish, ...] = ()
    pairs: tuple[Pair, ...] = ()
    around: tuple[Assignment, ...] = ()
    published: tuple[Assignment, ...] = ()
    days: Mapping[date, DayKind] = field(default_factory=dict)
    so_far: Mapping[UUID, Counts] = field(default_factory=dict)
    rules: Rules = Rules()
    weights: Weights = Weights()

    def person(self, person_id: UUID | None) -> Staff | None:
        """Somebody of the staff by id."""
        return next((one for one in self.staff if one.person_id == person_id), None)


@dataclass(frozen=True, slots=True)
class Roster:
    """What planning made of a task: a person or nobody for each seat in the seats' order, and what collided.

    ``spread`` is max − min of each kind over the year so far among those who stand the same posts; ``missing_years``
    have no holidays, they were planned by weekdays.
    """

    assignments: tuple[Assignment, ...]
    method: Method
    seed: int = 0
    collisions: tuple[Collision, ...] = ()
    spread: Mapping[CountKind, int] = field(default_factory=dict)
    missing_years: tuple[int, ...] = ()

    @property
    def unfilled(self) -> tuple[Seat, ...]:
        return tuple(one.seat for one in self.assignments if one.person_id is None)
