"""Appending to the two books and walking them. The hot path: driver SQL inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from console.domain.log import Added, NewEntry
from console.errors import Refused
from db.chain import GENESIS, canonical, instant, line_digest
from db.search import index_text
from db.store import Tx
from db.types import from_micros, to_micros

DUTY = "duty"
AUDIT = "audit"
TABLE = {DUTY: "log_entry", AUDIT: "audit_entry"}

_COLUMNS = (
    "number, id, occurred_at, recorded_at, kind, text, place, person, "
    "by_kind, by_id, by_name, by_role, corrects, payload, prev, digest"
)
_INSERT = {book: f"INSERT INTO {table} ({_COLUMNS}) VALUES ({', '.join('?' * 16)})" for book, table in TABLE.items()}
_HEAD = "SELECT number, digest FROM book_head WHERE book = ?"
_MOVE_HEAD = "UPDATE book_head SET number = ?, digest = ? WHERE book = ?"
_SEEN = "SELECT number, recorded_at, occurred_at, kind, text, place, person, corrects, payload FROM {} WHERE id = ?"
_INDEX = "INSERT INTO log_search (rowid, text, place, person) VALUES (?, ?, ?, ?)"


def append(tx: Tx, book: str, entry: NewEntry, *, at: datetime) -> Added:
    """Write one line behind the newest; a known id with the same content answers the first, else it is refused."""
    run = tx.connection.exec_driver_sql
    seen = _seen(tx.connection, book, entry)
    if seen is not None:
        return seen
    if entry.corrects is not None:
        _require_line(tx.connection, book, entry.corrects)
    number, prev = run(_HEAD, (book,)).one()
    number += 1
    payload = canonical(entry.payload).decode() if entry.payload else "{}"
    occurred = entry.occurred_at or at
    by = tx.by
    line = canonical_line(
        number=number,
        id=str(entry.id),
        occurred_at=instant(occurred),
        recorded_at=instant(at),
        kind=entry.kind,
        text=entry.text,
        place=entry.place,
        person=entry.person,
        by_kind=by.kind.value,
        by_id=str(by.id) if by.id else None,
        by_name=by.name,
        by_role=by.role.value if by.role else None,
        corrects=entry.corrects,
        payload=payload,
    )
    digest = line_digest(prev, line)
    run(
        _INSERT[book],
        (
            number,
            entry.id.hex,
            to_micros(occurred),
            to_micros(at),
            str(entry.kind),
            entry.text,
            entry.place,
            entry.person,
            by.kind.value,
            by.id.hex if by.id else None,
            by.name,
            by.role.value if by.role else None,
            entry.corrects,
            payload,
            prev,
            digest,
        ),
    )
    run(_MOVE_HEAD, (number, digest, book))
    if book == DUTY:
        run(
            _INDEX,
            (number, index_text(entry.text), index_text(entry.place), index_text(_persons(entry, by.name))),
        )
    return Added(entry.id, number, at)


def _persons(entry: NewEntry, by_name: str) -> str:
    return f"{entry.person} {by_name}" if entry.person else by_name


def canonical_line(**columns: Any) -> dict[str, Any]:
    """The JSON object a digest covers: every column but ``prev`` and ``digest`` (docs/decisions/0003)."""
    columns["kind"] = str(columns["kind"])
    return columns


def _seen(connection: Connection, book: str, entry: NewEntry) -> Added | None:
    row = connection.exec_driver_sql(_SEEN.format(TABLE[book]), (entry.id.hex,)).first()
    if row is None:
        return None
    number, recorded, occurred, kind, text, place, person, corrects, payload = row
    same = (
        kind == entry.kind
        and text == entry.text
        and place == entry.place
        and person == entry.person
        and corrects == entry.corrects
        and (entry.occurred_at is None or occurred == to_micros(entry.occurred_at))
        and payload == (canonical(entry.payload).decode() if entry.payload else "{}")
    )
    if not same:
        raise Refused("id_taken", id=str(entry.id), number=number)
    return Added(entry.id, number, from_micros(recorded), existing=True)


def _require_line(connection: Connection, book: str, number: int) -> None:
    found = connection.exec_driver_sql(f"SELECT 1 FROM {TABLE[book]} WHERE number = ?", (number,)).first()
    if found is None:
        raise Refused("no_such_entry", number=number)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong: in which book or table, at which number or key, and what (a code of console.words)."""

    where: str
    at: str
    what: str


@dataclass(frozen=True, slots=True)
class Walked:
    """A book as walked from its first line: how many lines, and the head."""

    book: str
    count: int
    head: bytes


def head_of(connection: Connection, book: str) -> tuple[int, bytes]:
    """Number and digest of the newest line, as the head record has it."""
    number, digest = connection.exec_driver_sql(_HEAD, (book,)).one()
    return int(number), bytes(digest)


def walk(connection: Connection, book: str) -> Iterator[tuple[int, bytes, str, str | None]]:
    """Every line in order: its number, digest, payload, and what is wrong with it (None when nothing is)."""
    prev, expected = GENESIS, 1
    rows = connection.execution_options(stream_results=True, yield_per=2000).exec_driver_sql(
        f"SELECT {_COLUMNS} FROM {TABLE[book]} ORDER BY number"
    )
    for row in rows:
        digest = line_digest(prev, _line_of(row))
        wrong = None
        if row.number != expected:
            wrong = "number_missing" if row.number > expected else "number_twice"
        elif bytes(row.prev) != prev or bytes(row.digest) != digest:
            wrong = "line_changed"
        yield row.number, bytes(row.digest), row.payload, wrong
        prev, expected = bytes(row.digest), expected + 1


def _line_of(row: Any) -> dict[str, Any]:
    return canonical_line(
        number=row.number,
        id=str(UUID(row.id)),
        occurred_at=instant(from_micros(row.occurred_at)),
        recorded_at=instant(from_micros(row.recorded_at)),
        kind=row.kind,
        text=row.text,
        place=row.place,
        person=row.person,
        by_kind=row.by_kind,
        by_id=str(UUID(row.by_id)) if row.by_id else None,
        by_name=row.by_name,
        by_role=row.by_role,
        corrects=row.corrects,
        payload=row.payload,
    )
