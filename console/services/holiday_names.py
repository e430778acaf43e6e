"""What holidays are called: by the county's own list, else by the yearly notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from console.domain.holidays import KINDS
from console.domain.planning import DayKind
from console.services.lists import current_rows

SWAPPED = "workday"
"""A working day swapped for a holiday."""


def day_names(connection: Connection, asked: Sequence[date]) -> dict[date, str]:
    """The county's word for a day, or the code of its holiday (``holiday.<code>``); ordinary days are left out."""
    notice = {day: code for year in {day.year for day in asked} for day, code in published(year).items()}
    rows = [row for row in current_rows(connection, "holidays") if row.active]
    own: Mapping[str, str] = {row.get("date"): row.get("name") or _code(KINDS[row.get("kind")]) for row in rows}
    made = {}
    for day in asked:
        word = own.get(day.isoformat(), own.get(f"{day:%m-%d}", notice.get(day, "")))
        if word:
            made[day] = word
    return made


def _code(kind: DayKind) -> str:
    return {DayKind.HOLIDAY: "holiday", DayKind.WEEKDAY: SWAPPED}.get(kind, "")


def published(year: int) -> dict[date, str]:
    """Codes of the days a yearly notice changes; empty for a year the library does not know yet."""
    from chinese_calendar import constants

    found = {day: SWAPPED for day in constants.workdays if day.year == year}
    for day, name in constants.holidays.items():
        if day.year == year:
            found[day] = "_".join(
                "".join(char for char in str(name).lower().replace("-", " ") if char not in "'.").split()
            )
    return found
