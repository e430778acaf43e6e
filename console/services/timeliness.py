"""Statistics of timeliness: first reports, rhythm, receipts, tasks by month and by unit, with the records behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.timeliness import Asked, Counted, Figures, Line, Measure, Outcome, Timed, Whose, figures, months
from console.services import lines
from console.services.exporting import Row, write_beside, writer_for
from console.services.settings import current
from db import books
from db.queries import timeliness as query
from db.store import Store

SHOWN = 200
"""So many records are read at once."""

EXPORTED = ("measure", "period", *(outcome.value for outcome in Outcome), "rate", "median")
_HEADS = {outcome.value: f"timeliness.outcome.{outcome.value}" for outcome in Outcome}
_HEADS["median"] = "timeliness.export.median"


class TimelinessService:
    """Questions about a span of months; nothing is changed but for the line about an export.

    A receipt later than the county's setting ``clock.receipt`` counts as late: the room's own measure, no rule of law.
    """

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def figures(self, first: date, count: int = 12) -> Figures:
        """So many months from that of ``first`` on, counted by the month in which a thing began, station time."""
        with self._store.reading() as connection:
            return self._figures(connection, first, count)

    def records(self, asked: Asked, limit: int = SHOWN) -> tuple[list[Timed], int]:
        """The newest records behind a figure, and how many there are in all."""
        with self._store.reading() as connection:
            things = query.of_measure(asked.measure, self._within(connection))
            return query.records(
                connection, things, self._edges(asked.first, asked.count), self._clock.now(), asked.measure,
                asked.unit, asked.outcome, limit,
            )  # fmt: skip

    def years(self) -> tuple[int, ...]:
        """This year and those before it back to the first record, the newest first."""
        with self._store.reading() as connection:
            oldest = query.oldest(connection)
        now, zone = self._clock.now(), self._zone()
        this, first = (at.astimezone(zone).year for at in (now, oldest or now))
        return tuple(range(this, min(this, first) - 1, -1))

    def export(self, target: Path, first: date, count: int = 12, *, by: Actor) -> int:
        """Write all figures as xlsx, csv or json; the audit book says who took them out."""
        self._store.require(by, Action.EXPORT)
        heads = [words.say(_HEADS.get(name, f"column.timeliness.{name}")) for name in EXPORTED]
        written = write_beside(target, _exported(self.figures(first, count)), writer_for(target, EXPORTED, heads))
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            text = f"导出时限统计：{written} 行，{target.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return written

    def _figures(self, connection: Connection, first: date, count: int) -> Figures:
        edges, now = self._edges(first, count), self._clock.now()
        told: list[Counted] = []
        medians: dict[Whose, timedelta] = {}
        for things in (query.clocks(), query.receipts(self._within(connection)), query.tasks()):
            told += query.counted(connection, things, edges, now)
            medians |= query.medians(connection, things, edges)
        return figures(told, medians, first, count)

    def _within(self, connection: Connection) -> timedelta:
        return timedelta(minutes=int(current(connection, "clock.receipt", self._clock.now())))

    def _edges(self, first: date, count: int) -> list[datetime]:
        """The first minute of each month and of the one after the last, station time."""
        return [datetime.combine(day, time(), self._zone()) for day in months(first, count + 1)]


def _exported(found: Figures) -> Iterator[Row]:
    for whole in found.whole:
        for line in found.of(whole.measure):
            yield _row(line, f"{line.month:%Y-%m}")
        yield _row(whole, words.say("timeliness.whole"))
        if whole.measure is Measure.TASK:
            for line in found.units:
                yield _row(line, line.unit or words.say("timeliness.no_unit"))


def _row(line: Line, period: str) -> Row:
    tally = line.tally
    return {
        "measure": words.say(f"timeliness.measure.{line.measure.value}"),
        "period": period,
        **{outcome.value: tally.count(outcome) for outcome in Outcome},
        "rate": words.say("timeliness.none") if tally.rate is None else f"{tally.rate:.1%}",
        "median": None if tally.median is None else round(tally.median / timedelta(minutes=1), 1),
    }
