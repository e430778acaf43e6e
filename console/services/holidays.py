"""The holidays of a year: as the maintained library knows them, with the county's own list above it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache

from sqlalchemy import Connection

from console.domain.holidays import Days, days_of
from console.domain.planning import DayKind
from console.services.lists import current_rows


def days(connection: Connection, asked: Sequence[date]) -> Days:
    """What these days count as, and the years without data."""
    return days_of(asked, published({day.year for day in asked}), current_rows(connection, "holidays"))


def published(years: Collection[int]) -> dict[int, Mapping[date, DayKind]]:
    """Holidays and swapped working days by year, as the yearly notices say; years without data are left out."""
    return {year: found for year in sorted(years) if (found := _year(year))}


@cache
def _year(year: int) -> Mapping[date, DayKind]:
    from chinese_calendar import constants

    found = {day: DayKind.HOLIDAY for day in constants.holidays if day.year == year}
    return {**found, **{day: DayKind.WEEKDAY for day in constants.workdays if day.year == year}} if found else {}
