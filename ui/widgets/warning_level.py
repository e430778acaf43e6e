"""The level of a warning: its colour with a shape of its own and its words; never the colour alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import Theme
from ui.widgets.marked_cell import MarkedCell, Paint
from ui.widgets.painted import Painted, elided, octagon, stroke, text_width, triangle

COLOURS = ("red", "orange", "yellow", "blue")
_EDGE, _SIDE, _MOST = 8, 14, 240


def paint_mark(painter: QPainter, box: QRectF, colour: str, using: Theme) -> None:
    """Red has eight corners, orange three, yellow four, blue none; what is no level is hollow."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    known = colour in COLOURS
    painter.setPen(stroke(using.colour(f"{colour}line" if known else "text2"), 1))
    painter.setBrush(using.colour(colour) if known else Qt.BrushStyle.NoBrush)
    inside = box.adjusted(0.5, 0.5, -0.5, -0.5)
    if colour == "red":
        painter.drawPolygon(octagon(inside))
    elif colour == "orange":
        painter.drawPolygon(triangle(inside))
    elif colour == "yellow":
        painter.drawRect(inside)
    else:
        painter.drawEllipse(inside)
    painter.restore()


class LevelBadge(Painted, QWidget):
    """The badge at the head of a warning; without a level a hollow frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text, self._colour = "", ""

    def show_level(self, text: str, colour: str) -> None:
        self._text, self._colour = text, colour
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        using = theme.current()
        edges = 3 * using.px(_EDGE) + using.px(_SIDE)
        words = text_width(using.font(15, bold=True), self._text) + 2
        return QSize(min(using.px(_MOST), words + edges), using.px(30))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        using, painter, box = theme.current(), QPainter(self), QRectF(self.rect())
        known = self._colour in COLOURS
        painter.fillRect(box, using.colour(self._colour if known else "field"))
        painter.setPen(stroke(using.colour(f"{self._colour}line" if known else "text2"), 1))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        edge, side = using.px(_EDGE), using.px(_SIDE)
        mark = QRectF(edge, (box.height() - side) / 2, side, side)
        if known:
            painter.fillRect(mark.adjusted(-2, -2, 2, 2), using.colour("field"))
        paint_mark(painter, mark, self._colour, using)
        painter.setPen(using.colour(f"{self._colour}on" if known else "text"))
        font = using.font(15, bold=True)
        painter.setFont(font)
        inside = box.adjusted(2 * edge + side, 0, -edge, 0)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), elided(font, self._text, inside.width() + 1))


class WarningLevelCell(MarkedCell):
    """The shape before the words of a row; ``colour_of`` says its colour."""

    def __init__(self, colour_of: Callable[[Any], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._colour_of = colour_of

    def mark(self, row: Any) -> Paint | None:
        colour = self._colour_of(row)
        return lambda painter, box: paint_mark(painter, box, colour, theme.current())
