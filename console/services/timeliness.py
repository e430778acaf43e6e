"""Statistics of timeliness: the on-time rate of 初报, receipts of reports, tasks over time, with their records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.timeliness import Month, by_month, months
from db.queries import timeliness as query
from db.store import Store

RECEIPT_WITHIN = timedelta(minutes=30)
"""A receipt later than this counts as late (the room's own measure, no rule of law)."""


class TimelinessService:
    """Three questions of one year or any other span of months; nothing is changed."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def first_reports(self, first: date, count: int = 12) -> list[Month]:
        """初报 by the month in which their call came in, from the month of ``first`` on."""
        since, until = self._span(first, count)
        with self._store.reading() as connection:
            found = query.first_reports(connection, since, until)
        return by_month(found, self._clock.now(), self._zone())

    def receipts(self, first: date, count: int = 12, within: timedelta = RECEIPT_WITHIN) -> list[Month]:
        """Reports by the month they were sent in: confirmed by name in time, later, not yet."""
        since, until = self._span(first, count)
        with self._store.reading() as connection:
            found = query.receipts(connection, since, until, within)
        return by_month(found, self._clock.now(), self._zone())

    def tasks(self, first: date, count: int = 12) -> list[Month]:
        """Tasks with a time limit by the month they were given in: in time, late, over and still open."""
        since, until = self._span(first, count)
        with self._store.reading() as connection:
            found = query.tasks(connection, since, until)
        return by_month(found, self._clock.now(), self._zone())

    def _span(self, first: date, count: int) -> tuple[datetime, datetime]:
        """From the first minute of the first month to that of the month after the last, station time."""
        named = months(first, count + 1)
        since, until = (datetime.combine(day, time(), self._zone()) for day in (named[0], named[-1]))
        return since, until
