"""Instants as a station's clock shows them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def at(day: int, hour: int, minute: int = 0, month: int = 8) -> datetime:
    """An instant of 2030, station time."""
    return datetime(2030, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)
