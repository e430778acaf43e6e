"""Which processes stand at one store: the window's lock, held for as long as the window lives."""

from __future__ import annotations

from console.config import DataDir
from db.locks import FileLock


def hold_window(data: DataDir) -> FileLock | None:
    """The window lock, or None when another process shows this store already."""
    data.make()
    lock = FileLock(data.locks / "window", alone=True)
    return lock if lock.acquire() else None
