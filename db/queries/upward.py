"""The list of reports upward with what waits and who has each: one statement however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Subquery, and_, case, func, or_, select

from console.domain.incident_report import ReportKind, ReportState
from console.domain.upward import UpwardRow
from db.models.incidents import Incident
from db.models.outbound import Outbound
from db.models.reporting import Approval, IncidentReport, ReportRecipient


def rows(connection: Connection, words: Sequence[str], states: Sequence[ReportState], limit: int) -> list[UpwardRow]:
    """Those that hold all the words and are in one of the states (any where none is named), the newest first."""
    asked = select(IncidentReport.__table__, Incident.number.label("incident_number"), _TITLE)
    asked = asked.join(Incident, Incident.id == IncidentReport.incident_id)
    for word in words:
        asked = asked.where(or_(*(column.contains(word, autoescape=True) for column in _SEARCHED)))
    if states:
        asked = asked.where(IncidentReport.state.in_([state.value for state in states]))
    picked = asked.order_by(IncidentReport.drafted_at.desc(), IncidentReport.id).limit(limit).subquery("picked")
    said = _said(picked)
    there = and_(ReportRecipient.report_id == picked.c.id, ReportRecipient.dropped == "")
    receivers = select(func.count()).select_from(ReportRecipient).where(there)
    arrived = receivers.join(Outbound, Outbound.id == ReportRecipient.outbound_id).where(Outbound.state != "failed")
    whole = (
        select(
            picked, said.c.waits_for, said.c.owes, said.c.was_returned,
            receivers.scalar_subquery().label("receivers"), arrived.scalar_subquery().label("sent"),
        )
        .outerjoin(said, said.c.subject_id == picked.c.id)
        .order_by(picked.c.drafted_at.desc(), picked.c.id)
    )  # fmt: skip
    return [_row(row) for row in connection.execute(whole).mappings()]


def waiting(connection: Connection) -> dict[str, int]:
    """How much waits for each person, signatures owed too."""
    asked = select(Approval.of_name, func.count()).where(or_(Approval.state == "waiting", _OWES))
    return {row[0]: row[1] for row in connection.execute(asked.group_by(Approval.of_name))}


_SEARCHED = (
    Incident.number,
    Incident.title,
    IncidentReport.title,
    IncidentReport.body,
    func.coalesce(IncidentReport.number, ""),
)
_OWES = and_(Approval.state == "approved", Approval.means == "phone", Approval.later_at.is_(None))


_TITLE = Incident.title.label("incident_title")


def _said(picked: Subquery) -> Subquery:
    """What was asked and answered about each of them, in one walk through the approvals."""
    asked = select(
        Approval.subject_id,
        func.max(case((Approval.state == "waiting", Approval.of_name), else_="")).label("waits_for"),
        func.max(case((_OWES, 1), else_=0)).label("owes"),
        func.max(case((Approval.state == "returned", 1), else_=0)).label("was_returned"),
    )
    return asked.where(Approval.subject_id.in_(select(picked.c.id))).group_by(Approval.subject_id).subquery("said")


def _row(row: Any) -> UpwardRow:
    state = ReportState(row["state"])
    return UpwardRow(
        id=row["id"], incident_id=row["incident_id"], incident_number=row["incident_number"],
        incident_title=row["incident_title"], kind=ReportKind(row["kind"]), ordinal=row["ordinal"],
        number=row["number"] or "", title=row["title"], state=state, drafted_at=row["drafted_at"],
        drafted_by=row["drafted_by"], returned=state is ReportState.DRAFT and bool(row["was_returned"]),
        waits_for=row["waits_for"] or "", owes=bool(row["owes"]), receivers=row["receivers"], sent=row["sent"],
    )  # fmt: skip
