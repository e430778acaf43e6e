# ruff: noqa: ARG002 - sessions share one shape
"""For tests of links: a device that speaks in lines, a store in memory, ports one can pull out."""

from __future__ import annotations

import os
import select
import threading
import time
import tty
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from console.devices.hub import LinkSpec
from console.devices.loop import Loop
from console.devices.session import NOTHING, Heard, Setting
from console.devices.spool import Spool
from console.domain.clock import Clock, SystemClock
from console.domain.delivery import Order, Receipt, SendState
from console.domain.signals import Arrived, Signal, SignalKind, Stored
from console.domain.wire import LinkState, LinkStatus, PortLine
from console.errors import Unavailable

PATIENCE = 20.0
"""Seconds a test waits for what must come; only a bug takes as long."""


def waited(reached: Callable[[], object], told: Callable[[], str] = lambda: "") -> None:
    """Wait for it, looking often."""
    pause, end = threading.Event(), time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, f"never came: {told()}"
        pause.wait(0.003)


class LineSession:
    """``A text\\n`` is an alarm, answered ``+text\\n`` once it is stored; ``H\\n`` a heartbeat; ``X\\n`` a bug.

    ``!text\\n`` goes out for an order, and ``=text\\n`` confirms it.
    """

    def __init__(self, _setting: Setting, within: float = 0.0) -> None:
        self._rest = b""
        self._within = within
        self._order: Order | None = None

    def start(self, now: float) -> Heard:
        return Heard(write=b"?\n")

    def feed(self, chunk: bytes, now: float) -> Heard:
        *lines, rest = (self._rest + chunk).split(b"\n")
        self._rest = rest[-1_000:]
        signals, receipts = [], []
        for line in lines:
            if line == b"X":
                raise ZeroDivisionError("a bug in a driver")
            if line.startswith(b"=") and self._order is not None:
                receipts.append((self._order.id, Receipt(SendState.CONFIRMED, "confirmed", answer=line)))
                self._order = None
            elif line:
                signals.append(self._signal(line))
        return Heard(tuple(signals), receipts=tuple(receipts))

    def _signal(self, line: bytes) -> Signal:
        if line == b"H":
            return Signal(SignalKind.HEARTBEAT, line)
        if not line.startswith(b"A "):
            return Signal(SignalKind.UNREADABLE, line, damaged="format")
        text = line[2:].decode("utf-8", "replace")
        answer = b"+" + line[2:] + b"\n"
        return Signal(SignalKind.ALARM, line, account=text, answer=answer, answer_within=self._within)

    def tick(self, now: float) -> Heard:
        return NOTHING

    def wake_at(self) -> float | None:
        return None

    def ask(self, order: Order, now: float) -> Heard:
        self._order = order
        return Heard(write=b"!" + order.text.encode() + b"\n")

    def ended(self) -> tuple[tuple[object, Receipt], ...]:
        order, self._order = self._order, None
        return ((order.id, Receipt(SendState.UNKNOWN, "line_lost")),) if order is not None else ()


class MemoryStore:
    """Takes what devices said; can be away, slow or broken for some. Knows repeats and what comes again."""

    def __init__(self, window: timedelta = timedelta(seconds=60)) -> None:
        self.rows: list[Arrived] = []
        self.last: dict[tuple[str, bytes], Arrived] = {}
        self.repeats: dict[int, int] = {}
        self.batches: list[int] = []
        self.window = window
        self.away = threading.Event()
        self.busy, self.busy_seen, self.released = threading.Event(), threading.Event(), threading.Event()
        self.poison: bytes | None = None
        self.statuses: list[LinkStatus] = []

    def receive(self, batch: Sequence[Arrived]) -> list[Stored]:
        if self.busy.is_set():
            self.busy_seen.set()
            self.released.wait(PATIENCE)
        if self.away.is_set():
            raise Unavailable("disk_full")
        if any(one.signal.raw == self.poison for one in batch):
            raise KeyError("a bug in the service")
        self.batches.append(len(batch))
        return [self._put(one) for one in batch]

    def release(self) -> None:
        """The store is free again."""
        self.busy.clear()
        self.released.set()

    def _put(self, one: Arrived) -> Stored:
        key = (one.device_key, one.signal.raw)
        last = self.last.get(key)
        if last is None or one.at - last.at > self.window:
            self.rows.append(one)
            self.repeats[len(self.rows)] = 0
        elif not (one.again and one.at <= last.at):
            self.repeats[len(self.rows)] += 1
        self.last[key] = one
        return Stored(len(self.rows), one, self.repeats[len(self.rows)])

    def note(self, statuses: Sequence[LinkStatus]) -> None:
        self.statuses += statuses

    def states(self, key: str = "d") -> list[str]:
        """States a device's link was told to be in, one after the other."""
        told = [status.state.value for status in self.statuses if status.device_key == key]
        return [state for at, state in enumerate(told) if at == 0 or told[at - 1] != state]

    @property
    def texts(self) -> list[str]:
        return [row.signal.account for row in self.rows]


class Wired:
    """A loop with a store in memory, and ways to wait for what must come."""

    def __init__(
        self, folder: Path, store: MemoryStore | None = None, within: float = 0.0, *, start: bool = True,
        clock: Clock | None = None,
    ) -> None:  # fmt: skip
        self.store = store or MemoryStore()
        self.clock: Clock = clock or SystemClock()
        self.zone = ZoneInfo("Asia/Shanghai")
        self.spool = Spool(folder)
        self.loop = Loop(
            self.clock, self.store.receive, self.store.note, self.spool,
            makers=lambda _driver: lambda setting: LineSession(setting, within),
        )  # fmt: skip
        if start:
            self.loop.start()

    def open(self, url: str, key: str = "d", **more: object) -> None:
        setting = Setting(self.clock, self.zone)
        self.loop.add(LinkSpec(key, "profile", url, PortLine(), setting, **more))
        self.loop.settled()

    def close(self) -> None:
        assert self.loop.stop()

    def state(self, key: str = "d") -> str:
        found = [one for one in self.loop.statuses() if one.device_key == key]
        return found[0].state.value if found else ""

    def status(self, key: str = "d") -> LinkStatus:
        return next(one for one in self.loop.statuses() if one.device_key == key)

    def until(self, reached: Callable[[], object]) -> None:
        """Wait for it; what it is about says so in the assertion."""
        waited(reached, lambda: f"{self.loop.statuses()} {self.store.texts[-5:]}")

    def online(self, key: str = "d") -> None:
        self.until(lambda: self.state(key) == LinkState.ONLINE)


class Pty:
    """A pseudo terminal under a name that stays, like ``/dev/serial/by-id``: ``pull`` is the unplugged cable."""

    def __init__(self, name: Path) -> None:
        self.name = name
        self.master, self.terminal = -1, ""
        self._plugged: list[int] = []
        self.plug()

    def plug(self) -> None:
        master, slave = os.openpty()
        tty.setraw(slave)
        self.master, self.terminal = master, os.ttyname(slave)
        self._plugged = [master, slave]
        spare = self.name.with_suffix(".new")
        spare.symlink_to(self.terminal)
        spare.replace(self.name)

    def pull(self) -> None:
        """The name goes with the adapter."""
        self.name.unlink(missing_ok=True)
        for number in self._plugged:
            with suppress(OSError):
                os.close(number)
        self._plugged = []

    def read(self) -> bytes:
        """What the program wrote next."""
        assert select.select([self.master], [], [], PATIENCE)[0], "nothing was written"
        return os.read(self.master, 4_096)

    def say(self, text: str) -> None:
        os.write(self.master, text.encode())

    def hear(self, until: str) -> str:
        """What the program wrote, up to and with that."""
        heard = b""
        while until.encode() not in heard:
            assert select.select([self.master], [], [], PATIENCE)[0], f"never said {until!r}, only {heard!r}"
            heard += os.read(self.master, 4_096)
        return heard.decode()
