"""Rows that stand under each other as a model: ten thousand lie there flat, each known by a number of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from console import words

Index = QModelIndex | QPersistentModelIndex


class TreeRow(Protocol):
    """What stands in a tree: ``path`` are the names from the top, its own last."""

    @property
    def id(self) -> UUID: ...
    @property
    def parent_id(self) -> UUID | None: ...
    @property
    def name(self) -> str: ...
    @property
    def path(self) -> tuple[str, ...]: ...


R = TypeVar("R", bound=TreeRow)


class RowTreeModel(QAbstractItemModel, Generic[R]):
    """Rows under one root that means all of them; news keep what is open, chosen and scrolled where it was."""

    def __init__(self, root: str, parent: Any = None) -> None:
        """``root`` is the code of the first line's word."""
        super().__init__(parent)
        self._root = root
        self._rows: tuple[R, ...] = ()
        self._nodes: list[UUID | None] = [None]
        """A number for every row ever shown: what Qt knows a line by. The first is the root that means all."""
        self._number: dict[UUID | None, int] = {None: 0}
        self._by_id: dict[UUID, R] = {}
        self._children: dict[UUID | None, list[UUID]] = {}
        self._place: dict[UUID, int] = {}

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows; lines that are known stay the lines they were."""
        if tuple(rows) == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        self._take(tuple(rows))
        self.changePersistentIndexList(before, [self._again(index) for index in before])
        self.layoutChanged.emit()

    def row(self, key: UUID | None) -> R | None:
        return self._by_id.get(key) if key is not None else None

    def rows(self) -> tuple[R, ...]:
        return self._rows

    def key_at(self, index: Index) -> UUID | None:
        """The row of a line; None for the line of all, or none."""
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
        row = self.row(self.key_at(index))
        return QModelIndex() if row is None else self.index_of(self._above(row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._children.get(self.key_at(parent), ())) if parent.isValid() else 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, ARG002
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.row(self.key_at(index))
        if row is None:
            return words.say(self._root)
        return row.name if role == Qt.ItemDataRole.DisplayRole else self.tip(row)

    def tip(self, row: R) -> str:
        """What is said of a row under the mouse."""
        return " / ".join(row.path)

    def _take(self, rows: tuple[R, ...]) -> None:
        self._rows = rows
        self._by_id = {row.id: row for row in rows}
        self._children, self._place = {}, {}
        for row in rows:
            below = self._children.setdefault(self._above(row), [])
            self._place[row.id] = len(below)
            below.append(row.id)
            if row.id not in self._number:
                self._number[row.id] = len(self._nodes)
                self._nodes.append(row.id)

    def _above(self, row: R) -> UUID | None:
        """One whose upper row is gone, or who hangs in a circle, stands under the root."""
        at, passed = row.parent_id, {row.id}
        while at is not None and at in self._by_id and at not in passed:
            passed.add(at)
            at = self._by_id[at].parent_id
        return row.parent_id if at is None and row.parent_id in self._by_id else None

    def _again(self, index: QModelIndex) -> QModelIndex:
        return self.index_of(self.key_at(index))
