"""A driver's session and a simulated device on one line, with time that only tests move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from console.devices.session import Heard, Sending, Session, Setting
from console.devices.simulator import Play, SimulatedDevice
from console.domain.clock import StoppedClock
from console.domain.delivery import Order, Receipt
from console.domain.signals import Signal, SignalKind

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 22, 1, 30, 5, tzinfo=UTC)


def play(**options: str) -> Play:
    return Play(StoppedClock(AT), ZONE, Random(7), options)


def setting(*, pin: str | None = None, **options: str) -> Setting:
    secrets = {"pin": pin}
    return Setting(StoppedClock(AT), ZONE, options, secret=secrets.get)


@dataclass
class Line:
    """What a link does, without a port: signals are stored, then their answers are written.

    ``stores`` says whether a signal can be stored; ``chunk`` how many bytes of the device come at once.
    """

    session: Session
    device: SimulatedDevice
    now: float = 0.0
    stores: Callable[[Signal], bool] = lambda _signal: True
    signals: list[Signal] = field(default_factory=list)
    receipts: list[tuple[UUID, Receipt]] = field(default_factory=list)
    written: list[bytes] = field(default_factory=list)
    chunk: int = 7
    _coming: bytes = b""
    _busy: bool = False

    def open(self) -> Line:
        self._heard(self.session.start(self.now))
        self.say(self.device.start(self.now))
        return self

    def say(self, raw: bytes) -> None:
        """The device's bytes arrive, behind those that are on their way."""
        self._coming += raw
        if self._busy:
            return
        self._busy = True
        while self._coming:
            chunk, self._coming = self._coming[: self.chunk], self._coming[self.chunk :]
            self._heard(self.session.feed(chunk, self.now))
        self._busy = False

    def ask(self, order: Order) -> None:
        assert hasattr(self.session, "ask")
        sending: Sending = self.session
        self._heard(sending.ask(order, self.now))

    def run(self, seconds: float) -> Line:
        """Let time pass, calling both sides when they want to be called."""
        end = self.now + seconds
        while True:
            wakes = [at for at in (self.session.wake_at(), self.device.wake_at()) if at is not None]
            then = min(wakes, default=inf)
            if then > end:
                break
            self.now = max(self.now, then)
            self._heard(self.session.tick(self.now))
            self.say(self.device.tick(self.now))
            self.now += 0.001
        self.now = end
        return self

    def of(self, kind: SignalKind) -> list[Signal]:
        return [signal for signal in self.signals if signal.kind is kind]

    def _heard(self, heard: Heard) -> None:
        if heard.write:
            self._write(heard.write)
        self.receipts += heard.receipts
        for signal in heard.signals:
            if self.stores(signal):
                self.signals.append(signal)
                if signal.answer:
                    self._write(signal.answer)

    def _write(self, raw: bytes) -> None:
        self.written.append(raw)
        self.say(self.device.feed(raw, self.now))
