"""Numbers hidden on the whole screen by one key: for a picture of it, or for somebody who looks on.

Only what is shown is hidden. What is stored, dialled and printed stays whole.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication


class Hiding(QObject):
    """``on`` while every number is hidden; ``changed`` follows every turn. Numbers kept secret are hidden always."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.on = False
        self.turns = 0
        """How often what is hidden has changed."""
        self._secret: frozenset[str] = frozenset()

    def turn(self) -> None:
        """Hide every number, or show them again."""
        self.on = not self.on
        self._show_anew()

    def keep_secret(self, digits: frozenset[str]) -> None:
        """Numbers of sensitive people while somebody sits here who may not see them; none otherwise."""
        if digits != self._secret:
            self._secret = digits
            self._show_anew()

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where numbers stand in that text that may not be seen now."""
        if not (self.on or self._secret):
            return []
        from console.domain import masking

        return masking.spans(text, None if self.on else self._secret)

    def seen(self, text: str) -> str:
        """The text as it may be shown now."""
        if not (self.on or self._secret):
            return text
        from console.domain import masking

        return masking.hidden_in(text, self.spans(text))

    def seen_number(self, text: str) -> str:
        """The same of a text that is nothing but numbers, short codes too."""
        if not self.on:
            return self.seen(text)
        from console.domain import masking

        return masking.hidden_in(text, masking.number_spans(text))

    def _show_anew(self) -> None:
        """As after a change of language every word is asked for again, in every window."""
        self.turns += 1
        self.changed.emit()
        for window in QApplication.topLevelWidgets():
            QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
            window.update()


class _InUse:
    hiding: Hiding | None = None


def current() -> Hiding:
    """The one of this screen."""
    if _InUse.hiding is None:
        _InUse.hiding = Hiding()
    return _InUse.hiding


def seen(text: str) -> str:
    """The text as it may be shown now."""
    return _InUse.hiding.seen(text) if _InUse.hiding is not None else text


def seen_number(text: str) -> str:
    """The same of a text that is nothing but numbers, short codes too."""
    return _InUse.hiding.seen_number(text) if _InUse.hiding is not None else text
