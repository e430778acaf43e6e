"""What sessions have in common whose line is cut into frames: hearing them, giving up what stays cut, waking up."""

from __future__ import annotations

from typing import Generic, TypeVar

from console.devices.drivers.gathering import Gathered, soonest
from console.devices.drivers.patience import Framing, Patient
from console.devices.session import Heard

F = TypeVar("F")


class Hearing(Generic[F]):
    """``_take`` says what a frame or a damaged piece means and how it is answered, ``_timed`` what else time brings.

    After ``seconds`` of silence the codec is asked what the rest was.
    """

    def __init__(self, codec: Framing[F], seconds: float) -> None:
        self._line = Patient(codec, seconds)

    def start(self, now: float) -> Heard:
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> Heard:
        out = Gathered()
        for found in self._line.feed(chunk, now):
            self._take(found, now, out)
        return out.heard()

    def tick(self, now: float) -> Heard:
        out = Gathered()
        for found in self._line.due(now):
            self._take(found, now, out)
        self._timed(now, out)
        return out.heard()

    def wake_at(self) -> float | None:
        return soonest(self._line.wake_at(), self._timed_at())

    def _take(self, found: F, now: float, out: Gathered) -> None:
        raise NotImplementedError

    def _timed(self, now: float, out: Gathered) -> None:
        """Time-outs and repeats, where there are any."""

    def _timed_at(self) -> float | None:
        """When ``_timed`` has something to do."""
        return None
