"""Reading the duty book: pages by number, search, ranges for export."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from console.domain.log import LogEntry
from console.domain.people import Actor, ActorKind, Role
from console.errors import Unavailable
from db.search import Question, fold, matches, question
from db.store import driver
from db.types import from_micros, to_micros

_ROW = (
    "l.number, l.id, l.occurred_at, l.recorded_at, l.kind, l.text, l.by_kind, l.by_id, l.by_name, l.by_role, "
    "l.corrects, l.place, l.person, l.digest, "
    "(SELECT max(c.number) FROM log_entry c WHERE c.corrects = l.number) AS corrected_by"
)
_INDEXED = (
    f"SELECT {_ROW} FROM log_search s CROSS JOIN log_entry l ON l.number = s.rowid "
    "WHERE log_search MATCH ? AND s.rowid < ? ORDER BY s.rowid DESC LIMIT ?"
)
_INDEXED_WITHIN = _INDEXED.replace("ORDER BY", "AND s.rowid >= ? AND (? = '' OR l.kind = ?) ORDER BY")
_SCAN = f"SELECT {_ROW} FROM log_entry l WHERE l.number < ? ORDER BY l.number DESC LIMIT ?"
_SCAN_WITHIN = _SCAN.replace("ORDER BY", "AND l.number >= ? AND (? = '' OR l.kind = ?) ORDER BY")
_PAGE = f"SELECT {_ROW} FROM log_entry l WHERE l.number BETWEEN ? AND ? ORDER BY l.number DESC"
_NEWEST = 1 << 62
_BATCH = 500


def entry_of(row: Any) -> LogEntry:
    """A database row as a value of the domain; ``Unavailable`` when no such line can have been written."""
    try:
        return _entry(row)
    except (ValueError, TypeError, OverflowError) as error:
        raise Unavailable("store_corrupt", f"log_entry {row[0]}: {error}") from error


def _entry(row: Any) -> LogEntry:
    return LogEntry(
        number=row[0],
        id=UUID(row[1]),
        occurred_at=from_micros(row[2]),
        recorded_at=from_micros(row[3]),
        kind=row[4],
        text=row[5],
        by=_actor(row[6], row[7], row[8], row[9]),
        corrects=row[10],
        place=row[11],
        person=row[12],
        digest=bytes(row[13]),
        corrected_by=row[14],
    )


@lru_cache(maxsize=256)
def _actor(kind: str, key: str | None, name: str, role: str | None) -> Actor:
    """Few people write many lines: each is made once."""
    return Actor(ActorKind(kind), name, UUID(key) if key else None, Role(role) if role else None)


def count(connection: Connection) -> int:
    """How many lines the book has: its newest number, for they run without a gap."""
    (number,) = driver(connection).execute("SELECT number FROM book_head WHERE book = 'duty'").fetchone()
    return int(number)


def page(connection: Connection, first: int, last: int, kind: str = "") -> list[LogEntry]:
    """Lines with numbers from ``first`` to ``last``, both included, of one kind or all, newest first."""
    only, asked = (" AND l.kind = ?", (first, last, kind)) if kind else ("", (first, last))
    rows = driver(connection).execute(
        f"SELECT {_ROW} FROM log_entry l WHERE l.number BETWEEN ? AND ?{only} ORDER BY l.number DESC", asked
    )
    return [entry_of(row) for row in rows]


def numbers_of_kind(connection: Connection, kind: str, first: int, last: int) -> array[int]:
    """The numbers of that kind's lines in an interval, oldest first: 8 bytes each, from the index alone."""
    rows = connection.exec_driver_sql(
        "SELECT number FROM log_entry WHERE kind = ? AND number BETWEEN ? AND ? ORDER BY number", (kind, first, last)
    )
    return array("q", rows.scalars())


def number_from(connection: Connection, at: datetime) -> int | None:
    """The lowest number recorded at that instant or later; None when there is none yet.

    Asked of the index of times alone (``+``): where a clock was set back, earlier times stand behind later ones.
    """
    statement = "SELECT min(+number) FROM log_entry WHERE recorded_at >= ?"
    number: int | None = connection.exec_driver_sql(statement, (to_micros(at),)).scalar_one()
    return number


def number_before(connection: Connection, at: datetime) -> int | None:
    """The highest number recorded before that instant; None when there is none."""
    statement = "SELECT max(+number) FROM log_entry WHERE recorded_at < ?"
    number: int | None = connection.exec_driver_sql(statement, (to_micros(at),)).scalar_one()
    return number


def newest(connection: Connection, limit: int) -> list[LogEntry]:
    return [entry_of(row) for row in driver(connection).execute(_SCAN, (_NEWEST, limit))]


def between(connection: Connection, start: datetime | None = None, end: datetime | None = None) -> Iterator[LogEntry]:
    """Lines recorded from ``start`` (included) to ``end`` (not), in the order of the book."""
    low = to_micros(start) if start else -_NEWEST
    high = to_micros(end) if end else _NEWEST
    rows = driver(connection).execute(
        f"SELECT {_ROW} FROM log_entry l WHERE l.recorded_at >= ? AND l.recorded_at < ? ORDER BY l.number",
        (low, high),
    )
    for row in rows:
        yield entry_of(row)


@dataclass(frozen=True, slots=True)
class Within:
    """Where to look: numbers from ``first`` to ``last``, both included, and one kind or all."""

    first: int = 0
    last: int = _NEWEST - 1
    kind: str = ""

    def has(self, entry: LogEntry) -> bool:
        return self.first <= entry.number <= self.last and self.kind in ("", entry.kind)


EVERYWHERE = Within()


def search(
    connection: Connection, asked: str | Sequence[str], limit: int, within: Within = EVERYWHERE
) -> list[LogEntry]:
    """The newest ``limit`` lines in which every word stands (text, place, person or the line's number)."""
    wanted = question(asked)
    if not wanted.words:
        return newest(connection, limit)
    found = [entry for entry in _by_number(connection, wanted) if within.has(entry)]
    taken = {entry.number for entry in found}
    for entry in _candidates(connection, wanted, limit, within):
        if entry.number not in taken:
            found.append(entry)
    return sorted(found, key=lambda entry: -entry.number)[:limit]


def _by_number(connection: Connection, wanted: Question) -> list[LogEntry]:
    """A word of digits is also asked for as a number; the other words must stand in that line."""
    found: dict[int, LogEntry] = {}
    for word in wanted.words:
        if word.isascii() and word.isdigit() and len(word) < 16:
            others = tuple(other for other in wanted.words if other != word)
            for entry in page(connection, int(word), int(word)):
                if has_all(entry, others):
                    found[entry.number] = entry
    return list(found.values())


def _candidates(connection: Connection, wanted: Question, limit: int, within: Within) -> Iterator[LogEntry]:
    """Hits from the index, or from the rows themselves where no word can use it, newest first."""
    below, given = within.last + 1, 0
    batch = limit if wanted.exact else _BATCH
    while given < limit:
        rows = _batch(connection, wanted.expression, below, batch, within)
        for row in rows:
            entry = entry_of(row)
            if wanted.exact or has_all(entry, wanted.words):
                yield entry
                given += 1
        if len(rows) < batch:
            return
        below = rows[-1][0]


def _batch(connection: Connection, expression: str, below: int, batch: int, within: Within) -> Sequence[Any]:
    asked: tuple[Any, ...] = (expression, below) if expression else (below,)
    statement = _INDEXED if expression else _SCAN
    if within != EVERYWHERE:
        statement = _INDEXED_WITHIN if expression else _SCAN_WITHIN
        asked = (*asked, within.first, within.kind, within.kind)
    rows: list[Any] = driver(connection).execute(statement, (*asked, batch)).fetchall()
    return rows


def has_all(entry: LogEntry, words: tuple[str, ...]) -> bool:
    """The plain meaning of a search, on a row: each word stands in one of the fields or is the number."""
    fields = [fold(entry.text), fold(entry.place), fold(entry.person), fold(entry.by.name)]
    return all(str(entry.number) == word or any(matches(text, (word,)) for text in fields if text) for word in words)
