"""Eyes and hands of the demonstration: keys and waiting, as a person at the desk has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from console.tool.demo.facts import Typed
from console.tool.demo.pace import STEP_MS, Mode, pace, rest

PATIENCE_MS = 60_000
"""Longest wait for something the window must show; argon2 on an old machine takes its time."""


typed: list[Typed] = []
"""What was typed since it was emptied, in the order it was typed."""


class DidNotHappen(Exception):  # noqa: N818 - it is an outcome, told in the summary
    """The window did not show what it should have shown in time."""


def until(true: Callable[[], object], what: str) -> None:
    """Let the window live until something is true."""
    waited = 0
    while waited < PATIENCE_MS:
        if true():
            return
        rest(STEP_MS)
        # somebody who has taken the window over may take as long as they like
        waited += STEP_MS if pace.mode is Mode.RUNNING else 0
    raise DidNotHappen(what)


def settle(milliseconds: int = 150) -> None:
    """Let the window paint and its lanes end."""
    rest(milliseconds)


def write(widget: QWidget, text: str, what: str = "", *, told: bool = True) -> None:
    """Type into a widget; what is not ASCII comes as an input method brings it.

    ``told``: it tells something of the night; who somebody is and their password do not. ``what`` is the figure a field
    of figures is for.
    """
    pace.hold()
    if told:
        typed.append(Typed(pace.title, text, what))
    widget.setFocus()
    if text.isascii():
        QTest.keyClicks(widget, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    pace.hold()
    _to_the_front(widget)
    QTest.keyClick(widget, key, modifiers)


def strike(window: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to whatever has the keyboard: in the dialog that stands before the window, else in the window."""
    pace.hold()
    QTest.keyClick(_at_the_keyboard(window), key, modifiers)


def say(window: QWidget, text: str) -> None:
    """Type into whatever has the keyboard."""
    write(_at_the_keyboard(window), text)


def _at_the_keyboard(window: QWidget) -> QWidget:
    shown = [one for one in window.findChildren(QDialog) if one.isVisible()]
    top: QWidget = shown[-1] if shown else window
    if QApplication.activeWindow() is not top:
        top.activateWindow()
        rest(STEP_MS)
    return top.focusWidget() or top


def click(button: Any) -> None:
    """Press a button that can be pressed."""
    until(lambda: button.isVisible() and button.isEnabled(), f"button {button.text()!r} ready")
    pace.hold()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(dialog: Any, what: str) -> None:
    """Press the dialog's yes and wait until it has gone."""
    click(dialog.yes)
    until(lambda: not (isValid(dialog) and dialog.isVisible()), what)
    settle()


def _to_the_front(widget: QWidget) -> None:
    """Without a screen nothing makes the window active again after a dialog has gone."""
    active = QApplication.activeWindow()
    if active is None or not active.isVisible():
        widget.window().activateWindow()
        rest(STEP_MS)


def dialog(kind: type[Any]) -> Any:
    """The open dialog of that kind, once it is there."""
    found: list[Any] = []

    def look() -> bool:
        found[:] = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
        found.extend(w for top in QApplication.topLevelWidgets() for w in top.findChildren(kind) if w.isVisible())
        return bool(found)

    until(look, f"dialog {kind.__name__}")
    return found[0]
