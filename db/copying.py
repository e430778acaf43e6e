"""Copies of a store for a second place: made in one step beside writers, read and verified as they lie.

SQLite's backup in one step reads one snapshot while others go on writing; in pages it begins again at each foreign
write and never ends beside a busy window (measured: a 28 MB store with a writer in a loop took 0.2 s in one step,
and had not ended after 6 s in pages of 100). ``VACUUM INTO`` is as quick but numbers rows anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from console.errors import Unavailable
from db import attachments, books, checking, sqlite
from db.chain import GENESIS
from db.opening import disk_trouble
from db.store import Store
from db.types import from_micros

_CHUNK = 1 << 20
STORE_NAME = "duty.sqlite3"


@dataclass(frozen=True, slots=True)
class Heads:
    """How far both books of a store go: number and digest (hex) of the newest lines that lie there, by book."""

    duty: tuple[int, str]
    audit: tuple[int, str]


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest line of the duty log: what somebody who restores a copy wants to read. Its time may be unreadable."""

    number: int
    text: str
    recorded_at: datetime | None


def copy_store(source: Path, target: Path) -> None:
    """A whole copy of a live store in one step; on the disk when this returns."""
    module = sqlite.library()
    with (
        disk_trouble(),
        closing(module.connect(sqlite.uri(source, mode="ro"), uri=True)) as old,
        closing(module.connect(target)) as new,
    ):
        old.execute(f"PRAGMA busy_timeout={sqlite.BUSY_MS}")
        old.backup(new, pages=-1)
    target.chmod(0o600)


def copy_file(source: Path, target: Path) -> str:
    """Copy a file to the disk; the SHA-256 (hex) of what was written."""
    made = hashlib.sha256()
    with disk_trouble():
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as reading, target.open("xb") as writing:
            while chunk := reading.read(_CHUNK):
                made.update(chunk)
                writing.write(chunk)
            writing.flush()
            os.fsync(writing.fileno())
        target.chmod(0o600)
    return made.hexdigest()


def digest_of(path: Path) -> str:
    """SHA-256 (hex) of a file."""
    made = hashlib.sha256()
    with disk_trouble(), path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            made.update(chunk)
    return made.hexdigest()


def files_of(store: Path) -> list[bytes]:
    """Digests of the attachments a copied store speaks of."""
    with closing(lying(store)) as opened, opened.reading() as connection:
        return list(attachments.digests(connection))


def heads_of(store: Path) -> Heads:
    """How far the books of a copy go."""
    with closing(lying(store)) as opened, opened.reading() as connection:
        return _heads(connection)


def heads_agree(connection: Connection, heads: Heads) -> bool:
    """Whether the live store has the same digests at the numbers where the copy ends."""
    named = ((books.DUTY, heads.duty), (books.AUDIT, heads.audit))
    return all(not end[0] or _line(connection, book, f"number = {end[0]:d}") == end for book, end in named)


def takes_lines(store: Path) -> bool:
    """Whether anything can be written behind the newest lines of a copy: a head moved back by hand forbids it."""
    with closing(lying(store)) as opened, opened.reading() as connection:
        ends = _heads(connection)
        return all(
            books.head_of(connection, book)[0] >= end[0]
            for book, end in ((books.DUTY, ends.duty), (books.AUDIT, ends.audit))
        )


def integrity(store: Path) -> str:
    """What SQLite says about the file's structure: ``ok`` or the first thing that is wrong."""
    module = sqlite.library()
    try:
        with closing(module.connect(sqlite.uri(store, mode="immutable"), uri=True)) as connection:
            told = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except module.Error as error:
        return str(error)
    return str(told[0]) if told else ""


def check(store: Path, files: Path, absent: frozenset[bytes] = frozenset()) -> checking.Checked:
    """Everything ``verify`` looks at, in a store that lies as a copy; ``absent`` attachments are no fault of it."""
    with closing(lying(store)) as opened, opened.reading() as connection:
        return checking.everything(connection, files, absent)


def newest_of(store: Path) -> Newest | None:
    """The newest line of the duty log of a copy; None where nothing was written yet."""
    with _raw(store) as connection:
        row = connection.execute(
            "SELECT number, CAST(text AS BLOB), recorded_at FROM log_entry ORDER BY number DESC LIMIT 1"
        ).fetchone()
    return Newest(int(row[0]), bytes(row[1] or b"").decode(errors="replace"), _instant(row[2])) if row else None


def _instant(stored: Any) -> datetime | None:
    """None for a time somebody wrote there by hand that is none."""
    try:
        return from_micros(stored)
    except (TypeError, OverflowError):
        return None


def identity(store: Path) -> tuple[str, str]:
    """Id (hex) and realm of a copied store."""
    with _raw(store) as connection:
        row = connection.execute("SELECT id, realm FROM store_info").fetchone()
    if row is None:
        raise Unavailable("store_corrupt", "no store_info")
    return str(row[0]), str(row[1])


def schema(store: Path) -> str:
    """The schema version of a copied store."""
    with _raw(store) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise Unavailable("store_corrupt", "no schema version")
    return str(row[0])


def lying(store: Path) -> Store:
    """A copy as it lies: nothing is ever created beside it."""
    return Store(store, read_only=True, immutable=True)


def _heads(connection: Connection) -> Heads:
    duty, audit = (_line(connection, book, "number > 0") for book in (books.DUTY, books.AUDIT))
    return Heads(duty, audit)


def _line(connection: Connection, book: str, which: str) -> tuple[int, str]:
    """Number and digest (hex) of the newest such line. One that has no digest goes by that of what stands there."""
    table = books.TABLE[book]
    statement = f"SELECT number, CAST(digest AS BLOB) FROM {table} WHERE {which} ORDER BY number DESC LIMIT 1"
    row = connection.exec_driver_sql(statement).first()
    if row is None:
        return 0, GENESIS.hex()
    stored = bytes(row[1] or b"")
    return int(row[0]), (stored if len(stored) == len(GENESIS) else hashlib.sha256(stored).digest()).hex()


@contextmanager
def _raw(path: Path) -> Iterator[Any]:
    """The driver's connection to a copy of any schema, as it lies."""
    module = sqlite.library()
    try:
        with closing(module.connect(sqlite.uri(path, mode="immutable"), uri=True)) as connection:
            yield connection
    except (module.Error, UnicodeDecodeError) as error:
        raise Unavailable("store_corrupt", str(error)) from error
