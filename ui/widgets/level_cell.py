"""How loud a thing has become, in a table: one to three rungs of a ladder before the word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from console.domain.escalation import Level
from ui import theme
from ui.theme import Theme
from ui.widgets.due_cell import SIDE
from ui.widgets.painted import stroke
from ui.widgets.table import RowDelegate

RUNGS = {level: at for at, level in enumerate(Level, 1)}


def paint_level(painter: QPainter, box: QRectF, level: Level, using: Theme) -> None:
    """A ladder of three rungs, as many of them filled as were climbed."""
    ink = using.colour("orangeline" if level is Level.REMIND else "redline")
    painter.save()
    gap = box.height() / len(RUNGS)
    for rung in range(len(RUNGS)):
        bar = QRectF(box.left() + 0.5, box.bottom() - (rung + 1) * gap + 0.5, box.width() - 1, gap - 2)
        painter.setPen(stroke(ink, 1))
        painter.drawRect(bar)
        if rung < RUNGS[level]:
            painter.fillRect(bar, ink)
    painter.restore()


class LevelCell(RowDelegate):
    """``level_of`` says how loud a row is; None paints nothing."""

    def __init__(self, level_of: Callable[[Any], Level | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._level_of = level_of

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        row = index.data(Qt.ItemDataRole.UserRole)
        level = self._level_of(row) if row is not None else None
        if level is None:
            return
        side = theme.current().px(SIDE)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.icon = _mark(side, self.parent().devicePixelRatioF(), level)
        option.decorationSize = QSize(side, side)


def _mark(side: int, ratio: float, level: Level) -> QIcon:
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint_level(painter, QRectF(0.5, 0.5, side - 1, side - 1), level, theme.current())
    painter.end()
    icon = QIcon(drawn)
    icon.addPixmap(drawn, QIcon.Mode.Selected)
    return icon
