"""值班统计: what everybody really stood in a period, for allowance and 补休, on the screen, on paper and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from console import words
from console.domain.clock import Clock
from console.domain.duty_counts import CountRow
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.planning import CountKind, DayKind
from console.services import lines
from console.services.exporting import Row, write_beside, writer_for
from console.services.planner import PlannerService
from db import books
from db.store import Store

HEADS = ("name", "weekday", "weekend", "holiday", "night", "shifts", "hours", "rest", "days")
"""Columns of the sheet; their words are ``counts.<column>``."""


class DutyCountSheet:
    """Use cases of the duty count sheet. Days are days of duty, both included."""

    def __init__(self, store: Store, clock: Clock, planner: PlannerService) -> None:
        self._store = store
        self._clock = clock
        self._planner = planner

    def rows(self, first: date, last: date, *, stood_only: bool = True) -> list[CountRow]:
        """One for everybody; who stood in is counted, who was stood in for is not. Refuses bad_period.

        ``stood_only`` leaves out shifts that have not begun.
        """
        return self._planner.counts(first, last, stood_only=stood_only)

    def write(self, target: Path, first: date, last: date, *, stood_only: bool = True, by: Actor) -> int:
        """The sheet as .xlsx, .csv or .json by the file's ending; how many persons.

        Refuses bad_period, bad_export_ending.
        """
        self._store.require(by, Action.EXPORT)
        rows = self.rows(first, last, stood_only=stood_only)
        heads = tuple(_zh(f"counts.{head}") for head in HEADS)
        writer = writer_for(target, heads, heads, _zh("counts.title"))
        count = write_beside(target, _cells(rows, heads), writer)
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            text = f"导出值班统计 {first} 至 {last}：{target.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return count


def figures(row: CountRow) -> tuple[int | float, ...]:
    """The figures of a row in the order of the columns: kinds of day, nights, shifts, hours, hours that give 补休."""
    kinds = tuple(row.counts.of(kind) for kind in CountKind)
    return (*kinds, row.counts.shifts, _plain(row.counts.hours), _plain(row.rest_hours))


def days_told(row: CountRow, language: str = words.PRINTED) -> str:
    """The days of duty as a clerk checks them: each by its date, weekends and holidays marked."""
    marks = {kind: words.say_in(language, f"counts.mark.{kind.value}") for kind in (DayKind.WEEKEND, DayKind.HOLIDAY)}
    said = [f"{day:%m-%d}{marks.get(kind, '')}" for day, kind in row.days]
    return words.say_in(language, "list.join").join(said)


def _cells(rows: Sequence[CountRow], heads: Sequence[str]) -> Iterator[Row]:
    for row in rows:
        yield dict(zip(heads, (row.name, *figures(row), days_told(row)), strict=True))


def _plain(hours: float) -> int | float:
    return int(hours) if hours == int(hours) else round(hours, 1)


def _zh(code: str) -> str:
    return words.say_in(words.PRINTED, code)
