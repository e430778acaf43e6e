"""A simulated telemetry station of SL 651-2014.

``station`` (ten digits), ``centre``, ``password``, ``class`` (letter), ``coding`` hex or ascii, ``heartbeat`` seconds.
A report is repeated twice when nobody acknowledges it, then kept until the next heartbeat opens the line again
(6.3.2.3). ``happen``: ``reading`` of element ``code`` (``39``) goes out as an extra report with the supply voltage,
``alarm`` and ``restore`` with the water level and the status word, ``status`` as a test report, ``raw`` as it is;
``facts`` ``function=34`` sends an hour of five-minute rain, ``packets=3`` a picture in so many packets.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from console.devices import tables
from console.devices.drivers.gathering import soonest
from console.devices.protocols.scanning import Damaged
from console.devices.protocols.sl651 import End, Frame, Framer, encode
from console.devices.protocols.sl651_body import write_element, write_head, write_report
from console.devices.protocols.sl651_letters import write_letters_head, write_letters_report
from console.devices.simulator import Happening, Play, SimulatedDevice

ANSWER_SECONDS = 10.0
REPEATS = 2
BEYOND = 1 << 2
VOLTAGE = ("38", Decimal("12.60"))
HEARTBEAT, TEST, EXTRA, HOUR, PICTURE = 0x2F, 0x30, 0x33, 0x34, 0x36


class Station:
    """One station."""

    def __init__(self, play: Play) -> None:
        told = play.options
        self._play = play
        self._station = told.get("station", told.get("account", "0012345678"))
        self._centre = int(told.get("centre", "1"))
        self._password = int(told.get("password", "4660"))
        self._class = told.get("class", "H")
        self._letters = told.get("coding", "hex") == "ascii"
        self._beat = float(told.get("heartbeat", "40"))
        self._framer = Framer()
        self._serial = 0
        self._queue: deque[list[Frame]] = deque()
        self._open: list[Frame] = []
        self._tries = 0
        self._repeat_at: float | None = None
        self._beat_at = 0.0
        self._status = 0

    def start(self, now: float) -> bytes:
        self._framer = Framer()
        self._beat_at = now
        self._repeat_at, self._tries = (now, 0) if self._open else (None, 0)
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> bytes:
        out = b""
        for found in self._framer.feed(chunk):
            if not isinstance(found, Damaged) and not found.up and found.station == self._station and self._open:
                out += self._answered(found, now)
        return out

    def tick(self, now: float) -> bytes:
        out = b""
        if self._repeat_at is not None and now >= self._repeat_at:
            out += self._again(now)
        out += self._next(now)
        if now >= self._beat_at:
            self._beat_at = now + self._beat
            out += encode(self._frame(HEARTBEAT, self._head()))
            if self._open and self._repeat_at is None:
                self._tries, self._repeat_at = 0, now
        return out

    def wake_at(self) -> float | None:
        return soonest(self._beat_at, self._repeat_at)

    def happen(self, event: Happening, now: float) -> bytes:
        if event.verb == "raw":
            return bytes(event.facts["bytes"])
        self._serial = self._serial % 0xFFFF + 1
        self._queue.append(self._report(event))
        return self._next(now)

    def sample(self, number: int) -> Happening:
        return Happening("reading", code="39", value=round(2 + number % 400 / 100, 2))

    def waiting(self) -> int:
        return len(self._queue) + bool(self._open)

    def state(self) -> Mapping[str, Any]:
        return {"serial": self._serial, "status": self._status}

    def _local(self) -> datetime:
        return self._play.clock.now().astimezone(self._play.zone).replace(tzinfo=None)

    def _head(self) -> bytes:
        return (write_letters_head if self._letters else write_head)(self._serial, self._local())

    def _frame(self, function: int, body: bytes, packet: tuple[int, int] | None = None, end: int = End.ETX) -> Frame:
        return Frame(
            self._station, function, body, self._centre, self._password, end=end, packet=packet, letters=self._letters
        )

    def _next(self, now: float) -> bytes:
        if self._open or not self._queue:
            return b""
        self._open, self._tries, self._repeat_at = self._queue.popleft(), 1, now + ANSWER_SECONDS
        return b"".join(map(encode, self._open))

    def _again(self, now: float) -> bytes:
        if self._tries > REPEATS:
            self._repeat_at = None
            return b""
        self._tries, self._repeat_at = self._tries + 1, now + ANSWER_SECONDS
        return b"".join(map(encode, self._open))

    def _answered(self, frame: Frame, now: float) -> bytes:
        if frame.end == End.NAK and frame.packet is not None:
            return b"".join(encode(one) for one in self._open if one.packet == frame.packet)
        if frame.function == self._open[0].function and frame.body[:2] == self._open[0].body[:2]:
            self._open, self._repeat_at = [], None
        return self._next(now)

    def _report(self, event: Happening) -> list[Frame]:
        if event.facts.get("packets"):
            return self._picture(int(event.facts["packets"]))
        function = int(str(event.facts.get("function", "30" if event.verb == "status" else "33")), 16)
        if event.verb in ("alarm", "fault", "restore"):
            self._status = 0 if event.verb == "restore" else BEYOND if event.verb == "alarm" else 1 << 1
        value = Decimal(str(event.value)) if event.value is not None else Decimal("3.42")
        values = [(event.code or "39", value), VOLTAGE]
        status = event.verb in ("alarm", "fault", "restore")
        return [self._frame(function, self._body(function, values, status=status))]

    def _body(self, function: int, values: list[tuple[str, Decimal]], *, status: bool) -> bytes:
        now = self._local()
        observed = now - timedelta(minutes=60) if function == HOUR else now
        place = (self._serial, now, self._station, self._class, observed)
        rain = bytes(number % 5 for number in range(12))
        if self._letters:
            groups = ["DRP", rain.hex().upper()] if function == HOUR else []
            groups += [word for element, value in values for word in (_row(element)["letters"], f"{value:f}")]
            groups += ["ZT", f"{self._status:08X}"] if status else []
            return write_letters_report(*place, groups)
        data = b"\xf4\x60" + rain if function == HOUR else b""
        data += b"".join(_element(element, value) for element, value in values)
        data += b"\x45\x20" + self._status.to_bytes(4, "big") if status else b""
        return write_report(*place, data)

    def _picture(self, count: int) -> list[Frame]:
        whole = self._body(PICTURE, [], status=False)
        whole += b"PIC " if self._letters else b"\xf3\xf3"
        whole += bytes(self._play.random.randrange(256) for _ in range(count * 100 - len(whole)))
        size = -(-len(whole) // count)
        parts = [whole[at : at + size] for at in range(0, len(whole), size)]
        return [
            self._frame(PICTURE, part, (len(parts), number), End.ETX if number == len(parts) else End.ETB)
            for number, part in enumerate(parts, 1)
        ]


def _row(element: str) -> Mapping[str, str]:
    rows = {row["code"]: row for row in tables.rows("sl651_elements")}
    return rows.get(element.upper(), rows["39"])


def _element(element: str, value: Decimal) -> bytes:
    row = _row(element)
    return write_element(row["code"], value, int(row["digits"]), int(row["decimals"]))


def make(play: Play) -> SimulatedDevice:
    """The simulated station of the ``sl651`` driver."""
    return Station(play)
