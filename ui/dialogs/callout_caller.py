"""One more who telephones: the name is typed once, a key stands for it from then on; and by which line."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.domain.callout import LIMITS, Caller
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.widgets.field import Field
from ui.widgets.typed import ShortText


class CalloutCallerDialog(Asking):
    """Hands up the ``Caller``. ``offered`` are names of the last calling, to be typed again or not."""

    def __init__(self, parent: QWidget | None = None, *, offered: str = "") -> None:
        super().__init__("callout.caller_new", "callout.caller_add", parent=parent)
        self.name, self.line = ShortText(LIMITS["caller"]), ShortText(LIMITS["line"])
        name = Field("callout.caller", self.name, required=True)
        if offered:
            name.say_note("callout.caller_offered", names=offered)
        self.body.addWidget(name)
        self.body.addWidget(Field("callout.line", self.line))
        self.set_fields([self.name, self.line])
        self.inputs = {"name": self.name, "line": self.line}

    def answer(self) -> Caller:
        """Raises Refused where nothing is typed."""
        if not self.name.text().strip():
            raise Refused("name_missing", field="name")
        return Caller(self.name.text().strip(), self.line.text().strip())
