"""A row of 台账 holds no longer; goods that are still there are told before it is done knowingly."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.errors import Refused
from ui.dialogs.asking import Asking


class RetireDialog(Asking):
    """Hands up whether it is done although goods are there; Enter alone does not do it."""

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__("master.retire", "master.retire", kind="danger", parent=parent)
        self._anyway = False
        self.say_sentence("contacts.number_of", role="strong", name=about)
        self.say_sentence("master.retire_what", role="secondary")

    def first(self) -> QWidget:
        return self.no

    def answer(self) -> bool:
        return self._anyway

    def refuse(self, error: Exception) -> None:
        """Of goods that are still there it is asked once more."""
        super().refuse(error)
        if isinstance(error, Refused) and error.code == "item_in_stock":
            self._anyway = True
            self.yes.say("master.retire_anyway")
