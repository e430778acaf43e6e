"""Reads of who stands duty, of leave and of wishes."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, or_, select

from console.domain.duty_people import LeaveRow, StaffRow, WishRow
from db.models.people import Person
from db.models.planning import DutyStaff, DutyWish, Leave

_ALIVE = ("asked", "granted")


def staff(connection: Connection) -> list[StaffRow]:
    """Everybody of the list by turn, those whose time is over too; whose time never was (taken back) is left out."""
    first, last = DutyStaff.valid_from, DutyStaff.valid_to
    asked = (
        select(DutyStaff.__table__, Person.name, Person.pinyin, Person.initials)
        .join(Person, Person.id == DutyStaff.person_id)
        .where(or_(first.is_(None), last.is_(None), last >= first))
        .order_by(DutyStaff.turn, Person.name, DutyStaff.id)
    )
    return [
        StaffRow(**_of(row, StaffRow, posts=tuple(json.loads(row["posts"]))))
        for row in connection.execute(asked).mappings()
    ]


def leaves(
    connection: Connection, start: datetime, end: datetime, person_id: UUID | None = None,
    states: Collection[str] = _ALIVE,
) -> list[LeaveRow]:  # fmt: skip
    """Leave within a span, by its beginning."""
    asked = _leaves().where(Leave.starts_at < end, Leave.ends_at > start, Leave.state.in_(states))
    return _leave_rows(connection, asked if person_id is None else asked.where(Leave.person_id == person_id))


def waiting_leaves(connection: Connection) -> list[LeaveRow]:
    """What was asked for and not decided, by its beginning."""
    return _leave_rows(connection, _leaves().where(Leave.state == "asked"))


def leave(connection: Connection, leave_id: UUID) -> LeaveRow | None:
    found = _leave_rows(connection, _leaves().where(Leave.id == leave_id))
    return found[0] if found else None


def wishes(connection: Connection, first: date, last: date) -> list[WishRow]:
    """Wishes that hold for the days from ``first`` to ``last``."""
    held = _wishes().where(DutyWish.withdrawn_at.is_(None), DutyWish.day >= first, DutyWish.day <= last)
    return [WishRow(**_of(row, WishRow)) for row in connection.execute(held).mappings()]


def wishes_by_id(connection: Connection, wish_ids: Collection[UUID]) -> list[WishRow]:
    """These wishes, by day."""
    asked = _wishes().where(DutyWish.id.in_(wish_ids))
    return [WishRow(**_of(row, WishRow)) for row in connection.execute(asked).mappings()]


def person_names(connection: Connection, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of these persons; who is not there is left out."""
    found = connection.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in found}


def _wishes() -> Select[Any]:
    return (
        select(DutyWish.__table__, Person.name)
        .join(Person, Person.id == DutyWish.person_id)
        .order_by(DutyWish.day, Person.name, DutyWish.id)
    )


def _leaves() -> Select[Any]:
    return (
        select(Leave.__table__, Person.name)
        .join(Person, Person.id == Leave.person_id)
        .order_by(Leave.starts_at, Person.name, Leave.id)
    )


def _leave_rows(connection: Connection, asked: Select[Any]) -> list[LeaveRow]:
    return [LeaveRow(**_of(row, LeaveRow)) for row in connection.execute(asked).mappings()]


def _of(row: Any, kind: type, **given: Any) -> dict[str, Any]:
    return {name: given.get(name, row.get(name)) for name in kind.__slots__}  # type: ignore[attr-defined]
