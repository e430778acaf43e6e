"""Counts of what is left open about an incident."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, func, or_, select

from console.domain.assignments import ENDED
from console.domain.report_limits import REPEATING, LimitStep
from db.models.dispatch import Assignment
from db.models.inbound import Inbound, Task
from db.models.incidents import IncidentClock, IncidentItem
from db.models.ledger import StockBalance, StockDocument
from db.models.outbound import Outbound
from db.models.reporting import Approval, IncidentReport, ReportRecipient
from db.models.shelters import Relocation, ShelterOpening
from db.models.wire import Alarm

_APPROVED = ("approved", "archived")
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


def unsent(connection: Connection, incident_id: UUID) -> int:
    """Receivers of approved reports to whom nothing was sent, or nothing that arrived."""
    asked = (
        select(func.count())
        .select_from(ReportRecipient)
        .join(IncidentReport, IncidentReport.id == ReportRecipient.report_id)
        .outerjoin(Outbound, Outbound.id == ReportRecipient.outbound_id)
        .where(
            IncidentReport.incident_id == incident_id,
            IncidentReport.state.in_(_APPROVED),
            ReportRecipient.dropped == "",
            or_(Outbound.id.is_(None), Outbound.state == "failed"),
        )
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


def teams_out(connection: Connection, incident_id: UUID) -> int:
    """Teams that were sent or reserved and are neither back nor recalled."""
    asked = select(func.count()).where(
        Assignment.incident_id == incident_id, Assignment.state.not_in([state.value for state in ENDED])
    )
    return connection.execute(asked).scalar_one()


def goods_out(connection: Connection, incident_id: UUID) -> int:
    """Documents whose goods are promised or on the road, and lots that lie at the scene: nobody told what became of
    them (退库、核销)."""
    documents = select(func.count()).where(
        StockDocument.incident_id == incident_id, StockDocument.state.in_(("approved", "issued"))
    )
    lots = select(func.count()).where(
        StockBalance.kind == "site", StockBalance.place_id == incident_id, StockBalance.quantity > 0
    )
    return connection.execute(documents).scalar_one() + connection.execute(lots).scalar_one()


def shelters_open(connection: Connection, incident_id: UUID) -> int:
    """Shelters opened for it that take people in still."""
    asked = select(func.count()).where(ShelterOpening.incident_id == incident_id, ShelterOpening.closed_at.is_(None))
    return connection.execute(asked).scalar_one()


def people_waiting(connection: Connection, incident_id: UUID) -> int:
    """People on its list who are neither away nor refusing."""
    asked = select(func.coalesce(func.sum(Relocation.people), 0)).where(
        Relocation.incident_id == incident_id, Relocation.state == "planned"
    )
    return int(connection.execute(asked).scalar_one())


def alarms_active(connection: Connection, incident_id: UUID) -> int:
    """Alarms of it whose reading is still beyond its limit; what a device never takes back keeps nothing open."""
    asked = select(func.count()).where(
        Alarm.incident_id == incident_id, Alarm.limit_value.is_not(None), Alarm.restored_at.is_(None)
    )
    return connection.execute(asked).scalar_one()


def final_missing(connection: Connection, incident_id: UUID) -> int:
    """1 where reports were approved and none of them is the final one, or where 核报 is still due."""
    asked = select(IncidentReport.kind).where(
        IncidentReport.incident_id == incident_id, IncidentReport.state.in_(_APPROVED)
    )
    kinds = {row.kind for row in connection.execute(asked)}
    return int((bool(kinds) and "final" not in kinds) or _runs(connection, incident_id, LimitStep.FINAL))


def _runs(connection: Connection, incident_id: UUID, step: LimitStep) -> bool:
    asked = select(IncidentClock.id).where(
        IncidentClock.incident_id == incident_id,
        IncidentClock.done_at.is_(None),
        IncidentClock.dropped_at.is_(None),
        IncidentClock.step == step.value,
    )
    return connection.execute(asked.limit(1)).first() is not None
