"""News from other processes on the same store: SQLite counts their commits, and we ask once a second."""

from __future__ import annotations

from pathlib import Path

from db import sqlite


class Outside:
    """Keeps one connection of its own: ``PRAGMA data_version`` compares only against itself."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.library().connect(sqlite.uri(path, mode="ro"), uri=True, check_same_thread=False)
        self._seen = self._version()

    def changed(self) -> bool:
        """Whether anybody (this process included) has committed since the last time of asking."""
        version = self._version()
        if version == self._seen:
            return False
        self._seen = version
        return True

    def close(self) -> None:
        self._connection.close()

    def _version(self) -> int:
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)
