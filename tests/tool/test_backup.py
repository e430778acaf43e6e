"""``backup`` and ``restore`` from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from console.bootstrap import Desk
from console.config import DataDir
from console.domain.log import NewEntry
from console.domain.people import Actor
from tests.kit import copies as kit

place = kit.place


def test_a_store_goes_to_a_stick_and_comes_back_elsewhere(
    desk: Desk, by: Actor, ask: Callable[..., Any], place: Path, tmp_path: Path
) -> None:
    desk.log.add(NewEntry(uuid4(), "例二镇停电"), by=by)
    made = ask(desk.data, "backup", "--to", str(place), "--json")
    assert made.returncode == 0, made.stderr
    folder = Path(json.loads(made.stdout)["folder"])
    assert folder.parent == place and json.loads(made.stdout)["number"] == 1
    listed = ask(desk.data, "backup", "--to", str(place), "--list")
    assert folder.name in listed.stdout and "line 1 " in listed.stdout
    spare = DataDir(tmp_path / "spare")
    done = ask(desk.data, "restore", str(spare.root), "--from", str(place))
    assert done.returncode == 0, done.stderr
    assert "例二镇停电" in done.stdout and str(folder) in done.stdout
    assert ask(spare, "log", "verify").returncode == 0
    again = ask(desk.data, "restore", str(spare.root), "--from", str(place))
    assert again.returncode == 1 and "needs an empty data directory" in again.stderr


def test_without_a_place_and_without_a_copy_one_sentence_says_so(
    desk: Desk, ask: Callable[..., Any], place: Path, tmp_path: Path
) -> None:
    done = ask(desk.data, "backup")
    assert (done.returncode, done.stderr) == (1, "No second backup place is set; name a folder.\n")
    done = ask(desk.data, "restore", str(tmp_path / "spare"), "--from", str(place))
    assert (done.returncode, done.stderr) == (1, f"There is no copy in {place}.\n")
    done = ask(desk.data, "backup", "--to", str(place / "gone"))
    assert done.returncode == 1 and "is not there" in done.stderr
