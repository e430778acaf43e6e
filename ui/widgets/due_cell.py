"""A time limit in a table: the pie or the octagon of the due strip before its words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from ui import theme
from ui.widgets.due import DueState, paint_due
from ui.widgets.table import RowDelegate

SIDE = 14
Marked = Callable[[Any], tuple[float, DueState] | None]
"""What part of a row's time is gone and how near it is; None where it has no limit that runs."""


class DueCell(RowDelegate):
    """``marked`` is asked while painting: time goes on without news."""

    def __init__(self, marked: Marked, parent: QWidget) -> None:
        super().__init__(parent)
        self._marked = marked

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        row = index.data(Qt.ItemDataRole.UserRole)
        mark = self._marked(row) if row is not None else None
        if mark is None:
            return
        side = theme.current().px(SIDE)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.icon = _mark(side, self.parent().devicePixelRatioF(), *mark)
        option.decorationSize = QSize(side, side)


def fraction(start: datetime, due: datetime, now: datetime) -> float:
    """The part of the time that is gone, from 0 to 1."""
    whole = (due - start).total_seconds()
    return max(0.0, min(1.0, (now - start).total_seconds() / whole)) if whole > 0 else 1.0


def _mark(side: int, ratio: float, gone: float, state: DueState) -> QIcon:
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint_due(painter, QRectF(0.5, 0.5, side - 1, side - 1), gone, state, theme.current())
    painter.end()
    icon = QIcon(drawn)
    icon.addPixmap(drawn, QIcon.Mode.Selected)
    return icon
