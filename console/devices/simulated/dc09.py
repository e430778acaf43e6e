"""A simulated DC-09 dialler: reports with a number, waits for the answer that bears it, repeats, sets its clock on NAK.

Twenty seconds without an answer and the frame goes again, three times; then it waits a minute and begins anew. DUH
means that the receiver does not read it: the event is given up and counted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from console.devices.protocols import dc09, sia
from console.devices.protocols.contact_id import ContactId, Qualifier
from console.devices.protocols.dc09 import Dc09
from console.devices.protocols.scanning import Damaged
from console.devices.simulator import Happening, Play, SimulatedDevice

ANSWER_SECONDS = 20.0
REPEATS = 3
PAUSE_SECONDS = 60.0

_CODES = {"alarm": ("130", "BA"), "restore": ("130", "BR"), "fault": ("301", "AT"), "status": ("602", "RP")}
_SAMPLES = ("110", "130", "131", "111", "151", "120", "113", "134", "154", "301")
_SIA_SAMPLES = ("FA", "BA", "PA", "GA", "WA", "TA", "MA", "AT")


class Dc09Dialler:
    """Options: ``account``, ``id`` (``ADM-CID`` or ``SIA-DCS``), ``receiver``, ``line``, ``heartbeat`` seconds
    (0: none), ``stamp`` (``no``: without its own time)."""

    def __init__(self, play: Play) -> None:
        told = play.options
        self._play = play
        self.account = told.get("account", "1234")
        self._id = told.get("id", dc09.CONTACT_ID)
        self._receiver = told.get("receiver")
        self._line = told.get("line", "0")
        self._beat = float(told.get("heartbeat", "60"))
        self._stamps = told.get("stamp") != "no"
        self._codec = dc09.Codec()
        self._queue: deque[Dc09] = deque()
        self._sequence = 0
        self._sends = 0
        self._again_at: float | None = None
        self._beat_at = 0.0
        self._ahead = timedelta()
        self.acknowledged = self.refused = 0

    def start(self, now: float) -> bytes:
        self._codec = dc09.Codec()
        self._again_at, self._sends, self._beat_at = None, 0, now
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> bytes:
        return b"".join(self._answered(found, now) for found in self._codec.feed(chunk))

    def tick(self, now: float) -> bytes:
        if self._again_at is not None and now >= self._again_at:
            self._again_at = None
        if self._beat and not self._queue and now >= self._beat_at:
            self._put(dc09.NULL, "", self.account)
        return self._next(now)

    def wake_at(self) -> float | None:
        if self._again_at is not None:
            return self._again_at
        return self._beat_at if self._beat else None

    def alarm(self, account: str, code: str, zone: str, now: float) -> bytes:
        """A new event: three digits, or two letters of SIA."""
        return self.happen(Happening("alarm", account, code, zone), now)

    def happen(self, event: Happening, now: float) -> bytes:
        if event.verb == "raw":
            return bytes(event.facts["bytes"])
        if event.verb not in _CODES:
            return b""
        account = event.account or self.account
        self._put(self._id, f"#{account}|{self._data(event)}", account)
        return self._next(now)

    def sample(self, number: int) -> Happening:
        """Zones count up, then accounts: a storm has as many different events as there are of them."""
        samples = _SIA_SAMPLES if self._id == dc09.SIA else _SAMPLES
        account = f"{int(self.account, 16) + number // 999 & 0xFFFF:04X}"
        return Happening("alarm", account, samples[number % len(samples)], f"{number % 999 + 1:03}")

    def waiting(self) -> int:
        return sum(frame.id != dc09.NULL for frame in self._queue)

    def state(self) -> Mapping[str, Any]:
        return {"acknowledged": self.acknowledged, "refused": self.refused, "ahead": self._ahead}

    def _data(self, event: Happening) -> str:
        digits, letters = _CODES[event.verb]
        if self._id == dc09.SIA:
            told = sia.SiaEvent(event.code or letters, event.zone or "001", str(event.facts.get("group", "")))
            return sia.write_block([told])
        qualifier = Qualifier.BACK if event.verb == "restore" else Qualifier.NEW
        qualifier = Qualifier(event.facts.get("qualifier", qualifier.value))
        said = ContactId(
            qualifier, event.code or digits, str(event.facts.get("group", "01")).zfill(2), event.zone or "1"
        )
        return f"{said.qualifier.value}{said.code} {said.group} {said.zone.zfill(3)}"

    def _put(self, name: str, data: str, account: str) -> None:
        if name == dc09.NULL:
            sequence = "0000"
        else:
            self._sequence = self._sequence % 9999 + 1
            sequence = f"{self._sequence:04}"
        self._queue.append(Dc09(name, sequence, account, data, self._receiver, self._line))

    def _next(self, now: float) -> bytes:
        """The oldest frame, unless its answer is awaited; its time is that of the moment it goes."""
        if not self._queue or self._again_at is not None:
            return b""
        self._sends += 1
        pause = self._sends > REPEATS
        self._again_at = now + (PAUSE_SECONDS if pause else ANSWER_SECONDS)
        self._sends = 0 if pause else self._sends
        self._beat_at = now + self._beat
        at = self._play.clock.now() + self._ahead if self._stamps and self._queue[0].id != dc09.NULL else None
        return dc09.encode(replace(self._queue[0], at=at))

    def _answered(self, found: Dc09 | Damaged, now: float) -> bytes:
        if isinstance(found, Damaged) or not self._queue:
            return b""
        if found.id == dc09.NAK:
            if found.at is None or self._sends != 1:
                return b""
            self._ahead = found.at - self._play.clock.now()
            self._again_at = None
            return self._next(now)
        if found.sequence != self._queue[0].sequence or found.id not in {dc09.ACK, dc09.DUH}:
            return b""
        done = self._queue.popleft()
        self._again_at, self._sends = None, 0
        self.acknowledged += found.id == dc09.ACK and done.id != dc09.NULL
        self.refused += found.id == dc09.DUH
        return self._next(now)


def make(play: Play) -> SimulatedDevice:
    return Dc09Dialler(play)
