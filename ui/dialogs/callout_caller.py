"""One more who telephones: the name is typed once, a key stands for it from then on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.domain.callout import LIMITS
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.widgets.field import Field
from ui.widgets.typed import ShortText


class CalloutCallerDialog(Asking):
    """Hands up the name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("callout.caller_new", "callout.caller_add", parent=parent)
        self.name = ShortText(LIMITS["caller"])
        self.body.addWidget(Field("callout.caller", self.name, required=True))
        self.set_fields([self.name])
        self.inputs = {"name": self.name}

    def answer(self) -> str:
        """Raises Refused where nothing is typed."""
        if not self.name.text().strip():
            raise Refused("name_missing", field="name")
        return self.name.text().strip()
