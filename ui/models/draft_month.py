"""A month of a draft as a table: a column per day, a line per seat; what is wrong stands in its cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from console import words
from console.domain.fairness import plain_kind
from console.domain.planning import DayKind, Finding, Rule, Seat
from console.domain.roster_draft import Cell
from console.domain.swaps import Key
from console.services import planner_words
from console.services.roster_drafts import PlanLook
from ui import text
from ui.models.draft_around import Around, Mark, Marked, marks_of
from ui.widgets.roster_words import shift_word
from ui.widgets.spoken import plain_tip

Index = QModelIndex | QPersistentModelIndex
Lane = tuple[str, str, int]
"""A line: shift, post, ordinal."""

HARD, SOFT = 2, 1
"""How bad what is found in a cell is."""

BETWEEN = " · "
"""Between what is said of one cell."""


@dataclass(frozen=True, slots=True)
class DraftCellView:
    """What the delegate needs to know of a cell; ``there`` False where nobody is wanted, ``level`` HARD, SOFT or 0."""

    there: bool
    level: int = 0
    changed: bool = False
    free_day: bool = False
    empty: bool = False
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class DayView:
    """What the head of a day shows; ``swapped`` is a day off that is worked."""

    number: str
    weekday: str
    attribute: str
    kind: DayKind
    swapped: bool


@dataclass(frozen=True, slots=True)
class LaneView:
    """What the head of a line shows."""

    post: str
    below: str


class DraftModel(QAbstractTableModel):
    """Keeps the place of every cell while the same days and posts are shown, so that nothing jumps."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.look: PlanLook | None = None
        self.days: list[date] = []
        self.lanes: list[Lane] = []
        self.around = Around(date.min, date.min)
        self._seats: dict[Key, Seat] = {}
        self._cells: dict[Key, Cell] = {}
        self._told: defaultdict[Key, list[tuple[int, Callable[[], str]]]] = defaultdict(list)
        self._marks: Mapping[Key, Sequence[Marked]] = {}
        self._changed: set[tuple[date, str, str]] = set()

    def show_look(self, look: PlanLook | None, around: Around) -> bool:
        """Show the days of that month; whether the table was made anew."""
        seats = {seat.key: seat for seat in look.task.seats} if look else {}
        days, lanes = (around.days, _lanes(seats, around)) if look else ([], [])
        same = (days, lanes) == (self.days, self.lanes)
        if not same:
            self.beginResetModel()
        self.look, self.around, self.days, self.lanes, self._seats = look, around, days, lanes, seats
        self._cells = {cell.key: cell for cell in look.draft.cells if cell.key in seats} if look else {}
        self._marks = marks_of(look, around)
        self._note_findings(look)
        if not same:
            self.endResetModel()
        else:
            self.retranslate()
        return not same

    def key_at(self, index: Index) -> Key | None:
        """The seat of a cell; None where the draft wants nobody."""
        if not index.isValid() or index.row() >= len(self.lanes) or index.column() >= len(self.days):
            return None
        key = (self.days[index.column()], *self.lanes[index.row()])
        return key if key in self._seats else None

    def index_of(self, key: Key) -> QModelIndex:
        """Where a seat stands, or an invalid index."""
        if key[0] in self.days and key[1:] in self.lanes:
            return self.index(self.lanes.index(key[1:]), self.days.index(key[0]))
        return QModelIndex()

    def keys_of(self, day: date) -> list[Key]:
        """Every seat of a day."""
        return [key for key in self._seats if key[0] == day]

    def columns_there(self) -> list[int]:
        """The days shown that the draft plans."""
        planned = {key[0] for key in self._seats}
        return [at for at, day in enumerate(self.days) if day in planned]

    def told_of(self, key: Key) -> list[str]:
        """What is found at a seat, as sentences, the worst first."""
        return [tell() for _, tell in sorted(self._told.get(key, ()), key=lambda one: -one[0])]

    def marks_at(self, key: Key) -> list[str]:
        """Swaps and standing in at a seat, as sentences."""
        return [one.said() for one in self._marks.get(key, ())]

    def cell(self, key: Key) -> Cell | None:
        return self._cells.get(key)

    def several_shifts(self) -> bool:
        """Whether more than one kind of shift is shown."""
        return len({lane[0] for lane in self.lanes}) > 1

    def retranslate(self) -> None:
        if self.lanes:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lanes) - 1, len(self.days) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.days) - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self.lanes) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lanes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.days)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        editable = self.key_at(index) is not None and self.look is not None and self.look.row.state == "draft"
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        if section >= (self.columnCount() if across else self.rowCount()):
            return None
        if role == Qt.ItemDataRole.UserRole:
            return self._day_view(self.days[section]) if across else self._lane_view(self.lanes[section])
        if role == Qt.ItemDataRole.DisplayRole:
            return str(self.days[section].day) if across else self._lane_view(self.lanes[section]).post
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return plain_tip(self.day_word(self.days[section]) if across else self.lane_word(self.lanes[section]))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lanes):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            key = self.key_at(index)
            cell = self._cells.get(key) if key else None
            return cell.name if cell else ""
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return plain_tip(self.words_of(index))
        return self._view(index) if role == Qt.ItemDataRole.UserRole else None

    # in words

    def words_of(self, index: Index) -> str:
        """A cell as it is read out: day, post, who, how long, what changed, what is found."""
        if not index.isValid() or index.row() >= len(self.lanes):
            return ""
        day, lane = self.days[index.column()], self.lanes[index.row()]
        said, key = [f"{self.day_word(day)} {self.lane_word(lane)}"], self.key_at(index)
        if key is None:
            planned = bool(self.keys_of(day))
            return BETWEEN.join([*said, words.say("plan.no_seat" if planned else "plan.outside")])
        cell = self._cells.get(key)
        said[0] += f" {cell.name}" if cell and cell.name else f" {words.say('plan.nobody')}"
        said.append(words.say("plan.hours", hours=f"{self._seats[key].length.total_seconds() / 3600:g}"))
        said += [words.say("plan.changed")] if key[:3] in self._changed else []
        return BETWEEN.join([*said, *self.marks_at(key), *self.told_of(key)])

    def day_word(self, day: date) -> str:
        """11日 周五, and what a holiday or a swapped working day is called."""
        said = words.say("plan.day", day=day.day, weekday=words.say(f"weekday.{day.isoweekday()}"))
        return " ".join(filter(None, (said, self.day_name(day))))

    def lane_word(self, lane: Lane) -> str:
        """The post, which of several, and the shift where there are several."""
        shift, post, ordinal = lane
        said = text.post(post) if ordinal == 1 else f"{text.post(post)} {ordinal}"
        return f"{said}{BETWEEN}{shift_word(shift)}" if self.several_shifts() else said

    def day_name(self, day: date) -> str:
        """What a holiday or a swapped working day is called."""
        name = self.around.names.get(day, "")
        return words.say(f"holiday.{name}") if name and words.has(f"holiday.{name}") else name

    # views

    def _kind(self, day: date) -> DayKind:
        return self.around.kinds.get(day, plain_kind(day))

    def _day_view(self, day: date) -> DayView:
        kind = self._kind(day)
        swapped = kind is DayKind.WEEKDAY and plain_kind(day) is DayKind.WEEKEND
        word = words.say("plan.attribute.work") if swapped else ""
        word = words.say("plan.attribute.off") if kind is DayKind.HOLIDAY else word
        return DayView(str(day.day), words.say(f"plan.weekday.{day.isoweekday()}"), word, kind, swapped)

    def _lane_view(self, lane: Lane) -> LaneView:
        shift, post, ordinal = lane
        count = sum(one[:2] == lane[:2] for one in self.lanes)
        below = words.say("plan.ordinal", number=ordinal) if count > 1 else words.say("plan.seats", count=1)
        return LaneView(text.post(post), shift_word(shift) if self.several_shifts() and count == 1 else below)

    def _view(self, index: Index) -> DraftCellView:
        key, free = self.key_at(index), self._kind(self.days[index.column()]) is not DayKind.WEEKDAY
        if key is None:
            return DraftCellView(False, free_day=free)
        cell, marks = self._cells.get(key), self._marks.get(key, ())
        level = max((level for level, _ in self._told.get(key, ())), default=0)
        empty = cell is None or not cell.name
        return DraftCellView(True, level, key[:3] in self._changed, free, empty, marks[0].mark if marks else None)

    def _note_findings(self, look: PlanLook | None) -> None:
        self._told.clear()
        self._changed = {(one.day, one.shift, one.post) for one in look.changes} if look else set()
        for hard in look.findings if look else ():
            self._told[hard.seat.key].append((HARD, lambda one=hard: hard_word(look, one)))  # type: ignore[misc]
        for soft in look.soft if look else ():
            self._told[soft.seat.key].append((SOFT, lambda one=soft: soft_word(one)))  # type: ignore[misc]


def _lanes(seats: Mapping[Key, Seat], around: Around) -> list[Lane]:
    """The lines of a month: shift by shift, each in the order of its posts."""
    found = list(dict.fromkeys(key[1:] for key in seats if around.first <= key[0] <= around.last))
    shifts, posts = (list(dict.fromkeys(lane[at] for lane in found)) for at in (0, 1))
    return sorted(found, key=lambda lane: (shifts.index(lane[0]), posts.index(lane[1]), lane[2]))


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
