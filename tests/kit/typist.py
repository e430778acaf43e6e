"""An officer at the keyboard of the real window: keys go where the focus is, and every one of them is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from console.tool.demo.pace import rest
from tests.kit.input_method import commit
from ui.app import App

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
PATIENCE_MS = 20_000


class Typist:
    """``keys`` counts what is pressed by what it is for: ``key``, ``text`` (characters) and ``password``."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.keys: Counter[str] = Counter()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """One key, however many modifiers are held."""
        self.keys["key"] += 1
        QTest.keyClick(self._focus(), key, modifiers)

    def write(self, text: str, what: str = "text") -> None:
        """Type into what has the focus; Chinese comes as an input method commits it."""
        self.keys[what] += len(text)
        widget = self._focus()
        if text.isascii():
            QTest.keyClicks(widget, text)
            return
        commit(widget, text)

    def until(self, true: Callable[[], object], what: str) -> None:
        for _ in range(PATIENCE_MS // 10):
            if true():
                return
            rest(10)
        raise AssertionError(f"did not happen: {what}; the focus is on {self._focus()}, dialog {self.dialog()}")

    def at(self, widget: QWidget) -> bool:
        """Whether the keys go there."""
        return self._focus() is widget

    def dialog(self) -> QDialog | None:
        """The dialog that stands before the window."""
        found = [w for w in self.app.window.findChildren(QDialog) if w.isVisible()]
        return found[-1] if found else None

    def asked(self) -> QDialog:
        """The dialog, once it has come."""
        self.until(lambda: self.dialog() is not None, "a dialog")
        dialog = self.dialog()
        assert dialog is not None
        return dialog

    def answered(self) -> None:
        self.until(lambda: self.dialog() is None, "the dialog has been answered")

    def panel(self) -> Any:
        return self.app.window.current_panel()

    def sign_in(self, name: str, password: str) -> None:
        """At the gate; the name only where another stands there."""
        entry = self.app.gate.entry
        self.until(entry.button.isEnabled, "the gate takes names")
        if entry.name.currentText() != name:
            entry.name.setEditText(name)
            self.keys["text"] += len(name)
        entry.password.setFocus()
        self.keys["password"] += len(password)
        entry.password.setText(password)
        QTest.keyClick(entry.password, Qt.Key.Key_Return)
        self.keys["key"] += 1
        self.until(lambda: self.app.seat.name == name and not self.app.window.covered, f"{name} signed in")

    def _focus(self) -> QWidget:
        """Without a screen nothing makes the window active again after a dialog has gone."""
        window: QWidget = self.dialog() or self.app.window
        if QApplication.activeWindow() is not window:
            window.activateWindow()
            rest(5)
        return window.focusWidget() or window
