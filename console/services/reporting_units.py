"""Whom the station asks, calls and hands out to: the county's list of reporting units, else its towns."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from console.domain.roll_call import LIMITS, CalledUnit
from console.domain.text import one_line
from console.errors import Refused
from console.services.lists import current_rows
from db.queries import zero_reports

_PHONE = 40


def reporting_units(connection: Connection) -> list[CalledUnit]:
    """The county's own list ``zero_units``; while it has none, its towns."""
    rows = [item for item in current_rows(connection, "zero_units") if item.active]
    own = [CalledUnit(item.get("name"), item.get("phone")) for item in rows]
    return own or [CalledUnit(name) for name in zero_reports.towns(connection)]


def checked_units(units: Sequence[CalledUnit]) -> list[CalledUnit]:
    """As they are written down; refuses units_missing, unit_missing, unit_twice."""
    if not units:
        raise Refused("units_missing")
    made: list[CalledUnit] = []
    for unit in units:
        name = one_line(unit.unit, LIMITS["unit"])
        if not name:
            raise Refused("unit_missing", field="unit")
        if any(name == other.unit for other in made):
            raise Refused("unit_twice", unit=name)
        phone, expected = one_line(unit.phone, _PHONE), one_line(unit.expected, LIMITS["person"])
        made.append(CalledUnit(name, phone, expected, unit.drawn))
    return made
