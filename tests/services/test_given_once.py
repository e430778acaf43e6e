"""A press repeated, or tried again after an answer that did not come, is one act; a time limit nobody means is none."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.consultation import Attendant
from console.domain.due import FARTHEST
from console.domain.orders import NewInstruction, NewOrder, StepKind, Way
from console.domain.people import Actor, Role
from console.domain.roll_call import CalledUnit
from console.errors import Refused
from console.services.consultations import Held
from console.services.orders import Step
from console.services.town_returns import NewRound

TOWNS = ("样例一镇", "样例二镇")


@pytest.fixture
def by(desk: Desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "given once in 2030", by=Actor.tool("tester")).actor


def lines(desk: Desk) -> int:
    return desk.log.count()


def wanted(names=TOWNS):
    return [NewOrder(name, "排查隐患点", None) for name in names]


def test_tasks_given_out_twice_under_one_id_are_given_out_once(desk: Desk, by: Actor):
    once = uuid4()
    first = desk.orders.give(wanted(), by=by, batch_id=once)
    before = lines(desk)
    assert desk.orders.give(wanted(), by=by, batch_id=once) == first
    assert lines(desk) == before and len(desk.orders.rows()) == len(TOWNS)
    assert {row.batch_id for row in first} == {once}


def test_one_task_has_its_id_too(desk: Desk, by: Actor):
    once = uuid4()
    (first,) = desk.orders.give(wanted(TOWNS[:1]), by=by, batch_id=once)
    assert desk.orders.give(wanted(TOWNS[:1]), by=by, batch_id=once) == [first]
    assert desk.orders.give(wanted(TOWNS[:1]), by=by) != [first], "without an id every call is an act"


def test_words_handed_on_twice_under_one_id_are_handed_on_once(desk: Desk, by: Actor, clock: StoppedClock):
    said = NewInstruction(uuid4(), "林例十", "县长", clock.now(), Way.PHONE, "全力搜救")
    row, once = desk.instructions.record(said, by=by), uuid4()
    first = desk.instructions.hand_on(row.id, wanted(), by=by, batch_id=once)
    before = lines(desk)
    assert desk.instructions.hand_on(row.id, wanted(), by=by, batch_id=once) == first
    assert lines(desk) == before and desk.instructions.one(row.id).tasks == len(TOWNS)


def test_what_came_of_a_consultation_is_given_out_once(desk: Desk, by: Actor, clock: StoppedClock):
    held = Held("会商", clock.now(), "林例十", (Attendant("样例一镇"),))
    row, once = desk.consultations.record(held, by=by), uuid4()
    first = desk.consultations.give(row.id, wanted(), by=by, batch_id=once)
    assert desk.consultations.give(row.id, wanted(), by=by, batch_id=once) == first
    assert desk.consultations.one(row.id).tasks == len(TOWNS)


@pytest.mark.parametrize("beyond", [timedelta(minutes=1), timedelta(days=366 * 7_000)])
def test_a_time_limit_in_another_age_is_refused_in_words(desk: Desk, by: Actor, clock: StoppedClock, beyond):
    due = clock.now() + FARTHEST + beyond
    with pytest.raises(Refused, match="due_far"):
        desk.orders.give([NewOrder("样例一镇", "排查", due)], by=by)
    with pytest.raises(Refused, match="due_far"):
        desk.tasks.add("排查", due, by=by)
    round_asked = NewRound(uuid4(), "灾情", (CalledUnit("样例一镇"),), clock.now(), due)
    with pytest.raises(Refused, match="due_far"):
        desk.town_returns.begin(round_asked, by=by)
    (row,) = desk.orders.give([NewOrder("样例一镇", "排查", clock.now() + FARTHEST)], by=by)
    with pytest.raises(Refused, match="due_far"):
        desk.orders.take_down(row.id, Step(StepKind.EXTENDED, "林例十", "", None, due), seen=row.version, by=by)


@pytest.mark.parametrize("channel", ["", "pigeon", "tip_off"])
def test_a_roll_call_goes_out_by_a_channel_of_the_county(desk: Desk, by: Actor, channel):
    with pytest.raises(Refused, match="bad_channel"):
        desk.roll_calls.begin("点名", channel, [CalledUnit("样例一镇")], by=by)
    assert desk.roll_calls.newest() == []
