"""Reads about the store itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from db.types import from_micros


def newest_time(connection: Connection) -> datetime | None:
    """The newest time recorded in either book, where a sample or exercise store resumes.

    The audit book's first line, about the making of the store, is of the system's clock and does not count.
    """
    found = connection.exec_driver_sql(
        "SELECT max(at) FROM (SELECT max(recorded_at) AS at FROM log_entry "
        "UNION ALL SELECT max(recorded_at) FROM audit_entry WHERE number > 1)"
    ).scalar()
    return _instant(found)


def _instant(found: Any) -> datetime | None:
    """The stored instant; None for a value nobody can have recorded, which is for ``verify`` to name."""
    try:
        return None if found is None else from_micros(found)
    except (TypeError, OverflowError):
        return None


def newest_seen(connection: Connection) -> datetime | None:
    """The newest time of the duty book, or of the newest audit line: answered from an index, for every tick."""
    found = connection.exec_driver_sql(
        "SELECT max(at) FROM (SELECT max(recorded_at) AS at FROM log_entry UNION ALL "
        "SELECT recorded_at FROM audit_entry WHERE number > 1 AND number = (SELECT max(number) FROM audit_entry))"
    ).scalar()
    return _instant(found)
