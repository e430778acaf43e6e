"""Outlines made fit to be drawn: rings that cross themselves are told and mended, too many points thinned together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from console.domain.geo import Point, Polygon, Ring
from console.domain.geojson import Feature, Finding

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

KEPT_POINTS = 20_000
"""More are thinned: the map draws them at every zoom. A county's towns have some thousands."""
FINEST = 0.00005
"""Degrees (5 m) a border may move at first; doubled until few enough points are left."""
_DECIMALS = 6
_SMALLEST = 1e-10


def mended(features: Iterable[Feature]) -> tuple[list[Feature], list[Finding]]:
    """Features whose areas are sound, and what was mended or cannot be."""
    found: list[Feature] = []
    told: list[Finding] = []
    for feature in features:
        polygons, where = _sound(feature.polygons)
        if feature.polygons and not polygons:
            told.append(Finding(feature.number, feature.name, "map.problem.no_area"))
            continue
        if where is not None:
            facts = {"latitude": f"{where[0]:.4f}", "longitude": f"{where[1]:.4f}"}
            told.append(Finding(feature.number, feature.name, "map.problem.crossing", facts, warning=True))
        found.append(replace(feature, polygons=polygons))
    return found, told


def thinned(features: Sequence[Feature], limit: int = KEPT_POINTS) -> list[Feature]:
    """With no more than ``limit`` points as far as that goes; borders that two share stay one border."""
    if points_in(features) <= limit:
        return list(features)
    areas = [at for at, one in enumerate(features) if one.polygons]
    lined = [at for at, one in enumerate(features) if one.lines]
    drawn, lines = _thin(
        [_shapes(features[at].polygons) for at in areas], [_lines(features[at]) for at in lined], limit
    )
    made = list(features)
    for at, shape in zip(areas, drawn, strict=True):
        made[at] = replace(made[at], polygons=tuple(_polygons(shape)) or made[at].polygons)
    for at, line in zip(lined, lines, strict=True):
        made[at] = replace(made[at], lines=tuple(_points(part.coords) for part in line.geoms))
    return made


def _thin(areas: list[Any], lines: list[Any], limit: int) -> tuple[list[Any], list[Any]]:
    """Coarser and coarser, each round from the one before: a million points are gone over once, not ten times."""
    import shapely

    together = bool(areas) and bool(shapely.coverage_is_valid(areas))
    tolerance = FINEST
    while tolerance < 1 and shapely.get_num_coordinates([*areas, *lines]).sum() > limit:
        if together:
            areas = list(shapely.coverage_simplify(areas, tolerance))
        else:
            areas = [_simpler(shape, tolerance) for shape in areas]
        lines = [_simpler(line, tolerance) for line in lines]
        tolerance *= 2
    return areas, lines


def _simpler(shape: Any, tolerance: float) -> Any:
    """Of the same kind as before; what would vanish stays as it is."""
    import shapely

    made = shape.simplify(tolerance)
    if made.is_empty:
        return shape
    parts = getattr(made, "geoms", (made,))
    return (shapely.MultiPolygon if shape.geom_type == "MultiPolygon" else shapely.MultiLineString)(list(parts))


def points_in(features: Iterable[Feature]) -> int:
    """How many points they have together."""
    areas = sum(len(ring) for one in features for polygon in one.polygons for ring in polygon)
    return areas + sum(len(line) for one in features for line in one.lines)


def _sound(polygons: tuple[Polygon, ...]) -> tuple[tuple[Polygon, ...], Point | None]:
    """The areas, mended where a ring crosses itself, and where the first does."""
    import shapely

    sound: list[Polygon] = []
    where: Point | None = None
    for polygon in polygons:
        shape = _shape(polygon)
        if not shape.is_valid:
            where = where or _place(shapely.is_valid_reason(shape), polygon)
            shape = shapely.make_valid(shape)
        sound += _polygons(shape)
    return tuple(sound), where


def _place(reason: str, polygon: Polygon) -> Point:
    """``Self-intersection[120.5 28.2]`` as latitude and longitude."""
    east, _, north = reason.partition("[")[2].rstrip("]").partition(" ")
    try:
        return float(north), float(east)
    except ValueError:
        return polygon[0][0]


def _lines(feature: Feature) -> Any:
    from shapely import MultiLineString

    return MultiLineString([[(east, north) for north, east in line] for line in feature.lines])


def _points(coordinates: Any) -> Ring:
    return tuple((round(north, _DECIMALS), round(east, _DECIMALS)) for east, north, *_ in coordinates)


def _shape(polygon: Polygon) -> Any:
    from shapely import Polygon as Shape

    rings = [[(east, north) for north, east in ring] for ring in polygon]
    return Shape(rings[0], rings[1:])


def _shapes(polygons: tuple[Polygon, ...]) -> Any:
    from shapely import MultiPolygon

    return MultiPolygon([_shape(one) for one in polygons])


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    """The areas of whatever mending left, rounded to a tenth of a metre; slivers of nothing are dropped."""
    parts = getattr(shape, "geoms", (shape,))
    found: list[Polygon] = []
    for part in parts:
        if part.geom_type in ("MultiPolygon", "GeometryCollection"):
            found += _polygons(part)
        elif part.geom_type == "Polygon" and part.area > _SMALLEST:
            rings = (part.exterior, *part.interiors)
            found.append(tuple(_ring(ring.coords) for ring in rings))
    return found


def _ring(coordinates: Any) -> Ring:
    return _points(coordinates)[:-1]
