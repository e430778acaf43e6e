"""Modems, sirens, a public address, signs at TCP ports of this machine: they outlive whoever sends to them, and know
what was truly sent, sounded and shown."""

from __future__ import annotations

import selectors
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any, cast

import resources
from console.devices import simulator
from console.devices.simulated.modem import Modem
from console.devices.simulated.profile import ProfileDevice
from console.devices.simulated.relay import RelayBoard
from console.devices.simulator import Play, SimulatedDevice
from console.domain.clock import SystemClock
from console.domain.phones import digits_of
from tests.kit.links import waited

BROADCAST = resources.path("wire/profiles/broadcast_60.toml").read_text(encoding="utf-8")
_CHUNK = 65_536
_SILENCE = b"\0\0"
"""Data of a Modbus request that switches one coil off."""


@dataclass
class Stand:
    """One device at its port, for one caller at a time, as a serial device server is one."""

    code: str
    driver: str
    device: SimulatedDevice
    server: socket.socket
    caller: socket.socket | None = None
    unsent: bytes = b""
    shown: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"socket://127.0.0.1:{self.server.getsockname()[1]}"

    def called(self, now: float) -> socket.socket:
        """Somebody opens the line; who had it before has gone, or is thrown out."""
        self.gone()
        self.caller, _ = self.server.accept()
        self.caller.setblocking(False)
        self.unsent = self.device.start(now)
        return self.caller

    def gone(self) -> None:
        if self.caller is not None:
            self.caller.close()
        self.caller, self.unsent = None, b""

    def heard(self, now: float) -> bool:
        """What came is done, also the last words of a program that was killed; whether the line still stands."""
        assert self.caller is not None
        try:
            chunk = self.caller.recv(_CHUNK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self.unsent += self.device.feed(chunk, now)
        shown = self.device.state().get("shown")
        if shown and (not self.shown or self.shown[-1] != shown):
            self.shown.append(shown)
        return bool(chunk)

    def say(self) -> None:
        while self.unsent and self.caller is not None:
            try:
                self.unsent = self.unsent[self.caller.send(self.unsent) :]
            except BlockingIOError:
                return
            except OSError:
                self.unsent = b""


class WarningStreet(threading.Thread):
    """All devices of a county on one thread. ``lag``: seconds the network takes over one text."""

    def __init__(
        self, *, modems: int = 2, sirens: int = 2, broadcasts: int = 1, signs: int = 1, lag: float = 0.0
    ) -> None:
        super().__init__(name="street", daemon=True)
        self._guard = threading.RLock()
        self._ended = threading.Event()
        self._selector = selectors.DefaultSelector()
        self.stands: list[Stand] = []
        said = {"lag": str(lag), "report": "0.05"}
        for driver, count, options in (
            ("modem", modems, said), ("relay", sirens, {}), ("profile", broadcasts, {}), ("alpha", signs, {}),
        ):  # fmt: skip
            for at in range(count):
                self._stand(f"{driver}-{at}", driver, options)

    def _stand(self, code: str, driver: str, options: dict[str, str]) -> None:
        profile = BROADCAST if driver == "profile" else ""
        device = simulator.make(driver, Play(SystemClock(), simulator.ZONE, Random(code), options, profile))
        server = socket.create_server(("127.0.0.1", 0))
        server.setblocking(False)
        stand = Stand(code, driver, device, server)
        self.stands.append(stand)
        self._selector.register(server, selectors.EVENT_READ, stand)

    def run(self) -> None:
        while not self._ended.is_set():
            found = self._selector.select(self._pause())
            with self._guard:
                for key, _events in found:
                    self._ready(key.data, cast(socket.socket, key.fileobj))
                now = time.monotonic()
                for stand in self.stands:
                    due = stand.device.wake_at()
                    if due is not None and due <= now:
                        stand.unsent += stand.device.tick(now)
                    stand.say()

    def _pause(self) -> float:
        due = [at for stand in self.stands if (at := stand.device.wake_at()) is not None]
        return max(0.0, min(0.1, min(due, default=1e9) - time.monotonic()))

    def _ready(self, stand: Stand, end: socket.socket) -> None:
        now = time.monotonic()
        if end is stand.server:
            before = stand.caller
            while before is not None and stand.heard(now) and _readable(before):
                pass  # the last words of who was killed come before the next one's first
            if before is not None:
                self._selector.unregister(before)
            with suppress(BlockingIOError):
                self._selector.register(stand.called(now), selectors.EVENT_READ, stand)
        elif end is stand.caller and not stand.heard(now):
            self._selector.unregister(end)
            stand.gone()

    def stop(self) -> None:
        self._ended.set()
        self.join(5.0)
        for stand in self.stands:
            stand.gone()
            stand.server.close()
        self._selector.close()

    # what truly happened

    def texts(self) -> Counter[str]:
        """How often a text went to each number."""
        with self._guard:
            sent = [one for stand in self._of("modem") for one in cast(Modem, stand.device).card.sent]
        return Counter(digits_of(one.number) for one in sent)

    def sounded(self) -> Counter[str]:
        """How often each siren was switched on, each public address told to speak; by code of the device."""
        told: Counter[str] = Counter()
        with self._guard:
            for stand in self._of("relay"):
                asked = cast(RelayBoard, stand.device).asked
                told[stand.code] += sum(raw[4:-2] != _SILENCE for raw in asked)
            for stand in self._of("profile"):
                commanded: Any = cast(ProfileDevice, stand.device).state()["commanded"]
                told[stand.code] += sum(verb == "speak" for verb, _values in commanded)
        return told

    def happened(self) -> int:
        """How much was sent, sounded and shown so far."""
        return self.texts().total() + self.sounded().total() + sum(map(len, self.shown().values()))

    def quiet(self) -> None:
        """Once no siren is on any more."""
        waited(lambda: not self.sounding(), lambda: f"still on: {self.sounding()}")

    def sounding(self) -> set[str]:
        with self._guard:
            return {stand.code for stand in self._of("relay") if stand.device.state()["sounding"]}

    def shown(self) -> dict[str, list[str]]:
        """What each sign has shown, one after the other."""
        with self._guard:
            return {stand.code: list(stand.shown) for stand in self._of("alpha")}

    def _of(self, driver: str) -> Iterator[Stand]:
        return (stand for stand in self.stands if stand.driver == driver)


def _readable(end: socket.socket) -> bool:
    try:
        return bool(end.recv(1, socket.MSG_PEEK))
    except OSError:
        return False


@contextmanager
def street(**more: Any) -> Iterator[WarningStreet]:
    """The county's devices, until the end of it."""
    made = WarningStreet(**more)
    made.start()
    try:
        yield made
    finally:
        made.stop()
