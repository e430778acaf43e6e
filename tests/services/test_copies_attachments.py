"""Attachments that are gone or changed are faults of a copy like others, and the last copy that has one stays."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain import copies
from console.domain.clock import StoppedClock
from console.domain.copies import MANIFEST, CopyRow
from console.domain.faults import Fault
from console.domain.health import LampState
from console.domain.log import NewEntry
from console.domain.people import Actor
from console.errors import Refused, Unavailable
from console.services import copies_there
from tests.kit import copies as kit
from tests.kit.copies import by_hand, lying

place = kit.place


@pytest.fixture
def spare(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path / "备用机")


@pytest.fixture
def busy(desk: Desk, by: Actor) -> Desk:
    """A desk that keeps two copies."""
    desk.settings.change("backup.keep", "2", "样例", confirmed=True, by=by)
    return desk


def attached(desk: Desk, content: bytes, by: Actor) -> Path:
    """Where the file of that content lies."""
    row = desk.files.add(content, "例图.txt", "draft", uuid4(), by=by)
    return desk.data.attachments / row.digest.hex()[:2] / row.digest.hex()


def lose(file: Path, how: str) -> None:
    file.unlink() if how == "gone" else file.write_bytes(b"changed by hand")


@pytest.mark.parametrize("how", ["gone", "changed"])
def test_a_copy_without_one_says_so_everywhere(
    busy: Desk, place: Path, by: Actor, spare: DataDir, clock: StoppedClock, how: str
) -> None:
    file = attached(busy, b"one", by)
    lose(file, how)
    made = busy.copies.make(place, by=by)
    value = json.loads((made.folder / MANIFEST).read_text("utf-8"))
    assert value["format"] == 2 and value["faults"]["count"] == made.missing == 1
    assert made.faults.named == (Fault("attachment", file.name, "file_missing"),)
    assert busy.copies.last().known == 1
    with pytest.raises(Refused, match="copy_known_faults"):
        bootstrap.restore(spare, place, by=by)
    bootstrap.restore(spare, place, by=by, known_faults=True)
    again = bootstrap.build(spare, clock)
    try:
        newest = again.log.newest(1)[0].text
        assert "带有 1 处已知不一致：" in newest and file.name in newest
        assert next(lamp for lamp in again.health.lamps() if lamp.id == "chain").state is LampState.FAULT
        assert again.health.verify().faults == made.faults
    finally:
        again.close()


def test_a_file_put_into_a_copy_behind_its_manifest_is_not_restored(
    busy: Desk, place: Path, by: Actor, spare: DataDir
) -> None:
    file = attached(busy, b"one", by)
    lose(file, "gone")
    made = busy.copies.make(place, by=by)
    there = made.folder / file.relative_to(busy.data.root)
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_bytes(b"one")
    with pytest.raises(Unavailable, match="copy_chain"):
        bootstrap.restore(spare, place, by=by, known_faults=True)


def test_the_last_copy_that_holds_one_never_goes(busy: Desk, place: Path, by: Actor, clock: StoppedClock) -> None:
    by_hand(busy.data.store, "UPDATE store_info SET created_at = created_at + 1")
    file = attached(busy, b"one", by)
    name = file.relative_to(busy.data.root)
    held = [busy.copies.make(place, by=by).folder]
    clock.advance(hours=1)
    held.append(busy.copies.make(place, by=by).folder)
    lose(file, "changed")
    for _ in range(3):
        clock.advance(hours=1)
        made = busy.copies.make(place, by=by)
    assert {path.name for path in place.iterdir()} == {held[1].name, made.folder.name}
    assert (held[1] / name).read_bytes() == b"one" and not (made.folder / name).exists()


def holding(row: CopyRow, *contents: str) -> CopyRow:
    files = {f"attachments/{content[:2]}/{content}": content for content in contents}
    return CopyRow(row.folder, replace(row.manifest, files={"duty.sqlite3": "0" * 64} | files))


@pytest.mark.parametrize(
    ("held", "gone"),
    [
        ({1: "a", 2: "a", 3: "a", 4: "a"}, ["01", "02"]),
        ({1: "a", 2: "a", 3: "", 4: ""}, ["01", "03"]),
        ({1: "ab", 2: "a", 3: "", 4: ""}, ["03"]),  # each is the last that holds something
        ({1: "a", 2: "", 3: "", 4: "a"}, ["01", "02"]),
    ],
)
def test_which_copies_may_go_beside_what_they_hold(held: dict[int, str], gone: list[str]) -> None:
    rows = [holding(lying(hour), *(letter * 64 for letter in letters)) for hour, letters in held.items()]
    assert [row.folder for row in copies.superfluous(rows, "04", "a", 2)] == gone


@pytest.mark.parametrize("also", ["", "UPDATE log_entry SET text = '改' WHERE number = 1"])
def test_what_an_earlier_program_left_out_without_a_word_is_a_fault_now(
    busy: Desk, place: Path, by: Actor, spare: DataDir, also: str
) -> None:
    busy.log.add(NewEntry(uuid4(), "一"), by=by)
    files = [attached(busy, content, by) for content in (b"one", b"two")]
    for file in files:
        lose(file, "gone")
    if also:
        by_hand(busy.data.store, also)
    made = busy.copies.make(place, by=by)
    manifest = copies_there.read_manifest(made.folder)
    missing = tuple(f"attachments/{fault.at[:2]}/{fault.at}" for fault in manifest.faults.named[-2:])
    few = kit.known(*manifest.faults.named[:-2])
    old = copies.written(replace(manifest, missing=missing, faults=few))
    (made.folder / MANIFEST).write_text(old, "utf-8")
    assert json.loads(old)["format"] == (2 if also else 1)
    assert copies_there.read_manifest(made.folder).faults == manifest.faults
    bootstrap.restore(spare, place, by=by, known_faults=True)


def test_of_a_list_too_long_to_take_them_in_they_stay_a_list_of_their_own() -> None:
    many = kit.known(*(Fault("duty", str(number), "line_changed") for number in range(200)))
    told = replace(lying(1).manifest, missing=(f"attachments/aa/{'a' * 64}",), faults=many)
    told = replace(told, store="a", files={})
    read = copies.read(copies.written(told), "/")
    assert read.faults == many and read.absent == {bytes.fromhex("a" * 64)}
