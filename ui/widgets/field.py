"""A labelled field: the label above, any editor below, a note under it when something is to be said."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from ui import theme
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word


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
        self.setFocusProxy(editor)
        self.retranslate()
        self.restyle()

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

    def retranslate(self) -> None:
        for named in (self.editor, self.editor.focusProxy()):
            if named is not None:
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


def _polish(widget: QWidget) -> None:
    """Let the style sheet look at a changed property."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
