"""An area as it is drawn: points set one after another, taken back one by one, and the same as words that are typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from console.domain.geo import Point
from console.domain.warning_form import Drawn
from console.errors import Refused

MOST_CORNERS = 500
"""Of everything drawn for one warning."""
SMALLEST, LARGEST = 0.001, 2_000.0
"""Radius of a circle in kilometres."""
FEWEST = 3
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_POINT = re.compile(rf"({_NUMBER})\s*[,，]\s*({_NUMBER})")
_RADIUS = re.compile(rf"(?:\br|半径)\s*[=＝]?\s*({_NUMBER})\s*(?:km|公里)?$", re.IGNORECASE)
_SHAPES = re.compile(r"[;；\n]+")


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn so far; the last shape takes further points while it is ``going``."""

    shapes: tuple[Drawn, ...] = ()
    going: bool = False

    def with_point(self, point: Point) -> Drawing:
        """One point further; the same once more adds nothing."""
        if not self.going or not self.shapes:
            return Drawing((*self.shapes, Drawn((point,))), going=True)
        *before, last = self.shapes
        if last.corners[-1] == point:
            return self
        return Drawing((*before, replace(last, corners=(*last.corners, point))), going=True)

    def with_circle(self, middle: Point, km: float) -> Drawing:
        """A circle beside the rest. Refuses bad_radius."""
        if not SMALLEST <= km <= LARGEST:
            raise Refused("bad_radius", least=SMALLEST, most=int(LARGEST), field="radius")
        shapes = self.shapes[:-1] if self.going and len(self.shapes[-1].corners) == 1 else self.shapes
        return Drawing((*shapes, Drawn((middle,), km)))

    def back(self) -> Drawing:
        """Without the last point; a circle goes whole."""
        if not self.shapes:
            return self
        *before, last = self.shapes
        if last.radius is not None or len(last.corners) == 1:
            going = bool(before) and before[-1].radius is None
            return Drawing(tuple(before), going=going)
        return Drawing((*before, replace(last, corners=last.corners[:-1])), going=True)

    def next_shape(self) -> Drawing:
        """The next point begins another shape."""
        return replace(self, going=False)


def drawing_of(shapes: Sequence[Drawn]) -> Drawing:
    """What was drawn before, to be gone on with."""
    return Drawing(tuple(shapes), going=bool(shapes) and shapes[-1].radius is None)


def drawn_text(shapes: Iterable[Drawn], between: str = "; ") -> str:
    """``28.270000,120.700000 …; 28.3,120.7 r=3``: latitude and longitude of each corner, a circle with kilometres."""
    return between.join(_shape_text(one) for one in shapes)


def read_drawn(text: str) -> tuple[Drawn, ...]:
    """What ``drawn_text`` wrote, or somebody typed. Longitude may come first where no latitude is so large.

    Refuses bad_corners with what cannot be read, bad_radius.
    """
    return tuple(_shape(part.strip()) for part in _SHAPES.split(text) if part.strip())


def fault(shapes: Sequence[Drawn]) -> Refused | None:
    """What is wrong before anybody looks at the map; None where nothing is."""
    if sum(len(one.corners) for one in shapes) > MOST_CORNERS:
        return Refused("too_much_drawn", most=MOST_CORNERS, field="corners")
    for at, one in enumerate(shapes, 1):
        if one.radius is None and len(one.corners) < FEWEST:
            return Refused("few_corners", nth=at, count=len(one.corners), field="corners")
    return None


def _shape(text: str) -> Drawn:
    found = _RADIUS.search(text)
    rest = text[: found.start()] if found else text
    left = _POINT.sub(" ", rest).strip()
    corners = tuple(_point(*pair) for pair in _POINT.findall(rest))
    if left or not corners or (found and len(corners) != 1):
        raise Refused("bad_corners", text=(left or text)[:40], field="corners")
    if found is None:
        return Drawn(corners)
    km = float(found[1])
    if not SMALLEST <= km <= LARGEST:
        raise Refused("bad_radius", least=SMALLEST, most=int(LARGEST), field="corners")
    return Drawn(corners, km)


def _point(first: str, second: str) -> Point:
    one, other = float(first), float(second)
    latitude, longitude = (other, one) if abs(one) > 90 else (one, other)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise Refused("bad_corners", text=f"{first},{second}"[:40], field="corners")
    return round(latitude, 6), round(longitude, 6)


def _shape_text(one: Drawn) -> str:
    corners = " ".join(f"{latitude:.6f},{longitude:.6f}" for latitude, longitude in one.corners)
    return corners if one.radius is None else f"{corners} r={one.radius:.3f}"
