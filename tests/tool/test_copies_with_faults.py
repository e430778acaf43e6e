"""``backup`` and ``restore`` of a store somebody changed by hand: made, told, and restored for who asks for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from console.bootstrap import Desk
from console.config import DataDir
from console.domain.log import NewEntry
from console.domain.people import Actor
from tests.kit import copies as kit
from tests.kit.copies import by_hand

place = kit.place


@pytest.fixture
def changed(desk: Desk, by: Actor) -> DataDir:
    """A store with two of its five lines changed by hand."""
    for number in range(1, 6):
        desk.log.add(NewEntry(uuid4(), f"第 {number} 条"), by=by)
    by_hand(desk.data.store, "UPDATE log_entry SET text = '改' WHERE number IN (2, 4)")
    return desk.data


TOLD = ["The duty book was changed at entry 2.", "The duty book was changed at entry 4.", "2 disagreements in all."]


def test_verify_names_all_and_counts_them(changed: DataDir, ask: Callable[..., Any]) -> None:
    done = ask(changed, "log", "verify")
    assert (done.returncode, done.stdout.splitlines()) == (1, TOLD)
    looked = ask(changed, "doctor", "--json")
    (verified,) = [line for line in map(json.loads, looked.stdout.splitlines()) if line["id"] == "verified"]
    assert looked.returncode == 1 and "2 things wrong, the first: 2" in verified["text"]
    rows = ask(changed, "ready")
    assert rows.returncode == 1 and "found 2 disagreements, the first at 2" in rows.stdout


def test_a_backup_is_made_told_and_exits_1(changed: DataDir, ask: Callable[..., Any], place: Path) -> None:
    done = ask(changed, "backup", "--to", str(place))
    assert (done.returncode, done.stderr) == (1, "")
    first, heading, *told = done.stdout.splitlines()
    assert first.startswith("Copied to ") and heading.startswith("Copied, but the books disagree") and told == TOLD
    again = ask(changed, "backup", "--to", str(place), "--json")
    assert again.returncode == 1 and json.loads(again.stdout)["faults"]["count"] == 2
    listed = ask(changed, "backup", "--to", str(place), "--list")
    assert listed.returncode == 0 and all(line.endswith("known faults: 2") for line in listed.stdout.splitlines())


def test_a_restore_tells_what_is_known_and_waits_to_be_asked(
    changed: DataDir, ask: Callable[..., Any], place: Path, tmp_path: Path
) -> None:
    ask(changed, "backup", "--to", str(place))
    spare = DataDir(tmp_path / "spare")
    command = ("restore", str(spare.root), "--from", str(place))
    done = ask(changed, *command)
    assert done.returncode == 1 and done.stdout.splitlines()[1:] == TOLD
    assert "carries known faults (2); nothing was restored" in done.stderr and "--with-known-faults" in done.stderr
    assert not spare.store.exists()
    done = ask(changed, *command, "--with-known-faults")
    assert done.returncode == 0 and done.stdout.splitlines()[1:4] == TOLD and "Restored to" in done.stdout
    verified = ask(spare, "log", "verify")
    assert (verified.returncode, verified.stdout.splitlines()) == (1, TOLD), "nothing is whitewashed"
    newest = ask(spare, "log", "search", "恢复")
    assert "带有 2 处已知不一致：值班日志第 2 条被改动过。值班日志第 4 条被改动过。" in newest.stdout


def test_the_newest_good_copy_is_named(desk: Desk, ask: Callable[..., Any], place: Path, tmp_path: Path) -> None:
    good = json.loads(ask(desk.data, "backup", "--to", str(place), "--json").stdout)
    assert good["faults"] is None
    by_hand(desk.data.store, "UPDATE store_info SET created_at = created_at + 1")
    ask(desk.data, "backup", "--to", str(place))
    spare = DataDir(tmp_path / "spare")
    done = ask(desk.data, "restore", str(spare.root), "--from", str(place))
    assert done.returncode == 1 and f"The newest good copy is {Path(good['folder']).name};" in done.stderr
