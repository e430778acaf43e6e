"""Export of the duty log: a part of it into a file, with a line in the audit book about who took it out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.log import ActKind, Extract, LogEntry
from console.domain.people import Action, Actor, require
from console.errors import Refused
from console.services import lines
from console.services.exporting import Row, Writer, write_beside, writer_for
from console.services.log import LogService
from db import books
from db.store import Store

Said = Callable[[int, int], None]
"""Told now and then how many lines of how many are written."""

_SAY_EVERY = 500


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
        writer: Writer | None = None,
    ) -> int:
        """Write the lines of an extract and answer how many; the ending of ``target`` says the form.

        ``writer`` writes a form this layer has none for. Raises Refused("export_stopped") once ``stopped`` says so.
        """
        require(by, Action.EXPORT)
        write = writer or writer_for(target)
        numbers = self._log.numbers(wanted)
        until = Extract(first=numbers[0], last=numbers[-1], kind=wanted.kind) if numbers else wanted
        entries = self._log.extract(until) if numbers else iter(())
        rows = self._rows(entries, len(numbers), said or _silent, stopped or _never)
        count = write_beside(target, rows, write)
        self._note(target.name, until, count, by)
        return count

    def _rows(self, entries: Iterator[LogEntry], total: int, said: Said, stopped: Callable[[], bool]) -> Iterator[Row]:
        zone = self._zone()
        for done, entry in enumerate(entries):
            if done % _SAY_EVERY == 0:
                if stopped():
                    raise Refused("export_stopped")
                said(done, total)
            yield row_of(entry, zone)

    def _note(self, name: str, taken: Extract, count: int, by: Actor) -> None:
        span = f"第 {taken.first}–{taken.last} 号" if count else "无记录"
        with self._store.writing(by=by) as tx:
            text = f"导出值班日志:{span},{count} 条,{name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())


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
