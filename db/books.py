"""Appending to the two books and walking them. The hot path: driver SQL inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from console.domain.log import Added, NewEntry
from console.domain.people import Actor
from console.errors import Refused, Unavailable
from db import sqlite
from db.chain import GENESIS, canonical, dashed, line_digest, stored_instant
from db.search import index_text
from db.store import Tx, driver, filling
from db.types import from_micros, new_key, to_micros

DUTY = "duty"
AUDIT = "audit"
TABLE = {DUTY: "log_entry", AUDIT: "audit_entry"}

_COLUMNS = (
    "number, id, occurred_at, recorded_at, kind, text, place, person, "
    "by_kind, by_id, by_name, by_role, corrects, payload, prev, digest"
)
INSERT = {book: f"INSERT INTO {table} ({_COLUMNS}) VALUES ({', '.join('?' * 16)})" for book, table in TABLE.items()}
_FILL = {book: filling(table, _COLUMNS.split(", "), {"by_id", "by_role", "corrects"}) for book, table in TABLE.items()}
_HEAD = "SELECT number, digest FROM book_head WHERE book = ?"
MOVE_HEAD = "UPDATE book_head SET number = ?, digest = ? WHERE book = ?"
_KNOWN = "number, recorded_at, occurred_at, kind, text, place, person, corrects, payload"
_SEEN = {book: f"SELECT {_KNOWN} FROM {table} WHERE id = ?" for book, table in TABLE.items()}
INDEX = "INSERT INTO log_search (rowid, text, place, person) VALUES (?, ?, ?, ?)"


def append(tx: Tx, book: str, entry: NewEntry, *, at: datetime) -> Added:
    """Write one line behind the newest; a known id with the same content answers the first, else it is refused."""
    seen = _seen(tx, book, entry)
    if seen is not None:
        return seen
    newest, prev = _head(tx.run(_HEAD, (book,)).fetchone(), book)
    if entry.corrects is not None:
        _require_correctable(tx, book, entry.corrects, newest)
    number = newest + 1
    row = chained(entry, tx.by, number, at, prev)
    tx.run(INSERT[book], row)
    tx.run(MOVE_HEAD, (number, row[-1], book))
    if book == DUTY:
        tx.run(INDEX, indexed(entry, tx.by, number))
    return Added(entry.id, number, at)


class Pen:
    """Many new lines of one transaction, written together: the head is read and moved once, by ``flush``.

    Whoever appends otherwise in between flushes first. Ids are new ones: nobody asks whether they were seen before.
    """

    def __init__(self, tx: Tx, book: str) -> None:
        self._tx, self._book = tx, book
        self._head: tuple[int, bytes] | None = None
        self._rows: list[tuple[Any, ...]] = []
        self._index: list[tuple[Any, ...]] = []
        self._tokens: dict[str, str] = {}

    def write(
        self, text: str, kind: str, payload: str, by: Actor, *, at: datetime, occurred_at: datetime, place: str
    ) -> None:
        """One line behind the newest, its payload in the canonical form; it is in the store after ``flush``."""
        if self._head is None:
            self._head = _head(self._tx.run(_HEAD, (self._book,)).fetchone(), self._book)
        number, prev = self._head
        about = (new_key(), to_micros(occurred_at), to_micros(at), kind, text, place, "", *_by(by), None, payload)
        row = _behind(prev, (number + 1, *about))
        self._rows.append(_filled(row))
        self._head = (number + 1, row[-1])
        if self._book == DUTY:
            self._index.append((number + 1, index_text(text), self._told(place), self._told(by.name)))

    def flush(self) -> None:
        """Put down what was written."""
        if self._head is None:
            return
        self._tx.run_many(_FILL[self._book], self._rows)
        self._tx.run_many(INDEX, self._index)
        self._tx.run(MOVE_HEAD, (*self._head, self._book))
        self._rows, self._index, self._head = [], [], None

    def _told(self, text: str) -> str:
        """Places and names are said again and again."""
        if text not in self._tokens:
            self._tokens[text] = index_text(text)
        return self._tokens[text]


def chained(entry: NewEntry, by: Actor, number: int, at: datetime, prev: bytes) -> tuple[Any, ...]:
    """A new line as ``INSERT`` stores it behind the line with digest ``prev``; its own digest is the last column."""
    row = (
        number,
        entry.id.hex,
        to_micros(entry.occurred_at or at),
        to_micros(at),
        str(entry.kind),
        entry.text,
        entry.place,
        entry.person,
        *_by(by),
        entry.corrects,
        _stored_payload(entry),
    )
    return _behind(prev, row)


def _by(actor: Actor) -> tuple[str, str | None, str, str | None]:
    return (
        actor.kind.value,
        actor.id.hex if actor.id else None,
        actor.name,
        actor.role.value if actor.role else None,
    )


def _behind(prev: bytes, row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*row, prev, line_digest(prev, _line_of(row)))


def _filled(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row of ``chained`` as ``filling`` wants it."""
    *before, by_id, by_name, by_role, corrects, payload, prev, digest = row
    return (
        *before, by_id or "", by_name, by_role or "", corrects or "", payload, bytearray(prev), bytearray(digest),
    )  # fmt: skip


def indexed(entry: NewEntry, by: Actor, number: int) -> tuple[Any, ...]:
    """What ``INDEX`` stores about a line of the duty book."""
    persons = f"{entry.person} {by.name}" if entry.person else by.name
    return number, index_text(entry.text), index_text(entry.place), index_text(persons)


def _stored_payload(entry: NewEntry) -> str:
    return canonical(entry.payload).decode() if entry.payload else "{}"


def has(tx: Tx, book: str, entry_id: UUID) -> bool:
    """Whether a line of that id stands in the book."""
    return tx.run(_SEEN[book], (entry_id.hex,)).fetchone() is not None


def _seen(tx: Tx, book: str, entry: NewEntry) -> Added | None:
    row = tx.run(_SEEN[book], (entry.id.hex,)).fetchone()
    if row is None:
        return None
    number, recorded, occurred, *content = row
    same = content == [entry.kind, entry.text, entry.place, entry.person, entry.corrects, _stored_payload(entry)]
    if not same or (entry.occurred_at is not None and occurred != to_micros(entry.occurred_at)):
        raise Refused("id_taken", id=str(entry.id), number=number)
    return Added(entry.id, number, from_micros(recorded), existing=True)


def _require_correctable(tx: Tx, book: str, number: int, newest: int) -> None:
    """A line of this book that is there and not corrected yet: what was said last is what is corrected."""
    if not 0 < number <= newest:
        raise Refused("no_such_entry", number=number)
    last = standing(tx.connection, book, number)
    if last != number:
        raise Refused("already_corrected", number=number, by=last)


def standing(connection: Connection, book: str, number: int) -> int:
    """The line whose words count now for that one: itself, or the newest behind its corrections."""
    statement = f"SELECT max(number) FROM {TABLE[book]} WHERE corrects = ? AND number > ?"
    while True:
        (by,) = driver(connection).execute(statement, (number, number)).fetchone()
        if by is None:
            return number
        number = int(by)


@dataclass(frozen=True, slots=True)
class Walked:
    """A book as walked from its first line: how many lines, and the head."""

    book: str
    count: int
    head: bytes


def head_of(connection: Connection, book: str) -> tuple[int, bytes]:
    """Number and digest of the newest line, as the head record has it."""
    number, digest = _head(connection.exec_driver_sql(_HEAD, (book,)).first(), book)
    return int(number), bytes(digest)


def _head(row: Any, book: str) -> tuple[int, bytes]:
    if row is None:
        raise Unavailable("store_corrupt", f"no head of the {book} book")
    return row[0], row[1]


def digest_at(connection: Connection, book: str, number: int) -> bytes | None:
    """The stored digest of one line; None where there is no such line."""
    row = driver(connection).execute(f"SELECT digest FROM {TABLE[book]} WHERE number = ?", (number,)).fetchone()
    return None if row is None else bytes(row[0])


def walk(
    connection: Connection, book: str, after: int = 0, prev: bytes = GENESIS, limit: int = -1
) -> Iterator[tuple[int, bytes, str, str | None]]:
    """Lines in order: number, digest, payload, and what is wrong with it (None when nothing is).

    All of them, or at most ``limit`` behind line ``after``, whose digest is ``prev``. A line that is wrong is followed
    by its stored digest, so that each fault is told once; one without a digest (``b""``) by whatever comes.
    """
    expected = after + 1
    for number, row in _rows(connection, book, after, limit):
        if row is None:
            digest = _digest_alone(connection, book, number)
            yield number, digest, "{}", "line_changed"
        else:
            digest = _as_digest(row[15])
            yield number, digest, row[13], _wrong(row, expected, prev)
        prev, expected = digest, number + 1


_Row = tuple[int, Sequence[Any] | None]
"""Number and stored columns of a line; None for one that cannot be read as the program writes it."""


def _rows(connection: Connection, book: str, after: int, limit: int) -> Iterator[_Row]:
    at, left, stuck = after, limit, True
    while stuck:
        at, left, stuck = yield from _quickly(connection, book, at, left)
        if stuck:
            at, left = yield from _singly(connection, book, at, left)


def _quickly(connection: Connection, book: str, at: int, left: int) -> Generator[_Row, None, tuple[int, int, bool]]:
    """As long as lines can be read; where it stopped, and whether a line was in the way."""
    statement = f"SELECT {_COLUMNS} FROM {TABLE[book]} WHERE number > ? ORDER BY number LIMIT ?"
    try:
        rows = driver(connection).execute(statement, (at, left))
        while (row := rows.fetchone()) is not None:
            at, left = row[0], left - 1
            yield at, row
    except Exception as error:
        if not sqlite.unreadable(error):
            raise
        return at, left, True
    return at, left, False


def _singly(connection: Connection, book: str, at: int, left: int) -> Generator[_Row, None, tuple[int, int]]:
    """Up to the line in the way: the driver reads one ahead and fails a line too early."""
    run = driver(connection).execute
    while left and (number := run(f"SELECT min(number) FROM {TABLE[book]} WHERE number > ?", (at,)).fetchone()[0]):
        row = _single(connection, book, number)
        at, left = number, left - 1
        yield at, row
        if row is None:
            break
    return at, left


def _single(connection: Connection, book: str, number: int) -> Sequence[Any] | None:
    try:
        statement = f"SELECT {_COLUMNS} FROM {TABLE[book]} WHERE number = ?"
        found: Sequence[Any] | None = driver(connection).execute(statement, (number,)).fetchone()
    except Exception as error:
        if not sqlite.unreadable(error):
            raise
        return None
    return found


def _digest_alone(connection: Connection, book: str, number: int) -> bytes:
    statement = f"SELECT CAST(digest AS BLOB) FROM {TABLE[book]} WHERE number = ?"
    return _as_digest(driver(connection).execute(statement, (number,)).fetchone()[0])


def _as_digest(value: Any) -> bytes:
    """A stored digest; empty for what is none."""
    return value if isinstance(value, bytes) and len(value) == len(GENESIS) else b""


def _wrong(row: Sequence[Any], expected: int, prev: bytes) -> str | None:
    """What is wrong with the line that should follow: a code of console.words, None when nothing is."""
    if row[0] != expected:
        return "number_missing" if row[0] > expected else "number_twice"
    try:
        follows = row[14] == prev if prev else len(_as_digest(row[14])) > 0
        return None if follows and row[15] == line_digest(row[14], _line_of(row)) else "line_changed"
    except Exception as error:
        if not sqlite.unreadable(error):
            raise
        return "line_changed"


def _line_of(row: Sequence[Any]) -> tuple[str | int | None, ...]:
    """What a digest covers, from the stored columns: all but ``prev`` and ``digest``, as ``chain.LINE`` has it."""
    by_id = dashed(row[9]) if row[9] else None
    occurred, recorded = stored_instant(row[2]), stored_instant(row[3])
    return (
        by_id, row[8], row[10], row[11], row[12], dashed(row[1]), row[4], row[0], occurred, row[13], row[7], row[6],
        recorded, row[5],
    )  # fmt: skip
