"""The organisation tree as a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from console.domain.contact_book import UnitRow
from ui.models.tree import RowTreeModel


class UnitTreeModel(RowTreeModel[UnitRow]):
    """Units under one root that means everybody."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__("contacts.everybody", parent)

    def set_units(self, rows: Sequence[UnitRow]) -> None:
        self.set_rows(rows)

    def units(self) -> tuple[UnitRow, ...]:
        return self.rows()
