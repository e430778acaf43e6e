"""Somebody of the contact book is rung outside of any list, from whatever part they are seen in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject
from shiboken6 import isValid

from console import words
from console.domain.call_lists import Dialled
from console.domain.contact_book import PersonCard
from console.domain.people import Action as Permission
from console.errors import Refused
from ui.dialogs.ringing import Ring, RingDialog

if TYPE_CHECKING:
    from ui.panels.contacts_part import ContactsPart


class Ringing(QObject):
    """The number large, what came of the call by one key; who answers has verified the number by that."""

    def __init__(self, page: ContactsPart) -> None:
        super().__init__(page)
        self._page = page
        self._ask, self._seat = page._ask, page._seat

    def ring(self, person_id: UUID, phone_id: UUID) -> None:
        """Beginning with that number; read anew, because what is shown may be hidden."""
        if not self._seat.may(Permission.CALL):
            return
        by = self._seat.actor
        work = partial(self._ask.people.card, person_id, to=by)
        self._page._jobs.read(work, partial(self._open, phone_id), self._page.refused.emit)

    def _open(self, phone_id: UUID, card: PersonCard) -> None:
        if not isValid(self) or not self._page.isVisible():
            return
        may = not card.sensitive or self._seat.may(Permission.SEE_NUMBERS)
        at = next((at for at, one in enumerate(card.numbers) if one.id == phone_id), None)
        if at is None or not may:
            self._page.refused.emit(Refused("numbers_hidden"))
            return
        posts = [f"{held.unit}　{held.post}" for held in card.posts]
        numbers = tuple(Dialled(one.kind, one.shown) for one in card.numbers)
        dialog = RingDialog(card.name, posts[0] if posts else "", numbers, at, self._page._hiding, self._page.window())
        by = self._seat.actor

        def act(ring: Ring) -> Any:
            return self._ask.calls.alone(card.id, ring.phone, ring.outcome, ring.remark, by=by)

        self._page.put(dialog, f"contacts.ring {card.id}", act, self._rung)

    def _rung(self, attempt: Any) -> None:
        said = words.say(f"call.outcome.{attempt.outcome.value}")
        code = "contacts.told_rung_verified" if attempt.verified else "contacts.told_rung"
        self._page.saved.emit(words.say(code, name=attempt.name, outcome=said))
