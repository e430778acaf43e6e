"""Making and opening stores: realm, schema, library, locks."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from console import bootstrap
from console.domain.clock import StoppedClock
from console.domain.realm import Realm
from console.errors import Refused, Unavailable
from db import opening, sqlite
from db.base import Base


def test_head_equals_the_models(desk):
    with desk.opened.store.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, *_: "log_search" not in (name or "")}
        )
        differences = compare_metadata(context, Base.metadata)

    assert differences == []


def test_a_store_is_made_once(data):
    bootstrap.create(data, Realm.LIVE)

    with pytest.raises(Refused) as refused:
        bootstrap.create(data, Realm.LIVE)
    assert refused.value.code == "store_exists"


def test_a_live_store_takes_the_system_clock_only(data):
    bootstrap.create(data, Realm.LIVE)

    with pytest.raises(ValueError, match="system clock"):
        bootstrap.build(data, StoppedClock(datetime(2030, 1, 1, tzinfo=UTC)))


def test_an_affected_library_is_refused():
    with pytest.raises(Refused) as refused:
        sqlite.refuse_affected((3, 51, 2))
    assert refused.value.code == "affected_sqlite"
    sqlite.refuse_affected(sqlite.version())


def test_a_store_from_the_future_is_refused_kindly(data):
    bootstrap.create(data, Realm.SAMPLE)
    connection = sqlite.library().connect(data.store)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()

    with pytest.raises(Refused) as refused:
        bootstrap.build(data)
    assert refused.value.code == "newer_schema"


def test_a_file_that_is_no_store_is_said_to_be_damaged(data):
    data.make()
    data.store.write_bytes(b"no store at all" * 100)

    with pytest.raises(Unavailable) as unavailable:
        bootstrap.build(data)
    assert unavailable.value.what == "store_corrupt"


HOLD = """
import sys
from pathlib import Path
from console import bootstrap
from console.config import DataDir
desk = bootstrap.build(DataDir(Path(sys.argv[1])))
print("open", flush=True)
sys.stdin.readline()
"""


def test_upgrade_is_refused_while_another_process_has_the_store_open(data):
    bootstrap.create(data, Realm.SAMPLE)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "open\n"

        with pytest.raises(Refused) as refused:
            opening.upgrade(data, opening.head(), at=datetime(2030, 1, 1, tzinfo=UTC))
        other.communicate("\n")

    assert refused.value.code == "store_in_use"
    copy = opening.upgrade(data, opening.head(), at=datetime(2030, 1, 1, tzinfo=UTC))
    assert opening.read_info(copy) == opening.read_info(data.store)


@pytest.mark.parametrize(
    ("owners", "kept"),
    [((), False), (("person_id",), True), (("person_id", "post_id"), False), (("organisation_id", "person_id"), False)],
)
def test_a_number_belongs_to_exactly_one(desk, by, owners, kept):
    columns = ", ".join(("id", "kind", "number", "digits", "dial_order", *owners))
    values = ", ".join(("'a'", "'mobile'", "'1'", "'1'", "1", *("'x'" for _ in owners)))
    connection = sqlite.library().connect(desk.data.store)
    connection.execute("PRAGMA foreign_keys=OFF")
    statement = f"INSERT INTO phone_number ({columns}) VALUES ({values})"

    if kept:
        connection.execute(statement)
    else:
        with pytest.raises(sqlite.library().IntegrityError, match="ck_phone_number_owner"):
            connection.execute(statement)
    connection.close()
