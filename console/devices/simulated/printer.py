"""A simulated fire panel that prints, as a GST9000 does; nobody answers it and it repeats nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.devices import tables
from console.devices.protocols.printer import write
from console.devices.simulator import Happening, Play, SimulatedDevice


class PrintingPanel:
    """``encoding`` as of the driver."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._encoding = play.options.get("encoding", "gb18030")
        self._waits = b""
        self._open = False
        self._printed = 0

    def start(self, now: float) -> bytes:
        del now
        self._open = True
        waits, self._waits = self._waits, b""
        return waits

    def feed(self, chunk: bytes, now: float) -> bytes:
        del chunk, now
        return b""

    def tick(self, now: float) -> bytes:
        del now
        return b""

    def wake_at(self) -> float | None:
        return None

    def happen(self, event: Happening, now: float) -> bytes:
        del now
        said = bytes(event.facts["bytes"]) if event.verb == "raw" else self._record(event)
        self._printed += 1
        if self._open:
            return said
        self._waits += said
        return b""

    def sample(self, number: int) -> Happening:
        zone = f"{number // 999 % 999 + 1:03d}-{number % 999 + 1:03d}"
        return Happening("alarm", zone=zone, text=f"{number % 30 + 1} 层走廊")

    def waiting(self) -> int:
        return 0

    def state(self) -> Mapping[str, Any]:
        return {"printed": self._printed}

    def _record(self, event: Happening) -> bytes:
        local = self._play.clock.now().astimezone(self._play.zone)
        place = event.text or "裙楼一层上空"
        lines = [f"{local:%y/%m/%d  %H:%M}", f"  {event.zone or '004-004'}", _word(event), place, "感烟探测器"]
        return write(lines, encoding=self._encoding)


def _word(event: Happening) -> str:
    """The panel's word for what happens."""
    rows = [row for row in tables.rows("printer_keywords") if row["kind"] == event.verb]
    return next((row["word"] for row in rows if not event.code or event.code == row["code"]), event.code or "系统复位")


def make(play: Play) -> SimulatedDevice:
    """The simulated panel of the ``printer`` driver."""
    return PrintingPanel(play)
