"""Real processes that are killed around a stop while another program holds the store.

``python -m tests.kit.stop_torture --rounds 20`` prints what was met. A round: a process runs the wire, the store is
held, the key is pressed, the process is killed with SIGKILL at a moment of its own; the next one must have the stop in
the book once, or not at all where it was killed before a line about it was on the disk.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from argon2 import profiles

from console import bootstrap
from console.config import DataDir
from console.domain.delivery import Verb
from console.domain.realm import Realm
from console.services import accounts
from db import sqlite
from tests.kit.links import waited
from tests.kit.sending import device, officer

SIRENS = 3
MOMENTS = (0.02, 0.05, 0.1, 0.2, 0.5)
"""Seconds from the key to the kill."""

PRESSES = """
import sys
from pathlib import Path
from console import bootstrap
from console.config import DataDir
from tests.kit.links import waited
desk = bootstrap.build(DataDir(Path(sys.argv[1])))
by = desk.accounts.list()[0].actor
desk.wire.start()
waited(lambda: {one.state.value for one in desk.wire.status()} == {"online"})
print("ready", flush=True)
sys.stdin.readline()
desk.stop_all(by=by)
sys.stdin.read()
"""


def round_of(made: DataDir, data: DataDir, moment: float, tally: Counter[str]) -> None:
    shutil.copytree(made.root, data.root)
    command = [sys.executable, "-c", PRESSES, str(data.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None and child.stdout is not None and child.stdout.readline() == "ready\n"
        with closing(sqlite.library().connect(data.store, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            child.stdin.write("now\n")
            child.stdin.flush()
            time.sleep(moment)
            child.send_signal(signal.SIGKILL)
            child.wait()
    with closing(bootstrap.build(data)) as desk:
        desk.wire.start()
        stops = desk.wire._stop_now
        assert stops is not None
        waited(lambda: not stops.under_way())
        rows = [row for row in desk.deliveries.rows() if row.verb is Verb.STOP]
        lines = [entry for entry in desk.log.newest(50) if entry.text.startswith("全部停止")]
        assert (len(rows), len(lines)) in ((0, 0), (SIRENS, 1)), (rows, lines)
        assert not desk.log.verify().faults
        tally["/".join(sorted({row.state.value for row in rows})) or "not in the book"] += 1


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--at", type=int, default=7)
    given = parser.parse_args()
    accounts.COST = profiles.CHEAPEST
    place, chance, tally = Path(tempfile.mkdtemp()), random.Random(given.at), Counter[str]()
    try:
        made = DataDir(place / "made")
        bootstrap.create(made, Realm.SAMPLE)
        with closing(bootstrap.build(made)) as desk:
            officer(desk)
            for number in range(SIRENS):
                device(desk, f"J-{number}")
        for number in range(given.rounds):
            data = DataDir(place / f"round-{number}")
            round_of(made, data, chance.choice(MOMENTS), tally)
            shutil.rmtree(data.root)
    finally:
        shutil.rmtree(place)
    print(json.dumps(dict(sorted(tally.items())), indent=1))


if __name__ == "__main__":
    main()
