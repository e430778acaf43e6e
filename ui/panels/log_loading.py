"""What one load of the log asks: the part of the book that is wanted, what came above what is shown, and hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from console.domain.log import Extract, LogEntry, Span
from console.services.duty import DutyService
from console.services.log import LogService
from ui.models.log_pages import PAGE
from ui.text import Times
from ui.widgets.log_filter import Wanted

HITS = 500
"""Most hits of a search that are listed; more words make it fewer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of one load: what the officer wants, and what is shown already and up to which number."""

    wanted: Wanted
    shown: Extract | None = None
    above: int = 0


@dataclass(frozen=True, slots=True)
class Loaded:
    """Its answer. ``numbers`` are all of the extract, or those above what was shown when ``grown``."""

    extract: Extract
    grown: bool
    numbers: Sequence[int]
    rows: Sequence[LogEntry]
    count: int
    words: str = ""
    hits: Sequence[LogEntry] = ()
    marks: Mapping[int, Sequence[Span]] = field(default_factory=dict)


class LogLoading:
    """Asks the services; on a worker, so without a widget."""

    def __init__(self, log: LogService, duty: DutyService, times: Times) -> None:
        self._log, self._duty, self._times = log, duty, times

    def load(self, asked: Asked) -> Loaded:
        extract = self._extract(asked.wanted)
        grown = extract == asked.shown
        numbers = self._log.numbers(extract, asked.above if grown else 0)
        newest = numbers[-PAGE:]
        rows = self._log.page(newest[0], newest[-1], extract.kind) if newest else []
        sought = asked.wanted.words
        hits = self._log.search(sought, HITS, extract) if sought else []
        marks = self._log.marks(hits, sought) if sought else {}
        return Loaded(extract, grown, numbers, rows, self._log.count(), sought, hits, marks)

    def _extract(self, wanted: Wanted) -> Extract:
        """The part of the book that is wanted, as it is now: this shift's, today's, of days, or all."""
        if wanted.part == "shift":
            shift = self._duty.on_watch()
            return Extract(first=shift.first_number if shift else 1, kind=wanted.kind)
        if wanted.part == "today":
            day = self._times.local(self._times.now()).replace(hour=0, minute=0, second=0, microsecond=0)
            return Extract(since=day, until=day + timedelta(days=1), kind=wanted.kind)
        if wanted.part == "days":
            return Extract(since=wanted.since, until=wanted.until, kind=wanted.kind)
        return Extract(kind=wanted.kind)
