"""The empty state: one sentence saying what belongs here, and the key that starts it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word


class Empty(QWidget):
    """``action`` is the code of the button's word; leave it out where nothing can be started."""

    asked = Signal()

    def __init__(self, sentence: str, action: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Word(sentence, role="secondary")
        self.sentence.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.sentence)
        self.button: KeyButton | None = KeyButton(action, key) if action else None
        if self.button is not None:
            self.button.clicked.connect(self.asked)
            row = QHBoxLayout()
            row.addWidget(self.button)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)

    def say(self, sentence: str, **facts: Any) -> None:
        self.sentence.say(sentence, **facts)

    def stand_for(self, table: QWidget, none: bool, stack: QStackedWidget | None = None) -> None:
        """Be seen instead of a list that has nothing; a keyboard that was in the one goes on in the other.

        Left to itself it would land on whatever comes next on the page, and the keys of the list would be typed there.
        ``stack`` holds both where they take each other's place in one.
        """
        where = self.window().focusWidget()
        goes_on = where is not None and (where in (table, self) or self.isAncestorOf(where))
        if stack is not None:
            stack.setCurrentWidget(self if none else table)
        else:
            table.setVisible(not none)
            self.setVisible(none)
        following = (self.button or self) if none else table
        if goes_on:
            following.setFocus(Qt.FocusReason.OtherFocusReason)
