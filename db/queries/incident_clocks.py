"""Reads of the countdowns of incidents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from console.domain.report_limits import IncidentClockRow, LimitStep
from console.errors import Refused
from db.models.incidents import Incident, IncidentClock

_RUNS = (IncidentClock.done_at.is_(None), IncidentClock.dropped_at.is_(None))


def one(connection: Connection, clock_id: UUID) -> IncidentClockRow:
    found = _rows(connection, _select().where(IncidentClock.id == clock_id))
    if not found:
        raise Refused("no_such_clock")
    return found[0]


def of(connection: Connection, incident_id: UUID) -> list[IncidentClockRow]:
    """All of an incident, the soonest due first."""
    return _rows(connection, _select().where(IncidentClock.incident_id == incident_id))


def waiting(connection: Connection) -> list[IncidentClockRow]:
    """All that run, the soonest due first."""
    return _rows(connection, _select().where(*_RUNS))


def _select() -> Select[Any]:
    return (
        select(IncidentClock.__table__, Incident.number, Incident.title)
        .join(Incident, Incident.id == IncidentClock.incident_id)
        .order_by(IncidentClock.due_at, IncidentClock.rule, IncidentClock.ordinal)
    )


def _rows(connection: Connection, statement: Select[Any]) -> list[IncidentClockRow]:
    return [
        IncidentClockRow(
            id=row["id"],
            incident_id=row["incident_id"],
            incident_number=row["number"],
            incident_title=row["title"],
            rule=row["rule"],
            ordinal=row["ordinal"],
            step=LimitStep(row["step"]),
            whom=row["whom"],
            minutes=row["minutes"],
            basis=row["basis"],
            counts_from=row["counts_from"],
            due_at=row["due_at"],
            done_at=row["done_at"],
            done_by=row["done_by"],
            told=row["told"],
            late_reason=row["late_reason"],
            dropped_at=row["dropped_at"],
            drop_reason=row["drop_reason"],
            dropped_by=row["dropped_by"],
            report_id=row["report_id"],
            outbound_id=row["outbound_id"],
            version=row["version"],
        )
        for row in connection.execute(statement).mappings()
    ]
