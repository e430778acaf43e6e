"""How long a way takes: a straight line turned into a road by a factor, at a speed; measured ways override it.

Replaceable: whoever needs a travel time asks for ``Travel`` and gets minutes with the words why.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

EARTH_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the way: its names (code, name) and where it lies in degrees (WGS 84), if anybody knows."""

    names: tuple[str, ...]
    latitude: float | None = None
    longitude: float | None = None

    @property
    def known(self) -> bool:
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True, slots=True)
class Leg:
    """What a way takes: minutes, kilometres of road where they were reckoned, and whether it was measured."""

    minutes: int
    road_km: float | None
    measured: bool
    basis: str


class Travel(Protocol):
    """Anything that knows how long a way takes; None where it cannot say."""

    def leg(self, start: Spot, end: Spot) -> Leg | None: ...


@dataclass(frozen=True, slots=True)
class Speed:
    """Road factor in percent of the straight line and km/h, of one terrain and weather, with what it rests on."""

    road_percent: int
    speed: int
    basis: str = ""


@dataclass(frozen=True, slots=True)
class CountyTravel:
    """The county's own figures: speeds of the terrain and weather that hold, and measured pairs both ways.

    Without a speed only measured ways are known.
    """

    speed: Speed | None
    pairs: Mapping[frozenset[str], tuple[int, str]] = field(default_factory=dict)

    def leg(self, start: Spot, end: Spot) -> Leg | None:
        """Measured where any names of both are a known pair, else reckoned; None where a place has no coordinates."""
        for one in start.names:
            for other in end.names:
                found = self.pairs.get(frozenset({one, other})) if one and other else None
                if found is not None:
                    return Leg(found[0], None, True, found[1])
        line = distance_km(start, end)
        if line is None or self.speed is None:
            return None
        road = line * self.speed.road_percent / 100
        return Leg(math.ceil(road / self.speed.speed * 60), round(road, 1), False, self.speed.basis)


def distance_km(start: Spot, end: Spot) -> float | None:
    """Great-circle distance in kilometres; None where one of the places has no coordinates."""
    if start.latitude is None or start.longitude is None or end.latitude is None or end.longitude is None:
        return None
    one, other = math.radians(start.latitude), math.radians(end.latitude)
    half_lat = (other - one) / 2
    half_lon = math.radians(end.longitude - start.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(one) * math.cos(other) * math.sin(half_lon) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))
