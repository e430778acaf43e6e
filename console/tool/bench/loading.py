"""A store filled in bulk: the same bytes as line by line, the chain included, so that ``verify`` accepts it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from console import bootstrap
from console.config import DataDir
from console.domain.log import EntryKind, NewEntry
from console.domain.people import Actor
from console.domain.realm import Realm
from console.tool.bench.corpus import Corpus
from db import books, sqlite
from db.chain import GENESIS

BATCH = 20_000
BY = Actor.tool("bench")
START = datetime(2026, 1, 1, tzinfo=UTC)
STEP = timedelta(seconds=30)
_KINDS = tuple(EntryKind)


def store(data: DataDir, entries: int, seed: int) -> None:
    """Make a sample store with so many lines; one that is there already is taken as it is."""
    if data.store.exists():
        return
    bootstrap.create(data, Realm.SAMPLE)
    connection = sqlite.library().connect(sqlite.uri(data.store), uri=True, isolation_level=None)
    try:
        _fill(connection, entries, seed)
    finally:
        connection.close()


def _fill(connection: Any, entries: int, seed: int) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=OFF", "cache_size=-400000", "wal_autocheckpoint=50000"):
        connection.execute(f"PRAGMA {pragma}")
    prev, lines = GENESIS, _lines(entries, seed)
    for first in range(1, entries + 1, BATCH):
        last = min(entries, first + BATCH - 1)
        rows: list[tuple[Any, ...]] = []
        index: list[tuple[Any, ...]] = []
        for number in range(first, last + 1):
            entry = next(lines)
            row = books.chained(entry, BY, number, START + STEP * number, prev)
            prev = row[-1]
            rows.append(row)
            index.append(books.indexed(entry, BY, number))
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(books.INSERT[books.DUTY], rows)
        connection.executemany(books.INDEX, index)
        connection.execute(books.MOVE_HEAD, (last, prev, books.DUTY))
        connection.execute("COMMIT")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _lines(entries: int, seed: int) -> Iterator[NewEntry]:
    corpus, pick = Corpus(seed), Random(seed)
    for _ in range(entries):
        key = UUID(int=pick.getrandbits(128), version=4)
        yield NewEntry(
            key, corpus.text(), pick.choice(_KINDS), None, None, corpus.place(), corpus.person(),
        )  # fmt: skip
