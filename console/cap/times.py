"""Times as CAP writes them: ``2030-08-12T21:30:00+08:00``."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_FORM = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})([+-][0-9]{2}:[0-9]{2})")


def read_time(text: str) -> datetime | None:
    """The moment, in UTC; None where it is not one in the form of CAP 1.2. Midnight may be the 24th hour."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return None
    day, hour, offset = found.groups()
    late = hour == "24:00:00"
    try:
        moment = datetime.fromisoformat(f"{day}T{'00:00:00' if late else hour}{offset}")
        return (moment + timedelta(days=1 if late else 0)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def looks_like_time(text: str) -> bool:
    """Whether it has the form; there may be no such day or hour all the same."""
    return _FORM.fullmatch(text.strip()) is not None


def write_time(moment: datetime) -> str:
    """The moment in its own offset, to the second; UTC is written -00:00."""
    text = moment.replace(microsecond=0).isoformat()
    return text.removesuffix("+00:00") + "-00:00" if text.endswith("+00:00") else text
