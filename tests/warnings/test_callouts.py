"""Calling by name: three who telephone and one who writes, in order, by the clock, nothing twice."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console import bootstrap
from console.domain.callout import Outcome, RowState, Stage
from console.errors import Refused
from tests.kit.warning import county


@pytest.fixture
def ground(county_store, clock):
    desk = bootstrap.build(county_store, clock)
    yield county(desk)
    desk.close()


@pytest.fixture
def calling(ground):
    minutes, posts = ground.desk.callouts.target("weather", 1)
    rows = ground.desk.callouts.preview([ground.town], posts)
    return ground.desk.callouts.start(uuid4(), "暴雨红色 叫应", rows, minutes, by=ground.actor("甲例"))


def record(ground, row, outcome, **more):
    return ground.desk.callouts.record(row.id, outcome, by=ground.actor("甲例"), act_id=uuid4(), **more)


def test_the_list_has_everybody_behind_each_post(ground, calling):
    assert (calling.number, calling.tally.rows > 5, calling.tally.target_minutes) == ("示例JY2030-0001", True, 5)
    rows = ground.desk.callouts.calls(calling.id)
    assert [row.ordinal for row in rows] == list(range(1, len(rows) + 1))
    village = next(row for row in rows if row.post == "灾害信息员" and row.place != row.town)
    stages = [one.stage for one in village.chain]
    assert {Stage.A, Stage.B, Stage.TOWN, Stage.LEADER} <= set(stages) and stages == sorted(
        stages, key=list(Stage).index
    )
    assert all(row.progress.phone for row in rows if row.progress.state is RowState.WAITING)


def test_an_answer_ends_a_row_and_its_reply_is_written(ground, calling):
    row = ground.desk.callouts.calls(calling.id)[0]
    row = record(ground, row, Outcome.NO_ANSWER, seconds=30, caller="陈例一")
    assert (row.progress.tries, row.progress.stage, row.tries[0].caller) == (1, Stage.A, "陈例一")
    ground.desk.clock.advance(seconds=60)
    row = record(ground, row, Outcome.ANSWERED, reply="已上岗，开避灾点 2")
    assert (row.progress.state, row.reply) == (RowState.REACHED, "已上岗，开避灾点 2")
    with pytest.raises(Refused, match="row_settled"):
        record(ground, row, Outcome.BUSY)
    assert ground.desk.callouts.one(calling.id).tally.reached == 1
    row = ground.desk.callouts.undo(row.id, row.tries[-1].number, by=ground.actor("甲例"))
    assert (row.progress.state, row.progress.tries, row.reply) == (RowState.WAITING, 1, "")
    with pytest.raises(Refused, match="not_the_last"):
        ground.desk.callouts.undo(row.id, row.tries[-1].number, by=ground.actor("甲例"))


def test_a_row_is_one_caller_s_for_a_while_and_a_key_hit_twice_is_one(ground, calling):
    callouts, by = ground.desk.callouts, ground.actor("甲例")
    row = callouts.claim(callouts.calls(calling.id)[0].id, "陈例一", by=by)
    with pytest.raises(Refused, match="row_claimed"):
        callouts.claim(row.id, "曾例三", by=by)
    with pytest.raises(Refused, match="row_claimed"):
        record(ground, row, Outcome.BUSY, caller="曾例三")
    ground.desk.clock.advance(seconds=91)
    assert callouts.claim(row.id, "曾例三", by=by).claimed_by == "曾例三"
    key = uuid4()
    for _ in range(2):
        row = callouts.record(row.id, Outcome.BUSY, by=by, act_id=key, caller="曾例三")
    assert len(row.tries) == 1 and row.claimed_by == ""


def test_who_answers_nobody_is_visited_and_the_end_wants_a_reason(ground, calling):
    callouts, by = ground.desk.callouts, ground.actor("甲例")
    row = callouts.calls(calling.id)[-1]
    with pytest.raises(Refused, match="not_visiting"):
        record(ground, row, Outcome.VISITED)
    while row.progress.state is RowState.WAITING:
        ground.desk.clock.advance(seconds=60)
        row = record(ground, row, Outcome.NO_ANSWER)
    assert (row.progress.state, row.progress.stage) == (RowState.VISITING, Stage.VISIT)
    row = record(ground, row, Outcome.VISITED, visitor="网格员 张例二", reply="人已转移")
    assert row.progress.state is RowState.REACHED and row.tries[-1].name == "网格员 张例二"
    look = callouts.one(calling.id)
    assert look.tally.in_time(ground.desk.clock.now())  # the fifth minute is not over
    ground.desk.clock.advance(seconds=1)
    assert not look.tally.in_time(ground.desk.clock.now())
    with pytest.raises(Refused, match="reason_missing"):
        callouts.end(calling.id, "", seen=look.version, by=by)
    assert callouts.end(calling.id, "其余由乡镇入户", seen=look.version, by=by).ended_at is not None
    with pytest.raises(Refused, match="callout_ended"):
        record(ground, callouts.calls(calling.id)[0], Outcome.ANSWERED)
    assert ground.desk.log.verify().fault is None


def test_who_only_looks_on_calls_nobody(ground, calling):
    row = ground.desk.callouts.calls(calling.id)[0]
    with pytest.raises(Refused, match="not_permitted"):
        ground.desk.callouts.claim(row.id, "", by=ground.actor("戊例"))


def test_going_on_before_the_order_does_can_be_undone(ground, calling):
    callouts, by = ground.desk.callouts, ground.actor("甲例")
    row = next(one for one in callouts.calls(calling.id) if one.post == "灾害信息员" and one.progress.stage is Stage.A)
    act = uuid4()
    for _ in range(2):  # a key hit twice is one
        row = callouts.pass_on(row.id, by=by, act_id=act)
    assert (row.progress.stage, len(row.tries), row.progress.next_at) == (Stage.B, 1, ground.desk.clock.now())
    row = callouts.undo(row.id, row.tries[-1].number, by=by)
    assert row.progress.stage is Stage.A
    row = callouts.visit(row.id, by=by, act_id=uuid4(), seen=row.version)
    assert (row.progress.state, row.progress.phone) == (RowState.VISITING, "")
    for going_on in (callouts.visit, callouts.pass_on):
        with pytest.raises(Refused, match="row_settled"):
            going_on(row.id, by=by, act_id=uuid4())
    with pytest.raises(Refused, match="changed_meanwhile"):
        record(ground, row, Outcome.VISITED, seen=row.version - 1)
    row = record(ground, row, Outcome.VISITED, visitor="网格员 张例二", seen=row.version)
    assert row.progress.state is RowState.REACHED
    with pytest.raises(ValueError, match="no outcome"):
        record(ground, row, Outcome.SENT)
    assert ground.desk.log.verify().fault is None
