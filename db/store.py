"""The store: one writer at a time, many readers, changes told after commit."""

from __future__ import annotations

import re
import threading
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from console.changes import ChangeFeed, Changes, Topic
from console.domain.people import Action, Actor, require
from console.errors import Unavailable
from db import models, sqlite
from db.base import Base
from db.queries.people import standing

assert models  # the tables name their topics

_TABLE = re.compile(r"\b(?:INTO|UPDATE|FROM)\s+\"?(\w+)", re.IGNORECASE)
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@lru_cache(maxsize=1024)
def _topics_of(statement: str) -> frozenset[Topic]:
    """Topics of the tables a writing statement names; so ORM, Core and driver SQL all count."""
    if not statement.lstrip()[:8].upper().startswith(_WRITES):
        return frozenset()
    found = _TABLE.search(statement)
    table = Base.metadata.tables.get(found.group(1)) if found else None
    topic = table.info.get("topic") if table is not None else None
    return frozenset({topic}) if topic else frozenset()


@dataclass(slots=True)
class Tx:
    """One writing transaction: who acts, the connection, an ORM session on it when asked for."""

    connection: Connection
    by: Actor
    topics: set[Topic] = field(default_factory=set)
    _session: Session | None = None
    _driver: Any = None

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> Any:
        """Driver SQL on this transaction, past SQLAlchemy: the hot path of the books. Returns the driver's cursor."""
        self.topics |= _topics_of(statement)
        if self._driver is None:
            self._driver = driver(self.connection)
        return self._driver.execute(statement, parameters)

    def run_many(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """The same statement for many rows, past SQLAlchemy; see ``filling`` for what they should be made of."""
        if rows:
            self.topics |= _topics_of(statement)
            driver(self.connection).executemany(statement, rows)

    @property
    def session(self) -> Session:
        if self._session is None:
            self._session = Session(bind=self.connection, expire_on_commit=False)
        return self._session

    def flush(self) -> None:
        if self._session is not None:
            self._session.flush()

    def end(self) -> None:
        if self._session is not None:
            self._session.close()


def filling(table: str, columns: Sequence[str], empty: Container[str]) -> str:
    """The statement ``run_many`` puts many new rows into a table with: "" in a column of ``empty`` is NULL.

    The driver takes text, whole numbers, fractions and ``bytearray`` as they are. For each None and each ``bytes`` it
    first goes looking for somebody who adapts it, which costs a burst of alarms a sixth of its time.
    """
    places = ", ".join("nullif(?, '')" if column in empty else "?" for column in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"


class Store:
    """An open store. Build it through ``db.opening``, which checks schema, library and locks first."""

    def __init__(self, path: Path, *, read_only: bool = False, immutable: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self.feed = ChangeFeed()
        mode = "immutable" if immutable else "ro" if read_only else "rw"
        self._writer = _engine(path, "rw", query_only=False) if not read_only else None
        self._reader = _engine(path, mode, query_only=True)
        self._write_lock = threading.Lock()
        self._held: Connection | None = None
        self._file: tuple[int, int] | None = None
        """Which file is written: one that was deleted under an open connection would take lines and lose them."""
        if self._writer is not None:
            event.listen(self._writer, "begin", _begin_immediate)
            event.listen(self._writer, "before_cursor_execute", _note_topic)

    @contextmanager
    def writing(self, by: Actor, action: Action | None = None) -> Iterator[Tx]:
        """One use case, one transaction: leaving normally commits durably, any exception rolls back.

        Whether ``by`` may do ``action`` is asked of the store here, in the transaction: a role that was changed on
        another seat counts at the next write. ``tx.by`` has the role of now. None asks nothing.
        """
        with _speaking(), self._write_lock:
            connection = self._held_writer()
            try:
                with connection.begin():
                    tx = Tx(connection, standing(connection, by))
                    if action is not None:
                        require(tx.by, action)
                    connection.info["topics"] = tx.topics
                    try:
                        yield tx
                        tx.flush()
                    finally:
                        tx.end()
            except (DBAPIError, sqlite.library().Error):
                self._let_go()
                raise
            topics = frozenset(tx.topics)
        if topics:
            self.feed.publish(Changes(topics))

    def require(self, by: Actor, action: Action) -> None:
        """Refuse before something begins that is no transaction: a file, a print."""
        with self.reading() as connection:
            require(standing(connection, by), action)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view for queries; SQLite itself refuses a write on it."""
        with _speaking(), self._reader.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Give back every connection; the last one out folds the WAL into the store."""
        self._reader.dispose()
        with self._write_lock:
            self._let_go()
        if self._writer is not None:
            self._writer.dispose()

    def _held_writer(self) -> Connection:
        """The one writing connection, kept between transactions: taking it anew costs more than a small write."""
        if self._writer is None:
            raise Unavailable("disk_read_only")
        if self._held is None:
            self._held = self._writer.connect()
        stands = _file_at(self.path)
        self._file = self._file or stands
        if stands is None or stands != self._file:
            self._let_go()
            raise Unavailable("store_gone")
        return self._held

    def _let_go(self) -> None:
        """Close the writing connection; after a driver's error the next transaction begins on a fresh one."""
        if self._held is not None:
            self._held.invalidate()
            self._held.close()
            self._held = None


def _engine(path: Path, mode: str, *, query_only: bool) -> Engine:
    module = sqlite.library()

    def connect() -> Any:
        connection = module.connect(sqlite.uri(path, mode=mode), uri=True, check_same_thread=False)
        sqlite.set_up(connection, query_only=query_only)
        return connection

    engine = create_engine(
        "sqlite://", module=module, creator=connect, poolclass=QueuePool, pool_size=4, hide_parameters=True
    )
    if query_only:
        event.listen(engine, "begin", _begin_deferred)
    return engine


def _file_at(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def driver(connection: Connection) -> Any:
    """The driver's own connection under SQLAlchemy's: for the statements of the hot paths."""
    return connection.connection.driver_connection


def _begin_immediate(connection: Connection) -> None:
    driver(connection).execute("BEGIN IMMEDIATE")


def _begin_deferred(connection: Connection) -> None:
    driver(connection).execute("BEGIN")


def _note_topic(connection: Connection, _cursor: Any, statement: str, *_others: Any) -> None:
    topics = connection.info.get("topics")
    if topics is not None:
        topics |= _topics_of(statement)


@contextmanager
def _speaking() -> Iterator[None]:
    """Turn the world's trouble behind a driver error into ``Unavailable``; bugs pass unchanged."""
    try:
        yield
    except (DBAPIError, sqlite.library().Error, UnicodeDecodeError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        known = sqlite.trouble(cause) if cause is not None else None
        if known is None:
            raise
        raise known from error
