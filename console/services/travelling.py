"""The county's travel model as its settings and lists have it now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from console.domain.dispatch_lists import WEATHERS
from console.domain.lists import ListItem
from console.domain.travel import CountyTravel, Speed
from console.errors import Refused
from console.services.lists import current_rows
from console.services.settings import current

FAIR = WEATHERS[0]


def county_travel(connection: Connection, now: datetime, weather: str = FAIR) -> CountyTravel:
    """Speeds of the county's terrain in that weather, and the pairs it measured; refuses no_such_weather.

    Where the list has no row of that weather, the slowest of the terrain counts: better late on paper than on the road.
    """
    if weather not in WEATHERS:
        raise Refused("no_such_weather", weather=weather)
    terrain = current(connection, "dispatch.terrain", now)
    rows = [one for one in current_rows(connection, "travel_speeds") if one.active and one.get("terrain") == terrain]
    pairs = (one for one in current_rows(connection, "travel_pairs") if one.active)
    return CountyTravel(_speed(rows, weather), _measured(pairs, weather))


def _speed(rows: list[ListItem], weather: str) -> Speed | None:
    exact = [one for one in rows if one.get("weather") == weather]
    made = [
        Speed(int(one.get("road_percent")), int(one.get("speed")), one.get("basis") or one.get("name"))
        for one in exact or rows
    ]
    return min(made, key=lambda one: one.speed / one.road_percent, default=None)


def _measured(rows: Iterable[ListItem], weather: str) -> dict[frozenset[str], tuple[int, str]]:
    """A pair measured in this weather stands before one measured in any."""
    found: dict[frozenset[str], tuple[int, str]] = {}
    for one in sorted(rows, key=lambda row: row.get("weather") == weather):
        if one.get("weather") in ("", weather):
            found[frozenset({one.get("from"), one.get("to")})] = int(one.get("minutes")), one.get("basis")
    return found
