"""The text of one line, for a form that stands in a row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QWidget

from console.domain.text import TEXT_LIMIT
from ui import theme
from ui.widgets.typed import LongText

_LINES = 4
"""The field grows with what is pasted up to so many lines."""


class LineText(LongText):
    """One line high, more only where more stands in it; Enter is ``entered``, Shift+Enter a new line."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TEXT_LIMIT, parent)
        self.setLineWrapMode(self.LineWrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.textCursor().insertText("\n")
            self.ensureCursorVisible()
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        else:
            self.entered.emit()

    def fit(self) -> None:
        """As high as its lines, within reason."""
        using = theme.current()
        line = QFontMetrics(using.font()).lineSpacing()
        more = min(_LINES, self.document().blockCount()) - 1
        height = using.px(28) + 4 + more * line
        room = max(0, height - 4 - (1 + more) * line)
        self.setViewportMargins(0, room // 2, 0, 0)
        self.setFixedHeight(height)
