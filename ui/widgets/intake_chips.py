"""A proposal beside a field: 03:00 [Alt+T], taken by its key or a click, gone when the field is filled."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console import words
from ui import actions
from ui.widgets.keycap import KeyButton

_LONGEST = 10


class Chip(KeyButton):
    """``value`` is what it would put there; never in the way of Tab."""

    def __init__(self, code: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(code, actions.key_of(action), kind="quiet", small=True, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.value: object = None
        self._code = code
        self.hide()

    def propose(self, value: object, shown: str) -> None:
        """Offer it; None takes the offer back."""
        self.value = value
        if value is None:
            self.hide()
            return
        short = shown if len(shown) <= _LONGEST else f"…{shown[1 - _LONGEST :]}"
        self.say(self._code, value=short)
        self.setToolTip(words.say(self._code, value=shown))
        self.show()
