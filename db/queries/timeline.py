"""What a time line is made of: rows of every table that speaks of one incident."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, or_, select

from db.models.inbound import Task
from db.models.incidents import IncidentCommand, IncidentGrade
from db.models.orders import Instruction, TaskStep
from db.models.outbound import Outbound
from db.models.plans import Response, ResponseStep
from db.models.reporting import IncidentReport


def grades(connection: Connection, incident_id: UUID) -> Sequence[RowMapping]:
    return _all(connection, select(IncidentGrade.__table__).where(IncidentGrade.incident_id == incident_id))


def commands(connection: Connection, incident_id: UUID) -> Sequence[RowMapping]:
    return _all(connection, select(IncidentCommand.__table__).where(IncidentCommand.incident_id == incident_id))


def instructions(connection: Connection, incident_id: UUID) -> Sequence[RowMapping]:
    return _all(connection, select(Instruction.__table__).where(Instruction.incident_id == incident_id))


def tasks(connection: Connection, incident_id: UUID) -> Sequence[RowMapping]:
    return _all(connection, select(Task.__table__).where(Task.incident_id == incident_id))


def task_steps(connection: Connection, incident_id: UUID) -> Sequence[RowMapping]:
    asked = (
        select(TaskStep.__table__, Task.number.label("task_number"), Task.unit)
        .join(Task, Task.id == TaskStep.task_id)
        .where(Task.incident_id == incident_id)
    )
    return _all(connection, asked)


def response_steps(connection: Connection, incident_id: UUID) -> Sequence[RowMapping]:
    """Steps of the responses started for an incident, each with its response's number and title."""
    asked = (
        select(ResponseStep.__table__, Response.number.label("response_number"), Response.plan_title.label("title"))
        .join(Response, Response.id == ResponseStep.response_id)
        .where(Response.incident_id == incident_id)
    )
    return _all(connection, asked)


def sent(connection: Connection, incident_id: UUID) -> Sequence[RowMapping]:
    """What left about the incident or one of its reports."""
    reports = select(IncidentReport.id).where(IncidentReport.incident_id == incident_id)
    asked = select(Outbound.__table__).where(or_(Outbound.subject_id == incident_id, Outbound.subject_id.in_(reports)))
    return _all(connection, asked)


def _all(connection: Connection, statement: Any) -> Sequence[RowMapping]:
    return connection.execute(statement).mappings().all()
