"""Reporting to the leader by telephone is one act: the register, the action, his words, the clock."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.duty import PostLine
from console.domain.inbound import Intake
from console.domain.outbound import OutboundState
from console.domain.people import Role
from console.domain.phone_script import whole
from console.domain.text import TEXT_LIMIT
from console.errors import Refused
from console.services.phone_reports import Leader, Reported, leader_of


@pytest.fixture
def officer(desk, by):
    return desk.accounts.add("陈例一", Role.OFFICER, "example-duty-1", by=by).actor


@pytest.fixture
def item(desk, officer):
    form = Intake(uuid4(), "上级平台：样例河超警", desk.clock.now(), channel="platform", caller_org="市应急局（示例）")
    return desk.intake.register(form, by=officer)


def test_it_is_one_act_and_the_leaders_words_stand_as_he_said_them(desk, officer, item, clock):
    clock.advance(minutes=4)
    report = desk.phone_reports.prepare(item.id, officer.name)
    assert report.due_at == item.received_at + timedelta(minutes=10)
    row = desk.phone_reports.report(
        report, Reported(uuid4(), "王例三", "100-0000-0003", "马上通知样例镇，十分钟后再报。"), by=officer
    )

    assert (row.state, row.receipt_by, row.channel, row.to_phone) == (
        OutboundState.RECEIVED, "王例三", "phone", "100-0000-0003",
    )  # fmt: skip
    assert row.text.splitlines()[-1] == "报告完毕，请指示。"
    assert [(clock_.kind, clock_.whom, clock_.done_at) for clock_ in desk.clocks.of(item.id) if clock_.done_at] == [
        ("leader", "王例三", clock.now())
    ]
    told = desk.log.newest(1)[0]
    assert (told.kind, told.person) == ("instruction", "王例三")
    assert told.text == f"王例三 电话指示（{item.number}）：马上通知样例镇，十分钟后再报。"
    assert desk.outbound.about(item.id) == [row]
    assert desk.log.verify().fault is None


def test_past_the_limit_the_reason_is_asked_for_and_nothing_is_half_recorded(desk, officer, item, clock):
    clock.advance(minutes=11)
    report = desk.phone_reports.prepare(item.id, officer.name)
    stated = Reported(uuid4(), "王例三", "", "知道了")
    with pytest.raises(Refused) as late:
        desk.phone_reports.report(report, stated, by=officer)
    assert late.value.code == "late_reason_missing"
    assert desk.outbound.rows() == [] and desk.log.newest(1)[0].kind == "intake"
    row = desk.phone_reports.report(report, Reported(uuid4(), "王例三", "", "", "占线"), by=officer)
    assert row.number.endswith("0001")
    assert [clock_.late_reason for clock_ in desk.clocks.of(item.id) if clock_.kind == "leader"] == ["占线"]


def test_somebody_must_have_been_told(desk, officer, item):
    report = desk.phone_reports.prepare(item.id, officer.name)
    with pytest.raises(Refused) as refused:
        desk.phone_reports.report(report, Reported(uuid4(), " ", "100-0000-0003"), by=officer)
    assert refused.value.code == "receipt_name_missing"


def test_an_ordinary_call_has_no_clock_and_can_be_reported_all_the_same(desk, officer):
    call = desk.intake.register(Intake(uuid4(), "样例村12 停电", desk.clock.now()), by=officer)
    report = desk.phone_reports.prepare(call.id, officer.name)
    row = desk.phone_reports.report(report, Reported(uuid4(), "王例三", ""), by=officer)
    assert report.due_at is None and row.subject_number == call.number


def test_the_leader_of_the_watch_is_rung_where_he_is(desk, officer, by, clock):
    desk.duty.take_over_empty([PostLine("leader", "王例三"), PostLine("主班", "陈例一")], by=officer)
    desk.roster.note_whereabouts(
        "王例三", "样例镇", start=clock.now(), phone="100-0000-0033", deputy="周例五", by=officer
    )
    item = desk.intake.register(Intake(uuid4(), "样例村12 停电", desk.clock.now()), by=officer)
    assert desk.phone_reports.prepare(item.id, "陈例一").leader == Leader("王例三", "100-0000-0033", "样例镇", "周例五")


def test_the_script_knows_the_channel_and_never_a_hidden_caller(desk, officer):
    form = Intake(uuid4(), "样例厂夜间排烟", desk.clock.now(), channel="tip_off", caller_name="梁例五")
    report = desk.phone_reports.prepare(desk.intake.register(form, by=officer).id, officer.name)
    text = whole(report.sentences)
    assert "接到举报：" in text and "梁例五" not in text


def test_without_whereabouts_the_contacts_number_counts_and_nobody_is_guessed():
    posts = [PostLine("leader", "王例三")]
    assert leader_of(posts, [], {"王例三": "100-0000-0003"}) == Leader("王例三", "100-0000-0003")
    assert leader_of(posts, [], {"王例四": "100-0000-0004"}) == Leader("王例三", "")
    assert leader_of([PostLine("主班", "陈例一")], [], {}) == Leader()


def test_the_same_report_given_twice_answers_the_first(desk, officer, item):
    report, stated = desk.phone_reports.prepare(item.id, officer.name), Reported(uuid4(), "王例三", "100-0000-0003")
    first = desk.phone_reports.report(report, stated, by=officer)
    lines = desk.log.count()

    assert desk.phone_reports.report(report, stated, by=officer) == first
    assert (desk.log.count(), len(desk.outbound.about(item.id))) == (lines, 1)
    with pytest.raises(Refused) as refused:
        desk.phone_reports.report(report, Reported(stated.id, "林例二", ""), by=officer)
    assert refused.value.code == "already_sent"


def test_the_longest_summary_is_reported_too(desk, officer):
    item = desk.intake.register(Intake(uuid4(), "长" * TEXT_LIMIT, desk.clock.now()), by=officer)
    report = desk.phone_reports.prepare(item.id, officer.name)
    row = desk.phone_reports.report(report, Reported(uuid4(), "王例三", ""), by=officer)
    assert item.summary in row.text and desk.log.verify().fault is None


def test_a_place_of_the_countys_own_table_is_said_by_the_words(desk, officer, by, tmp_path):
    form = Intake(uuid4(), "青石坂塌了", desk.clock.now())
    item = desk.intake.register(form, by=officer)
    assert "地点不详" in whole(desk.phone_reports.prepare(item.id, officer.name).sentences)
    table = tmp_path / "地名.csv"
    table.write_text("区划代码,名称\n330324100,样例镇\n330324100201,青石坂村\n", "utf-8")
    assert desk.places.import_file(table, by=by).applied
    desk.intake.register(Intake(uuid4(), "青石坂村塌了", desk.clock.now()), by=officer)
    said = whole(desk.phone_reports.prepare(desk.intake.newest(1)[0].id, officer.name).sentences)
    assert "地点不详" not in said and "发生时间不详。原文：青石坂村塌了。" in said
