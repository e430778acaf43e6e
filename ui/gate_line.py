"""先记一条: the field above the gate that takes a line from somebody who has not signed in yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from console import words
from console.domain.text import TEXT_LIMIT
from console.errors import Refused
from ui import actions, theme
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import ShortText


class FirstLine(Painted, Spoken, QFrame):
    """A line that is stamped at its first key."""

    given = Signal(str, object)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setProperty("part", "strip")
        self._now = now
        self._first: datetime | None = None
        self.title = Word("gate.line_key", role="strong", key=actions.key_of("new_intake"))
        self.stamp = Word("gate.line_hint", role="caption")
        self.trouble = Word(role="error")
        self.trouble.hide()
        self.text = ShortText(TEXT_LIMIT)
        self.text.textEdited.connect(self._stamp)
        self.text.returnPressed.connect(self._give)
        self.button = KeyButton("gate.take_line", "Enter")
        self.button.clicked.connect(self._give)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.stamp)
        names.addWidget(self.trouble)
        self._row = QHBoxLayout(self)
        self._row.addLayout(names)
        self._row.addWidget(self.text, 1)
        self._row.addWidget(self.button)
        self.retranslate()
        self.restyle()

    def taken(self, text: str) -> None:
        if self.text.text() == text:
            self.text.clear()
            self._first = None
            self.stamp.say("gate.line_taken")

    def begin_anew(self) -> None:
        """Somebody has signed in: what was said about the last line was for whoever gave it."""
        if self._first is None:
            self.stamp.say("gate.line_hint")

    @property
    def first_key(self) -> datetime | None:
        """When what stands here was begun; None while nothing does."""
        return self._first

    def bring_back(self, text: str, first_key: datetime) -> None:
        """Words that were typed here before the program ended, with the time of their first key."""
        self.text.setText(text)
        self._first = first_key.astimezone(self._now().tzinfo)
        self.stamp.say("gate.brought_back", at=self._first.strftime("%m-%d %H:%M:%S"))

    def retranslate(self) -> None:
        self.text.setAccessibleName(words.say("gate.line"))

    def restyle(self) -> None:
        using = theme.current()
        self._row.setContentsMargins(using.px(24), using.px(10), using.px(24), using.px(10))
        self._row.setSpacing(using.px(12))
        super().restyle()

    def say_turned_away(self, refused: Refused) -> None:
        """Until the next key."""
        self.trouble.show_text(words.sentence(refused))
        self._show_trouble(True)

    def _show_trouble(self, there: bool) -> None:
        self.trouble.setVisible(there)
        self.stamp.setVisible(not there)

    def _stamp(self, text: str) -> None:
        self._show_trouble(False)
        if not text:
            self._first = None
            self.stamp.say("gate.line_hint")
        elif self._first is None:
            self._first = self._now()
            self.stamp.say("gate.first_key", at=self._first.strftime("%H:%M:%S"))

    def waits(self) -> None:
        """It was given while nothing can be recorded yet."""
        self.stamp.say("gate.line_once_open")

    def _give(self) -> None:
        if self.text.text().strip():
            self.given.emit(self.text.text(), self._first or self._now())
