"""Shared steps of the watch: opening and closing a shift inside the transaction of whoever takes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from console.domain.duty import ShiftRow
from console.domain.posts import PostLine
from console.errors import Refused
from console.services.roster import calendar
from db import books
from db.models.duty import Shift, ShiftPost
from db.queries import duty as query
from db.store import Tx


def standing(tx: Tx, at: datetime) -> ShiftRow:
    """The shift on watch as it is manned at an instant; Refused("station_empty") where there is none."""
    shift = query.on_watch(tx.connection)
    if shift is None:
        raise Refused("station_empty")
    return shift.at(at)


def main_post(tx: Tx, at: datetime, zone: ZoneInfo) -> str:
    """The first post of the template in force: the one that is never empty."""
    days = calendar(tx.connection, at, zone)
    return days.template_on(days.slot_to_take(at).day).items("posts")[0]


def begin(
    tx: Tx,
    posts: Sequence[PostLine],
    owner: UUID,
    at: datetime,
    zone: ZoneInfo,
    *,
    how: str,
    reason: str = "",
    first: int | None = None,
) -> list[Any]:
    """A new shift with its posts, by the template in force; the rows, for the caller's line."""
    slot = calendar(tx.connection, at, zone).slot_to_take(at)
    head, _ = books.head_of(tx.connection, books.DUTY)
    number = (tx.session.scalar(select(func.max(Shift.number))) or 0) + 1
    shift = Shift(
        id=uuid4(), number=number, template=slot.template, planned_from=slot.starts_at, planned_to=slot.ends_at,
        taken_at=at, closed_at=None, owner_id=owner, first_number=first or head + 1, last_number=None, taken_how=how,
        reason=reason, state="open", version=1,
    )  # fmt: skip
    tx.session.add(shift)
    tx.flush()
    rows = [
        ShiftPost(id=uuid4(), shift_id=shift.id, post=p.post, name=p.name, phone=p.phone, ordinal=i)
        for i, p in enumerate(posts)
    ]
    tx.session.add_all(rows)
    return [shift, *rows]


def taken(tx: Tx, opened: Shift, at: datetime) -> ShiftRow:
    """The watch this transaction opened, whoever takes it over right after."""
    tx.flush()
    row = query.shift(tx.connection, opened.id)
    assert row is not None, "this transaction wrote it"
    return row.at(at)


def close(tx: Tx, old: ShiftRow, at: datetime, last: int) -> Shift:
    """The shift ends with that line of the log."""
    shift = tx.session.get_one(Shift, old.id)
    shift.state, shift.closed_at, shift.last_number = "closed", at, last
    shift.version += 1
    tx.flush()
    return shift


def people(posts: Sequence[PostLine]) -> str:
    """带班 林例十、主班 陈例一: as lines of the log name a crew."""
    return "、".join(f"{'带班' if line.post == 'leader' else line.post} {line.name}" for line in posts)
