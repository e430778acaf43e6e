"""Reasons half typed: Esc loses no words, the next dialog of that kind begins with them."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from ui.dialogs.asking import Asking


class Reasons:
    """One text for each kind of act."""

    def __init__(self) -> None:
        self._typed: dict[str, str] = {}

    def bring(self, dialog: Asking, field: QLineEdit, act: str) -> None:
        """A reason that was not handed up stands there again."""
        field.setText(self._typed.get(act, ""))
        dialog.goes_on = bool(field.text())

        def keep(done: int) -> None:
            self._typed[act] = "" if done else field.text()

        dialog.finished.connect(keep)
