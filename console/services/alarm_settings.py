"""The county's settings about alarms, read at once: the hot path asks for all of them with every batch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.settings import SETTINGS, zone
from db.store import driver
from db.types import to_micros

_ASKED = (
    "SELECT key, value FROM setting_value WHERE (key LIKE 'alarm.%' OR key = 'site.time_zone') AND valid_from <= ? "
    "ORDER BY valid_from, number"
)


@dataclass(frozen=True, slots=True)
class AlarmSettings:
    """What counts now; ``unseen`` by priority."""

    unseen: dict[int, timedelta]
    review: timedelta
    storm: int
    nuisance: int
    noise: int
    again: timedelta
    lost: timedelta
    slack: int
    zone: ZoneInfo


def settings_of(connection: Connection, at: datetime) -> AlarmSettings:
    """As the store has them at an instant."""
    rows = dict(driver(connection).execute(_ASKED, (to_micros(at),)).fetchall())

    def whole(name: str) -> int:
        key = f"alarm.{name}"
        return int(rows.get(key, SETTINGS[key].default))

    return AlarmSettings(
        unseen={priority: timedelta(seconds=whole(f"unseen_{priority}")) for priority in (1, 2, 3)},
        review=timedelta(minutes=whole("review")),
        storm=whole("storm"),
        nuisance=whole("nuisance"),
        noise=whole("noise"),
        again=timedelta(minutes=whole("again")),
        lost=timedelta(seconds=whole("lost")),
        slack=whole("slack"),
        zone=zone(rows.get("site.time_zone", SETTINGS["site.time_zone"].default)),
    )
