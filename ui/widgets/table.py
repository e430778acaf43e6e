"""The table view of all panels: whole rows, quiet lines, nothing moves under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from console import words
from ui import theme
from ui.models.table import RowTableModel
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken

_INSET = 5
"""Cells stand where the words of their header stand."""

_LEAST_STRETCH = 160
"""A stretching column narrower than this makes the last column give way."""


def quieten(view: QTableView) -> None:
    """What every table of the window is: one choice, nothing edited in place, no grid, Tab goes on."""
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)


class RowTable(Painted, Spoken, QTableView):
    """Select a row with ``chosen``, open it with ``opened`` (Enter or double click)."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, model: RowTableModel[Any], *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compact = compact
        self._called = ""
        self.rows_model = model
        model.setParent(self)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        quieten(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(self._say_chosen)
        self.activated.connect(lambda index: self.opened.emit(model.row_at(index)))
        self.restyle()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show new rows; the selected line stays selected and stays where it was on the screen."""
        bar = self.verticalScrollBar()
        key = self.chosen_key()
        held = self._held_index()
        before = self.visualRect(held).top() if held is not None else None
        held_key = self.rows_model.key_at(held) if held is not None else None
        self.rows_model.set_rows(rows)
        if key is not None and self.chosen_key() != key:
            self.choose(key, scroll=False)
        if before is not None:
            now = self.rows_model.index_of(held_key)
            if now.isValid():
                self.executeDelayedItemsLayout()
                bar.setValue(bar.value() + self.visualRect(now).top() - before)

    def chosen_key(self) -> Any:
        return self.rows_model.key_at(self.currentIndex())

    def chosen_row(self) -> Any:
        return self.rows_model.row_at(self.currentIndex())

    def choose(self, key: Any, *, scroll: bool = True) -> bool:
        """Select the row of that key; False when it is not shown."""
        index = self.rows_model.index_of(key)
        if not index.isValid():
            return False
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        if scroll:
            self.scrollTo(index)
        return True

    def call(self, code: str) -> None:
        """Its accessible name, in this language and the next."""
        self._called = code
        self.setAccessibleName(words.say(code))

    def retranslate(self) -> None:
        self.rows_model.retranslate()
        if self._called:
            self.setAccessibleName(words.say(self._called))

    def restyle(self) -> None:
        using = theme.current()
        self.verticalHeader().setDefaultSectionSize(using.compact_row if self._compact else using.row)
        self.horizontalHeader().setFixedHeight(using.px(34))
        self._share_width()
        super().restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def _held_index(self) -> QModelIndex | None:
        """The line that must not move: the selected one if it is seen, else the topmost once scrolled."""
        for current in self.selectionModel().selectedRows()[:1]:
            if self.viewport().rect().intersects(self.visualRect(current)):
                return current
        return self.indexAt(QRect(0, 0, 1, 1).center()) if self.verticalScrollBar().value() else None

    def _share_width(self) -> None:
        """Fixed columns get theirs, the stretching ones the rest; the last ones give way before that is too little."""
        using, columns = theme.current(), self.rows_model.columns
        shown = list(range(len(columns)))
        room = self.viewport().width()

        def needed() -> int:
            return sum(using.px(max(columns[i].width, _LEAST_STRETCH * columns[i].stretch)) for i in shown)

        while len(shown) > 2 and needed() > room and not columns[shown[-1]].stretch:
            shown.pop()
        stretching = [i for i in shown if columns[i].stretch]
        fixed = sum(using.px(columns[i].width) for i in shown if not columns[i].stretch)
        for i in range(len(columns)):
            self.setColumnHidden(i, i not in shown)
            if i in stretching:
                self.setColumnWidth(i, max(using.px(60), (room - fixed) // len(stretching)))
            else:
                self.setColumnWidth(i, using.px(columns[i].width))

    def _say_chosen(self, index: QModelIndex) -> None:
        self.chosen.emit(self.rows_model.row_at(index))


class RowDelegate(QStyledItemDelegate):
    """No frame around a cell; the selected row has an edge, so that it is not told by tint alone."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        using, box = theme.current(), QRect(option.rect)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, using.colour("sel"))
        elif ground is not None:
            painter.fillRect(box, ground)
        option.rect = box.adjusted(using.px(_INSET), 0, -using.px(_INSET), 0)
        super().paint(painter, option, index)
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, using.colour("line"))
        if option.state & QStyle.StateFlag.State_Selected and index.column() == 0:
            token = "accent" if using.name != "contrast" else "focussel"
            painter.fillRect(box.left(), box.top(), using.px(3), box.height(), using.colour(token))
