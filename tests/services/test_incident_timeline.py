"""The time line: everything about one incident once, in the order of time, told apart by kind."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.inbound import Intake
from console.domain.incident import IncidentState, ItemKind, NewIncident
from console.domain.incident_figures import Amount
from console.domain.incident_report import ReportKind
from console.domain.orders import Form, NewInstruction, NewOrder, StepKind, Way
from console.domain.people import Actor, Role
from console.domain.timeline import EventKind
from console.services.incident_reports import Text
from console.services.orders import Step


@pytest.fixture
def by(desk) -> Actor:
    desk.accounts.add("林例十", Role.COMMANDER, "leader of 2030", by=Actor.tool("tester"))
    return desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def night(desk, by, clock):
    """A landslide from the call to the answer of the unit, each step minutes after the one before."""

    def call(text):
        return desk.intake.register(Intake(uuid4(), text, clock.now()), by=by).id

    def tick():
        clock.advance(minutes=5)

    incident = desk.incidents.open(
        NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂", "10402"), [call("山体开裂")], by=by
    )
    tick()
    desk.incident_items.join(incident.id, call("同一地点，一人失联"), ItemKind.DUPLICATE, by=by)
    tick()
    desk.incident_figures.revise(incident.id, {"missing": Amount(1), "light": Amount(2)}, clock.now(), "现场", by=by)
    tick()
    row = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
    desk.incident_reports.ask(row.id, Text(row.title, row.body), "林例十", seen=row.version, by=by)
    (waits,) = desk.approvals.waiting()
    desk.approvals.approve(waits.id, "林例十", "leader of 2030", digest=waits.digest)
    tick()
    desk.report_sending.sent(desk.incident_reports.recipients(row.id)[2].id, "phone", by=by, received_by="李例三")
    tick()
    word = NewInstruction(uuid4(), "林例十", "县长", clock.now(), Way.PHONE, "全力搜救", incident.id)
    order = NewOrder("样例镇", "全力搜救", clock.now() + timedelta(hours=1), Form.INSTRUCTION)
    said = desk.instructions.record(word, by=by)
    (task,) = desk.instructions.hand_on(said.id, [order], by=by)
    tick()
    desk.orders.take_down(task.id, Step(StepKind.RECEIVED, "周例五"), seen=task.version, by=by)
    tick()
    incident = desk.incidents.one(incident.id)
    desk.incidents.step(incident.id, IncidentState.HANDLING, seen=incident.version, by=by)
    return incident


def test_everything_stands_once_in_the_order_of_time(desk, night):
    told = desk.incident_timeline.events(night.id)
    assert [event.kind.value for event in told] == [
        "item", "state", "item", "figures", "report", "sent", "clock", "instruction", "task", "task", "state",
    ]  # fmt: skip
    assert told == sorted(told, key=lambda event: event.at)
    assert next(event.text for event in told if event.kind is EventKind.FIGURES) == "失联 1 人，轻伤 2 人（现场）"


def test_it_is_narrowed_by_kind_and_words(desk, night):
    kinds = [EventKind.TASK, EventKind.INSTRUCTION]
    assert len(desk.incident_timeline.events(night.id, kinds)) == 3
    assert [event.kind for event in desk.incident_timeline.events(night.id, kinds, "周例五")] == [EventKind.TASK]


def test_a_larger_incident_shows_the_time_lines_below_it(desk, by, night, clock):
    item = desk.intake.register(Intake(uuid4(), "台风", clock.now()), by=by).id
    typhoon = desk.incidents.open(NewIncident(uuid4(), "台风样例", "台风", "10201"), [item], by=by)
    desk.incidents.put_under(night.id, typhoon.id, seen=desk.incidents.one(night.id).version, by=by)
    alone, whole = (desk.incident_timeline.events(typhoon.id, below=below) for below in (False, True))
    assert {event.incident for event in alone} == {typhoon.number}
    assert len(whole) == len(alone) + len(desk.incident_timeline.events(night.id))


@pytest.mark.parametrize("suffix", ["json", "csv", "xlsx"])
def test_it_is_taken_out_with_a_line_in_the_audit_book(desk, by, night, tmp_path, suffix):
    target = tmp_path / f"过程.{suffix}"
    assert desk.incident_timeline.export(night.id, target, by=by) == 11
    assert target.stat().st_size > 0
    if suffix == "json":
        assert json.loads(target.read_text("utf-8"))[0]["text"].startswith("首报：山体开裂")
