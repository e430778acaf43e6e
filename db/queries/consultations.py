"""Reads of consultations."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, select

from console.domain.consultation import Attendant, ConsultationRow
from console.errors import Refused
from db.models.inbound import Task
from db.models.orders import Consultation

_GIVEN = select(func.count()).select_from(Task).where(Task.source == "consultation", Task.source_id == Consultation.id)
_COUNTS = (
    _GIVEN.scalar_subquery().label("tasks"),
    _GIVEN.where(Task.state == "open").scalar_subquery().label("open_tasks"),
)


def exists(connection: Connection, consultation_id: UUID) -> bool:
    return connection.execute(select(Consultation.id).where(Consultation.id == consultation_id)).first() is not None


def one(connection: Connection, consultation_id: UUID) -> ConsultationRow:
    """Refuses no_such_consultation."""
    found = _rows(connection, select(Consultation.__table__, *_COUNTS).where(Consultation.id == consultation_id))
    if not found:
        raise Refused("no_such_consultation")
    return found[0]


def newest(connection: Connection, incident_id: UUID | None, limit: int) -> list[ConsultationRow]:
    asked = select(Consultation.__table__, *_COUNTS)
    if incident_id is not None:
        asked = asked.where(Consultation.incident_id == incident_id)
    return _rows(connection, asked.order_by(Consultation.held_at.desc(), Consultation.number.desc()).limit(limit))


def _rows(connection: Connection, statement: Select[Any]) -> list[ConsultationRow]:
    made = []
    for row in connection.execute(statement).mappings():
        came = tuple(Attendant(**one) for one in json.loads(row["attendance"]))
        made.append(ConsultationRow(**{**row, "attendance": came}))
    return made
