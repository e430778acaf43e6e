"""File locks in ``locks/``, released by the death of the process that holds them."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import IO

import portalocker


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
        flags = portalocker.LockFlags.EXCLUSIVE if self._alone else portalocker.LockFlags.SHARED
        try:
            portalocker.lock(file, flags | portalocker.LockFlags.NON_BLOCKING)
        except (portalocker.LockException, portalocker.AlreadyLocked):
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        if self._file is not None:
            portalocker.unlock(self._file)
            self._file.close()
            self._file = None

    def __enter__(self) -> FileLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
