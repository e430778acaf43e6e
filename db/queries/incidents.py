"""Reads of incidents: rows, what belongs to them, their history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, true

from console.domain.inbound import Precision
from console.domain.incident import (
    OPEN_STATES,
    Grade,
    GradeChange,
    IncidentKind,
    IncidentRow,
    IncidentState,
    ItemKind,
    ItemRow,
    Standing,
    StateChange,
)
from console.domain.incident_figures import Amount, Revision
from console.errors import Refused
from db.models.inbound import Inbound
from db.models.incidents import Incident, IncidentFigure, IncidentGrade, IncidentItem
from db.models.incidents import IncidentState as StateRow

_JOINED = (
    select(func.count())
    .select_from(IncidentItem)
    .where(IncidentItem.incident_id == Incident.id, IncidentItem.ended_at.is_(None))
    .scalar_subquery()
    .label("items")
)


def exists(connection: Connection, incident_id: UUID) -> bool:
    return connection.execute(select(Incident.id).where(Incident.id == incident_id)).first() is not None


def one(connection: Connection, incident_id: UUID) -> IncidentRow:
    """Refuses no_such_incident."""
    found = _rows(connection, _select().where(Incident.id == incident_id))
    if not found:
        raise Refused("no_such_incident")
    return found[0]


def by_number(connection: Connection, number: str) -> IncidentRow:
    """By its number, or by the end of it (``0017``) where only one has that; refuses no_such_incident."""
    found = _rows(connection, _select().where(Incident.number == number))
    if not found and number:
        found = _rows(connection, _select().where(Incident.number.endswith(number, autoescape=True)).limit(2))
    if len(found) != 1:
        raise Refused("no_such_incident")
    return found[0]


def open_rows(connection: Connection) -> list[IncidentRow]:
    """What is not ended, the newest first."""
    states = [state.value for state in OPEN_STATES]
    return _rows(connection, _select().where(Incident.state.in_(states)).order_by(*_NEWEST))


def page(
    connection: Connection,
    words: Sequence[str] = (),
    states: Sequence[IncidentState] = (),
    *,
    limit: int,
    before: tuple[datetime, str] | None = None,
) -> list[IncidentRow]:
    """The next ``limit`` rows, newest first, after the one received then under that number.

    Every word must stand in number, title, place or summary.
    """
    asked = [_has(word) for word in words]
    kept = Incident.state.in_([state.value for state in states]) if states else true()
    after: ColumnElement[bool] = true()
    if before is not None:
        at, number = before
        # the first bound alone is what an index can begin at
        after = (Incident.received_at <= at) & or_(Incident.received_at < at, Incident.number < number)
    return _rows(connection, _select().where(kept, after, *asked).order_by(*_NEWEST).limit(limit))


_NEWEST = (Incident.received_at.desc(), Incident.number.desc())


def _has(word: str) -> Any:
    columns = (Incident.number, Incident.title, Incident.place_path, Incident.place_text, Incident.summary)
    return or_(*(column.contains(word, autoescape=True) for column in columns))


def children(connection: Connection, incident_id: UUID) -> list[IncidentRow]:
    """The events of a larger one (a typhoon and what it did), the oldest first."""
    return _rows(connection, _select().where(Incident.parent_id == incident_id).order_by(Incident.received_at))


def items(connection: Connection, incident_id: UUID, *, former: bool = False) -> list[ItemRow]:
    """Inbound items that belong to it, by time received; with ``former`` also those taken out again."""
    statement = (
        select(IncidentItem.__table__, Inbound.number, Inbound.received_at, Inbound.summary, Inbound.channel)
        .join(Inbound, Inbound.id == IncidentItem.inbound_id)
        .where(IncidentItem.incident_id == incident_id)
        .order_by(Inbound.received_at, Inbound.number)
    )
    if not former:
        statement = statement.where(IncidentItem.ended_at.is_(None))
    return [
        ItemRow(
            id=row["id"],
            inbound_id=row["inbound_id"],
            number=row["number"],
            kind=ItemKind(row["kind"]),
            received_at=row["received_at"],
            channel=row["channel"],
            summary=row["summary"],
            at=row["at"],
            by_name=row["by_name"],
            ended_at=row["ended_at"],
            reason=row["reason"],
        )
        for row in connection.execute(statement).mappings()
    ]


def of_item(connection: Connection, inbound_id: UUID) -> UUID | None:
    """The incident an inbound item belongs to now."""
    asked = select(IncidentItem.incident_id).where(
        IncidentItem.inbound_id == inbound_id, IncidentItem.ended_at.is_(None)
    )
    found: UUID | None = connection.execute(asked).scalar()
    return found


def belongs(connection: Connection, inbound_id: UUID) -> tuple[IncidentRow, ItemKind] | None:
    """The incident an inbound item belongs to now, and how it does."""
    asked = select(IncidentItem.incident_id, IncidentItem.kind).where(
        IncidentItem.inbound_id == inbound_id, IncidentItem.ended_at.is_(None)
    )
    found = connection.execute(asked).first()
    return None if found is None else (one(connection, found.incident_id), ItemKind(found.kind))


def earliest(connection: Connection, incident_id: UUID) -> datetime | None:
    """The earliest 接报时间 of what belongs to it now."""
    asked = (
        select(func.min(Inbound.received_at))
        .join(IncidentItem, IncidentItem.inbound_id == Inbound.id)
        .where(IncidentItem.incident_id == incident_id, IncidentItem.ended_at.is_(None))
    )
    found: datetime | None = connection.execute(asked).scalar()
    return found


def revisions(connection: Connection, incident_id: UUID) -> list[Revision]:
    """Every revision of every figure, in the order they were recorded."""
    return revisions_of(connection, [incident_id]).get(incident_id, [])


def revisions_of(connection: Connection, wanted: Collection[UUID]) -> dict[UUID, list[Revision]]:
    """The same of several incidents; one nobody told a figure of is not in it."""
    asked = select(IncidentFigure.__table__).where(IncidentFigure.incident_id.in_(wanted))
    found: defaultdict[UUID, list[Revision]] = defaultdict(list)
    for row in connection.execute(asked.order_by(IncidentFigure.number)).mappings():
        found[row["incident_id"]].append(
            Revision(
                number=row["number"],
                key=row["key"],
                amount=Amount(row["value"], row["at_least"]),
                as_of=row["as_of"],
                source=row["source"],
                recorded_at=row["recorded_at"],
                by_name=row["by_name"],
                inbound_id=row["inbound_id"],
            )
        )
    return dict(found)


def states(connection: Connection, incident_id: UUID) -> list[StateChange]:
    """Its steps, the first first."""
    asked = select(StateRow.__table__).where(StateRow.incident_id == incident_id).order_by(StateRow.number)
    return [
        StateChange(
            IncidentState(row["before"]) if row["before"] else None,
            IncidentState(row["after"]),
            row["reason"],
            row["at"],
            row["by_name"],
        )
        for row in connection.execute(asked).mappings()
    ]


def grades(connection: Connection, incident_id: UUID) -> list[GradeChange]:
    """What was decided on its kind and grade, the first first."""
    asked = select(IncidentGrade.__table__).where(IncidentGrade.incident_id == incident_id)
    return [
        GradeChange(
            IncidentKind(row["kind"]),
            Grade(row["grade"]),
            Standing(row["standing"]),
            row["rule"],
            row["basis"],
            row["reason"],
            row["at"],
            row["by_name"],
        )
        for row in connection.execute(asked.order_by(IncidentGrade.number)).mappings()
    ]


def graded_at(connection: Connection, incident_id: UUID) -> datetime | None:
    """When the kind and grade that stand now were first decided; None while nobody has.

    The same said again, or 初判 confirmed, puts nothing off.
    """
    decided = grades(connection, incident_id)
    found = None
    for one in reversed(decided):
        if (one.kind, one.grade) != (decided[-1].kind, decided[-1].grade):
            break
        found = one.at
    return found


def resumed_at(connection: Connection, incident_id: UUID) -> datetime | None:
    """When it was last opened again after it had been over; None where it never was."""
    over = [state.value for state in IncidentState if state not in OPEN_STATES]
    asked = select(StateRow.at).where(StateRow.incident_id == incident_id, StateRow.before.in_(over))
    asked = asked.where(StateRow.after.not_in(over)).order_by(StateRow.number.desc()).limit(1)
    found: datetime | None = connection.execute(asked).scalar()
    return found


def ended_at(connection: Connection, incident_id: UUID) -> datetime | None:
    """When it was last ended."""
    asked = select(StateRow.at).where(StateRow.incident_id == incident_id, StateRow.after == IncidentState.ENDED.value)
    asked = asked.order_by(StateRow.number.desc()).limit(1)
    found: datetime | None = connection.execute(asked).scalar()
    return found


def _select() -> Select[Any]:
    return select(Incident.__table__, _JOINED)


def _rows(connection: Connection, statement: Select[Any]) -> list[IncidentRow]:
    return [_row(row) for row in connection.execute(statement).mappings()]


def _row(row: Any) -> IncidentRow:
    return IncidentRow(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        event_type=row["event_type"],
        kind=IncidentKind(row["kind"]),
        grade=Grade(row["grade"]),
        standing=Standing(row["standing"]),
        place_id=row["place_id"],
        place_path=row["place_path"],
        place_text=row["place_text"],
        occurred_at=row["occurred_at"],
        occurred_precision=Precision(row["occurred_precision"]),
        received_at=row["received_at"],
        summary=row["summary"],
        measures=row["measures"],
        needs=row["needs"],
        outlook=row["outlook"],
        state=IncidentState(row["state"]),
        parent_id=row["parent_id"],
        opened_at=row["opened_at"],
        opened_by=row["opened_by"],
        closed_at=row["closed_at"],
        version=row["version"],
        items=row["items"],
    )
