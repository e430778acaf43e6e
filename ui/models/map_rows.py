"""What the 一张图 panel asks of the desk, and its list of marks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from console import words
from console.domain.map_import import Imported
from console.domain.map_marks import MapView, Near
from console.domain.people import Actor
from ui import text
from ui.models.table import Align, Column, RowTableModel


class Maps(Protocol):
    """Outlines and marks of now."""

    def view(self) -> MapView: ...


class MapFiles(Protocol):
    """Brings outlines in from a file."""

    def import_file(
        self, path: Path, *, dry_run: bool = False, good_rows_only: bool = False, by: Actor
    ) -> Imported: ...


@dataclass(frozen=True, slots=True)
class MapServices:
    """``panels`` are the panels there are, by their ids: what a mark can be opened in."""

    maps: Maps
    files: MapFiles
    panels: frozenset[str] = frozenset()


def near_model() -> RowTableModel[Near]:
    """Marks with their layer, state and how far they are."""
    return RowTableModel(
        (
            Column("map.kind", lambda row: words.say(f"map.kind.{row.mark.kind.value}"), width=60),
            Column("map.name", lambda row: row.mark.name, stretch=True, tip=_tip),
            Column("map.state", lambda row: words.say(row.mark.state) if row.mark.state else "", width=72),
            Column("map.minutes", _minutes, align=Align.RIGHT, width=56),
            Column("map.km", lambda row: "" if row.km is None else f"{row.km:.1f}", align=Align.RIGHT, width=56),
        ),
        lambda row: row.mark.key,
    )


def _minutes(row: Near) -> str:
    return "" if row.leg is None else text.number(row.leg.minutes)


def _tip(row: Near) -> str:
    return " ".join(part for part in (row.mark.number, row.mark.name, row.mark.place) if part)
