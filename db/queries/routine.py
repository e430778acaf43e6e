"""Reads about routines that were ticked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from console.domain.routine import Result, Tick
from db.models.duty import Shift
from db.models.routine import RoutineTick


def ticks(connection: Connection, start: datetime, end: datetime) -> list[tuple[str, str, Tick]]:
    """Code, title and tick of everything ticked that was due within [start, end), in order of time."""
    found = connection.execute(
        select(RoutineTick.__table__)
        .where(RoutineTick.due_at >= start, RoutineTick.due_at < end)
        .order_by(RoutineTick.due_at, RoutineTick.code)
    ).mappings()
    return [(row["code"], row["title"], _tick(row)) for row in found]


def _tick(row: Any) -> Tick:
    return Tick(row["due_at"], Result(row["result"]), row["note"], row["at"], row["by_name"], row["version"])


def first_watch(connection: Connection) -> datetime | None:
    """When the station was first taken over; before that nobody could miss anything."""
    return connection.execute(select(Shift.taken_at).order_by(Shift.number).limit(1)).scalar_one_or_none()
