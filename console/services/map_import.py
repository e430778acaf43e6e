"""Outlines of the county from a GeoJSON file: looked at first, then taken in as a whole instead of those before."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from console.domain.clock import Clock
from console.domain.geo import Polygon, holds
from console.domain.geojson import Finding, GeoFile, Turn, read
from console.domain.log import ActKind
from console.domain.map_import import Drawn, Imported, KnownPlace, Places, drawn
from console.domain.map_marks import OutlineKind
from console.domain.people import Action, Actor
from console.domain.spots import bounds_of
from console.services import lines
from console.services.map_shapes import mended, points_in, thinned
from console.services.table_files import decoded, table_file
from db import books
from db.models.shelters import MapOutline
from db.queries import maps as query
from db.store import Store, Tx

BYTES_LIMIT = 32 * 1024 * 1024
_LEVELS = ("county", "town", "village")
_SOURCE_LIMIT = 200


class MapFiles:
    """Use cases of files of outlines."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def import_file(self, path: Path, *, dry_run: bool = False, good_rows_only: bool = False, by: Actor) -> Imported:
        """All or nothing unless ``good_rows_only``; outlines of before that the file does not have no longer hold.

        Refuses what cannot be read as GeoJSON at all, and map_no_outline where nothing in it can be drawn.
        """
        self._store.require(by, Action.EDIT_PLACES)
        text = _text(path)
        with self._store.reading() as connection:
            work = _Work(connection, text)
        if dry_run:
            return work.told
        with self._store.writing(by=by, action=Action.EDIT_PLACES) as tx:
            if (work.told.problems and not good_rows_only) or not work.drawn:
                return work.told
            told = _replace_all(tx, work.drawn, path.name[:_SOURCE_LIMIT])
            self._note(tx, path.name, work.told, told)
        added, updated, unchanged, retired = (len(rows) for rows in told)
        return replace(work.told, added=added, updated=updated, unchanged=unchanged, retired=retired, applied=True)

    def _note(self, tx: Tx, name: str, told: Imported, rows: tuple[list[MapOutline], ...]) -> None:
        added, updated, unchanged, retired = rows
        counts = f"新增 {len(added)}，修改 {len(updated)}，未变 {len(unchanged)}，停用 {len(retired)}"
        text = f"导入地图轮廓 {name}：{counts}，未导入 {told.refused} 个，{told.kept} 点"
        lines.write(tx, books.AUDIT, ActKind.MAP, text, at=self._clock.now(), about=[*added, *updated, *retired])


class _Work:
    """A file held against the county's places and against the outlines of before."""

    def __init__(self, connection: Connection, text: str) -> None:
        places = query.places(connection)
        spots = _spots(connection, places)
        found = read(text, bounds_of(spots))
        features, mended_told = mended(found.features)
        before, features = points_in(features), thinned(features)
        known = Places(KnownPlace(one.id, one.code, one.name, one.level) for one in places if one.level in _LEVELS)
        self.drawn, twice = drawn(features, known)
        findings = sorted((*found.findings, *mended_told, *twice), key=lambda one: one.number)
        kept = points_in(features)
        if kept < before:
            findings.append(Finding(0, "", "map.problem.thinned", {"points": before, "kept": kept}, warning=True))
        self.told = self._told(connection, found, findings, known, spots)

    def _told(
        self, connection: Connection, found: GeoFile, findings: list[Finding], known: Places,
        spots: Sequence[tuple[float, float]],
    ) -> Imported:  # fmt: skip
        beside = _beside(self.drawn, spots)
        if found.turn is Turn.SWAPPED:
            findings.insert(0, Finding(0, "", "map.problem.swapped", warning=True))
        if spots and beside == len(spots) and any(one.feature.polygons for one in self.drawn):
            findings.insert(0, Finding(0, "", "map.problem.elsewhere", {"count": beside}, warning=True))
        problems = tuple(one for one in findings if not one.warning)
        if not self.drawn and not problems:
            problems = (Finding(0, "", "map.problem.nothing"),)
        added, updated, unchanged, retired = _compared(connection, self.drawn)
        kinds = Counter(one.kind for one in self.drawn)
        return Imported(
            found.read, added, updated, unchanged, retired, len({one.number for one in problems}), problems,
            tuple(one for one in findings if one.warning), kinds, sum(one.place is not None for one in self.drawn),
            _missing(self.drawn, known), found.points, points_in(one.feature for one in self.drawn),
            found.turn is Turn.SWAPPED, beside, len(spots), applied=False,
        )  # fmt: skip


def _text(path: Path) -> str:
    with table_file(path, BYTES_LIMIT) as (file, _workbook):
        return decoded(file.read())


def _spots(connection: Connection, places: Iterable[query.PlaceSpot]) -> list[tuple[float, float]]:
    """Everything of the county whose coordinates are known: it must lie where its outline is."""
    stores, teams, shelters = query.stores(connection), query.teams(connection), query.shelters(connection)
    pairs = [(one.latitude, one.longitude) for one in places]
    pairs += [(one.latitude, one.longitude) for one in (*stores, *teams, *shelters)]
    return [(north, east) for north, east in pairs if north is not None and east is not None]


def _beside(outlines: Sequence[Drawn], spots: Sequence[tuple[float, float]]) -> int:
    """How many spots lie in no outline at all."""
    framed: list[tuple[Any, Polygon]] = []
    for one in outlines:
        framed += [(bounds_of(part[0], margin=0.0), part) for part in one.feature.polygons]
    return sum(not any(box.holds(*spot) and holds(part, *spot) for box, part in framed) for spot in spots)


def _missing(outlines: Sequence[Drawn], known: Places) -> tuple[str, ...]:
    drawn_ids = {one.place.id for one in outlines if one.place}
    return tuple(place.name or place.code for place in known.all if place.level == "town" and place.id not in drawn_ids)


_Slot = tuple[str, str, int]
"""Kind, name, and which of several of that name."""


def _slots(named: Iterable[tuple[str, str]]) -> list[_Slot]:
    seen: Counter[tuple[str, str]] = Counter()
    made = []
    for kind, name in named:
        made.append((kind, name, seen[kind, name]))
        seen[kind, name] += 1
    return made


def _content(one: Drawn) -> tuple[UUID | None, str]:
    return (one.place.id if one.place else None), geometry_text(one)


def geometry_text(one: Drawn) -> str:
    """GeoJSON of an outline, in one spelling: the same outline is the same text."""
    feature = one.feature
    if one.kind is OutlineKind.LINE:
        made: dict[str, Any] = {"type": "MultiLineString", "coordinates": [_pairs(line) for line in feature.lines]}
    else:
        areas = [[_pairs((*ring, ring[0])) for ring in polygon] for polygon in feature.polygons]
        made = {"type": "MultiPolygon", "coordinates": areas}
    return json.dumps(made, separators=(",", ":"))


def _pairs(points: Iterable[tuple[float, float]]) -> list[list[float]]:
    return [[round(east, 6), round(north, 6)] for north, east in points]


def _compared(connection: Connection, outlines: Sequence[Drawn]) -> tuple[int, int, int, int]:
    """How many would be added, changed, left alone and no longer hold."""
    rows = query.outlines(connection)
    before = dict(zip(_slots((row.kind, row.name) for row in rows), rows, strict=True))
    wanted = dict(zip(_slots((one.kind.value, one.name) for one in outlines), outlines, strict=True))
    both = [slot for slot in wanted if slot in before]
    same = sum((before[slot].place_id, before[slot].geometry) == _content(wanted[slot]) for slot in both)
    return len(wanted) - len(both), len(both) - same, same, len(before) - len(both)


def _replace_all(tx: Tx, outlines: Sequence[Drawn], source: str) -> tuple[list[MapOutline], ...]:
    """Rows added, changed, left alone and retired."""
    order = (MapOutline.kind, MapOutline.name, MapOutline.id)
    rows = list(tx.session.execute(select(MapOutline).where(MapOutline.active).order_by(*order)).scalars())
    before = dict(zip(_slots((row.kind, row.name) for row in rows), rows, strict=True))
    added, updated, unchanged = [], [], []
    for slot, one in zip(_slots((one.kind.value, one.name) for one in outlines), outlines, strict=True):
        row, (place_id, geometry) = before.pop(slot, None), _content(one)
        if row is None:
            row = MapOutline(
                id=uuid4(), kind=one.kind.value, name=one.name, place_id=place_id, geometry=geometry, source=source,
                active=True, version=1,
            )  # fmt: skip
            tx.session.add(row)
            added.append(row)
        elif (row.place_id, row.geometry) == (place_id, geometry):
            unchanged.append(row)
        else:
            row.place_id, row.geometry, row.source, row.version = place_id, geometry, source, row.version + 1
            updated.append(row)
    for row in before.values():
        row.active, row.version = False, row.version + 1
    return added, updated, unchanged, list(before.values())
