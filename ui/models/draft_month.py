"""A draft of the roster as a table: a line per shift of a day, a column per seat; what is wrong stands in its cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from console import words
from console.domain.planning import DayKind, Finding, Rule, Seat
from console.domain.roster_draft import Cell
from console.domain.swaps import Key
from console.services import planner_words
from console.services.roster_drafts import PlanLook
from ui import text
from ui.widgets.roster_words import day_word, shift_word
from ui.widgets.spoken import plain_tip

Index = QModelIndex | QPersistentModelIndex

DAY, SHIFT, FIRST_SEAT = 0, 1, 2
"""Columns: the day, the shift, then the seats."""

HARD, SOFT = 2, 1
"""How bad what is found in a cell is."""


@dataclass(frozen=True, slots=True)
class DraftCellView:
    """What the delegate needs to know of a cell; ``level`` HARD, SOFT or 0."""

    head: bool
    there: bool
    level: int
    changed: bool
    free_day: bool
    empty: bool


class DraftModel(QAbstractTableModel):
    """Keeps the place of every cell while the same days and posts are shown, so that nothing jumps."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.look: PlanLook | None = None
        self.rows: list[tuple[date, str]] = []
        self.seats_across: list[tuple[str, int]] = []
        self.kinds: Mapping[date, DayKind] = {}
        self.names: Mapping[date, str] = {}
        self._seats: dict[Key, Seat] = {}
        self._cells: dict[Key, Cell] = {}
        self._told: defaultdict[Key, list[tuple[int, Callable[[], str]]]] = defaultdict(list)
        self._changed: set[tuple[date, str, str]] = set()

    def show_look(self, look: PlanLook | None, names: Mapping[date, str]) -> bool:
        """Show this draft; whether the table was made anew."""
        seats = {seat.key: seat for seat in look.task.seats} if look else {}
        cells = {cell.key: cell for cell in look.draft.cells if cell.key in seats} if look else {}
        rows = list(dict.fromkeys(key[:2] for key in seats))
        columns = list(dict.fromkeys((key[2], key[3]) for key in seats))
        same = (rows, columns) == (self.rows, self.seats_across)
        if not same:
            self.beginResetModel()
        self.look, self.rows, self.seats_across, self._seats, self._cells = look, rows, columns, seats, cells
        self.kinds, self.names = (look.task.days if look else {}), names
        self._note_findings(look)
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
        return not same

    def key_at(self, index: Index) -> Key | None:
        """The seat of a cell; None beside the seats, or where the shift has no such post."""
        at = index.column() - FIRST_SEAT
        if not index.isValid() or not 0 <= at < len(self.seats_across) or index.row() >= len(self.rows):
            return None
        key = (*self.rows[index.row()], *self.seats_across[at])
        return key if key in self._seats else None

    def index_of(self, key: Key) -> QModelIndex:
        """Where a seat stands, or an invalid index."""
        if key[:2] in self.rows and key[2:] in self.seats_across:
            return self.index(self.rows.index(key[:2]), FIRST_SEAT + self.seats_across.index(key[2:]))
        return QModelIndex()

    def keys_of(self, day: date) -> list[Key]:
        """Every seat of a day."""
        return [key for key in self._seats if key[0] == day]

    def told_of(self, key: Key) -> list[str]:
        """What is found at a seat, as sentences, the worst first."""
        return [tell() for _, tell in sorted(self._told.get(key, ()), key=lambda one: -one[0])]

    def cell(self, key: Key) -> Cell | None:
        return self._cells.get(key)

    def several_shifts(self) -> bool:
        """Whether some day has more than one shift."""
        return len({day for day, _ in self.rows}) < len(self.rows)

    def retranslate(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.columnCount() - 1))
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else FIRST_SEAT + len(self.seats_across)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        editable = self.key_at(index) is not None and self.look is not None and self.look.row.state == "draft"
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < FIRST_SEAT:
            return words.say("column.finding.day") if section == DAY else words.say("column.roster.shift")
        post, ordinal = self.seats_across[section - FIRST_SEAT]
        return text.post(post) if ordinal == 1 else f"{text.post(post)} {ordinal}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(index)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return plain_tip(self._tip(index))
        return self._view(index) if role == Qt.ItemDataRole.UserRole else None

    def day_name(self, day: date) -> str:
        """What a holiday or a swapped working day is called."""
        name = self.names.get(day, "")
        return words.say(f"holiday.{name}") if name and words.has(f"holiday.{name}") else name

    def _text(self, index: Index) -> str:
        day, shift = self.rows[index.row()]
        if index.column() == DAY:
            return "　".join(filter(None, (day_word(day), self.day_name(day))))
        if index.column() == SHIFT:
            return shift_word(shift)
        key = self.key_at(index)
        cell = self._cells.get(key) if key else None
        return cell.name if cell else ""

    def _tip(self, index: Index) -> str:
        key = self.key_at(index)
        if key is None:
            return self._text(index)
        said = [day_word(key[0]), text.post(key[2]), self._text(index) or words.say("roster.gap")]
        return "　".join(said + [tell() for _, tell in self._told.get(key, ())])

    def _view(self, index: Index) -> DraftCellView:
        day = self.rows[index.row()][0]
        free = self.kinds.get(day, DayKind.WEEKDAY) is not DayKind.WEEKDAY
        if index.column() < FIRST_SEAT:
            return DraftCellView(True, True, 0, False, free, False)
        key = self.key_at(index)
        if key is None:
            return DraftCellView(False, False, 0, False, free, True)
        level = max((level for level, _ in self._told.get(key, ())), default=0)
        return DraftCellView(False, True, level, key[:3] in self._changed, free, not self._text(index))

    def _note_findings(self, look: PlanLook | None) -> None:
        self._told.clear()
        self._changed = {(one.day, one.shift, one.post) for one in look.changes} if look else set()
        for hard in look.findings if look else ():
            self._told[hard.seat.key].append((HARD, lambda one=hard: hard_word(look, one)))  # type: ignore[misc]
        for soft in look.soft if look else ():
            self._told[soft.seat.key].append((SOFT, lambda one=soft: soft_word(one)))  # type: ignore[misc]


def hard_word(look: PlanLook, one: Finding) -> str:
    """A broken rule as a sentence; of a seat nobody could be put on, who and what stood against it."""
    if one.rule is Rule.UNFILLED:
        collision = next((each for each in look.collisions if each.seat.key == one.seat.key), None)
        if collision is not None:
            return planner_words.collided(collision)
    return planner_words.found(one)


def soft_word(one: Any) -> str:
    """A soft finding as a sentence."""
    return words.say(f"planning.soft.{one.kind}", seat=planner_words.seat(one.seat), name=one.name, days=one.days)
