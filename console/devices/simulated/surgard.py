"""A simulated Sur-Gard receiver: hands on what panels report, one frame at a time, until each is acknowledged.

It waits four seconds, resends three times and then buffers; from then on only heartbeats go out, and the first one
that is acknowledged lets the oldest report go again (one that sends no heartbeats just goes on). NAK brings the frame
again at once, within the same three times.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from console.devices.protocols import surgard
from console.devices.protocols.contact_id import ContactId, Qualifier
from console.devices.protocols.surgard import ACK, NAK
from console.devices.simulator import Happening, Play, SimulatedDevice

ACK_SECONDS = 4.0
RESENDS = 3

_VERBS = {
    "alarm": (Qualifier.NEW, "130"),
    "restore": (Qualifier.BACK, "130"),
    "fault": (Qualifier.NEW, "301"),
    "status": (Qualifier.NEW, "602"),
}
_SAMPLES = ("110", "130", "131", "111", "151", "120", "113", "134", "154", "301")


class SurGardReceiver:
    """Options: ``account``, ``receiver`` (two digits), ``line`` (one, or three as System III prints it),
    ``heartbeat`` seconds (0: none)."""

    def __init__(self, play: Play) -> None:
        told = play.options
        self.account = told.get("account", "1234")
        self._receiver = told.get("receiver", "01")
        self._line = told.get("line", "1")
        self._beat = float(told.get("heartbeat", "30"))
        self._queue: deque[bytes] = deque()
        self._sends = 0
        self._again_at: float | None = None
        self._beat_at = 0.0
        self._beating = False
        self._buffering = False
        self.acknowledged = 0

    def start(self, now: float) -> bytes:
        """A new line: what was under way goes out again."""
        self._sends, self._again_at, self._beating, self._buffering = 0, None, False, False
        self._beat_at = now
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> bytes:
        return b"".join(self._answered(bytes([byte]), now) for byte in chunk)

    def tick(self, now: float) -> bytes:
        out = b""
        if self._again_at is not None and now >= self._again_at:
            self._again_at, self._beating = None, False
            if self._sends > RESENDS:
                self._sends, self._buffering = 0, bool(self._beat)
        if self._beat and now >= self._beat_at and (self._buffering or not self._queue):
            out += self._heartbeat(now)
        return out + self._next(now)

    def wake_at(self) -> float | None:
        if self._again_at is not None:
            return self._again_at
        return self._beat_at if self._beat else None

    def alarm(self, account: str, code: str, zone: str, now: float, group: str = "01") -> bytes:
        """A panel reports a new event."""
        return self.report(account, ContactId(Qualifier.NEW, code, group, zone), now)

    def report(self, account: str, event: ContactId, now: float) -> bytes:
        return self.put(surgard.write_event(account, event, self._receiver, self._line), now)

    def put(self, frame: bytes, now: float) -> bytes:
        """A frame takes its place in the queue; what may go out does."""
        self._queue.append(frame)
        return self._next(now)

    def happen(self, event: Happening, now: float) -> bytes:
        if event.verb == "raw":
            return bytes(event.facts["bytes"])
        if event.verb not in _VERBS:
            return b""
        qualifier, code = _VERBS[event.verb]
        qualifier = Qualifier(event.facts.get("qualifier", qualifier.value))
        group = str(event.facts.get("group", "01")).zfill(2)
        said = ContactId(qualifier, event.code or code, group, (event.zone or "1").zfill(3))
        return self.report(event.account or self.account, said, now)

    def sample(self, number: int) -> Happening:
        """Zones count up, then accounts: a storm has as many different events as there are of them."""
        account = f"{int(self.account, 16) + number // 999 & 0xFFFF:04X}"
        return Happening("alarm", account, _SAMPLES[number % len(_SAMPLES)], f"{number % 999 + 1:03}")

    def waiting(self) -> int:
        return len(self._queue)

    def state(self) -> Mapping[str, Any]:
        return {"acknowledged": self.acknowledged, "waiting": len(self._queue), "buffering": self._buffering}

    def _next(self, now: float) -> bytes:
        """The oldest report, unless an answer is awaited or the receiver buffers."""
        if not self._queue or self._buffering or self._again_at is not None:
            return b""
        self._sends += 1
        self._again_at = now + ACK_SECONDS
        self._beat_at = now + self._beat
        return self._queue[0]

    def _heartbeat(self, now: float) -> bytes:
        if self._again_at is not None:
            return b""
        self._beating = True
        self._again_at = now + ACK_SECONDS
        self._beat_at = now + self._beat
        return surgard.heartbeat(self._receiver, self._line)

    def _answered(self, byte: bytes, now: float) -> bytes:
        if self._again_at is None or byte not in {ACK, NAK}:
            return b""
        beating, self._beating = self._beating, False
        if byte == NAK:
            self._again_at = now
            return self.tick(now)
        self._again_at, self._sends, self._buffering = None, 0, False
        if not beating:
            self._queue.popleft()
            self.acknowledged += 1
        return self._next(now)


def make(play: Play) -> SimulatedDevice:
    return SurGardReceiver(play)
