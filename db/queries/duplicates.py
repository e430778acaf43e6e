"""Reads of what a call may be a duplicate of: a bounded number of recent items and open incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, true, union_all

from console.domain.duplicates import WITHIN, Told, path_of
from console.domain.incident import OPEN_STATES
from db.models.inbound import Inbound
from db.models.incidents import Incident, IncidentItem


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call or an open incident with what a list shows of it. ``incident_id`` is the one a call belongs to now."""

    told: Told
    number: str
    title: str
    incident_id: UUID | None


def items(connection: Connection, call: Told, limit: int) -> list[Candidate]:
    """The newest calls within a day of it, merged ones left out; of its town or without a place where it has one.

    State by state: the index on state and time then gives the newest of each, and no day's worth of calls is sorted.
    """
    newest = union_all(*(_newest(call, state, limit).subquery().select() for state in _COMPARED)).subquery()
    held = IncidentItem.__table__.alias("held")
    statement = (
        select(*_COLUMNS, held.c.incident_id)
        .join_from(newest, Inbound, Inbound.id == newest.c.id)
        .outerjoin(held, (held.c.inbound_id == Inbound.id) & held.c.ended_at.is_(None))
        .order_by(newest.c.received_at.desc())
        .limit(limit)
    )
    return [
        Candidate(_told(row, row.summary), row.number, row.summary, row.incident_id)
        for row in connection.execute(statement)
    ]


_COMPARED = ("open", "closed", "untrue")


def _newest(call: Told, state: str, limit: int) -> Select[UUID, datetime]:
    return (
        select(Inbound.id, Inbound.received_at)
        .where(
            Inbound.received_at.between(call.received_at - WITHIN, call.received_at + WITHIN),
            Inbound.id != call.id,
            Inbound.state == state,
            _near(call),
        )
        .order_by(Inbound.received_at.desc())
        .limit(limit)
    )


_COLUMNS = (
    Inbound.id, Inbound.number, Inbound.received_at, Inbound.place_path, Inbound.place_text, Inbound.event_type,
    Inbound.summary,
)  # fmt: skip


def _near(call: Told) -> ColumnElement[bool]:
    if not call.path:
        return true()
    return or_(Inbound.place_path == "", Inbound.place_path.contains(call.path[0], autoescape=True))


def incidents(connection: Connection, limit: int) -> list[Candidate]:
    """The newest open incidents, as of the last call that belongs to each."""
    last = (
        select(func.max(Inbound.received_at))
        .join(IncidentItem, IncidentItem.inbound_id == Inbound.id)
        .where(IncidentItem.incident_id == Incident.id, IncidentItem.ended_at.is_(None))
        .scalar_subquery()
    )
    statement = (
        select(Incident.__table__, last.label("last"))
        .where(Incident.state.in_([state.value for state in OPEN_STATES]))
        .order_by(Incident.received_at.desc())
        .limit(limit)
    )
    return [
        Candidate(_told(row, f"{row.title} {row.summary}", row.last), row.number, row.title, row.id)
        for row in connection.execute(statement)
    ]


def item(connection: Connection, inbound_id: UUID) -> Candidate | None:
    """One call as it is compared."""
    row = connection.execute(select(*_COLUMNS).where(Inbound.id == inbound_id)).first()
    return None if row is None else Candidate(_told(row, row.summary), row.number, row.summary, None)


def _told(row: Any, text: str, at: datetime | None = None) -> Told:
    return Told(
        row.id, at or row.received_at, path_of(row.place_path), row.place_text, row.event_type or "", text
    )  # fmt: skip
