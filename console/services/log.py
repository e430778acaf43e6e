"""The duty log: add, correct, look up, verify."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from console.config import DataDir
from console.domain.clock import Clock
from console.domain.log import Added, Extract, LogEntry, NewEntry, Span
from console.domain.people import Action, Actor, require
from console.domain.settings import zone
from console.domain.stated import is_ahead, require_past
from console.domain.text import checked_text
from console.errors import Refused
from console.services.settings import current
from db import books, checking
from db.queries import log as log_query
from db.search import question, spans
from db.store import Store, Tx

_STEP = 1000
"""Lines read at once for an extract."""


class LogService:
    """Use cases of the duty log."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(self, entry: NewEntry, *, by: Actor) -> Added:
        """Record one line; back only after the durable commit.

        A correction points at a line that is there and not corrected yet: Refused("already_corrected", number=, by=)
        names the one to correct instead.
        """
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

    def page(self, first: int, last: int, kind: str = "") -> list[LogEntry]:
        """Lines with numbers from ``first`` to ``last``, of one kind or all, newest first."""
        with self._store.reading() as connection:
            return log_query.page(connection, first, last, kind)

    def numbers(self, wanted: Extract, above: int = 0) -> Sequence[int]:
        """The numbers of an extract greater than ``above``, oldest first; a plain ``range`` where nothing is left out.

        Asked by keys only, so that the newest lines of a million cost what the newest of a thousand do.
        """
        with self._store.reading() as connection:
            within = _within(connection, wanted)
            first, last = max(within.first, above + 1), within.last
            if not within.kind:
                return range(first, max(first, last + 1))
            return log_query.numbers_of_kind(connection, within.kind, first, last)

    def standing(self, number: int) -> LogEntry:
        """The line whose words count now for that one: itself, or the newest of its corrections.

        Refused("no_such_entry") where the book has no such line.
        """
        with self._store.reading() as connection:
            if 0 < number <= log_query.count(connection):
                last = books.standing(connection, books.DUTY, number)
                for entry in log_query.page(connection, last, last):
                    return entry
        raise Refused("no_such_entry", number=number)

    def number_at(self, at: datetime) -> int | None:
        """The first line recorded at that instant or later, else the newest; None in an empty book."""
        with self._store.reading() as connection:
            return log_query.number_from(connection, at) or log_query.count(connection) or None

    def extract(self, wanted: Extract) -> Iterator[LogEntry]:
        """The lines of an extract in the order of the book, read in steps, so that no reader stays open for long."""
        with self._store.reading() as connection:
            within = _within(connection, wanted)
        for first in range(within.first, within.last + 1, _STEP):
            page = self.page(first, min(first + _STEP - 1, within.last), within.kind)
            yield from (entry for entry in reversed(page) if wanted.covers(entry.recorded_at))

    def count(self) -> int:
        with self._store.reading() as connection:
            return log_query.count(connection)

    def search(self, asked: str | Sequence[str], limit: int = 50, within: Extract | None = None) -> list[LogEntry]:
        """Every word must stand in the line (each a phrase), newest first; in the whole book or an extract."""
        with self._store.reading() as connection:
            where = _within(connection, within) if within else log_query.EVERYWHERE
            return log_query.search(connection, asked, limit, where)

    def marks(self, entries: Sequence[LogEntry], asked: str) -> dict[int, tuple[Span, ...]]:
        """Where the words of a search stand in the texts of its hits, by number; for showing only."""
        wanted = question(asked).words
        return {entry.number: spans(entry.text, wanted) for entry in entries}

    def between(self, start: datetime | None, end: datetime | None) -> Iterable[LogEntry]:
        """Lines recorded in a half-open interval, streamed in the order of the book."""
        with self._store.reading() as connection:
            yield from log_query.between(connection, start, end)

    def verify(self, files: Path | None = None) -> checking.Checked:
        """Walk both books, hold them against their heads, the records, the sheets and the attached files.

        ``files``: where attachments lie, if not beside the store.
        """
        files = files or DataDir(self._store.path.parent).attachments
        with self._store.reading() as connection:
            return checking.everything(connection, files)


def _within(connection: Connection, wanted: Extract) -> log_query.Within:
    """An extract as an interval of numbers: times become the lowest and the highest number recorded in them.

    Where a clock was set back, lines of other times may stand between; none of the times asked for is missing.
    """
    newest = log_query.count(connection)
    first, last = max(1, wanted.first or 1), newest if wanted.last is None else min(wanted.last, newest)
    if wanted.since is not None:
        first = max(first, log_query.number_from(connection, wanted.since) or newest + 1)
    if wanted.until is not None:
        last = min(last, log_query.number_before(connection, wanted.until) or 0)
    return log_query.Within(first, last, wanted.kind)


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
        require(tx.by, Action.RECORD if entry.corrects is None else Action.CORRECT)
        _require_past(tx, entry, at)
        return books.append(tx, books.DUTY, entry, at=at)
    except Refused as refused:
        return refused


def _require_past(tx: Tx, entry: NewEntry, at: datetime) -> None:
    """Late entries are of the past; a correction keeps the time of its line, whenever that says it was."""
    if entry.occurred_at is None or not is_ahead(entry.occurred_at, at):
        return
    corrected = log_query.page(tx.connection, entry.corrects, entry.corrects) if entry.corrects else []
    if not any(line.occurred_at == entry.occurred_at for line in corrected):
        require_past(entry.occurred_at, at, zone(current(tx.connection, "site.time_zone", at)))
