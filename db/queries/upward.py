"""The list of reports upward with what waits and who has each: one statement however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from console.domain.incident_report import ReportKind, ReportState
from console.domain.upward import UpwardRow
from db.models.incidents import Incident
from db.models.outbound import Outbound
from db.models.reporting import Approval, IncidentReport, ReportRecipient


def rows(connection: Connection, words: Sequence[str], states: Sequence[ReportState], limit: int) -> list[UpwardRow]:
    """Those that hold all the words and are in one of the states (any where none is named), the newest first."""
    asked = select(IncidentReport.__table__, *_MORE).join(Incident, Incident.id == IncidentReport.incident_id)
    for word in words:
        asked = asked.where(or_(*(column.contains(word, autoescape=True) for column in _SEARCHED)))
    if states:
        asked = asked.where(IncidentReport.state.in_([state.value for state in states]))
    asked = asked.order_by(IncidentReport.drafted_at.desc(), IncidentReport.id).limit(limit)
    return [_row(row) for row in connection.execute(asked).mappings()]


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


def _asked(condition: ColumnElement[bool]) -> Any:
    return and_(Approval.subject_id == IncidentReport.id, condition)


_THERE = and_(ReportRecipient.report_id == IncidentReport.id, ReportRecipient.dropped == "")
_MORE = (
    Incident.number.label("incident_number"),
    Incident.title.label("incident_title"),
    select(func.max(Approval.of_name)).where(_asked(Approval.state == "waiting")).scalar_subquery().label("waits_for"),
    exists().where(_asked(_OWES)).label("owes"),
    exists().where(_asked(Approval.state == "returned")).label("was_returned"),
    select(func.count()).select_from(ReportRecipient).where(_THERE).scalar_subquery().label("receivers"),
    select(func.count())
    .select_from(ReportRecipient)
    .join(Outbound, Outbound.id == ReportRecipient.outbound_id)
    .where(_THERE, Outbound.state != "failed")
    .scalar_subquery()
    .label("sent"),
)


def _row(row: Any) -> UpwardRow:
    state = ReportState(row["state"])
    return UpwardRow(
        id=row["id"], incident_id=row["incident_id"], incident_number=row["incident_number"],
        incident_title=row["incident_title"], kind=ReportKind(row["kind"]), ordinal=row["ordinal"],
        number=row["number"] or "", title=row["title"], state=state, drafted_at=row["drafted_at"],
        drafted_by=row["drafted_by"], returned=state is ReportState.DRAFT and bool(row["was_returned"]),
        waits_for=row["waits_for"] or "", owes=bool(row["owes"]), receivers=row["receivers"], sent=row["sent"],
    )  # fmt: skip
