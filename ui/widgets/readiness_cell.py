"""How ready a team says it is, in a table: a disk, half of one, a ring, a ring struck out, before the word."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem

from console.domain.teams import Readiness
from ui import theme
from ui.theme import Theme
from ui.widgets.due_cell import SIDE
from ui.widgets.painted import stroke
from ui.widgets.table import RowDelegate

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


class ReadinessCell(RowDelegate):
    """For a column of a table whose rows have a ``row`` with its ``readiness``."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        line = index.data(Qt.ItemDataRole.UserRole)
        if line is None:
            return
        side = theme.current().px(SIDE)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.icon = _mark(side, self.parent().devicePixelRatioF(), line.row.readiness)
        option.decorationSize = QSize(side, side)


def _mark(side: int, ratio: float, readiness: Readiness) -> QIcon:
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint_readiness(painter, QRectF(1.5, 1.5, side - 3, side - 3), readiness, theme.current())
    painter.end()
    icon = QIcon(drawn)
    icon.addPixmap(drawn, QIcon.Mode.Selected)
    return icon
