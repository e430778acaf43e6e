"""Reads of consultations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, String, cast, exists, func, or_, select

from console.domain.consultation import Attendant, ConsultationRow
from console.errors import Refused
from db.models.inbound import Task
from db.models.orders import Consultation

_GIVEN = select(func.count()).select_from(Task).where(Task.source == "consultation", Task.source_id == Consultation.id)
_COUNTS = (
    _GIVEN.scalar_subquery().label("tasks"),
    _GIVEN.where(Task.state == "open").scalar_subquery().label("open_tasks"),
)


def there_is(connection: Connection, consultation_id: UUID) -> bool:
    return connection.execute(select(Consultation.id).where(Consultation.id == consultation_id)).first() is not None


def one(connection: Connection, consultation_id: UUID) -> ConsultationRow:
    """Refuses no_such_consultation."""
    found = _rows(connection, select(Consultation.__table__, *_COUNTS).where(Consultation.id == consultation_id))
    if not found:
        raise Refused("no_such_consultation")
    return found[0]


def newest(connection: Connection, words: Sequence[str], incident_id: UUID | None, limit: int) -> list[ConsultationRow]:
    """The newest first; every word must stand in number, title, chair, minutes or the names of who was asked."""
    asked = select(Consultation.__table__, *_COUNTS)
    columns = (Consultation.number, Consultation.title, Consultation.chair, Consultation.minutes)
    asked = asked.where(
        *(or_(*(column.contains(word, autoescape=True) for column in columns), _names(word)) for word in words)
    )
    if incident_id is not None:
        asked = asked.where(Consultation.incident_id == incident_id)
    return _rows(connection, asked.order_by(Consultation.held_at.desc(), Consultation.number.desc()).limit(limit))


def count_without_minutes(connection: Connection) -> int:
    """Those whose minutes are still to be written."""
    return connection.execute(select(func.count()).where(Consultation.minutes == "")).scalar_one()


def _names(word: str) -> ColumnElement[bool]:
    """Whether a unit that was asked, or somebody who came, is called so."""
    asked = func.json_each(Consultation.attendance).table_valued("value")
    said = [cast(func.json_extract(asked.c.value, f"$.{part}"), String) for part in ("unit", "person")]
    return exists().select_from(asked).where(or_(*(text.contains(word, autoescape=True) for text in said)))


def _rows(connection: Connection, statement: Select[Any]) -> list[ConsultationRow]:
    made = []
    for row in connection.execute(statement).mappings():
        came = tuple(Attendant(**one) for one in json.loads(row["attendance"]))
        made.append(ConsultationRow(**{**row, "attendance": came}))
    return made
