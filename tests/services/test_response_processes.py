"""Two processes act on one store at once, or one dies in the middle: each card has its one task."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from console import bootstrap
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.responses import LEASE
from tests.kit import plans as kit
from tests.kit.seat_process import NOW

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.timeout(240), pytest.mark.long]
"""Each process is a Python of its own."""


@pytest.fixture
def data(new_store, tmp_path):
    """A store with the plan, its people and an officer, closed."""
    desk, by = bootstrap.build(new_store, StoppedClock(NOW)), Actor.tool("tester")
    kit.people(desk, tmp_path, by)
    desk.plans.add(kit.plan(), by=by)
    kit.officer(desk, by)
    desk.close()
    return new_store


def seat(data, act, level):
    command = [sys.executable, "-m", "tests.kit.seat_process", str(data.root), act, level]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT
    )


def together(*seats):
    """All are ready, then all are told at once; what each said in the end."""
    try:
        assert [one.stdout.readline() for one in seats] == ["ready\n"] * len(seats)
        for one in seats:
            one.stdin.write("\n")
            one.stdin.flush()
        return [one.communicate()[0] for one in seats]
    finally:
        for one in seats:
            one.kill()
            one.wait()


def opened(data):
    clock = StoppedClock(NOW)
    desk = bootstrap.build(data, clock)
    return desk, clock, next(row.actor for row in desk.accounts.list() if row.name == "陈例一")


def test_two_processes_start_the_same_at_once(data):
    first, second = (json.loads(said) for said in together(seat(data, "start", "III"), seat(data, "start", "III")))
    desk, clock, by = opened(data)
    clock.advance(seconds=LEASE.total_seconds())
    desk.responses.carry_on(by=by)
    (row,) = desk.responses.rows(running_only=False)
    assert first == second == {"id": str(row.id), "level": "III"}
    assert sorted(card.code for card in desk.responses.board(row.id)) == sorted(kit.CODES["III"])
    assert len(desk.orders.rows(open_only=False)) == len(kit.CODES["III"]) and desk.log.verify().fault is None
    desk.close()


def test_two_processes_raise_at_once(data):
    desk, _, by = opened(data)
    row = kit.started(desk, by, "IV")
    desk.close()
    said = [json.loads(one) for one in together(seat(data, "raise", "III"), seat(data, "raise", "II"))]
    desk, clock, by = opened(data)
    clock.advance(seconds=LEASE.total_seconds())
    desk.responses.carry_on(by=by)
    level = desk.responses.one(row.id).level
    told = [one.get("level", one.get("refused")) for one in said]
    assert level in told and set(told) <= {level, "changed_meanwhile", "level_not_higher"}
    board = [card for card in desk.responses.board(row.id) if card.state != "cancelled"]
    assert sorted(card.code for card in board) == sorted(kit.CODES[level])
    tasks = [task for task in desk.orders.rows(open_only=False) if task.state == "open"]
    assert {task.id for task in tasks} == {card.task_id for card in board} and len(tasks) == len(board)
    assert desk.log.verify().fault is None
    desk.close()


def test_a_process_that_dies_holds_its_cards_for_the_lease_and_no_longer(data):
    (said,) = together(seat(data, "die", "III"))
    assert said == "", "it died before it could say anything"
    desk, clock, by = opened(data)
    (row,) = desk.responses.rows()
    assert row.waiting == len(kit.CODES["III"]) and desk.responses.carry_on(by=by) == 0
    clock.advance(seconds=LEASE.total_seconds())
    assert desk.responses.carry_on(by=by) == len(kit.CODES["III"])
    assert len(desk.orders.rows(open_only=False)) == len(kit.CODES["III"]) and desk.log.verify().fault is None
    desk.close()
