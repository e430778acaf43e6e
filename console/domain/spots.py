"""Coordinates as they are typed: inside the world, inside the county, or with latitude and longitude swapped."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from console.errors import Refused


class SpotSense(StrEnum):
    """What a pair of coordinates says: nothing, in the county, outside of it, swapped, half of it, impossible."""

    NONE = "none"
    INSIDE = "inside"
    OUTSIDE = "outside"
    SWAPPED = "swapped"
    HALF = "half"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle of degrees (WGS 84)."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


_LATITUDE, _LONGITUDE = 90.0, 180.0
_MARGIN = 0.05
"""Degrees around what is known of a county: its rim lies beyond its outermost place."""


def bounds_of(points: Iterable[tuple[float, float]], margin: float = _MARGIN) -> Bounds | None:
    """The rectangle around points (latitude, longitude); None where there are none."""
    known = list(points)
    if not known:
        return None
    norths, easts = [one[0] for one in known], [one[1] for one in known]
    return Bounds(min(norths) - margin, min(easts) - margin, max(norths) + margin, max(easts) + margin)


def ring_points(geometry: Any) -> list[tuple[float, float]]:
    """Every point of GeoJSON coordinates (longitude first, RFC 7946) as latitude and longitude."""
    if isinstance(geometry, dict):
        inner = geometry.get("coordinates", geometry.get("geometries", ()))
        return ring_points(inner)
    if not isinstance(geometry, list | tuple):
        return []
    if len(geometry) >= 2 and all(isinstance(part, int | float) for part in geometry[:2]):
        return [(float(geometry[1]), float(geometry[0]))]
    return [point for part in geometry for point in ring_points(part)]


def sense(latitude: float | None, longitude: float | None, county: Bounds | None) -> SpotSense:
    """What the pair says. Swapped is told where only the other way round it lies in the world, or in the county.

    Where nothing is known of the county, whatever lies in the world is inside.
    """
    if latitude is None or longitude is None:
        return SpotSense.NONE if latitude is longitude else SpotSense.HALF
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return SpotSense.IMPOSSIBLE
    if not _possible(latitude, longitude):
        return SpotSense.SWAPPED if _possible(longitude, latitude) else SpotSense.IMPOSSIBLE
    if county is None or county.holds(latitude, longitude):
        return SpotSense.INSIDE
    return SpotSense.SWAPPED if county.holds(longitude, latitude) else SpotSense.OUTSIDE


def require_sense(latitude: float | None, longitude: float | None, county: Bounds | None) -> SpotSense:
    """The same; refuses spot_swapped, spot_half and spot_impossible. Outside the county is told, never refused."""
    found = sense(latitude, longitude, county)
    if found in (SpotSense.SWAPPED, SpotSense.HALF, SpotSense.IMPOSSIBLE):
        raise Refused(_CODES[found], field="latitude", latitude=latitude, longitude=longitude)
    return found


_CODES = {
    SpotSense.SWAPPED: "spot_swapped", SpotSense.HALF: "spot_half", SpotSense.IMPOSSIBLE: "spot_impossible"
}  # fmt: skip


def _possible(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= _LATITUDE and abs(longitude) <= _LONGITUDE
