"""Times on the command line: RFC 3339, or station time where no offset is given."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.clock import YEARS
from console.errors import Refused

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def parse_time(text: str, zone: ZoneInfo) -> datetime:
    """An aware instant; a time without an offset is the station's."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Refused("bad_time", text=text) from None
    if at.tzinfo is None:
        at = at.replace(tzinfo=zone)
    if at.year not in YEARS:
        raise Refused("bad_time", text=text)
    return at


def show_time(at: datetime, zone: ZoneInfo) -> str:
    """RFC 3339 with the station's offset and six digits of a second."""
    return at.astimezone(zone).isoformat(timespec="microseconds")


def said_time(at: datetime, zone: ZoneInfo) -> str:
    """A time for people: station time to the minute, with its offset."""
    local = at.astimezone(zone)
    offset = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M} {offset[:3]}:{offset[3:5]}"


def said_cell(text: str, zone: ZoneInfo) -> str:
    """A stored instant for people; any other text as it is."""
    return said_time(datetime.fromisoformat(text), zone) if _INSTANT.fullmatch(text) else text
