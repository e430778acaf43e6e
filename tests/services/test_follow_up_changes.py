"""A follow-up tells only what changed since the reports before it, and says so where nothing did."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_figures import Amount
from console.domain.incident_report import ReportKind
from console.domain.people import Actor, Role
from console.services.incident_reports import Text
from console.services.incidents import Description

LEADER, WORD = "林例十", "reports of 2030"
SAME = "较上期无变化。"


@pytest.fixture
def by(desk):
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=Actor.tool("tester"))
    return desk.accounts.add("陈例一", Role.OFFICER, WORD, by=Actor.tool("tester")).actor


@pytest.fixture
def incident(desk, by, clock):
    """One dead, people on their way, told in a first report."""
    item = desk.intake.register(Intake(uuid4(), "样例村12 山体滑坡", clock.now()), by=by)
    form = NewIncident(uuid4(), "样例村12 山体滑坡", "五户有裂缝", "10402", measures="镇村已到现场")
    row = desk.incidents.open(form, [item.id], by=by)
    desk.incident_figures.revise(row.id, {"dead": Amount(1)}, clock.now(), "样例镇", by=by)
    approved(desk, by, row, ReportKind.FIRST)
    clock.advance(minutes=30)
    return row


def approved(desk, by, incident, kind):
    row = desk.incident_reports.draft(incident.id, kind, by=by)
    desk.incident_reports.ask(row.id, Text(row.title, row.body), LEADER, seen=row.version, by=by)
    (waits,) = [one for one in desk.approvals.waiting(LEADER) if one.subject_id == row.id]
    desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
    return desk.incident_reports.one(row.id)


def said(desk, by, incident, **words):
    row = desk.incidents.one(incident.id)
    now = {"measures": row.measures, "outlook": row.outlook, "needs": row.needs} | words
    form = Description(
        title=row.title, event_type=row.event_type, place_id=row.place_id, place_text=row.place_text,
        occurred_at=row.occurred_at, occurred_precision=row.occurred_precision, summary=row.summary, **now,
    )  # fmt: skip
    desk.incidents.describe(row.id, form, seen=row.version, by=by)


def parts(body):
    """What stands under each heading."""
    return [part.split("\n", 1)[1].strip() for part in body.split("\n\n")[1:]]


def test_nothing_changed_is_said_and_not_that_it_is_being_verified(desk, by, incident):
    row = desk.incident_reports.draft(incident.id, ReportKind.FOLLOW, by=by)
    figures, measures, outlook = parts(row.body)
    assert (figures, measures) == (SAME, SAME)
    assert outlook == "有关情况正在进一步核实。", "nobody ever said how it will go on"
    assert desk.incident_reports.missing(row.id).elements == ("变化",)


def test_new_measures_are_told_and_the_same_figures_are_not_again(desk, by, incident):
    said(desk, by, incident, measures="消防救援 2 车 10 人到场")
    row = desk.incident_reports.draft(incident.id, ReportKind.FOLLOW, by=by)
    assert parts(row.body)[:2] == [SAME, "消防救援 2 车 10 人到场。"]
    assert not desk.incident_reports.missing(row.id).elements


def test_what_an_earlier_follow_up_left_out_is_left_out_again(desk, by, incident, clock):
    desk.incident_figures.revise(incident.id, {"dead": Amount(2)}, clock.now(), "样例镇", by=by)
    approved(desk, by, incident, ReportKind.FOLLOW)
    row = desk.incident_reports.draft(incident.id, ReportKind.FOLLOW, by=by)
    assert parts(row.body)[:2] == [SAME, SAME]


def test_words_nobody_was_told_are_told(desk, by, incident):
    """The leader had them struck out of the follow-up."""
    said(desk, by, incident, measures="已劝离十八人")
    row = desk.incident_reports.draft(incident.id, ReportKind.FOLLOW, by=by)
    shorter = Text(row.title, row.body.replace("已劝离十八人。", "（略）"))
    desk.incident_reports.ask(row.id, shorter, LEADER, seen=row.version, by=by)
    (waits,) = desk.approvals.waiting(LEADER)
    desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
    again = desk.incident_reports.draft(incident.id, ReportKind.FOLLOW, by=by)
    assert parts(again.body)[1] == "已劝离十八人。"


def test_a_daily_and_a_final_report_tell_everything(desk, by, incident):
    for kind in (ReportKind.DAILY, ReportKind.FINAL):
        body = desk.incident_reports.draft(incident.id, kind, by=by).body
        assert "镇村已到现场。" in body and "死亡 1 人" in body and SAME not in body
