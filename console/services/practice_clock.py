"""The clock of a sample or exercise store: one for all programs that have it open."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from console.config import DataDir
from console.domain.clock import ResumedClock, SystemClock
from db.locks import FileLock
from db.types import from_micros, to_micros


def resumed(data: DataDir, newest: datetime) -> tuple[ResumedClock, FileLock | None]:
    """A clock that runs on from ``newest``, or with that of the programs that have the store open now.

    Who is first writes down when it began, by the machine's seconds since its start, which every program counts alike.
    The lock says that somebody's clock runs: whoever holds the store releases it. None where the disk takes nothing;
    then the clock is this program's own.
    """
    told = data.locks / "practice-clock"
    try:
        first = FileLock(data.locks / "practice", alone=True)
        if first.acquire():
            told.write_text(f"{to_micros(newest)} {SystemClock().monotonic()!r}", encoding="ascii")
            first.release()
        runs = FileLock(data.locks / "practice", alone=False)
        held = runs if runs.acquire() else None
    except OSError:
        return ResumedClock(newest), None
    return ResumedClock(max(newest, _told(told) or newest)), held


def _told(path: Path) -> datetime | None:
    """What the others' clock shows; None where nobody wrote it down as it is written."""
    try:
        began, counted = path.read_text(encoding="ascii").split()
        passed = SystemClock().monotonic() - float(counted)
        return from_micros(int(began)) + timedelta(seconds=passed) if passed >= 0 else None
    except (OSError, ValueError, OverflowError):
        return None
