"""The one table model of all panels: frozen rows, columns as data, rows known by a key."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from console import words
from ui import theme
from ui.hiding import seen, seen_number
from ui.widgets.spoken import plain_tip

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex


class Align(Enum):
    LEFT = Qt.AlignmentFlag.AlignLeft
    RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its word is ``column.<id>``; ``width`` is in px of 14 px type, ``stretch`` takes what is left.

    Clocks and numbers in it widen it; ``picture`` is the edge of what is painted before them, in px of 14 px type.
    One that ``stays`` does not give way where there is too little room: the list is looked at for it. In one of
    ``numbers`` nothing but telephone numbers stands.
    """

    id: str
    text: Callable[[Row], str]
    align: Align = Align.LEFT
    width: int = 80
    stretch: bool = False
    sort: Callable[[Row], Any] | None = None
    tip: Callable[[Row], str] | None = None
    ink: Callable[[Row], str | None] | None = None
    strong: Callable[[Row], bool] | None = None
    picture: int = 0
    stays: bool = False
    numbers: bool = False


class RowTableModel(QAbstractTableModel, Generic[Row]):
    """Shows rows as they are given; new rows come in and old ones go without a reset, so selections live on."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        *,
        tint: Callable[[Row], str | None] | None = None,
        parent: Any = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._tint = tint
        self._rows: list[Row] = []

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows instead; those with a key shown before stay the same line."""
        wanted = list(rows)
        keys = [self._key(row) for row in wanted]
        known = set(keys)
        self._drop(lambda row: self._key(row) not in known)
        kept = [self._key(row) for row in self._rows]
        had = set(kept)
        if kept != [key for key in keys if key in had] or len(known) != len(keys):
            self.beginResetModel()
            self._rows = wanted
            self.endResetModel()
            return
        self._bring_in(wanted, keys, had)
        self._replace_changed(wanted)

    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    def row_at(self, index: Index) -> Row | None:
        at = index.row()
        return self._rows[at] if index.isValid() and at < len(self._rows) else None

    def key_at(self, index: Index) -> Hashable | None:
        row = self.row_at(index)
        return None if row is None else self._key(row)

    def index_of(self, key: Hashable) -> QModelIndex:
        """Where the row of that key stands, or an invalid index."""
        for at, row in enumerate(self._rows):
            if self._key(row) == key:
                return self.index(at, 0)
        return QModelIndex()

    def retranslate(self) -> None:
        """Headers and cells are looked up again."""
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return words.say(f"column.{column.id}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align.value | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None or not 0 <= index.column() < len(self.columns):
            return None
        column = self.columns[index.column()]
        answer = _ANSWERS.get(Qt.ItemDataRole(role)) if role < Qt.ItemDataRole.UserRole else None
        if answer is not None:
            return answer(column, row)
        if role == Qt.ItemDataRole.BackgroundRole:
            token = self._tint(row) if self._tint else None
            return theme.current().colour(token) if token else None
        return row if role == Qt.ItemDataRole.UserRole else None

    def _drop(self, gone: Callable[[Row], bool]) -> None:
        """Remove rows in runs, from the end so that places stay true."""
        end = len(self._rows)
        while end:
            if not gone(self._rows[end - 1]):
                end -= 1
                continue
            start = end - 1
            while start and gone(self._rows[start - 1]):
                start -= 1
            self.beginRemoveRows(QModelIndex(), start, end - 1)
            del self._rows[start:end]
            self.endRemoveRows()
            end = start

    def _bring_in(self, wanted: list[Row], keys: list[Hashable], had: set[Hashable]) -> None:
        """Insert new rows in runs, where the new order has them."""
        at = 0
        while at < len(wanted):
            end = at
            while end < len(wanted) and keys[end] not in had:
                end += 1
            if end > at:
                self.beginInsertRows(QModelIndex(), at, end - 1)
                self._rows[at:at] = wanted[at:end]
                self.endInsertRows()
            at = end + 1

    def _replace_changed(self, wanted: list[Row]) -> None:
        last = len(self.columns) - 1
        for at, row in enumerate(wanted):
            if self._rows[at] != row:
                self._rows[at] = row
                self.dataChanged.emit(self.index(at, 0), self.index(at, last))


def _tip(column: Column[Any], row: Any) -> str:
    text = (column.tip or column.text)(row)
    return plain_tip(seen_number(text) if column.numbers and column.tip is None else text)


def _alignment(column: Column[Any], row: Any) -> Any:  # noqa: ARG001
    return column.align.value | Qt.AlignmentFlag.AlignVCenter


def _ink(column: Column[Any], row: Any) -> Any:
    token = column.ink(row) if column.ink else None
    return theme.current().colour(token) if token else None


def _font(column: Column[Any], row: Any) -> QFont | None:
    return theme.current().font(bold=True) if column.strong and column.strong(row) else None


_ANSWERS: dict[Qt.ItemDataRole, Callable[[Column[Any], Any], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda column, row: (seen_number if column.numbers else seen)(column.text(row)),
    Qt.ItemDataRole.ToolTipRole: _tip,
    Qt.ItemDataRole.TextAlignmentRole: _alignment,
    Qt.ItemDataRole.ForegroundRole: _ink,
    Qt.ItemDataRole.FontRole: _font,
}
