"""Weather and river briefs by hand: text with its source and time, readings as exact decimals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from console.domain.briefs import BriefKind, BriefRow, NewBrief, ReadingRow, Series, checked_brief
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.stated import require_past
from console.errors import Refused
from console.services import lines
from db import books
from db.models.reports import Brief, Reading
from db.queries import briefs as query
from db.store import Store, Tx

KINDS = {BriefKind.WEATHER: "气象简况", BriefKind.RIVER: "雨水情", BriefKind.OTHER: "其他简况"}
"""As books and prints call them."""


class BriefsService:
    """Use cases of briefs. What was written stays; a corrected brief is a new one, and the later value counts."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def record(self, brief: NewBrief, *, by: Actor) -> BriefRow:
        """Keep a brief with its readings; the same one again answers the first.

        Refuses a time to come (``time_future``), a brief that says nothing, a value that is no number, and a series
        in another unit than before (``reading_unit``): a curve has one unit.
        """
        brief = checked_brief(brief)
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            at = self._clock.now()
            require_past(brief.at, at, self._zone())
            there = query.one(tx.connection, brief.id)
            if there is None:
                _require_units(tx, brief)
                self._write(tx, brief, at)
            elif not _same(there, brief):
                raise Refused("brief_taken")
            made = query.one(tx.connection, brief.id)
            assert made is not None
            return made

    def between(self, start: datetime, end: datetime) -> list[BriefRow]:
        """Briefs that held within [start, end), by time."""
        with self._store.reading() as connection:
            return query.between(connection, start, end)

    def readings(self, series: str, start: datetime, end: datetime) -> list[ReadingRow]:
        """Values of a series within [start, end), by time."""
        with self._store.reading() as connection:
            return query.readings(connection, start, end, series)

    def series(self) -> list[Series]:
        """Series that were used before, the one written last first."""
        with self._store.reading() as connection:
            return query.series(connection)

    def _write(self, tx: Tx, brief: NewBrief, at: datetime) -> None:
        row = Brief(
            id=brief.id, kind=brief.kind.value, at=brief.at, text=brief.text, source=brief.source, recorded_at=at,
            by_name=tx.by.name,
        )  # fmt: skip
        tx.session.add(row)
        tx.flush()
        readings = [
            Reading(
                id=uuid5(NAMESPACE_OID, f"{brief.id}:{one.series}"), series=one.series, at=brief.at, value=one.value,
                unit=one.unit, brief_id=brief.id, recorded_at=at, by_name=tx.by.name,
            )
            for one in brief.readings
        ]  # fmt: skip
        tx.session.add_all(readings)
        text = said(brief)
        lines.write(tx, books.DUTY, ActKind.BRIEF, text, at=at, about=[row, *readings], occurred_at=brief.at)


def said(brief: NewBrief | BriefRow) -> str:
    """A brief as a line of the log: kind, text, values, source."""
    values = "，".join(f"{one.series} {one.value} {one.unit}" for one in brief.readings)
    source = f"（{brief.source}）" if brief.source else ""
    return f"{KINDS[brief.kind]}：" + "；".join(part for part in (brief.text, values) if part) + source


def _same(there: BriefRow, brief: NewBrief) -> bool:
    values = {(one.series, one.value, one.unit) for one in there.readings}
    return (there.kind, there.at, there.text, there.source) == (brief.kind, brief.at, brief.text, brief.source) and (
        values == {(one.series, one.value, one.unit) for one in brief.readings}
    )


def _require_units(tx: Tx, brief: NewBrief) -> None:
    known = {one.name: one.unit for one in query.series(tx.connection)}
    for one in brief.readings:
        if known.get(one.series, one.unit) != one.unit:
            raise Refused("reading_unit", series=one.series, unit=known[one.series])
