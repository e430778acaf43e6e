"""Answers that say "I have it": each waits until the store has what it answers, and some are never written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.devices.talks import Talk
from console.domain.signals import Arrived, Signal

LIMIT = 5_000
"""Answers that wait. Devices repeat what was not answered: the oldest are given up first."""

_Key = tuple[str, datetime]


@dataclass(frozen=True, slots=True)
class Owed:
    """An answer, to whom, and when (monotonic) came what it answers."""

    talk: Talk
    signal: Signal
    came: float

    def fits(self, now: float) -> bool:
        """Whether it still means what it answers: the line is the same, and it is not too late."""
        limit = self.signal.answer_within
        return self.talk.alive and (limit <= 0 or now - self.came <= limit)


class Answers:
    """What is owed, by device and time of arrival: no two arrivals share them."""

    def __init__(self) -> None:
        self._owed: dict[_Key, Owed] = {}
        self._newest: dict[tuple[int, bytes], _Key] = {}

    def owe(self, arrived: Arrived, talk: Talk, now: float) -> None:
        """Who repeats himself before he was answered is answered once, for the newest.

        A second ACK for the same frame would be taken for the next one's.
        """
        said = (id(talk), arrived.signal.raw)
        key = (arrived.device_key, arrived.at)
        before = self._newest.get(said)
        if before is not None:
            self._owed.pop(before, None)
        self._newest[said] = key
        self._owed[key] = Owed(talk, arrived.signal, now)
        while len(self._owed) > LIMIT:
            self._forget(next(iter(self._owed)))

    def take(self, arrived: Arrived) -> Owed | None:
        """What is owed for it now that it is stored; None: nothing, or nothing any more."""
        return self._forget((arrived.device_key, arrived.at))

    def ended(self, talk: Talk) -> None:
        """Nobody is left to be answered."""
        for key in [key for key, owed in self._owed.items() if owed.talk is talk]:
            self._forget(key)

    def _forget(self, key: _Key) -> Owed | None:
        owed = self._owed.pop(key, None)
        if owed is not None:
            said = (id(owed.talk), owed.signal.raw)
            if self._newest.get(said) == key:
                del self._newest[said]
        return owed
