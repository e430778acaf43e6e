"""Reads of call lists and of the attempts made in them."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from console.domain.call_lists import Attempt, CallListRow, CallOutcome, person_of
from console.errors import Refused
from db.models.contacts import CallAttempt, CallList


def one(connection: Connection, list_id: UUID) -> CallListRow:
    """Refuses no_such_call_list."""
    found = _rows(connection, select(CallList.__table__).where(CallList.id == list_id))
    if not found:
        raise Refused("no_such_call_list")
    return found[0]


def exists(connection: Connection, list_id: UUID) -> bool:
    return connection.execute(select(CallList.id).where(CallList.id == list_id)).first() is not None


def newest(connection: Connection, limit: int, incident: UUID | None = None) -> list[CallListRow]:
    """The last begun first; of an incident only its own."""
    asked = select(CallList.__table__).order_by(CallList.started_at.desc(), CallList.number.desc()).limit(limit)
    return _rows(connection, asked if incident is None else asked.where(CallList.incident_id == incident))


def running(connection: Connection) -> list[CallListRow]:
    """Lists that were begun and not ended, the first begun first."""
    asked = select(CallList.__table__).where(CallList.ended_at.is_(None))
    return _rows(connection, asked.order_by(CallList.started_at, CallList.number))


def attempts(connection: Connection, list_id: UUID) -> list[Attempt]:
    """Attempts of a list, the first first."""
    return _attempts(connection, select(CallAttempt.__table__).where(CallAttempt.call_list_id == list_id))


def attempts_of(connection: Connection, person_id: UUID, limit: int) -> list[Attempt]:
    """The newest attempts to ring somebody, in whatever list, the newest first."""
    asked = select(CallAttempt.__table__).where(CallAttempt.person_id == person_id)
    return _attempts(connection, asked, newest=limit)


def attempts_to(connection: Connection, name: str, person_id: UUID | None, limit: int) -> list[Attempt]:
    """The newest attempts to ring somebody who may stand in no contact book, the newest first."""
    whose = CallAttempt.person_id == person_id if person_id else CallAttempt.person_id.is_(None)
    asked = select(CallAttempt.__table__).where(whose | CallAttempt.person_id.is_(None), CallAttempt.name == name)
    return _attempts(connection, asked, newest=limit)


def _attempts(connection: Connection, asked: Select[Any], newest: int | None = None) -> list[Attempt]:
    ordered = asked.order_by(CallAttempt.number if newest is None else CallAttempt.number.desc())
    return [
        Attempt(
            row["number"], row["call_list_id"], row["person_id"], row["name"], row["phone"],
            CallOutcome(row["outcome"]), row["at"], row["remark"], row["by_name"],
            bool(row["verified"]),
        )
        for row in connection.execute(ordered.limit(newest)).mappings()
    ]  # fmt: skip


def _rows(connection: Connection, statement: Select[Any]) -> list[CallListRow]:
    return [
        CallListRow(
            row["id"], row["number"], row["title"], row["incident_id"],
            tuple(person_of(one) for one in json.loads(row["people"])), row["started_at"], row["ended_at"],
            row["by_name"], row["version"],
        )
        for row in connection.execute(statement).mappings()
    ]  # fmt: skip
