"""A simulated Alpha sign: shows what it is told and never answers. Option ``address`` is its own (``01``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.devices.protocols.alpha import BROADCAST, Alpha, Codec, shown_by
from console.devices.simulator import Happening, Play, SimulatedDevice


class AlphaSign:
    """One sign: ``shown`` is its priority text, empty while it shows its own."""

    def __init__(self, play: Play) -> None:
        self.address = play.options.get("address", "01")
        self._codec = Codec()
        self.shown = self.mode = ""
        self._damaged = 0

    def start(self, now: float) -> bytes:
        self._codec = Codec()
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> bytes:
        for found in self._codec.feed(chunk):
            if not isinstance(found, Alpha):
                self._damaged += 1
            elif found.address in {BROADCAST, self.address} and (told := shown_by(found)) is not None:
                self.shown, self.mode = told
        return self.tick(now)

    def tick(self, now: float) -> bytes:
        del now
        return b""

    def wake_at(self) -> float | None:
        return None

    def happen(self, event: Happening, now: float) -> bytes:
        del now
        return bytes(event.facts["bytes"]) if event.verb == "raw" else b""

    def sample(self, number: int) -> Happening:
        return Happening("raw", facts={"bytes": b"", "number": number})

    def waiting(self) -> int:
        return 0

    def state(self) -> Mapping[str, Any]:
        return {"shown": self.shown, "mode": self.mode, "damaged": self._damaged}


def make(play: Play) -> SimulatedDevice:
    return AlphaSign(play)
