"""A quiet night is handed over by at most twelve keys beyond the passwords; overdue matters cost one more each."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from console.config import DataDir
from console.domain.checks import CheckState
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine, SheetState, items_of
from console.domain.log import NewEntry
from console.domain.people import Role
from console.domain.roster import Named
from console.domain.routine import Result
from tests.kit.quiet_hand_over import hand_over
from tests.kit.typist import Typist
from tests.kit.window import NAME, PASSWORD, furnishing

OUT, INTO = NAME, "林例二"
PASSWORDS = {OUT: PASSWORD, INTO: "incoming of 2030"}
MOST_KEYS = 12

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    """A night on which everything was done: routines ticked, lists marked, the next shift in the roster. 07:50."""
    with furnishing(new_store, clock) as (desk, by):
        desk.accounts.add(INTO, Role.OFFICER, PASSWORDS[INTO], by=by)
        desk.duty.take_over_empty([PostLine("leader", "王例九"), PostLine("主班", OUT)], by=by)
        day = clock.now().astimezone(desk.zone).date() + timedelta(days=1)
        for post, name in (("leader", "林例十"), ("主班", INTO), ("副班", "吴例三"), ("通信保障岗", "吴例四")):
            desk.roster.set_cell(day, "whole", post, [Named(name, "100-0000-0001")], seen=(), by=by)
        desk.log.add(NewEntry(uuid4(), "例行试通"), by=by)
        clock.advance(hours=23, minutes=50)
        for row in desk.routine.day(clock.now()):
            if row.due_at <= clock.now():
                desk.routine.tick(row.code, row.due_at, Result.DONE, by=by)
        for row in desk.checks.rows():
            value = "3 把" if row.code == "keys" else ""
            desk.checks.mark(row.code, CheckState.OK, value, by=by)
    return new_store


@pytest.fixture
def typist(typist: Typist) -> Typist:
    """On the smallest screen there is."""
    typist.app.window.resize(1366, 768)
    return typist


def test_a_quiet_night_costs_twelve_keys_beyond_the_passwords(typist: Typist, say: Callable[[str], None]) -> None:
    began = time.monotonic()
    sheet = hand_over(typist, OUT, INTO, PASSWORDS)
    took = time.monotonic() - began

    desk = typist.app.shell.desk
    items = len(items_of(sheet.body))
    say(f"quiet hand-over: {typist.keys['key']} keys beyond the passwords, {items} items, window busy {took:.1f} s")
    assert sheet.state is SheetState.ACCEPTED and not any(late for _, _, late in items_of(sheet.body))
    assert [mark["name"] for mark in sheet.signatures] == [OUT, INTO]
    assert typist.keys["key"] <= MOST_KEYS and typist.keys["text"] == 0
    posts = {line.post: line.name for line in desk.duty.on_watch().posts}
    assert posts == {"leader": "林例十", "主班": INTO, "副班": "吴例三", "通信保障岗": "吴例四"}
    assert desk.duty.on_watch().planned_from > sheet.cut_off_at, "taken just before the change, it is the next shift"
    assert desk.log.verify().fault is None


def test_overdue_matters_cost_a_key_each_and_never_go_together(typist: Typist, say: Callable[[str], None]) -> None:
    desk, by = typist.app.shell.desk, typist.app.seat.actor
    for text in ("报送续报", "补领照明灯"):
        desk.tasks.add(text, desk.clock.now() - timedelta(minutes=5), by=by)
    sheet = hand_over(typist, OUT, INTO, PASSWORDS)

    say(f"hand-over with two overdue: {typist.keys['key']} keys beyond the passwords")
    late = [item for _, item, over in items_of(sheet.body) if over]
    assert len(late) == 2 and typist.keys["key"] <= MOST_KEYS + len(late)


@pytest.fixture
def say(capsys) -> Callable[[str], None]:
    """Figures belong into the record of the run."""

    def tell(text: str) -> None:
        with capsys.disabled():
            print(f"\n{text}")

    return tell
