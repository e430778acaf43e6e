"""The map on a plane: kilometres east and south of its middle; what lies too near to be told apart is stacked."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from console.domain.geo import Point, Ring, centred
from console.domain.map_marks import Key, Mark, MarkKind, Outline
from console.domain.spots import bounds_of

_KEPT = 8
_NEAR = 0.8
"""Marks nearer than this part of a symbol's side are one stack."""
_EMPTY = 20.0
"""Kilometres shown where there is nothing to show."""


Look = tuple[MarkKind | None, bool, int]
"""Kind (None: several), whether it is filled, how many: all that its picture depends on."""


class Stack:
    """A mark, or several that would cover each other, at the place of the first.

    ``kind`` is that of all of them, None where kinds are mixed.
    """

    __slots__ = ("busy", "kind", "look", "marks", "x", "y")

    def __init__(self, x: float, y: float, mark: Mark) -> None:
        self.x, self.y, self.marks = x, y, [mark]
        self.kind: MarkKind | None = mark.kind
        self.busy = mark.busy
        self.look: Look = (mark.kind, mark.busy, 1)

    def join(self, mark: Mark) -> None:
        self.marks.append(mark)
        self.busy = self.busy or mark.busy
        if self.kind is not mark.kind:
            self.kind = None
        self.look = (self.kind, self.busy, min(len(self.marks), 100))


@dataclass(frozen=True, slots=True)
class Area:
    """An outline as a path; ``label`` is where its name stands, ``box`` what it covers."""

    outline: Outline
    path: QPainterPath
    box: QRectF
    label: QPointF | None


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the plane is seen: the kilometres in the middle, dots per kilometre, dots across and down."""

    x: float
    y: float
    scale: float
    across: float
    down: float

    def dots(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.x) * self.scale + self.across / 2, (y - self.y) * self.scale + self.down / 2

    def plane(self, left: float, top: float) -> tuple[float, float]:
        """The kilometres under a dot."""
        return (left - self.across / 2) / self.scale + self.x, (top - self.down / 2) / self.scale + self.y

    def seen(self, margin: float = 0.0) -> QRectF:
        """In kilometres, with so many dots around it."""
        wide, high = (self.across + 2 * margin) / self.scale, (self.down + 2 * margin) / self.scale
        return QRectF(self.x - wide / 2, self.y - high / 2, wide, high)


class Scene:
    """Outlines and marks laid out once; stacks of a scale are kept for the next painting."""

    def __init__(
        self, outlines: Sequence[Outline] = (), marks: Sequence[Mark] = (), before: Scene | None = None
    ) -> None:
        """``before``: the scene shown until now; outlines that are still the same are not laid out again."""
        self.outlines = tuple(outlines)
        drawn = [point for one in outlines for ring in _rings(one) for point in ring]
        spots = [(mark.latitude, mark.longitude) for mark in marks]
        bounds = bounds_of(drawn or spots, margin=0.0)
        self.plane = centred(bounds) if bounds else None
        same = before is not None and bool(before.outlines) and before.outlines == self.outlines
        self.areas: list[Area] = before.areas if same and before else [self._area(one) for one in outlines]
        self.marks = tuple(marks)
        self.places: dict[Key, tuple[float, float]] = {
            mark.key: self.at(mark.latitude, mark.longitude) for mark in marks
        }
        self._box = self._extent(drawn or spots)
        self._orders: dict[frozenset[MarkKind], list[_Placed]] = {}
        self._stacks: OrderedDict[tuple[float, float, frozenset[MarkKind]], list[Stack]] = OrderedDict()

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Kilometres east and south."""
        if self.plane is None:
            return 0.0, 0.0
        east, north = self.plane.to_km(latitude, longitude)
        return east, -north

    def degrees(self, x: float, y: float) -> Point | None:
        """Latitude and longitude of a place on the plane."""
        return self.plane.to_degrees(x, -y) if self.plane else None

    def extent(self) -> QRectF:
        """What fits everything drawn; of a county without an outline, its marks."""
        return QRectF(self._box)

    def stacks(self, scale: float, side: float, layers: Collection[MarkKind]) -> list[Stack]:
        """Marks of the layers at so many dots a kilometre, symbols so many dots wide; incidents last, on top."""
        asked = (round(scale, 6), round(side, 1), frozenset(layers))
        if asked not in self._stacks:
            self._stacks[asked] = _stacked(self._ordered(asked[2]), scale, side)
            while len(self._stacks) > _KEPT:
                self._stacks.popitem(last=False)
        self._stacks.move_to_end(asked)
        return self._stacks[asked]

    def _ordered(self, layers: frozenset[MarkKind]) -> list[_Placed]:
        """What stacks are made of, in the order in which marks may keep their own place."""
        if layers not in self._orders:
            order = {kind: at for at, kind in enumerate(MarkKind)}
            shown = [mark for mark in self.marks if mark.kind in layers]
            shown.sort(key=lambda mark: (order[mark.kind], not mark.busy, mark.name, mark.id.int))
            self._orders[layers] = [(mark, *self.places[mark.key]) for mark in shown]
        return self._orders[layers]

    def _area(self, outline: Outline) -> Area:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for polygon in outline.polygons:
            for ring in polygon:
                path.addPolygon(self._polygon(ring))
                path.closeSubpath()
        for line in outline.lines:
            path.addPolygon(self._polygon(line))
        label = QPointF(*self.at(*outline.label)) if outline.label else None
        return Area(outline, path, path.boundingRect(), label)

    def _polygon(self, ring: Ring) -> QPolygonF:
        return QPolygonF([QPointF(*self.at(*point)) for point in ring])

    def _extent(self, spots: Sequence[Point]) -> QRectF:
        places = [self.at(*spot) for spot in spots] or [(0.0, 0.0)]
        left, right = min(x for x, _ in places), max(x for x, _ in places)
        top, bottom = min(y for _, y in places), max(y for _, y in places)
        wide, high = max(right - left, 1.0), max(bottom - top, 1.0)
        box = QRectF((left + right - wide) / 2, (top + bottom - high) / 2, wide, high)
        return box if spots else box.adjusted(-_EMPTY, -_EMPTY, _EMPTY, _EMPTY)


def _rings(outline: Outline) -> Iterable[Ring]:
    for polygon in outline.polygons:
        yield polygon[0]
    yield from outline.lines


_Placed = tuple[Mark, float, float]
_ROW = 1 << 20
"""Cells in a row of the grid: a cell is one number, which is quicker to look up than two."""
_BESIDE = tuple(down * _ROW + across for down in (0, -1, 1) for across in (0, -1, 1))


def _stacked(placed: Iterable[_Placed], scale: float, side: float) -> list[Stack]:
    """Each joins the first stack it would cover, else begins one; incidents only join incidents.

    One loop without calls: it runs over every mark for every scale.
    """
    near = side * _NEAR
    part, close = scale / near, near / scale
    grids: tuple[dict[int, list[Stack]], dict[int, list[Stack]]] = ({}, {})
    made: tuple[list[Stack], list[Stack]] = ([], [])
    floor, urgent = math.floor, MarkKind.INCIDENT
    for mark, x, y in placed:
        kind = mark.kind
        grid, cell = grids[kind is urgent], floor(x * part) + floor(y * part) * _ROW
        joined = None
        for step in _BESIDE:
            if cell + step in grid:
                for one in grid[cell + step]:
                    if -close < one.x - x < close and -close < one.y - y < close:
                        joined = one
                        break
                if joined is not None:
                    break
        if joined is None:
            new = Stack(x, y, mark)
            made[kind is urgent].append(new)
            if cell in grid:
                grid[cell].append(new)
            else:
                grid[cell] = [new]
        else:
            joined.join(mark)
    return [*made[0], *made[1]]
