"""Cable, process, disk, at random moments: ``python -m tests.kit.wire_torture --rounds 100 pull kill disk``.

A Sur-Gard receiver says one alarm after the other and repeats each until it is acknowledged. In the end each stands in
the store exactly once, with one pending alarm, and each that was acknowledged stood there before: none lost, none
doubled. The console is a process of its own with a real store; ``disk`` needs the right to mount a small file system.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from console import bootstrap
from console.config import DataDir
from console.domain.realm import Realm
from tests.kit.links import Pty

RESEND = 0.4
"""Seconds a receiver waits for its acknowledgement here; four in the field."""
DISK_MB = 24

_CHILD = """
import signal, sys, threading
from pathlib import Path
from console import bootstrap
from console.config import DataDir
from console.desk.wire_links import Unledgered
end = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: end.set())
desk = bootstrap.build(DataDir(Path(sys.argv[1])))
held = desk.wire.start(ports=[Unledgered(sys.argv[2], "surgard")])
print(held, flush=True)
end.wait()
desk.close()
print("ended", flush=True)
"""


class Console:
    """The process under test."""

    def __init__(self, data: Path, url: str) -> None:
        self._arguments = [sys.executable, "-c", _CHILD, str(data), url]
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(self._arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "True\n", "the console did not start"

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self._ended()

    def stop(self) -> float:
        assert self.process is not None
        began = time.monotonic()
        self.process.terminate()
        self._ended()
        return time.monotonic() - began

    def _ended(self) -> None:
        assert self.process is not None
        self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None


class Receiver(threading.Thread):
    """Says alarms, each until it is acknowledged. A byte on the line is an ACK only while something is outstanding."""

    def __init__(self, pty: Pty) -> None:
        super().__init__(name="receiver", daemon=True)
        self.pty = pty
        self.acknowledged = 0
        self.said = 0
        self.repeated = 0
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            account = self.acknowledged + 1
            while not self.stopping.is_set() and not self._acknowledged(account):
                self.repeated += 1
            if not self.stopping.is_set():
                self.acknowledged = account

    def _acknowledged(self, account: int) -> bool:
        master = self.pty.master
        try:
            self.said = max(self.said, account)
            os.write(master, f"5011 18{account:04X}E11001{account % 1000:03d}\x14".encode())
            limit = time.monotonic() + RESEND
            while (left := limit - time.monotonic()) > 0:
                if select.select([master], [], [], left)[0] and b"\x06" in os.read(master, 100):
                    return True
        except (OSError, ValueError):
            self.stopping.wait(0.02)  # the cable is out
        return False


def pull(rounds: int, chance: random.Random, console: Console, receiver: Receiver, _data: DataDir) -> None:
    console.start()
    for _each in range(rounds):
        _acks_more(receiver)
        time.sleep(chance.uniform(0, 0.06))
        receiver.pty.pull()
        time.sleep(chance.uniform(0, 0.05))
        receiver.pty.plug()


def kill(rounds: int, chance: random.Random, console: Console, receiver: Receiver, _data: DataDir) -> None:
    for _each in range(rounds):
        console.start()
        if chance.random() < 0.8:
            _acks_more(receiver)
        time.sleep(chance.uniform(0, 0.06))
        console.kill()
    console.start()


def disk(rounds: int, chance: random.Random, console: Console, receiver: Receiver, data: DataDir) -> None:
    console.start()
    filler = data.root / "filler"
    for _each in range(rounds):
        _acks_more(receiver)
        time.sleep(chance.uniform(0, 0.06))
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(chance.choice((4_096, 65_536))))
        time.sleep(chance.uniform(0.05, 0.6))
        filler.unlink()


WAYS = {"pull": pull, "kill": kill, "disk": disk}


def _acks_more(receiver: Receiver, patience: float = 60.0) -> None:
    before, limit = receiver.acknowledged, time.monotonic() + patience
    while receiver.acknowledged == before:
        assert time.monotonic() < limit, f"nothing was acknowledged after {before}"
        time.sleep(0.002)


def may_mount() -> bool:
    """Whether a small file system can be made here to fill up."""
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=False, capture_output=True)
        if made.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        return made.returncode == 0


@contextmanager
def small_disk(folder: Path) -> Any:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def torture(way: str, rounds: int, seed: int) -> dict[str, Any]:
    """One run; what became of it. AssertionError for a loss or a double."""
    began = time.monotonic()
    with ExitStack() as ended:
        folder = Path(ended.enter_context(tempfile.TemporaryDirectory()))
        if way == "disk":
            (folder / "disk").mkdir()
            ended.enter_context(small_disk(folder / "disk"))
        data = DataDir(folder / "disk" / "d" if way == "disk" else folder / "d")
        bootstrap.create(data, Realm.SAMPLE)
        pty = Pty(folder / "port")
        receiver, console = Receiver(pty), Console(data.root, str(pty.name))
        ended.callback(pty.pull)
        receiver.start()
        try:
            WAYS[way](rounds, random.Random(seed), console, receiver, data)
            _acks_more(receiver)
            receiver.stopping.set()
            receiver.join()
            stopped = console.stop()
        finally:
            receiver.stopping.set()
            if console.process is not None:
                console.kill()
        told = judged(data, receiver)
    return told | {
        "way": way,
        "rounds": rounds,
        "seconds": round(time.monotonic() - began),
        "stop_s": round(stopped, 2),
    }


def judged(data: DataDir, receiver: Receiver) -> dict[str, Any]:
    store = sqlite3.connect(data.store)
    firsts = Counter(
        int(account, 16)
        for (account,) in store.execute(
            "SELECT account FROM wire_event WHERE kind = 'alarm' AND damaged = '' AND first_id IS NULL"
        )
    )
    (repeats,) = store.execute("SELECT coalesce(sum(repeats), 0) FROM wire_event WHERE kind = 'alarm'").fetchone()
    pending = Counter(
        int(account, 16) for (account,) in store.execute("SELECT account FROM alarm WHERE kind = 'alarm'")
    )
    (damaged,) = store.execute("SELECT count(*) FROM wire_event WHERE damaged <> ''").fetchone()
    (whole,) = store.execute("PRAGMA integrity_check").fetchone()
    store.close()
    lost = [account for account in range(1, receiver.acknowledged + 1) if account not in firsts]
    doubled = [account for account, times in firsts.items() if times > 1]
    twice = [account for account, times in pending.items() if times > 1]
    told = {
        "acknowledged": receiver.acknowledged, "repeated_by_receiver": receiver.repeated, "repeats_counted": repeats,
        "lost": len(lost), "doubled": len(doubled), "alarms_doubled": len(twice), "damaged": damaged,
        "alarms": len(pending), "integrity": whole,
    }  # fmt: skip
    assert not (lost or doubled or twice), told | {"which": (lost, doubled, twice)}
    assert set(firsts) <= set(range(1, receiver.said + 1)), "an account nobody said"
    assert whole == "ok"
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("way", choices=sorted(WAYS), nargs="+")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    for way in chosen.way:
        print(json.dumps(torture(way, chosen.rounds, chosen.seed)), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
