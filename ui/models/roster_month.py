"""A month of the roster as a table: a line per shift of a day, a column per post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from console import words
from console.domain.roster import ShiftPlan
from ui import text
from ui.hiding import seen
from ui.widgets.roster_words import cell_word, day_word, shift_word
from ui.widgets.spoken import plain_tip

Index = QModelIndex | QPersistentModelIndex

DAY, SHIFT, FIRST_POST = 0, 1, 2
"""Columns: the day, the shift, then the posts."""


class CellState(Enum):
    """What a cell is painted as."""

    PLANNED = "planned"
    GAP = "gap"
    NO_POST = "no_post"
    HEAD = "head"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class CellView:
    """What the delegate needs to know of a cell."""

    state: CellState
    weekend: bool
    running: bool
    today: bool


class MonthModel(QAbstractTableModel):
    """Keeps the place of every cell while the same days and posts are shown, so that nothing jumps."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.plans: tuple[ShiftPlan, ...] = ()
        self.posts: tuple[str, ...] = ()
        self._now: datetime | None = None
        self._today: date | None = None

    def show_plans(self, plans: Sequence[ShiftPlan], now: datetime, today: date) -> bool:
        """Show these shifts; whether the table was made anew."""
        posts = tuple(dict.fromkeys(post for plan in plans for post in plan.posts))
        same = posts == self.posts and [p.slot.key for p in plans] == [p.slot.key for p in self.plans]
        if not same:
            self.beginResetModel()
        self.plans, self.posts, self._now, self._today = tuple(plans), posts, now, today
        if not same:
            self.endResetModel()
        elif self.plans:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.plans) - 1, self.columnCount() - 1))
        return not same

    def several_shifts(self) -> bool:
        """Whether some day has more than one shift."""
        return len({plan.slot.day for plan in self.plans}) < len(self.plans)

    def running_row(self) -> int | None:
        """The line of the shift that runs now, if it is shown."""
        return next((at for at, plan in enumerate(self.plans) if self._runs(plan)), None)

    def cell(self, index: Index) -> tuple[ShiftPlan, str] | None:
        """Shift and post of a cell; None beside the posts, or where the shift has no such post."""
        at = index.column() - FIRST_POST
        if not index.isValid() or not 0 <= at < len(self.posts) or index.row() >= len(self.plans):
            return None
        plan, post = self.plans[index.row()], self.posts[at]
        return (plan, post) if post in plan.posts else None

    def index_of(self, key: tuple[date, str], post: str) -> QModelIndex:
        """Where a post of a shift stands, or an invalid index."""
        for row, plan in enumerate(self.plans):
            if plan.slot.key == key and post in self.posts:
                return self.index(row, FIRST_POST + self.posts.index(post))
        return QModelIndex()

    def retranslate(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.columnCount() - 1))
        if self.plans:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.plans) - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.plans)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else FIRST_POST + len(self.posts)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or section >= self.columnCount():
            return None
        if section < FIRST_POST:
            return words.say("column.finding.day") if section == DAY else words.say("column.roster.shift")
        return text.post(self.posts[section - FIRST_POST])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.plans):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return seen(self._text(index))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return plain_tip(self._told(index))
        return self._view(index) if role == Qt.ItemDataRole.UserRole else None

    def _text(self, index: Index) -> str:
        plan = self.plans[index.row()]
        if index.column() == SHIFT:
            return shift_word(plan.slot.shift)
        if index.column() == DAY:
            marks = (("roster.running", self._runs(plan)), ("roster.today", plan.slot.day == self._today))
            return "　".join([day_word(plan.slot.day), *(words.say(code) for code, holds in marks if holds)])
        state, cell = self._view(index).state, self.cell(index)
        if state is CellState.GAP:
            return words.say("roster.gap")
        return cell_word(*cell) if cell else ""

    def _told(self, index: Index) -> str:
        cell = self.cell(index)
        if cell is None:
            return self._text(index)
        plan, post = cell
        said = [f"{line.name} {line.phone} {line.note}".strip() for line in plan.of(post)]
        return "　".join([day_word(plan.slot.day), text.post(post), *(said or [self._text(index)])])

    def _view(self, index: Index) -> CellView:
        plan = self.plans[index.row()]
        weekend, running = plan.slot.day.isoweekday() > 5, self._runs(plan)
        return CellView(self._state(index, plan), weekend, running, plan.slot.day == self._today)

    def _state(self, index: Index, plan: ShiftPlan) -> CellState:
        if index.column() < FIRST_POST:
            return CellState.HEAD
        cell = self.cell(index)
        if cell is None:
            return CellState.NO_POST
        if plan.of(cell[1]):
            return CellState.PLANNED
        return CellState.GAP if self._now is None or plan.slot.ends_at > self._now else CellState.PAST

    def _runs(self, plan: ShiftPlan) -> bool:
        return self._now is not None and plan.slot.starts_at <= self._now < plan.slot.ends_at
