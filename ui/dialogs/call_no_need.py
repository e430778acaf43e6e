"""Nobody has to be rung back: why."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.errors import Refused
from console.services.ringing import REASON_LIMIT
from ui.dialogs.asking import Asking
from ui.widgets.field import Field
from ui.widgets.typed import OneLine


class NoNeedDialog(Asking):
    """Hands up the reason; ``about`` tells which call."""

    LEAST_WIDTH = 560

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__("ringing.do.no_need", "ringing.do.no_need", parent=parent)
        self.say_sentence("ringing.no_need.about", role="strong", call=about)
        self.say_sentence("ringing.no_need.what", role="secondary")
        self.reason = OneLine(REASON_LIMIT)
        self.body.addWidget(Field("alarms.reason", self.reason, required=True))
        self.set_fields([self.reason])
        self.inputs = {"reason": self.reason}

    def answer(self) -> str:
        """Refused("reason_missing") where nothing was written."""
        if not self.reason.text().strip():
            raise Refused("reason_missing", field="reason")
        return self.reason.text().strip()
