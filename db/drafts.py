"""The file of drafts: beside the store, so that typing never waits for the books and is never part of them."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from console.domain.draft import Draft
from console.errors import Unavailable
from db import sqlite
from db.types import from_micros, to_micros

log = logging.getLogger(__name__)

VERSION = 1
"""``user_version`` of the file; any other is set aside like a damaged one."""

_TABLE = """CREATE TABLE IF NOT EXISTS draft (
    id TEXT PRIMARY KEY, form TEXT NOT NULL, title TEXT NOT NULL, content TEXT NOT NULL, owner TEXT NOT NULL,
    started_at INTEGER NOT NULL, saved_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'finished', 'discarded')), number TEXT NOT NULL, ended_at INTEGER)"""
_COLUMNS = "id, form, title, content, started_at, saved_at, owner"
_SAVE = (
    f"INSERT INTO draft ({_COLUMNS}, state, number) VALUES (?, ?, ?, ?, ?, ?, ?, 'open', '') "
    "ON CONFLICT (id) DO UPDATE SET form = excluded.form, title = excluded.title, content = excluded.content, "
    "saved_at = excluded.saved_at, owner = excluded.owner WHERE draft.state = 'open'"
)
_END = "UPDATE draft SET state = ?, number = ?, ended_at = ? WHERE id = ? AND state = 'open'"

_Answer = TypeVar("_Answer")


class _Damaged(Exception):  # noqa: N818
    """The file is no file of drafts this program can use."""


class DraftFile:
    """One file of drafts; several processes and threads may have it open. A damaged one is set aside, dated."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now
        self._lock = threading.Lock()
        self._open: Any = None

    def save(self, draft: Draft) -> bool:
        """Keep it durably; False when it has ended meanwhile, so that a late save never brings it back."""
        values = (
            draft.id.hex, draft.form, _storable(draft.title), json.dumps(draft.content), to_micros(draft.started_at),
            to_micros(draft.saved_at), _storable(draft.owner),
        )  # fmt: skip
        return self._asked(lambda run: bool(run(_SAVE, values).rowcount))

    def unfinished(self, form: str | None = None) -> tuple[Draft, ...]:
        """Drafts that have not ended, of one form or of all, oldest first."""
        which = "" if form is None else " AND form = ?"
        statement = f"SELECT {_COLUMNS} FROM draft WHERE state = 'open'{which} ORDER BY started_at, id"
        given = () if form is None else (form,)
        return self._asked(lambda run: tuple(_draft(row) for row in run(statement, given)))

    def end(self, draft_id: UUID, state: str, number: str, at: datetime) -> None:
        """``finished`` with its entry's number, or ``discarded``; a draft that has ended stays as it ended."""
        self._asked(lambda run: run(_END, (state, number, to_micros(at), draft_id.hex)).rowcount)

    def remove_ended(self, before: datetime) -> int:
        """Remove what ended before that instant; how many."""
        statement = "DELETE FROM draft WHERE state != 'open' AND ended_at < ?"
        return self._asked(lambda run: int(run(statement, (to_micros(before),)).rowcount))

    def close(self) -> None:
        with self._lock:
            self._let_go()

    def _asked(self, work: Callable[[Callable[..., Any]], _Answer]) -> _Answer:
        with self._lock, _speaking():
            try:
                return work(self._connection().execute)
            except sqlite.library().DatabaseError as error:
                if not _is_damage(error):
                    raise
                # another process may have put a fresh file there already: opening again looks before setting aside
                self._let_go()
                return work(self._connection().execute)

    def _connection(self) -> Any:
        if self._open is None:
            try:
                self._open = _connected(self._path)
            except _Damaged as why:
                _set_aside(self._path, self._now(), str(why))
                self._open = _connected(self._path)
        return self._open

    def _let_go(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def count_unfinished(path: Path) -> int:
    """How many drafts wait, without making or changing a file: 0 where there is none."""
    if not path.exists():
        return 0
    module = sqlite.library()
    with _speaking(), closing(module.connect(sqlite.uri(path, mode="ro"), uri=True)) as connection:
        connection.execute(f"PRAGMA busy_timeout={sqlite.BUSY_MS}")
        return int(connection.execute("SELECT count(*) FROM draft WHERE state = 'open'").fetchone()[0])


def _connected(path: Path) -> Any:
    connection = sqlite.library().connect(sqlite.uri(path, mode="rwc"), uri=True, check_same_thread=False)
    try:
        sqlite.set_up(connection, query_only=False)
        _make_or_check(connection)
    except sqlite.library().DatabaseError as error:
        connection.close()
        if _is_damage(error):
            raise _Damaged(str(error)) from error
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def _make_or_check(connection: Any) -> None:
    told = connection.execute("PRAGMA quick_check").fetchone()[0]
    if told != "ok":
        raise _Damaged(told)
    connection.execute("BEGIN IMMEDIATE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, VERSION):
        connection.execute("ROLLBACK")
        raise _Damaged(f"version {version}")
    connection.execute(_TABLE)
    connection.execute(f"PRAGMA user_version={VERSION}")
    connection.execute("COMMIT")


def _set_aside(path: Path, at: datetime, why: str) -> None:
    stem = f"{path.stem}-damaged-{at.strftime('%Y%m%dT%H%M%SZ')}"
    names = (f"{stem}{number}" for number in ("", *(f"-{count}" for count in range(2, 1000))))
    kept = next(other for name in names if not (other := path.with_name(f"{name}{path.suffix}")).exists())
    log.error("drafts are damaged (%s); set aside as %s", why, kept.name)
    path.replace(kept)
    for suffix in ("-wal", "-shm", "-journal"):
        beside = Path(f"{path}{suffix}")
        if beside.exists():
            beside.replace(f"{kept}{suffix}")


def _is_damage(error: BaseException) -> bool:
    known = sqlite.trouble(error)
    return known is not None and known.what == "store_corrupt"


def _draft(row: Any) -> Draft:
    return Draft(
        UUID(row[0]), row[1], row[2], json.loads(row[3]), from_micros(row[4]), from_micros(row[5]), row[6]
    )  # fmt: skip


def _storable(text: str) -> str:
    """For showing only: what UTF-8 cannot hold becomes a question mark; ``content`` keeps it as typed."""
    return text.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def _speaking() -> Iterator[None]:
    try:
        yield
    except sqlite.library().Error as error:
        known = sqlite.trouble(error)
        if known is None:
            raise
        raise known from error
    except OSError as error:
        raise Unavailable("disk_error", str(error)) from error
