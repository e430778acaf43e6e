"""Times on the command line: RFC 3339, or station time where no offset is given."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from console.errors import Refused


def parse_time(text: str, zone: ZoneInfo) -> datetime:
    """An aware instant; a time without an offset is the station's."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Refused("bad_time", text=text) from None
    if at.tzinfo is None:
        at = at.replace(tzinfo=zone)
    if not 1900 <= at.year <= 2999:
        raise Refused("bad_time", text=text)
    return at


def show_time(at: datetime, zone: ZoneInfo) -> str:
    """RFC 3339 with the station's offset and six digits of a second."""
    return at.astimezone(zone).isoformat(timespec="microseconds")
