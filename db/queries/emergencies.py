"""Reads about emergency take-overs: who was relieved, who confirmed it, what still waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select
from sqlalchemy.orm import aliased

from console.domain.duty import EmergencyRow
from db.chain import instant
from db.models.books import LogLine
from db.models.duty import Shift, Signature
from db.models.people import Officer

PART = "emergency"
"""The part of the signature that confirms an emergency take-over."""


def waiting(connection: Connection) -> tuple[EmergencyRow, ...]:
    """Emergency take-overs nobody has confirmed yet, the oldest first."""
    return _rows(connection, _statement().where(Signature.id.is_(None)))


def of_shift(connection: Connection, shift_id: UUID) -> EmergencyRow | None:
    """How that shift was taken in an emergency; None where it was taken otherwise."""
    found = _rows(connection, _statement().where(Shift.id == shift_id))
    return found[0] if found else None


def watch_left(connection: Connection, number: int) -> tuple[datetime, tuple[int, datetime, str] | None]:
    """When the watch of that number was taken, and the last line of the log its owner wrote: number, when, words."""
    shift = connection.execute(select(Shift.__table__).where(Shift.number == number)).mappings().one()
    until = shift["last_number"]
    mine = select(LogLine.number, LogLine.occurred_at, LogLine.text).where(
        LogLine.number >= shift["first_number"], LogLine.by_id == shift["owner_id"]
    )
    if until is not None:
        mine = mine.where(LogLine.number <= until)
    found = connection.execute(mine.order_by(LogLine.number.desc()).limit(1)).one_or_none()
    return shift["taken_at"], (found[0], found[1], found[2]) if found else None


def signed_text(shift: Mapping[Any, Any]) -> dict[str, Any]:
    """What of the shift a confirmation covers, from the row of its table."""
    return {
        "id": str(shift["id"]),
        "number": shift["number"],
        "owner": str(shift["owner_id"]),
        "taken_at": instant(shift["taken_at"]),
        "first": shift["first_number"],
        "reason": shift["reason"],
    }


def _statement() -> Select[Any]:
    before, relieved, owner = aliased(Shift), aliased(Officer), aliased(Officer)
    return (
        select(
            Shift.__table__,
            owner.name.label("owner"),
            relieved.id.label("relieved_id"),
            relieved.name.label("relieved"),
            Signature.name.label("confirmed_by"),
            Signature.at.label("confirmed_at"),
        )
        .join_from(Shift, owner, Shift.owner_id == owner.id)
        .join(before, before.number == Shift.number - 1)
        .join(relieved, before.owner_id == relieved.id)
        .outerjoin(Signature, (Signature.shift_id == Shift.id) & (Signature.part == PART))
        .where(Shift.taken_how == "emergency")
        .order_by(Shift.number)
    )


def _rows(connection: Connection, statement: Select[Any]) -> tuple[EmergencyRow, ...]:
    return tuple(
        EmergencyRow(
            shift_id=row["id"],
            number=row["number"],
            taken_at=row["taken_at"],
            planned_to=row["planned_to"],
            reason=row["reason"],
            owner_id=row["owner_id"],
            owner=row["owner"],
            relieved_id=row["relieved_id"],
            relieved=row["relieved"],
            confirmed_by=row["confirmed_by"] or "",
            confirmed_at=row["confirmed_at"],
            signed=signed_text(row),
        )
        for row in connection.execute(statement).mappings()
    )
