"""A call list is begun: what it is called and which group is rung."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from PySide6.QtWidgets import QWidget

from console.domain.call_lists import LIMITS
from console.errors import Refused
from console.services.contact_groups import GroupRow
from ui.dialogs.asking import Asking
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.typed import ShortText


@dataclass(frozen=True, slots=True)
class Begun:
    """A list as typed. ``list_id`` makes a second handing up the same act."""

    title: str
    group: UUID
    list_id: UUID


class BeginCallsDialog(Asking):
    """Hands up a ``Begun``. ``groups`` have a ``name`` and an ``id``; a title left empty is the group's name."""

    def __init__(self, groups: Sequence[GroupRow], chosen: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__("call.new", "call.new_yes", parent=parent)
        self._id = uuid4()
        self.group = Choice(list(groups), lambda row: row.name)
        for row in groups:
            if row.id == chosen:
                self.group.choose(row)
        self.title = ShortText(LIMITS["title"])
        title = Field("call.title", self.title)
        title.say_note("call.title_hint")
        self.body.addWidget(Field("contacts.group", self.group, required=True))
        self.body.addWidget(title)
        self.set_fields([self.title])
        self.inputs = {"title": self.title}

    def first(self) -> QWidget:
        return self.group

    def answer(self) -> Begun:
        row = self.group.value()
        if row is None:
            raise Refused("call_list_empty")
        return Begun(self.title.text().strip() or row.name, row.id, self._id)
