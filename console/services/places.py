"""The place tree: looking it up, importing division lists and the county's own files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select

from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.place import KnownPlace, Level, PlaceRow, Plan, Problem, refused_rows, resolve
from console.domain.place_names import PlaceNames
from console.services import lines
from console.services.place_files import read_places
from db import books
from db.models.places import Place
from db.queries import places as query
from db.queries.places import PlaceNode
from db.store import Store, Tx

CHUNK = 500
"""Places in one line of the audit book."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do: counts of rows, and the rows refused with their reasons."""

    read: int
    added: int
    updated: int
    refused: int
    problems: tuple[Problem, ...]
    applied: bool


class PlacesService:
    """Use cases of the place tree."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def everything(self) -> list[PlaceNode]:
        with self._store.reading() as connection:
            return query.everything(connection)

    def names(self) -> PlaceNames:
        """Names of the county's places, by which a text may say where it happened."""
        return PlaceNames(place.name for place in self.everything() if place.level not in (Level.PROVINCE, Level.CITY))

    def import_file(self, path: Path, *, dry_run: bool = False, good_rows_only: bool = False, by: Actor) -> Imported:
        """All or nothing unless ``good_rows_only``; the file is read before anything is locked."""
        self._store.require(by, Action.EDIT_PLACES)
        reading = read_places(path)
        if dry_run:
            with self._store.reading() as connection:
                plan = resolve(reading.rows, _known(query.everything(connection)))
            return _told(reading.read, plan, reading.problems, applied=False)
        with self._store.writing(by=by, action=Action.EDIT_PLACES) as tx:
            at = self._clock.now()
            plan = resolve(reading.rows, _known(query.everything(tx.connection)))
            told = _told(reading.read, plan, reading.problems, applied=True)
            if told.refused and not good_rows_only:
                return _told(reading.read, plan, reading.problems, applied=False)
            changed = _apply(tx, plan)
            for start in range(0, len(changed), CHUNK):
                part = changed[start : start + CHUNK]
                text = f"{path.name}: {start + 1}–{start + len(part)} / {len(changed)}"
                lines.write(tx, books.AUDIT, ActKind.IMPORT, text, at=at, about=part)
        return told


def _known(nodes: Sequence[PlaceNode]) -> dict[str, KnownPlace]:
    codes = {node.id: node.code for node in nodes}
    return {
        node.code: KnownPlace(
            node.code, node.name, codes[node.parent_id] if node.parent_id else None, node.placeholder, node.spot
        )
        for node in nodes
    }


def _told(read: int, plan: Plan, unread: tuple[Problem, ...], *, applied: bool) -> Imported:
    problems = tuple(sorted((*plan.problems, *unread), key=lambda found: (found.row, found.column)))
    return Imported(read, len(plan.to_add), len(plan.to_update), refused_rows(problems), problems, applied)


def _apply(tx: Tx, plan: Plan) -> list[Place]:
    ids: dict[str, UUID] = {row.code: row.id for row in tx.session.execute(select(Place.code, Place.id))}
    new = sorted((*plan.placeholders, *plan.to_add), key=lambda row: (len(row.code), row.code))
    waiting = {row.code for row in plan.placeholders}
    ids.update({row.code: uuid4() for row in new})
    added = [_new(row, ids, placeholder=row.code in waiting) for row in new]
    for length in (2, 4, 6, 9, 12):
        tx.session.add_all(place for place in added if len(place.code) == length)
        tx.flush()
    changed = [_update(tx, row, ids, named=True) for row in plan.to_update]  # under parents that may come only now
    changed += [_update(tx, row, ids, named=False) for row in plan.adopted]
    tx.flush()
    return [*added, *changed]


def _new(row: PlaceRow, ids: dict[str, UUID], *, placeholder: bool) -> Place:
    return Place(
        id=ids[row.code],
        code=row.code,
        parent_id=ids[row.parent_code] if row.parent_code else None,
        name=row.name,
        level=row.level.value,
        placeholder=placeholder,
        latitude=row.spot[0] if row.spot else None,
        longitude=row.spot[1] if row.spot else None,
        version=1,
    )


def _update(tx: Tx, row: PlaceRow, ids: dict[str, UUID], *, named: bool) -> Place:
    place = tx.session.get_one(Place, ids[row.code])
    place.parent_id = ids[row.parent_code] if row.parent_code else None
    place.version += 1
    if named:
        place.name, place.placeholder = row.name, False
    if row.spot is not None:
        place.latitude, place.longitude = row.spot
    return place
