"""Who holds a file lock, without touching it: taking it to find out could turn a starting window away."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_TABLE = Path("/proc/locks")


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that holds a lock."""

    pid: int
    name: str


def holders(path: Path) -> tuple[Holder, ...] | None:
    """Processes that hold the lock of that file; None where the system does not tell."""
    try:
        table = _TABLE.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    if not path.exists():
        return ()
    inode = str(path.stat().st_ino)
    rows = (line.split() for line in table)
    pids = {int(row[4]) for row in rows if row[1] == "FLOCK" and row[5].rsplit(":", 1)[-1] == inode}
    return tuple(Holder(pid, _name(pid)) for pid in sorted(pids))


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return "?"
