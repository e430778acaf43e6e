"""Sessions that only listen: each frame is answered by itself, and nothing is said unless something was heard."""

from __future__ import annotations

from typing import Generic, TypeVar

from console.devices.drivers.gathering import Gathered, unreadable
from console.devices.drivers.patience import Framing, Patient
from console.devices.protocols.scanning import Damaged
from console.devices.session import Heard

F = TypeVar("F")


class Listening(Generic[F]):
    """``hear`` says what one frame, or a damaged piece that ended, means and how it is answered. What stays cut for
    ``seconds`` is kept and never answered."""

    def __init__(self, codec: Framing[F | Damaged], seconds: float) -> None:
        self._line = Patient(codec, seconds)

    def start(self, now: float) -> Heard:
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> Heard:
        out = Gathered()
        for found in self._line.feed(chunk, now):
            heard = self.hear(found, bool(out.signals))
            out.signals += heard.signals
            out.write += heard.write
        return out.heard()

    def tick(self, now: float) -> Heard:
        return Heard(tuple(unreadable(cut.raw, cut.why) for cut in self._line.due(now) if isinstance(cut, Damaged)))

    def wake_at(self) -> float | None:
        return self._line.wake_at()

    def hear(self, found: F | Damaged, waiting: bool, /) -> Heard:
        """``waiting``: something of the same bytes came before it and waits to be stored."""
        raise NotImplementedError
