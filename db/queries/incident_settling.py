"""Counts of what is left open about an incident."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, func, select

from console.domain.report_limits import REPEATING, LimitStep
from db.models.inbound import Inbound, Task
from db.models.incidents import IncidentClock, IncidentItem
from db.models.outbound import Outbound
from db.models.reporting import Approval, IncidentReport, ReportRecipient

_AFTER_THE_END = (LimitStep.FINAL.value, *(step.value for step in REPEATING))
"""核报 is due after the end, and a rhythm ends with it: neither keeps an incident from ending."""


def open_items(connection: Connection, incident_id: UUID) -> int:
    asked = (
        select(func.count())
        .select_from(IncidentItem)
        .join(Inbound, Inbound.id == IncidentItem.inbound_id)
        .where(IncidentItem.incident_id == incident_id, IncidentItem.ended_at.is_(None), Inbound.state == "open")
    )
    return connection.execute(asked).scalar_one()


def running_clocks(connection: Connection, incident_id: UUID) -> int:
    asked = select(func.count()).where(
        IncidentClock.incident_id == incident_id,
        IncidentClock.done_at.is_(None),
        IncidentClock.dropped_at.is_(None),
        IncidentClock.step.not_in(_AFTER_THE_END),
    )
    return connection.execute(asked).scalar_one()


def open_tasks(connection: Connection, incident_id: UUID) -> int:
    asked = select(func.count()).where(Task.incident_id == incident_id, Task.state == "open")
    return connection.execute(asked).scalar_one()


def waiting_approvals(connection: Connection, incident_id: UUID) -> int:
    asked = (
        select(func.count())
        .select_from(Approval)
        .join(IncidentReport, IncidentReport.id == Approval.subject_id)
        .where(IncidentReport.incident_id == incident_id, Approval.state == "waiting")
    )
    return connection.execute(asked).scalar_one()


def missing_receipts(connection: Connection, incident_id: UUID) -> int:
    """Receivers of its reports to whom something was sent and who has not said that it arrived."""
    asked = (
        select(func.count())
        .select_from(ReportRecipient)
        .join(IncidentReport, IncidentReport.id == ReportRecipient.report_id)
        .join(Outbound, Outbound.id == ReportRecipient.outbound_id)
        .where(IncidentReport.incident_id == incident_id, Outbound.state == "sent")
    )
    return connection.execute(asked).scalar_one()


def final_missing(connection: Connection, incident_id: UUID) -> int:
    """1 where reports were approved and none of them is the final one."""
    asked = select(IncidentReport.kind).where(
        IncidentReport.incident_id == incident_id, IncidentReport.state.in_(("approved", "archived"))
    )
    kinds = {row.kind for row in connection.execute(asked)}
    return int(bool(kinds) and "final" not in kinds)
