"""A table of figures: each of them is chosen for itself, by mouse or by arrow keys, and leads to what is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from ui import theme
from ui.models.table import RowTableModel
from ui.widgets.painted import stroke
from ui.widgets.table import RowDelegate, RowTable


class FigureTable(RowTable):
    """``figure`` (row, column) when the officer comes to another one; ``opened`` (row) after Enter as in any table."""

    figure = Signal(object, int)

    def __init__(self, model: RowTableModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(model, compact=True, parent=parent)
        self._showing = False
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setItemDelegate(_FigureDelegate(self))
        self.selectionModel().currentChanged.connect(self._say_figure)

    def show_rows(self, rows: Sequence[Any]) -> None:
        self._showing = True
        try:
            super().show_rows(rows)
        finally:
            self._showing = False

    def choose(self, key: Any, *, scroll: bool = True, column: int | None = None) -> bool:
        """Stand on a figure of that row, the same column as before unless one is named; nobody is told."""
        at = self.rows_model.index_of(key)
        if not at.isValid():
            return False
        held = max(0, self.currentIndex().column())
        index = at.siblingAtColumn(held if column is None else column)
        self._stand(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if scroll:
            self.scrollTo(index)
        return True

    def let_go(self) -> None:
        """No figure is chosen any more."""
        self._stand(QModelIndex(), QItemSelectionModel.SelectionFlag.Clear)

    def _stand(self, index: QModelIndex, how: QItemSelectionModel.SelectionFlag) -> None:
        before, self._showing = self._showing, True
        try:
            self.selectionModel().setCurrentIndex(index, how)
        finally:
            self._showing = before

    def _say_figure(self, index: QModelIndex) -> None:
        row = self.rows_model.row_at(index)
        if row is not None and not self._showing:
            self.figure.emit(row, index.column())


class _FigureDelegate(RowDelegate):
    """The chosen figure has a frame, so that it is not told by tint alone."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        box = QRectF(option.rect).adjusted(1, 1, -1, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        super().paint(painter, option, index)
        if chosen:
            using = theme.current()
            painter.setPen(stroke(using.colour("accent" if using.name != "contrast" else "focussel"), 2))
            painter.drawRect(box)
