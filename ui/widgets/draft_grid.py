"""The month of a draft: a name is typed by its initials, copied, taken back; findings are marked in it.

Days run from left to right and the whole month is in sight; the posts stand below one another (docs/decisions/0025).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QKeyCombination, QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from console import words
from console.domain.roster_draft import Candidate, Cell, matching
from console.domain.swaps import Key
from console.services.roster_drafts import PlanLook
from ui import theme
from ui.models.draft_around import Around
from ui.models.draft_month import DraftModel
from ui.widgets.draft_cells import cell_size
from ui.widgets.draft_heads import Corner, DayHeads, LaneHeads
from ui.widgets.draft_names import NameDelegate, NameLine
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken
from ui.widgets.table import quieten

_FILL_ON = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_R)
_COPY_DAY = QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_D)
_WHOLE_SHIFT = QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Space)
_MOVE = QAbstractItemView.CursorAction

_FRAME = 4
"""What its frame takes of its height while the keyboard is in it."""

Given = dict[Key, UUID | str | None]
"""Seats with whom the officer put there: by id, by name where the contacts do not have them, or nobody."""


def who_of(cell: Cell) -> UUID | str | None:
    """Who stands a seat, as it is put elsewhere."""
    return cell.person_id or cell.name or None


class DraftGrid(Painted, Spoken, QTableView):
    """``given`` carries seats with whom the officer put there, ``unknown`` a text nobody is called by; ``chosen``
    follows the cell the keyboard is on."""

    given = Signal(object)
    unknown = Signal(str)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month = DraftModel(self)
        self.setModel(self.month)
        self.names = NameDelegate(self)
        self.setItemDelegate(self.names)
        self.setHorizontalHeader(DayHeads(self))
        self.setVerticalHeader(LaneHeads(self))
        quieten(self)
        self.verticalHeader().show()
        self.corner = Corner(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._moved)
        self.setAccessibleName(words.say("plan.grid"))
        self.restyle()

    def show_look(self, look: PlanLook | None, around: Around) -> None:
        """Show this draft in that month; the chosen cell stays chosen, in another month that day of it."""
        at, held = self.currentIndex(), self.month.key_at(self.currentIndex())
        lane = self.month.lanes[at.row()] if at.isValid() else None
        column = at.column()
        if self.month.show_look(look, around):
            self._share_room()
            if lane in self.month.lanes and not (held is not None and self.choose(held)):
                place = self.month.index(self.month.lanes.index(lane), min(column, self.month.columnCount() - 1))
                self.selectionModel().setCurrentIndex(place, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def choose(self, key: Key) -> bool:
        """Choose that cell; False when it is not shown."""
        index = self.month.index_of(key)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)
        return index.isValid()

    def candidates(self) -> Sequence[Candidate]:
        """Who may be put on a seat."""
        return self.month.look.candidates if self.month.look else ()

    def selected_keys(self) -> list[list[Key | None]]:
        """The chosen cells day by day; None where nobody is wanted."""
        indexes = self.selectedIndexes()
        rows = sorted({index.row() for index in indexes})
        columns = sorted({index.column() for index in indexes})
        return [[self.month.key_at(self.month.index(row, column)) for row in rows] for column in columns]

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last day of the draft, with Ctrl to its first and last seat."""
        days = self.month.columns_there()
        if action not in (_MOVE.MoveHome, _MOVE.MoveEnd) or not days:
            return super().moveCursor(action, modifiers)
        home, row = action == _MOVE.MoveHome, self.currentIndex().row()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            row = 0 if home else self.month.rowCount() - 1
        return self.month.index(max(0, row), days[0] if home else days[-1])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard comes to the first seat of the draft, not to a day before it."""
        if not self.currentIndex().isValid() and (days := self.month.columns_there()):
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.month.index(0, days[0]), flag)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        verbs = {
            QKeySequence.StandardKey.Copy: self.copy_cells,
            QKeySequence.StandardKey.Paste: self.paste_cells,
        }
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        for sequence, verb in verbs.items():
            if event.matches(sequence):
                verb()
                return
        own = {_FILL_ON: self.fill_on, _COPY_DAY: self.copy_day_before, _WHOLE_SHIFT: self.choose_shift}
        if (verb := own.get(event.keyCombination())) is not None:
            verb()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            self.clear_cells()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._edit_chosen()
        else:
            super().keyPressEvent(event)

    def _edit_chosen(self) -> None:
        """Enter that ended a line comes on to the table: it must not begin the line anew."""
        index = self.currentIndex()
        editable = bool(index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable)
        if editable and self.state() != QAbstractItemView.State.EditingState:
            self.edit(index)
            line = self.indexWidget(index) or self.focusWidget()
            if isinstance(line, NameLine):
                QTimer.singleShot(0, line, line.show_offers)

    def clear_cells(self) -> None:
        """Nobody stands the chosen seats."""
        self._give({key: None for line in self.selected_keys() for key in line if key is not None})

    def fill_on(self) -> None:
        """The first day of the choice goes into those behind it; of one day, the day before goes into it."""
        days = self.selected_keys()
        if not days:
            return
        first, behind = days[0], days[1:]
        if not behind:
            first, behind = [_day_before(key) for key in first], days
        found: Given = {}
        for day in behind:
            for source, key in zip(first, day, strict=True):
                cell = self.month.cell(source) if source is not None else None
                if key is not None and cell is not None:
                    found[key] = who_of(cell)
        self._give(found)

    def copy_day_before(self) -> None:
        """Everybody of the day before stands the chosen day too, each on the same post of the same shift."""
        key = self.month.key_at(self.currentIndex())
        if key is None:
            return
        found: Given = {}
        for one in self.month.keys_of(key[0]):
            cell = self.month.cell((key[0] - timedelta(days=1), *one[1:]))
            if cell is not None:
                found[one] = who_of(cell)
        self._give(found)

    def choose_shift(self) -> None:
        """Every seat of the chosen shift."""
        held = self.currentIndex()
        if not held.isValid():
            return
        lanes, column = self.month.lanes, held.column()
        rows = [at for at, lane in enumerate(lanes) if lane[0] == lanes[held.row()][0]]
        flags = QItemSelectionModel.SelectionFlag
        shift = QItemSelection(self.month.index(rows[0], column), self.month.index(rows[-1], column))
        self.selectionModel().select(shift, flags.ClearAndSelect)
        self.selectionModel().setCurrentIndex(held, flags.NoUpdate)

    def copy_cells(self) -> None:
        """The chosen names as a table for the clipboard, as they are seen: a column per day."""
        cells = [[self.month.cell(key) if key else None for key in day] for day in self.selected_keys()]
        lines = zip(*cells, strict=True)
        said = "\n".join("\t".join(cell.name if cell else "" for cell in line) for line in lines)
        QApplication.clipboard().setText(said)

    def paste_cells(self) -> None:
        """Names from the clipboard from the chosen cell on; all or none."""
        lines = [line.split("\t") for line in QApplication.clipboard().text().rstrip("\r\n").splitlines()]
        start = self.currentIndex()
        chosen = self.selected_keys()
        if len(lines) == 1 and len(lines[0]) == 1 and chosen:
            lines = [lines[0] * len(chosen) for _ in chosen[0]]
            start = min(self.selectedIndexes(), key=lambda index: (index.row(), index.column()))
        known = {one.name: one.person_id for one in self.candidates()}
        found: Given = {}
        for down, line in enumerate(lines):
            for right, name in enumerate(line):
                key = self.month.key_at(self.month.index(start.row() + down, start.column() + right))
                if key is None:
                    continue
                if name.strip() and name.strip() not in known:
                    self.unknown.emit(name.strip())
                    return
                found[key] = known.get(name.strip())
        self._give(found)

    def put_typed(self, key: Key, typed: str) -> bool:
        """Whoever is meant by what was typed stands the seat; False where nobody is."""
        if not typed.strip():
            self._give({key: None})
            return True
        found = matching(self.candidates(), typed, key[2])
        if not found:
            self.unknown.emit(typed.strip())
            return False
        self._give({key: found[0].person_id})
        return True

    def put_person(self, key: Key, person_id: UUID) -> None:
        """That person stands the seat."""
        self._give({key: person_id})

    def retranslate(self) -> None:
        self.month.retranslate()
        self._share_room()
        self.corner.update()
        self.setAccessibleName(words.say("plan.grid"))

    def restyle(self) -> None:
        self._share_room()
        super().restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _give(self, given: Given) -> None:
        """What changes anything only."""
        cells = {key: self.month.cell(key) for key in given}
        changed = {
            key: person for key, person in given.items() if (cell := cells[key]) is not None and who_of(cell) != person
        }
        if changed:
            self.given.emit(changed)

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:  # noqa: ARG002
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.viewport().update()
        self.chosen.emit(self.month.key_at(now))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.needed_height())

    def needed_height(self) -> int:
        """What all lines need."""
        return self._head_height() + cell_size(theme.current()).height() * max(1, self.month.rowCount()) + _FRAME

    def least_height(self, lines: int) -> int:
        """What some lines need."""
        return self._head_height() + cell_size(theme.current()).height() * lines + _FRAME

    def _head_height(self) -> int:
        return self.horizontalHeader().sectionSizeFromContents(0).height()

    def _share_room(self) -> None:
        """The days share the width; only where they would be too narrow to be read one scrolls sideways."""
        if not hasattr(self, "corner"):
            return
        least, days = cell_size(theme.current()), self.month.columnCount()
        across, down = self.horizontalHeader(), self.verticalHeader()
        down.setDefaultSectionSize(least.height())
        down.setFixedWidth(down.sectionSizeFromContents(0).width())
        across.setFixedHeight(self._head_height())
        self.updateGeometries()
        room = max(self.viewport().width(), days * least.width())
        for at in range(days):
            self.setColumnWidth(at, room * (at + 1) // days - room * at // days)
        frame = self.frameWidth()
        self.corner.setGeometry(frame, frame, down.width(), across.height())


def _day_before(key: Key | None) -> Key | None:
    return (key[0] - timedelta(days=1), *key[1:]) if key is not None else None
