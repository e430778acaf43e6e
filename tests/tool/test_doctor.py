"""``doctor``: a line for each thing, exit 1 when one is wrong, and nothing changed by looking."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from console import bootstrap, tool, words
from console.domain.draft import Draft
from console.domain.log import NewEntry
from console.domain.realm import Realm
from db import schema, sqlite


@pytest.fixture
def doctor(capsys):
    level = logging.getLogger().level

    def run(data):
        code = tool.main(["--data", str(data.root), "doctor", "--json"])
        found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return code, {row["id"]: row for row in found}

    yield run
    logging.getLogger().setLevel(level)
    words.set_language("zh")


def test_a_sound_store_has_nothing_wrong_and_is_not_changed(desk, by, doctor, clock):
    desk.log.add(NewEntry(uuid4(), "一"), by=by)
    desk.drafts.save(Draft(uuid4(), "intake", "", {}, clock.now(), clock.now(), "陈例一"))
    desk.close()
    before = desk.data.store.read_bytes()

    code, found = doctor(desk.data)

    assert code == 0 and not [row for row in found.values() if row["state"] == "wrong"]
    assert set(found) == {
        "sqlite", "synchronous", "schema", "size", "locks", "drafts", "fonts", "keyring", "journal", "guards", "disk",
        "clock", "zone", "verified",
    }  # fmt: skip
    assert found["synchronous"]["facts"]["level"] == "FULL" and found["journal"]["facts"]["mode"] == "wal"
    assert found["drafts"]["facts"]["count"] == 1 and found["verified"]["state"] == "note"
    assert not any(row["text"].startswith("[") for row in found.values())
    assert desk.data.store.read_bytes() == before


def test_both_languages_have_a_line_for_each(desk, capsys, doctor):
    said = []
    for language in ("zh", "en"):
        assert tool.main(["--data", str(desk.data.root), "--lang", language, "doctor"]) == 0
        said.append(capsys.readouterr().out.splitlines())

    assert len(said[0]) == len(said[1]) == 14
    assert not set(said[0]) & set(said[1]) and not any("[" in line for line in said[0] + said[1])


HOLD = """
import sys
from pathlib import Path
from console import bootstrap
from console.config import DataDir
from db.locks import FileLock
data = DataDir(Path(sys.argv[1]))
desk = bootstrap.build(data)
lock = FileLock(data.locks / "wire", alone=True)
assert lock.acquire()
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system does not tell who holds a lock")
def test_who_holds_the_locks_is_named(data, doctor):
    bootstrap.create(data, Realm.SAMPLE)
    command = [sys.executable, "-c", HOLD, data.root]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        _, found = doctor(data)
        other.communicate("\n")

    facts = found["locks"]["facts"]
    assert str(other.pid) in facts["use"] and str(other.pid) in facts["wire"] and facts["window"] == "–"
    assert str(os.getpid()) not in facts["use"]


def test_a_clock_set_back_and_a_failed_check_are_wrong(data, by, doctor, capsys):
    bootstrap.create(data, Realm.LIVE)
    desk = bootstrap.build(data)
    desk.log.add(NewEntry(uuid4(), "一"), by=by)
    desk.close()
    connection = sqlite.library().connect(data.store)
    for name in schema.triggers():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE log_entry SET recorded_at = recorded_at + ?", (timedelta(days=2).total_seconds() * 1e6,))
    connection.commit()
    connection.close()
    assert tool.main(["--data", str(data.root), "log", "verify"]) == 1
    capsys.readouterr()

    code, found = doctor(data)

    assert code == 1 and (found["clock"]["state"], found["verified"]["state"]) == ("wrong", "wrong")
    assert found["clock"]["facts"]["back"][:5] in {"47:59", "48:00"}


def test_a_damaged_store_is_said_and_the_rest_still_looked_at(data, doctor):
    data.make()
    data.store.write_bytes(b"no store at all" * 100)

    code, found = doctor(data)
    assert code == 1 and found["schema"]["state"] == found["store"]["state"] == "wrong" and "fonts" in found


def test_a_store_from_the_future_is_wrong(data, doctor):
    bootstrap.create(data, Realm.SAMPLE)
    connection = sqlite.library().connect(data.store)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()

    code, found = doctor(data)
    assert code == 1 and found["schema"]["facts"]["found"] == "9999"


def test_without_a_store_there_is_nothing_to_look_at(data, capsys):
    assert tool.main(["--data", str(data.root), "--lang", "en", "doctor"]) == 1
    assert capsys.readouterr().err.startswith("no store at")
    words.set_language("zh")
