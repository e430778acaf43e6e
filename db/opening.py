"""Making, opening and upgrading a store: library, realm, schema and locks are checked before anybody writes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from console.config import DataDir
from console.domain.log import ActKind, NewEntry
from console.domain.people import Actor
from console.domain.realm import Realm
from console.errors import Refused, Unavailable
from db import books, codes, records, sqlite
from db.chain import GENESIS
from db.locks import FileLock
from db.models.site import StoreInfo as StoreInfoRow
from db.store import Store, Tx

BOOKS = (books.DUTY, books.AUDIT)

RESTORING = ".restoring"
"""The directory within the data directory in which a restore works (``db.restoring``)."""

VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Schema versions there have been, oldest first: the migrations by name, without loading what runs them."""


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a store is, as fixed when it was made."""

    id: UUID
    realm: Realm


@dataclass(slots=True)
class Opened:
    """An open store, what it is, and the shared locks that say it is in use, and that its practice clock runs."""

    store: Store
    info: StoreInfo
    use: FileLock | None
    copy: TemporaryDirectory[str] | None = None
    practice: FileLock | None = None

    def close(self) -> None:
        self.store.close()
        if self.copy is not None:
            self.copy.cleanup()
        for held in (self.practice, self.use):
            if held is not None:
                held.release()


Fill = Callable[[Store], None]
"""Brings in what a new store is to hold before it bears its name."""


def create(data: DataDir, realm: Realm, *, at: datetime, fill: Fill | None = None) -> None:
    """Make a store of that realm, empty but for its code tables and what ``fill`` brings; refuses where one stands.

    It bears its name only once it is whole: killed in between, there is no store.
    """
    if _stands(data.store):
        raise Refused("store_exists", path=str(data.store))
    if realm is Realm.LIVE:
        sqlite.refuse_affected(sqlite.version())
    # alone: a store another process has just made and perhaps written to must not be renamed over
    with locked(data, alone=True):
        if _stands(data.store):
            raise Refused("store_exists", path=str(data.store))
        _make(data, realm, at, fill)


def _make(data: DataDir, realm: Realm, at: datetime, fill: Fill | None) -> None:
    with disk_trouble():
        making = data.root / "duty.making.sqlite3"
        _remove(making)
        _set_aside_wal(data.store)
        # of a restore that did not end: beside a new watch its store would call that watch's attachments its own
        shutil.rmtree(data.root / RESTORING, ignore_errors=True)
    with _migrated(making, create=True) as connection:
        for book in BOOKS:
            connection.exec_driver_sql("INSERT INTO book_head (book, number, digest) VALUES (?, 0, ?)", (book, GENESIS))
        codes.load(connection)
        _say_what_it_is(Tx(connection, Actor.program()), realm, at)
    # the mode is kept in the file: a store read before anybody wrote to it is in its final one already
    with disk_trouble(), closing(sqlite.library().connect(making)) as connection:
        sqlite.set_up(connection, query_only=False)
    if fill is not None:
        _filled(making, fill)
    with disk_trouble():
        making.rename(data.store)


def _filled(making: Path, fill: Fill) -> None:
    store = Store(making)
    try:
        fill(store)
    except BaseException:
        store.close()
        _remove(making)
        raise
    store.close()
    fold_wal(making)


def _say_what_it_is(tx: Tx, realm: Realm, at: datetime) -> None:
    """Identity and realm, and the first line of the audit book, which holds them fast."""
    info = StoreInfoRow(only=1, id=uuid4(), realm=realm.value, created_at=at)
    tx.session.add(info)
    payload = records.payload(tx, books.AUDIT, [info])
    line = NewEntry(uuid4(), f"store: {realm.value}", ActKind.SETTING, payload=payload)
    books.append(tx, books.AUDIT, line, at=at)
    tx.end()


def _set_aside_wal(store: Path) -> None:
    """Side files of a store that is gone: SQLite would pour them into the new one. A WAL may hold lines and is kept."""
    for suffix in ("-wal", "-journal"):
        left = Path(f"{store}{suffix}")
        if left.exists():
            left.rename(left.with_name(f"{left.name}.left-{uuid4().hex[:8]}"))
    _remove_side_files(store)


def _stands(path: Path) -> bool:
    """A link that leads nowhere counts: the store behind it may lie on a disk that is not there at the moment."""
    with disk_trouble():
        return path.exists() or path.is_symlink()


def open_store(data: DataDir, *, at: datetime | None = None, read_only: bool = False) -> Opened:
    """Open for work; an older store is upgraded first (copy, then change) when nobody else has it open."""
    if not _stands(data.store):
        raise Refused("no_store", path=str(data.root))
    if read_only:
        return _open_to_read(data)
    use = locked(data, alone=False)
    try:
        found = schema_version(data.store)
        if found != head():
            use.release()
            upgrade(data, found, at=at)
            use = locked(data, alone=False)
        info = read_info(data.store)
        if info.realm is Realm.LIVE:
            sqlite.refuse_affected(sqlite.version())
        return Opened(Store(data.store), info, use)
    except BaseException:
        use.release()
        raise


def _open_to_read(data: DataDir) -> Opened:
    """For ``verify`` and reading on media that cannot be written: nothing is created beside the store."""
    copy = _copy_with_wal(data.store) if _unreadable_in_place(data.store) else None
    path = data.store if copy is None else Path(copy.name) / data.store.name
    try:
        found = schema_version(path)
        if found != head():
            raise Refused("older_schema" if found in known_versions() else "newer_schema", found=found, known=head())
        info = read_info(path)
        return Opened(Store(path, read_only=True, immutable=_immutable(path)), info, None, copy)
    except BaseException:
        if copy is not None:
            copy.cleanup()
        raise


def _unreadable_in_place(path: Path) -> bool:
    """A store whose newest lines still lie in a WAL can be read only where SQLite may write its index of it."""
    wal = Path(f"{path}-wal")
    return not os.access(path.parent, os.W_OK) and wal.exists() and wal.stat().st_size > 0


def _copy_with_wal(path: Path) -> TemporaryDirectory[str]:
    with disk_trouble():
        folder = TemporaryDirectory(prefix="duty-console-")
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{path}{suffix}", Path(folder.name) / f"{path.name}{suffix}")
        return folder


def upgrade(data: DataDir, found: str, *, at: datetime | None) -> Path:
    """Copy the store, then migrate the copy and swap it in; the original is untouched by a failure."""
    if found not in known_versions():
        raise Refused("newer_schema", found=found, known=head())
    use = FileLock(data.locks / "use", alone=True)
    if not use.acquire():
        raise Refused("store_in_use", path=str(data.root))
    try:
        stamp = at.strftime("%Y%m%dT%H%M%SZ") if at else "before"
        copy = data.backups / f"duty-{found}-{stamp}.sqlite3"
        fold_wal(data.store)
        _copy(data.store, copy)
        working = data.root / "duty.upgrading.sqlite3"
        with disk_trouble():
            _remove(working)
            shutil.copyfile(copy, working)
        with _migrated(working):
            pass
        with disk_trouble():
            _remove_side_files(data.store)
            working.replace(data.store)
        return copy
    finally:
        use.release()


def fold_wal(path: Path) -> None:
    """Bring what lies in the WAL into the store itself: killed after the WAL is gone, the store has every line."""
    with disk_trouble(), closing(sqlite.library().connect(sqlite.uri(path), uri=True)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise Refused("store_in_use", path=str(path.parent))


def schema_version(path: Path) -> str:
    """The store's schema version; ``Unavailable`` when the file is no store."""
    with _raw(path) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if row is None:
            raise Unavailable("store_corrupt", "no schema version")
        return str(row[0])


def read_info(path: Path) -> StoreInfo:
    with _raw(path) as connection:
        row = connection.execute("SELECT id, realm FROM store_info").fetchone()
    if row is None:
        raise Unavailable("store_corrupt", "no store_info")
    try:
        return StoreInfo(UUID(row[0]), Realm(row[1]))
    except (ValueError, TypeError, AttributeError) as error:
        raise Unavailable("store_corrupt", str(error)) from error


def head() -> str:
    """The schema version this program writes."""
    return VERSIONS[-1]


def known_versions() -> frozenset[str]:
    return frozenset(VERSIONS)


@contextmanager
def _migrated(path: Path, *, create: bool = False) -> Iterator[Connection]:
    """A connection on which the schema has been brought up to date; committed when its block ends well."""
    from db import migrating  # with Alembic, which no opening of a store of today needs

    with disk_trouble(), migrating.transaction(path, create=create) as connection:
        migrating.run(connection)
        yield connection


def _copy(source: Path, target: Path) -> None:
    """A whole copy through SQLite's backup in one step; the paged way never ends beside a writer."""
    module = sqlite.library()
    with (
        disk_trouble(),
        closing(module.connect(sqlite.uri(source), uri=True)) as old,
        closing(module.connect(target)) as new,
    ):
        old.backup(new, pages=-1)


def locked(data: DataDir, *, alone: bool) -> FileLock:
    with disk_trouble():
        data.make()
        lock = FileLock(data.locks / "use", alone=alone)
        if not lock.acquire():
            raise Refused("store_in_use", path=str(data.root))
        return lock


def _immutable(path: Path) -> bool:
    """A store without a WAL beside it on media that cannot be written is read as it lies."""
    return not os.access(path.parent, os.W_OK) and not _unreadable_in_place(path)


@contextmanager
def _raw(path: Path) -> Iterator[Any]:
    module = sqlite.library()
    mode = "immutable" if _immutable(path) else "ro"
    try:
        with closing(module.connect(sqlite.uri(path, mode=mode), uri=True)) as connection:
            connection.execute(f"PRAGMA busy_timeout={sqlite.BUSY_MS}")
            yield connection
    except (module.Error, UnicodeDecodeError) as error:
        known = sqlite.trouble(error)
        raise (known or Unavailable("store_corrupt", str(error))) from error


@contextmanager
def disk_trouble() -> Iterator[None]:
    import errno

    names = {errno.ENOSPC: "disk_full", errno.EROFS: "disk_read_only", errno.EACCES: "disk_read_only"}
    try:
        yield
    except OSError as error:
        raise Unavailable(names.get(error.errno or 0, "disk_error"), str(error)) from error
    except (DBAPIError, sqlite.library().Error) as error:
        known = sqlite.trouble((error.orig or error) if isinstance(error, DBAPIError) else error)
        if known is None:
            raise
        raise known from error


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _remove_side_files(path)


def _remove_side_files(path: Path) -> None:
    for suffix in ("-wal", "-shm", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
