"""Who stands duty, who is away when and what anybody would like: rows of the planner's lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from console.domain.planning import Rules, Seat
from console.domain.roster import LEADER, RosterLineRow, Slot


class LeaveKind(StrEnum):
    """年假, 病假, 事假, 培训, 出差, 补休, 其他."""

    ANNUAL = "annual"
    SICK = "sick"
    PRIVATE = "private"
    TRAINING = "training"
    TRIP = "trip"
    TIME_OFF = "time_off"
    OTHER = "other"


class LeaveState(StrEnum):
    """待批, 已批, 不批, 已撤回."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody who stands duty. ``turn`` is the place in the rotation; no posts means every post."""

    id: UUID
    person_id: UUID
    name: str
    pinyin: str
    initials: str
    posts: tuple[str, ...]
    turn: int
    leader: bool
    rest_hours: int | None
    most_consecutive: int | None
    valid_from: date | None
    valid_to: date | None
    note: str
    version: int

    def holds(self, day: date) -> bool:
        """Whether they stand duty on that day; the last day counts."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def may_stand(self, post: str, day: date) -> bool:
        """Whether they may be put on that post on that day."""
        return self.holds(day) and post in self.posts


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """Time somebody is away, as it was asked for and decided. The span is half open."""

    id: UUID
    person_id: UUID
    name: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    state: str
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    decision: str
    version: int

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether it lies within a span at any time."""
        return self.starts_at < end and self.ends_at > start


@dataclass(frozen=True, slots=True)
class WishRow:
    """A day somebody would like to have, or would rather not; of every shift where ``shift`` is empty."""

    id: UUID
    person_id: UUID
    name: str
    day: date
    shift: str
    wish: str
    note: str
    at: datetime
    by_name: str
    version: int


@dataclass(frozen=True, slots=True)
class Touched:
    """A duty that stands in the table and falls into leave, and who could stand it, the least burdened first."""

    line: RosterLineRow
    could: tuple[str, ...]


def spans_overlap(start: datetime, end: datetime, rows: Iterable[LeaveRow]) -> LeaveRow | None:
    """The first leave that is asked for or granted and shares time with a span."""
    alive = {LeaveState.ASKED, LeaveState.GRANTED}
    return next((row for row in rows if row.state in alive and row.covers(start, end)), None)


def could_stand(
    line: RosterLineRow,
    staff: Sequence[StaffRow],
    away: Collection[UUID],
    lines: Sequence[RosterLineRow],
    rules: Rules,
    most: int,
) -> tuple[str, ...]:
    """Who may stand a duty instead: may stand the post, is not away, rests before and after it; fewest duties first.

    ``lines`` are those of the weeks around; ``most`` how many names are told.
    """
    fit = [
        row
        for row in staff
        if row.may_stand(line.post, line.day)
        and row.person_id not in away
        and not any(_too_near(row, line, one, rules) for one in lines if one.name == row.name)
    ]
    count = {row.name: sum(one.name == row.name for one in lines) for row in fit}
    return tuple(row.name for row in sorted(fit, key=lambda row: (count[row.name], row.turn, row.name))[:most])


def _too_near(row: StaffRow, line: RosterLineRow, other: RosterLineRow, rules: Rules) -> bool:
    """Whether two duties of one person share time, or the later one begins before the earlier one is rested from."""
    first, second = sorted((line, other), key=lambda one: one.starts_at)
    rest = rules.rest_after(None, _seat(first), leading=first.post == LEADER)
    if row.rest_hours is not None:
        rest = timedelta(hours=row.rest_hours)
    return second.starts_at < first.ends_at + rest


def _seat(line: RosterLineRow) -> Seat:
    return Seat(Slot(line.template, line.shift, line.day, line.starts_at, line.ends_at), line.post)
