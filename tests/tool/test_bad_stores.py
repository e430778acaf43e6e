"""Damaged, foreign, read-only and full: one clear sentence, exit code 1, never a traceback, nothing lost."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from console import bootstrap
from console.domain.log import NewEntry
from console.domain.realm import Realm
from console.errors import Refused, Unavailable
from db import sqlite

pytestmark = pytest.mark.long

PAGE = 4096
COMMANDS = {
    "add": ["log", "add", "--text", "之后"],
    "search": ["log", "search", "山塘"],
    "verify": ["log", "verify"],
    "export": ["log", "export"],
}

WITHOUT_OVERRIDE = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # PR_CAPBSET_DROP CAP_DAC_OVERRIDE: root, too, is bound by the rights of files
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def as_plain_user(data, *arguments):
    command = ["-W", "error", "-m", "console.tool", "--data", str(data.root), "--lang", "en", *arguments]
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_OVERRIDE, *command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def one_sentence(done):
    told = done.stderr or done.stdout
    assert done.returncode == 1, (done.returncode, told)
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) <= 1
    assert told.strip()
    return told.splitlines()[-1]


@pytest.fixture
def store(data, by):
    bootstrap.create(data, Realm.SAMPLE)
    desk = bootstrap.build(data)
    desk.log.add_all([NewEntry(uuid4(), f"山塘水位上涨 第 {i} 次") for i in range(300)], by=by)
    desk.close()
    return data


def leaf_of_the_log(store):
    """Where in the file a page with lines of the log lies."""
    content = store.store.read_bytes()
    return content.rindex("山塘水位上涨 第 150 次".encode()) // PAGE * PAGE


def overwrite(store, start, content):
    with store.store.open("r+b") as file:
        file.seek(start)
        file.write(content)


DAMAGE = {
    "header": lambda store: overwrite(store, 0, b"\xff" * 100),
    "zeroed page": lambda store: overwrite(store, leaf_of_the_log(store), bytes(PAGE)),
    "random page": lambda store: overwrite(store, leaf_of_the_log(store), random.Random(1).randbytes(PAGE)),
    "garbage": lambda store: store.store.write_bytes(random.Random(2).randbytes(50_000)),
    "empty file": lambda store: store.store.write_bytes(b""),
    "half": lambda store: os.truncate(store.store, store.store.stat().st_size // 2),
    "a few bytes": lambda store: os.truncate(store.store, 50),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_store_is_said_to_be_damaged(ask, store, how, tmp_path):
    DAMAGE[how](store)

    for name, command in COMMANDS.items():
        target = [str(tmp_path / "out.json")] if name == "export" else []
        if name in {"add", "search"} and how.endswith("page"):
            continue  # a line elsewhere in the book can still be written and found
        assert "damaged" in one_sentence(ask(store, *command, *target)) or name == "verify"
    assert not (tmp_path / "out.json").exists()


def test_random_damage_is_never_a_traceback(store, by):
    whole, pick = store.store.read_bytes(), random.Random(4)
    for _ in range(40):
        broken = bytearray(whole)
        for _ in range(pick.choice((1, 5, 200))):
            broken[pick.randrange(len(broken))] = pick.randrange(256)
        store.store.write_bytes(broken)
        for suffix in ("-wal", "-shm"):
            Path(f"{store.store}{suffix}").unlink(missing_ok=True)
        for work in (
            lambda desk: desk.log.verify(),
            lambda desk: desk.log.newest(400),
            lambda desk: desk.log.search("水位"),
            lambda desk: desk.log.add(NewEntry(uuid4(), "后"), by=by),
        ):
            try:
                desk = bootstrap.build(store)
                try:
                    work(desk)
                finally:
                    desk.close()
            except (Refused, Unavailable):
                pass  # either it works or one of the two says why not


def test_a_store_from_the_future_is_named(ask, store):
    connection = sqlite.library().connect(store.store)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()

    for command in (COMMANDS["add"], COMMANDS["verify"]):
        assert "newer" in one_sentence(ask(store, *command))


needs_rights = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="rights of files as Linux has them")


@needs_rights
def test_a_read_only_directory_refuses_to_record_and_still_verifies(store, tmp_path):
    for path in (store.root, store.locks, store.logs, store.backups, store.store):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        added = as_plain_user(store, *COMMANDS["add"])
        verified = as_plain_user(store, *COMMANDS["verify"])
    finally:
        for path in (store.root, store.locks, store.logs, store.backups, store.store):
            path.chmod(0o755)

    assert "cannot be written" in one_sentence(added)
    assert verified.returncode == 0 and verified.stdout.startswith("ok 300 entries")


@needs_rights
def test_a_read_only_file_refuses_to_record(ask, store):
    store.store.chmod(0o444)

    added = as_plain_user(store, *COMMANDS["add"])

    assert "cannot be written" in one_sentence(added)
    store.store.chmod(0o644)
    assert ask(store, *COMMANDS["add"]).returncode == 0


@needs_rights
def test_a_place_without_rights_cannot_hold_a_store(tmp_path, data):
    tmp_path.chmod(0o555)
    try:
        done = as_plain_user(data, "init")
    finally:
        tmp_path.chmod(0o755)

    assert "cannot be written" in one_sentence(done)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 4 MB; needs the right to mount."""
    place = tmp_path / "小盘"
    place.mkdir()
    if shutil.which("mount") is None or os.getuid() != 0:
        pytest.skip("mounting a small disk takes root")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_keeps_what_was_acknowledged_and_goes_on_once_there_is_room(ask, small_disk):
    from console.config import DataDir

    store = DataDir(small_disk / "data")
    assert ask(store, "init").returncode == 0
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(1_000_000))
    lines = "".join(json.dumps({"text": f"第 {i} 条 " + "长" * 300}) + "\n" for i in range(4000))

    done = ask(store, "log", "add", given=lines)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    ballast.unlink()
    again = ask(store, *COMMANDS["add"])

    assert done.returncode == 1 and "disk is full" in done.stderr and "Traceback" not in done.stderr
    assert 0 < len(answers) < 4000 and again.returncode == 0
    verified = ask(store, "log", "verify")
    assert verified.stdout.startswith(f"ok {len(answers) + 1} entries")


def test_a_full_store_says_so_and_keeps_what_it_has(desk, by):
    acknowledged = [desk.log.add(NewEntry(uuid4(), "满前"), by=by).number]
    with desk.opened.store.writing(by=by) as tx:
        (pages,) = tx.run("PRAGMA page_count").fetchone()
        tx.run(f"PRAGMA max_page_count = {pages + 30}")

    with pytest.raises(Unavailable) as full:
        for _ in range(2_000):
            acknowledged.append(desk.log.add(NewEntry(uuid4(), "长" * 900), by=by).number)

    assert full.value.what == "disk_full"
    assert desk.log.count() == len(acknowledged) and desk.log.verify().fault is None
    assert desk.log.add(NewEntry(uuid4(), "有空间后"), by=by).number == len(acknowledged) + 1
