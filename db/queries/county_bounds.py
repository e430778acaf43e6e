"""What the store knows of where the county lies."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from db.models.places import Place
from db.models.shelters import MapOutline

_KINDS = ("county", "town")


def outlines(connection: Connection) -> tuple[tuple[UUID, int], ...]:
    """Ids and versions of the outline of the county, of its towns where nobody drew the county."""
    asked = select(MapOutline.kind, MapOutline.id, MapOutline.version)
    found = connection.execute(
        asked.where(MapOutline.active, MapOutline.kind.in_(_KINDS)).order_by(MapOutline.id)
    ).all()
    kind = "county" if any(row.kind == "county" for row in found) else "town"
    return tuple((row.id, row.version) for row in found if row.kind == kind)


def geometries(connection: Connection, ids: Sequence[UUID]) -> list[str]:
    """GeoJSON of these outlines."""
    return list(connection.execute(select(MapOutline.geometry).where(MapOutline.id.in_(ids))).scalars())


def places(connection: Connection) -> list[tuple[float, float]]:
    """Latitude and longitude of every place that has them."""
    asked = select(Place.latitude, Place.longitude).where(Place.latitude.is_not(None), Place.longitude.is_not(None))
    return [(row.latitude, row.longitude) for row in connection.execute(asked)]
