"""Shared step of every use case: the line a book gets about an act on records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from console.domain.log import Added, NewEntry
from db import books, records
from db.base import Base
from db.store import Tx


def write(
    tx: Tx,
    book: str,
    kind: str,
    text: str,
    *,
    at: datetime,
    about: Iterable[Base] = (),
    occurred_at: datetime | None = None,
    place: str = "",
    person: str = "",
    entry_id: UUID | None = None,
    **more: Any,
) -> Added:
    """One line about these rows, carrying their whole new content; with a new id unless it has one of its own."""
    payload = records.payload(tx, book, about, **more)
    entry = NewEntry(entry_id or uuid4(), text, kind, occurred_at, None, place, person, payload)
    return books.append(tx, book, entry, at=at)
