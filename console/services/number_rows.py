"""Shared steps about the rows of somebody's numbers: which counts, where a new one goes, none of them twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from console.domain.contact_book import dial_rank, written
from console.errors import Refused
from db.models.people import PhoneNumber
from db.store import Tx


def current_number(tx: Tx, phone_id: UUID, today: date) -> PhoneNumber:
    """Somebody's number that counts on that day. Refuses no_such_number."""
    row = tx.session.get(PhoneNumber, phone_id)
    if row is None or row.person_id is None or (row.valid_to is not None and row.valid_to <= today):
        raise Refused("no_such_number")
    return row


def placed(had: Sequence[PhoneNumber], made: PhoneNumber) -> list[PhoneNumber]:
    """Behind those of its kind."""
    at = sum(dial_rank(one.kind) <= dial_rank(made.kind) for one in had)
    return [*had[:at], made, *had[at:]]


def require_new(had: Iterable[PhoneNumber], made: PhoneNumber) -> None:
    """Refuses number_there: nobody has one number twice."""
    if any(said(one) == said(made) or (one.digits and _line_of(one) == _line_of(made)) for one in had):
        raise Refused("number_there", number=made.number)


def said(row: PhoneNumber) -> str:
    """As it is read out and dialled."""
    return written(row.number, row.extension)


def in_order(rows: Sequence[PhoneNumber]) -> list[PhoneNumber]:
    """Numbered from 1; those whose place changed."""
    moved = [row for at, row in enumerate(rows, 1) if row.dial_order != at]
    for at, row in enumerate(rows, 1):
        row.dial_order = at
    return moved


def _line_of(row: PhoneNumber) -> tuple[str, str]:
    return row.digits, row.extension
