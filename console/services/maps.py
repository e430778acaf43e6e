"""一张图: outlines and marks of one moment, with how long ways take. Nobody's name or number leaves here."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.dispatch_lists import WEATHERS
from console.domain.geo import Point, Polygon, Ring, holds, label_point
from console.domain.map_marks import MapView, Mark, MarkKind, Outline, OutlineKind
from console.domain.masking import masked
from console.services.settings import current
from console.services.travelling import county_travel
from db.queries import maps as query
from db.store import Store

_NUMBER = re.compile(r"\d[\d -]{5,}\d")
_SHELTERS = {
    "closed": "map.shelter.closed", "prepared": "map.shelter.prepared", "open": "map.shelter.open",
    "full": "map.shelter.full",
}  # fmt: skip
_LEVELS = {"town": "county", "village": "town"}


class MapsService:
    """What the map shows. Reads only."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def view(self) -> MapView:
        """Everything of this moment, outlines drawn in the order county, town, area, line."""
        now = self._clock.now()
        with self._store.reading() as connection:
            outlines = outlines_of(connection)
            ground = _Ground(query.places(connection), outlines)
            marks = _Marks(ground)
            marks.take(connection)
            terrain = current(connection, "dispatch.terrain", now)
            travels = {weather: county_travel(connection, now, weather) for weather in WEATHERS}
        return MapView(outlines, tuple(marks.placed), dict(marks.unplaced), terrain, travels)

    def has_outline(self) -> bool:
        with self._store.reading() as connection:
            return bool(query.outlines(connection))


def read_geometry(text: str) -> tuple[tuple[Polygon, ...], tuple[Ring, ...]]:
    """A stored geometry (GeoJSON, rings closed, longitude first) as polygons and lines."""
    said = json.loads(text)
    if said["type"] == "MultiPolygon":
        polygons = tuple(tuple(_points(ring)[:-1] for ring in polygon) for polygon in said["coordinates"])
        return polygons, ()
    return (), tuple(_points(line) for line in said["coordinates"])


def _points(pairs: Sequence[Sequence[float]]) -> Ring:
    return tuple((north, east) for east, north in pairs)


def outlines_of(connection: Connection) -> tuple[Outline, ...]:
    """Every outline in use, in the order county, town, area, line."""
    made = [_outline(row) for row in query.outlines(connection)]
    order = list(OutlineKind)
    return tuple(sorted(made, key=lambda one: order.index(one.kind)))


def _outline(row: query.OutlineRow) -> Outline:
    polygons, lines = read_geometry(row.geometry)
    return Outline(OutlineKind(row.kind), row.name, polygons, lines, label_point(polygons), row.place_id)


class _Ground:
    """Where places lie: by their own coordinates, else by their outline, else by the place above."""

    def __init__(self, places: Sequence[query.PlaceSpot], outlines: Sequence[Outline]) -> None:
        self._places = {place.id: place for place in places}
        self._drawn = {one.place_id: one.label for one in outlines if one.place_id and one.label}
        self._towns = [one for one in outlines if one.kind is OutlineKind.TOWN]

    def spot(self, place_id: UUID | None) -> Point | None:
        """None where nobody knows; a county is too large to stand for a place in it."""
        place = self._places.get(place_id) if place_id else None
        while place is not None and place.level in _LEVELS:
            if place.latitude is not None and place.longitude is not None:
                return place.latitude, place.longitude
            if place.id in self._drawn:
                return self._drawn[place.id]
            place = self._places.get(place.parent_id) if place.parent_id else None
        return None

    def named(self, place_id: UUID | None) -> str:
        place = self._places.get(place_id) if place_id else None
        return place.name or place.code if place is not None else ""

    def town_at(self, latitude: float, longitude: float) -> str:
        """The town whose outline holds a point; empty where none does."""
        inside = (one for one in self._towns if any(holds(part, latitude, longitude) for part in one.polygons))
        return next((one.name for one in inside), "")


class _Marks:
    """Gathers what has a place, and counts what has none."""

    def __init__(self, ground: _Ground) -> None:
        self._ground = ground
        self.placed: list[Mark] = []
        self.unplaced: Counter[MarkKind] = Counter()

    def take(self, connection: Connection) -> None:
        for row in query.incidents(connection):
            self._put(MarkKind.INCIDENT, row, f"incident.state.{row.state}", busy=True)
        self._teams(connection)
        for row in query.stores(connection):
            self._put(MarkKind.STORE, row, f"map.tier.{row.state}", busy=row.state == "county")
        for row in query.shelters(connection):
            self._put(MarkKind.SHELTER, row, _SHELTERS[row.state], busy=row.state in ("open", "full"))

    def _teams(self, connection: Connection) -> None:
        """A team at a scene is shown there, every other at its base."""
        out = {one.team_id: one for one in query.out(connection)}
        scenes = {mark.id: (mark.latitude, mark.longitude) for mark in self.placed}
        for row in query.teams(connection):
            sent = out.get(row.id)
            if sent is None:
                self._put(MarkKind.TEAM, row, f"team.readiness.{row.state}", busy=False)
                continue
            there = _scene(sent, scenes) if sent.state in ("arrived", "done") else None
            self._put(MarkKind.TEAM, row, f"team.state.{sent.state}", busy=True, at=there)

    def _put(self, kind: MarkKind, row: query.Spotted, state: str, *, busy: bool, at: Point | None = None) -> None:
        own = (row.latitude, row.longitude) if row.latitude is not None and row.longitude is not None else None
        spot = at or own or self._ground.spot(row.place_id)
        if spot is None:
            self.unplaced[kind] += 1
            return
        place = row.place or self._ground.named(row.place_id) or self._ground.town_at(*spot)
        known = (row.name, row.code, row.place, self._ground.named(row.place_id))
        names = tuple(_private(name) for name in known if name)
        shown, rough = _private(row.name), at is None and own is None
        self.placed.append(
            Mark(kind, row.id, shown, *spot, state, busy, _private(place), row.code, rough=rough, names=names)
        )


def _scene(sent: query.Out, scenes: Mapping[UUID, Point]) -> Point | None:
    if sent.latitude is not None and sent.longitude is not None:
        return sent.latitude, sent.longitude
    return scenes.get(sent.incident_id)


def _private(text: str) -> str:
    """The map hangs in the hall: a number somebody wrote into a title is not to be dialled from it."""
    return _NUMBER.sub(lambda found: masked(found.group()), text)
