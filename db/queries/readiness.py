"""Reads of whether a shift can begin: verified numbers, and who was told of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, select

from db.models.books import LogLine
from db.models.people import PhoneNumber


def verified(connection: Connection, person_ids: Collection[UUID]) -> dict[tuple[UUID, str], date | None]:
    """When each number of these persons was verified last."""
    asked = select(PhoneNumber.person_id, PhoneNumber.number, PhoneNumber.verified_on)
    found = connection.execute(asked.where(PhoneNumber.person_id.in_(person_ids)))
    return {(row.person_id, row.number): row.verified_on for row in found}


def written(connection: Connection, kind: str, texts: Collection[str], since: datetime) -> set[str]:
    """Which of these lines stand in the log since then."""
    asked = select(LogLine.text).where(LogLine.recorded_at >= since, LogLine.kind == kind, LogLine.text.in_(texts))
    return set(connection.execute(asked).scalars())
