"""Pending alarms: seen by name, accepted once, put aside, found false, settled, told upwards."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.alarm import AlarmAct, AlarmState
from console.domain.due import DueKind, DueState
from console.domain.incident import IncidentState
from console.domain.people import Actor, Role
from console.domain.signals import SignalKind
from console.errors import Refused
from tests.kit.wire import PASSWORD, device, hear, officer, point, said, texts


@pytest.fixture
def by(desk):
    return officer(desk)


@pytest.fixture
def panel(desk):
    return device(desk)


@pytest.fixture
def alarm(desk, panel):
    hear(desk, panel)
    return desk.alarms.queue().rows[0]


def refused(act, code):
    with pytest.raises(Refused) as trouble:
        act()
    assert trouble.value.code == code
    return trouble.value.facts


def acts(desk, row):
    return [(step.act, step.by_name) for step in desk.alarms.steps(row.id)]


def test_seen_is_by_name_and_stops_the_sound(desk, clock, by, alarm):
    clock.advance(seconds=20)
    (row,) = desk.alarms.acknowledge([alarm.id, alarm.id], by=by)
    assert (row.acknowledged_by, row.acknowledged_at, row.sounds) == ("陈例一", clock.now(), False)
    assert row.state is AlarmState.OPEN and texts(desk, 1) == [f"{row.number} 接警机 1 火警：已确认"]
    lines = desk.log.count()
    assert desk.alarms.acknowledge([alarm.id], by=officer(desk, "周例五"))[0].acknowledged_by == "陈例一"
    assert desk.log.count() == lines and acts(desk, row) == [(AlarmAct.ACKNOWLEDGED, "陈例一")]


def test_a_storm_is_seen_and_settled_together(desk, clock, by, panel):
    for zone in range(230):
        hear(desk, panel, zone=str(zone))
    rows = desk.alarms.queue().rows
    before = desk.log.count()
    desk.alarms.acknowledge([row.id for row in rows], by=by)
    assert desk.log.count() - before == 3, "a hundred to a line"
    assert texts(desk, 3)[-1].startswith(f"{rows[0].number}、") and "等 100 条告警" in texts(desk, 3)[-1]
    cause = desk.alarms.one(rows[0].id)
    assert cause.cause_id is None
    desk.alarms.settle(cause.id, "消防主机复位", seen=cause.version, by=by)
    assert desk.alarms.queue().rows == () and desk.alarms.counts().open == 0
    assert desk.log.verify().fault is None


def test_accepting_registers_an_item_and_opens_an_incident(desk, clock, by, panel):
    place = point(desk, panel, "示例仓库", account="1234", place_text="示例路 1 号", event_type="20101")
    hear(desk, panel, device_at=clock.now() - timedelta(seconds=3), raw=b"\x01\x02")
    clock.advance(seconds=30)
    hear(desk, panel, device_at=clock.now(), raw=b"\x01\x03")
    (alarm,) = desk.alarms.queue().rows
    item, form = desk.alarms.draft(alarm.id)
    assert (form.title, form.event_type, form.place_text) == (
        "示例路 1 号 示例仓库 火警",
        "20101",
        "示例路 1 号",
    )
    row = desk.alarms.accept(alarm.id, form, None, by=by)
    made, incident = desk.intake.one(row.inbound_id), desk.incidents.one(row.incident_id)
    assert (row.state, row.incident_number, row.acknowledged_by) == (AlarmState.ACCEPTED, incident.number, "陈例一")
    assert (made.id, made.channel, made.event_type, made.place_text) == (
        item.id,
        "device",
        "20101",
        place.form.place_text,
    )
    assert made.received_at == alarm.first_at and made.occurred_at == alarm.first_at - timedelta(seconds=3)
    assert made.receiver_name == "陈例一" and "共 2 次" in made.summary
    assert [action.note for action in desk.intake.actions(made.id)] == [f"设备原始数据（{row.number}）：01 02"]
    assert incident.state is IncidentState.REPORTED and incident.received_at == alarm.first_at
    assert texts(desk, 1)[0].endswith(f"已受理，登记为 {made.number}，立为事件 {incident.number}")
    assert desk.alarms.queue().rows == () and desk.log.verify().fault is None


def test_accepting_joins_an_incident_and_takes_followers_along(desk, clock, by, panel):
    desk.settings.change("alarm.storm", "2", "样例", confirmed=True, by=Actor.tool("tester"))
    hear(desk, panel, zone="9")
    (first,) = desk.alarms.queue().rows
    incident = desk.alarms.accept(first.id, desk.alarms.draft(first.id)[1], None, by=by).incident_id
    clock.advance(minutes=5)
    for zone in range(4):
        hear(desk, panel, zone=str(zone))
    cause = desk.alarms.queue().rows[0]
    joined = desk.alarms.accept(cause.id, None, incident, by=by)
    assert joined.incident_id == incident and desk.alarms.queue().rows == ()
    assert len(desk.incident_items.of(incident)) == 2
    assert acts(desk, cause)[-1] == (AlarmAct.JOINED, "陈例一")


def test_two_seats_accept_at_once_and_one_learns_who_was_quicker(desk, clock, by, alarm):
    other = officer(desk, "周例五")
    form = desk.alarms.draft(alarm.id)[1]
    desk.alarms.accept(alarm.id, form, None, by=other)
    facts = refused(
        lambda: desk.alarms.accept(alarm.id, desk.alarms.draft(alarm.id)[1], None, by=by), "already_accepted"
    )
    assert facts == {"number": alarm.number, "by": "周例五"}
    assert len(desk.incidents.open_rows()) == 1 and len(desk.intake.open_items()) == 1
    refused(lambda: desk.alarms.settle(alarm.id, "", seen=desk.alarms.one(alarm.id).version, by=by), "already_accepted")


def test_a_refused_incident_leaves_the_alarm_waiting(desk, clock, by, alarm):
    from dataclasses import replace

    form = replace(desk.alarms.draft(alarm.id)[1], place_id=uuid4())
    refused(lambda: desk.alarms.accept(alarm.id, form, None, by=by), "no_such_place")
    refused(lambda: desk.alarms.accept(alarm.id, None, uuid4(), by=by), "no_such_incident")
    assert desk.alarms.one(alarm.id) == alarm and desk.intake.open_items() == []
    row = desk.alarms.accept(alarm.id, None, None, by=by)
    assert row.incident_id is None and len(desk.intake.open_items()) == 1


def test_put_aside_it_counts_silently_and_comes_back_by_itself(desk, clock, by, panel, alarm):
    until = clock.now() + timedelta(minutes=30)
    for wrong, code in ((clock.now(), "shelf_past"), (clock.now() + timedelta(days=2), "shelf_long")):
        refused(lambda wrong=wrong: desk.alarms.shelve(alarm.id, wrong, "检修", seen=1, by=by), code)
    refused(lambda: desk.alarms.shelve(alarm.id, until, " ", seen=1, by=by), "reason_missing")
    row = desk.alarms.shelve(alarm.id, until, "检修", seen=1, by=by)
    assert desk.alarms.queue().rows == () and desk.alarms.queue(shelved=True).rows == (row,)
    clock.advance(minutes=29)
    hear(desk, panel, raw=b"later")
    assert desk.alarms.escalate() == [] and desk.alarms.one(alarm.id).count == 2
    clock.advance(minutes=1)
    desk.alarms.escalate()
    row = desk.alarms.one(alarm.id)
    assert row.state is AlarmState.OPEN and row.acknowledged_at is None
    assert row.sounds and acts(desk, row)[1:][0] == (AlarmAct.BACK, "program")
    assert desk.log.verify().fault is None


def test_it_is_taken_back_from_its_shelf_by_hand(desk, clock, by, alarm):
    row = desk.alarms.shelve(alarm.id, clock.now() + timedelta(hours=1), "检修", seen=1, by=by)
    back = desk.alarms.unshelve(row.id, seen=row.version, by=by)
    assert back.state is AlarmState.OPEN and back.shelved_until is None
    refused(lambda: desk.alarms.unshelve(row.id, seen=back.version, by=by), "alarm_not_shelved")


def test_a_false_alarm_has_a_reason_and_ends_once(desk, clock, by, alarm):
    refused(lambda: desk.alarms.false_alarm(alarm.id, "", seen=1, by=by), "reason_missing")
    refused(lambda: desk.alarms.false_alarm(alarm.id, "施工粉尘", seen=7, by=by), "changed_meanwhile")
    row = desk.alarms.false_alarm(alarm.id, "施工粉尘", seen=1, by=by)
    assert row.state is AlarmState.FALSE and texts(desk, 1)[0].endswith("：误报：施工粉尘")
    refused(lambda: desk.alarms.false_alarm(alarm.id, "施工粉尘", seen=row.version, by=by), "alarm_done")
    refused(lambda: desk.alarms.one(uuid4()), "no_such_alarm")


def test_who_may_not_act_changes_nothing(desk, by, alarm):
    viewer = desk.accounts.add("吴例六", Role.VIEWER, PASSWORD, by=Actor.tool("tester")).actor
    for actor in (viewer, Actor.tool("tester"), Actor.program()):
        refused(lambda actor=actor: desk.alarms.acknowledge([alarm.id], by=actor), "not_permitted")
        refused(lambda actor=actor: desk.alarms.accept(alarm.id, None, None, by=actor), "not_permitted")
    assert desk.alarms.one(alarm.id) == alarm


@pytest.mark.parametrize(("priority", "seconds"), [(1, 60), (2, 180), (3, 600)])
def test_unseen_too_long_it_goes_up_once(desk, clock, by, panel, priority, seconds):
    hear(desk, panel, priority=priority)
    clock.advance(seconds=seconds - 1)
    assert desk.alarms.escalate() == []
    clock.advance(seconds=1)
    (row,) = desk.alarms.escalate()
    assert row.escalated_at == clock.now() and acts(desk, row) == [(AlarmAct.ESCALATED, "program")]
    assert "无人确认，请值班长、带班领导过问" in texts(desk, 1)[0]
    lines = desk.log.count()
    clock.advance(hours=1)
    assert desk.alarms.escalate() == [] and desk.log.count() == lines


def test_what_is_seen_or_follows_another_does_not_go_up(desk, clock, by, panel):
    for zone in range(12):
        hear(desk, panel, zone=str(zone))
    rows = desk.alarms.queue().rows
    clock.advance(hours=1)
    assert [row.id for row in desk.alarms.escalate()] == [rows[0].id]
    desk.alarms.acknowledge([row.id for row in rows], by=by)
    hear(desk, panel, zone="99")
    (row,) = (row for row in desk.alarms.queue().rows if row.zone == "99")
    desk.alarms.acknowledge([row.id], by=by)
    clock.advance(hours=1)
    assert desk.alarms.escalate() == []


def test_strip_and_board_are_told_what_waits_too_long(desk, clock, by, panel):
    hear(desk, panel, priority=1)
    hear(desk, panel, zone="2")

    def due():
        rows = (item for item in desk.due.rows(clock.now()) if "alarm" in item.kind.value)
        return sorted((item.kind, item.state, item.number[-1]) for item in rows)

    assert due() == [(DueKind.ALARM_UNSEEN, DueState.NEAR, "1")]
    clock.advance(seconds=61)
    assert due() == [(DueKind.ALARM_UNSEEN, DueState.OVER, "1")]
    desk.alarms.acknowledge([row.id for row in desk.alarms.queue().rows], by=by)
    assert due() == [(DueKind.ALARM_REVIEW, DueState.NEAR, "1"), (DueKind.ALARM_REVIEW, DueState.NEAR, "2")]
    clock.advance(minutes=16)
    assert {state for _, state, _ in due()} == {DueState.OVER}
    for row in desk.alarms.queue().rows:
        desk.alarms.settle(row.id, "", seen=row.version, by=by)
    assert due() == []


def test_the_queue_is_ordered_unseen_then_grave_then_old(desk, clock, by, panel):
    for zone, priority in (("1", 3), ("2", 1), ("3", 2), ("4", 1)):
        hear(desk, panel, zone=zone, priority=priority)
        clock.advance(seconds=1)
    rows = {row.zone: row for row in desk.alarms.queue().rows}
    desk.alarms.acknowledge([rows["2"].id], by=by)
    assert [row.zone for row in desk.alarms.queue().rows] == ["4", "3", "1", "2"]
    queue = desk.alarms.queue()
    assert (queue.open, queue.unseen, queue.shelved, queue.today) == (4, 3, 0, 4)


def test_all_that_came_today_stays_in_sight_when_asked_for(desk, clock, by, alarm):
    desk.alarms.settle(alarm.id, "", seen=1, by=by)
    assert desk.alarms.queue().rows == () and [row.id for row in desk.alarms.queue(all_today=True).rows] == [alarm.id]


def test_a_restore_and_a_repeat_after_acceptance_change_no_decision(desk, clock, by, panel, alarm):
    accepted = desk.alarms.accept(alarm.id, None, None, by=by)
    clock.advance(seconds=5)
    hear(desk, panel)
    hear(desk, panel, SignalKind.RESTORE, words="恢复")
    row = desk.alarms.one(alarm.id)
    assert (row.state, row.count, row.inbound_id) == (AlarmState.ACCEPTED, 2, accepted.inbound_id)
    assert row.restored_at == clock.now() and desk.log.verify().fault is None


def test_alarms_of_several_devices_in_one_batch(desk, clock, panel):
    other = device(desk, "接警机 2")
    desk.alarm_intake.receive([said(one, clock.now(), zone=str(n)) for n in range(3) for one in (panel, other)])
    assert [entry.by.name for entry in desk.log.newest(6)] == ["接警机 2", "接警机 1"] * 3


def test_an_alarm_is_found_by_its_number(desk, alarm):
    (hit,) = desk.finding.by_number("gj1")
    assert (hit.id, hit.number, hit.panel, hit.title) == (alarm.id, alarm.number, "alarms", "火警")


def test_the_place_and_the_words_beside_it_are_told_apart(desk, by, tmp_path):
    sheet = tmp_path / "places.csv"
    sheet.write_text(
        "代码,名称,上级\n330000000000,示例省,\n330300000000,示例市,330000000000\n"
        "330382000000,例县,330300000000\n330382001000,例东街道,330382000000\n",
        encoding="utf-8",
    )
    assert desk.places.import_file(sheet, by=Actor.tool("tester")).applied
    town = next(one.id for one in desk.places.everything() if one.name == "例东街道")
    stands = device(desk, code="JB-07", place_id=town, place_text="示例路 1 号")
    hear(desk, stands)
    (row,) = [one for one in desk.alarms.queue().rows if one.device_key == stands.key]
    path, beside = desk.alarms.place_of(row)
    assert row.place == f"{path} 示例路 1 号" and beside == "示例路 1 号" and path.endswith("例东街道")
