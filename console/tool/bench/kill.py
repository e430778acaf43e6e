"""The kill loop: real writers are killed -9 while they write; what they had acknowledged must be there, once."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from console import bootstrap
from console.config import DataDir
from console.domain.realm import Realm
from console.tool.bench import proof, writers
from console.tool.bench.figures import Figure

VERIFY_EACH = 20
KILLED = -9 if os.name == "posix" else 1
"""Exit code of a process that was killed."""

LONGEST = {"log": 0.6, "intake": 0.6, "handover": 3.0, "incident": 2.0}
"""Most seconds a writer lives after its first acknowledgement; signing takes its time."""


@dataclass(slots=True)
class Tally:
    """What the rounds came to."""

    rounds: int = 0
    acknowledged: dict[str, int] = field(default_factory=dict)
    committed_unacknowledged: int = 0
    reopened_worst_s: float = 0.0
    faults: list[str] = field(default_factory=list)


def prepared(place: Path) -> DataDir:
    """A live store with two officers."""
    data = DataDir(place / "kill")
    if not data.store.exists():
        bootstrap.create(data, Realm.LIVE)
        desk = bootstrap.build(data)
        try:
            writers.prepare(desk)
        finally:
            desk.close()
    return data


def rounds(data: DataDir, count: int, tally: Tally, seed: int = 9) -> Iterator[tuple[int, str, int]]:
    """Kill one writer a round, kinds in turn; tells round, kind and its acknowledgements, and keeps the tally."""
    pick = Random(seed)
    for number in range(1, count + 1):
        kind = writers.KINDS[number % len(writers.KINDS)]
        before = proof.records(data)
        acknowledged, ended = _one(data, kind, number, pick.random() * LONGEST[kind])
        if ended:
            tally.faults.append(f"round {number}: the {kind} writer ended by itself, exit {ended}")
        tally.reopened_worst_s = max(tally.reopened_worst_s, round(_reopen(data), 3))
        tally.rounds, last = number, number == count
        tally.acknowledged[kind] = tally.acknowledged.get(kind, 0) + len(acknowledged)
        tally.faults += proof.faults(data, acknowledged, verify=last or number % VERIFY_EACH == 0)
        if kind == "log":
            tally.committed_unacknowledged += proof.records(data) - before - len(acknowledged)
        yield number, kind, len(acknowledged)


def _one(data: DataDir, kind: str, seed: int, seconds: float) -> tuple[list[proof.Key], int]:
    """Start a writer, kill it ``seconds`` after its first acknowledgement: what it had acknowledged.

    And, where it ended by itself before, the exit code; 0 when it was killed.
    """
    with writers.start(data, kind) as child:
        feeder = threading.Thread(target=_feed, args=(child, seed), daemon=True)
        if kind == "log":
            feeder.start()
        assert child.stdout is not None
        first = child.stdout.readline()
        timer = threading.Timer(seconds, child.kill)
        timer.start()
        rest = child.stdout.read()
        child.wait()
        timer.cancel()
        if feeder.is_alive():
            feeder.join()
    whole = [line for line in (first + rest).splitlines(keepends=True) if line.endswith(b"\n")]
    by_itself = not first or child.returncode != KILLED
    return [_key(json.loads(line)) for line in whole], (child.returncode or -1) if by_itself else 0


def _feed(child: subprocess.Popen[bytes], seed: int) -> None:
    """Lines until the pipe breaks: the writer was killed."""
    assert child.stdin is not None
    try:
        for line in writers.lines(seed):
            child.stdin.write(line)
    except (BrokenPipeError, ValueError, OSError):
        return


def _key(answer: dict[str, str]) -> proof.Key:
    return answer.get("table", "log_entry"), answer["id"]


def _reopen(data: DataDir) -> float:
    start = time.perf_counter()
    bootstrap.build(data).close()
    return time.perf_counter() - start


def figures(tally: Tally) -> list[Figure]:
    """The goal of the loop: nothing wrong."""
    return [Figure("G4", "g4_kill", len(tally.faults), 0.0)]


def g4(place: Path, _entries: int) -> list[Figure]:
    """Some rounds of the kill loop, and the order of syncs before acknowledgements."""
    from console.tool.bench import order

    tally = Tally()
    for _ in rounds(prepared(place), 12, tally):
        pass
    return [*figures(tally), *order.figures(place)]
