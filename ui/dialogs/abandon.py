"""Giving up a hand-over: the cut-off is gone, the sheet stays with its number and the reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.dialogs.asking import Asking
from ui.widgets.field import Field
from ui.widgets.typed import OneLine


class AbandonDialog(Asking):
    """Hands up the reason."""

    def __init__(self, number: str, *, owner: str, parent: QWidget | None = None) -> None:
        super().__init__("abandon.title", "button.abandon", kind="danger", parent=parent)
        self.say_sentence("abandon.what", number=number, name=owner)
        self.reason = OneLine()
        self.body.addWidget(Field("abandon.reason", self.reason, required=True))
        self.set_fields([self.reason])
        self.inputs = {"reason": self.reason}

    def answer(self) -> str:
        return self.reason.text()
