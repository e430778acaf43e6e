"""A simulated USB relay of the ``A0`` family.

``answers`` says what it does with the query ``FF``: ``none`` (as most single ones), ``bytes`` or ``text``.
``happen``: ``fault`` with code ``stuck`` keeps its contacts as they are until ``restore``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.devices.protocols.lc_relay import QUERY, read
from console.devices.simulator import Happening, Play, SimulatedDevice


class UsbBoard:
    """Channels count from 1."""

    def __init__(self, size: int, answers: str) -> None:
        self.channels = dict.fromkeys(range(1, size + 1), False)
        self.commands: list[bytes] = []
        self._answers = answers
        self._stuck = False
        self._rest = b""

    def start(self, now: float) -> bytes:
        del now
        self._rest = b""
        return b""

    def feed(self, chunk: bytes, now: float) -> bytes:
        del now
        self._rest += chunk
        out = b""
        while self._rest:
            if self._rest[:1] == QUERY:
                self._rest, out = self._rest[1:], out + self._stand()
            elif len(self._rest) < 4 and self._rest[0] == 0xA0:
                break
            else:
                self._take()
        return out

    def tick(self, now: float) -> bytes:
        del now
        return b""

    def wake_at(self) -> float | None:
        return None

    def happen(self, event: Happening, now: float) -> bytes:
        del now
        if event.verb == "raw":
            return bytes(event.facts["bytes"])
        if event.code == "stuck":
            self._stuck = event.verb == "fault"
        return b""

    def sample(self, number: int) -> Happening:
        return Happening("fault" if number % 2 == 0 else "restore", code="stuck")

    def waiting(self) -> int:
        return 0

    def state(self) -> Mapping[str, Any]:
        coils = tuple(self.channels.values())
        return {"coils": coils, "sounding": any(coils), "commands": tuple(self.commands)}

    def _take(self) -> None:
        found = read(self._rest[:4])
        if found is None:
            self._rest = self._rest[1:]
            return
        self.commands.append(self._rest[:4])
        self._rest = self._rest[4:]
        channel, on = found
        if channel in self.channels and not self._stuck:
            self.channels[channel] = on

    def _stand(self) -> bytes:
        if self._answers == "bytes":
            return bytes(self.channels.values())
        if self._answers == "text":
            return "".join(f"CH{number}: {'ON' if on else 'OFF'}\r\n" for number, on in self.channels.items()).encode()
        return b""


def make(play: Play) -> SimulatedDevice:
    """The simulated board of the ``usb_relay`` driver."""
    return UsbBoard(int(play.options.get("size", "2")), play.options.get("answers", "none"))
