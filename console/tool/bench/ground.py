"""The ground a measurement stands on: a folder on a real disk, what the disk and the machine are worth, versions."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy

from console import __version__
from console.config import DataDir
from console.errors import Refused
from console.tool.bench.figures import percentile
from db import sqlite

_IN_MEMORY = {"tmpfs", "ramfs", "devtmpfs"}
SYNCS = 200


@contextmanager
def folder(keep: str | None) -> Iterator[Path]:
    """A folder on a real disk: the named one, which stays, else one of our own, which goes."""
    if keep is not None:
        named = Path(keep)
        named.mkdir(parents=True, exist_ok=True)
        if file_system(named) in _IN_MEMORY:
            raise Refused("bench_in_memory", path=str(named))
        yield named
        return
    made = Path(tempfile.mkdtemp(prefix="duty-bench-", dir=_real_disk()))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _real_disk() -> Path:
    tried = [Path(tempfile.gettempdir()), Path("/var/tmp"), Path.cwd()]
    for place in tried:
        if place.is_dir() and os.access(place, os.W_OK) and file_system(place) not in _IN_MEMORY:
            return place
    raise Refused("bench_in_memory", path=str(tried[0]))


def file_system(path: Path) -> str:
    """The kind of file system a path lies on, as Linux names it; empty elsewhere."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    best, kind = "", ""
    whole = str(path.resolve())
    for line in mounts.read_text(encoding="utf-8").splitlines():
        _, point, found, *_ = line.split()
        point = point.replace("\\040", " ")
        if (whole + "/").startswith(point.rstrip("/") + "/") and len(point) >= len(best):
            best, kind = point, found
    return kind


def sync_ms(place: Path) -> float:
    """Median milliseconds of an fdatasync after 4 KiB appended: what the disk itself asks for a commit."""
    path = place / "sync.probe"
    sync = getattr(os, "fdatasync", os.fsync)
    taken: list[float] = []
    with path.open("wb", buffering=0) as file:
        for _ in range(SYNCS):
            file.write(b"\0" * 4096)
            start = time.perf_counter()
            sync(file.fileno())
            taken.append(time.perf_counter() - start)
    path.unlink()
    return percentile(taken, 50) * 1e3


def facts(place: Path) -> dict[str, Any]:
    """What has to be said beside every figure."""
    return {
        "product": __version__,
        "python": platform.python_version(),
        "sqlite": ".".join(map(str, sqlite.version())),
        "sqlalchemy": sqlalchemy.__version__,
        "system": platform.platform(terse=True),
        "cores": os.cpu_count(),
        "load": [round(value, 2) for value in os.getloadavg()] if hasattr(os, "getloadavg") else None,
        "file_system": file_system(place),
        "fdatasync_p50_ms": round(sync_ms(place), 4),
    }


def data_at(place: Path, name: str) -> DataDir:
    """A data directory for a measurement."""
    return DataDir(place / name)
