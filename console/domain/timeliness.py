"""How timely a duty room is, month by month: first reports, receipts, tasks; every figure names its records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo


class Outcome(StrEnum):
    """按时, 超时办结, 超时未办, 未到时限."""

    ON_TIME = "on_time"
    LATE = "late"
    OVER = "over"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Timed:
    """One thing with a time limit: the record it is shown by, when it began, was due and was done."""

    id: UUID
    record_id: UUID
    began_at: datetime
    due_at: datetime
    done_at: datetime | None

    def outcome(self, now: datetime) -> Outcome:
        """At the very limit is on time; what is not due yet counts for nothing."""
        if self.done_at is not None:
            return Outcome.ON_TIME if self.done_at <= self.due_at else Outcome.LATE
        return Outcome.OVER if now > self.due_at else Outcome.RUNNING


@dataclass(frozen=True, slots=True)
class Month:
    """One month, named by its first day, with the things behind each outcome in the order they began."""

    first: date
    of: Mapping[Outcome, tuple[Timed, ...]]

    def count(self, outcome: Outcome) -> int:
        return len(self.of.get(outcome, ()))

    @property
    def decided(self) -> int:
        """What the rate is out of: everything whose time was up or that was done."""
        return self.count(Outcome.ON_TIME) + self.count(Outcome.LATE) + self.count(Outcome.OVER)

    @property
    def rate(self) -> float | None:
        """The part that was on time, 0 to 1; None where nothing is decided, which is not nought."""
        return self.count(Outcome.ON_TIME) / self.decided if self.decided else None


def by_month(things: Iterable[Timed], now: datetime, zone: ZoneInfo) -> list[Month]:
    """The months in which something began, in station time, the first first; months without any are left out."""
    found: dict[date, dict[Outcome, list[Timed]]] = defaultdict(lambda: defaultdict(list))
    for one in sorted(things, key=lambda thing: (thing.began_at, str(thing.id))):
        first = one.began_at.astimezone(zone).date().replace(day=1)
        found[first][one.outcome(now)].append(one)
    return [Month(first, {name: tuple(rows) for name, rows in of.items()}) for first, of in sorted(found.items())]


def months(first: date, count: int) -> list[date]:
    """So many first days of months, beginning with the month of that day."""
    return [date(first.year + (first.month - 1 + at) // 12, (first.month - 1 + at) % 12 + 1, 1) for at in range(count)]
