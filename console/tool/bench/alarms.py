"""G3 and X8: a burst of alarms through the intake in groups, and a queue a storm has filled.

An alarm is more than a line: its event, its row and the line, indexed. So a burst is held against two things: lines
recorded one by one (the goal), and alarms stored one by one (for information: the same work, a commit each).
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from console import bootstrap
from console.bootstrap import Desk
from console.devices.drivers.surgard import SurGardSession
from console.devices.session import Setting
from console.domain.clock import StoppedClock
from console.domain.log import NewEntry
from console.domain.signals import Arrived
from console.domain.wire import DeviceForm
from console.tool.bench import loading
from console.tool.bench.corpus import Corpus
from console.tool.bench.figures import Figure, Spread, spread
from console.tool.bench.ground import data_at

FRAMES, DEVICES, ROUNDS, LINES, ALONE = 1_000, 50, 7, 300, 100
GROUP_TIMES = 4.0
QUEUE_MS = 50.0
"""Of the processor: what else runs on a shared core is not the queue's."""
_LOOKS = 40
_CODES = ("110", "130", "301")


def g3(place: Path, _entries: int) -> list[Figure]:
    """1 000 frames at once, stored and answerable in one commit, against lines and alarms one by one; in turn."""
    desk = _desk(place, "g3")
    try:
        corpus, grouped, single, alone = Corpus(3), [], [], []
        keys = _devices(desk)
        for turn in range(ROUNDS):
            with _as_in_the_window():
                desk.clock.advance(hours=1)  # type: ignore[attr-defined]
                grouped.append(_burst(desk, keys, turn))
                single.append(_lines(desk, [corpus.text() for _ in range(LINES)]))
                desk.clock.advance(hours=1)  # type: ignore[attr-defined]
                alone.append(_one_by_one(desk, keys, ROUNDS + turn))
    finally:
        desk.close()
    ours, line, alarm = _each(grouped, FRAMES), _each(single, LINES), _each(alone, ALONE)
    return [
        Figure("G3", "g3", line.p50 / ours.p50, GROUP_TIMES, at_least=True, ours=ours, other=line),
        Figure("G3", "g3_alone", alarm.p50 / ours.p50, ours=ours, other=alarm),
    ]


def x8(place: Path, _entries: int) -> list[Figure]:
    """1 000 alarms of 50 devices within a minute: the queue is read at once, none is lost, few of them sound."""
    desk = _desk(place, "x8")
    try:
        keys = _devices(desk)
        for second in range(60):
            desk.clock.advance(seconds=1)  # type: ignore[attr-defined]
            desk.alarm_intake.receive(_frames(desk, keys, second, FRAMES // 60 + (second < FRAMES % 60)))
        worked, taken = [], []
        for _ in range(_LOOKS):
            start, busy = time.perf_counter(), time.process_time()
            queue = desk.alarms.queue()
            worked.append(time.process_time() - busy)
            taken.append(time.perf_counter() - start)
    finally:
        desk.close()
    looks, waits = spread(worked), spread(taken)
    return [
        Figure("X8", "x8_queue", looks.p50, QUEUE_MS, ours=looks),
        Figure("X8", "x8_queue_wait", waits.p50, ours=waits),
        Figure("X8", "x8_stored", len(queue.rows), FRAMES, at_least=True),
        Figure("X8", "x8_sounding", sum(row.sounds for row in queue.rows), FRAMES / 2),
    ]


@contextmanager
def _as_in_the_window() -> Iterator[None]:
    """The window collects garbage between events (ui.garbage), never while a burst is stored or a line written."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _desk(place: Path, name: str) -> Desk:
    data = data_at(place, name)
    loading.store(data, FRAMES, seed=1)
    newest = loading.START + loading.STEP * (FRAMES + 1)
    return bootstrap.build(data, StoppedClock(newest))


def _devices(desk: Desk) -> list[str]:
    forms = [
        DeviceForm(uuid4(), f"JB-{number:02d}", f"接警机 {number}", "surgard", f"sim://surgard/{number}")
        for number in range(DEVICES)
    ]
    return [desk.devices.add(form, by=loading.BY).key for form in forms]


def _frames(desk: Desk, keys: list[str], turn: int, count: int) -> list[Arrived]:
    """Contact ID as the driver reads it from a receiver: fires, burglars and mains that fail; no two alike."""
    at, made = desk.clock.now(), []
    driver = SurGardSession(Setting(desk.clock, desk.settings.zone()))
    for number in range(count):
        raw = f"501001 18{turn * 31 % 10_000:04d}1{_CODES[number % len(_CODES)]}{number:05d}\x14".encode()
        (signal,) = driver.feed(raw, 0.0).signals
        made.append(Arrived(keys[number % len(keys)], "surgard", at + timedelta(microseconds=number), signal))
    return made


def _each(rounds: list[float], count: int) -> Spread:
    """Of one of ``count``; the first round warms up."""
    return spread([seconds / count for seconds in rounds[1:]])


def _burst(desk: Desk, keys: list[str], turn: int) -> float:
    frames = _frames(desk, keys, turn, FRAMES)
    start = time.perf_counter()
    desk.alarm_intake.receive(frames)
    return time.perf_counter() - start


def _one_by_one(desk: Desk, keys: list[str], turn: int) -> float:
    frames = _frames(desk, keys, turn, ALONE)
    start = time.perf_counter()
    for frame in frames:
        desk.alarm_intake.receive([frame])
    return time.perf_counter() - start


def _lines(desk: Desk, texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        desk.log.add(NewEntry(uuid4(), text), by=loading.BY)
    return time.perf_counter() - start
