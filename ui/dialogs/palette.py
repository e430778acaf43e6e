"""Ctrl+K: type a few letters of a command and press Enter; anything else is looked for in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget

from console import words
from ui import theme
from ui.actions import Action
from ui.models.table import Column, RowTableModel
from ui.widgets.keycap import shown_key
from ui.widgets.table import RowTable

_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


@dataclass(frozen=True, slots=True)
class _Choice:
    """A line of the palette: a command, or the words to look for."""

    id: str
    word: str
    key: str
    action: Action | None


class Palette(QDialog):
    """``words_given`` carries what is to be looked for in the log."""

    words_given = Signal(str)

    def __init__(self, actions: Sequence[Action], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = [action for action in actions if action.id != "palette"]
        self.setWindowTitle(words.say("do.palette"))
        self.asked = QLineEdit()
        self.asked.setPlaceholderText(words.say("palette.hint"))
        self.asked.setAccessibleName(words.say("do.palette"))
        self.asked.textChanged.connect(self._refresh)
        self.asked.installEventFilter(self)
        self.table = RowTable(_model(), compact=True)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.opened.connect(self._run)
        column = QVBoxLayout(self)
        column.addWidget(self.asked)
        column.addWidget(self.table, 1)
        using = theme.current()
        self.resize(using.px(560), using.px(420))
        self._refresh("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                QApplication.sendEvent(self.table, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.table.chosen_row())
                return True
        return super().eventFilter(watched, event)

    def _refresh(self, asked: str) -> None:
        wanted = asked.strip().casefold()
        rows = [_Choice(a.id, a.word, shown_key(a.keys[0]) if a.keys else "", a) for a in self._actions]
        rows = [row for row in rows if wanted in row.word.casefold() or wanted in row.key.casefold()]
        if wanted:
            rows.append(_Choice("find", words.say("palette.find", words=asked.strip()), "", None))
        self.table.show_rows(rows)
        if rows:
            self.table.choose(rows[0].id)

    def _run(self, choice: _Choice | None) -> None:
        if choice is None:
            return
        self.accept()
        if choice.action is None:
            self.words_given.emit(self.asked.text().strip())
        else:
            choice.action.handler()


def _model() -> RowTableModel[_Choice]:
    return RowTableModel(
        [
            Column("does", lambda row: row.word, stretch=True),
            Column("key", lambda row: row.key, width=120),
        ],
        key=lambda row: row.id,
    )
