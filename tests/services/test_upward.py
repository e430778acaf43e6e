"""The list of reports upward, and that a text composed anew brings its figures along."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_figures import Amount
from console.domain.incident_report import ReportKind, ReportState
from console.domain.people import Actor, Role
from console.services.incident_reports import Text

LEADER, WORD = "林例十", "leader of 2030"


@pytest.fixture
def by(desk) -> Actor:
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=Actor.tool("tester"))
    return desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor


def opened(desk, by, title):
    item = desk.intake.register(Intake(uuid4(), title, desk.clock.now()), by=by)
    return desk.incidents.open(NewIncident(uuid4(), title, title, "10402"), [item.id], by=by)


def ask(desk, by, row, body=None, until=0):
    return desk.incident_reports.ask(
        row.id, Text(row.title, body or row.body, until=until), LEADER, seen=row.version, by=by
    )


def approve(desk):
    (waits,) = [one for one in desk.approvals.waiting(LEADER) if not one.owes_signature]
    return desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)


def test_a_row_tells_whom_it_waits_for_and_how_many_have_it(desk, by, clock):
    slide, flood = opened(desk, by, "样例村12 山体滑坡"), opened(desk, by, "样例街积水")
    first = desk.incident_reports.draft(slide.id, ReportKind.FIRST, by=by)
    clock.advance(minutes=1)
    other = desk.incident_reports.draft(flood.id, ReportKind.FIRST, by=by)
    ask(desk, by, first)

    newest, oldest = desk.upward.rows()
    assert (newest.id, newest.state, newest.waits_for, newest.label) == (other.id, ReportState.DRAFT, "", "初报")
    assert (oldest.waits_for, oldest.incident_number, oldest.incident_title) == (LEADER, slide.number, slide.title)
    assert desk.upward.waiting() == {LEADER: 1}

    approve(desk)
    receivers = desk.incident_reports.recipients(first.id)
    desk.report_sending.drop(receivers[0].id, "不需报送", by=by)
    desk.report_sending.sent(receivers[1].id, "phone", by=by, received_by="王例三")
    failing = desk.report_sending.sent(receivers[2].id, "fax", by=by)[2]
    desk.outbound.fail(failing.outbound_id, "无人接收", seen=1, by=by)
    (row,) = desk.upward.rows("滑坡 第1期")
    assert (row.receivers, row.sent, row.waits_for) == (len(receivers) - 1, 1, "")
    assert desk.upward.waiting() == {}


def test_words_and_states_narrow_the_list_and_a_returned_one_says_so(desk, by):
    row = desk.incident_reports.draft(opened(desk, by, "样例街积水").id, ReportKind.FIRST, by=by)
    assert desk.upward.rows("100%") == [] and len(desk.upward.rows("积水")) == 1
    assert desk.upward.rows("", [ReportState.WAITING]) == []
    ask(desk, by, row)
    (waits,) = desk.approvals.waiting(LEADER)
    desk.approvals.give_back(waits.id, LEADER, WORD, "请核实户数", digest=waits.digest)
    (found,) = desk.upward.rows("", [ReportState.DRAFT])
    assert found.returned


def test_a_signature_owed_is_told(desk, by):
    ask(desk, by, desk.incident_reports.draft(opened(desk, by, "样例街积水").id, ReportKind.FIRST, by=by))
    (waits,) = desk.approvals.waiting(LEADER)
    desk.approvals.approve_by_phone(waits.id, LEADER, None, "同意", digest=waits.digest, by=by)
    assert [row.owes for row in desk.upward.rows()] == [True] and desk.upward.waiting() == {LEADER: 1}
    desk.approvals.sign_later(waits.id, LEADER, WORD)
    assert [row.owes for row in desk.upward.rows()] == [False]


def test_a_text_taken_anew_brings_its_figures_and_the_next_report_tells_the_changes_since_then(desk, by, clock):
    incident = opened(desk, by, "样例村12 山体滑坡")
    row = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
    desk.incident_figures.revise(incident.id, {"light": Amount(2)}, clock.now(), "现场", by=by)
    anew = desk.incident_reports.anew(row.id)
    desk.incident_figures.revise(incident.id, {"missing": Amount(1)}, clock.now(), "现场", by=by)

    row = desk.incident_reports.save(row.id, Text(row.title, anew.body, until=anew.until), seen=row.version, by=by)
    assert row.figures_until == anew.until and "轻伤 2 人" in row.body
    assert desk.incident_reports.missing(row.id).newer_figures, "the one who is missing came later"
    ask(desk, by, row)
    approve(desk)
    clock.advance(hours=1)
    follow = desk.incident_reports.draft(incident.id, ReportKind.FOLLOW, by=by)
    assert "失联 1 人" in follow.body and "轻伤" not in follow.body.split("变化情况", 1)[1].split("。", 1)[0]
    assert desk.log.verify().fault is None
