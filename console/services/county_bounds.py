"""Where the county lies, as far as the store knows: by its outline of the map, else by its places with coordinates."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection

from console.domain.spots import Bounds, bounds_of, ring_points
from db.queries import county_bounds as query

_known: dict[tuple[tuple[UUID, int], ...], Bounds | None] = {}
"""Rectangles of outlines by ids and versions: an outline may have a hundred thousand points, and is asked often."""


def bounds(connection: Connection) -> Bounds | None:
    """The rectangle around the county; None where nothing is known."""
    drawn = query.outlines(connection)
    if not drawn:
        return bounds_of(query.places(connection))
    found = _known[drawn] if drawn in _known else _known.setdefault(drawn, _around(connection, drawn))
    return found or bounds_of(query.places(connection))


def _around(connection: Connection, drawn: Sequence[tuple[UUID, int]]) -> Bounds | None:
    texts = query.geometries(connection, [key for key, _ in drawn])
    return bounds_of((point for text in texts for point in ring_points(json.loads(text))), margin=0.0)
