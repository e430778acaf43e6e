"""A figure that may be unknown: 不详 is a value of its own, neither blank nor 0."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from console import words
from console.errors import Refused
from ui.widgets.spoken import Spoken
from ui.widgets.typed import OneLine

_UNKNOWN_KEYS = frozenset("?？-－")
_LONGEST = 9
_DIGITS = re.compile("[0-9]*")


def _digits(text: str) -> str:
    """As typed in any width, without what groups digits."""
    return re.sub(r"[\s,，]", "", unicodedata.normalize("NFKC", text))


class _Line(OneLine):
    """Where the digits go; the unknown key is handed up before it becomes text."""

    unknown_asked = Signal()
    left = Signal()

    def why_not(self, offered: str) -> Refused | None:
        """Digits in any width, and what groups them; 不详 by the key that asks for it."""
        digits = _digits(offered)
        there = re.sub(r"\D", "", self.text()) if not self.hasSelectedText() else ""
        fits = offered.strip() in _UNKNOWN_KEYS or (_DIGITS.fullmatch(digits) and len(there + digits) <= _LONGEST)
        return None if fits else Refused("figure_wanted", most=10**_LONGEST - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text() in _UNKNOWN_KEYS:
            self.unknown_asked.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class FigureField(Spoken, QWidget):
    """``value()`` is a number or None; ``unknown()`` tells 不详 from not filled in."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number: int | None = None
        self._unknown = False
        self.line = _Line(parent=self)
        self.toggle = QToolButton(self)
        self.toggle.setCheckable(True)
        self.toggle.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.line, 1)
        row.addWidget(self.toggle)
        self.line.textEdited.connect(self.take_typed)
        self.line.unknown_asked.connect(self.toggle_unknown)
        self.toggle.clicked.connect(self.toggle_unknown)
        self.retranslate()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The keyboard goes to the number; no proxy, which would catch Tab wherever this stands in the chain."""
        self.line.setFocus(reason)

    def value(self) -> int | None:
        return None if self._unknown else self._number

    def unknown(self) -> bool:
        return self._unknown

    def filled(self) -> bool:
        """Whether anything was said at all."""
        return self._unknown or self._number is not None

    def set_value(self, number: int | None, *, unknown: bool = False) -> None:
        """Show a stored value; says nothing to listeners."""
        self._number, self._unknown = (None if unknown else number), unknown
        self._present()

    def toggle_unknown(self) -> None:
        """不详, or back to the number that was there."""
        if self.line.isReadOnly():
            return
        self._unknown = not self._unknown
        self._present()
        self.changed.emit()

    def take_typed(self, text: str) -> None:
        """Digits in any width count; a mixture is refused, never guessed at."""
        plain = _digits(text)
        if self._unknown:
            plain = re.sub(r"\D", "", plain)
        if plain in {"?", "-"}:
            self._present()
            self.toggle_unknown()
            return
        if len(plain) <= _LONGEST and _DIGITS.fullmatch(plain):
            self._number = int(plain) if plain else None
            self._unknown = False
            self.changed.emit()
        self._present()

    def setReadOnly(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)
        self.toggle.setEnabled(not read_only)

    def retranslate(self) -> None:
        self.toggle.setText(words.say("figure.unknown_short"))
        self.toggle.setToolTip(words.say("figure.unknown_hint"))
        self._present()

    def _present(self) -> None:
        shown = "" if self._number is None else str(self._number)
        if self._unknown:
            shown = words.say("figure.unknown_short")
        self.line.setAccessibleDescription(words.say("figure.unknown") if self._unknown else "")
        if self.line.text() != shown:
            at_end = self.line.cursorPosition() == len(self.line.text())
            at = self.line.cursorPosition()
            self.line.setText(shown)
            self.line.setCursorPosition(len(shown) if at_end else min(at, len(shown)))
        self.toggle.setChecked(self._unknown)
        if bool(self.line.property("unknown")) != self._unknown:
            self.line.setProperty("unknown", self._unknown)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
