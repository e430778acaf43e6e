"""Rows of alarms written by driver SQL, with what the books say of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Table, Uuid

from console.domain.alarm import AlarmAct, AlarmKind, AlarmState
from console.domain.storms import Recent
from db import records
from db.base import Base
from db.chain import canonical, dashed, quoted, stored_instant
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
_SPELLED: dict[str, Callable[[Any], str]] = {
    **{column.name: dashed for column in _ALARM.columns if isinstance(column.type, Uuid)},
    **{column.name: stored_instant for column in _ALARM.columns if isinstance(column.type, UtcDateTime)},
}
"""What the canonical form writes otherwise than the store."""
_NOTHING = {**_EMPTY, **dict.fromkeys(_NULLABLE)}
_TOLD = {
    name: f'"{name}":{canonical(value).decode()}' for name, value in sorted(records.content(_ALARM, _NOTHING).items())
}
"""What a line carries of an alarm with nothing in it, piece by piece in the order of the canonical form."""


def made(values: Mapping[str, Any]) -> tuple[list[Any], str]:
    """A new alarm, all that is not said empty: as ``add_all`` takes it, and what the line about it carries.

    Values are as the store has them (ids in hexadecimal, instants in microseconds); what is nothing is not said.
    """
    told = _TOLD.copy()
    for name, value in values.items():
        if name in _SPELLED:
            told[name] = f'"{name}":"{_SPELLED[name](value)}"'
        elif type(value) is str:
            told[name] = f'"{name}":{quoted(value)}'
        else:
            told[name] = f'"{name}":{value if type(value) is int else canonical(value).decode()}'
    record = f'{{"content":{{{",".join(told.values())}}},"key":"{dashed(values["id"])}","table":"{_ALARM.name}"}}'
    return list({**_EMPTY, **values}.values()), record


def payload(record: str, event: int | None, raw: bytes) -> str:
    """Payload of the line about a new alarm in the canonical form: the record of ``made``, and of which event it is."""
    records = f'"records":[{record}]'
    return f"{{{records}}}" if event is None else f'{{"event":{event},"raw":"{sha256(raw).hexdigest()}",{records}}}'


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


def active_of(tx: Tx, key: tuple[str, str, str], code: str, *, besides: str) -> list[tuple[str, str]]:
    """Id and facts of what is active of a device, account and zone: of that code, or of any but ``besides``."""
    asked = (
        "SELECT id, facts FROM alarm WHERE device_key = ? AND account = ? AND zone = ? AND restored_at IS NULL "
        f"AND kind IN ('{AlarmKind.ALARM.value}', '{AlarmKind.FAULT.value}') AND code <> ?"
    )
    if code:
        return list(tx.run(f"{asked} AND code = ? ORDER BY number", (*key, besides, code)))
    return list(tx.run(f"{asked} ORDER BY number", (*key, besides)))


def came_back(tx: Tx, alarm_id: str, since: datetime, most: int) -> int:
    """How often it came back since then, as far as ``most``."""
    asked = "SELECT 1 FROM alarm_step WHERE alarm_id = ? AND act = ? AND at > ? LIMIT ?"
    return len(tx.run(asked, (alarm_id, AlarmAct.AGAIN.value, to_micros(since), most)).fetchall())


def told(tx: Tx, alarm_id: str) -> int:
    """How often the device said so again."""
    row = tx.run("SELECT coalesce(sum(repeats), 0) FROM wire_event WHERE alarm_id = ?", (alarm_id,)).fetchone()
    return int(row[0])
