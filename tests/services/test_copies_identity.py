"""A copy is what its manifest says: the store that lies there, up to the lines it names, of the live store."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from console import bootstrap, words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.copies import MANIFEST
from console.domain.log import NewEntry
from console.domain.people import Actor
from console.errors import Unavailable
from console.services import copies_there
from db import copying
from tests.kit import copies as kit

place = kit.place


@pytest.fixture
def made(desk: Desk, by: Actor, place: Path) -> Path:
    """A copy of three lines."""
    for text in "一二三":
        desk.log.add(NewEntry(uuid4(), text), by=by)
    return desk.copies.make(place, by=by).folder


def say(folder: Path, **changed: Any) -> None:
    """Somebody writes another thing into the manifest."""
    value = json.loads((folder / MANIFEST).read_text("utf-8")) | changed
    (folder / MANIFEST).write_text(json.dumps(value), "utf-8")


@pytest.mark.parametrize(
    "changed", [{"store": "0" * 32}, {"realm": "live"}, {"schema": "0001"}, {"site": "别县"}], ids=str
)
def test_a_manifest_of_another_store_is_refused_in_words(
    made: Path, tmp_path: Path, by: Actor, changed: dict[str, str]
) -> None:
    say(made, **changed)
    spare = DataDir(tmp_path / "备用机")
    with pytest.raises(Unavailable) as trouble:
        bootstrap.restore(spare, made, by=by)
    assert trouble.value.what == "copy_other_store" and not spare.store.exists()
    assert "备份的说明与里面的数据不符" in words.sentence(trouble.value)


def test_where_no_site_was_set_another_program_may_have_had_another_word(made: Path) -> None:
    say(made, program="0.1", site="值班室")
    copies_there.require_whole(made, copies_there.read_manifest(made))


def _of(folder: Path, book: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))["books"]
    return value[book]


@pytest.mark.parametrize("book", ["duty", "audit"])
@pytest.mark.parametrize(
    "other", [lambda head: head | {"number": head["number"] + 1}, lambda head: head | {"digest": "a" * 64}]
)
def test_a_manifest_with_other_heads_is_refused(
    made: Path, tmp_path: Path, by: Actor, book: str, other: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    books = {name: _of(made, name) for name in ("duty", "audit")}
    say(made, books=books | {book: other(books[book])})
    spare = DataDir(tmp_path / "备用机")
    with pytest.raises(Unavailable) as trouble:
        bootstrap.restore(spare, made, by=by)
    assert (trouble.value.what, trouble.value.facts["name"]) == ("copy_damaged", MANIFEST)
    assert not spare.store.exists()


def test_a_copy_of_anything_but_the_live_store_is_none(
    desk: Desk, made: Path, place: Path, by: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file the copy is read from is swapped beneath the running program: another store, or this one forked."""
    fork = DataDir(tmp_path / "分叉")
    bootstrap.restore(fork, made, by=by)
    forked = bootstrap.build(fork)
    forked.log.add(NewEntry(uuid4(), "别处所记"), by=by)
    forked.close()
    desk.log.add(NewEntry(uuid4(), "四"), by=by)
    real = copying.copy_store
    monkeypatch.setattr(copying, "copy_store", lambda _source, target: real(fork.store, target))
    with pytest.raises(Unavailable) as trouble:
        desk.copies.make(place, by=by)
    assert (trouble.value.what, trouble.value.facts["name"]) == ("copy_damaged", "duty.sqlite3")
    assert [path.name for path in place.iterdir()] == [made.name]
    shutil.rmtree(fork.root)
