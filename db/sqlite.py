"""The SQLite library the store runs on: which one, how a connection is set up, what its errors mean."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

from console.errors import Refused, Unavailable

FIXED_VERSION = (3, 51, 3)
"""First SQLite without the WAL-reset bug that can corrupt a store (SQLite's own change log)."""

BUSY_MS = 10_000


def library() -> ModuleType:
    """pysqlite3 with its own fixed SQLite where there is one, else the system's."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        import sqlite3

        return sqlite3
    return dbapi2  # type: ignore[no-any-return]


def version(module: ModuleType | None = None) -> tuple[int, ...]:
    """Version of the SQLite library in use, e.g. ``(3, 53, 4)``."""
    return tuple(int(part) for part in (module or library()).sqlite_version.split("."))


def refuse_affected(found: tuple[int, ...]) -> None:
    """Refuse a library with the WAL-reset bug: a live store never opens on one."""
    if found < FIXED_VERSION:
        raise Refused("affected_sqlite", found=".".join(map(str, found)), needed=".".join(map(str, FIXED_VERSION)))


def set_up(connection: Any, *, query_only: bool) -> None:
    """Pragmas of every connection: WAL, a synced commit, foreign keys, a finite wait."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    cursor.execute("PRAGMA foreign_keys=ON")
    if query_only:
        cursor.execute("PRAGMA query_only=ON")
    else:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def uri(path: Path, *, mode: str = "rw") -> str:
    """A file URI; ``mode`` rw never creates a missing store, ro and immutable read from read-only media."""
    query = "immutable=1" if mode == "immutable" else f"mode={mode}"
    return f"{path.absolute().as_uri()}?{query}"


_TROUBLE = {
    "SQLITE_FULL": "disk_full",
    "SQLITE_READONLY": "disk_read_only",
    "SQLITE_CANTOPEN": "disk_cannot_open",
    "SQLITE_CORRUPT": "store_corrupt",
    "SQLITE_NOTADB": "store_corrupt",
    "SQLITE_IOERR": "disk_error",
    "SQLITE_BUSY": "store_busy",
    "SQLITE_PERM": "disk_read_only",
    "SQLITE_PROTOCOL": "store_busy",
}


def trouble(error: BaseException) -> Unavailable | None:
    """The world's trouble behind a driver error, or None where the error is a bug of ours."""
    if isinstance(error, UnicodeDecodeError) or _NO_TEXT in str(error):
        return Unavailable("store_corrupt", str(error))
    if str(error) in _NUMBER_TAKEN:
        return Unavailable("head_moved", str(error))
    name = getattr(error, "sqlite_errorname", "") or ""
    for prefix, what in _TROUBLE.items():
        if name.startswith(prefix):
            return Unavailable(what, str(error))
    return None


_NUMBER_TAKEN = tuple(f"UNIQUE constraint failed: {table}.number" for table in ("log_entry", "audit_entry"))
"""A number is given twice in a book only if somebody moved its head record back."""

_NO_TEXT = "Could not decode to UTF-8"
"""How the driver says that a stored text is none."""
_NO_COLUMN = "no such column"
"""How it says that the table's own description was damaged: every column we ask for was made by us."""


def unreadable(error: BaseException) -> bool:
    """Whether reading a stored value failed because this program can never have written it."""
    told = str(error)
    return isinstance(error, ValueError | TypeError | OverflowError) or _NO_TEXT in told or _NO_COLUMN in told
