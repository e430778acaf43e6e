"""Training: the lines the practice log gets about what a trainer let happen."""

from __future__ import annotations

from console.domain.clock import Clock
from console.domain.log import EntryKind
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.training import require_practice
from console.services import lines
from db import books
from db.store import Store


class TrainingService:
    """The one way training writes; never into a live book."""

    def __init__(self, store: Store, clock: Clock, realm: Realm) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm

    def note(self, text: str, *, by: Actor) -> None:
        """A line of the duty log that begins with 演练, before it happens. Refuses training_live."""
        require_practice(self._realm)
        with self._store.writing(by=by, action=Action.DEVICES) as tx:
            lines.write(tx, books.DUTY, EntryKind.SYSTEM, f"演练：{text}", at=self._clock.now())
