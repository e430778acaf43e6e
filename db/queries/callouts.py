"""Reads of calling by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, select

from db.models.people import Organisation
from db.models.warnings import Callout, CalloutRow, CalloutTry
from db.types import UtcDateTime

Row = dict[str, Any]
"""A row by the names of its columns."""


def one(connection: Connection, callout_id: UUID) -> Row | None:
    found = _all(connection, select(Callout.__table__).where(Callout.id == callout_id))
    return found[0] if found else None


def by_number(connection: Connection, number: str) -> UUID | None:
    return connection.execute(select(Callout.id).where(Callout.number == number)).scalar()


def newest(connection: Connection, limit: int, warning_id: UUID | None, *, running: bool) -> list[Row]:
    """Newest first; of a warning, or of all; only those that have not ended."""
    wanted = select(Callout.__table__).order_by(Callout.started_at.desc(), Callout.number.desc()).limit(limit)
    if warning_id is not None:
        wanted = wanted.where(Callout.warning_id == warning_id)
    if running:
        wanted = wanted.where(Callout.ended_at.is_(None))
    return _all(connection, wanted)


def rows(connection: Connection, callout_ids: Iterable[UUID]) -> list[Row]:
    """Rows of these callings in the order of calling."""
    wanted = select(CalloutRow.__table__).where(CalloutRow.callout_id.in_(list(callout_ids)))
    return _all(connection, wanted.order_by(CalloutRow.callout_id, CalloutRow.ordinal))


def unreached(connection: Connection, callout_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many rows of these callings nobody has answered for; callings without any are left out."""
    wanted = select(CalloutRow.callout_id, func.count()).where(
        CalloutRow.callout_id.in_(list(callout_ids)), CalloutRow.state.in_(("waiting", "visiting", "given_up"))
    )
    return {key: int(count) for key, count in connection.execute(wanted.group_by(CalloutRow.callout_id))}


def row(connection: Connection, row_id: UUID) -> Row | None:
    found = _all(connection, select(CalloutRow.__table__).where(CalloutRow.id == row_id))
    return found[0] if found else None


def tries(connection: Connection, callout_id: UUID) -> list[Row]:
    """Every attempt of a calling in order, also those that were undone and those that undo."""
    wanted = (
        select(CalloutTry.__table__)
        .join(CalloutRow, CalloutRow.id == CalloutTry.row_id)
        .where(CalloutRow.callout_id == callout_id)
    )
    return _all(connection, wanted.order_by(CalloutTry.number))


def tries_of(connection: Connection, row_id: UUID) -> list[Row]:
    """The same of one row."""
    wanted = select(CalloutTry.__table__).where(CalloutTry.row_id == row_id)
    return _all(connection, wanted.order_by(CalloutTry.number))


def standing(connection: Connection, callout_id: UUID, person_id: UUID, besides: UUID) -> list[UUID]:
    """Other rows of a calling that still wait and in whose chain that person stands."""
    asked = select(CalloutRow.id).where(
        CalloutRow.callout_id == callout_id, CalloutRow.id != besides, CalloutRow.state == "waiting",
        CalloutRow.chain.contains(str(person_id)),
    )  # fmt: skip
    return list(connection.execute(asked.order_by(CalloutRow.ordinal)).scalars())


def act_rows(connection: Connection, callout_id: UUID, person_id: UUID) -> list[Row]:
    """Attempts of a calling to reach that person, the oldest first."""
    wanted = (
        select(CalloutTry.__table__)
        .join(CalloutRow, CalloutRow.id == CalloutTry.row_id)
        .where(CalloutRow.callout_id == callout_id, CalloutTry.person_id == person_id)
    )
    return _all(connection, wanted.order_by(CalloutTry.number))


def last_tries(connection: Connection, callout_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each of these callings was last heard of: an attempt, or somebody has a row in hand since then."""
    newest = func.max(CalloutTry.at, type_=UtcDateTime())
    wanted = (
        select(CalloutRow.callout_id, newest)
        .join(CalloutRow, CalloutRow.id == CalloutTry.row_id)
        .where(CalloutRow.callout_id.in_(list(callout_ids)))
        .group_by(CalloutRow.callout_id)
    )
    return {found[0]: found[1] for found in connection.execute(wanted)}


def ended_open(connection: Connection, since: datetime) -> list[Row]:
    """Callings that ended since then with somebody unanswered, the first first."""
    left = select(CalloutRow.callout_id).where(CalloutRow.state.in_(("waiting", "visiting", "given_up")))
    wanted = select(Callout.__table__).where(Callout.ended_at >= since, Callout.id.in_(left))
    return _all(connection, wanted.order_by(Callout.ended_at))


def units_apart(connection: Connection) -> dict[UUID, str]:
    """Names of units without a place of their own: that of the unit above would be the name of all of them."""
    asked = select(Organisation.id, Organisation.short_name, Organisation.name).where(Organisation.place_id.is_(None))
    return {row[0]: row[1] or row[2] for row in connection.execute(asked)}


def of_incident(connection: Connection, incident_id: UUID) -> list[Row]:
    """Callings begun for an incident, the first first."""
    wanted = select(Callout.__table__).where(Callout.incident_id == incident_id)
    return _all(connection, wanted.order_by(Callout.started_at))


def _all(connection: Connection, wanted: Select[Any]) -> list[Row]:
    return [{str(name): value for name, value in found.items()} for found in connection.execute(wanted).mappings()]
