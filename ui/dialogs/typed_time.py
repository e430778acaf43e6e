"""Times as officers type them into a field of a dialog: nothing typed is None, what cannot be read names its field."""

from __future__ import annotations

from datetime import datetime

from console.errors import Refused
from ui.text import Times


def told_time(times: Times, typed: str, field: str = "at") -> datetime | None:
    """When it happened. Refuses bad_time at the field."""
    if not typed.strip():
        return None
    try:
        return times.read(typed)
    except Refused as refused:
        raise refused.about(field) from None


def coming_time(times: Times, typed: str, field: str) -> datetime | None:
    """When it is to be. Refuses bad_time at the field."""
    if not typed.strip():
        return None
    try:
        return times.coming(typed)
    except Refused as refused:
        raise refused.about(field) from None
