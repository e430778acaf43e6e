"""Clocks of documents and platform items: minutes are the site's, the start is when it was received."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console import bootstrap
from console.domain.due import DueKind, DueState
from console.domain.inbound import InboundState, Intake
from console.domain.people import Role
from console.errors import Refused
from db import sqlite


@pytest.fixture
def officer(desk, by):
    return desk.accounts.add("陈例一", Role.OFFICER, "example-duty-1", by=by).actor


@pytest.fixture
def take(desk, officer):
    def taken(**more):
        form = {"kind": "document", "urgency": "urgent", "channel": "paper", **more}
        received = form.pop("received_at", desk.clock.now())
        return desk.intake.register(Intake(uuid4(), "关于做好强降雨防范的通知", received, **form), by=officer)

    return taken


def due_minutes(desk, item):
    return {clock.kind: (clock.due_at - clock.received_at).seconds // 60 for clock in desk.clocks.of(item.id)}


@pytest.mark.parametrize(
    ("form", "minutes"),
    [
        ({}, {"leader": 10, "passed_on": 30}),
        ({"urgency": "plain_urgent"}, {"leader": 10, "passed_on": 30}),
        ({"urgency": "ordinary"}, {"passed_on": 60}),
        ({"urgency": ""}, {"passed_on": 60}),
        ({"channel": "platform", "urgency": ""}, {"leader": 10, "passed_on": 30}),
        ({"channel": "platform", "urgency": "ordinary"}, {"passed_on": 60}),
        ({"kind": "", "channel": "platform", "urgency": ""}, {"leader": 10, "passed_on": 30}),
        ({"kind": "", "channel": "phone", "urgency": ""}, {}),
    ],
)
def test_what_kind_of_item_has_which_limits(desk, take, form, minutes):
    assert due_minutes(desk, take(**form)) == minutes


def test_minutes_and_basis_are_the_sites(desk, by, take):
    desk.settings.change("clock.leader", "20", "示范县 2030 年 1 号文", confirmed=True, by=by)
    leader = desk.clocks.of(take().id)[0]
    assert (leader.minutes, leader.basis) == (20, "示范县 2030 年 1 号文")
    assert desk.clocks.of(take(urgency="ordinary").id)[0].basis.startswith("长子县应急局 2025-08 通知")


def test_the_clock_starts_when_it_was_received_not_when_it_was_saved(desk, clock, take):
    received = clock.now()
    clock.advance(minutes=25)
    item = take(received_at=received, received_reason="停电，先记在纸上")
    leader, passed = desk.clocks.of(item.id)
    assert leader.due_at == received + timedelta(minutes=10) and leader.over(clock.now())
    assert passed.due_at == received + timedelta(minutes=30) and not passed.over(clock.now())


def test_one_act_ends_it_and_the_book_says_whom(desk, clock, officer, take):
    item = take()
    clock.advance(minutes=4)
    done = desk.clocks.done(desk.clocks.of(item.id)[0].id, "主任 张例八", by=officer)
    assert (done.whom, done.done_at, done.done_by, done.late) == ("主任 张例八", clock.now(), "陈例一", False)
    line = desk.log.newest(1)[0]
    assert line.text == f"{item.number} 已电话报告带班领导：主任 张例八（限 10 分钟）" and line.kind == "clock"
    assert desk.log.verify().fault is None
    with pytest.raises(Refused) as again:
        desk.clocks.done(done.id, "别人", by=officer)
    assert (again.value.code, again.value.facts["whom"]) == ("clock_stopped", "主任 张例八")


def test_late_wants_a_reason_and_stays_visible(desk, clock, officer, take):
    item = take()
    running = desk.clocks.of(item.id)[0]
    clock.advance(minutes=12, seconds=10)
    with pytest.raises(Refused) as refused:
        desk.clocks.done(running.id, "张例八", by=officer)
    assert refused.value.code == "late_reason_missing"
    assert desk.clocks.of(item.id)[0].done_at is None
    done = desk.clocks.done(running.id, "张例八", late_reason="两次占线", by=officer)
    assert done.late and done.late_reason == "两次占线"
    assert "超时 3 分钟：两次占线" in desk.log.newest(1)[0].text
    assert desk.clocks.of(item.id)[0].late


def test_done_in_time_and_written_down_late_is_not_late(desk, clock, officer, take):
    item = take()
    told = clock.now() + timedelta(minutes=6)
    clock.advance(minutes=45)
    done = desk.clocks.done(desk.clocks.of(item.id)[0].id, "张例八", told, by=officer)
    assert not done.late and done.done_at == told
    line = desk.log.newest(1)[0]
    assert (line.occurred_at, line.recorded_at) == (told, clock.now())


@pytest.mark.parametrize(("minutes", "code"), [(1, "time_future"), (-1, "clock_before")])
def test_a_typed_time_must_be_possible(desk, clock, officer, take, minutes, code):
    item = take()
    with pytest.raises(Refused) as refused:
        desk.clocks.done(
            desk.clocks.of(item.id)[0].id, "张例八", clock.now() + timedelta(minutes=minutes), by=officer
        )  # fmt: skip
    assert refused.value.code == code
    assert desk.clocks.waiting() != []


def test_nobody_named_is_not_done(desk, officer, take):
    item = take()
    with pytest.raises(Refused) as refused:
        desk.clocks.done(desk.clocks.of(item.id)[0].id, "  ", by=officer)
    assert refused.value.code == "whom_missing"


def test_a_machine_clock_set_back_changes_no_limit(desk, clock, officer, take):
    item = take()
    before = desk.clocks.of(item.id)
    clock.advance(minutes=-90)
    assert desk.clocks.of(item.id) == before
    assert not before[0].over(clock.now())
    done = desk.clocks.done(before[0].id, "张例八", by=officer)
    assert not done.late and desk.log.verify().fault is None


def test_a_restart_changes_no_limit(desk, data, clock, take):
    item = take()
    before = desk.clocks.of(item.id)
    again = bootstrap.build(data, clock)
    try:
        assert again.clocks.of(item.id) == before == again.clocks.waiting()
    finally:
        again.close()


def test_the_due_strip_shows_both_until_they_are_done(desk, clock, officer, take):
    item = take()
    kinds = [(row.kind, row.number, row.target_panel, row.record_id) for row in desk.due.rows(clock.now())]
    assert kinds == [
        (DueKind.CLOCK_LEADER, item.number, "intake", item.id),
        (DueKind.CLOCK_PASSED_ON, item.number, "intake", item.id),
    ]
    clock.advance(minutes=11)
    assert [row.state for row in desk.due.rows(clock.now())] == [DueState.OVER, DueState.NEAR]
    for each in desk.clocks.of(item.id):
        desk.clocks.done(each.id, "张例八", late_reason="占线", by=officer)
    assert desk.due.rows(clock.now()) == [] and desk.clocks.waiting() == []


def test_a_closed_item_still_owes_its_clocks(desk, officer, take):
    item = take()
    desk.intake.close(item.id, InboundState.CLOSED, "已阅", seen=item.version, by=officer)
    assert len(desk.clocks.waiting()) == 2
    desk.clocks.done(desk.clocks.of(item.id)[0].id, "张例八", by=officer)
    assert len(desk.clocks.waiting()) == 1


def test_a_clock_changed_by_hand_is_found(desk, take):
    item = take()
    connection = sqlite.library().connect(desk.data.store, isolation_level=None)
    connection.execute("UPDATE inbound_clock SET minutes = 90 WHERE kind = 'leader'")
    connection.close()
    fault = desk.log.verify().fault
    assert (fault.where, fault.at) == ("inbound_clock", str(desk.clocks.of(item.id)[0].id))
