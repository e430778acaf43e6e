"""Making and upgrading beside others and over what an earlier store left: nothing recorded is lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console import bootstrap
from console.domain.realm import Realm
from console.errors import Refused
from db import opening, sqlite
from db.locks import FileLock

AT = datetime(2030, 8, 12, tzinfo=UTC)

WRITE_AND_DIE = """
import os, sys
from pathlib import Path
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
