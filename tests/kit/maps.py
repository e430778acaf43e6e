"""A map to be drawn: the sample county's outlines, marks spread over it."""

from __future__ import annotations

import random
from uuid import UUID

from console.domain.geo import label_point
from console.domain.geojson import read
from console.domain.map_marks import Mark, MarkKind, Outline, OutlineKind
from console.services.sample_map import county
from console.services.sample_spots import EAST, NORTH, SOUTH, WEST

_SHARES = (1, 20, 20, 59)


def outlines() -> list[Outline]:
    """The county and its 22 towns."""
    features = read(county(), None).features
    return [Outline(OutlineKind(one.kind), one.name, one.polygons, (), label_point(one.polygons)) for one in features]


def spread(count: int, seed: int = 1) -> list[Mark]:
    """So many marks of all layers anywhere in the county, always the same ones."""
    chance = random.Random(seed)
    kinds = chance.choices(list(MarkKind), _SHARES, k=count)
    return [mark(kind, at, chance.uniform(SOUTH, NORTH), chance.uniform(WEST, EAST)) for at, kind in enumerate(kinds)]


def mark(kind: MarkKind, at: int, latitude: float, longitude: float, name: str = "", *, busy: bool = False) -> Mark:
    """One; its id follows from ``at``."""
    state = {"incident": "incident.state.reported", "team": "team.readiness.ready"}.get(kind.value, "map.shelter.open")
    return Mark(kind, UUID(int=at + 1), name or f"样例点{at:04d}", latitude, longitude, state, busy or at % 3 == 0)
