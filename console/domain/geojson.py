"""GeoJSON (RFC 7946) as counties have it: read with bounds, every fault of a feature told, nothing guessed at."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from console.domain.geo import Point, Polygon, Ring
from console.domain.spots import Bounds
from console.errors import Refused

FEATURES_LIMIT = 20_000
POINTS_LIMIT = 500_000
_NAME_LIMIT = 100
_NAMES = ("name", "名称", "NAME", "Name", "XZQMC", "xzqmc", "乡镇名称", "行政区名称", "fullname", "地名")
_CODES = ("code", "代码", "adcode", "XZQDM", "xzqdm", "行政区划代码", "区划代码", "CODE", "gb", "GB", "PAC", "id")


class Turn(StrEnum):
    """Whether longitude stands first, as the format says, or latitude, as some programs write it."""

    RIGHT = "right"
    SWAPPED = "swapped"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a feature (``number`` from 1; 0: the file), as a code with facts; ``warning``: still taken."""

    number: int
    name: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature with its places as the file has them, latitude and longitude already in the program's order."""

    number: int
    name: str
    code: str
    kind: str
    polygons: tuple[Polygon, ...] = ()
    lines: tuple[Ring, ...] = ()


@dataclass(frozen=True, slots=True)
class GeoFile:
    """What a file holds: ``read`` features, those that can be drawn, and what is wrong with others."""

    read: int
    points: int
    features: tuple[Feature, ...]
    findings: tuple[Finding, ...]
    turn: Turn


class _Bad(Exception):  # noqa: N818
    """A geometry nobody can draw, as the code of a sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def read(text: str, known: Bounds | None) -> GeoFile:
    """``known`` is where the county is known to lie. Refuses geojson_broken, _kind, _deep, _big, map_not_degrees."""
    reader = _Reader()
    parts = _features(_parsed(text))
    if len(parts) > FEATURES_LIMIT:
        raise Refused("geojson_big", points=len(parts), limit=FEATURES_LIMIT)
    for number, part in enumerate(parts, 1):
        reader.take(number, part)
    turn = turn_of(reader.places, known)
    features = tuple(_turned(one, turn) for one in reader.features)
    return GeoFile(len(parts), len(reader.places), features, tuple(reader.findings), turn)


def turn_of(places: Iterable[tuple[float, float]], known: Bounds | None) -> Turn:
    """Which way round the pairs stand: where one cannot be in degrees the other must be, else where the county lies."""
    straight = swapped = beside = total = 0
    for east, north in places:
        total += 1
        straight += abs(east) <= 180 and abs(north) <= 90
        swapped += abs(north) <= 180 and abs(east) <= 90
        if known is not None:
            beside += known.holds(east, north) - known.holds(north, east)
    if straight < total and swapped < total:
        raise Refused("map_not_degrees")
    if straight < total or (swapped == total and beside > 0):
        return Turn.SWAPPED
    return Turn.RIGHT


def _parsed(text: str) -> Any:
    def never(name: str) -> float:
        raise ValueError(name)

    try:
        return json.loads(text, parse_constant=never)
    except RecursionError:
        raise Refused("geojson_deep") from None
    except json.JSONDecodeError as broken:
        raise Refused("geojson_broken", line=broken.lineno) from broken
    except ValueError as broken:
        raise Refused("geojson_numbers") from broken


def _features(whole: Any) -> list[Any]:
    kind = whole.get("type") if isinstance(whole, dict) else None
    if kind == "FeatureCollection" and isinstance(whole.get("features"), list):
        return list(whole["features"])
    if kind == "Feature":
        return [whole]
    if kind in _GEOMETRIES or kind == "GeometryCollection":
        return [{"type": "Feature", "geometry": whole}]
    raise Refused("geojson_kind")


class _Reader:
    """Takes features one after the other and counts their points."""

    def __init__(self) -> None:
        self.features: list[Feature] = []
        self.findings: list[Finding] = []
        self.places: list[tuple[float, float]] = []

    def take(self, number: int, part: Any) -> None:
        properties = part.get("properties") if isinstance(part, dict) else None
        said = properties if isinstance(properties, dict) else {}
        name = _said(said, _NAMES)
        try:
            polygons, lines = self._shapes(part)
        except _Bad as bad:
            warning = bad.code.endswith(".point")
            self.findings.append(Finding(number, name, bad.code, bad.facts, warning))
            return
        code, kind = _said(said, _CODES), _said(said, ("kind",))
        self.features.append(Feature(number, name, code, kind, polygons, lines))

    def _shapes(self, part: Any) -> tuple[tuple[Polygon, ...], tuple[Ring, ...]]:
        if not isinstance(part, dict) or part.get("type") != "Feature":
            raise _Bad("map.problem.no_feature")
        geometry = part.get("geometry")
        polygons: list[Polygon] = []
        lines: list[Ring] = []
        points = 0
        for kind, coordinates in _simple(geometry):
            if kind in ("Point", "MultiPoint"):
                points += 1
            elif kind == "Polygon":
                polygons.append(self._polygon(coordinates))
            elif kind == "MultiPolygon":
                polygons += [self._polygon(one) for one in _listed(coordinates)]
            elif kind == "LineString":
                lines.append(self._line(coordinates))
            else:
                lines += [self._line(one) for one in _listed(coordinates)]
        if not polygons and not lines:
            raise _Bad("map.problem.point" if points else "map.problem.no_geometry")
        return tuple(polygons), tuple(lines)

    def _polygon(self, coordinates: Any) -> Polygon:
        rings = tuple(self._ring(one) for one in _listed(coordinates))
        if not rings:
            raise _Bad("map.problem.no_geometry")
        return rings

    def _ring(self, coordinates: Any) -> Ring:
        points = self._points(coordinates)
        if len(points) > 1 and points[0] == points[-1]:
            points.pop()
        if len(set(points)) < 3:
            raise _Bad("map.problem.short_ring")
        return tuple(points)

    def _line(self, coordinates: Any) -> Ring:
        points = self._points(coordinates)
        if len(points) < 2:
            raise _Bad("map.problem.short_line")
        return tuple(points)

    def _points(self, coordinates: Any) -> list[Point]:
        """Pairs as they stand; the same point twice running counts once."""
        points: list[Point] = []
        for pair in _listed(coordinates):
            if not (isinstance(pair, list) and len(pair) >= 2 and all(map(_number, pair[:2]))):
                raise _Bad("map.problem.bad_point")
            point = (float(pair[0]), float(pair[1]))
            if not points or points[-1] != point:
                points.append(point)
        if len(self.places) + len(points) > POINTS_LIMIT:
            raise Refused("geojson_big", points=len(self.places) + len(points), limit=POINTS_LIMIT)
        self.places += points
        return points


_GEOMETRIES = ("Point", "MultiPoint", "Polygon", "MultiPolygon", "LineString", "MultiLineString")


def _simple(geometry: Any) -> list[tuple[str, Any]]:
    """A geometry, or those of a collection; collections in collections are taken apart."""
    found: list[tuple[str, Any]] = []
    waiting = [geometry]
    while waiting:
        one = waiting.pop(0)
        kind = one.get("type") if isinstance(one, dict) else None
        if kind == "GeometryCollection" and isinstance(one.get("geometries"), list):
            waiting += one["geometries"]
        elif kind in _GEOMETRIES:
            found.append((kind, one.get("coordinates")))
        elif one is not None:
            raise _Bad("map.problem.geometry_kind", kind=str(kind)[:40])
    return found


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _Bad("map.problem.bad_point")
    return value


def _number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e12 and math.isfinite(value)


def _said(properties: Mapping[str, Any], heads: tuple[str, ...]) -> str:
    """The first of these that says something, as one plain line."""
    for head in heads:
        value = properties.get(head)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            plain = "".join(sign for sign in str(value) if sign.isprintable())
            return plain.strip()[:_NAME_LIMIT]
    return ""


def _turned(feature: Feature, turn: Turn) -> Feature:
    def ring(points: Ring) -> Ring:
        return points if turn is Turn.SWAPPED else tuple((north, east) for east, north in points)

    polygons = tuple(tuple(ring(one) for one in polygon) for polygon in feature.polygons)
    lines = tuple(ring(one) for one in feature.lines)
    return Feature(feature.number, feature.name, feature.code, feature.kind, polygons, lines)
