"""The organisation tree as a model: ten thousand units lie there flat, each known by a number of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from console import words
from console.domain.contact_book import UnitRow

Index = QModelIndex | QPersistentModelIndex


class UnitTreeModel(QAbstractItemModel):
    """Units under one root that means everybody; news keep what is open, chosen and scrolled where it was."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._rows: tuple[UnitRow, ...] = ()
        self._nodes: list[UUID | None] = [None]
        """A number for every unit ever shown: what Qt knows a line by. The first is the root that means everybody."""
        self._number: dict[UUID | None, int] = {None: 0}
        self._units: dict[UUID, UnitRow] = {}
        self._children: dict[UUID | None, list[UUID]] = {}
        self._place: dict[UUID, int] = {}

    def set_units(self, rows: Sequence[UnitRow]) -> None:
        """Show these units; lines that are known stay the lines they were."""
        if tuple(rows) == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        self._take(tuple(rows))
        self.changePersistentIndexList(before, [self._again(index) for index in before])
        self.layoutChanged.emit()

    def unit(self, key: UUID | None) -> UnitRow | None:
        return self._units.get(key) if key is not None else None

    def units(self) -> tuple[UnitRow, ...]:
        return self._rows

    def key_at(self, index: Index) -> UUID | None:
        """The unit of a line; None for the line of everybody, or none."""
        return self._nodes[index.internalId()] if index.isValid() else None

    def index_of(self, key: UUID | None) -> QModelIndex:
        if key is None:
            return self.createIndex(0, 0, 0)
        return self.createIndex(self._place[key], 0, self._number[key]) if key in self._place else QModelIndex()

    def retranslate(self) -> None:
        root = self.index_of(None)
        self.dataChanged.emit(root, root)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if column != 0 or row < 0:
            return QModelIndex()
        if not parent.isValid():
            return self.index_of(None) if row == 0 else QModelIndex()
        below = self._children.get(self.key_at(parent), [])
        return self.index_of(below[row]) if row < len(below) else QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        unit = self.unit(self.key_at(index))
        return QModelIndex() if unit is None else self.index_of(self._above(unit))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._children.get(self.key_at(parent), ())) if parent.isValid() else 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, ARG002
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        unit = self.unit(self.key_at(index))
        if unit is None:
            return words.say("contacts.everybody")
        return unit.name if role == Qt.ItemDataRole.DisplayRole else " / ".join(unit.path)

    def _take(self, rows: tuple[UnitRow, ...]) -> None:
        self._rows = rows
        self._units = {row.id: row for row in rows}
        self._children, self._place = {}, {}
        for row in rows:
            below = self._children.setdefault(self._above(row), [])
            self._place[row.id] = len(below)
            below.append(row.id)
            if row.id not in self._number:
                self._number[row.id] = len(self._nodes)
                self._nodes.append(row.id)

    def _above(self, row: UnitRow) -> UUID | None:
        """One whose upper unit is gone, or who hangs in a circle, stands under the root."""
        at, seen = row.parent_id, {row.id}
        while at is not None and at in self._units and at not in seen:
            seen.add(at)
            at = self._units[at].parent_id
        return row.parent_id if at is None and row.parent_id in self._units else None

    def _again(self, index: QModelIndex) -> QModelIndex:
        return self.index_of(self.key_at(index))
