"""What lies inside an area that was drawn: how large it is, which towns and villages it touches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection

from console import words
from console.domain.geo import KM_PER_DEGREE
from console.domain.warning_form import Drawn
from console.services.warning_shapes import corners_of, judged
from db.queries import maps

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_WHOLE = 0.99
"""Of a town's outline inside what was drawn: then the town is meant, not its villages one by one."""
_TOUCH = 0.0005
"""Of a town's outline, or of what was drawn where that is smaller: less is the width of a pencil."""


@dataclass(frozen=True, slots=True)
class Covered:
    """``inside`` and ``crossing`` are of each thing drawn (``judged``). ``place_ids`` are the places that are meant:
    towns that lie in it whole, else their villages. ``unplaced`` villages of the towns it touches lie nobody knows
    where."""

    inside: tuple[bool | None, ...] = ()
    crossing: tuple[bool, ...] = ()
    km2: float = 0.0
    towns: int = 0
    villages: int = 0
    unplaced: int = 0
    place_ids: tuple[UUID, ...] = ()


def covered(connection: Connection, drawn: Sequence[Drawn]) -> Covered:
    """Of everything drawn together; what crosses itself or is no area counts nothing."""
    inside, crossing = judged(connection, drawn)
    whole = _together([one for one, wrong in zip(drawn, crossing, strict=True) if not wrong])
    if whole is None or whole.is_empty:
        return Covered(inside, crossing)
    nodes = maps.places(connection)
    parts = _parts(connection, whole)
    held = _held(nodes, whole, parts)
    towns = {one.id for one in nodes if one.level == "town" and (one.id in parts or one.id in held)}
    villages = [one for one in nodes if one.level == "village"]
    full = {town for town in towns if parts.get(town, 0.0) >= _WHOLE}
    met = [one for one in villages if one.id in held or one.parent_id in full]
    towns |= {one.parent_id for one in met if one.parent_id is not None}
    unknown = [one for one in villages if _spot(one) is None and one.id not in parts and one.parent_id in towns - full]
    named = [one.id for one in nodes if one.id in full or (one in met and one.parent_id not in full)]
    # a town it touches of which no village is known to lie in it is meant itself: too many rather than nobody
    lone = [one.id for one in nodes if one.id in towns - full and not any(each.parent_id == one.id for each in met)]
    return Covered(inside, crossing, _km2(whole), len(towns), len(met), len(unknown), (*named, *lone))


def drawn_said(drawn: Sequence[Drawn], found: Covered, language: str) -> str:
    """多边形 7 点，约 123 平方公里，涉及 3 乡镇 12 村."""
    if not drawn:
        return ""
    parts = [
        words.say_in(language, "warning.drawn.polygon", count=len(one.corners)) if one.radius is None
        else words.say_in(language, "warning.drawn.circle", km=f"{one.radius:g}")
        for one in drawn
    ]  # fmt: skip
    most = 4
    shapes = words.say_in(language, "warning.drawn.between").join(parts[:most])
    if len(parts) > most:
        shapes = words.say_in(language, "warning.drawn.more", shapes=shapes, count=len(parts) - most)
    size = f"{found.km2:.1f}" if found.km2 < 10 else f"{found.km2:.0f}"
    facts = {"shapes": shapes, "size": size, "towns": found.towns, "villages": found.villages}
    said = words.say_in(language, "warning.drawn.said", **facts)
    return said + (words.say_in(language, "warning.drawn.unplaced", count=found.unplaced) if found.unplaced else "")


def _together(drawn: Sequence[Drawn]) -> BaseGeometry | None:
    from shapely import union_all
    from shapely.geometry import Polygon

    shapes = [Polygon([(east, north) for north, east in corners_of(one)]) for one in drawn]
    return union_all(shapes) if shapes else None


def _parts(connection: Connection, whole: BaseGeometry) -> dict[UUID, float]:
    """By place with an outline: how much of it lies inside, as a part of one."""
    import json

    import shapely
    from shapely.geometry import shape

    made: dict[UUID, float] = {}
    for row in maps.outlines(connection):
        if row.place_id is None or row.kind not in ("town", "area"):
            continue
        outline = shapely.make_valid(shape(json.loads(row.geometry)))
        common = outline.intersection(whole).area if outline.area and outline.intersects(whole) else 0.0
        if common > _TOUCH * min(outline.area, whole.area):
            made[row.place_id] = made.get(row.place_id, 0.0) + common / outline.area
    return made


def _held(nodes: Sequence[Any], whole: BaseGeometry, parts: dict[UUID, float]) -> set[UUID]:
    """Places whose own spot lies inside, and villages with an outline that does in part."""
    import shapely

    spotted = [one for one in nodes if _spot(one) is not None]
    hit = shapely.contains_xy(whole, [one.longitude for one in spotted], [one.latitude for one in spotted])
    found = {one.id for one, holds in zip(spotted, hit, strict=True) if holds}
    return found | {one.id for one in nodes if one.level == "village" and one.id in parts}


def _spot(node: Any) -> tuple[float, float] | None:
    return None if node.latitude is None or node.longitude is None else (node.latitude, node.longitude)


def _km2(whole: BaseGeometry) -> float:
    """On the plane around its middle."""
    middle = whole.centroid.y
    return float(whole.area) * KM_PER_DEGREE**2 * cos(radians(middle))
