"""What is drawn of a warning against the county's outline."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import cos, pi, radians, sin
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from console.domain.warning_form import Drawn
from db.queries import county_bounds

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

EDGE = 0.005
"""Degrees a drawing may stand over the outline: some 500 m, for outlines are drawn coarsely."""
CORNERS = 48
KM_PER_DEGREE = 111.2
"""Kilometres of one degree of latitude (WGS 84, mean)."""

_known: dict[tuple[tuple[UUID, int], ...], BaseGeometry] = {}


def county(connection: Connection) -> BaseGeometry | None:
    """The county's outline, a little wider; None where none is drawn."""
    import shapely
    from shapely.geometry import shape

    drawn = county_bounds.outlines(connection)
    if not drawn:
        return None
    if drawn not in _known:
        texts = county_bounds.geometries(connection, [key for key, _ in drawn])
        parts = [shapely.make_valid(shape(_geometry(json.loads(text)))) for text in texts]
        _known.clear()
        _known[drawn] = shapely.unary_union(parts).buffer(EDGE)
    return _known[drawn]


def _geometry(value: dict[str, object]) -> object:
    return value.get("geometry", value)


def corners_of(one: Drawn) -> tuple[tuple[float, float], ...]:
    """Corners (latitude, longitude) of what was drawn, the first one again at the end; a circle as a polygon."""
    if one.radius is None:
        return (*one.corners, one.corners[0]) if one.corners else ()
    (latitude, longitude), *_ = one.corners
    up = one.radius / KM_PER_DEGREE
    across = up / max(cos(radians(latitude)), 0.01)
    turns = [2 * pi * at / CORNERS for at in range(CORNERS)]
    ring = [(latitude + up * sin(turn), longitude + across * cos(turn)) for turn in turns]
    return (*ring, ring[0])


def judged(connection: Connection, drawn: Sequence[Drawn]) -> tuple[tuple[bool | None, ...], tuple[bool, ...]]:
    """Of each thing drawn: whether it lies in the county (None: no outline), and whether it crosses itself."""
    from shapely.geometry import Polygon

    if not drawn:
        return (), ()
    around = county(connection)
    inside: list[bool | None] = []
    crossing = []
    for one in drawn:
        ring = [(longitude, latitude) for latitude, longitude in corners_of(one)]
        shape = Polygon(ring) if len(ring) >= 4 else None
        valid = shape is not None and bool(shape.is_valid)
        crossing.append(not valid)
        inside.append(None if around is None or shape is None or not valid else bool(shape.within(around)))
    return tuple(inside), tuple(crossing)
