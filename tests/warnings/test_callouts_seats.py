"""Several seats in processes of their own at one calling, one of them killed with a row in hand."""

from __future__ import annotations

import shutil
import subprocess
import sys
from uuid import uuid4

import pytest

from console.domain.callout import LEASE, Caller, Contact, Outcome, RowState, Stage
from console.domain.callout_rows import Planned
from tests.kit.warning_processes import county_of, ground, opened

ROWS = 12


@pytest.mark.long
def test_each_row_is_reached_once_and_a_dead_seat_s_row_comes_back(empty_store, tmp_path) -> None:
    root = tmp_path / "store"
    shutil.copytree(empty_store.root, root)
    data = type(empty_store)(root)
    ground(data)
    desk = opened(data)
    by = county_of(desk).actor("甲例")
    rows = [
        Planned(f"村{nth}", "岩头镇", "书记", (Contact(Stage.A, f"人{nth}", "书记", (f"1{nth}",)),))
        for nth in range(ROWS)
    ]
    names = ("陈例一", "曾例三", "王例五")
    look = desk.callouts.start(uuid4(), "叫应", rows, 5, by=by, callers=[Caller(name) for name in names])

    def seat(name: str, *more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.kit.callout_processes", str(root), str(look.id), name, *more]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    with seat(names[2], "hold") as dead:
        assert dead.wait(60) == -9
    held = next(one for one in desk.callouts.calls(look.id) if one.claimed_by == names[2])
    found = [seat(name) for name in names[:2]]
    counts = [int(one.communicate(timeout=120)[0]) for one in found]
    calls = desk.callouts.calls(look.id)
    assert sum(counts) == ROWS - 1 == desk.callouts.one(look.id).tally.reached
    assert [len(one.tries) for one in calls if one.id != held.id] == [1] * (ROWS - 1)
    assert next(one for one in calls if one.id == held.id).progress.state is RowState.WAITING
    desk.clock.advance(seconds=LEASE.total_seconds())
    row = desk.callouts.record(held.id, Outcome.ANSWERED, by=by, act_id=uuid4(), caller=names[0])
    assert row.tries[-1].caller == names[0] and desk.callouts.one(look.id).tally.open == 0
    assert desk.log.verify().fault is None
    desk.close()
