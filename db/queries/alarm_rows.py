"""Rows of alarms written by driver SQL, with what the books say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, Uuid

from console.domain.alarm import AlarmKind, AlarmState
from console.domain.storms import Recent
from db import records
from db.base import Base
from db.chain import dashed, stored_instant
from db.models.wire import Alarm
from db.store import Tx, filling
from db.types import UtcDateTime, from_micros, to_micros

_ALARM: Table = Base.metadata.tables[Alarm.__tablename__]
_COLUMNS = tuple(column.name for column in _ALARM.columns)
_NULLABLE = frozenset(column.name for column in _ALARM.columns if column.nullable)
_INSERT = filling(_ALARM.name, _COLUMNS, _NULLABLE)
_RESTORED = "SELECT 1 FROM alarm WHERE id = ? AND restored_at IS NOT NULL AND state IN ('open', 'shelved')"
_YOUNG = "SELECT id, number, device_key, place, kind, priority, state, first_at, cause_id, acknowledged_at FROM alarm "
_RECENT = _YOUNG + "WHERE first_at > ? ORDER BY first_at DESC LIMIT 2000"
_OF_POINT = (
    _YOUNG + "WHERE device_key = ? AND account = ? AND code = ? AND zone = ? AND first_at > ? "
    "ORDER BY first_at LIMIT 1000"
)
_EMPTY: dict[str, Any] = {
    **dict.fromkeys(_COLUMNS, ""),
    **{"person_ids": "[]", "facts": "{}", "version": 1, "state": AlarmState.OPEN.value},
}
_IDS = tuple(column.name for column in _ALARM.columns if isinstance(column.type, Uuid))
_INSTANTS = tuple(column.name for column in _ALARM.columns if isinstance(column.type, UtcDateTime))
_NOTHING = {**_EMPTY, **dict.fromkeys(_NULLABLE)}
_TOLD = dict(sorted(records.content(_ALARM, _NOTHING).items()))
"""What a line carries of an alarm with nothing in it: a new one says only what is otherwise. In the order in which the
canonical form has it: sorting what is sorted costs little."""

Record = dict[str, Any]
"""A row as a line of a book carries it."""


def made(values: Mapping[str, Any]) -> tuple[list[Any], Record]:
    """A new alarm, all that is not said empty: as ``add_all`` takes it, and what the line about it carries.

    Values are as the store has them (ids in hexadecimal, instants in microseconds); what is nothing is not said.
    """
    told = {**_TOLD, **values}
    for name in _IDS:
        if name in values:
            told[name] = dashed(values[name])
    for name in _INSTANTS:
        if name in values:
            told[name] = stored_instant(values[name])
    stored = list({**_EMPTY, **values}.values())
    return stored, {"table": _ALARM.name, "key": told["id"], "content": told}


def add_all(tx: Tx, rows: Sequence[Sequence[Any]]) -> None:
    """New alarms, those that others follow before them."""
    tx.run_many(_INSERT, rows)


def is_restored(tx: Tx, alarm_id: UUID) -> bool:
    """Whether its device said that it is over, and nobody has dealt with it."""
    return tx.run(_RESTORED, (alarm_id.hex,)).fetchone() is not None


def recent(tx: Tx, since: datetime) -> list[Recent]:
    """Alarms since then, the newest first, at most 2 000: what a new one may follow."""
    return [_recent(row) for row in tx.run(_RECENT, (to_micros(since),)).fetchall()]


def of_point(tx: Tx, key: tuple[str, str, str, str], since: datetime) -> list[Recent]:
    """Alarms of one account, code and zone of a device since then, the oldest first."""
    return [_recent(row) for row in tx.run(_OF_POINT, (*key, to_micros(since))).fetchall()]


def _recent(row: tuple[Any, ...]) -> Recent:
    return Recent(
        row[0], row[1], row[2], row[3], AlarmKind(row[4]), row[5], AlarmState(row[6]), from_micros(row[7]), row[8],
        row[9] is not None,
    )  # fmt: skip
