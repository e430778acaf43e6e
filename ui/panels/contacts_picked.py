"""People chosen one by one to be rung after each other, out of whatever was looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from console import words
from console.domain.people import Action as Permission
from console.errors import Refused
from ui import actions
from ui.dialogs.call_list import Picked
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Word

if TYPE_CHECKING:
    from ui.panels.contacts_book import BookPage

_TOLD = 6


class PickedPeople(QObject):
    """One key takes whoever is chosen in or out, one rings them all; nobody taken in rings whoever is chosen."""

    call_asked = Signal(object)
    """A tuple of ``Picked``."""

    def __init__(self, page: BookPage) -> None:
        super().__init__(page)
        self._page = page
        self._picked: dict[UUID, str] = {}
        self.said = Word(role="caption")
        self.said.setWordWrap(True)
        self.buttons = {
            name: KeyButton(f"contacts.{name}", actions.key_of(f"contact_{name}"), small=True)
            for name in ("pick", "call_picked")
        }
        self._say()

    def pick(self) -> None:
        """Whoever is chosen: in, or out again."""
        row = self._page.list.chosen_row()
        if row is None or not self._page._seat.may(Permission.CALL):
            return
        if self._picked.pop(row.id, None) is None:
            self._picked[row.id] = row.name
        self._say()

    def call_picked(self) -> None:
        row = self._page.list.chosen_row()
        people = tuple(Picked(key, name) for key, name in self._picked.items())
        if not people and row is not None:
            people = (Picked(row.id, row.name),)
        if not self._page._seat.may(Permission.CALL):
            return
        if not people:
            self._page.refused.emit(Refused("nobody_picked"))
            return
        self.call_asked.emit(people)

    def clear(self) -> None:
        """They are rung now."""
        self._picked.clear()
        self._say()

    def names(self) -> tuple[str, ...]:
        return tuple(self._picked.values())

    def retranslate(self) -> None:
        self._say()

    def _say(self) -> None:
        names = self.names()
        self.said.setVisible(bool(names))
        if names:
            join = words.say("list.join").join(names[:_TOLD])
            self.said.say("contacts.picked", count=len(names), names=join)
