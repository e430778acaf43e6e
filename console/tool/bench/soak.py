"""Several real processes on one store for minutes: writers, a reader that follows, searches and checks beside them."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from console import bootstrap
from console.config import DataDir
from console.domain.realm import Realm
from console.errors import Refused
from console.tool.bench import proof, writers
from console.tool.bench.figures import percentile
from db import opening

TICK = 0.5
"""Seconds between two looks of the reader at what others committed."""

LATEST = 1.0
"""Most seconds between an acknowledgement and the reader having the line."""

PACE = 0.03
"""Mean seconds a writer rests between two lines."""


@dataclass(slots=True)
class Run:
    """What the processes did; times by the machine's monotonic clock, which all processes share."""

    acknowledged: dict[int, float] = field(default_factory=dict)
    keys: list[proof.Key] = field(default_factory=list)
    seen: dict[int, float] = field(default_factory=dict)
    searches: int = 0
    checks: int = 0
    faults: list[str] = field(default_factory=list)
    upgrade_refused: bool = False

    def told(self) -> dict[str, Any]:
        """Counts and delays for people."""
        late = [self.seen[number] - at for number, at in self.acknowledged.items() if number in self.seen]
        return {
            "acknowledged": len(self.acknowledged),
            "seen": len(self.seen),
            "seen_after_p50_s": round(percentile(late, 50), 3) if late else None,
            "seen_after_worst_s": round(max(late), 3) if late else None,
            "searches": self.searches,
            "checks": self.checks,
            "upgrade_refused": self.upgrade_refused,
            "faults": self.faults,
        }


def soak(place: Path, seconds: float, count: int) -> Run:
    """Let ``count`` writers, a reader, searches and checks run on a fresh live store, then prove it."""
    data, run = DataDir(place / f"soak-{count}"), Run()
    bootstrap.create(data, Realm.LIVE)
    end = threading.Event()
    with subprocess.Popen(
        writers.command(data, "bench", "reader"), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        assert reader.stdin is not None and reader.stdout is not None
        reader.stdout.readline()  # it stands ready
        following = threading.Thread(target=_follow, args=(reader, run))
        following.start()
        workers = [threading.Thread(target=_write, args=(data, run, end, seed)) for seed in range(count)]
        workers += [threading.Thread(target=work, args=(data, run, end)) for work in (_search, _check)]
        for worker in workers:
            worker.start()
        _try_upgrade(data, run)
        end.wait(seconds)
        end.set()
        for worker in workers:
            worker.join()
        time.sleep(2 * TICK)
        reader.stdin.close()
        following.join()
    _judge(data, run)
    return run


def _write(data: DataDir, run: Run, end: threading.Event, seed: int) -> None:
    pick, lines = Random(seed), writers.lines(seed)
    with writers.start(data, "log") as child:
        assert child.stdin is not None and child.stdout is not None
        while not end.is_set():
            child.stdin.write(next(lines))
            answer = json.loads(child.stdout.readline())
            if "number" not in answer:
                run.faults.append(f"writer {seed}: {answer}")
                continue
            run.acknowledged[answer["number"]] = time.perf_counter()
            run.keys.append(("log_entry", answer["id"]))
            end.wait(pick.expovariate(1 / PACE))
        child.stdin.close()
        if child.wait() != 0:
            run.faults.append(f"writer {seed}: exit {child.returncode}")


def _follow(reader: subprocess.Popen[bytes], run: Run) -> None:
    assert reader.stdout is not None
    for line in reader.stdout:
        told = json.loads(line)
        for number in range(told["first"], told["last"] + 1):
            run.seen[number] = told["at"]


def _search(data: DataDir, run: Run, end: threading.Event) -> None:
    while not end.wait(1):
        _ask(run, writers.command(data, "log", "search", "山塘", "--json"))
        run.searches += 1


def _check(data: DataDir, run: Run, end: threading.Event) -> None:
    while not end.wait(3):
        _ask(run, writers.command(data, "log", "verify"))
        run.checks += 1


def _ask(run: Run, command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode or done.stderr:
        run.faults.append(f"{' '.join(command[-3:])}: exit {done.returncode} {done.stderr}{done.stdout[:200]}")


def _try_upgrade(data: DataDir, run: Run) -> None:
    """Nobody may upgrade a store others have open."""
    while not run.acknowledged:
        time.sleep(0.05)
    try:
        opening.upgrade(data, opening.head(), at=None)
    except Refused as refused:
        run.upgrade_refused = refused.code == "store_in_use"


def _judge(data: DataDir, run: Run) -> None:
    run.faults += proof.faults(data, run.keys, verify=True)
    missed = sorted(set(run.acknowledged) - set(run.seen))
    late = [number for number, at in run.acknowledged.items() if run.seen.get(number, at) - at > LATEST]
    if missed:
        run.faults.append(f"{len(missed)} lines the reader never saw, first {missed[0]}")
    if late:
        run.faults.append(f"{len(late)} lines the reader saw later than {LATEST} s")
    if not run.upgrade_refused:
        run.faults.append("an upgrade was not refused while others had the store open")


def read(data: DataDir) -> None:
    """The reader: follows what others commit until its input ends; says which lines it has and when."""
    ended, last = threading.Event(), 0
    threading.Thread(target=_until_input_ends, args=(ended,), daemon=True).start()
    desk = bootstrap.build(data)
    try:
        _say(1, 0)
        while True:
            over = ended.wait(TICK)
            if last == 0 or desk.outside() is not None:
                last = _tell(desk, last)
            if over:
                return
    finally:
        desk.close()


def _tell(desk: bootstrap.Desk, last: int) -> int:
    newest = desk.log.count()
    if newest > last:
        rows = desk.log.page(last + 1, newest)
        _say(rows[-1].number, rows[0].number)
    return newest


def _say(first: int, last: int) -> None:
    sys.stdout.write(json.dumps({"first": first, "last": last, "at": time.perf_counter()}) + "\n")
    sys.stdout.flush()


def _until_input_ends(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()
