"""Reads of reports upward and of their receivers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, select

from console.domain.incident_report import RecipientRow, ReportKind, ReportRow, ReportState
from console.errors import Refused
from db.models.outbound import Outbound
from db.models.reporting import IncidentReport, ReportRecipient


def one(connection: Connection, report_id: UUID) -> ReportRow:
    """Refuses no_such_report."""
    found = _rows(connection, select(IncidentReport.__table__).where(IncidentReport.id == report_id))
    if not found:
        raise Refused("no_such_report")
    return found[0]


def by_number(connection: Connection, number: str) -> ReportRow:
    """By its whole number or by its serial of this or any year; refuses no_such_report."""
    asked = select(IncidentReport.__table__)
    found = _rows(connection, asked.where(IncidentReport.number == number))
    if not found and number.isascii() and number.isdigit() and len(number) < 9:
        found = _rows(connection, asked.where(IncidentReport.serial == int(number)))
        found = sorted(found, key=lambda row: row.drafted_at)[-1:]
    if len(found) != 1:
        raise Refused("no_such_report")
    return found[0]


def series(connection: Connection, incident_id: UUID) -> list[ReportRow]:
    """All of an incident in the order they were begun, void ones too."""
    asked = select(IncidentReport.__table__).where(IncidentReport.incident_id == incident_id)
    return _rows(connection, asked.order_by(IncidentReport.drafted_at, IncidentReport.ordinal))


def of_incidents(connection: Connection, wanted: Collection[UUID]) -> list[ReportRow]:
    """Of several incidents, void ones left out, in the order they were begun."""
    asked = select(IncidentReport.__table__).where(
        IncidentReport.incident_id.in_(wanted), IncidentReport.state != ReportState.VOID.value
    )
    return _rows(connection, asked.order_by(IncidentReport.drafted_at, IncidentReport.ordinal))


def newest(connection: Connection, limit: int) -> list[ReportRow]:
    """The last begun of every incident, the newest first."""
    asked = select(IncidentReport.__table__).order_by(IncidentReport.drafted_at.desc(), IncidentReport.id)
    return _rows(connection, asked.limit(limit))


def approved(connection: Connection, incident_id: UUID) -> list[ReportRow]:
    """Those of an incident that have a number, the newest first: what a follow-up tells the changes since."""
    asked = (
        select(IncidentReport.__table__)
        .where(IncidentReport.incident_id == incident_id, IncidentReport.number.is_not(None))
        .order_by(IncidentReport.year.desc(), IncidentReport.serial.desc())
    )
    return _rows(connection, asked)


def last_serial(connection: Connection, year: int) -> int:
    """The highest number given in that year; 0 where none was."""
    asked = select(func.max(IncidentReport.serial)).where(IncidentReport.year == year)
    return connection.execute(asked).scalar() or 0


def recipients(connection: Connection, report_id: UUID) -> list[RecipientRow]:
    """Receivers in their order, with what the outbound register has of them."""
    asked = (
        select(ReportRecipient.__table__, *_SENT)
        .outerjoin(Outbound, Outbound.id == ReportRecipient.outbound_id)
        .where(ReportRecipient.report_id == report_id)
        .order_by(ReportRecipient.ordinal)
    )
    return [
        RecipientRow(
            id=row["id"],
            report_id=row["report_id"],
            part=row["part"],
            organisation=row["organisation"],
            name=row["name"],
            phone=row["phone"],
            channel=row["channel"],
            outbound_id=row["outbound_id"],
            outbound_number=row["sent_number"] or "",
            sent_at=row["sent_at"],
            sent_by=row["sent_by"] or "",
            receipt_by=row["receipt_by"] or "",
            receipt_at=row["receipt_at"] if row["receipt_by"] else None,
            failed=row["sent_state"] == "failed",
            dropped=row["dropped"],
            version=row["version"],
        )
        for row in connection.execute(asked).mappings()
    ]


_SENT = (
    Outbound.number.label("sent_number"),
    Outbound.sent_at,
    Outbound.by_name.label("sent_by"),
    Outbound.receipt_by,
    Outbound.receipt_at,
    Outbound.state.label("sent_state"),
)


def _rows(connection: Connection, statement: Select[Any]) -> list[ReportRow]:
    return [
        ReportRow(
            id=row["id"],
            incident_id=row["incident_id"],
            kind=ReportKind(row["kind"]),
            ordinal=row["ordinal"],
            number=row["number"] or "",
            title=row["title"],
            body=row["body"],
            facts=row["facts"],
            figures_until=row["figures_until"],
            urgency=row["urgency"],
            marking=row["marking"],
            template=row["template"],
            state=ReportState(row["state"]),
            drafted_at=row["drafted_at"],
            drafted_by=row["drafted_by"],
            approved_at=row["approved_at"],
            approved_by=row["approved_by"],
            digest=row["digest"],
            reason=row["reason"],
            version=row["version"],
        )
        for row in connection.execute(statement).mappings()
    ]
