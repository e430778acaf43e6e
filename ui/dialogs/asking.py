"""What dialogs share that ask an officer for something: they hand it up and stay until the act is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from console import words
from console.errors import Refused, Unavailable
from ui import actions, theme
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word

_DISCARD = QKeySequence(actions.key_of("discard_words"))[0]


class Asking(Painted, Spoken, QDialog):
    """``given`` carries what was filled in; the panel acts on it, then calls ``accept`` or ``refuse``.

    What cannot stand is said before it is handed up, and the field it is about gets the keyboard.

    Enter goes to the next field and, in the last one, hands up; Ctrl+Enter hands up from anywhere. Where what is typed
    is kept, Esc keeps it for the next time and a key of its own gives it up.
    """

    LEAST_WIDTH = 480
    """In pixels at the usual size of type."""

    given = Signal(object)
    discarded = Signal()
    """What is typed was given up, and with it the dialog."""

    def __init__(self, title: str, yes: str, *, kind: str = "primary", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._busy = False
        self._begun = False
        self._withdrawn = False
        self._stood: QWidget | None = None
        """Where the keyboard was when it was handed up: an officer who has gone on since is not taken back."""
        self.goes_on = False
        """Words typed an earlier time stand in the fields: the next key writes on behind them."""
        self._fields: list[QLineEdit] = []
        self.inputs: dict[str, QWidget] = {}
        """Editors whose words are kept until they are handed up, by lasting names; never a password."""
        self.body = QVBoxLayout()
        self.trouble = Word(role="error")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.working = Word("asking.working", role="secondary")
        self.working.hide()
        self.brought = Word("asking.brought", role="secondary")
        self.brought.setWordWrap(True)
        self.brought.hide()
        self.discard = KeyButton("asking.discard", actions.key_of("discard_words"), kind="quiet")
        self.discard.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.discard.hide()
        self.no = KeyButton("button.cancel", actions.key_of("back"))
        self.yes = KeyButton(yes, actions.key_of("save_close"), kind=kind)
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.hand_up)
        self.discard.clicked.connect(self._give_up)
        self._lay_out()
        self.setWindowTitle(words.say(title))
        self.restyle()

    def answer(self) -> Any:
        """What was filled in; may raise Refused, with the name of one of the ``inputs`` as its ``field``."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """Where typing starts: the first field that is empty."""
        return next((field for field in self._fields if not field.text()), self._fields[0])

    def say_sentence(self, code: str, *, role: str = "", **facts: Any) -> Word:
        """A sentence of the dialog's body."""
        sentence = Word(code, role=role, **facts)
        sentence.setWordWrap(True)
        self.body.addWidget(sentence)
        return sentence

    def set_fields(self, fields: Sequence[QLineEdit]) -> None:
        """The fields in the order Enter walks them."""
        self._fields = list(fields)

    def say_brought(self) -> None:
        """Words of an earlier time stand in the fields again."""
        self.goes_on = True
        self.brought.show()

    def hand_up(self) -> None:
        """Once per wish: while the act is under way nothing is handed up again."""
        if self._busy:
            return
        if self._withdrawn:
            self.refuse(Refused("seat_changed"))
            return
        self._stood = self.focusWidget()
        try:
            answer = self.answer()
        except Refused as refused:
            self.refuse(refused)
            return
        self._set_busy(True)
        self.trouble.hide()
        self.given.emit(answer)

    def refuse(self, error: Exception) -> None:
        """It did not work: say why and let the officer go on; everything typed stays."""
        self._set_busy(False)
        known = isinstance(error, Refused | Unavailable)
        self.trouble.show_text(words.sentence(error) if known else words.say("asking.failed"))
        self.trouble.show()
        if self._withdrawn:
            self.reject()
            return
        wrong = self.field_of(error) if isinstance(error, Refused) else None
        if wrong is not None and self._stood in (None, self.focusWidget()):
            wrong.setFocus()

    def field_of(self, refused: Refused) -> QWidget | None:
        """The editor it is about."""
        return self.inputs.get(str(refused.facts.get("field", "")))

    def withdraw(self) -> None:
        """Another officer sits here: nothing more is done with it; an act under way ends, and the dialog with it."""
        self._withdrawn = True
        if self._busy:
            self.hide()
        else:
            self.reject()

    def say_turned_away(self, refused: Refused) -> None:
        """A paste that does not go in; an act that is under way goes on."""
        self.trouble.show_text(words.sentence(refused))
        self.trouble.show()

    def reject(self) -> None:
        """Not while the act is under way: its answer must be seen."""
        if not self._busy:
            super().reject()

    def accept(self) -> None:
        self._set_busy(False)
        super().accept()

    def retranslate(self) -> None:
        self.setWindowTitle(words.say(self._title))

    def restyle(self) -> None:
        using = theme.current()
        edge = using.px(16)
        self.layout().setContentsMargins(edge, edge, edge, edge)
        self.layout().setSpacing(using.px(12))
        self.body.setSpacing(using.px(10))
        self.setMinimumWidth(using.px(self.LEAST_WIDTH))
        super().restyle()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        if not self._begun:
            self._begun = True
            self.first().setFocus()

    def setVisible(self, visible: bool) -> None:
        """Qt selects what stands in the field that gets the keyboard, and the next key would replace it.

        What stood behind the locked seat comes back with its cursor, words of an earlier time with the cursor
        behind them.
        """
        where, held = self.focusWidget(), None
        if visible and self._begun and isinstance(where, QLineEdit):
            held = (where.cursorPosition(), where.selectionStart(), len(where.selectedText()))
        super().setVisible(visible)
        where = self.focusWidget()
        if not visible or not isinstance(where, QLineEdit):
            return
        if held is not None:
            _put_cursor(where, *held)
        elif self.goes_on:
            where.end(False)

    def done(self, result: int) -> None:
        """Ended: whoever opens it again begins at the first field, behind what stands there."""
        self._begun, self.goes_on = False, True
        super().done(result)

    def event(self, event: QEvent) -> bool:
        """A sentence came or the type grew."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit()
        return handled

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.keyCombination() == _DISCARD and self.discard.isVisible():
            self.discard.click()
            return
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        if event.isAutoRepeat():
            return  # a key that is held walks no dialog to its end
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.hand_up()
        else:
            self._enter()

    def _enter(self) -> None:
        where = self.focusWidget()
        if isinstance(where, QPushButton):
            where.click()
        elif where in self._fields[:-1]:
            self._fields[self._fields.index(where) + 1].setFocus()
        else:
            self.hand_up()

    def _give_up(self) -> None:
        """Esc keeps what is typed; this does not."""
        if not self._busy:
            self.discarded.emit()
            self.reject()

    def _fit(self) -> None:
        """As high as its sentences need at this width; it never shrinks under the officer's hand."""
        self.layout().activate()
        width = max(self.width(), self.layout().totalMinimumSize().width())
        self.resize(width, max(self.height(), self.layout().totalHeightForWidth(width)))

    def _set_busy(self, busy: bool) -> None:
        """Fields stay as they are, so that the cursor stays where it is."""
        self._busy = busy
        self.working.setVisible(busy)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.discard)
        row.addWidget(self.working)
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        whole = QVBoxLayout(self)
        whole.addWidget(self.brought)
        whole.addLayout(self.body)
        whole.addWidget(self.trouble)
        whole.addStretch(1)
        whole.addLayout(row)


def _put_cursor(line: QLineEdit, at: int, start: int, length: int) -> None:
    """The cursor and what is selected; ``start`` is -1 where nothing is."""
    if start < 0:
        line.setCursorPosition(at)
    elif at == start:
        line.setSelection(start + length, -length)
    else:
        line.setSelection(start, length)
