"""A small piece of the earth as a plane: kilometres around a centre, polygons, how far so many minutes reach."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from console.domain.spots import Bounds
from console.domain.travel import EARTH_KM, Speed

Point = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84; CGCS2000 lies within a metre of it)."""
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]
"""The outer ring, then its holes; no ring repeats its first point."""

KM_PER_DEGREE = math.pi * EARTH_KM / 180
"""Along a meridian."""
_SCANS = 9


@dataclass(frozen=True, slots=True)
class Projection:
    """Local equirectangular: true along the centre's parallel, off by under 1 % up to 50 km north or south of it."""

    latitude: float
    longitude: float

    @property
    def _east(self) -> float:
        return KM_PER_DEGREE * math.cos(math.radians(self.latitude))

    def to_km(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Kilometres east and north of the centre."""
        return (longitude - self.longitude) * self._east, (latitude - self.latitude) * KM_PER_DEGREE

    def to_degrees(self, east: float, north: float) -> Point:
        """Latitude and longitude of so many kilometres east and north of the centre."""
        return self.latitude + north / KM_PER_DEGREE, self.longitude + east / self._east


def centred(bounds: Bounds) -> Projection:
    """The plane around the middle of a rectangle."""
    return Projection((bounds.south + bounds.north) / 2, (bounds.west + bounds.east) / 2)


def reach_km(speed: Speed, minutes: float) -> float:
    """How far away in a straight line a way of so many minutes ends: what the travel model turns into that time."""
    return speed.speed * minutes / 60 * 100 / speed.road_percent


def signed_area(ring: Sequence[Point]) -> float:
    """In square degrees; positive where it runs counter-clockwise seen from above."""
    pairs = zip(ring, (*ring[1:], *ring[:1]), strict=True)
    return sum(one[1] * other[0] - other[1] * one[0] for one, other in pairs) / 2


def area_km2(polygon: Polygon) -> float:
    """The outer ring less its holes, in square kilometres of the plane around its first point."""
    if not polygon or not polygon[0]:
        return 0.0
    plane = Projection(*polygon[0][0])
    rings = [[plane.to_km(*point)[::-1] for point in ring] for ring in polygon]
    return abs(signed_area(rings[0])) - sum(abs(signed_area(ring)) for ring in rings[1:])


def holds(polygon: Polygon, latitude: float, longitude: float) -> bool:
    """Whether a point lies inside, in no hole (even-odd rule)."""
    inside = False
    for ring in polygon:
        before = ring[-1]
        for here in ring:
            if (here[0] > latitude) != (before[0] > latitude):
                crossing = before[1] + (latitude - before[0]) / (here[0] - before[0]) * (here[1] - before[1])
                inside ^= longitude < crossing
            before = here
    return inside


def label_point(polygons: Iterable[Polygon]) -> Point | None:
    """A point well inside the largest polygon, where its name has room; None where there is none."""
    largest = max(polygons, key=area_km2, default=None)
    if largest is None:
        return None
    norths = [point[0] for point in largest[0]]
    low, high = min(norths), max(norths)
    best = (0.0, largest[0][0])
    for step in range(1, _SCANS + 1):
        latitude = low + (high - low) * step / (_SCANS + 1)
        for west, east in _inside(largest, latitude):
            room = (east - west) * (1 - abs(step / (_SCANS + 1) - 0.5))
            if room > best[0]:
                best = (room, (latitude, (west + east) / 2))
    return best[1]


def _inside(polygon: Polygon, latitude: float) -> list[tuple[float, float]]:
    """Stretches of a parallel that lie inside."""
    crossings: list[float] = []
    for ring in polygon:
        before = ring[-1]
        for here in ring:
            if (here[0] > latitude) != (before[0] > latitude):
                part = (latitude - before[0]) / (here[0] - before[0])
                crossings.append(before[1] + part * (here[1] - before[1]))
            before = here
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=False))
