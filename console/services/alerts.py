"""Acknowledging what is over: who has seen it and when. It neither silences nor deals with anything."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from console import words
from console.domain.alerts import KEY, key_of
from console.domain.clock import Clock
from console.domain.due import DueItem
from console.domain.log import Added, EntryKind, NewEntry
from console.domain.people import Action, Actor
from console.errors import Refused
from db import books
from db.queries import marked
from db.store import Store


class AlertsService:
    """What was acknowledged stands in the duty log, so it holds after a restart and for the next officer."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def acknowledged(self) -> frozenset[str]:
        """Keys (``console.domain.alerts.key_of``) of what somebody has seen."""
        with self._store.reading() as connection:
            return marked.acknowledged(connection)

    def acknowledge(self, items: Sequence[DueItem], *, by: Actor) -> Added:
        """The signed-in officer has seen these; Refused("nothing_over") where there are none."""
        if not items:
            raise Refused("nothing_over")
        said = "；".join(_said(item) for item in items)
        entry = NewEntry(
            uuid4(), f"到时提醒已知悉：{said}", EntryKind.SYSTEM, payload={KEY: [key_of(i) for i in items]}
        )
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            return books.append(tx, books.DUTY, entry, at=self._clock.now())


def _said(item: DueItem) -> str:
    text = item.text or words.say_in("zh", f"due.{item.kind.value}", number=item.number)
    return text if not item.text or item.number in text else f"{item.number} {text}"
