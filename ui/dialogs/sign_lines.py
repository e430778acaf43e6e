"""Signing what was taken at the locked seat: the lines are shown, one key signs those that are shown.

Another signs them and takes them on as 接报: what was said once is not typed again.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from console import words
from console.domain.gate import GateLine
from ui import actions, theme
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.widgets.keycap import KeyButton

_AS_INTAKE = QKeySequence(actions.key_of("new_intake"))[0]


class SignLinesDialog(Asking):
    """Hands up the lines that are shown; Enter signs. ``wants_intake`` says by which of the two keys."""

    def __init__(self, lines: Sequence[GateLine], times: Times, parent: QWidget | None = None) -> None:
        super().__init__("gate.sign_title", "gate.sign_all", parent=parent)
        self._lines = tuple(lines)
        self.say_sentence("gate.sign_what", count=len(self._lines))
        self._times = times
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(theme.current().px(120))
        self.body.addWidget(self.text)
        self.wants_intake = False
        self.as_intake = KeyButton("gate.sign_as_intake", actions.key_of("new_intake"))
        self.as_intake.clicked.connect(lambda: self._hand_up(as_intake=True))
        whole = self.layout()
        buttons = whole.itemAt(whole.count() - 1).layout()
        assert isinstance(buttons, QHBoxLayout), "the buttons are the last row"
        buttons.insertWidget(buttons.indexOf(self.yes), self.as_intake)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.text.setPlainText("\n".join(_said(line, self._times) for line in self._lines))
        self.text.setAccessibleName(words.say("gate.sign_title"))

    def first(self) -> QWidget:
        return self.yes

    def answer(self) -> tuple[GateLine, ...]:
        return self._lines

    def hand_up(self) -> None:
        self._hand_up(as_intake=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.keyCombination() == _AS_INTAKE:
            self._hand_up(as_intake=True)
        else:
            super().keyPressEvent(event)

    def _hand_up(self, *, as_intake: bool) -> None:
        if not self._busy:
            self.wants_intake = as_intake
        super().hand_up()


def _said(line: GateLine, times: Times) -> str:
    return words.say("gate.sign_line", number=line.number, at=times.near(line.occurred_at), text=line.text)
