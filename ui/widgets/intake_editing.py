"""Single editors of a form: put a text into one, find and place the cursor, tell a key that writes, follow changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from console.errors import Refused
from ui.widgets.field import Field
from ui.widgets.suggest import Suggest
from ui.widgets.typed import LongText, ShortText

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


def follow(editor: QWidget, field: Field | None, changed: Callable[[], None]) -> None:
    """``changed`` at each change by the officer; what is said at the field goes with it, and what is refused comes."""
    if isinstance(editor, (LongText, Suggest)):
        editor.edited.connect(changed)
    elif isinstance(editor, QComboBox):
        editor.activated.connect(changed)
    elif isinstance(editor, ShortText):
        editor.textEdited.connect(changed)
    if isinstance(editor, (LongText, ShortText)) and field is not None:
        (editor.edited if isinstance(editor, (LongText, Suggest)) else editor.textEdited).connect(field.clear_note)
        editor.turned_away.connect(lambda error: say_refused(field, error))


def say_refused(field: Field, error: Refused) -> None:
    field.say_note(f"refused.{error.code}", wrong=True, **error.facts)
