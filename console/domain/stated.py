"""Times a person states: nothing was done in the future, nor before what it was about had come in.

What the machine stamps itself is never refused: a clock that was set back is nobody's fault.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from console.errors import Refused

AHEAD = timedelta(minutes=1)
"""A stated time may be the minute that has just begun on another clock; times are typed without their seconds."""


def is_ahead(stated: datetime, now: datetime) -> bool:
    """Whether a time lies in the future."""
    return stated >= now + AHEAD


def require_past(stated: datetime, now: datetime, zone: ZoneInfo, field: str = "") -> None:
    """Refused("time_future"), naming the field it was typed into where there is one."""
    if is_ahead(stated, now):
        where = {"field": field} if field else {}
        raise Refused("time_future", at=f"{stated.astimezone(zone):%Y-%m-%d %H:%M}", **where)


def is_before(stated: datetime, start: datetime) -> bool:
    """Whether a typed time lies before something; the minute in which that began does not."""
    return stated <= start - AHEAD


def require_since_received(stated: datetime, received_at: datetime, now: datetime, field: str = "at") -> None:
    """Refused("clock_before"): before the item came in. One that came in after ``now`` holds nobody to anything."""
    if received_at <= now and is_before(stated, received_at):
        raise Refused("clock_before", field=field)
