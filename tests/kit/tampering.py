"""Somebody who can write to the file of a store: which of his changes the check of the books finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from db import schema, sqlite
from db.base import Base
from db.types import UtcDateTime

_FOLLOWS = "number_series"
"""Named where the number of a record is no longer one that was given."""


def opened(data: DataDir) -> Any:
    return sqlite.library().connect(data.store, isolation_level=None)


def values(table: str) -> dict[str, str]:
    """Each column of a table that is no key, and what somebody might put there."""
    made = {}
    for column in Base.metadata.tables[table].columns:
        if column.primary_key:
            continue
        if column.name == "id" or column.foreign_keys:
            made[column.name] = "'ffffffffffff4fffbfffffffffffffff'"
        elif isinstance(column.type, UtcDateTime):
            made[column.name] = f"coalesce({column.name}, 0) + 60000000"
        elif column.type.python_type in (int, bool):
            made[column.name] = f"1 - coalesce({column.name}, 7)"
        elif column.type.python_type is bytes:
            made[column.name] = "zeroblob(32)"
        else:
            made[column.name] = f"coalesce({column.name}, '') || '改'"
    return made


@contextmanager
def reader(data: DataDir) -> Iterator[Callable[[], set[str]]]:
    """A desk that only reads, and what it finds wrong each time it is asked."""
    desk = bootstrap.build(data, StoppedClock(datetime(2030, 8, 13, tzinfo=UTC)), read_only=True)
    with closing(desk):
        yield lambda: {one.where for one in desk.log.verify().faults.named}


class Hand:
    """Triggers that stand in the way are taken down and put back: a missing one is a fault of its own."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA foreign_keys = OFF")

    def does(self, table: str, statement: str, values: tuple[Any, ...] = ()) -> None:
        made = {name: text for name, text in schema.triggers().items() if f" ON {table} " in text}
        for name in made:
            self._connection.execute(f"DROP TRIGGER {name}")
        self._connection.execute(statement, values)
        for text in made.values():
            self._connection.execute(text)


def require_found(data: DataDir, tables: Collection[str]) -> None:
    """The n-th column of each of these tables changed at once, then the last row of each gone: exactly they are named.

    A table without a row is a fault of whoever filled the store.
    """
    with closing(opened(data)) as connection, reader(data) as faults:
        hand, columns = Hand(connection), {table: list(values(table).items()) for table in tables}
        row = {table: connection.execute(f"SELECT max(rowid) FROM {table}").fetchone() for table in tables}
        assert [table for table, (key,) in row.items() if key is None] == []
        assert not faults()
        for at in range(max(map(len, columns.values()))):
            touched = {table: made[at] for table, made in columns.items() if at < len(made)}
            before = {}
            for table, (column, value) in touched.items():
                found = connection.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", row[table])
                before[table] = found.fetchone()[0]
                hand.does(table, f"UPDATE {table} SET {column} = {value} WHERE rowid = ?", row[table])
            named = faults() - {_FOLLOWS}
            assert named == set(touched), {table: touched.get(table) for table in named ^ set(touched)}
            for table, (column, _) in touched.items():
                hand.does(table, f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (before[table], *row[table]))
        assert not faults()
        for table in tables:
            hand.does(table, f"DELETE FROM {table} WHERE rowid = ?", row[table])
        assert faults() - {_FOLLOWS} == set(tables)
