"""Verify where nothing can be written, and over files that lie beside the store."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from console import tool
from console.config import DataDir
from console.domain.log import NewEntry
from db import attachments, books
from db.models.inbound import Attachment

LESSER = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
"""Root without the right to write where nobody may."""


def verify(root, *before):
    command = [sys.executable, "-W", "error", "-m", "console.tool", "--data", str(root), "--lang", "en"]
    return subprocess.run(
        [*before, *command, "log", "verify"], capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture
def carried(desk, by, tmp_path):
    """A copy of a store as it lies on carried media, with its newest lines still in the WAL or not."""
    for i in range(5):
        desk.log.add(NewEntry(uuid4(), f"第 {i} 条"), by=by)
    folder = tmp_path / "只读 media"
    folder.mkdir()

    def copy(*, wal: bool) -> Path:
        if not wal:
            desk.close()
        for suffix in ("", "-wal") if wal else ("",):
            shutil.copyfile(f"{desk.data.store}{suffix}", folder / f"duty.sqlite3{suffix}")
        return folder

    yield copy
    folder.chmod(0o755)


def listing(folder):
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
@pytest.mark.parametrize("wal", [False, True])
def test_verify_works_where_the_directory_cannot_be_written(carried, wal):
    folder = carried(wal=wal)
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    before = listing(folder)
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere here")

    done = verify(folder, *(LESSER if os.geteuid() == 0 else ()))

    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith("ok 5 entries head=")
    assert listing(folder) == before


@pytest.mark.parametrize("wal", [False, True])
def test_verify_works_on_a_read_only_mount(carried, wal):
    folder = carried(wal=wal)
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, "--bind", folder, folder], capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount")
    try:
        subprocess.run([mount, "-o", "remount,bind,ro", folder], check=True)
        with pytest.raises(OSError, match="Read-only"):
            (folder / "x").write_text("x")
        done = verify(folder)
    finally:
        subprocess.run(["umount", folder], check=True)

    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith("ok 5 entries head=")


def attach(desk, by, content):
    """A file with its row and line, as the service of a later issue will write them."""
    from console.services import lines

    digest = hashlib.sha256(content).digest()
    path = attachments.place_of(desk.data.attachments, digest)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    with desk.opened.store.writing(by=by) as tx:
        row = Attachment(
            digest=digest, name="照片.jpg", media_type="image/jpeg", size=len(content), subject_id=None,
            added_at=desk.clock.now(), by_name=by.name,
        )  # fmt: skip
        tx.session.add(row)
        lines.write(tx, books.DUTY, "intake", "附件 照片.jpg", at=desk.clock.now(), about=[row])
    return path


def test_files_are_held_against_their_digests(desk, by, data):
    path = attach(desk, by, b"a picture" * 1000)
    attach(desk, by, b"")

    assert path.relative_to(data.attachments).parts == (path.name[:2], path.name)
    assert (desk.log.verify().attachments, desk.log.verify().fault) == (2, None)


@pytest.mark.parametrize("how", ["file_missing", "file_changed", "file_unreadable"])
def test_a_file_that_is_not_as_it_was_is_found(desk, by, how):
    path = attach(desk, by, b"a picture" * 1000)
    if how != "file_changed":
        path.unlink()
    if how == "file_unreadable":
        path.mkdir()
    if how == "file_changed":
        path.write_bytes(b"a pictura" * 1000)

    fault = desk.log.verify().fault
    assert (fault.where, fault.at, fault.what) == ("attachment", path.name, how)


def test_every_kind_of_thing_has_its_line(desk, data, capsys):
    desk.close()

    assert tool.main(["--data", str(data.root), "--lang", "en", "log", "verify"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" head=")[0] for line in lines] == [
        "ok 0 entries", "ok 1 audit entries", "ok 1 records", "ok 0 sheets",
        "ok 0 heads printed in sheets stand in the log", "ok 0 attachments",
    ]  # fmt: skip


def test_a_fault_is_said_and_exits_by_it(desk, by):
    attach(desk, by, b"a picture").unlink()
    desk.close()

    done = verify(desk.data.root)
    assert done.returncode == 1 and done.stdout.startswith("attachment: file ") and "missing" in done.stdout
    assert DataDir(desk.data.root).logs.joinpath("verified.json").exists()
