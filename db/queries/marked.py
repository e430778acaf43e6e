"""Lines of the duty log that say something about themselves or other lines in their payload."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from console.domain.alerts import KEY
from console.domain.gate import SIGNS, GateLine
from console.domain.log import EntryKind
from db.models.books import LogLine
from db.queries.log import count

REACH = 20_000
"""Newest lines that are looked through: a year of quiet days; what is older is in the book, not on the screen."""

_UNSIGNED = '%"signed_in":false%'


def acknowledged(connection: Connection) -> frozenset[str]:
    """Keys of the time limits somebody has said to have seen."""
    return frozenset(key for found in _said(connection, KEY, 0) for key in found)


def unsigned(connection: Connection, first: int = 0) -> list[GateLine]:
    """Lines taken at a locked seat from that number on which no officer has signed yet, oldest first."""
    first = max(first, count(connection) - REACH)
    signed = {number for found in _said(connection, SIGNS, first) for number in found}
    rows = connection.execute(
        select(LogLine.number, LogLine.occurred_at, LogLine.text)
        .where(LogLine.number >= first, LogLine.payload.like(_UNSIGNED))
        .order_by(LogLine.number)
    )
    return [_line(row.number, row.occurred_at, row.text) for row in rows if row.number not in signed]


def _said(connection: Connection, key: str, first: int) -> list[list[Any]]:
    """What system lines hold under that key."""
    first = max(first, count(connection) - REACH)
    rows = connection.execute(
        select(LogLine.payload).where(
            LogLine.kind == EntryKind.SYSTEM.value, LogLine.number >= first, LogLine.payload.like(f'%"{key}":%')
        )
    )
    return [json.loads(payload)[key] for payload in rows.scalars()]


def _line(number: int, at: datetime, text: str) -> GateLine:
    return GateLine(number, at, text)
