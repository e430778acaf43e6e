"""The table view of all panels: whole rows, quiet lines, nothing moves under the cursor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent, QShowEvent
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
from ui.models.table import Column, RowTableModel
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken

_INSET = 5
"""Cells stand where the words of their header stand."""

_LEAST_STRETCH = 160
"""A stretching column narrower than this makes the last column give way."""

_FIGURE = re.compile(r"\d:\d\d|\d-\d|\d{4}|^[\d,. +]+$")
_LONGEST_FIGURE = 32
_MOST_SEEN = 200
"""Clocks, dates and numbers, which are never cut; a long text that has some in it is a text."""


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


_HANDS_UP = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class RowTable(Painted, Spoken, QTableView):
    """Select a row with ``chosen``, open it with ``opened`` (Enter or double click)."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, model: RowTableModel[Any], *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compact = compact
        self._called = ""
        self.rows_model = model
        self._wanted: dict[int, int] = {}
        self._fitting = False
        model.setParent(self)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        quieten(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(self._say_chosen)
        self.activated.connect(lambda index: self.opened.emit(model.row_at(index)))
        for news in (model.rowsInserted, model.dataChanged, model.modelReset, self.verticalScrollBar().valueChanged):
            news.connect(self._fit_soon)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a line once per stroke: what it opens must not be opened again by a key that is held. With Ctrl
        or Alt it is no opening: it hands up the dialog the list stands in, whose chosen line must stay as it is."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & _HANDS_UP:
            event.ignore()
        elif enter and event.isAutoRepeat():
            event.accept()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self._wanted.clear()
        self.rows_model.retranslate()
        if self._called:
            self.setAccessibleName(words.say(self._called))
        self._share_width()

    def restyle(self) -> None:
        using = theme.current()
        self.verticalHeader().setDefaultSectionSize(using.compact_row if self._compact else using.row)
        self.horizontalHeader().setFixedHeight(using.px(34))
        self._wanted.clear()
        if self.isVisible():
            self._fit_soon()
            self._share_width()
        super().restyle()

    def showEvent(self, event: QShowEvent) -> None:
        """While it is not seen nobody needs its widths."""
        super().showEvent(event)
        self._fit_soon()
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_soon()
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
        least = [self._least(i) for i in range(len(columns))]
        shown, room = list(range(len(columns))), self.viewport().width()

        def needed() -> int:
            return sum(max(least[i], using.px(_LEAST_STRETCH) * columns[i].stretch) for i in shown)

        giving = [i for i in shown[1:] if not columns[i].stretch and not columns[i].stays]
        while giving and len(shown) > 2 and needed() > room:
            shown.remove(giving.pop())
        stretching = [i for i in shown if columns[i].stretch]
        left = room - sum(least[i] for i in shown if i not in stretching)
        for i in range(len(columns)):
            self.setColumnHidden(i, i not in shown)
            if i in stretching:
                self.setColumnWidth(i, max(using.px(60), left // len(stretching)))
            else:
                self.setColumnWidth(i, least[i])

    def _least(self, at: int) -> int:
        """As it is drawn, or more where its word or a figure that was seen in it needs more."""
        head = self.horizontalHeader()
        named = head.sectionSizeFromContents(at).width() if head.count() else 0
        asked = theme.current().px(self.rows_model.columns[at].width)
        return max(asked, named, self._wanted.get(at, 0), head.minimumSectionSize())

    def _fit_soon(self) -> None:
        """Once for all that came at the same time."""
        if not self._fitting:
            self._fitting = True
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Columns grow with the clocks and numbers that are on the screen, and only ever grow: nothing wavers."""
        self._fitting = False
        rows, before = self._seen_rows(), dict(self._wanted)
        for at, column in enumerate(self.rows_model.columns):
            if column.stretch:
                continue
            metrics = QFontMetrics(theme.current().font(bold=column.strong is not None))
            figures = {text for text in (column.text(row) for row in rows) if is_figure(text)}
            if figures:
                widest = max(map(metrics.horizontalAdvance, figures)) + self._around(column) + 2
                self._wanted[at] = max(widest, self._wanted.get(at, 0))
        if self._wanted != before:
            self._share_width()

    def _seen_rows(self) -> list[Any]:
        model, first = self.rows_model, max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        end = last + 1 if last >= 0 else min(model.rowCount(), first + _MOST_SEEN)
        rows = [model.row_at(model.index(at, 0)) for at in range(first, end)]
        return [row for row in rows if row is not None]

    def _around(self, column: Column[Any]) -> int:
        """What is kept free beside the words of a cell, and its picture."""
        using, style = theme.current(), self.style()
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self) + 1
        return 2 * (using.px(_INSET) + margin) + (using.px(column.picture) + 2 * margin if column.picture else 0)

    def _say_chosen(self, index: QModelIndex) -> None:
        self.chosen.emit(self.rows_model.row_at(index))


def is_figure(text: str) -> bool:
    """Whether a cell holds a clock, a date or a number."""
    return len(text) <= _LONGEST_FIGURE and _FIGURE.search(text) is not None


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
