"""A labelled field: the label above, any editor below, a note under it when something is to be said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console import words
from console.errors import Refused
from ui import theme
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word


def typed_in(editor: QWidget) -> QWidget:
    """The widget that takes the keys: of an editor of several parts its line."""
    line = getattr(editor, "line", None)
    return editor.focusProxy() or (line if isinstance(line, QWidget) else editor)


class Field(Painted, Spoken, QWidget):
    """``required`` shows a red mark; it is a hint and never a block."""

    def __init__(self, label: str, editor: QWidget, *, required: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = label
        self.editor = editor
        self.label = Word(label, role="secondary")
        self.label.setBuddy(editor)
        self.mark = Word(role="error")
        self.mark.show_text("*")
        self.note = Word(role="secondary")
        self.note.hide()
        self._waiting: tuple[str, dict[str, Any]] | None = None
        """What the note said before something was turned away."""
        self._follows = False
        self.top = QHBoxLayout()
        self.top.addWidget(self.label)
        self.top.addWidget(self.mark)
        self.top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.top)
        column.addWidget(editor)
        column.addWidget(self.note)
        self.mark.setVisible(required)  # not before it has its place: shown alone it is a window and takes the keys
        self.retranslate()
        self.restyle()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The keyboard goes to the editor; no proxy, which would catch Tab wherever this stands in the chain."""
        self.editor.setFocus(reason)

    def set_required(self, required: bool) -> None:
        self.mark.setVisible(required)

    def say_note(self, code: str, *, wrong: bool = False, **facts: Any) -> None:
        """A sentence under the editor; ``wrong`` marks the editor too."""
        self.note.setProperty("role", "error" if wrong else "secondary")
        self.note.say(code, **facts)
        self.note.show()
        self._mark_editor(wrong)
        _polish(self.note)

    def clear_note(self) -> None:
        self.note.hide()
        self._mark_editor(False)

    def say_turned_away(self, refused: Refused) -> None:
        """What was pasted or typed does not go in; the hint that stood here comes back with the next change."""
        hint = None if self.note.isHidden() or self._waiting is not None else self.note.said()
        self.note.setWordWrap(True)
        self.say_note(f"refused.{refused.code}", wrong=True, **refused.facts)
        if self._waiting is None:
            self._waiting = hint or ("", {})
        if not self._follows:  # and never taken off: the binding dies of a slot that disconnects itself
            self._follows = True
            for line in _typed_into(self.editor):
                line.textChanged.connect(self._put_hint_back)

    def _put_hint_back(self) -> None:
        """The officer goes on: what was turned away is past."""
        if self._waiting is None:
            return
        (code, facts), self._waiting = self._waiting, None
        if code:
            self.say_note(code, **facts)
        else:
            self.clear_note()

    def retranslate(self) -> None:
        for named in {self.editor, typed_in(self.editor)}:
            named.setAccessibleName(words.say(self._code))

    def restyle(self) -> None:
        using = theme.current()
        self.layout().setSpacing(using.px(4))
        self.top.setSpacing(using.px(4))
        super().restyle()

    def _mark_editor(self, wrong: bool) -> None:
        if bool(self.editor.property("wrong")) != wrong:
            self.editor.setProperty("wrong", wrong)
            _polish(self.editor)


def spread(shown: Iterable[tuple[QWidget, int, int, int]], columns: int) -> QGridLayout:
    """Fields in columns of one width: each with its line, its first column and how many columns it takes."""
    grid = QGridLayout()
    for field, line, column, span in shown:
        grid.addWidget(field, line, column, 1, span)
    for column in range(columns):
        grid.setColumnStretch(column, 1)
    return grid


def _typed_into(editor: QWidget) -> Sequence[Any]:
    """The editor, or the lines in it: whatever says ``textChanged``."""
    return (editor,) if hasattr(editor, "textChanged") else editor.findChildren(QLineEdit)


def _polish(widget: QWidget) -> None:
    """Let the style sheet look at a changed property."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
