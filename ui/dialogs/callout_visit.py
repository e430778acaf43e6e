"""已上门: who went there, when he stood at the door, and what was said to him."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QWidget

from console.domain.callout import LIMITS
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.dialogs.typed_time import told_time
from ui.text import Times
from ui.widgets.field import Field
from ui.widgets.spoken import Word
from ui.widgets.typed import OneLine, ShortText

_TIME = 30


@dataclass(frozen=True, slots=True)
class Visited:
    """``at`` None: it was now."""

    visitor: str
    at: datetime | None
    reply: str


class CalloutVisitDialog(Asking):
    """Hands up ``Visited``; what was typed as the reply already stands there."""

    def __init__(self, about: str, reply: str, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("callout.visited", "button.save", parent=parent)
        self._times = times
        said = Word(role="strong")
        said.show_text(about)
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.visitor, self.at, self.reply = ShortText(LIMITS["visitor"]), OneLine(_TIME), ShortText(LIMITS["reply"])
        self.reply.setText(reply)
        when = Field("callout.visited_at", self.at)
        when.say_note("callout.visited_at_note")
        self.body.addWidget(Field("callout.visitor", self.visitor, required=True))
        self.body.addWidget(when)
        self.body.addWidget(Field("callout.visited_reply", self.reply))
        self.set_fields([self.visitor, self.at, self.reply])
        self.inputs = {"visitor": self.visitor, "at": self.at, "reply": self.reply}

    def answer(self) -> Visited:
        """Raises Refused with ``field`` where something typed cannot stand."""
        if not self.visitor.text().strip():
            raise Refused("visitor_missing", field="visitor")
        at = told_time(self._times, self.at.text(), "at")
        return Visited(self.visitor.text().strip(), at, self.reply.text().strip())
