"""Where names stand on the map so that none covers another name or a symbol; what has no room is left out."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF

_CELL = 64.0


class Room:
    """What is taken already, in squares, so that asking is cheap."""

    def __init__(self, whole: QRectF, unit: float = 1.0) -> None:
        self._whole = whole
        self._cell = _CELL * unit
        self._taken: dict[tuple[int, int], list[QRectF]] = {}

    def take(self, box: QRectF) -> None:
        for cell in self._cells(box):
            self._taken.setdefault(cell, []).append(box)

    def free(self, box: QRectF) -> bool:
        """Whether it lies wholly inside and on nothing that is taken."""
        if not self._whole.contains(box):
            return False
        return not any(box.intersects(other) for cell in self._cells(box) for other in self._taken.get(cell, ()))

    def first_free(self, boxes: Iterable[QRectF]) -> QRectF | None:
        """The first of these that is free, taken from now on."""
        for box in boxes:
            if self.free(box):
                self.take(box)
                return box
        return None

    def _cells(self, box: QRectF) -> list[tuple[int, int]]:
        left, right = int(box.left() // self._cell), int(box.right() // self._cell)
        top, bottom = int(box.top() // self._cell), int(box.bottom() // self._cell)
        return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]


def beside(symbol: QRectF, wide: float, high: float, gap: float) -> list[QRectF]:
    """A name right, left, below or above its symbol."""
    middle = symbol.center()
    return [
        QRectF(symbol.right() + gap, middle.y() - high / 2, wide, high),
        QRectF(symbol.left() - gap - wide, middle.y() - high / 2, wide, high),
        QRectF(middle.x() - wide / 2, symbol.bottom() + gap, wide, high),
        QRectF(middle.x() - wide / 2, symbol.top() - gap - high, wide, high),
    ]


def around(x: float, y: float, wide: float, high: float) -> list[QRectF]:
    """A name on its point, or a line or two below or above it."""
    return [QRectF(x - wide / 2, y - high / 2 + step * high, wide, high) for step in (0, 1, -1, 2, -2)]
