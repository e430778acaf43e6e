"""A handset is handed over: to whom its number goes, and why."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console.domain.contact_book import LIMITS
from ui.dialogs.which_group import WhoDialog
from ui.widgets.field import Field
from ui.widgets.typed import ShortText


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Who has the number from now on, and why."""

    person_id: UUID
    why: str


class HandsetDialog(WhoDialog):
    """Hands up a ``HandedOver``; ``about`` is whose number it is, and the number as it may be seen."""

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__(about, parent, title="contacts.number_move", called="contacts.receiver")
        self.why = ShortText(LIMITS["why"])
        self.body.addWidget(Field("contacts.why", self.why))
        self.say_sentence("contacts.number_move_hint", role="secondary")
        self.set_fields([self.who, self.why])
        self.inputs = {"who": self.who, "why": self.why}

    def answer(self) -> HandedOver:
        return HandedOver(super().answer(), self.why.text())
