"""The duty log: add, correct, look up, verify."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from console.domain.clock import Clock
from console.domain.log import Added, LogEntry, NewEntry
from console.domain.people import Action, Actor, require
from console.domain.text import checked_text
from console.errors import Refused
from db import books, checking
from db.queries import log as log_query
from db.store import Store, Tx


class LogService:
    """Use cases of the duty log."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(self, entry: NewEntry, *, by: Actor) -> Added:
        """Record one line; back only after the durable commit."""
        (result,) = self.add_all([entry], by=by)
        if isinstance(result, Refused):
            raise result
        return result

    def add_all(self, entries: Sequence[NewEntry], *, by: Actor) -> list[Added | Refused]:
        """Record lines that wait together in one durable commit; a refused one does not hold up the rest."""
        results: list[Added | Refused] = []
        ready: list[NewEntry | Refused] = []
        for entry in entries:
            try:
                require(by, Action.RECORD if entry.corrects is None else Action.CORRECT)
                ready.append(checked(entry))
            except Refused as refused:
                ready.append(refused)
        with self._store.writing(by=by) as tx:
            for entry_or_refused in ready:
                results.append(_append(tx, entry_or_refused, self._clock.now()))
        return results

    def newest(self, limit: int = 50) -> list[LogEntry]:
        with self._store.reading() as connection:
            return log_query.newest(connection, limit)

    def page(self, first: int, last: int) -> list[LogEntry]:
        with self._store.reading() as connection:
            return log_query.page(connection, first, last)

    def count(self) -> int:
        with self._store.reading() as connection:
            return log_query.count(connection)

    def search(self, asked: str | Sequence[str], limit: int = 50) -> list[LogEntry]:
        """Every word must stand in the line (each a phrase), newest first."""
        with self._store.reading() as connection:
            return log_query.search(connection, asked, limit)

    def between(self, start: datetime | None, end: datetime | None) -> Iterable[LogEntry]:
        """Lines recorded in a half-open interval, streamed in the order of the book."""
        with self._store.reading() as connection:
            yield from log_query.between(connection, start, end)

    def verify(self) -> checking.Checked:
        """Walk both books, hold them against their heads, the records and the sheets."""
        with self._store.reading() as connection:
            return checking.everything(connection)


def checked(entry: NewEntry) -> NewEntry:
    """The entry with its texts checked as they will be stored."""
    text = checked_text(entry.text)
    return NewEntry(
        entry.id,
        text,
        entry.kind,
        entry.occurred_at,
        entry.corrects,
        entry.place,
        entry.person,
        entry.payload,
    )


def _append(tx: Tx, entry: NewEntry | Refused, at: datetime) -> Added | Refused:
    if isinstance(entry, Refused):
        return entry
    try:
        return books.append(tx, books.DUTY, entry, at=at)
    except Refused as refused:
        return refused
