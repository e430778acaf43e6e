"""File locks in ``locks/``, released by the death of the process that holds them."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import IO


class FileLock:
    """One named lock: ``use`` shared by all who have the store open, ``window`` and ``wire`` held alone."""

    def __init__(self, path: Path, *, alone: bool) -> None:
        self._path = path
        self._alone = alone
        self._file: IO[str] | None = None

    def acquire(self) -> bool:
        """Take it now or say that somebody else has it; never waits."""
        if self._file is not None:
            return True
        file = self._path.open("a+", encoding="ascii")
        if not _taken(file, alone=self._alone):
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        if self._file is not None:
            _given_back(self._file)
            self._file.close()
            self._file = None

    def __enter__(self) -> FileLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    # shared locks need LockFileEx, which the library knows how to call
    import portalocker

    def _taken(file: IO[str], *, alone: bool) -> bool:
        flags = portalocker.LockFlags.EXCLUSIVE if alone else portalocker.LockFlags.SHARED
        try:
            portalocker.lock(file, flags | portalocker.LockFlags.NON_BLOCKING)
        except (portalocker.LockException, portalocker.AlreadyLocked):
            return False
        return True

    def _given_back(file: IO[str]) -> None:
        portalocker.unlock(file)

else:
    # the same call the library makes, without the 50 ms its import costs the first window
    import fcntl

    def _taken(file: IO[str], *, alone: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _given_back(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
