"""The second place: copies made beside writers, verified by opening them; a watch begun again from one."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from console import bootstrap, words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.health import LampState
from console.domain.log import NewEntry
from console.domain.people import Actor, Role
from console.errors import Refused, Unavailable
from console.seat_file import SeatFile
from console.services import copies_there as copies
from db import opening
from tests.kit import copies as kit

place = kit.place


@pytest.fixture
def busy(desk: Desk, by: Actor) -> Desk:
    """A desk with some lines and an attachment."""
    for text in ("一", "二", "例一街道道路积水"):
        desk.log.add(NewEntry(uuid4(), text), by=by)
    return desk


def attach(desk: Desk, content: bytes) -> Path:
    """A row and a file as the desk keeps them."""
    import hashlib

    digest = hashlib.sha256(content).digest()
    file = desk.data.attachments / digest.hex()[:2] / digest.hex()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    desk.files.add(content, "例图.txt", "draft", uuid4(), by=Actor.tool("tester"))
    return file


def lamp(desk: Desk) -> Any:
    return next(lamp for lamp in desk.health.lamps() if lamp.id == "backup")


def test_a_copy_is_whole_and_says_what_it_is(busy: Desk, place: Path, by: Actor) -> None:
    made = busy.copies.make(place, by=by)
    assert made.folder == place / "应急指挥中心-20300812-080000"
    manifest = json.loads((made.folder / "manifest.json").read_text("utf-8"))
    assert manifest["books"]["duty"]["number"] == 3 == made.number
    assert manifest["made_at"] == "2030-08-12T00:00:00+00:00" and manifest["realm"] == "sample"
    assert manifest["schema"] == opening.head() and set(manifest["files"]) == {"duty.sqlite3"}
    assert sorted(path.name for path in made.folder.iterdir()) == ["duty.sqlite3", "manifest.json"]
    assert (made.folder.stat().st_mode & 0o777, (made.folder / "duty.sqlite3").stat().st_mode & 0o777) == (0o700, 0o600)
    assert [row.folder for row in busy.copies.listed(place)] == [made.folder.name]


def test_reading_a_copy_leaves_nothing_beside_it(busy: Desk, place: Path, by: Actor) -> None:
    made = busy.copies.make(place, by=by)
    copies.require_whole(made.folder, copies.read_manifest(made.folder))
    copies.find(place)
    assert sorted(path.name for path in made.folder.iterdir()) == ["duty.sqlite3", "manifest.json"]


def test_a_copy_ends_while_others_go_on_writing(busy: Desk, place: Path, by: Actor) -> None:
    stop, written = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            written.append(busy.log.add(NewEntry(uuid4(), "照写不误"), by=by).number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 20:
            pass
        made = busy.copies.make(place, by=by)
        reached = len(written)
        while len(written) < reached + 20:
            pass
    finally:
        stop.set()
        writer.join()
    assert 3 < made.number < 3 + len(written)
    assert busy.health.verify().fault is None


def test_a_copy_is_restored_on_an_empty_machine_and_the_log_says_so(
    busy: Desk, place: Path, by: Actor, tmp_path: Path, clock: StoppedClock
) -> None:
    made = busy.copies.make(place, by=by)
    spare = DataDir(tmp_path / "备用机")
    found = bootstrap.restore(spare, place, by=by)
    assert found.folder == made.folder and found.newest is not None
    assert (found.newest.number, found.newest.text) == (3, "例一街道道路积水")
    again = bootstrap.build(spare, clock)
    try:
        newest = again.log.search("恢复", limit=1)[0]
        assert newest.number == 4 and newest.text == (
            "由第二备份恢复：应急指挥中心-20300812-080000，备份于 2030-08-12 08:00，至第 3 号"
        )
        assert again.health.verify().fault is None
    finally:
        again.close()


def test_nothing_is_ever_restored_over_a_watch(busy: Desk, place: Path, by: Actor) -> None:
    busy.copies.make(place, by=by)
    before = busy.data.store.read_bytes()
    with pytest.raises(Refused) as refused:
        bootstrap.restore(busy.data, place, by=by)
    assert refused.value.code == "restore_not_empty"
    assert busy.data.store.read_bytes() == before


@pytest.mark.parametrize("name", ["drafts.sqlite3", "duty.sqlite3-wal", "attachments/ab/file", "spool/1"])
def test_a_directory_with_anything_of_a_watch_is_not_empty(
    busy: Desk, place: Path, by: Actor, tmp_path: Path, name: str
) -> None:
    busy.copies.make(place, by=by)
    spare = tmp_path / "备用机"
    (spare / name).parent.mkdir(parents=True)
    (spare / name).write_text("x", "utf-8")
    with pytest.raises(Refused) as refused:
        bootstrap.restore(DataDir(spare), place, by=by)
    assert refused.value.code == "restore_not_empty" and not (spare / "duty.sqlite3").exists()


def _flip(folder: Path) -> None:
    store = folder / "duty.sqlite3"
    raw = bytearray(store.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    store.write_bytes(raw)


def _forge(folder: Path) -> None:
    """Somebody changed a line and made the manifest fit."""
    import sqlite3

    from console.domain.copies import MANIFEST
    from db.copying import digest_of

    with sqlite3.connect(folder / "duty.sqlite3") as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        for name, _ in connection.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE log_entry SET text = '改过' WHERE number = 2")
    connection.close()
    value = json.loads((folder / MANIFEST).read_text("utf-8"))
    value["files"]["duty.sqlite3"] = digest_of(folder / "duty.sqlite3")
    (folder / MANIFEST).write_text(json.dumps(value), "utf-8")


def _escape(folder: Path) -> None:
    value = json.loads((folder / "manifest.json").read_text("utf-8"))
    value["files"]["../out"] = value["files"]["duty.sqlite3"]
    (folder / "manifest.json").write_text(json.dumps(value), "utf-8")


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (_flip, "copy_damaged"),
        (_forge, "copy_chain"),
        (_escape, "copy_manifest"),
        (lambda folder: (folder / "duty.sqlite3").unlink(), "store_corrupt"),
        (lambda folder: (folder / "manifest.json").write_text("{", "utf-8"), "copy_manifest"),
        (lambda folder: (folder / "manifest.json").write_text('{"format": 2}', "utf-8"), "copy_manifest"),
    ],
)
def test_a_damaged_copy_is_refused_and_the_directory_stays_empty(
    busy: Desk, place: Path, by: Actor, tmp_path: Path, damage: Callable[[Path], None], what: str
) -> None:
    made = busy.copies.make(place, by=by)
    damage(made.folder)
    spare = DataDir(tmp_path / "备用机")
    with pytest.raises(Unavailable) as trouble:
        bootstrap.restore(spare, made.folder, by=by)
    assert trouble.value.what == what
    assert not [path for path in spare.root.rglob("*") if path.is_file() and "locks" not in path.parts]


def test_attachments_go_along_and_one_that_is_gone_is_said(busy: Desk, place: Path, by: Actor, tmp_path: Path) -> None:
    first, second = attach(busy, b"one"), attach(busy, b"two")
    second.unlink()
    made = busy.copies.make(place, by=by)
    assert made.missing == 1
    assert (made.folder / "attachments" / first.parent.name / first.name).read_bytes() == b"one"
    spare = DataDir(tmp_path / "备用机")
    bootstrap.restore(spare, made.folder, by=by, known_faults=True)
    assert (spare.attachments / first.parent.name / first.name).read_bytes() == b"one"


def test_the_newest_are_kept_and_other_peoples_copies_left_alone(
    busy: Desk, place: Path, by: Actor, clock: StoppedClock
) -> None:
    busy.settings.change("backup.keep", "2", "样例", confirmed=True, by=by)
    names = []
    foreign = place / "别县-20290101-080000"
    for _ in range(3):
        names.append(busy.copies.make(place, by=by).folder.name)
        clock.advance(hours=12)
        if not foreign.exists():
            shutil.copytree(place / names[0], foreign)
            value = json.loads((foreign / "manifest.json").read_text("utf-8"))
            (foreign / "manifest.json").write_text(json.dumps(value | {"store": "0" * 32}), "utf-8")
    assert sorted(path.name for path in place.iterdir()) == sorted([*names[1:], foreign.name])


def test_a_clock_set_back_does_not_cost_the_copy_just_made(
    busy: Desk, place: Path, by: Actor, clock: StoppedClock
) -> None:
    busy.settings.change("backup.keep", "2", "样例", confirmed=True, by=by)
    clock.advance(days=40)
    first, second = (busy.copies.make(place, by=by).folder.name for _ in range(2))
    assert second == f"{first}-2"
    clock.set(clock.now() - timedelta(days=30))
    third = busy.copies.make(place, by=by).folder.name
    assert third in {path.name for path in place.iterdir()} and len(list(place.iterdir())) == 2


def test_a_place_that_is_full_is_refused_and_the_lamp_says_so(
    busy: Desk, place: Path, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    SeatFile(busy.data.seat).change(backup_place=str(place))
    assert (lamp(busy).state, lamp(busy).code) == (LampState.OFF, "lamp.backup.never")
    made = busy.copies.make(place, by=by)
    assert (lamp(busy).state, lamp(busy).code) == (LampState.OK, "lamp.backup.last")
    full = shutil.disk_usage(place)._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    with pytest.raises(Refused) as refused:
        busy.copies.make(place, by=by)
    assert refused.value.code == "copy_no_room" and "空间不够" in words.sentence(refused.value)
    assert [path.name for path in place.iterdir()] == [made.folder.name]
    assert (lamp(busy).state, lamp(busy).code) == (LampState.FAULT, "lamp.backup.failed")


def test_a_stick_that_is_not_there_is_never_made_up(busy: Desk, place: Path, by: Actor) -> None:
    with pytest.raises(Unavailable) as trouble:
        busy.copies.make(place / "未插入", by=by)
    assert trouble.value.what == "copy_place" and not (place / "未插入").exists()
    assert lamp(busy).code == "lamp.backup.failed_first"


def test_a_place_in_the_data_directory_is_no_second_place(busy: Desk, by: Actor) -> None:
    with pytest.raises(Refused) as refused:
        busy.copies.set_place(str(busy.data.backups), by=by)
    assert refused.value.code == "copy_place_inside" and busy.copies.place() == ""


def test_an_old_copy_puts_the_lamp_on(busy: Desk, place: Path, by: Actor, clock: StoppedClock) -> None:
    busy.copies.set_place(str(place), by=by)
    assert busy.copies.make_at_place(by=by) is not None
    clock.advance(hours=26)
    assert lamp(busy).state is LampState.OK
    clock.advance(seconds=1)
    assert lamp(busy).state is LampState.CAUTION and lamp(busy).facts["place"] == str(place)


def test_who_only_looks_on_may_not_carry_the_store_away(busy: Desk, place: Path, by: Actor) -> None:
    busy.accounts.add("陈例一", Role.ADMIN, "panels of 2030", by=by)
    viewer = busy.accounts.add("林例二", Role.VIEWER, "panels of 2030", by=by).actor
    with pytest.raises(Refused) as refused:
        busy.copies.make(place, by=viewer)
    assert refused.value.code == "not_permitted" and not list(place.iterdir())


def test_what_a_killed_copy_left_is_no_copy(busy: Desk, place: Path, by: Actor) -> None:
    made = busy.copies.make(place, by=by)
    shutil.copytree(made.folder, place / ".making-1-例")
    assert [row.folder for row in busy.copies.listed(place)] == [made.folder.name]
    assert copies.find(place).folder == made.folder


def test_what_was_left_half_made_long_ago_is_taken_away(busy: Desk, place: Path, by: Actor) -> None:
    old, young = place / ".making-1-例", place / ".making-2-例"
    for folder in (old, young):
        folder.mkdir()
    os.utime(old, (0, 0))
    busy.copies.make(place, by=by)
    assert not old.exists() and young.exists()


def test_an_attachment_that_was_changed_does_not_make_every_later_copy_useless(
    busy: Desk, place: Path, by: Actor, tmp_path: Path
) -> None:
    first, second = attach(busy, b"one"), attach(busy, b"two")
    second.write_bytes(b"changed")
    made = busy.copies.make(place, by=by)
    assert made.missing == 1 and not (made.folder / "attachments" / second.parent.name / second.name).exists()
    spare = DataDir(tmp_path / "备用机")
    assert bootstrap.restore(spare, made.folder, by=by, known_faults=True).manifest.faults.first.at == second.name
    assert [path.name for path in spare.attachments.rglob("*") if path.is_file()] == [first.name]


def test_which_of_two_rooms_copies_is_meant_is_never_guessed(
    busy: Desk, place: Path, by: Actor, clock: StoppedClock, tmp_path: Path
) -> None:
    made = busy.copies.make(place, by=by)
    other = DataDir(tmp_path / "别处")
    bootstrap.create(other, busy.realm)
    clock.advance(hours=1)
    neighbour = bootstrap.build(other, clock)
    foreign = neighbour.copies.make(place, by=by)
    neighbour.close()
    spare = DataDir(tmp_path / "备用机")
    with pytest.raises(Refused) as refused:
        bootstrap.restore(spare, place, by=by)
    assert refused.value.code == "copy_several" and refused.value.facts["count"] == 2
    assert foreign.folder.name in refused.value.facts["newest"] and not spare.store.exists()
    assert bootstrap.restore(spare, made.folder, by=by).folder == made.folder
