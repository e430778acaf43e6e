"""加人: one more on the list of a calling that runs; somebody of the contact book, or a name with a number."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from PySide6.QtWidgets import QWidget

from console.domain.callout import LIMITS, Contact, Stage
from console.domain.callout_rows import Planned
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.widgets.field import Field, spread
from ui.widgets.suggest import ChoiceList, Suggest
from ui.widgets.typed import ShortText

_PHONE = 60


@dataclass(frozen=True, slots=True)
class Added:
    """``person_id`` is somebody of the book, whose chain the book has; else ``typed`` is the whole row."""

    id: UUID
    person_id: UUID | None
    typed: Planned | None


class CalloutAddDialog(Asking):
    """Hands up ``Added``. The id makes the same wish one row, however often it is handed up."""

    LEAST_WIDTH = 620

    def __init__(self, people: ChoiceList, town: str, parent: QWidget | None = None) -> None:
        super().__init__("callout.add", "callout.add", parent=parent)
        self._id = uuid4()
        self.name = Suggest(200, free=True)
        self.name.set_choices(people)
        self.phone, self.place, self.town = ShortText(_PHONE), ShortText(LIMITS["place"]), ShortText(LIMITS["place"])
        self.post = ShortText(LIMITS["post"])
        self.town.setText(town)
        self.phone.numbers = True
        name = Field("callout.add.name", self.name, required=True)
        name.say_note("callout.add.name_note")
        shown = (
            (name, 0, 0, 2),
            (Field("callout.add.phone", self.phone), 1, 0, 1),
            (Field("callout.add.post", self.post), 1, 1, 1),
            (Field("callout.add.town", self.town), 2, 0, 1),
            (Field("callout.add.place", self.place), 2, 1, 1),
        )
        self.body.addLayout(spread(shown, 2))
        self.set_fields([self.name, self.phone, self.post, self.town, self.place])
        self.inputs = {
            "name": self.name, "phone": self.phone, "post": self.post, "town": self.town, "place": self.place,
        }  # fmt: skip

    def first(self) -> QWidget:
        return self.name

    def answer(self) -> Added:
        """Raises Refused with ``field`` where something typed cannot stand."""
        key = self.name.key()
        if key is not None:
            return Added(self._id, UUID(str(key)), None)
        name, phone = self.name.typed(), self.phone.text().strip()
        if not name:
            raise Refused("name_missing", field="name")
        if not phone:
            raise Refused("numbers_missing", field="phone")
        post, town = self.post.text().strip(), self.town.text().strip()
        contact = Contact(Stage.A, name, post, (phone,))
        return Added(self._id, None, Planned(self.place.text().strip() or town, town, post, (contact,)))
