"""Where the county lies, as far as the store knows: by its outline of the map, else by its places with coordinates."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from console.domain.spots import Bounds, bounds_of, ring_points
from db.queries import county_bounds as query


def bounds(connection: Connection) -> Bounds | None:
    """The rectangle around the county; None where nothing is known."""
    drawn = [point for text in query.outlines(connection) for point in ring_points(json.loads(text))]
    return bounds_of(drawn, margin=0.0) or bounds_of(query.places(connection))
