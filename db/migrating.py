"""Running the migrations: by Alembic, in one transaction that is checked before it is committed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from console.errors import Unavailable
from db import sqlite


def scripts() -> ScriptDirectory:
    """The migrations that ship with the program."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return ScriptDirectory.from_config(config)


def run(connection: Connection) -> None:
    """Bring the schema to the newest version."""
    found = scripts()
    context = MigrationContext.configure(
        connection, opts={"fn": lambda rev, _: found._upgrade_revs("head", rev), "transactional_ddl": True}
    )
    with Operations.context(context):
        context.run_migrations()


@contextmanager
def transaction(path: Path, *, create: bool = False) -> Iterator[Connection]:
    """A connection with foreign keys off, one transaction, checked before it is committed.

    Driver errors pass; ``Unavailable("store_corrupt")`` when what would be committed does not hold together.
    """
    module = sqlite.library()
    mode = "rwc" if create else "rw"

    def connect() -> object:
        connection = module.connect(sqlite.uri(path, mode=mode), uri=True, isolation_level=None)
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    engine = create_engine("sqlite://", module=module, creator=connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            yield connection
            _check(connection)
    finally:
        engine.dispose()


def _check(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    told = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    if broken or told != "ok":
        raise Unavailable("store_corrupt", f"after migration: {told}; {len(broken)} broken references")
