"""Words that follow the language: Qt's own LanguageChange event carries the news to every widget."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import Qt as Rich
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from console import words
from ui.hiding import seen


def follow_language(app: QApplication) -> Callable[[], None]:
    """Tell all open windows when the language changes, until the returned function is called."""

    def tell() -> None:
        for window in app.topLevelWidgets():
            QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))

    return words.on_change(tell)


def plain_tip(text: str) -> str:
    """For a tool tip: words that look like a page are shown as they are written, numbers hidden where they are."""
    text = seen(text)
    return Rich.convertFromPlainText(text) if Rich.mightBeRichText(text) else text


def surviving(act: Callable[[], object]) -> None:
    """Run what Qt asked for from its own code; a bug in it goes where bugs go.

    The binding dies on an exception that leaves an overridden event of a nested widget (PySide6 6.9.3).
    """
    try:
        act()
    except Exception:
        sys.excepthook(*sys.exc_info())


class Spoken:
    """Mixed in before a widget class: calls ``retranslate`` after a change of language."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)  # type: ignore[misc]
        if event.type() == QEvent.Type.LanguageChange:
            surviving(self.retranslate)

    def retranslate(self) -> None:
        """Ask ``console.words`` again for every word shown."""


class Word(Spoken, QLabel):
    """A label that keeps its code and facts, not its text. ``role`` names its type in the style sheet."""

    def __init__(self, code: str = "", *, role: str = "", parent: QWidget | None = None, **facts: Any) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)  # what an officer wrote is never read as a page
        self._code = code
        self._facts = facts
        self._whole = ""
        if role:
            self.setProperty("role", role)
        self.retranslate()

    def say(self, code: str, **facts: Any) -> None:
        """Show the words of that code, now and in the next language."""
        self._code = code
        self._facts = facts
        self.retranslate()

    def said(self) -> tuple[str, dict[str, Any]]:
        """The code it shows, with its facts."""
        return self._code, self._facts

    def show_text(self, text: str) -> None:
        """Show a text that is data and has no other language."""
        self._code = ""
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        super().setText(seen(text))

    def whole(self) -> str:
        """The text with the numbers that are hidden on the screen."""
        return self._whole

    def retranslate(self) -> None:
        self.setText(words.say(self._code, **self._facts) if self._code else self._whole)
