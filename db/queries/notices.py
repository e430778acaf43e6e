"""Reads about standing notices."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, or_, select

from console.domain.notices import NoticeRow
from db.models.routine import Notice


def running_notices(connection: Connection, at: datetime) -> list[NoticeRow]:
    """Notices that hold at an instant, the newest first."""
    holds = (Notice.from_at <= at, Notice.until_at > at, or_(Notice.ended_at.is_(None), Notice.ended_at > at))
    return _notices(connection, select(Notice.__table__).where(*holds).order_by(Notice.from_at.desc(), Notice.id))


def past_notices(connection: Connection, at: datetime, limit: int) -> list[NoticeRow]:
    """The last ones that no longer hold."""
    over = or_(Notice.until_at <= at, Notice.ended_at <= at)
    order = func.coalesce(Notice.ended_at, Notice.until_at).desc()
    return _notices(connection, select(Notice.__table__).where(over).order_by(order, Notice.id).limit(limit))


def notice(connection: Connection, notice_id: UUID) -> NoticeRow | None:
    return next(iter(_notices(connection, select(Notice.__table__).where(Notice.id == notice_id))), None)


def _notices(connection: Connection, statement: Select[Any]) -> list[NoticeRow]:
    return [
        NoticeRow(
            row["id"],
            row["text"],
            row["source"],
            row["from_at"],
            row["until_at"],
            row["at"],
            row["by_name"],
            row["ended_at"],
            row["ended_by"],
            row["version"],
        )
        for row in connection.execute(statement).mappings()
    ]
