"""Which inbound item belongs to which incident, and how: more about it, or the same told again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.inbound import InboundRow
from console.domain.incident import IncidentRow, ItemKind
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.widgets.choice import Choice as Choices
from ui.widgets.field import Field
from ui.widgets.suggest import Choice, ChoiceList, Suggest

KINDS = (ItemKind.MORE, ItemKind.DUPLICATE)
_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Joined:
    """The record that was chosen, and how the item belongs."""

    id: UUID
    kind: ItemKind


class JoinDialog(Asking):
    """A record out of those that are offered; ``missing`` is the refusal where what is written is none of them."""

    def __init__(
        self, title: str, about: str, label: str, offered: Sequence[Choice], *, missing: str = "no_such_item",
        likely: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """``likely`` says why the first of those offered may be meant: then it stands there already."""
        super().__init__(title, "incidents.do.join", parent=parent)
        self._missing = missing
        self.say_sentence("incidents.join.about", role="strong", about=about)
        if likely:
            self.say_sentence("incidents.join.about", role="caution", about=likely)
        self.which = Suggest(_LIMIT)
        self.which.set_choices(ChoiceList(offered))
        self.belongs = Choices(KINDS, lambda kind: words.say(f"incident.item.{kind.value}"))
        self.body.addWidget(Field(label, self.which, required=True))
        self.body.addWidget(Field("incidents.belongs", self.belongs))
        self.set_fields([self.which, self.belongs])
        self.inputs = {"which": self.which, "kind": self.belongs}
        if likely and offered:
            self.which.show_choice(offered[0].key, "")

    def first(self) -> QWidget:
        return self.which

    def answer(self) -> Joined:
        """Raises Refused where nothing was chosen."""
        key = self.which.key()
        if not isinstance(key, UUID):
            raise Refused(self._missing, field="which")
        return Joined(key, self.belongs.value())


def item_choice(row: InboundRow) -> Choice:
    """An inbound item as it is offered: number, place, the beginning of what was said."""
    said = " ".join(f"{row.number} {row.place} {row.summary}".split())[:_LIMIT]
    return Choice(row.id, said, said)


def incident_choice(row: IncidentRow) -> Choice:
    """An incident as it is offered."""
    said = f"{row.number} {row.title}"
    return Choice(row.id, said, said)
