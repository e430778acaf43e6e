"""A schematic division of a county: every place gets what lies nearer to it than to any other, without gaps."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from console.domain.geo import Point, Ring

_DECIMALS = 5
_SAME = 2e-6
"""Degrees within which two corners are one: each neighbour reckons it by itself."""


def cells(spots: Mapping[str, Point], frame: Ring) -> dict[str, Ring]:
    """The cell of each spot within a convex ``frame`` (Voronoi); neighbours share their corners to the digit."""
    stretch = math.cos(math.radians(sum(point[0] for point in frame) / len(frame)))
    corners: list[Point] = []
    made: dict[str, Ring] = {}
    for name, spot in spots.items():
        cell = list(frame)
        for other in spots.values():
            if other != spot:
                cell = _nearer(cell, spot, other, stretch)
        made[name] = _tidy(_known(corner, corners) for corner in cell)
    return made


def joined(rings: Iterable[Ring]) -> Ring:
    """The outline around rings that tile one area: their edges that no other has, in one round."""
    edges = [edge for ring in rings for edge in zip(ring, (*ring[1:], ring[0]), strict=True)]
    sides = Counter(frozenset(edge) for edge in edges)
    following = {start: end for start, end in edges if sides[frozenset((start, end))] == 1}
    first = min(following)
    outline = [first]
    while (here := following[outline[-1]]) != first:
        outline.append(here)
    return tuple(outline)


def _nearer(cell: list[Point], spot: Point, other: Point, stretch: float) -> list[Point]:
    """What of a cell lies nearer to ``spot`` (Sutherland–Hodgman along the middle of the two)."""

    def excess(corner: Point) -> float:
        return _square(corner, spot, stretch) - _square(corner, other, stretch)

    kept: list[Point] = []
    for start, end in zip(cell, (*cell[1:], *cell[:1]), strict=True):
        one, two = excess(start), excess(end)
        if one <= 0:
            kept.append(start)
        if (one < 0 < two) or (two < 0 < one):
            part = one / (one - two)
            kept.append((start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])))
    return kept


def _square(one: Point, other: Point, stretch: float) -> float:
    return (one[0] - other[0]) ** 2 + ((one[1] - other[1]) * stretch) ** 2


def _known(corner: Point, corners: list[Point]) -> Point:
    """The corner a neighbour has there already, else this one, rounded."""
    for known in corners:
        if abs(known[0] - corner[0]) <= _SAME + 10**-_DECIMALS and abs(known[1] - corner[1]) <= _SAME + 10**-_DECIMALS:
            return known
    rounded = (round(corner[0], _DECIMALS), round(corner[1], _DECIMALS))
    corners.append(rounded)
    return rounded


def _tidy(points: Iterable[Point]) -> Ring:
    """Without a corner twice running; counter-clockwise as RFC 7946 has outer rings."""
    kept: list[Point] = []
    for point in points:
        if not kept or kept[-1] != point:
            kept.append(point)
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    turns = sum(one[1] * two[0] - two[1] * one[0] for one, two in zip(kept, (*kept[1:], kept[0]), strict=True))
    return tuple(kept if turns > 0 else reversed(kept))
