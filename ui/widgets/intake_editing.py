"""Single editors of a form: put a text into one, find and place the cursor, tell a key that writes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.suggest import Suggest
from ui.widgets.typed import LongText

KEYPAD = Qt.KeyboardModifier.KeypadModifier
"""Held by every key of the number pad; it changes nothing."""


def fill(editor: QWidget, text: str) -> None:
    """Show a text; says nothing to listeners."""
    if isinstance(editor, LongText):
        editor.show_text(text)
    elif isinstance(editor, Suggest):
        editor.show_choice(None, text)
    elif isinstance(editor, QLineEdit):
        editor.setText(text)


def position_of(widget: QWidget) -> tuple[int, int]:
    """Position and anchor of the cursor."""
    if isinstance(widget, LongText):
        cursor = widget.textCursor()
        return cursor.position(), cursor.anchor()
    if isinstance(widget, QLineEdit):
        at = widget.cursorPosition()
        if not widget.hasSelectedText():
            return at, at
        start = widget.selectionStart()
        return at, widget.selectionEnd() if at == start else start
    return 0, 0


def put_cursor(widget: QWidget, at: int, anchor: int) -> None:
    if isinstance(widget, LongText):
        widget.place_cursor(at, anchor)
    elif isinstance(widget, QLineEdit):
        widget.setSelection(anchor, at - anchor) if at != anchor else widget.setCursorPosition(at)


def is_stroke(event: QEvent) -> bool:
    """A key that writes, or the first sign of an input method."""
    if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        return bool(event.text()) and event.text().isprintable() and not held
    return isinstance(event, QInputMethodEvent) and bool(event.preeditString() or event.commitString())
