"""避灾安置场所 out of a workbook and into one: looked at first, compared, undone as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from console import words
from console.domain.clock import Clock
from console.domain.importing import SILENT, Progress
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.relocations import PlaceMoved, Totals
from console.domain.shelters import ShelterRow
from console.domain.team_table import HEADS
from console.errors import Refused
from console.services import lines, place_said
from console.services.exporting import Row, write_beside, writer_for
from console.services.place_said import Said
from console.services.row_runs import RowRuns, Taken, key_of, restore
from console.services.shelter_import import planned
from console.services.shelter_words import amount, said
from console.services.shelters import totals
from console.services.team_import import Imported, apply, outcome
from console.services.team_sheets import read_tables, write_tables
from db import books
from db.base import Base
from db.models.dispatch import Need
from db.models.shelters import Relocation, Shelter, ShelterOpening
from db.queries import shelters as query
from db.store import Store, Tx

KIND = "shelters"
"""What such a run is called among all imports, and the table in a workbook."""


class ShelterFiles:
    """Use cases of workbooks of shelters."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def import_file(
        self, path: Path, *, dry_run: bool = False, good_rows_only: bool = False, progress: Progress = SILENT, by: Actor
    ) -> Imported:
        """All or nothing unless ``good_rows_only``; the file is read before anything is locked.

        A row is known by its code, else by name and place; columns the file does not have stay as they are. Refuses
        shelters_no_header, import_stopped and what a table file is refused for.
        """
        self._store.require(by, Action.SHELTERS)
        reading = read_tables(path, (KIND,), progress, "shelters_no_header")
        if dry_run:
            with self._store.reading() as connection:
                return outcome(reading, planned(connection, reading, progress), applied=False)
        with self._store.writing(by=by, action=Action.SHELTERS) as tx:
            plan = planned(tx.connection, reading, progress)
            told = outcome(reading, plan, applied=True)
            if told.refused and not good_rows_only:
                return replace(told, applied=False)
            at = self._clock.now()
            run = apply(tx, plan, KIND, path.name, reading, at, good=good_rows_only, progress=progress)
        return replace(told, run_id=run)

    def save_template(self, path: Path) -> Path:
        """A workbook to fill in, with one row that shows how and is not read."""
        write_beside(path, (), lambda beside, _rows: write_tables(beside, {KIND: []}, example=True))
        return path

    def export(self, path: Path, *, by: Actor) -> int:
        """Every shelter that is kept, in the form of the template; answers how many."""
        if path.suffix.lower() != ".xlsx":
            raise Refused("bad_export_ending", name=path.name)
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            asides = {"place": place_said.places(tx.connection), "warehouse": place_said.stores(tx.connection)}
            made = [_cells(row, asides) for row in query.rows(tx.connection)]
            write_beside(path, (), lambda beside, _rows: write_tables(beside, {KIND: made}))
            text = f"导出避灾安置场所：{len(made)} 条，{path.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return len(made)

    def export_sums(self, path: Path, incident: UUID | None, *, by: Actor) -> int:
        """The sums of an incident, or of all that is open, as xlsx, csv or json; answers how many lines."""
        heads = [words.say(f"column.sums.{name}") for name in SUMS]
        writer = writer_for(path, SUMS, heads, title="sums")
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            blank = dict.fromkeys(SUMS, "")
            rows = [{**blank, **row} for row in _rows(totals(tx.connection, incident), self._zone())]
            count = write_beside(path, rows, writer)
            text = f"导出避灾安置汇总：{count} 条，{path.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return count


def _rows(sums: Totals, zone: ZoneInfo) -> Iterator[Row]:
    """A town, its villages, the next town; then every open shelter."""

    def place(one: PlaceMoved, kind: str) -> Row:
        of, at = one.figures, one.as_of.astimezone(zone).isoformat(timespec="minutes")
        figures = {name: getattr(of, name) for name in FIGURES}
        return {"kind": words.say(f"column.sums.{kind}"), "town": one.town, "name": one.village, **figures, "at": at}

    for town in sums.by_town:
        yield place(town, "town")
        yield from (place(one, "village") for one in sums.by_village if one.town == town.town)
    for row in sums.by_shelter:
        at = row.count.at.astimezone(zone).isoformat(timespec="minutes") if row.count is not None else ""
        yield {
            "kind": words.say("column.sums.shelter"), "town": row.town, "name": row.name, "capacity": row.form.capacity,
            "counted": amount(row.people, words.language()), "brought": row.moved, "at": at,
        }  # fmt: skip


def _cells(row: ShelterRow, asides: Mapping[str, Said]) -> dict[str, str]:
    """A shelter as the template has it."""
    form = row.form
    aside = {"place": asides["place"].of(form.place_id), "warehouse": asides["warehouse"].of(form.warehouse_id)}
    return {name: aside[name] if name in aside else said(name, getattr(row.form, name), {}) for name in HEADS[KIND]}


FIGURES = ("planned", "moved", "refused", "returned", "waiting")
SUMS = ("kind", "town", "name", *FIGURES, "capacity", "counted", "brought", "at")
"""Columns of exported sums, with the words ``column.sums.<name>`` as their heads."""


class ShelterRuns(RowRuns):
    """Use cases of imports of shelters that were applied."""

    def kinds(self) -> Sequence[str]:
        return (KIND,)

    def action(self, kind: str) -> Action:  # noqa: ARG002
        return Action.SHELTERS

    def tables(self) -> Mapping[str, type[Base]]:
        return {Shelter.__tablename__: Shelter}

    def told(self, kind: str) -> str:  # noqa: ARG002
        return "避灾安置场所"

    def require_free(self, tx: Tx, taken: Taken) -> list[Base]:
        """A shelter that was opened, that somebody was brought to or that needed something stays."""
        used = {
            key
            for column in (ShelterOpening.shelter_id, Relocation.shelter_id, Need.shelter_id)
            for key in tx.session.scalars(select(column).where(column.is_not(None)))
        }
        return [row for row, _ in taken.new if key_of(row) in used]

    def take_back(self, tx: Tx, taken: Taken) -> list[Base]:
        for row, _digest in taken.new:
            assert isinstance(row, Shelter), "an import of shelters makes nothing else"
            row.active, row.version = False, row.version + 1
        for row, was, _now in taken.old:
            restore(row, was)
        tx.flush()
        return taken.rows

    def name_of(self, tx: Tx, row: Base) -> str:  # noqa: ARG002
        return str(getattr(row, "name", ""))
