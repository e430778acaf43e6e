"""Roll calls: each call one act that stays, the unanswered called again, the rates counted over all units."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.people import Actor, Role
from console.domain.roll_call import CalledUnit, Outcome, Quality, drawn
from console.errors import Refused
from console.services.roll_calls import Call

TOWNS = [CalledUnit("样溪镇", "0577-0000-0001", "周例五"), CalledUnit("界坑乡"), CalledUnit("样岭镇")]


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "roll call 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def round_(desk, by):
    return desk.roll_calls.begin("每日点名", "phone", TOWNS, by=by)


def test_an_unanswered_unit_is_due_again_and_its_first_call_stays(desk, by, round_, clock):
    line = desk.roll_calls.call(round_.id, Call("界坑乡", Outcome.NO_ANSWER), by=by)
    assert line.retry_at == clock.now() + timedelta(minutes=5)
    clock.advance(minutes=5)
    line = desk.roll_calls.call(round_.id, Call("界坑乡", Outcome.STOOD_IN, "仇例六", Quality.GOOD), by=by)
    assert ([call.outcome for call in line.calls], line.retry_at) == ([Outcome.NO_ANSWER, Outcome.STOOD_IN], None)


def test_rates_count_all_units_and_who_was_expected(desk, by, round_, clock):
    desk.roll_calls.call(round_.id, Call("样溪镇", Outcome.ANSWERED, "周例五", Quality.GOOD), by=by)
    clock.advance(minutes=31)
    desk.roll_calls.call(round_.id, Call("界坑乡", Outcome.ANSWERED, "仇例六", Quality.BROKEN), by=by)
    told = desk.roll_calls.rates(round_.id)
    assert (told.units, told.called, told.answered, told.prompt, told.good, told.matched) == (3, 2, 2, 1, 1, 1)


def test_it_ends_with_a_word_about_those_nobody_reached(desk, by, round_):
    with pytest.raises(Refused) as refused:
        desk.roll_calls.end(round_.id, seen=round_.version, by=by)
    assert (refused.value.code, refused.value.facts["count"]) == ("units_unreached", 3)
    ended = desk.roll_calls.end(round_.id, "线路中断，改用对讲", seen=round_.version, by=by)
    assert ended.ended_at is not None and desk.roll_calls.running() == []
    with pytest.raises(Refused, match="roll_call_ended"):
        desk.roll_calls.call(round_.id, Call("样溪镇", Outcome.ANSWERED), by=by)
    assert desk.log.verify().fault is None


def test_the_same_round_is_begun_once(desk, by):
    once = uuid4()
    for _ in range(2):
        desk.roll_calls.begin("点名", "phone", TOWNS, by=by, roll_call_id=once)
    assert [row.number for row in desk.roll_calls.newest()] == ["示例DM2030-0001"]


def test_what_cannot_be_is_refused(desk, by, round_, clock):
    for units, code in (([], "units_missing"), ([TOWNS[0]] * 2, "unit_twice"), ([CalledUnit(" ")], "unit_missing")):
        with pytest.raises(Refused, match=code):
            desk.roll_calls.begin("点名", "phone", units, by=by)
    with pytest.raises(Refused, match="no_such_unit"):
        desk.roll_calls.call(round_.id, Call("别处", Outcome.ANSWERED), by=by)
    with pytest.raises(Refused, match="time_future"):
        desk.roll_calls.call(round_.id, Call("样溪镇", Outcome.ANSWERED, at=clock.now() + timedelta(hours=1)), by=by)
    with pytest.raises(Refused, match="before_begun"):
        desk.roll_calls.call(round_.id, Call("样溪镇", Outcome.ANSWERED, at=clock.now() - timedelta(hours=1)), by=by)
    with pytest.raises(Refused, match="retry_bad"):
        desk.roll_calls.begin("点名", "phone", TOWNS, 0, by=by)


def test_a_draw_can_be_done_again_and_is_no_larger_than_the_list():
    towns = [f"样例镇{at}" for at in range(22)]
    assert drawn(towns, 3, 20300812) == drawn(towns[::-1], 3, 20300812)
    assert len(drawn(towns, 3, 1)) == 3 and drawn(towns, 99, 1) == set(towns)
