"""A cell of a table with a mark painted before its words: a shape says at a glance what the word says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem

from ui import theme
from ui.widgets.table import RowDelegate

SIDE = 14
"""Edge of a mark, in px of 14 px type."""

Paint = Callable[[QPainter, QRectF], None]


class MarkedCell(RowDelegate):
    """A kind of cell says in ``mark`` how a row's mark is painted, ``inset`` px within its square of ``side``."""

    side, inset = SIDE, 0.5

    def mark(self, row: Any) -> Paint | None:
        """What paints the mark of that row; None where it has none. Asked while painting: time goes on without news."""
        raise NotImplementedError

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        row = index.data(Qt.ItemDataRole.UserRole)
        paint = self.mark(row) if row is not None else None
        if paint is None:
            return
        side = theme.current().px(self.side)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.icon = _icon(side, self.parent().devicePixelRatioF(), self.inset, paint)
        option.decorationSize = QSize(side, side)


def _icon(side: int, ratio: float, inset: float, paint: Paint) -> QIcon:
    """The same in a chosen row: a state's colour is not the selection's."""
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint(painter, QRectF(inset, inset, side - 2 * inset, side - 2 * inset))
    painter.end()
    icon = QIcon(drawn)
    icon.addPixmap(drawn, QIcon.Mode.Selected)
    return icon
