"""Making and upgrading beside others and over what an earlier store left: nothing recorded is lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from console import bootstrap
from console.domain.inbound import Intake
from console.domain.log import NewEntry
from console.domain.people import Actor
from console.domain.realm import Realm
from console.errors import Refused, Unavailable
from console.services import lines
from db import books, opening, sqlite
from db.locks import FileLock

AT = datetime(2030, 8, 12, tzinfo=UTC)

WRITE_AND_DIE = """
import os, sys
from pathlib import Path
from uuid import uuid4
from uuid import uuid4
from console import bootstrap
from console.config import DataDir
from console.domain.log import NewEntry
desk = bootstrap.build(DataDir(Path(sys.argv[1])))
desk.log.add(NewEntry(uuid4(), "written before the kill"), by=bootstrap.tool_actor())
os._exit(9)
"""


def killed_writer(data):
    assert subprocess.run([sys.executable, "-c", WRITE_AND_DIE, str(data.root)], check=False).returncode == 9
    assert Path(f"{data.store}-wal").stat().st_size > 0


def test_a_store_is_made_by_one_process_at_a_time(data):
    data.make()
    with FileLock(data.locks / "use", alone=False) as other:
        assert other.acquire()
        with pytest.raises(Refused, match="store_in_use"):
            opening.create(data, Realm.SAMPLE, at=AT)
    assert not data.store.exists()


def test_what_lies_in_the_wal_of_a_store_that_is_gone_is_kept_and_not_poured_into_the_new_one(data):
    bootstrap.create(data, Realm.SAMPLE)
    killed_writer(data)
    left = Path(f"{data.store}-wal").read_bytes()
    data.store.unlink()

    bootstrap.create(data, Realm.SAMPLE)
    desk = bootstrap.build(data)
    try:
        assert desk.log.count() == 0
        assert desk.log.verify().fault is None
    finally:
        desk.close()
    assert [path.read_bytes() for path in data.root.glob("*.left-*")] == [left]


def test_before_an_upgrade_the_store_itself_holds_every_line(data, tmp_path):
    bootstrap.create(data, Realm.SAMPLE)
    killed_writer(data)

    opening.fold_wal(data.store)

    alone = tmp_path / "alone.sqlite3"
    shutil.copyfile(data.store, alone)
    with closing(sqlite.library().connect(alone)) as connection:
        assert connection.execute("SELECT count(*) FROM log_entry WHERE text LIKE 'written%'").fetchone() == (1,)


def test_a_series_started_in_mid_year_verifies_and_its_start_is_held_fast(desk, by):
    desk.settings.start_numbers("JB", 124, by=by)
    desk.settings.start_numbers("JJ", 1, by=by)
    assert desk.log.verify().fault is None

    desk.intake.register(Intake(id=uuid4(), summary="样例", received_at=desk.clock.now()), by=by)
    assert desk.log.verify().fault is None
    with desk.opened.store.writing(by=by) as tx:
        tx.run("UPDATE number_series SET last = 130 WHERE series = 'JB'")
    assert desk.log.verify().fault.what == "series_wrong"


def test_a_book_without_a_head_is_a_corrupt_store_and_no_bug(desk, by):
    with desk.opened.store.writing(by=by) as tx:
        tx.run("DROP TRIGGER book_head_no_delete")
        tx.run("DELETE FROM book_head WHERE book = 'duty'")

    with pytest.raises(Unavailable, match="store_corrupt"):
        desk.log.verify()
    with pytest.raises(Unavailable, match="store_corrupt"):
        desk.log.add(NewEntry(uuid4(), "x"), by=by)


def test_a_link_to_a_store_on_a_missing_disk_is_not_replaced(data):
    data.make()
    data.store.symlink_to(data.root / "elsewhere" / "duty.sqlite3")

    with pytest.raises(Refused, match="store_exists"):
        opening.create(data, Realm.SAMPLE, at=AT)
    with pytest.raises(Unavailable):
        bootstrap.build(data)
    assert data.store.is_symlink()


KILLED_WHILE_FILLING = """
import os, sys
from pathlib import Path
from sqlalchemy import Engine, event
from console import bootstrap
from console.config import DataDir
left = [int(sys.argv[2])]
def count(connection):
    left[0] -= 1
    if left[0] == 0:
        os._exit(9)
event.listen(Engine, "commit", count)
bootstrap.create_sample(DataDir(Path(sys.argv[1])))
"""


@pytest.mark.parametrize("commits", [1, 9])
@pytest.mark.long
def test_a_sample_store_that_was_killed_while_it_was_filled_is_no_store(data, commits):
    command = [sys.executable, "-c", KILLED_WHILE_FILLING, str(data.root), str(commits)]
    assert subprocess.run(command, check=False).returncode == 9
    with pytest.raises(Refused, match="no_store"):
        bootstrap.build(data)

    bootstrap.create_sample(data)
    assert sorted(path.name for path in data.root.glob("duty*")) == ["duty.sqlite3"]
    desk = bootstrap.build(data)
    try:
        assert desk.log.verify().fault is None and len(desk.accounts.list()) == 3
    finally:
        desk.close()


def test_a_store_whose_filling_fails_leaves_nothing(data):
    def fill(store):
        with store.writing(by=Actor.program()) as tx:
            lines.write(tx, books.AUDIT, "import", "样例", at=AT)
        raise Refused("bad_name", name="x")

    with pytest.raises(Refused, match="bad_name"):
        opening.create(data, Realm.SAMPLE, at=AT, fill=fill)
    assert list(data.root.glob("duty*")) == []
