"""An act that asks for nothing but its reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.widgets.field import Field
from ui.widgets.spoken import Word
from ui.widgets.typed import ShortText


class ReasonDialog(Asking):
    """Hands up the reason. ``title`` names the act and its button, ``about`` is what it is done to.

    ``what`` is the code of a sentence that says what follows from it.
    """

    def __init__(
        self, title: str, about: str, *, what: str = "", limit: int = 500, kind: str = "danger",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, title, kind=kind, parent=parent)
        said = Word(role="strong")
        said.show_text(about)
        said.setWordWrap(True)
        self.body.addWidget(said)
        if what:
            self.say_sentence(what, role="secondary")
        self.reason = ShortText(limit)
        self.body.addWidget(Field("asking.reason", self.reason, required=True))
        self.set_fields([self.reason])
        self.inputs = {"reason": self.reason}

    def answer(self) -> str:
        if not self.reason.text().strip():
            raise Refused("reason_missing", field="reason")
        return self.reason.text().strip()
