"""Any editor as a text that can be kept and put back: what a dialog's fields hold, whatever kind they are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from ui.widgets.choice import Choice
from ui.widgets.code_combo import CodeCombo
from ui.widgets.figure import FigureField
from ui.widgets.suggest import Suggest
from ui.widgets.typed import LongText

_TICKED, _UNKNOWN = "yes", "unknown"


def read(editor: QWidget) -> str:
    """What stands in it; empty for an empty field, an open choice, a box that is not ticked."""
    if isinstance(editor, FigureField):
        return _UNKNOWN if editor.unknown() else _said(editor.value())
    if isinstance(editor, CodeCombo):
        return editor.code()
    if isinstance(editor, QCheckBox):
        return _TICKED if editor.isChecked() else ""
    if isinstance(editor, LongText | QLineEdit):
        return editor.text()  # as typed: what an editor gives as its value may be tidied up
    assert isinstance(editor, Choice) or hasattr(editor, "show_value"), f"unknown: {type(editor).__name__}"
    return _said(editor.value())


def write(editor: QWidget, text: str) -> None:
    """Put back what ``read`` gave; a choice that is no longer offered stays as it is."""
    if isinstance(editor, FigureField):
        editor.set_value(int(text) if text.isdecimal() else None, unknown=text == _UNKNOWN)
    elif isinstance(editor, Choice):
        _choose(editor, text)
    elif isinstance(editor, CodeCombo):
        if editor.findData(text) >= 0:
            editor.show_code(text)
    elif isinstance(editor, QCheckBox):
        editor.setChecked(text == _TICKED)
    elif isinstance(editor, Suggest):
        editor.show_path(text)
    elif isinstance(editor, QLineEdit):
        editor.setText(text)
    elif isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
    else:
        editor.show_value(text)  # type: ignore[attr-defined]


def on_change(editor: QWidget, then: Callable[[], object]) -> None:
    """Call ``then`` after every change, whoever made it. A field whose letters are hidden is refused."""
    for part in (editor, *editor.findChildren(QWidget)):
        if isinstance(part, QLineEdit):
            assert part.echoMode() is QLineEdit.EchoMode.Normal, "a password is never kept"
            part.textChanged.connect(lambda _text: then())
        elif isinstance(part, QPlainTextEdit):
            part.textChanged.connect(then)
        elif isinstance(part, QComboBox):
            part.currentIndexChanged.connect(lambda _at: then())
        elif isinstance(part, QCheckBox):
            part.toggled.connect(lambda _on: then())


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _choose(editor: Choice, text: str) -> None:
    same = [value for value in editor.values() if _said(value) == text]  # "none of them" is a choice too
    if same:
        editor.choose(same[0])
