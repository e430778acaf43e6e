"""Reads of what had a time limit within a span: first reports, receipts of reports, tasks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, select

from console.domain.report_limits import LimitStep
from console.domain.timeliness import Timed
from db.models.inbound import Task
from db.models.incidents import IncidentClock
from db.models.outbound import Outbound

FIRST = (LimitStep.FIRST_PHONE.value, LimitStep.FIRST_WRITTEN.value)


def first_reports(connection: Connection, since: datetime, until: datetime) -> list[Timed]:
    """Countdowns of 初报 that began then; those no longer wanted are none. Shown by their incident."""
    statement = select(
        IncidentClock.id, IncidentClock.incident_id.label("record_id"), IncidentClock.counts_from.label("began_at"),
        IncidentClock.due_at, IncidentClock.done_at,
    ).where(
        IncidentClock.step.in_(FIRST), IncidentClock.dropped_at.is_(None),
        IncidentClock.counts_from >= since, IncidentClock.counts_from < until,
    )  # fmt: skip
    return _timed(connection, statement)


def receipts(connection: Connection, since: datetime, until: datetime, within: timedelta) -> list[Timed]:
    """Reports that left then, to be confirmed ``within`` so long; what failed to arrive stays without a receipt."""
    statement = select(
        Outbound.id, Outbound.id.label("record_id"), Outbound.sent_at, Outbound.state, Outbound.receipt_at
    ).where(Outbound.subject_kind == "report", Outbound.sent_at >= since, Outbound.sent_at < until)
    return [
        Timed(
            row.id, row.record_id, row.sent_at, row.sent_at + within,
            row.receipt_at if row.state == "received" else None,
        )
        for row in connection.execute(statement)
    ]  # fmt: skip


def tasks(connection: Connection, since: datetime, until: datetime) -> list[Timed]:
    """Tasks with a time limit given then; cancelled ones are none. Done is when somebody verified it or closed it."""
    statement = select(
        Task.id, Task.id.label("record_id"), Task.created_at.label("began_at"), Task.due_at,
        Task.closed_at.label("done_at"),
    ).where(
        Task.due_at.is_not(None), Task.state != "cancelled", Task.created_at >= since, Task.created_at < until
    )  # fmt: skip
    return _timed(connection, statement)


def _timed(connection: Connection, statement: Select[*tuple[Any, ...]]) -> list[Timed]:
    return [Timed(**row) for row in connection.execute(statement).mappings()]
