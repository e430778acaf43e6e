"""A box before the words of a row, with a tick where the row is chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui import theme
from ui.theme import Theme
from ui.widgets.marked_cell import MarkedCell, Paint
from ui.widgets.painted import stroke


def paint_tick(painter: QPainter, box: QRectF, ticked: bool, using: Theme) -> None:
    """A box, with a tick where it is chosen."""
    painter.fillRect(box, using.colour("field"))
    painter.setPen(stroke(using.colour("text2"), 1))
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    if ticked:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(stroke(using.colour("text"), 2))
        left, low, right = box.left() + box.width() * 0.2, box.bottom() - box.height() * 0.25, box.right()
        middle = box.left() + box.width() * 0.42
        painter.drawLine(int(left), int(box.center().y()), int(middle), int(low))
        painter.drawLine(int(middle), int(low), int(right - box.width() * 0.15), int(box.top() + box.height() * 0.2))


class TickCell(MarkedCell):
    """For rows that know whether they are ``ticked``."""

    def mark(self, row: Any) -> Paint | None:
        return lambda painter, box: paint_tick(painter, box, row.ticked, theme.current())
