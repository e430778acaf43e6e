"""The organisation tree: one line chosen, nothing opened or scrolled but by the officer."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from console import words
from console.domain.contact_book import UnitRow
from ui import theme
from ui.models.unit_tree import UnitTreeModel
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken


class UnitTree(Painted, Spoken, QTreeView):
    """``chosen`` carries the unit's id, None for everybody; ``entered`` after Enter."""

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.units = UnitTreeModel(self)
        self.setModel(self.units)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAnimated(False)
        self.expand(self.units.index_of(None))
        self.setCurrentIndex(self.units.index_of(None))
        self.selectionModel().currentChanged.connect(self._say)
        self.activated.connect(lambda _index: self.entered.emit())
        self.retranslate()
        self.restyle()

    def show_units(self, rows: Sequence[UnitRow]) -> None:
        """One that is gone from under the cursor gives it to everybody's line."""
        self.units.set_units(rows)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.units.index_of(None))

    def unit_id(self) -> UUID | None:
        return self.units.key_at(self.currentIndex())

    def unit(self) -> UnitRow | None:
        return self.units.unit(self.unit_id())

    def choose(self, key: UUID | None) -> None:
        """By the officer's wish: that unit, with those above it opened."""
        self.setCurrentIndex(self.units.index_of(key))

    def retranslate(self) -> None:
        self.setAccessibleName(words.say("contacts.tree"))
        self.units.retranslate()

    def restyle(self) -> None:
        self.setIndentation(theme.current().px(16))
        super().restyle()

    def _say(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.units.key_at(index))
