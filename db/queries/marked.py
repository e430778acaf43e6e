"""Lines of the duty log that say something about themselves or other lines in their payload."""

from __future__ import annotations

import json
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
    given = signed(connection)
    return [line for line in taken(connection, first) if line.number not in given]


def taken(connection: Connection, first: int = 0) -> list[GateLine]:
    """Every line taken at a locked seat from that number on, signed or not."""
    rows = connection.execute(
        select(LogLine.number, LogLine.occurred_at, LogLine.text)
        .where(LogLine.number >= max(first, count(connection) - REACH), LogLine.payload.like(_UNSIGNED))
        .order_by(LogLine.number)
    )
    return [GateLine(row.number, row.occurred_at, row.text) for row in rows]


def signed(connection: Connection) -> frozenset[int]:
    """Numbers of the lines somebody has signed."""
    return frozenset(number for found in _said(connection, SIGNS, 0) for number in found)


def _said(connection: Connection, key: str, first: int) -> list[list[Any]]:
    """What system lines hold under that key."""
    first = max(first, count(connection) - REACH)
    rows = connection.execute(
        select(LogLine.payload).where(
            LogLine.kind == EntryKind.SYSTEM.value, LogLine.number >= first, LogLine.payload.like(f'%"{key}":%')
        )
    )
    return [json.loads(payload)[key] for payload in rows.scalars()]
