"""A restore that is killed leaves no store and can be done again, or the whole one with its line; nothing between."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.health import LampState
from console.domain.log import NewEntry
from console.domain.people import Actor
from console.errors import Refused, Unavailable
from console.services.copies import CopiesService
from db import copying, opening, restoring
from tests.kit import copies as kit
from tests.kit.copies import by_hand

pytestmark = pytest.mark.long

place = kit.place


@pytest.fixture
def spare(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path / "备用机")


@pytest.fixture
def filled(desk: Desk, by: Actor, place: Path) -> Desk:
    """A store with a known fault and two attachments, and its copy."""
    desk.log.add(NewEntry(uuid4(), "一"), by=by)
    for content in (b"one", b"two"):
        desk.files.add(content, "例图.txt", "draft", uuid4(), by=by)
    by_hand(desk.data.store, "UPDATE store_info SET created_at = created_at + 1")
    assert desk.copies.make(place, by=by).faults
    return desk


STEPS: list[tuple[Any, str]] = [
    (copying, "copy_file"), (opening.Store, "close"), (CopiesService, "note_restored"), (shutil, "rmtree"),
    (Path, "rename"), (Path, "replace"),
]  # fmt: skip


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch, spare: DataDir, tmp_path: Path) -> Iterator[list[DataDir]]:
    """What lies in the directory before and after each step of a restore: that is what a kill there leaves."""
    moments: list[DataDir] = []
    for owner, name in STEPS:
        monkeypatch.setattr(owner, name, _looked_at(getattr(owner, name), spare, tmp_path, moments))
    yield moments
    monkeypatch.undo()


def _looked_at(step: Callable[..., Any], spare: DataDir, folder: Path, moments: list[DataDir]) -> Callable[..., Any]:
    def take(*given: Any, **named: Any) -> Any:
        _keep(spare, folder, moments)
        try:
            return step(*given, **named)
        finally:
            _keep(spare, folder, moments)

    return take


def _keep(spare: DataDir, folder: Path, moments: list[DataDir]) -> None:
    if moments and _lies(spare) == _lies(moments[-1]):
        return
    moments.append(DataDir(folder / f"moment-{len(moments)}"))
    shutil.copytree(spare.root, moments[-1].root)


def _lies(data: DataDir) -> list[tuple[str, int]]:
    found = [path for path in data.root.rglob("*") if path.is_file() and path.parent.name != "locks"]
    return sorted((path.relative_to(data.root).as_posix(), path.stat().st_size) for path in found)


def test_killed_at_any_step_it_can_be_done_again_or_is_whole(
    filled: Desk, place: Path, spare: DataDir, by: Actor, left: list[DataDir], monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.restore(spare, place, by=by, known_faults=True)
    monkeypatch.undo()
    stand = [data for data in left if data.store.exists()]
    begun = [data for data in left if not data.store.exists()]
    moved = [data for data in begun if any(path.is_file() for path in data.attachments.rglob("*"))]
    assert len(begun) > 5 and moved and stand
    for data in begun:
        restoring.require_empty(data)
    for data in (begun[2], moved[-1]):
        bootstrap.restore(data, place, by=by, known_faults=True)
        stand.append(data)
    for data in (stand[0], *stand[-2:]):
        _require_whole(data)


def _require_whole(data: DataDir) -> None:
    again = bootstrap.build(data)
    try:
        assert again.log.newest(1)[0].text.startswith("由第二备份恢复：")
        assert next(lamp for lamp in again.health.lamps() if lamp.id == "chain").state is LampState.FAULT
        assert [fault.what for fault in again.health.verify().faults.named] == ["record_changed"]
    finally:
        again.close()
    assert sorted(path.read_bytes() for path in data.attachments.rglob("*") if path.is_file()) == [b"one", b"two"]


def test_what_somebody_put_there_is_never_taken_for_what_a_restore_left(
    filled: Desk, place: Path, spare: DataDir, by: Actor
) -> None:
    (spare.root / restoring.WORKING).mkdir(parents=True)
    mine = spare.attachments / "ab" / "mine"
    mine.parent.mkdir(parents=True)
    mine.write_text("x", "utf-8")
    with pytest.raises(Refused, match="restore_not_empty"):
        bootstrap.restore(spare, place, by=by, known_faults=True)
    assert mine.exists(), "no store lies in the working directory: the restore that worked there had come to its end"


def test_a_watch_made_where_a_restore_was_killed_keeps_its_attachments(
    filled: Desk, place: Path, spare: DataDir, by: Actor, left: list[DataDir], monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.restore(spare, place, by=by, known_faults=True)
    monkeypatch.undo()
    killed = [data for data in left if not data.store.exists()][-1]
    bootstrap.create(killed, filled.realm)
    killed.store.unlink()
    with pytest.raises(Refused) as refused:
        bootstrap.restore(killed, place, by=by, known_faults=True)
    assert refused.value.facts["name"] == "attachments", "they are nobody's leftovers any more"


def test_a_disk_that_fails_at_the_very_last_step_leaves_the_directory_empty(
    filled: Desk, place: Path, spare: DataDir, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if target == spare.store:
            raise OSError(28, "No space left on device")
        return real(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(Unavailable):
        bootstrap.restore(spare, place, by=by, known_faults=True)
    assert _lies(spare) == [], "nor what had its name already"
    monkeypatch.undo()
    bootstrap.restore(spare, place, by=by, known_faults=True)
    _require_whole(spare)
