"""Lines given at a locked seat: recorded at once in the seat's name, signed later by an officer."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from console import words
from console.domain.clock import Clock
from console.domain.gate import SIGNS, GateLine
from console.domain.log import Added, EntryKind, NewEntry
from console.domain.people import Action, Actor, ActorKind
from console.domain.text import checked_text
from console.errors import Refused
from db import books
from db.queries import marked
from db.queries.log import count
from db.store import Store


class GateLines:
    """Nothing may refuse to record; whose word it was is said when somebody has proved who he is."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._guard = threading.Lock()
        self._read = 0
        self._taken: list[GateLine] = []

    def take(self, text: str, first_key: datetime, line_id: UUID | None = None) -> Added:
        """Record a line as the seat's, stamped with its first keystroke."""
        entry = NewEntry(line_id or uuid4(), checked_text(text), occurred_at=first_key, payload={"signed_in": False})
        seat = Actor(ActorKind.PROGRAM, words.say_in("zh", "gate.actor"))
        with self._store.writing(by=seat) as tx:
            return books.append(tx, books.DUTY, entry, at=self._clock.now())

    def unsigned(self) -> list[GateLine]:
        """Those nobody has signed yet, oldest first. Asked often: what was read of the book once stays as it is."""
        with self._guard, self._store.reading() as connection:
            newest = count(connection)
            if newest > self._read:
                self._taken += marked.taken(connection, self._read + 1)
                self._read = newest
            given = marked.signed(connection)
            return [line for line in self._taken if line.number not in given]

    def sign(self, numbers: Sequence[int], *, by: Actor, as_intake: bool = False) -> Added:
        """One line of the officer that points to them: these are mine. Refuses what is none of them or signed.

        ``as_intake``: they are taken on as 接报, and the line says so.
        """
        with self._store.writing(by=by, action=Action.RECORD) as tx:
            waiting = {line.number for line in marked.unsigned(tx.connection)}
            if not numbers or not set(numbers) <= waiting:
                raise Refused("gate_line_signed")
            named = words.say_in("zh", "list.join").join(str(number) for number in sorted(numbers))
            text = f"签认锁屏记录：第 {named} 号{'，转为接报' if as_intake else ''}"
            entry = NewEntry(uuid4(), text, EntryKind.SYSTEM, payload={SIGNS: sorted(numbers)})
            return books.append(tx, books.DUTY, entry, at=self._clock.now())
