"""What a watch does every day: when a routine is due and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from console.domain.lists import ListItem
from console.domain.roster import in_period

NOTE_LIMIT = 500
"""Longest note of a tick, a mark or a zero report, in characters."""

EARLY = timedelta(hours=2)
"""A routine may be done this long before its time; earlier it is a slip of the hand."""


class Result(StrEnum):
    """What came of a routine. The last two need a note."""

    DONE = "done"
    ABNORMAL = "abnormal"
    NOT_DONE = "not_done"


class RoutineState(StrEnum):
    """Where a routine stands at an instant: before its time, within its window, past it, or ticked."""

    WAITING = "waiting"
    NOW = "now"
    OVERDUE = "overdue"
    DONE = "done"
    ABNORMAL = "abnormal"
    NOT_DONE = "not_done"


OPEN = frozenset({RoutineState.NOW, RoutineState.OVERDUE})
"""States that wait for somebody."""


@dataclass(frozen=True, slots=True)
class Tick:
    """What was ticked: result, note, when and by whom."""

    due_at: datetime
    result: Result
    note: str
    at: datetime
    by_name: str
    version: int


@dataclass(frozen=True, slots=True)
class RoutineRow:
    """One routine at one due time. ``until`` is the end of its window; ``carried`` it was due in an earlier shift."""

    code: str
    name: str
    name_en: str
    due_at: datetime
    until: datetime
    post: str
    standard: str
    standard_en: str
    state: RoutineState
    tick: Tick | None = None
    carried: bool = False

    @property
    def id(self) -> UUID:
        """Names this routine at this time for as long as it waits."""
        return uuid5(NAMESPACE_URL, f"routine:{self.code}@{self.due_at.timestamp():.0f}")

    @property
    def seen(self) -> int:
        """The version of its tick as shown here, 0 for none."""
        return self.tick.version if self.tick else 0

    def title(self, language: str) -> str:
        return (self.name_en if language == "en" else "") or self.name

    def asked(self, language: str) -> str:
        """The standard it is done by."""
        return (self.standard_en if language == "en" else "") or self.standard


@dataclass(frozen=True, slots=True)
class Waiting:
    """Routines that wait for somebody: ``over`` past their time, ``now`` within it; each by time."""

    over: tuple[RoutineRow, ...]
    now: tuple[RoutineRow, ...]

    def __len__(self) -> int:
        return len(self.over) + len(self.now)


def waiting_of(rows: Iterable[RoutineRow]) -> Waiting:
    """The one count of what is missed, for strip, rail, board, page of the day, F7 and sheet."""
    told = tuple(rows)
    return Waiting(
        tuple(row for row in told if row.state is RoutineState.OVERDUE),
        tuple(row for row in told if row.state is RoutineState.NOW),
    )


def state_at(due_at: datetime, until: datetime, tick: Tick | None, at: datetime) -> RoutineState:
    """Due from its time on, overdue from the very end of its window."""
    if tick is not None:
        return RoutineState(tick.result.value)
    if at < due_at:
        return RoutineState.WAITING
    return RoutineState.NOW if at < until else RoutineState.OVERDUE


def due_times(item: ListItem, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """When a routine is due within [start, end), by the station's days and the days of the week it has."""
    at = time.fromisoformat(item.get("time"))
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        due = datetime.combine(day, at, zone)
        if start <= due < end and _on_weekday(item, day):
            yield due
        day += timedelta(days=1)


def window_of(item: ListItem) -> timedelta:
    """How long after its time a routine may be done before it is overdue."""
    return timedelta(minutes=int(item.get("window")))


def _on_weekday(item: ListItem, day: date) -> bool:
    days = item.items("weekdays")
    return not days or str(day.isoweekday()) in days


def running_periods(periods: Sequence[ListItem], day: date) -> tuple[ListItem, ...]:
    """The special periods a day is in, as the county lists them."""
    return tuple(p for p in periods if p.active and in_period(day, p.get("from"), p.get("to")))


def belongs(item: ListItem, periods: Sequence[ListItem], template: Callable[[], str]) -> bool:
    """Whether a routine is done in one of these periods, under the template in force; empty means everywhere."""
    wanted, templates = item.items("periods"), item.items("templates")
    return (not wanted or any(p.code in wanted for p in periods)) and (not templates or template() in templates)
