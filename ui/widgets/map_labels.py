"""Where names stand on the map so that none covers another name or a symbol; what has no room is left out."""

from __future__ import annotations

from collections.abc import Iterable

Box = tuple[float, float, float, float]
"""Left, top, right, bottom: plain numbers, for thousands are asked about in one painting."""
_CELL = 64.0


class Room:
    """What is taken already, in squares, so that asking is cheap."""

    def __init__(self, across: float, down: float, unit: float = 1.0) -> None:
        self._across, self._down = across, down
        self._cell = _CELL * unit
        self._taken: dict[tuple[int, int], list[Box]] = {}

    def take(self, box: Box) -> None:
        taken = self._taken
        for cell in self._cells(box):
            if cell in taken:
                taken[cell].append(box)
            else:
                taken[cell] = [box]

    def free(self, box: Box) -> bool:
        """Whether it lies wholly inside and on nothing that is taken."""
        left, top, right, bottom = box
        if left < 0 or top < 0 or right > self._across or bottom > self._down:
            return False
        for cell in self._cells(box):
            for one in self._taken.get(cell, ()):
                if left < one[2] and one[0] < right and top < one[3] and one[1] < bottom:
                    return False
        return True

    def first_free(self, boxes: Iterable[Box]) -> Box | None:
        """The first of these that is free, taken from now on."""
        for box in boxes:
            if self.free(box):
                self.take(box)
                return box
        return None

    def _cells(self, box: Box) -> list[tuple[int, int]]:
        part = 1 / self._cell
        left, top, right, bottom = int(box[0] * part), int(box[1] * part), int(box[2] * part), int(box[3] * part)
        if left == right:
            return [(left, top)] if top == bottom else [(left, row) for row in range(top, bottom + 1)]
        return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]


def beside(symbol: Box, wide: float, high: float, gap: float) -> list[Box]:
    """A name right, left, below or above its symbol."""
    left, top, right, bottom = symbol
    x, y = (left + right) / 2 - wide / 2, (top + bottom) / 2 - high / 2
    return [
        (right + gap, y, right + gap + wide, y + high),
        (left - gap - wide, y, left - gap, y + high),
        (x, bottom + gap, x + wide, bottom + gap + high),
        (x, top - gap - high, x + wide, top - gap),
    ]


def around(x: float, y: float, wide: float, high: float) -> list[Box]:
    """A name on its point, or a line or two below or above it."""
    left, top = x - wide / 2, y - high / 2
    return [(left, top + step * high, left + wide, top + (step + 1) * high) for step in (0, 1, -1, 2, -2)]
