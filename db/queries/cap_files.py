"""Reads of CAP files that were taken in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, select

from db.models.books import AuditLine, LogLine
from db.models.warnings import CapFile, WarningMessage

LATELY = 20_000
Row = dict[str, Any]
"""A file with the number of the draft it became."""


def by_digest(connection: Connection, digest: bytes) -> Row | None:
    return _first(connection, _files().where(CapFile.attachment_digest == digest))


def by_name(connection: Connection, sender: str, identifier: str) -> Row | None:
    """The message of that sender with that identifier: there is one at most."""
    return _first(connection, _files().where(CapFile.sender == sender, CapFile.identifier == identifier))


def newest(connection: Connection, limit: int) -> Sequence[Row]:
    """The one that came last first."""
    asked = _files().order_by(CapFile.received_at.desc(), CapFile.id).limit(limit)
    return [dict(row) for row in connection.execute(asked).mappings()]


def of_warning(connection: Connection, warning_id: UUID) -> Row | None:
    """The file a draft was made of; None where somebody wrote it here."""
    return _first(connection, _files().where(CapFile.warning_id == warning_id))


def refused(connection: Connection, begins: str, limit: int) -> Sequence[Row]:
    """Lines of both books that begin so, the newest first: ``text``, ``at``, ``by_name``. Of each book no more than
    its last ``LATELY`` lines are looked at."""
    made: list[Row] = []
    for line in (LogLine, AuditLine):
        last = select(func.coalesce(func.max(line.number), 0)).scalar_subquery()
        asked = (
            select(line.text, line.recorded_at.label("at"), line.by_name)
            .where(line.number > last - LATELY, line.text.startswith(begins, autoescape=True))
            .order_by(line.number.desc())
            .limit(limit)
        )
        made += [dict(row) for row in connection.execute(asked).mappings()]
    return sorted(made, key=lambda row: row["at"], reverse=True)[:limit]


def _files() -> Select[Any]:
    return select(CapFile.__table__, WarningMessage.number.label("warning_number")).outerjoin(
        WarningMessage, WarningMessage.id == CapFile.warning_id
    )


def _first(connection: Connection, asked: Select[Any]) -> Row | None:
    found = connection.execute(asked.limit(1)).mappings().first()
    return dict(found) if found is not None else None
