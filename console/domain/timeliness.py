"""How timely a duty room is: by month and by unit what was done in time, late or not at all, and its records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """按时, 超时办结, 超时未办, 未到时限."""

    ON_TIME = "on_time"
    LATE = "late"
    OVER = "over"
    RUNNING = "running"


class Measure(StrEnum):
    """What has a time limit: the countdowns of incidents by step, receipts of reports, tasks."""

    FIRST_PHONE = "first_phone"
    FIRST_WRITTEN = "first_written"
    FOLLOW_UP = "follow_up"
    DAILY = "daily"
    FINAL = "final"
    RELIEF = "relief"
    RECEIPT = "receipt"
    TASK = "task"


RARE = frozenset({Measure.DAILY, Measure.FINAL, Measure.RELIEF})
"""Measures that are shown only where there is something of them."""


@dataclass(frozen=True, slots=True)
class Counted:
    """So many with one outcome: their month by its place in the span, and whose they were, which is told of tasks."""

    measure: Measure
    month: int
    unit: str
    outcome: Outcome
    count: int


Whose = tuple[Measure, int | None, str | None]
"""Of what a median is: a measure, in one month or all, of one unit or all."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are of each outcome, and how long what was done took in the middle (median)."""

    counts: Mapping[Outcome, int] = field(default_factory=dict)
    median: timedelta | None = None

    def count(self, outcome: Outcome) -> int:
        return self.counts.get(outcome, 0)

    @property
    def decided(self) -> int:
        """What the rate is out of: everything that was done or whose time was up."""
        return self.count(Outcome.ON_TIME) + self.count(Outcome.LATE) + self.count(Outcome.OVER)

    @property
    def all(self) -> int:
        return self.decided + self.count(Outcome.RUNNING)

    @property
    def outstanding(self) -> int:
        """What was not done, in time or not."""
        return self.count(Outcome.OVER) + self.count(Outcome.RUNNING)

    @property
    def rate(self) -> float | None:
        """The part that was on time, 0 to 1; None where nothing is decided, which is neither nought nor all."""
        return self.count(Outcome.ON_TIME) / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of figures: of a measure, in one month, of one unit; of the whole span or of all units where None."""

    measure: Measure
    tally: Tally
    month: date | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """All lines of a span of months: the whole, month by month, and tasks by unit, most late ones first."""

    first: date
    count: int
    whole: tuple[Line, ...]
    months: tuple[Line, ...]
    units: tuple[Line, ...]

    def of(self, measure: Measure) -> tuple[Line, ...]:
        """The months of a measure, the first first; those in which there was nothing too."""
        return tuple(line for line in self.months if line.measure is measure)

    @property
    def empty(self) -> bool:
        return not any(line.tally.all for line in self.whole)


@dataclass(frozen=True, slots=True)
class Timed:
    """One record behind a figure. ``panel`` and ``record_id`` say where it is opened; ``reason`` why it was late."""

    id: UUID
    measure: Measure
    panel: str
    record_id: UUID
    number: str
    text: str
    whom: str
    began_at: datetime
    due_at: datetime
    done_at: datetime | None
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which records: of a measure, begun in some months, perhaps of one unit and of one outcome."""

    measure: Measure
    first: date
    count: int = 1
    unit: str | None = None
    outcome: Outcome | None = None


def months(first: date, count: int) -> list[date]:
    """So many first days of months, beginning with the month of that day."""
    return [date(first.year + (first.month - 1 + at) // 12, (first.month - 1 + at) % 12 + 1, 1) for at in range(count)]


def figures(told: Sequence[Counted], medians: Mapping[Whose, timedelta], first: date, count: int) -> Figures:
    """All lines; a month without anything is a line of noughts, a rare measure without anything is none."""
    named = months(first, count)
    whole = _tallied(told, medians, lambda one: (one.measure, None, None))
    by_month = _tallied(told, medians, lambda one: (one.measure, one.month, None))
    tasks = [one for one in told if one.measure is Measure.TASK]
    by_unit = _tallied(tasks, medians, lambda one: (one.measure, None, one.unit))
    shown = [measure for measure in Measure if (measure, None, None) in whole or measure not in RARE]
    return Figures(
        named[0],
        count,
        tuple(Line(measure, whole.get((measure, None, None), Tally())) for measure in shown),
        tuple(
            Line(measure, by_month.get((measure, at, None), Tally()), month)
            for measure in shown
            for at, month in enumerate(named)
        ),
        tuple(sorted((Line(whose[0], tally, unit=whose[2]) for whose, tally in by_unit.items()), key=_worst)),
    )


def _tallied(
    told: Iterable[Counted], medians: Mapping[Whose, timedelta], whose: Callable[[Counted], Whose]
) -> dict[Whose, Tally]:
    counts: dict[Whose, Counter[Outcome]] = defaultdict(Counter)
    for one in told:
        counts[whose(one)][one.outcome] += one.count
    return {key: Tally(dict(of), medians.get(key)) for key, of in counts.items()}


def _worst(line: Line) -> tuple[int, int, str]:
    """Most of what was late or not done first, then the busiest, then by name."""
    tally = line.tally
    return -tally.count(Outcome.LATE) - tally.count(Outcome.OVER), -tally.all, line.unit or ""
