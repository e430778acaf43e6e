"""Reads of alarms: the queue, one of them, what was done about it, what waits for how long."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    String,
    Uuid,
    func,
    or_,
    select,
    type_coerce,
)

from console.domain.alarm import AlarmAct, AlarmCounts, AlarmKind, AlarmRow, AlarmState, AlarmStepRow
from console.errors import Refused
from db.models.incidents import Incident
from db.models.wire import Alarm, AlarmStep, WireEvent
from db.queries import places
from db.queries.wire import ids
from db.types import UtcDateTime, from_micros

SHOWN = 3_000
"""Alarms of one look; more than that nobody reads."""

WAITING = (AlarmState.OPEN.value, AlarmState.SHELVED.value)
_NAMES = tuple(AlarmRow.__dataclass_fields__)
_PLACE = {name: place for place, name in enumerate(_NAMES)}
_TYPES = {column.name: column.type for column in Alarm.__table__.columns}
_KIND, _STATE, _FIRST, _LAST, _COUNT, _PEOPLE, _FACTS, _INCIDENT = (
    _PLACE[name] for name in ("kind", "state", "first_at", "last_at", "count", "person_ids", "facts", "incident_number")
)

_IDS = [place for name, place in _PLACE.items() if isinstance(_TYPES.get(name), Uuid)]
_INSTANTS = [_LAST, *(place for name, place in _PLACE.items() if isinstance(_TYPES.get(name), UtcDateTime))]


def queue(connection: Connection, states: Sequence[str], since: datetime | None = None) -> list[AlarmRow]:
    """Alarms in these states, and all that came since then, in the order they are to be looked at."""
    asked: ColumnElement[bool] = Alarm.state.in_(states)
    if since is not None:
        asked = or_(asked, Alarm.first_at >= since)
    unseen_first = ((Alarm.state != AlarmState.OPEN.value) | Alarm.acknowledged_at.is_not(None)).asc()
    order = (Alarm.cause_id.is_not(None), unseen_first, Alarm.priority, Alarm.first_at, Alarm.number)
    return _rows(connection, _select(asked).where(asked).order_by(*order).limit(SHOWN))


def one(connection: Connection, alarm_id: UUID) -> AlarmRow:
    """Refuses no_such_alarm."""
    found = _rows(connection, _select(Alarm.id == alarm_id).where(Alarm.id == alarm_id))
    if not found:
        raise Refused("no_such_alarm")
    return found[0]


def some(connection: Connection, *where: ColumnElement[bool]) -> list[AlarmRow]:
    """Alarms that fit all of these, the first first."""
    asked = _select(*where).where(*where).order_by(Alarm.first_at, Alarm.number).limit(SHOWN)
    return _rows(connection, asked)


def steps(connection: Connection, alarm_id: UUID) -> list[AlarmStepRow]:
    """What was done about it, the first first."""
    asked = select(AlarmStep.act, AlarmStep.by_name, AlarmStep.at, AlarmStep.note)
    rows = connection.execute(asked.where(AlarmStep.alarm_id == alarm_id).order_by(AlarmStep.number))
    return [AlarmStepRow(AlarmAct(row.act), row.by_name, row.at, row.note) for row in rows]


def sums(connection: Connection, since: datetime) -> AlarmCounts:
    """As ``console.domain.alarm.tally`` counts them, of all alarms there are."""
    is_open = Alarm.state == AlarmState.OPEN.value
    asked = select(
        _count(is_open), _count(is_open & Alarm.acknowledged_at.is_(None)), _count(Alarm.state != AlarmState.OPEN.value)
    ).where(Alarm.state.in_(WAITING), Alarm.cause_id.is_(None))
    came = select(func.count(), _count(Alarm.cause_id.is_not(None))).where(Alarm.first_at >= since)
    return AlarmCounts(*map(int, connection.execute(asked).one()), *map(int, connection.execute(came).one()))


def _count(which: ColumnElement[bool]) -> Any:
    return func.count().filter(which)


def _select(*where: ColumnElement[bool]) -> Select[Any]:
    """With how often and until when each was heard: of these alarms only, in one walk of their events."""
    asked = select(Alarm.id).where(*where)
    heard = (
        select(
            WireEvent.alarm_id, func.sum(WireEvent.repeats).label("repeats"), func.max(WireEvent.last_at).label("last")
        )
        .where(WireEvent.alarm_id.in_(asked))
        .group_by(WireEvent.alarm_id)
        .subquery()
    )
    other = {"last_at": heard.c.last, "count": heard.c.repeats, "incident_number": Incident.number}
    other["limit"] = Alarm.limit_value
    columns = [_as_stored(other[name] if name in other else getattr(Alarm, name)) for name in _NAMES]
    return (
        select(*columns)
        .outerjoin_from(Alarm, heard, heard.c.alarm_id == Alarm.id)
        .outerjoin(Incident, Incident.id == Alarm.incident_id)
    )


def _rows(connection: Connection, asked: Select[Any]) -> list[AlarmRow]:
    """A storm's thousand rows are read for one look: columns come in the order of the fields, most ids are empty."""
    return [_row(list(row)) for row in connection.execute(asked)]


def _as_stored(column: Any) -> Any:
    """Past the column's own type, which would look at every empty value too."""
    if isinstance(column.type, Uuid):
        return type_coerce(column, String())
    return type_coerce(column, BigInteger()) if isinstance(column.type, UtcDateTime) else column


_id = lru_cache(8192)(UUID)
"""The same rows are read for every look."""
_kind, _state = lru_cache(AlarmKind), lru_cache(AlarmState)


def _row(values: list[Any]) -> AlarmRow:
    for place in _IDS:
        if values[place] is not None:
            values[place] = _id(values[place])
    for place in _INSTANTS:
        if values[place] is not None:
            values[place] = from_micros(values[place])
    stored = values[_FACTS]
    values[_KIND], values[_STATE] = _kind(values[_KIND]), _state(values[_STATE])
    values[_LAST] = max(values[_LAST] or values[_FIRST], values[_FIRST])
    values[_COUNT] = 1 + int(values[_COUNT] or 0)
    values[_PEOPLE] = ids(values[_PEOPLE])
    values[_FACTS] = {} if stored == "{}" else json.loads(stored)
    values[_INCIDENT] = values[_INCIDENT] or ""
    return AlarmRow(*values)


def place_of(connection: Connection, row: AlarmRow) -> tuple[str, str]:
    """The path of its place, from big to small, and the words beside it: a row shows both as one."""
    path = places.path(connection, row.place_id) if row.place_id is not None else ""
    return path, row.place.removeprefix(path).strip()
