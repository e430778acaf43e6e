"""A simulated caller-ID box: ``form`` says how it speaks: ``line`` (default), ``mdmf``, ``sdmf`` or ``dtmf``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.devices.drivers.gathering import soonest
from console.devices.protocols.caller_id import Parameter, message, single
from console.devices.simulator import Happening, Play, SimulatedDevice

RING_SECONDS = 5.0
NUMBER_SECONDS = 1.5
"""After the first bell's end, before the second."""


class CallerIdBox:
    def __init__(self, play: Play) -> None:
        self._play = play
        self._form = play.options.get("form", "line")
        self._later: list[tuple[float, bytes]] = []
        self._rung = 0

    def start(self, now: float) -> bytes:
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> bytes:
        """A box does not listen."""
        return self.tick(now) if chunk else b""

    def tick(self, now: float) -> bytes:
        due = b"".join(raw for at, raw in self._later if at <= now)
        self._later = [one for one in self._later if one[0] > now]
        return due

    def wake_at(self) -> float | None:
        return soonest(*(at for at, _raw in self._later))

    def happen(self, event: Happening, now: float) -> bytes:
        if event.verb == "raw":
            return bytes(event.facts.get("bytes", b""))
        return self.ring(event.sender, now, name=event.text, bells=int(event.facts.get("bells", 3)))

    def sample(self, number: int) -> Happening:
        return Happening("call", sender=f"0577000{number % 10_000:04d}")

    def waiting(self) -> int:
        return 0

    def state(self) -> Mapping[str, Any]:
        return {"rung": self._rung}

    def ring(self, number: str, now: float, *, name: str = "", bells: int = 3) -> bytes:
        """Somebody rings; without a number the caller withheld it."""
        self._rung += 1
        said = self._said(number, name)
        if self._form in {"mdmf", "sdmf", "dtmf"}:
            return said
        bell = b"RING\r\n"
        self._later.append((now + NUMBER_SECONDS, said))
        self._later += [(now + RING_SECONDS * at, bell) for at in range(1, bells)]
        self._later.sort(key=lambda one: one[0])
        return bell

    def _said(self, number: str, name: str) -> bytes:
        at = self._play.clock.now().astimezone(self._play.zone)
        time = at.strftime("%m%d%H%M")
        if self._form == "dtmf":
            return f"D{number}C".encode() if number else b"B10C"
        if self._form == "sdmf":
            return b"\x55" * 30 + b"\xff" * 4 + single(time, number or "P")
        if self._form == "mdmf":
            told = {int(Parameter.TIME): time.encode()}
            told |= {int(Parameter.NUMBER): number.encode()} if number else {int(Parameter.NUMBER_ABSENT): b"P"}
            told |= {int(Parameter.NAME): name.encode("gb18030")} if name else {}
            return b"\x55" * 30 + b"\xff" * 4 + message(told)
        lines = [f"DATE = {time[:4]}", f"TIME = {time[4:]}", f"NMBR = {number or 'P'}"]
        return ("\r\n".join([*lines, *([f"NAME = {name}"] if name else [])]) + "\r\n").encode("gb18030")


def make(play: Play) -> SimulatedDevice:
    """The far side of the ``callerid`` driver."""
    return CallerIdBox(play)
