"""Is every acknowledgement behind the sync of what it acknowledges? Seen from outside, by strace."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from console import bootstrap
from console.config import DataDir
from console.domain.realm import Realm
from console.tool.bench import writers
from console.tool.bench.figures import Figure

LINES = 60
_CALL = re.compile(r"(?:\d+\s+)?(pwrite64|write|fsync|fdatasync)\((\d+)(?:<([^>]*)>)?(?:, \"(.{0,40}))?")


@dataclass(frozen=True, slots=True)
class Order:
    """Acknowledgements seen, syncs of the write-ahead log seen, and acknowledgements ahead of their sync."""

    acknowledged: int
    syncs: int
    ahead: int


def available() -> bool:
    """Whether this machine can look: strace is a thing of Linux."""
    return shutil.which("strace") is not None


def observed(place: Path) -> Order:
    """Record lines one by one through the tool under strace and read the order of its calls."""
    data, trace = DataDir(place / "order"), place / "order.strace"
    if not data.store.exists():
        bootstrap.create(data, Realm.LIVE)
    watch = ["strace", "-f", "-y", "-e", "trace=write,pwrite64,fsync,fdatasync", "-o", str(trace)]
    with subprocess.Popen(
        [*watch, *writers.command(data, "log", "add")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as child:
        assert child.stdin is not None and child.stdout is not None
        for line, _ in zip(writers.lines(5), range(LINES), strict=False):
            child.stdin.write(line)
            child.stdout.readline()
        child.stdin.close()
        child.wait()
    return read(trace.read_text(encoding="utf-8", errors="replace").splitlines())


def read(calls: Iterable[str]) -> Order:
    """Count acknowledgements written while pages of the write-ahead log were not yet synced, or none had been."""
    acknowledged = syncs = ahead = 0
    unsynced, synced_since = False, False
    for call in calls:
        found = _CALL.match(call)
        if found is None:
            continue
        name, descriptor, path, text = found.groups()
        if (path or "").endswith("-wal"):
            unsynced = name in {"pwrite64", "write"}
            if not unsynced:
                syncs, synced_since = syncs + 1, True
        elif name == "write" and descriptor == "1" and '{\\"id\\"' in (text or ""):
            acknowledged += 1
            ahead += unsynced or not synced_since
            synced_since = False
    return Order(acknowledged, syncs, ahead)


def figures(place: Path) -> list[Figure]:
    """Acknowledgements ahead of their sync: none. Without strace: no figure, and the table says so."""
    if not available():
        return [Figure("G4", "g4_no_strace", 0.0)]
    seen = observed(place)
    return [Figure("G4", "g4_ahead", seen.ahead, 0.0), Figure("G4", "g4_acknowledged", seen.acknowledged, LINES, True)]
