"""Three readers of the same ports: the program's loop, a bare notifier, a thread for each port."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.devices.session import NOTHING, Heard, Session, Setting
from console.domain.clock import SystemClock
from console.domain.signals import Arrived, Signal, SignalKind, Stored
from console.tool.bench.wire_sender import FRAME, read_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.devices.storing import Receive

SYNC_SECONDS = 0.002

Read = tuple[int, int, int] | None
"""A whole frame as it was read: port, number, time of writing; None for damage."""
Slot = Callable[[Read], None]
"""Where a whole frame arrives."""


class Cut:
    """The codec all three share: frames of fixed length."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> list[bytes]:
        data = self._rest + chunk
        whole = len(data) - len(data) % FRAME
        self._rest = data[whole:]
        return [data[at : at + FRAME] for at in range(0, whole, FRAME)]


@dataclass
class Seen:
    """What arrived at the slot: by port the numbers, and how long each frame took, with when it was written."""

    numbers: dict[int, list[int]] = field(default_factory=dict)
    late: list[tuple[int, float]] = field(default_factory=list)
    damaged: int = 0

    def __call__(self, read: Read) -> None:
        now = time.monotonic_ns()
        if read is None:
            self.damaged += 1
            return
        port, number, at = read
        self.numbers.setdefault(port, []).append(number)
        self.late.append((at, (now - at) / 1e9))

    @property
    def count(self) -> int:
        return sum(map(len, self.numbers.values()))

    def lost_and_doubled(self, ports: int, sent: int) -> tuple[int, int]:
        """How many frames never came, and how many came more than once."""
        came = {port: set(numbers) for port, numbers in self.numbers.items()}
        once = sum(map(len, came.values()))
        return ports * sent - once, self.count - once


class _Talk:
    """The session all three readers have: a frame is a reading, its number and port tell it apart."""

    def __init__(self, slot: Slot | None) -> None:
        self._cut = Cut()
        self._slot = slot

    def start(self, _now: float) -> Heard:
        return NOTHING

    def feed(self, chunk: bytes, _now: float) -> Heard:
        return Heard(tuple([self._heard(raw) for raw in self._cut.feed(chunk)]))

    def _heard(self, raw: bytes) -> Signal:
        read = read_frame(raw)
        if self._slot is not None:
            self._slot(read)
        if read is None:
            return Signal(SignalKind.UNREADABLE, raw, damaged="checksum")
        port, number, _at = read
        return Signal(SignalKind.READING, raw, account=str(port), code=str(number), value=1.0)

    def tick(self, _now: float) -> Heard:
        return NOTHING

    def wake_at(self) -> float | None:
        return None


def _unstored(arrived: Sequence[Arrived]) -> list[Stored]:
    """A store that takes the time of a quick disk and no processor: what reading alone costs."""
    time.sleep(SYNC_SECONDS)
    return [Stored(number + 1, one) for number, one in enumerate(arrived)]


@contextmanager
def looped(urls: Sequence[str], folder: Path, slot: Slot, receive: Receive | None = None) -> Iterator[None]:
    """The program's own loop. The slot hears of a frame when it is stored; without a store as soon as it is read."""
    from zoneinfo import ZoneInfo

    from console.devices.hub import LinkSpec
    from console.devices.loop import Loop
    from console.devices.spool import Spool
    from console.domain.wire import LinkState, PortLine

    def told(stored: Sequence[Stored]) -> None:
        for one in stored if receive is not None else ():
            slot(read_frame(one.arrived.signal.raw))

    def made(_setting: Setting) -> Session:
        return _Talk(slot if receive is None else None)

    clock = SystemClock()
    folder.mkdir(parents=True, exist_ok=True)
    spool = Spool(folder)
    loop = Loop(clock, receive or _unstored, lambda _statuses: None, spool, told, lambda _driver: made)
    setting = Setting(clock, ZoneInfo("Asia/Shanghai"))
    loop.start()
    try:
        for url in urls:
            loop.add(LinkSpec(url, "bench", url, PortLine(115_200), setting))
        _until(lambda: [one.state for one in loop.statuses()] == [LinkState.ONLINE] * len(urls))
        yield
    finally:
        loop.stop()


@contextmanager
def notified(urls: Sequence[str], slot: Slot) -> Iterator[None]:
    """QSocketNotifier and the session in the thread of the window, nothing handed on: the floor. ``turned`` turns its
    events."""
    from PySide6.QtCore import QSocketNotifier

    _application()
    ports = [_serial(url, 0) for url in urls]
    notifiers = []
    for port in ports:
        notifier = QSocketNotifier(port.fileno(), QSocketNotifier.Type.Read)
        notifier.activated.connect(partial(_take, port.fileno(), _Talk(slot)))
        notifiers.append(notifier)
    try:
        yield
    finally:
        for notifier in notifiers:
            notifier.setEnabled(False)
        for port in ports:
            port.close()


@contextmanager
def threaded(urls: Sequence[str], slot: Slot) -> Iterator[None]:
    """The usual recipe: a thread for each port that reads a byte, then what waits, has the same session, and hands what
    was heard to the window's thread. ``turned`` turns its events."""
    from PySide6.QtCore import QObject, Qt
    from PySide6.QtCore import Signal as QtSignal

    class Bridge(QObject):
        came = QtSignal(object)

    def taken(came: tuple[list[Read], Heard]) -> None:
        for frame in came[0]:
            slot(frame)

    _application()
    bridge = Bridge()
    bridge.came.connect(taken, Qt.ConnectionType.QueuedConnection)
    ports = [_serial(url, 0.2) for url in urls]
    ending = threading.Event()

    def read(port: Any) -> None:
        frames: list[Read] = []
        talk = _Talk(frames.append)
        while not ending.is_set():
            data = port.read(1)
            if data and (heard := talk.feed(data + port.read(port.in_waiting), 0.0)).signals:
                bridge.came.emit((frames[:], heard))
                frames.clear()

    threads = [threading.Thread(target=read, args=(port,)) for port in ports]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ending.set()
        for thread in threads:
            thread.join()
        for port in ports:
            port.close()


def _serial(url: str, timeout: float) -> Any:
    import serial

    return serial.serial_for_url(url, baudrate=115_200, timeout=timeout, exclusive=True)


def _take(descriptor: int, talk: _Talk, *_event: object) -> None:
    talk.feed(os.read(descriptor, 65_536), 0.0)


@cache
def _application() -> Any:
    """Kept to the end: what Qt notifies of needs one, and a process has one."""
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication.instance() or QCoreApplication([])


def turned(done: Callable[[], bool]) -> None:
    """Let the window's thread turn its events until it is done."""
    from PySide6.QtCore import QEventLoop, QTimer

    events, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: events.quit() if done() else None)
    timer.start(100)
    events.exec()
    timer.stop()


def _until(done: Callable[[], bool], seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            raise TimeoutError("the ports did not open")
        time.sleep(0.01)
