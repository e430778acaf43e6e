"""Signing what was taken at the locked seat: the lines are shown, one key signs those that are shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from console import words
from console.domain.gate import GateLine
from ui import theme
from ui.dialogs.asking import Asking
from ui.text import Times


class SignLinesDialog(Asking):
    """Hands up the numbers of the lines that are shown; Enter signs."""

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
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.text.setPlainText("\n".join(_said(line, self._times) for line in self._lines))
        self.text.setAccessibleName(words.say("gate.sign_title"))

    def first(self) -> QWidget:
        return self.yes

    def answer(self) -> list[int]:
        return [line.number for line in self._lines]


def _said(line: GateLine, times: Times) -> str:
    return words.say("gate.sign_line", number=line.number, at=times.near(line.occurred_at), text=line.text)
