"""Polygons and circles as CAP writes them: ``lat,lon lat,lon …`` and ``lat,lon radius`` in WGS 84 and kilometres."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from console.cap.finding import Finding

Pair = tuple[float, float]
"""Latitude and longitude in degrees."""

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_PAIR = re.compile(rf"({_NUMBER}),({_NUMBER})")
_RADIUS = re.compile(rf"{_NUMBER}(?:[eE][+-]?\d{{1,3}})?")
LEAST_PAIRS = 4
_LONGEST = 40
_NOWHERE: Pair = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Circle:
    """A centre and a radius in kilometres."""

    centre: Pair
    radius: float


def polygon(text: str, place: str) -> tuple[tuple[Pair, ...], list[Finding]]:
    """Its corners, the first one again at the end; or none and what is wrong with it."""
    corners: list[Pair] = []
    for word in text.split():
        pair, found = _pair(word, place)
        if found is not None:
            return (), [found]
        corners.append(pair)
    if not corners:
        return (), [Finding("polygon_empty", place)]
    told = []
    is_open = corners[0] != corners[-1]
    if is_open:
        told.append(Finding("polygon_open", place))
    if len(corners) + is_open < LEAST_PAIRS:  # one that only lacks its end is open and nothing else
        told.append(Finding("polygon_short", place, {"count": len(corners), "least": LEAST_PAIRS}))
    return ((), told) if told else (tuple(corners), [])


def circle(text: str, place: str) -> tuple[Circle | None, Finding | None]:
    """The circle, or what is wrong with it."""
    parts = text.split()
    if len(parts) != 2 or not _RADIUS.fullmatch(parts[1]):
        return None, Finding("circle_form", place, {"value": text.strip()[:_LONGEST]})
    centre, found = _pair(parts[0], place)
    if found is not None:
        return None, found
    radius = float(parts[1])
    if not math.isfinite(radius):  # more digits than any number has
        return None, Finding("circle_form", place, {"value": text.strip()[:_LONGEST]})
    if radius < 0:
        return None, Finding("circle_radius", place, {"value": parts[1][:_LONGEST]})
    return Circle(centre, radius), None


def _pair(word: str, place: str) -> tuple[Pair, Finding | None]:
    found = _PAIR.fullmatch(word)
    if found is None:
        return _NOWHERE, Finding("coordinates_form", place, {"value": word[:_LONGEST]})
    latitude, longitude = float(found.group(1)), float(found.group(2))
    if not -90 <= latitude <= 90:
        return _NOWHERE, Finding("latitude", place, {"value": found.group(1)[:_LONGEST]})
    if not -180 <= longitude <= 180:
        return _NOWHERE, Finding("longitude", place, {"value": found.group(2)[:_LONGEST]})
    return (latitude, longitude), None
