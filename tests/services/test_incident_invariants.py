"""What must hold of incidents whatever happens (invariants 1–4 and 6), and input that contradicts itself."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from console import words
from console.domain.approvals import ApprovalState
from console.domain.inbound import InboundState, Intake
from console.domain.incident import Grade, IncidentKind, ItemKind, NewIncident, Standing
from console.domain.incident_figures import Amount, contradictions
from console.domain.incident_list_sense import require_sense
from console.domain.incident_lists import INCIDENT_LISTS
from console.domain.incident_report import ReportKind
from console.domain.outbound import ActionKind, Outgoing, Subject, SubjectKind
from console.domain.people import Actor, Role
from console.errors import Refused
from console.services.incident_reports import Text
from console.services.incidents import Judgement
from console.services.lists import shipped_rows
from db.base import Base

ROOT = Path(__file__).parents[2]
LEADER, WORD = "林例十", "leader of 2030"


@pytest.fixture
def by(desk) -> Actor:
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=Actor.tool("tester"))
    return desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def call(desk, by, clock):
    def made(text: str = "样例村12 山体开裂"):
        return desk.intake.register(Intake(uuid4(), text, clock.now()), by=by)

    return made


@pytest.fixture
def incident(desk, by, call):
    return desk.incidents.open(NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂", "10402"), [call().id], by=by)


def sending(item, clock, action=ActionKind.REPORT):
    subject = Subject(SubjectKind.INBOUND, item.id, item.number)
    return Outgoing(uuid4(), "山体开裂", "phone", clock.now(), "县委办总值班室", subject=subject, action=action)


# 1. a duplicate points to its master and is never reported separately


def test_a_duplicate_is_not_reported_by_itself_and_the_sentence_names_the_incident(desk, by, call, clock, incident):
    item = call("山上裂开了")
    desk.incident_items.join(incident.id, item.id, ItemKind.DUPLICATE, by=by)

    for act in (
        lambda: desk.intake.act(item.id, "report", "", by=by),
        lambda: desk.outbound.record(sending(item, clock), by=by),
    ):
        with pytest.raises(Refused, match="duplicate_reported") as refused:
            act()
        said = words.say_in("zh", f"refused.{refused.value.code}", **refused.value.facts)
        assert incident.number in said and item.number in said
    assert desk.intake.actions(item.id) == [] and desk.outbound.rows() == []
    desk.outbound.record(sending(item, clock, ActionKind.FORWARD), by=by)
    assert [row.kind for row in desk.intake.actions(item.id)] == ["forward"], "passing it on is no report"


def test_what_was_taken_out_again_or_adds_to_an_incident_is_reported(desk, by, call, clock, incident):
    item, more = call("另一处裂缝"), call("补充：五户")
    desk.incident_items.join(incident.id, item.id, ItemKind.DUPLICATE, by=by)
    desk.incident_items.leave(incident.id, item.id, "另一处", by=by)
    desk.incident_items.join(incident.id, more.id, ItemKind.MORE, by=by)
    for one in (item, more):
        desk.intake.act(one.id, "report", "", by=by)
        assert [row.kind for row in desk.intake.actions(one.id)] == ["report"]


def test_a_merged_item_is_reported_with_its_master(desk, by, call, clock, incident):
    (source,) = desk.incident_items.of(incident.id)
    first, second, alone = call("山上裂开了"), call("又裂开了"), call("路灯不亮")
    dark = call("路灯还是不亮")
    for item, master in ((first, source), (second, first), (dark, alone)):
        desk.intake.close(item.id, InboundState.MERGED, "", seen=item.version, by=by, master=master.number)
    with pytest.raises(Refused, match="duplicate_reported") as refused:
        desk.intake.act(second.id, "report", "", by=by)
    assert refused.value.facts == {"number": second.number, "incident": incident.number}
    with pytest.raises(Refused, match="duplicate_merged") as refused:
        desk.outbound.record(sending(dark, clock), by=by)
    assert refused.value.facts == {"number": dark.number, "master": alone.number}
    with pytest.raises(Refused, match="duplicate_merged"):
        desk.incidents.open(NewIncident(uuid4(), "路灯", "路灯不亮"), [dark.id], by=by)


# 2. figures are revisions, and a report prints the one it used with 截至


def test_a_report_keeps_the_revision_it_used_whatever_is_learnt_later(desk, by, clock, incident):
    desk.incident_figures.revise(incident.id, {"missing": Amount(3)}, clock.now(), "现场", by=by)
    row = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
    used = row.figures_until
    clock.advance(hours=1)
    desk.incident_figures.revise(incident.id, {"missing": Amount(1)}, clock.now(), "现场", by=by)

    row = desk.incident_reports.one(row.id)
    assert "失联 3 人" in row.body and "截至8月12日8时00分" in row.body
    then = desk.incident_figures.newest(incident.id, used)
    assert then["missing"].amount == Amount(3), "smaller later is a correction, and the old one stays"
    assert desk.incident_figures.newest(incident.id)["missing"].amount == Amount(1)


# 4. nobody signs what he drafted, and what was approved is not edited


def test_the_author_does_not_approve_even_where_he_may_approve_others(desk, clock, call, by):
    both = desk.accounts.add("周例五", Role.COMMANDER, "another of 2030", by=Actor.tool("tester")).actor
    made = desk.incidents.open(NewIncident(uuid4(), "滑坡", "山体开裂", "10402"), [call().id], by=both)
    row = desk.incident_reports.draft(made.id, ReportKind.FIRST, by=both)
    desk.incident_reports.ask(row.id, Text(row.title, row.body), "周例五", seen=row.version, by=both)
    (waits,) = desk.approvals.of(row.id)
    with pytest.raises(Refused, match="own_approval"):
        desk.approvals.approve(waits.id, "周例五", "another of 2030", digest=waits.digest)
    assert [one.state for one in desk.approvals.of(row.id)] == [ApprovalState.WAITING]


# 6. grade of an event, colour of a warning and level of a response never drive each other

OTHERS = ("warning", "response", "colour", "color")


def test_no_column_of_an_incident_is_of_a_warning_or_a_response():
    for table in ("incident", "incident_grade", "incident_clock", "incident_figure", "incident_state"):
        names = [column.name for column in Base.metadata.tables[table].columns]
        assert not [name for name in names for other in OTHERS if other in name]
        targets = {key.column.table.name for key in Base.metadata.tables[table].foreign_keys}
        assert not [name for name in targets for other in OTHERS if other in name]


@pytest.mark.parametrize("name", ["incident", "grading", "incident_figures", "report_limits"])
def test_no_rule_of_a_grade_reads_a_warning_or_a_response(name):
    tree = ast.parse((ROOT / "console" / "domain" / f"{name}.py").read_text(encoding="utf-8"))
    read = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert read and not [one for one in read | named for other in OTHERS if other in one]


def test_figures_propose_and_only_a_person_sets_the_grade(desk, by, clock, incident):
    desk.incident_figures.revise(incident.id, {"dead": Amount(12), "missing": Amount(9)}, clock.now(), "现场", by=by)
    desk.incident_figures.proposal(incident.id)
    now = desk.incidents.one(incident.id)
    assert (now.grade, now.standing, now.kind) == (Grade.NONE, Standing.NONE, IncidentKind.EVENT)
    desk.incidents.judge(
        incident.id, Judgement(IncidentKind.EVENT, Grade.MAJOR, Standing.FIRST), seen=now.version, by=by
    )
    assert desk.incidents.one(incident.id).grade is Grade.MAJOR


# bad input


def test_contradictory_figures_are_told_and_stay_as_they_were_said(desk, by, clock, incident):
    said = {"dead": Amount(5), "affected": Amount(3), "resettled": Amount(9), "evacuated": Amount(8, at_least=True)}
    desk.incident_figures.revise(incident.id, said, clock.now(), "现场", by=by)
    now = {key: one.amount for key, one in desk.incident_figures.newest(incident.id).items()}
    assert contradictions(now) == (("dead", "affected"),), "at least eight may be nine"
    assert now == said
    assert contradictions({"dead": Amount(5), "affected": Amount(None)}) == ()


def test_a_receiver_that_is_to_be_rung_and_has_no_number_is_told(desk, by, incident):
    row = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
    desk.report_sending.add(row.id, "县水利局", "李例三", "0577-0000-0001", by=by)
    desk.report_sending.add(row.id, "县融媒体中心", channel="fax", by=by)
    without = {one.organisation for one in desk.report_sending.numberless(row.id)}
    assert "县委办总值班室" in without and not without & {"县水利局"}


def test_times_before_the_event_or_to_come_are_refused_in_the_stations_time(desk, by, clock, incident):
    later = clock.now() + timedelta(minutes=30)
    with pytest.raises(Refused, match="time_future") as refused:
        desk.incidents.open(NewIncident(uuid4(), "滑坡", "滑坡", occurred_at=later), [uuid4()], by=by)
    assert refused.value.facts["at"] == "2030-08-12 08:30"
    running = desk.incident_clocks.of(incident.id)[0]
    with pytest.raises(Refused, match="clock_before"):
        desk.incident_clocks.done(running.id, "李例三", running.counts_from - timedelta(minutes=5), by=by)
    with pytest.raises(Refused, match="time_future"):
        desk.incident_clocks.done(running.id, "李例三", later, by=by)


LIMIT = {"name": "初报", "step": "first_phone", "minutes": "30", "counts_from": "received"}
RULE = {"name": "死亡", "kind": "event", "grade": "larger", "figure": "dead", "from": "3", "below": "10"}
TEMPLATE = {"name": "初报", "kind": "first", "title": "{标题}", "text": "{经过}"}


@pytest.mark.parametrize(
    ("key", "row", "code"),
    [
        ("report_limits", {**LIMIT, "minutes": "0"}, "list_field_bad"),
        ("report_limits", {**LIMIT, "minutes": "半小时"}, "list_field_bad"),
        ("report_limits", {**LIMIT, "step": "sometime"}, "list_field_bad"),
        ("report_limits", {**LIMIT, "grades": "larger,huge"}, "list_field_bad"),
        ("report_limits", {**LIMIT, "event_types": "999"}, "no_such_event_type"),
        ("report_limits", {**LIMIT, "valid_from": "08-01"}, "limit_days"),
        ("report_limits", {**LIMIT, "valid_from": "2030-08-02", "valid_to": "2030-08-01"}, "limit_days"),
        ("report_limits", {**LIMIT, "counts_from": "ended"}, "limit_from_the_end"),
        ("grade_rules", {**RULE, "below": "3"}, "rule_range"),
        ("grade_rules", {**RULE, "grade": ""}, "rule_grade"),
        ("grade_rules", {**RULE, "kind": "hazard"}, "rule_grade"),
        ("grade_rules", {**RULE, "figure": "rumours"}, "list_field_bad"),
        ("report_templates", {**TEMPLATE, "text": "{经过}{伤亡}"}, "template_field_unknown"),
        ("report_templates", {**TEMPLATE, "title": "{标题"}, "template_brace"),
        ("escalations", {"name": "告警", "subjects": "radio", "level": "alarm", "percent": "80"}, "list_field_bad"),
    ],
)
def test_a_row_that_can_never_be_meant_is_refused_when_it_is_saved(desk, key, row, code):
    tool = Actor.tool("tester")
    with pytest.raises(Refused, match=code):
        desk.lists.add(key, row, by=tool)
    known = desk.lists.rows(key)
    with pytest.raises(Refused, match=code):
        desk.lists.change(key, known[0].code, {**known[0].values, **row}, seen=0, by=tool)
    assert desk.lists.rows(key) == known and known[0].shipped, "nothing of it was kept"


def test_every_shipped_row_makes_sense_and_a_good_one_is_saved(desk):
    types = {code for code, *_ in desk.intake.event_types()}
    for spec in INCIDENT_LISTS:
        for item in shipped_rows(spec.key):
            require_sense(spec.key, item.values, types)
    for key, row in (("report_limits", LIMIT), ("grade_rules", RULE), ("report_templates", TEMPLATE)):
        assert desk.lists.add(key, row, by=Actor.tool("tester")).get("name") == row["name"]
