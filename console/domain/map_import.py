"""What bringing in outlines does, or would do: kinds, places they belong to, counts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from console.domain.geojson import Feature, Finding
from console.domain.map_marks import OutlineKind

_TOWN, _COUNTY = ("镇", "乡", "街道"), ("县", "市", "区", "旗")
_KIND_OF_LEVEL = {"county": OutlineKind.COUNTY, "town": OutlineKind.TOWN, "village": OutlineKind.AREA}


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place of the county that an outline may belong to."""

    id: UUID
    code: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """An outline as it will be kept; ``place`` is None where the county has none of that name or code."""

    kind: OutlineKind
    name: str
    place: KnownPlace | None
    feature: Feature


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do. ``towns_missing`` are towns of the county no outline belongs to.

    ``points`` as the file has them, ``kept`` as they are drawn; ``beside`` of the county's ``spots`` lie in none.
    """

    read: int
    added: int
    updated: int
    unchanged: int
    retired: int
    refused: int
    problems: tuple[Finding, ...]
    warned: tuple[Finding, ...]
    kinds: Mapping[OutlineKind, int]
    matched: int
    towns_missing: tuple[str, ...]
    points: int
    kept: int
    swapped: bool
    beside: int
    spots: int
    applied: bool


class Places:
    """Finds the place of an outline: by its code (with or without filling zeros), else by its name."""

    def __init__(self, places: Iterable[KnownPlace]) -> None:
        self.all = tuple(places)
        self._codes = {place.code: place for place in self.all}
        self._names: dict[str, list[KnownPlace]] = {}
        for place in self.all:
            self._names.setdefault(_plain(place.name), []).append(place)

    def of(self, feature: Feature) -> KnownPlace | None:
        return self._coded(feature.code) or self._named(feature.name)

    def _coded(self, code: str) -> KnownPlace | None:
        plain = code.removeprefix("156") if len(code) in (9, 12, 15) and code.startswith("156") else code
        for length in (12, 9, 6):
            if len(plain) >= length and set(plain[length:]) <= {"0"} and plain[:length] in self._codes:
                return self._codes[plain[:length]]
        return None

    def _named(self, name: str) -> KnownPlace | None:
        """The one of that name; of several the county or the one town, for a village's name is often a town's too."""
        found = self._names.get(_plain(name), []) if name else []
        for level in ("county", "town"):
            of_level = [place for place in found if place.level == level]
            if len(of_level) == 1:
                return of_level[0]
        return found[0] if len(found) == 1 else None


def drawn(features: Sequence[Feature], places: Places) -> tuple[list[Drawn], list[Finding]]:
    """Outlines with their places; two of one place are told, the first alone has it."""
    taken: dict[UUID, int] = {}
    told: list[Finding] = []
    made: list[Drawn] = []
    for feature in features:
        place = places.of(feature) if feature.polygons else None
        if place is not None and place.id in taken:
            facts = {"place": place.name, "first": taken[place.id]}
            told.append(Finding(feature.number, feature.name, "map.problem.twice", facts, warning=True))
            place = None
        elif place is not None:
            taken[place.id] = feature.number
        made.append(Drawn(_kind(feature, place), feature.name or (place.name if place else ""), place, feature))
    return made, told


def _kind(feature: Feature, place: KnownPlace | None) -> OutlineKind:
    if not feature.polygons:
        return OutlineKind.LINE
    if place is not None and place.level in _KIND_OF_LEVEL:
        return _KIND_OF_LEVEL[place.level]
    if feature.kind in (OutlineKind.COUNTY, OutlineKind.TOWN, OutlineKind.AREA):
        return OutlineKind(feature.kind)
    if feature.name.endswith(_TOWN):
        return OutlineKind.TOWN
    return OutlineKind.COUNTY if feature.name.endswith(_COUNTY) else OutlineKind.AREA


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
