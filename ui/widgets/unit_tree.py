"""The organisation tree."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console.domain.contact_book import UnitRow
from ui.models.unit_tree import UnitTreeModel
from ui.widgets.tree import RowTree


class UnitTree(RowTree):
    """``chosen`` carries the unit's id, None for everybody; ``entered`` after Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        model = UnitTreeModel()
        super().__init__(model, "contacts.tree", parent)
        self.units = model

    def show_units(self, rows: Sequence[UnitRow]) -> None:
        """One that is gone from under the cursor gives it to everybody's line."""
        self.show_rows(rows)

    def unit_id(self) -> UUID | None:
        return self.chosen_id()

    def unit(self) -> UnitRow | None:
        return self.units.row(self.unit_id())
