"""The empty state: one sentence saying what belongs here, and the key that starts it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
        if action:
            self.button = KeyButton(action, key)
            self.button.clicked.connect(self.asked)
            row = QHBoxLayout()
            row.addWidget(self.button)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)

    def say(self, sentence: str, **facts: Any) -> None:
        self.sentence.say(sentence, **facts)
