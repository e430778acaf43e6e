"""How ready a team says it is, in a table: a disk, half of one, a ring, a ring struck out, before the word."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from console.domain.teams import Readiness
from ui import theme
from ui.theme import Theme
from ui.widgets.marked_cell import MarkedCell, Paint
from ui.widgets.painted import stroke

_LINE = {
    Readiness.READY: "text2", Readiness.LIMITED: "orangeline", Readiness.RESTING: "text2",
    Readiness.UNAVAILABLE: "redline",
}  # fmt: skip
_FULL = 360 * 16


def paint_readiness(painter: QPainter, box: QRectF, readiness: Readiness, using: Theme) -> None:
    """The mark alone: told by its shape, not by its colour."""
    ink = using.colour(_LINE[readiness])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(stroke(ink, 1.5))
    painter.drawEllipse(box)
    painter.setBrush(ink)
    if readiness is Readiness.READY:
        painter.drawEllipse(box)
    elif readiness is Readiness.LIMITED:
        painter.drawPie(box, -_FULL // 4, _FULL // 2)
    elif readiness is Readiness.UNAVAILABLE:
        painter.drawLine(box.bottomLeft(), box.topRight())
    painter.restore()


class ReadinessCell(MarkedCell):
    """For a column of a table whose rows have a ``row`` with its ``readiness``."""

    inset = 1.5

    def mark(self, row: Any) -> Paint:
        return lambda painter, box: paint_readiness(painter, box, row.row.readiness, theme.current())
