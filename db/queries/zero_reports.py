"""Reads about zero reports."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from db.models.inbound import Inbound
from db.models.places import Place
from db.models.routine import ZeroReport


def zero_reports(connection: Connection, day: date) -> dict[str, dict[str, Any]]:
    """What was said last for a day, by unit, with the number of the inbound item it led to."""
    found = connection.execute(
        select(ZeroReport.__table__, Inbound.number.label("inbound_number"))
        .outerjoin(Inbound, Inbound.id == ZeroReport.inbound_id)
        .where(ZeroReport.day == day)
        .order_by(ZeroReport.at, ZeroReport.id.desc())
    ).mappings()
    return {row["unit"]: dict(row) for row in found}


def towns(connection: Connection) -> list[str]:
    """Names of the county's towns, in the order of their codes."""
    found = connection.execute(
        select(Place.name).where(Place.level == "town", Place.placeholder.is_(False)).order_by(Place.code)
    )
    return list(found.scalars())


def inbound_of(connection: Connection, typed: str) -> tuple[UUID, str] | None:
    """The inbound item meant by a number, whole or only its running part: 12 means …-000012, of the newest year."""
    whole = connection.execute(select(Inbound.id, Inbound.number).where(Inbound.number == typed)).first()
    if whole is not None:
        return whole.id, whole.number
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        return None
    ending = f"%-{int(typed):06d}"
    found = connection.execute(
        select(Inbound.id, Inbound.number)
        .where(Inbound.number.like(ending))
        .order_by(Inbound.received_at.desc())
        .limit(1)
    ).first()
    return (found.id, found.number) if found is not None else None
