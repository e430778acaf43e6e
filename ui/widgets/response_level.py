"""A response level: a hexagon with Ⅰ to Ⅳ in it and the word beside; no warning and no grade looks like it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from console.domain.plans import shown
from ui import theme
from ui.theme import Theme
from ui.widgets.marked_cell import MarkedCell, Paint
from ui.widgets.painted import Painted, stroke, text_width
from ui.widgets.spoken import Spoken

SIDE = 20
"""Edge of the hexagon's box in px of 14 px type."""

_COLOUR = {"I": "red", "II": "orange", "III": "yellow", "IV": "blue"}
"""Levels and colours as county plans pair them; the number says the same without colour."""


def level_text(level: str) -> str:
    """Ⅲ级响应; empty where there is none."""
    return words.say("plans.level_response", level=shown(level)) if level else ""


def paint_level(painter: QPainter, box: QRectF, level: str, using: Theme) -> None:
    """The hexagon with its number."""
    colour = _COLOUR.get(level, "blue")
    quarter, middle = box.width() / 4, box.center().y()
    left, right = box.left() + quarter, box.right() - quarter
    corners = (
        (left, box.top()), (right, box.top()), (box.right(), middle), (right, box.bottom()), (left, box.bottom()),
        (box.left(), middle),
    )  # fmt: skip
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(stroke(using.colour(f"{colour}line"), 1.5))
    painter.setBrush(using.colour(colour))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    painter.setPen(using.colour(f"{colour}on"))
    painter.setFont(using.font(11, bold=True))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown(level))
    painter.restore()


class ResponseLevelCell(MarkedCell):
    """``level_of`` says the level of a row; empty paints nothing."""

    side, inset = SIDE, 1

    def __init__(self, level_of: Callable[[Any], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._level_of = level_of

    def mark(self, row: Any) -> Paint | None:
        level = self._level_of(row)
        return (lambda painter, box: paint_level(painter, box, level, theme.current())) if level else None


class ResponseLevel(Painted, Spoken, QWidget):
    """The hexagon and its word beside a title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._level = ""

    def show_level(self, level: str) -> None:
        if level != self._level:
            self._level = level
            self.retranslate()

    def text(self) -> str:
        return level_text(self._level)

    def retranslate(self) -> None:
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        using = theme.current()
        return QSize(using.px(SIDE + 8) + text_width(using.font(14, bold=True), self.text()), using.px(SIDE + 4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if not self._level:
            return
        using, painter = theme.current(), QPainter(self)
        side = using.px(SIDE)
        paint_level(painter, QRectF(1, (self.height() - side) / 2, side, side - 1), self._level, using)
        painter.setFont(using.font(14, bold=True))
        painter.setPen(using.colour("text"))
        painter.drawText(self.rect().adjusted(side + using.px(6), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
