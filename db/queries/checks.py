"""Reads about the check lists of shifts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from console.domain.checks import Carried, CheckState
from db.models.duty import Shift
from db.models.routine import CheckMark


def marks(connection: Connection, shift_id: UUID) -> dict[str, Any]:
    """The rows of a shift's marks by the code of their line."""
    found = connection.execute(select(CheckMark.__table__).where(CheckMark.shift_id == shift_id))
    return {row.code: row for row in found}


def carried(connection: Connection, shift_id: UUID) -> dict[str, Carried]:
    """Lines whose newest mark before a shift says that they were not in order: a fault, or none there."""
    number = select(Shift.number).where(Shift.id == shift_id).scalar_subquery()
    newest = (
        select(CheckMark.code, func.max(Shift.number).label("number"))
        .join(Shift, Shift.id == CheckMark.shift_id)
        .where(Shift.number < number)
        .group_by(CheckMark.code)
        .subquery()
    )
    found = connection.execute(
        select(CheckMark.code, CheckMark.note, CheckMark.by_name, CheckMark.at, CheckMark.state)
        .join(Shift, Shift.id == CheckMark.shift_id)
        .join(newest, (newest.c.code == CheckMark.code) & (newest.c.number == Shift.number))
        .where(CheckMark.state != CheckState.OK.value)
    )
    return {row.code: Carried(row.note, row.by_name, row.at, CheckState(row.state)) for row in found}
