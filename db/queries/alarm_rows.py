"""Rows of alarms written by driver SQL, with what the books say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import String, Table, Uuid

from console.domain.alarm import AlarmAct, AlarmKind, AlarmState
from console.domain.storms import Recent
from db import records
from db.base import Base
from db.chain import canonical, dashed, quoted, stored_instant
from db.models.wire import Alarm
from db.store import Tx
from db.types import UtcDateTime, from_micros, to_micros

_ALARM: Table = Base.metadata.tables[Alarm.__tablename__]
_COLUMNS = tuple(column.name for column in _ALARM.columns)
_NULLABLE = frozenset(column.name for column in _ALARM.columns if column.nullable)
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
    **{column.name: quoted for column in _ALARM.columns if isinstance(column.type, String)},
    **{column.name: lambda key: f'"{dashed(key)}"' for column in _ALARM.columns if isinstance(column.type, Uuid)},
    **{
        column.name: lambda micros: f'"{stored_instant(micros)}"'
        for column in _ALARM.columns
        if isinstance(column.type, UtcDateTime)
    },
}
"""Texts, and what the canonical form writes otherwise than the store."""
_NOTHING = {**_EMPTY, **dict.fromkeys(_NULLABLE)}
_TOLD = {
    name: f'"{name}":{canonical(value).decode()}' for name, value in sorted(records.content(_ALARM, _NOTHING).items())
}
"""What a line carries of an alarm with nothing in it, piece by piece in the order of the canonical form."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How alarms are written that say the same columns and nothing else. A burst has few of them and many alarms."""

    names: tuple[str, ...]
    insert: str
    record: str
    said: tuple[tuple[str, Callable[[Any], Any]], ...]
    """Columns in the order of the canonical form, and how each is spelled there."""
    key: int
    """Which of them is the id."""


def made(values: Mapping[str, Any]) -> tuple[Shape, list[Any], str]:
    """A new alarm, all that is not said empty: as ``add_all`` takes it, and what the line about it carries.

    Values are as the store has them (ids in hexadecimal, instants in microseconds); what is nothing is not said.
    """
    shape = _shape(tuple(values))
    told = [spelled(values[name]) for name, spelled in shape.said]
    return shape, list(values.values()), shape.record % (*told, told[shape.key])


@lru_cache(256)
def _shape(names: tuple[str, ...]) -> Shape:
    asked = frozenset(names)
    pieces = [f'"{name}":%s' if name in asked else told.replace("%", "%%") for name, told in _TOLD.items()]
    said = tuple((name, _SPELLED.get(name, _spelled)) for name in _TOLD if name in asked)
    rest = {name: _literal(value) for name, value in _EMPTY.items() if name not in asked and name not in _NULLABLE}
    columns, places = ", ".join((*names, *rest)), ", ".join((*("?" for _ in names), *rest.values()))
    return Shape(
        names,
        f"INSERT INTO {_ALARM.name} ({columns}) VALUES ({places})",
        f'{{"content":{{{",".join(pieces)}}},"key":%s,"table":"{_ALARM.name}"}}',
        said,
        next(at for at, (name, _) in enumerate(said) if name == "id"),
    )


def _literal(value: str | int) -> str:
    """One of our own constants: a place in the statement costs a burst more than a word in it."""
    if type(value) is int:
        return str(value)
    if not isinstance(value, str) or "'" in value:
        raise ValueError("only a plain word can stand in the statement itself")
    return f"'{value}'"


def _spelled(value: Any) -> Any:
    if type(value) is str:
        return quoted(value)
    return value if type(value) is int else canonical(value).decode()


def payload(record: str, event: int | None, raw: bytes) -> str:
    """Payload of the line about a new alarm in the canonical form: the record of ``made``, and of which event it is."""
    records = f'"records":[{record}]'
    return f"{{{records}}}" if event is None else f'{{"event":{event},"raw":"{sha256(raw).hexdigest()}",{records}}}'


def add_all(tx: Tx, rows: Iterable[tuple[Shape, Sequence[Any]]]) -> None:
    """New alarms of ``made``, those that others follow before them."""
    alike: dict[Shape, list[Sequence[Any]]] = {}
    for shape, row in rows:
        alike.setdefault(shape, []).append(row)
    for shape in sorted(alike, key=lambda shape: "cause_id" in shape.names):
        tx.run_many(shape.insert, alike[shape])


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
