"""Reads of approvals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, or_, select

from console.domain.approvals import ApprovalRow, ApprovalState, Means, SubjectKind
from console.errors import Refused
from db.models.reporting import Approval

_OWES = and_(Approval.state == "approved", Approval.means == "phone", Approval.later_at.is_(None))


def one(connection: Connection, approval_id: UUID) -> ApprovalRow:
    """Refuses no_such_approval."""
    found = _rows(connection, select(Approval.__table__).where(Approval.id == approval_id))
    if not found:
        raise Refused("no_such_approval")
    return found[0]


def waiting(connection: Connection, name: str = "") -> list[ApprovalRow]:
    """What waits for that person (for anybody without a name) or for a signature owed, the oldest first."""
    asked = select(Approval.__table__).where(or_(Approval.state == "waiting", _OWES)).order_by(Approval.asked_at)
    return _rows(connection, asked.where(Approval.of_name == name) if name else asked)


def of(connection: Connection, subject_id: UUID) -> list[ApprovalRow]:
    """Everything that was asked about one record, the first first."""
    asked = select(Approval.__table__).where(Approval.subject_id == subject_id).order_by(Approval.asked_at)
    return _rows(connection, asked)


def _rows(connection: Connection, statement: Select[Any]) -> list[ApprovalRow]:
    return [
        ApprovalRow(
            id=row["id"],
            subject_kind=SubjectKind(row["subject_kind"]),
            subject_id=row["subject_id"],
            subject_number=row["subject_number"],
            title=row["title"],
            preview=row["preview"],
            digest=row["digest"],
            asked_at=row["asked_at"],
            asked_by=row["asked_by"],
            asker_id=row["asker_id"],
            of_name=row["of_name"],
            of_id=row["of_id"],
            state=ApprovalState(row["state"]),
            means=Means(row["means"]),
            decided_at=row["decided_at"],
            decided_by=row["decided_by"],
            recorded_by=row["recorded_by"],
            words=row["words"],
            later_at=row["later_at"],
            version=row["version"],
        )
        for row in connection.execute(statement).mappings()
    ]
