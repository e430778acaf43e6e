"""Reads about shifts and sheets."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Exists, Select, exists, func, select

from console.domain.duty import OpenPoints, SheetRow, SheetState, ShiftRow
from console.domain.posts import PostLine
from console.domain.turns import Span, Stood, turns_of
from db.chain import instant
from db.models.duty import Sheet, SheetConfirmation, SheetDifference, Shift, ShiftPost, Signature
from db.models.inbound import Inbound, Task
from db.models.people import Officer
from db.models.roster import RosterLine, Substitution

_MOMENT = timedelta(microseconds=1)
_SUBSTITUTION = tuple(getattr(Substitution, name) for name in Stood.__slots__[:-2])


def on_watch(connection: Connection) -> ShiftRow | None:
    """The open shift, or None when the station stands empty."""
    return _first_shift(connection, _shifts().where(Shift.state == "open"))


def shift(connection: Connection, shift_id: UUID) -> ShiftRow | None:
    return _first_shift(connection, _shifts().where(Shift.id == shift_id))


def last_closed(connection: Connection) -> ShiftRow | None:
    return _first_shift(connection, _shifts().where(Shift.state == "closed").order_by(Shift.number.desc()).limit(1))


def open_points(connection: Connection, at: datetime, head: int) -> OpenPoints:
    """How many items and tasks are open, and how many of the tasks are over at that instant."""

    def count(*which: Any) -> int:
        return int(connection.execute(select(func.count()).where(*which)).scalar_one())

    return OpenPoints(
        inbound=count(Inbound.state == "open"),
        tasks=count(Task.state == "open"),
        overdue=count(Task.state == "open", Task.due_at <= at),
        head=head,
    )


def _shifts() -> Select[Any]:
    return select(Shift.__table__, Officer.name.label("owner")).join_from(Shift, Officer, Shift.owner_id == Officer.id)


def _first_shift(connection: Connection, statement: Select[Any]) -> ShiftRow | None:
    row = connection.execute(statement).mappings().first()
    if row is None:
        return None
    posts = connection.execute(
        select(ShiftPost.post, ShiftPost.name, ShiftPost.phone)
        .where(ShiftPost.shift_id == row["id"])
        .order_by(ShiftPost.ordinal)
    )
    taken = tuple(PostLine(*post) for post in posts)
    span = Span(row["taken_at"], row["planned_from"], row["planned_to"], row["closed_at"])
    made = ShiftRow(
        id=row["id"], number=row["number"], planned_from=span.planned_from, planned_to=span.planned_to,
        taken_at=span.taken_at, closed_at=span.closed_at, owner_id=row["owner_id"], owner=row["owner"], posts=taken,
        first_number=row["first_number"], last_number=row["last_number"], taken_how=row["taken_how"],
        reason=row["reason"], turns=turns_of(taken, span, _stood(connection, row["id"], span)),
    )  # fmt: skip
    return made if span.closed_at is None else made.at(span.closed_at - _MOMENT)


def _stood(connection: Connection, shift_id: UUID, span: Span) -> list[Stood]:
    """Substitutions that may reach into a watch, in the order they were made."""
    own = _planned_in_their_own_right(span).label("rostered")
    wanted = select(*_SUBSTITUTION, Substitution.shift_id, own).where(Substitution.ends_at > span.taken_at)
    if span.closed_at is not None:
        wanted = wanted.where(Substitution.starts_at < span.closed_at)
    found = connection.execute(wanted.order_by(Substitution.at, Substitution.id))
    return [_noted(dict(row), shift_id) for row in found.mappings()]


def _planned_in_their_own_right(span: Span) -> Exists:
    return (
        exists()
        .where(RosterLine.active, RosterLine.post == Substitution.post, RosterLine.name == Substitution.stands_in)
        .where(RosterLine.starts_at < span.planned_to, RosterLine.ends_at > span.planned_from)
    )


def _noted(row: dict[str, Any], shift_id: UUID) -> Stood:
    exchanged = row.pop("shift_id") == shift_id
    return Stood(**row, exchanged=exchanged)


def sheet(connection: Connection, sheet_id: UUID) -> SheetRow | None:
    return _first_sheet(connection, select(Sheet.__table__).where(Sheet.id == sheet_id))


def running_sheet(connection: Connection) -> SheetRow | None:
    """The sheet of a hand-over under way."""
    return _first_sheet(connection, select(Sheet.__table__).where(Sheet.state.in_(("started", "signed"))))


def newest_sheet(connection: Connection, number: str | None = None) -> SheetRow | None:
    statement = select(Sheet.__table__).order_by(Sheet.cut_off_number.desc(), Sheet.cut_off_at.desc()).limit(1)
    if number is not None:
        statement = select(Sheet.__table__).where(Sheet.number == number)
    else:
        statement = statement.where(Sheet.state != "abandoned")
    return _first_sheet(connection, statement)


def accepted_of(connection: Connection, shift_id: UUID) -> SheetRow | None:
    """The sheet by which that shift was handed over."""
    wanted = select(Sheet.__table__).where(Sheet.shift_id == shift_id, Sheet.state == SheetState.ACCEPTED.value)
    return _first_sheet(connection, wanted)


def shift_after(connection: Connection, number: int) -> ShiftRow | None:
    return _first_shift(connection, _shifts().where(Shift.number > number).order_by(Shift.number).limit(1))


def sheets_with_differences(connection: Connection, since: datetime) -> list[SheetRow]:
    """Accepted sheets somebody found a difference to since an instant, the oldest first."""
    found = connection.execute(
        select(Sheet.id)
        .where(Sheet.state == SheetState.ACCEPTED.value)
        .where(Sheet.id.in_(select(SheetDifference.sheet_id).where(SheetDifference.at >= since)))
        .order_by(Sheet.cut_off_at)
    )
    rows = [sheet(connection, row.id) for row in found]
    return [row for row in rows if row is not None]


def _first_sheet(connection: Connection, statement: Select[Any]) -> SheetRow | None:
    row = connection.execute(statement).mappings().first()
    if row is None:
        return None
    return SheetRow(
        id=row["id"],
        number=row["number"],
        shift_id=row["shift_id"],
        state=SheetState(row["state"]),
        cut_off_at=row["cut_off_at"],
        cut_off_number=row["cut_off_number"],
        body=json.loads(row["body"]),
        digest=bytes(row["digest"]),
        remarks=row["remarks"],
        confirmations=_confirmations(connection, row["id"]),
        differences=_differences(connection, row["id"]),
        signatures=_signatures(connection, row["id"]),
    )


def _confirmations(connection: Connection, sheet_id: UUID) -> dict[str, dict[str, str]]:
    found = connection.execute(
        select(SheetConfirmation.item, SheetConfirmation.by_name, SheetConfirmation.at)
        .where(SheetConfirmation.sheet_id == sheet_id)
        .order_by(SheetConfirmation.at, SheetConfirmation.item)
    )
    return {row.item: {"by": row.by_name, "at": instant(row.at)} for row in found}


def _differences(connection: Connection, sheet_id: UUID) -> tuple[dict[str, str], ...]:
    found = connection.execute(
        select(SheetDifference.__table__, Task.number.label("task"))
        .outerjoin(Task, Task.id == SheetDifference.task_id)
        .where(SheetDifference.sheet_id == sheet_id)
        .order_by(SheetDifference.ordinal)
    ).mappings()
    return tuple(_difference(row) for row in found)


def _difference(row: Any) -> dict[str, str]:
    made = {"id": str(row["id"]), "text": row["text"], "answer": row["answer"], "by": row["by_name"]}
    made["at"] = instant(row["at"])
    return {**made, "task": row["task"]} if row["task"] else made


def _signatures(connection: Connection, sheet_id: UUID) -> tuple[dict[str, str], ...]:
    found = connection.execute(
        select(Signature.__table__).where(Signature.sheet_id == sheet_id).order_by(Signature.at)
    ).mappings()
    return tuple(_signature(row) for row in found)


def _signature(row: Any) -> dict[str, str]:
    """Only what there is: older signatures cover the shorter form of those before them."""
    made = {"part": row["part"], "name": row["name"], "at": instant(row["at"]), "digest": bytes(row["digest"]).hex()}
    if row["absent"]:
        made |= {"absent": row["absent"], "reason": row["reason"]}
    if row["part"] == "incoming":
        made["covers"] = ",".join(found["id"] for found in json.loads(row["signed"])["differences"])
    if row["part"] == "supplement":
        signed = json.loads(row["signed"])
        made |= {"side": signed["side"], "covers": ",".join(signed["covers"])}
    return made
