"""Export of the duty log: a part of it into a file, with a line in the audit book about who took it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.log import ActKind, Extract, LogEntry
from console.domain.people import Action, Actor
from console.errors import Refused
from console.services import lines
from console.services.exporting import Row, write_beside, writer_for
from console.services.log import LogService
from db import books
from db.chain import instant
from db.store import Store

Said = Callable[[int, int], None]
"""Told now and then how many lines of how many are written."""

_SAY_EVERY = 500

Document = Callable[[Path, Sequence[LogEntry]], object]
"""Writes lines, oldest first, as a document under that path; it takes care of half-written files itself."""

DOCUMENT_LINES = 5_000
"""Most lines of one document: some hundred pages."""


class LogExport:
    """Writes lines beside the target and renames, so that a stopped or failed export leaves no file."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], log: LogService) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._log = log

    def export(
        self,
        target: Path,
        wanted: Extract,
        *,
        by: Actor,
        said: Said | None = None,
        stopped: Callable[[], bool] | None = None,
        document: Document | None = None,
    ) -> int:
        """Write the lines of an extract and answer how many; the ending of ``target`` says the form.

        ``document`` writes the lines as pages, where this layer cannot, instead of rows. Raises
        Refused("export_stopped") once ``stopped`` says so and Refused("export_too_long") for too long a document.
        """
        self._store.require(by, Action.EXPORT)
        numbers = self._log.numbers(wanted)
        taken = replace(wanted, first=numbers[0], last=numbers[-1]) if numbers else wanted
        entries = self._log.extract(taken) if numbers else iter(())
        watched = _watched(entries, len(numbers), said or _silent, stopped or _never)
        count = self._rows(target, watched) if document is None else _pages(target, watched, len(numbers), document)
        self.note(target.name, taken, count, by=by)
        return count

    def _rows(self, target: Path, entries: Iterable[LogEntry]) -> int:
        writer, zone = writer_for(target), self._zone()
        return write_beside(target, (row_of(entry, zone) for entry in entries), writer)

    def note(self, name: str, taken: Extract, count: int, *, by: Actor) -> None:
        """The audit book's line about who took which lines out into a file of that name."""
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            text = f"导出值班日志：{_span(taken) if count else '无记录'}，{count} 条，{name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())


def _span(taken: Extract) -> str:
    if taken.first is not None:
        return f"第 {taken.first}–{taken.last} 号"
    start, end = (instant(at) if at else "" for at in (taken.since, taken.until))
    return f"记录时间 {start}–{end}" if start or end else "全部"


def _pages(target: Path, entries: Iterable[LogEntry], count: int, document: Document) -> int:
    if count > DOCUMENT_LINES:
        raise Refused("export_too_long", limit=DOCUMENT_LINES, count=count)
    taken = list(entries)
    document(target, taken)
    return len(taken)


def _watched(entries: Iterable[LogEntry], total: int, said: Said, stopped: Callable[[], bool]) -> Iterator[LogEntry]:
    """The lines as they are; tells how far it is and ends when it shall stop."""
    for done, entry in enumerate(entries):
        if done % _SAY_EVERY == 0:
            if stopped():
                raise Refused("export_stopped")
            said(done, total)
        yield entry


def row_of(entry: LogEntry, zone: ZoneInfo) -> Row:
    """A line as exports write it: times in the station's zone with their offset."""
    return {
        "id": str(entry.id),
        "number": entry.number,
        "occurred_at": _iso(entry.occurred_at, zone),
        "recorded_at": _iso(entry.recorded_at, zone),
        "kind": entry.kind,
        "text": entry.text,
        "by": entry.by.name,
        "corrects": entry.corrects,
    }


def _iso(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="microseconds")


def _silent(_done: int, _total: int) -> None:
    """Nobody asked how far it is."""


def _never() -> bool:
    return False
