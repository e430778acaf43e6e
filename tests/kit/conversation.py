"""A driver's session and its simulated device on one line, in stopped time: answers go out after "storing"."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from console.devices.session import Heard, MakeSession, Session, Setting
from console.devices.simulator import Happening, MakeDevice, Play, SimulatedDevice
from console.domain.clock import StoppedClock
from console.domain.delivery import Order, Receipt
from console.domain.signals import Signal

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 22, 1, 30, 5, tzinfo=UTC)


@dataclass
class Conversation:
    """``deaf``: what is said to the device is lost; ``mute``: what it says is. ``stores`` False: no answer goes out."""

    session: Session
    device: SimulatedDevice
    clock: StoppedClock
    signals: list[Signal] = field(default_factory=list)
    receipts: list[tuple[UUID, Receipt]] = field(default_factory=list)
    written: bytes = b""
    said: bytes = b""
    deaf: bool = False
    mute: bool = False
    stores: bool = True
    now: float = 0.0

    def start(self) -> Conversation:
        self._hear(self.session.start(self.now))
        self._say(self.device.start(self.now))
        return self

    def happen(self, verb: str, **facts: object) -> None:
        self._say(self.device.happen(Happening(verb, **facts), self.now))  # type: ignore[arg-type]

    def ask(self, order: Order) -> None:
        self._hear(self.session.ask(order, self.now))  # type: ignore[attr-defined]

    def run(self, seconds: float) -> None:
        """Let so much time pass, in steps of who wants to be woken."""
        until = self.now + seconds
        for _ in range(100_000):
            due = [at for at in (self.session.wake_at(), self.device.wake_at()) if at is not None]
            step = min([until, *due])
            if step > self.now:
                self.clock.advance(seconds=step - self.now)
                self.now = step
            if self.now >= until and min([until + 1, *due]) > until:
                return
            self._hear(self.session.tick(self.now))
            self._say(self.device.tick(self.now))
        raise AssertionError("somebody wants to be woken for ever")

    def _say(self, chunk: bytes) -> None:
        self.said += chunk
        if chunk and not self.mute:
            self._hear(self.session.feed(chunk, self.now))

    def _hear(self, heard: Heard) -> None:
        self.signals += heard.signals
        self.receipts += heard.receipts
        answers = b"".join(signal.answer for signal in heard.signals) if self.stores else b""
        written = heard.write + answers
        self.written += written
        if written and not self.deaf:
            self._say(self.device.feed(written, self.now))

    def states(self) -> list[str]:
        """States and codes of the receipts so far."""
        return [f"{receipt.state} {receipt.code}" for _, receipt in self.receipts]


def conversation(
    session: MakeSession, device: MakeDevice, *, told: dict[str, str] | None = None, **options: str
) -> Conversation:
    """Both ends, started; ``told`` are the device's own options."""
    clock = StoppedClock(AT)
    setting = Setting(clock, ZONE, options)
    play = Play(clock, ZONE, Random(7), {**options, **(told or {})})
    return Conversation(session(setting), device(play), clock).start()
