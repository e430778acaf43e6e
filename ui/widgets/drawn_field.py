"""图上区域 as a field: what was drawn, in words, and the key that opens the map."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from console import words
from console.domain.drawing import read_drawn
from console.domain.warning_form import Drawn
from console.errors import Refused
from console.services.warning_covered import Covered, drawn_said
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Spoken, Word

DRAW = "Alt+Shift+A"


class DrawnField(Spoken, QWidget):
    """``value`` is what is drawn as text, ``button`` stands where the page puts it. ``changed`` for every change."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._found: tuple[tuple[Drawn, ...], Covered] = ((), Covered())
        self._kept = QLineEdit(self)
        self._kept.setMaxLength(1_000_000)
        self._kept.setReadOnly(True)
        self._kept.hide()
        """Whoever keeps what is typed hears of every change by it."""
        self._kept.textChanged.connect(lambda _text: self.changed.emit())
        self.button = KeyButton("warning.draw", DRAW, small=True)
        self.said = Word(role="secondary")
        self.said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.said)
        self.hide()

    def value(self) -> str:
        return self._text

    def show_value(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._kept.setText(text)
            self.retranslate()

    def shapes(self) -> tuple[Drawn, ...]:
        """What is drawn; kept words nobody can read any more are none."""
        try:
            return read_drawn(self._text)
        except Refused:
            return ()

    def show_covered(self, shapes: Sequence[Drawn], found: Covered) -> None:
        """What lies inside what was drawn then."""
        self._found = (tuple(shapes), found)
        self.retranslate()

    def go_to(self) -> None:
        self.button.setFocus()

    def retranslate(self) -> None:
        shapes = self.shapes()
        self.setVisible(bool(shapes))
        known, found = self._found
        if shapes and known == shapes:
            self.said.show_text(drawn_said(shapes, found, words.language()))
        elif shapes:
            self.said.show_text(words.say("warning.drawn.shapes", count=len(shapes)))
