"""A tree of rows: one line chosen, nothing opened or scrolled but by the officer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from console import words
from ui import theme
from ui.models.tree import RowTreeModel
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken


class RowTree(Painted, Spoken, QTreeView):
    """``chosen`` carries the row's id, None for the line of all; ``entered`` after Enter."""

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, model: RowTreeModel[Any], called: str, parent: QWidget | None = None) -> None:
        """``called`` is the code of its accessible name."""
        super().__init__(parent)
        self.tree_model, self._called = model, called
        model.setParent(self)
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAnimated(False)
        self.expand(model.index_of(None))
        self.setCurrentIndex(model.index_of(None))
        self.selectionModel().currentChanged.connect(self._say)
        self.activated.connect(lambda _index: self.entered.emit())
        self.retranslate()
        self.restyle()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """One that is gone from under the cursor gives it to the line of all."""
        self.tree_model.set_rows(rows)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.tree_model.index_of(None))

    def chosen_id(self) -> UUID | None:
        return self.tree_model.key_at(self.currentIndex())

    def chosen_row(self) -> Any:
        return self.tree_model.row(self.chosen_id())

    def choose(self, key: UUID | None) -> None:
        """By the officer's wish: that row, with those above it opened."""
        self.setCurrentIndex(self.tree_model.index_of(key))

    def retranslate(self) -> None:
        self.setAccessibleName(words.say(self._called))
        self.tree_model.retranslate()

    def restyle(self) -> None:
        self.setIndentation(theme.current().px(16))
        super().restyle()

    def _say(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.tree_model.key_at(index))
