"""What the store knows of where the county lies."""

from __future__ import annotations

from sqlalchemy import Connection, select

from db.models.places import Place
from db.models.shelters import MapOutline


def outlines(connection: Connection) -> list[str]:
    """Geometries (GeoJSON) of the county, of its towns where nobody drew the county."""
    asked = select(MapOutline.kind, MapOutline.geometry).where(MapOutline.active, MapOutline.kind.in_(_KINDS))
    found = connection.execute(asked).all()
    kind = "county" if any(row.kind == "county" for row in found) else "town"
    return [row.geometry for row in found if row.kind == kind]


def places(connection: Connection) -> list[tuple[float, float]]:
    """Latitude and longitude of every place that has them."""
    asked = select(Place.latitude, Place.longitude).where(Place.latitude.is_not(None), Place.longitude.is_not(None))
    return [(row.latitude, row.longitude) for row in connection.execute(asked)]


_KINDS = ("county", "town")
