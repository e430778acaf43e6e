"""The month of a draft: a name is typed by its initials, filled down, copied, taken back; findings are marked in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QKeyCombination,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCompleter,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from console import words
from console.domain.roster_draft import Candidate, Cell, matching
from console.domain.swaps import Key
from console.services.roster_drafts import PlanLook
from ui import theme
from ui.models.draft_month import DAY, FIRST_SEAT, HARD, SHIFT, DraftCellView, DraftModel
from ui.widgets.painted import Painted, elided, stroke
from ui.widgets.sharing import shared
from ui.widgets.spoken import Spoken
from ui.widgets.table import quieten
from ui.widgets.who_line import LONGEST

_DAY_WIDTH, _SHIFT_WIDTH, _POST_WIDTH = 170, 64, 76
_FILL_DOWN = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_D)
_COPY_DAY = QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_D)
_WHOLE_LINE = QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Space)
_OFFERED = 8
"""Names offered at once."""

Given = dict[Key, UUID | str | None]
"""Seats with whom the officer put there: by id, by name where the contacts do not have them, or nobody."""


def who_of(cell: Cell) -> UUID | str | None:
    """Who stands a seat, as it is put elsewhere."""
    return cell.person_id or cell.name or None


class DraftGrid(Painted, Spoken, QTableView):
    """``given`` carries seats with whom the officer put there, ``unknown`` a text nobody is called by."""

    given = Signal(object)
    unknown = Signal(str)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month = DraftModel(self)
        self.setModel(self.month)
        self.names = _NameDelegate(self)
        self.setItemDelegate(self.names)
        quieten(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed)
        self.selectionModel().currentChanged.connect(lambda now, _before: self.chosen.emit(self.month.key_at(now)))
        self.setAccessibleName(words.say("plan.grid"))
        self.restyle()

    def show_look(self, look: PlanLook | None, names: Mapping[date, str]) -> None:
        """Show this draft; the chosen cell stays chosen where it still stands there."""
        held = self.month.key_at(self.currentIndex())
        if self.month.show_look(look, names):
            self._share_width()
            if held is not None:
                self.choose(held)

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
        """The chosen cells line by line; None where a shift has no such post."""
        indexes = [index for index in self.selectedIndexes() if index.column() >= FIRST_SEAT]
        rows = sorted({index.row() for index in indexes})
        columns = sorted({index.column() for index in indexes})
        return [[self.month.key_at(self.month.index(row, column)) for column in columns] for row in rows]

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
        own = {_FILL_DOWN: self.fill_down, _COPY_DAY: self.copy_day_before, _WHOLE_LINE: self.choose_line}
        if (verb := own.get(event.keyCombination())) is not None:
            verb()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            self.clear_cells()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._edit_chosen()
        elif event.key() == Qt.Key.Key_Home and plain:
            self.setCurrentIndex(self.month.index(self.currentIndex().row(), FIRST_SEAT))
        else:
            super().keyPressEvent(event)

    def _edit_chosen(self) -> None:
        """Enter that ended a line comes on to the table: it must not begin the line anew."""
        index = self.currentIndex()
        editable = bool(index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable)
        if editable and self.state() != QAbstractItemView.State.EditingState:
            self.edit(index)

    def clear_cells(self) -> None:
        """Nobody stands the chosen seats."""
        self._give({key: None for line in self.selected_keys() for key in line if key is not None})

    def fill_down(self) -> None:
        """The first line of the choice goes into those below it; of one line, the line above goes into it."""
        lines = self.selected_keys()
        if not lines:
            return
        first, below = lines[0], lines[1:]
        if not below:
            above = [self._above(key) for key in first]
            first, below = above, lines
        found: Given = {}
        for line in below:
            for source, key in zip(first, line, strict=True):
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

    def choose_line(self) -> None:
        """Every seat of the chosen shift."""
        row, last = self.currentIndex().row(), self.month.columnCount() - 1
        if row >= 0 and last >= FIRST_SEAT:
            held = self.currentIndex()
            flags = QItemSelectionModel.SelectionFlag
            line = QItemSelection(self.month.index(row, FIRST_SEAT), self.month.index(row, last))
            self.selectionModel().select(line, flags.ClearAndSelect)
            self.selectionModel().setCurrentIndex(held, flags.NoUpdate)

    def copy_cells(self) -> None:
        """The chosen names as a table for the clipboard."""
        cells = [[self.month.cell(key) if key else None for key in line] for line in self.selected_keys()]
        said = "\n".join("\t".join(cell.name if cell else "" for cell in line) for line in cells)
        QApplication.clipboard().setText(said)

    def paste_cells(self) -> None:
        """Names from the clipboard from the chosen cell on; all or none."""
        lines = [line.split("\t") for line in QApplication.clipboard().text().rstrip("\r\n").splitlines()]
        start = self.currentIndex()
        chosen = self.selected_keys()
        if len(lines) == 1 and len(lines[0]) == 1 and chosen:
            lines = [lines[0] * len(chosen[0]) for _ in chosen]
            start = self.month.index_of(next(key for line in chosen for key in line if key is not None))
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

    def retranslate(self) -> None:
        self.month.retranslate()
        self._share_width()
        self.setAccessibleName(words.say("plan.grid"))

    def restyle(self) -> None:
        using = theme.current()
        self.verticalHeader().setDefaultSectionSize(using.compact_row)
        self.horizontalHeader().setFixedHeight(using.px(34))
        self._share_width()
        super().restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _give(self, given: Given) -> None:
        """What changes anything only."""
        cells = {key: self.month.cell(key) for key in given}
        changed = {
            key: person for key, person in given.items() if (cell := cells[key]) is not None and who_of(cell) != person
        }
        if changed:
            self.given.emit(changed)

    def _above(self, key: Key | None) -> Key | None:
        if key is None:
            return None
        index = self.month.index_of(key)
        return self.month.key_at(self.month.index(index.row() - 1, index.column()))

    def _share_width(self) -> None:
        """Day and shift get theirs, the seats share the rest; below their least width one scrolls sideways."""
        using, seats = theme.current(), len(self.month.seats_across)
        several = self.month.several_shifts()
        self.setColumnHidden(SHIFT, not several)
        self.setColumnWidth(DAY, using.px(_DAY_WIDTH))
        self.setColumnWidth(SHIFT, using.px(_SHIFT_WIDTH))
        room = self.viewport().width() - using.px(_DAY_WIDTH) - (using.px(_SHIFT_WIDTH) if several else 0)
        head, least = self.horizontalHeader(), using.px(_POST_WIDTH)
        needs = [max(least, head.sectionSizeHint(FIRST_SEAT + at)) for at in range(seats)]
        for at, size in enumerate(shared(room, needs)):
            self.setColumnWidth(FIRST_SEAT + at, size)


class _NameDelegate(QStyledItemDelegate):
    """Paints a cell by what is found in it; edits it as a line that offers names."""

    def __init__(self, grid: DraftGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        line, key = QLineEdit(parent), self._grid.month.key_at(index)
        line.setAccessibleName(words.say("plan.name"))
        line.setMaxLength(LONGEST)
        offered = QStringListModel(line)
        completer = QCompleter(offered, line)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        line.setCompleter(completer)
        post = key[2] if key else ""

        def offer(typed: str) -> None:
            found = matching(self._grid.candidates(), typed, post) if typed.strip() else []
            offered.setStringList([one.name for one in found[:_OFFERED]])

        line.textEdited.connect(offer)
        return line

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        assert isinstance(editor, QLineEdit), "made by createEditor"
        if not editor.isModified():
            editor.setText(str(index.data() or ""))
            editor.selectAll()

    def setModelData(
        self,
        editor: QWidget,
        model: QAbstractItemModel,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        key = self._grid.month.key_at(index)
        if key is not None and isinstance(editor, QLineEdit) and editor.isModified():
            self._grid.put_typed(key, editor.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A text nobody is called by stays in its line: it is told, and typed on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(watched, QLineEdit) and isinstance(event, QKeyEvent):
            ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
            typed = watched.text().strip()
            if ends and watched.isModified() and typed and not matching(self._grid.candidates(), typed, ""):
                self._grid.unknown.emit(typed)
                return True
        return bool(super().eventFilter(watched, event))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        using, box = theme.current(), QRect(option.rect)
        view: DraftCellView = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, using.colour("sel" if chosen else _ground(view)))
        if view.level:
            colour = "redline" if view.level == HARD else "orangeline"
            painter.fillRect(box.left(), box.top(), using.px(4), box.height(), using.colour(colour))
        painter.setFont(using.font(bold=view.changed or (view.head and view.free_day)))
        painter.setPen(using.colour("seltext" if chosen else _ink(view)))
        inside = box.adjusted(using.px(8), 0, -using.px(4), 0)
        said = str(index.data() or (words.say("roster.gap") if view.empty and view.there else ""))
        shown = elided(painter.font(), said, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, using.colour("line"))
        painter.fillRect(box.right(), box.top(), 1, box.height(), using.colour("line"))
        if option.state & QStyle.StateFlag.State_HasFocus or chosen:
            painter.setPen(stroke(using.colour("focussel"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()


def _ground(view: DraftCellView) -> str:
    if view.level == HARD or (view.empty and view.there and not view.head):
        return "redtint"
    if view.level:
        return "orangetint"
    if not view.there:
        return "hatch"
    return "zebra" if view.free_day or view.head else "field"


def _ink(view: DraftCellView) -> str:
    if view.level == HARD or (view.empty and view.there and not view.head):
        return "redtext"
    if view.head:
        return "redtext" if view.free_day else "text2"
    return "orangetext" if view.level else "text"
