"""What the map shows: outlines, marks with a place, and nobody's name or number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from console.domain.geo import Point, Polygon, Ring
from console.domain.travel import CountyTravel, Leg, Spot, distance_km


class MarkKind(StrEnum):
    """Layers of the map, what needs a person first."""

    INCIDENT = "incident"
    TEAM = "team"
    STORE = "store"
    SHELTER = "shelter"


class OutlineKind(StrEnum):
    """What an outline encloses, or a line (a river, a road)."""

    COUNTY = "county"
    TOWN = "town"
    AREA = "area"
    LINE = "line"


Key = tuple[MarkKind, UUID]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something with a place. ``state`` is the code of a word, ``busy`` whether it is filled: open, out, in use.

    ``place`` is where it says it lies; ``rough`` marks are shown at their town or village, their own spot is unknown.
    ``names`` are its name, code and place, by which a measured way may know it.
    """

    kind: MarkKind
    id: UUID
    name: str
    latitude: float
    longitude: float
    state: str = ""
    busy: bool = False
    place: str = ""
    number: str = ""
    rough: bool = False
    names: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return self.kind, self.id

    @property
    def spot(self) -> Spot:
        return Spot(self.names or (self.name,), self.latitude, self.longitude)


@dataclass(frozen=True, slots=True)
class Outline:
    """An outline of the county's file; ``label`` is where its name stands."""

    kind: OutlineKind
    name: str
    polygons: tuple[Polygon, ...] = ()
    lines: tuple[Ring, ...] = ()
    label: Point | None = None
    place_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MapView:
    """Everything the map shows at one moment. ``unplaced`` counts per layer what has no place at all.

    ``travels`` says by weather how long ways take in the county's terrain.
    """

    outlines: tuple[Outline, ...] = ()
    marks: tuple[Mark, ...] = ()
    unplaced: Mapping[MarkKind, int] = field(default_factory=dict)
    terrain: str = ""
    travels: Mapping[str, CountyTravel] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Near:
    """A mark as a list has it: how far from the chosen one as the crow flies, and how long the way takes."""

    mark: Mark
    km: float | None = None
    leg: Leg | None = None


def wanted(marks: Iterable[Mark], layers: Collection[MarkKind], text: str = "") -> list[Mark]:
    """Those of the layers in whose name, number or place every word stands; what needs a person first."""
    asked = text.casefold().split()
    found = [mark for mark in marks if mark.kind in layers and all(word in _told(mark) for word in asked)]
    order = {kind: at for at, kind in enumerate(MarkKind)}
    return sorted(found, key=lambda mark: (order[mark.kind], not mark.busy, mark.name, str(mark.id)))


def near(marks: Sequence[Mark], origin: Mark | None, travel: CountyTravel | None) -> list[Near]:
    """From the nearest to the farthest of ``origin``, which comes first; in their order where there is none."""
    if origin is None:
        return [Near(mark) for mark in marks]
    start = origin.spot
    rows = [
        Near(mark, distance_km(start, mark.spot), travel.leg(start, mark.spot) if travel else None)
        for mark in marks if mark.key != origin.key
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.leg.minutes if row.leg else 0, row.km or 0.0, row.mark.name))
    return [Near(origin), *rows]


def _told(mark: Mark) -> str:
    return f"{mark.name} {mark.number} {mark.place}".casefold()
