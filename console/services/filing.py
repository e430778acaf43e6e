"""Until when a plan must be filed: working days after its issue, by the holidays of the year where they are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from console.domain.holidays import Days
from console.domain.planning import DayKind
from console.domain.plans import FILING_DAYS, PlanRow
from console.services import holidays

_SPAN = 3 * FILING_DAYS
"""Days after the issue that are looked at: the longest holidays leave enough working days among them."""


def with_filing_days(connection: Connection, rows: Iterable[PlanRow]) -> list[PlanRow]:
    """The rows with the last day for filing, and whether it was counted by weekdays alone."""
    told = list(rows)
    asked = sorted({day for row in told if _waits(row) for day in _after(row)})
    found = holidays.days(connection, asked) if asked else Days({}, ())
    return [_counted(row, found) if _waits(row) else row for row in told]


def _waits(row: PlanRow) -> bool:
    return row.issued_on is not None and row.filed_on is None


def _after(row: PlanRow) -> list[date]:
    assert row.issued_on is not None
    return [row.issued_on + timedelta(days=after) for after in range(1, _SPAN + 1)]


def _counted(row: PlanRow, found: Days) -> PlanRow:
    working = [day for day in _after(row) if found.kinds[day] is DayKind.WEEKDAY]
    last = working[FILING_DAYS - 1]
    counted = {day.year for day in _after(row) if day <= last}
    return replace(row, file_by=last, by_weekdays=bool(counted & set(found.missing)))
