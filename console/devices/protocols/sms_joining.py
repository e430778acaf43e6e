"""Parts of long messages waiting for their others (3GPP TS 23.040 §9.2.3.24.1 and §9.2.3.24.8)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from console.devices.protocols.sms_pdu import Deliver, mended

MOST_WAITING = 64
"""So many unfinished messages are kept; the oldest is given up for the next."""

WAIT_SECONDS = 900.0

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Joined(Generic[K]):
    """A whole message, or what came of it: ``places`` are where its parts lie, ``missing`` their numbers."""

    message: Deliver
    places: tuple[K, ...]
    missing: tuple[int, ...] = ()
    total: int = 1


@dataclass(slots=True)
class _Waiting(Generic[K]):
    since: float
    total: int
    parts: dict[int, Deliver] = field(default_factory=dict)
    places: list[K] = field(default_factory=list)


class Joining(Generic[K]):
    """Puts parts together by sender and reference, whatever their order; a part that comes twice is one."""

    def __init__(self, wait: float = WAIT_SECONDS) -> None:
        self._wait = wait
        self._waiting: dict[tuple[str, int, int, bool], _Waiting[K]] = {}

    def add(self, message: Deliver, place: K, now: float) -> list[Joined[K]]:
        """What is whole now (or had to make room); a message of one part at once."""
        part = message.part
        if part is None:
            return [Joined(message, (place,))]
        key = (message.sender, part.reference, part.total, part.wide)
        given_up = [] if key in self._waiting else self._make_room()
        waiting = self._waiting.setdefault(key, _Waiting(now, part.total))
        waiting.parts.setdefault(part.number, message)
        if place not in waiting.places:
            waiting.places.append(place)
        if len(waiting.parts) < part.total:
            return given_up
        return [*given_up, _joined(self._waiting.pop(key))]

    def overdue(self, now: float) -> list[Joined[K]]:
        """Messages whose missing parts are not waited for any longer, with what there is of them."""
        late = [key for key, waiting in self._waiting.items() if now - waiting.since >= self._wait]
        return [_joined(self._waiting.pop(key)) for key in late]

    def wake_at(self) -> float | None:
        """When the next message is overdue."""
        return min((waiting.since + self._wait for waiting in self._waiting.values()), default=None)

    def places(self) -> list[K]:
        """Where the parts lie that wait."""
        return [place for waiting in self._waiting.values() for place in waiting.places]

    def _make_room(self) -> list[Joined[K]]:
        if len(self._waiting) < MOST_WAITING:
            return []
        oldest = min(self._waiting, key=lambda key: self._waiting[key].since)
        return [_joined(self._waiting.pop(oldest))]


def _joined(waiting: _Waiting[K]) -> Joined[K]:
    """Texts in the order of their numbers; an ellipsis stands where one is missing."""
    numbers = range(1, waiting.total + 1)
    missing = tuple(number for number in numbers if number not in waiting.parts)
    text = "".join(waiting.parts[number].text if number in waiting.parts else "……" for number in numbers)
    first = waiting.parts[min(waiting.parts)]
    return Joined(replace(first, text=mended(text), part=None), tuple(waiting.places), missing, waiting.total)
