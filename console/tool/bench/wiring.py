"""G10: ports at line rate and floods: nothing lost, nothing doubled, stored in time, cheaply read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console import bootstrap
from console.config import DataDir
from console.domain.realm import Realm
from console.tool.bench import wire_readers, writers
from console.tool.bench.figures import Figure, percentile, ratios, spread
from console.tool.bench.wire_readers import Seen
from db import sqlite

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.signals import Stored

PORTS = 16
FLOOD_PORTS, FLOOD_FRAMES = 6, 200
FLOOD_BYTES = 21
"""Of one frame of Contact ID over Sur-Gard."""


@dataclass(frozen=True, slots=True)
class Size:
    """How long: rounds of the three readers and their seconds; seconds before, during and after the stall."""

    rounds: int
    seconds: float
    calm: float
    stall: float
    frames: int
    acks: int


WHOLE = Size(6, 3.0, 3.0, 2.0, FLOOD_FRAMES, 1_000)
SMALL = Size(1, 0.3, 0.3, 0.2, 24, 20)
"""For a run at few entries: shows that it works, says nothing of the goals."""


def g10(place: Path, entries: int) -> list[Figure]:
    """Three readers alternated, frames stored while the window stands still, a flood, acknowledgements."""
    if os.name != "posix":
        return [Figure("G10", "g10_no_terminals", 0.0)]
    size = WHOLE if entries >= 100_000 else SMALL
    with _Far(place, "wire-sender", str(PORTS)) as far:
        figures = [*_read(far, place, size), *_stored(far, place, size)]
    return [*figures, *_flooded(place, size), *_acknowledged(place, size)]


class _Far:
    """A child with terminals; its output is read by a thread so that the window's thread is free."""

    def __init__(self, place: Path, kind: str, told: str) -> None:
        self._child = subprocess.Popen(
            writers.command(DataDir(place), "bench", kind), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.say(told)
        self.urls: list[str] = json.loads(self.hear())

    def say(self, line: str) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(f"{line}\n")
        self._child.stdin.flush()

    def hear(self) -> str:
        assert self._child.stdout is not None
        return self._child.stdout.readline()

    def sends(self, seconds: float) -> Sending:
        return Sending(self, seconds)

    def __enter__(self) -> _Far:
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._child.communicate()


class Sending:
    """The far side sends; ``done`` when it has ended, ``count`` frames at each port."""

    def __init__(self, far: _Far, seconds: float) -> None:
        self.count = 0
        self._far = far
        far.say(str(seconds))
        self._thread = threading.Thread(target=self._hear)
        self._thread.start()

    def _hear(self) -> None:
        self.count = int(self._far.hear())

    def done(self) -> bool:
        return not self._thread.is_alive()

    def ended(self, wait: Callable[[Callable[[], bool]], None] | None = None) -> int:
        if wait is not None:
            wait(self.done)
        self._thread.join()
        return self.count


# reading


@dataclass
class _Cost:
    """What a reader took over all rounds: how late frames were, processor seconds, what is missing or twice."""

    late: list[float]
    cpu: float = 0.0
    lost: int = 0
    doubled: int = 0
    damaged: int = 0


Reader = Callable[[Seen], AbstractContextManager[None]]


def _read(far: _Far, place: Path, size: Size) -> Iterator[Figure]:
    readers: dict[str, Reader] = {
        "ours": lambda seen: wire_readers.looped(far.urls, place / "unstored", seen),
        "bare": lambda seen: wire_readers.notified(far.urls, seen),
        "threads": lambda seen: wire_readers.threaded(far.urls, seen),
    }
    costs = {name: _Cost([]) for name in readers}
    for number in range(size.rounds):
        for name, reader in readers.items():
            found = _round(far, reader, size.seconds, wire_readers.turned if name != "ours" else None)
            if number or size.rounds == 1:  # the first warms up
                _add(costs[name], found)
    ours, bare, threads = costs.values()
    yield from ratios("G10", "g10_slot", spread(ours.late), spread(bare.late), 2.0, None)
    yield Figure("G10", "g10_cpu", ours.cpu / threads.cpu, 0.25)
    yield Figure("G10", "g10_cpu_bare", ours.cpu / bare.cpu)
    yield Figure("G10", "g10_read_lost", ours.lost + ours.damaged, 0)
    yield Figure("G10", "g10_read_doubled", ours.doubled, 0)


def _round(far: _Far, reader: Reader, seconds: float, wait: Callable[[Callable[[], bool]], None] | None) -> _Cost:
    seen = Seen()
    with reader(seen):
        begun = time.process_time()
        sent = far.sends(seconds).ended(wait)
        until = time.monotonic() + 5
        if wait is None:
            _wait(lambda: seen.count >= sent * len(far.urls), 5)
        else:
            wait(lambda: seen.count >= sent * len(far.urls) or time.monotonic() > until)
        cpu = time.process_time() - begun
    lost, doubled = seen.lost_and_doubled(len(far.urls), sent)
    return _Cost([late for _, late in seen.late], cpu, lost, doubled, seen.damaged)


def _add(cost: _Cost, found: _Cost) -> None:
    cost.late += found.late
    cost.cpu += found.cpu
    cost.lost, cost.doubled = cost.lost + found.lost, cost.doubled + found.doubled
    cost.damaged += found.damaged


def _wait(done: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not done() and time.monotonic() < until:
        time.sleep(0.01)


# storing


def _stored(far: _Far, place: Path, size: Size) -> Iterator[Figure]:
    """Committed, with the window's thread computing for two seconds in the middle."""
    seen = Seen()
    with _giving_way(), _desk(place / "stored") as desk:
        with wire_readers.looped(far.urls, place / "spool", seen, desk.alarm_intake.receive):
            sending = far.sends(2 * size.calm + size.stall)
            time.sleep(size.calm)
            begun = time.monotonic_ns()
            _busy(size.stall)
            ended = time.monotonic_ns()
            sent = sending.ended()
            _wait(lambda: seen.count >= sent * PORTS, 30)
        lost, doubled = _rows_against(desk.data, sent)
    inside = [late for at, late in seen.late if begun <= at < ended]
    outside = [late for at, late in seen.late if not begun <= at < ended]
    yield Figure(
        "G10", "g10_stall_p99", percentile(inside, 99) / percentile(outside, 99), 5.0, ours=spread(inside),
        other=spread(outside),
    )  # fmt: skip
    yield Figure("G10", "g10_stored_lost", lost, 0)
    yield Figure("G10", "g10_stored_doubled", doubled, 0)


@contextmanager
def _giving_way() -> Iterator[None]:
    """Threads take turns as they do in the program that has the window."""
    from ui.jobs import GIVE_WAY_S

    before = sys.getswitchinterval()
    sys.setswitchinterval(GIVE_WAY_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _busy(seconds: float) -> None:
    """A window that stands still: its thread computes and lets go of the interpreter only when it must."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        sum(range(1_000))


@contextmanager
def _desk(place: Path) -> Iterator[Desk]:
    data = DataDir(place)
    bootstrap.create(data, Realm.LIVE)
    desk = bootstrap.build(data)
    try:
        yield desk
    finally:
        desk.close()


def _rows_against(data: DataDir, sent: int) -> tuple[int, int]:
    """What is missing in the store and what is there twice, of so many frames at each port."""
    rows = _asked(
        data, "SELECT count(*), count(DISTINCT account || '/' || code) FROM wire_event WHERE kind = 'reading'"
    )
    (count, once) = rows[0]
    return PORTS * sent - once, count - once


def _asked(data: DataDir, question: str) -> list[tuple[Any, ...]]:
    connection = sqlite.library().connect(sqlite.uri(data.store, mode="ro"), uri=True)
    try:
        return [tuple(row) for row in connection.execute(question)]
    finally:
        connection.close()


# the flood


def _flooded(place: Path, size: Size) -> Iterator[Figure]:
    """Power returns: six receivers hand on what they kept, at 9600, through the whole of the program."""
    from console.desk.wire_links import Unledgered

    counted: list[Stored] = []
    far = _Far(place, "wire-flood", f"{FLOOD_PORTS} {size.frames}")
    with far, _desk(place / "flood") as desk:
        desk.wire.start(ports=[Unledgered(url, "surgard") for url in far.urls], told=counted.extend)
        far.say("power")
        told = json.loads(far.hear())
        desk.wire.stop()
        found = _asked(desk.data, "SELECT account, zone, repeats FROM wire_event WHERE kind = 'alarm'")
    once = {(account, zone) for account, zone, _ in found}
    doubled = len(found) - len(once) + sum(repeats for _, _, repeats in found)
    line = size.frames / FLOOD_PORTS * (FLOOD_BYTES + 1) / 960
    yield Figure("G10", "g10_flood_lost", max(size.frames - len(once), size.frames - told["acknowledged"]), 0)
    yield Figure("G10", "g10_flood_doubled", doubled, 0)
    yield Figure("G10", "g10_flood_time", told["seconds"] / line)


# acknowledging


def _acknowledged(place: Path, size: Size) -> Iterator[Figure]:
    """How long ``listen`` keeps a receiver waiting while nobody reads what it prints."""
    import tty

    master, far = os.openpty()
    tty.setraw(far)
    data = DataDir(place / "acknowledged")
    bootstrap.create(data, Realm.LIVE)
    full = _full_pipe()
    asked = ("listen", "--device-url", os.ttyname(far), "--driver", "surgard")
    with subprocess.Popen(writers.command(data, *asked), stdout=full[1], stderr=subprocess.DEVNULL) as child:
        took = [_answer(master, number, 60 if number == 0 else 10) for number in range(size.acks)]
        child.terminate()
    for descriptor in (master, far, *full):
        os.close(descriptor)
    yield Figure("G10", "g10_ack", percentile(took[1:], 99), 0.2, ours=spread(took[1:]))


def _full_pipe() -> tuple[int, int]:
    """A pipe into which not a byte more fits."""
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    try:
        while True:
            os.write(write_end, b"x" * 4_096)
    except BlockingIOError:
        os.set_blocking(write_end, True)
    return read_end, write_end


def _answer(master: int, number: int, seconds: float) -> float:
    """Report an alarm until it is acknowledged, as a receiver does: seconds until it was."""
    import select

    begun = time.monotonic()
    while time.monotonic() < begun + seconds:
        os.write(master, f"5011 18{number:04d}E131010{number % 100:02d}\x14".encode())
        if select.select([master], [], [], 4.0)[0] and b"\x06" in os.read(master, 64):
            return time.monotonic() - begun
    raise TimeoutError("no acknowledgement")
