"""Consultations and the command group: who came, what came of it, who commands and from whom it was taken."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.consultation import Attendant, attendance
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.orders import Form, NewOrder
from console.domain.people import Actor, Role
from console.errors import Refused
from console.services.consultations import Held
from console.services.incident_command import ON_SCENE, Member

UNITS = tuple(Attendant(f"县例{at}局", came=at < 9, in_time=at != 3, material=at < 5) for at in range(10))


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "consulting 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def incident(desk, by, clock):
    item = desk.intake.register(Intake(uuid4(), "山体开裂", clock.now()), by=by).id
    return desk.incidents.open(NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂", "10402"), [item], by=by)


def test_nine_of_ten_came_and_tasks_name_where_they_came_from(desk, by, clock):
    held = Held("14:00 会商", clock.now(), "林例十", UNITS)
    row = desk.consultations.record(held, by=by)
    told = attendance(row.attendance)
    assert (row.number, told.asked, told.came, told.in_time, told.material) == ("示例HS2030-0001", 10, 9, 8, 5)

    due = clock.now() + timedelta(hours=3)
    notes = [NewOrder(f"样例镇{at}", "加密巡查山塘", due, Form.RISK_NOTE) for at in range(6)]
    tasks = desk.consultations.give(row.id, notes, by=by)
    row = desk.consultations.one(row.id)
    assert (row.tasks, row.open_tasks, {task.form for task in tasks}) == (6, 6, {Form.RISK_NOTE})
    assert desk.log.verify().fault is None


def test_minutes_come_later_and_only_over_what_was_seen(desk, by, clock):
    row = desk.consultations.record(Held("会商", clock.now(), "林例十", UNITS), by=by)
    said = Held("会商", clock.now(), "林例十", UNITS, minutes="一、加密会商。")
    assert desk.consultations.amend(row.id, said, seen=row.version, by=by).minutes == "一、加密会商。"
    with pytest.raises(Refused, match="consultation_changed"):
        desk.consultations.amend(row.id, said, seen=row.version, by=by)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": " "}, "title_missing"), ({"chair": ""}, "leader_missing"), ({"attendance": ()}, "units_missing"),
        ({"attendance": (UNITS[0], UNITS[0])}, "unit_twice"),
    ],
)  # fmt: skip
def test_what_is_missing_is_refused(desk, by, clock, changed, code):
    told = {"title": "会商", "held_at": clock.now(), "chair": "林例十", "attendance": UNITS} | changed
    with pytest.raises(Refused, match=code):
        desk.consultations.record(Held(**told), by=by)
    assert desk.consultations.newest() == []


def test_command_is_taken_from_a_named_person_and_both_stay_to_be_seen(desk, by, incident, clock):
    assert [one.part for one in desk.incident_command.proposed(incident.id)][:2] == [ON_SCENE, "指挥长"]
    desk.incident_command.takes(incident.id, Member(ON_SCENE, "周例五", "样例镇"), by=by)
    clock.advance(minutes=40)
    rows = desk.incident_command.takes(incident.id, Member(ON_SCENE, "林例十", "县应急管理局"), by=by)

    assert [(row.name, row.until, row.taken_from) for row in rows] == [
        ("周例五", clock.now(), ""), ("林例十", None, "周例五"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="command_same"):
        desk.incident_command.takes(incident.id, Member(ON_SCENE, "林例十"), by=by)
    with pytest.raises(Refused, match="before_taken"):
        desk.incident_command.takes(incident.id, Member(ON_SCENE, "王例三"), clock.now() - timedelta(hours=1), by=by)
    desk.incident_command.leaves(incident.id, ON_SCENE, "险情解除", by=by)
    with pytest.raises(Refused, match="nobody_there"):
        desk.incident_command.leaves(incident.id, ON_SCENE, "再次", by=by)
