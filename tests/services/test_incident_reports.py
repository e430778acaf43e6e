"""Reports upward: composed from the record, approved by another person, numbered without gaps, frozen, sent, filed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from console.domain.approvals import ApprovalState, Means
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_figures import Amount
from console.domain.incident_report import FIELDS, ReportKind, ReportState, chinese, composed, require_template
from console.domain.people import Actor, Role
from console.domain.report_limits import LimitStep
from console.errors import Refused
from console.services.incident_reports import Text

LEADER, WORD = "林例十", "leader of 2030"


@pytest.fixture
def by(desk) -> Actor:
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=Actor.tool("tester"))
    return desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def incident(desk, by, clock):
    item = desk.intake.register(
        Intake(uuid4(), "样例村12 山体开裂", clock.now(), caller_org="样例镇", caller_name="单例二"), by=by
    )
    form = NewIncident(
        uuid4(), "样例村12 山体滑坡", "山体开裂，五户房屋有裂缝", "10402", place_text="样例镇 样例村12",
        measures="已劝离五户十八人。",
    )  # fmt: skip
    return desk.incidents.open(form, [item.id], by=by)


def asked(desk, by, row, **words):
    said = Text(row.title, row.body, **words)
    return desk.incident_reports.ask(row.id, said, LEADER, seen=row.version, by=by)


def approved(desk, by, row):
    row = asked(desk, by, row)
    (waits,) = desk.approvals.waiting(LEADER)
    desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
    return desk.incident_reports.one(row.id)


def test_a_first_report_says_what_is_known_and_invents_nothing(desk, by, incident, clock):
    desk.incident_figures.revise(incident.id, {"missing": Amount(1), "dead": Amount(None)}, clock.now(), "现场", by=by)
    row = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)

    assert row.title == "关于样例村12 山体滑坡的报告"
    told = "2030年8月12日8时00分，我局接样例镇单例二报告：发生时间不详，样例镇样例村12发生滑坡。"
    assert f"{told}山体开裂，五户房屋有裂缝。" in row.body
    assert "死亡不详，失联 1 人。" in row.body and "已劝离五户十八人。" in row.body
    assert "有关情况正在进一步核实。" in row.body, "nobody said how it will go on"
    assert desk.incident_reports.missing(row.id).elements == ("发生时间", "趋势")


def test_figures_that_came_after_the_text_are_told_and_taken_only_by_the_officer(desk, by, incident, clock):
    row = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
    desk.incident_figures.revise(incident.id, {"light": Amount(2)}, clock.now(), "现场", by=by)
    assert desk.incident_reports.missing(row.id).newer_figures
    assert "轻伤 2 人" in desk.incident_reports.composed(row.id)
    assert desk.incident_reports.one(row.id).body == row.body


def test_approval_gives_the_number_and_freezes_every_word(desk, by, incident):
    row = approved(desk, by, desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by))

    assert (row.state, row.number) == (ReportState.APPROVED, "示例应急值班快报〔2030〕第1期")
    with pytest.raises(Refused, match="report_not_draft"):
        desk.incident_reports.save(row.id, Text("改", "改"), seen=row.version, by=by)
    with pytest.raises(DBAPIError, match="fixed"), desk.opened.store.writing(by=by) as tx:
        tx.connection.exec_driver_sql("UPDATE incident_report SET body = '改过'")
    assert desk.log.verify().fault is None


def test_a_draft_given_up_leaves_no_gap_and_a_follow_up_tells_only_what_changed(desk, by, incident, clock):
    desk.incident_figures.revise(incident.id, {"missing": Amount(1)}, clock.now(), "现场", by=by)
    given_up = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
    desk.incident_reports.void(given_up.id, "重写", seen=given_up.version, by=by)
    first = approved(desk, by, desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by))
    clock.advance(hours=5)
    desk.incident_figures.revise(incident.id, {"missing": Amount(0), "light": Amount(2)}, clock.now(), "现场", by=by)
    follow = approved(desk, by, desk.incident_reports.draft(incident.id, ReportKind.FOLLOW, by=by))

    assert [one.number[-3:] for one in (first, follow)] == ["第1期", "第2期"]
    assert follow.label == "续报（一）"
    assert "失联 0 人（上期失联 1 人）；轻伤 2 人。" in follow.body
    assert "现将初报（示例应急值班快报〔2030〕第1期）后的变化情况" in follow.body


def test_the_series_begins_with_the_first_and_ends_with_the_final(desk, by, incident):
    reports = desk.incident_reports
    with pytest.raises(Refused, match="report_first_missing"):
        reports.draft(incident.id, ReportKind.FOLLOW, by=by)
    draft = reports.draft(incident.id, ReportKind.FIRST, by=by)
    with pytest.raises(Refused, match="report_begun"):
        reports.draft(incident.id, ReportKind.FIRST, by=by)
    first = approved(desk, by, draft)
    with pytest.raises(Refused, match="report_first_there"):
        reports.draft(incident.id, ReportKind.FIRST, by=by)
    assert reports.next_kinds(incident.id) == (
        ReportKind.FOLLOW, ReportKind.DAILY, ReportKind.FINAL, ReportKind.QUICK,
    )  # fmt: skip
    with pytest.raises(Refused, match="report_final_missing"):
        reports.archive(first.id, seen=first.version, by=by)
    approved(desk, by, reports.draft(incident.id, ReportKind.FINAL, by=by))
    assert reports.archive(first.id, seen=first.version, by=by).state is ReportState.ARCHIVED
    with pytest.raises(Refused, match="report_series_ended"):
        reports.draft(incident.id, ReportKind.FOLLOW, by=by)


def test_nobody_approves_his_own_and_only_whoever_was_asked_decides(desk, by, incident):
    desk.accounts.add("周例五", Role.COMMANDER, "another of 2030", by=Actor.tool("tester"))
    row = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
    asked(desk, by, row)
    (waits,) = desk.approvals.waiting()
    with pytest.raises(Refused, match="not_asked_of"):
        desk.approvals.approve(waits.id, "周例五", "another of 2030", digest=waits.digest)
    with pytest.raises(Refused, match="not_permitted"):
        desk.approvals.approve(waits.id, "陈例一", "officer of 2030", digest=waits.digest)
    with pytest.raises(Refused, match="own_approval"):
        desk.approvals.approve_by_phone(waits.id, "陈例一", None, "同意", digest=waits.digest, by=by)
    with pytest.raises(Refused, match="wrong_password"):
        desk.approvals.approve(waits.id, LEADER, "guess", digest=waits.digest)
    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.approvals.approve(waits.id, LEADER, WORD, digest=b"0" * 32)
    assert desk.incident_reports.one(row.id).state is ReportState.WAITING


def test_a_word_by_telephone_counts_at_once_and_is_signed_for_later(desk, by, incident, clock):
    row = asked(desk, by, desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by))
    (waits,) = desk.approvals.waiting(LEADER)
    with pytest.raises(Refused, match="time_future"):
        desk.approvals.approve_by_phone(
            waits.id, LEADER, clock.now() + timedelta(hours=1), "同意", digest=waits.digest, by=by
        )
    clock.advance(minutes=3)
    told = desk.approvals.approve_by_phone(waits.id, LEADER, clock.now(), "同意上报", digest=waits.digest, by=by)

    assert (told.means, told.decided_by, told.recorded_by, told.words) == (Means.PHONE, LEADER, "陈例一", "同意上报")
    assert desk.incident_reports.one(row.id).state is ReportState.APPROVED
    assert [one.owes_signature for one in desk.approvals.waiting(LEADER)] == [True]
    desk.approvals.sign_later(waits.id, LEADER, WORD)
    assert desk.approvals.waiting(LEADER) == []
    with pytest.raises(Refused, match="nothing_owed"):
        desk.approvals.sign_later(waits.id, LEADER, WORD)


def test_returned_it_is_a_draft_again_with_the_leaders_words(desk, by, incident):
    row = asked(desk, by, desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by))
    (waits,) = desk.approvals.waiting(LEADER)
    with pytest.raises(Refused, match="reason_missing"):
        desk.approvals.give_back(waits.id, LEADER, WORD, " ", digest=waits.digest)
    desk.approvals.give_back(waits.id, LEADER, WORD, "请核实户数", digest=waits.digest)

    row = desk.incident_reports.one(row.id)
    assert (row.state, row.reason, row.number) == (ReportState.DRAFT, "请核实户数", "")
    row = approved(desk, by, row)
    assert [one.state for one in desk.approvals.of(row.id)] == [ApprovalState.RETURNED, ApprovalState.APPROVED]


def test_what_waits_does_not_change_and_can_be_taken_back(desk, by, incident):
    row = asked(desk, by, desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by))
    with pytest.raises(Refused, match="report_not_draft"):
        desk.incident_reports.save(row.id, Text("改", "改"), seen=row.version, by=by)
    with pytest.raises(Refused, match="report_not_draft"):
        desk.report_sending.add(row.id, "县水利局", by=by)
    row = desk.incident_reports.take_back(row.id, seen=row.version, by=by)
    assert row.state is ReportState.DRAFT and desk.approvals.waiting() == []


def test_sending_is_a_line_of_the_register_and_ends_the_countdown(desk, by, incident, clock):
    row = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
    receivers = desk.incident_reports.recipients(row.id)
    assert [one.organisation for one in receivers][:3] == ["县委办总值班室", "县府办总值班室", "市应急管理局指挥中心"]
    city = receivers[2]
    with pytest.raises(Refused, match="report_not_approved"):
        desk.report_sending.sent(city.id, "phone", by=by)
    row = approved(desk, by, row)
    clock.advance(minutes=150)
    with pytest.raises(Refused, match="late_reason_missing"):
        desk.report_sending.sent(city.id, "phone", by=by)
    press = uuid4()
    for _ in range(2):
        sent = desk.report_sending.sent(city.id, "phone", by=by, late_reason="线路中断", repeat=press)

    assert len(desk.outbound.about(row.id)) == 1 and sent[2].outbound_number == "示例FC2030-0001"
    (ended,) = [one for one in desk.incident_clocks.of(incident.id) if one.report_id == row.id]
    assert (ended.step, ended.late, ended.late_reason) == (LimitStep.FIRST_WRITTEN, True, "线路中断")
    with pytest.raises(Refused, match="report_sent_there"):
        desk.report_sending.sent(city.id, "phone", by=by, late_reason="再报")
    desk.outbound.receipt(sent[2].outbound_id, "李例三", seen=1, by=by)
    assert desk.incident_reports.recipients(row.id)[2].receipt_by == "李例三"
    assert desk.log.verify().fault is None


def test_what_did_not_arrive_is_sent_once_more(desk, by, incident):
    row = approved(desk, by, desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by))
    first = desk.incident_reports.recipients(row.id)[0]
    sent = desk.report_sending.sent(first.id, "fax", by=by)[0]
    desk.outbound.fail(sent.outbound_id, "传真无人接收", seen=1, by=by)
    again = desk.report_sending.sent(first.id, "phone", by=by, received_by="王例三")[0]
    assert (again.receipt_by, again.failed, again.channel) == ("王例三", False, "phone")


@pytest.mark.parametrize("text", ["{报告}", "{标题", "标题}", "{{标题}}", "{}", "{ 标题 }"])
def test_a_template_with_an_unknown_field_is_refused(text):
    with pytest.raises(Refused, match="template_"):
        require_template(text)


def test_every_field_is_filled_and_an_empty_one_is_said(desk):
    text = "\n".join(f"甲{{{name}}}乙" for name in FIELDS) + "\n{措施}"
    made = composed(text, {"标题": "样例"}, "核实中。", "不详").split("\n")
    assert made == ["甲样例乙", *[f"甲{name}不详乙" for name in FIELDS[1:]], "核实中。"]
    named = composed("报告人：{报告人}，联系电话：{电话}", {"报告人": "陈例一"}, "", "不详")
    assert named == "报告人：陈例一，联系电话：不详"
    placed = composed("接报：{发生时间}，{地点}发生滑坡", {"地点": "样例村"}, "", "不详")
    assert placed == "接报：发生时间不详，样例村发生滑坡"


def test_numbers_of_a_series_are_counted_in_chinese():
    assert [chinese(one) for one in (1, 9, 10, 11, 19, 20, 21, 99, 100)] == [
        "一", "九", "十", "十一", "十九", "二十", "二十一", "九十九", "100",
    ]  # fmt: skip
