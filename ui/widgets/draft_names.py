"""A seat as it is typed into: a line wider than its cell, the names it may mean below it, each with a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QStyleOptionViewItem, QWidget

from console import words
from console.domain.roster_draft import Candidate, matching
from console.domain.swaps import Key
from ui import theme
from ui.hiding import seen
from ui.models.draft_month import Index
from ui.widgets.draft_cells import SeatPainter
from ui.widgets.who_line import LONGEST

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel

    from ui.widgets.draft_grid import DraftGrid

OFFERED = 8
"""Names offered at once: as many as figures choose from."""

NAME = int(Qt.ItemDataRole.UserRole)
"""Where an offer keeps the name alone; what is seen has its figure before it."""

_WIDE = 150


class NameLine(QLineEdit):
    """``taken`` carries whoever was chosen from the list that is open, by a figure or by Enter."""

    taken = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offered: Sequence[Candidate] = ()
        self._list = QStandardItemModel(self)
        completer = QCompleter(self._list, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCompletionRole(NAME)
        completer.activated[QModelIndex].connect(self._pick)
        self.setCompleter(completer)
        self.setMaxLength(LONGEST)

    def offer(self, found: Sequence[Candidate]) -> None:
        """These may be meant."""
        self.offered = found[:OFFERED]
        self._list.clear()
        for at, one in enumerate(self.offered, 1):
            item = QStandardItem(f"{at}　{seen(one.name)}")
            item.setData(one.name, NAME)
            self._list.appendRow(item)

    def _pick(self, index: QModelIndex) -> None:
        """A name chosen in the list is meant, as one chosen by its figure is."""
        if 0 <= index.row() < len(self.offered):
            self.taken.emit(self.offered[index.row()])

    def show_offers(self) -> None:
        """Who stands the post is seen before anything is typed."""
        if self.offered and self.isVisible():
            self.completer().setCompletionPrefix("")
            self.completer().complete()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure chooses while names are in sight; else it is typed."""
        figure = int(event.text()) if event.text() in set("123456789") else 0
        if 0 < figure <= len(self.offered) and self.completer().popup().isVisible():
            self.completer().popup().hide()
            self.taken.emit(self.offered[figure - 1])
            return
        super().keyPressEvent(event)


class NameDelegate(SeatPainter):
    """Edits a seat as a line that offers names."""

    def __init__(self, grid: DraftGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        line, key = NameLine(parent), self._grid.month.key_at(index)
        line.setAccessibleName(words.say("plan.name"))
        post = key[2] if key else ""
        line.offer(matching(self._grid.candidates(), "", post))
        line.textEdited.connect(lambda typed: line.offer(matching(self._grid.candidates(), typed, post)))
        line.taken.connect(lambda one: self._take(line, key, one))
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        """As wide as a name is typed, within what is seen of the month."""
        using, box, seen_of = theme.current(), option.rect, self._grid.viewport().rect()
        wide, high = max(box.width(), using.px(_WIDE)), max(using.px(28), editor.sizeHint().height())
        left = max(0, min(box.left(), seen_of.right() - wide))
        editor.setGeometry(left, box.top() + max(0, (box.height() - high) // 2), wide, high)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit), "made by createEditor"
        if not editor.isModified():
            editor.setText(str(index.data() or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: ARG002
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

    def _take(self, line: NameLine, key: Key | None, one: Candidate) -> None:
        line.setModified(False)
        self.closeEditor.emit(line, SeatPainter.EndEditHint.NoHint)
        if key is not None:
            self._grid.put_person(key, one.person_id)
