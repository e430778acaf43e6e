"""From an incident to a task and to a sending: what the incident says is not typed again."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console.domain.assigning import NewAssignment
from console.domain.contact_book import NumberKind, Rank
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.orders import NewInstruction, NewOrder, StepKind, Way
from console.domain.outbound import SubjectKind
from console.domain.task import TaskSource
from console.domain.timeline import EventKind
from console.services.contact_people import NewNumber, NewPerson
from console.services.contact_units import Unit
from console.services.orders import Given, Step
from tests.kit import teams as teams_kit
from tests.kit.typist import ALT, CTRL, SHIFT
from tests.kit.window import furnishing

Key = Qt.Key
SAID = "屋后山坡开裂，五户房屋有裂缝"
MATTER = f"样例村12：{SAID}"


@pytest.fixture
def store(new_store, clock, tmp_path):
    """Two towns, a typhoon and an event of it."""
    with furnishing(new_store, clock) as (desk, by):
        (tmp_path / "places.csv").write_text(
            "代码,名称,上级\n990101,例县,\n990101001,例山镇,990101\n990101002,例溪镇,990101\n", "utf-8"
        )
        desk.places.import_file(tmp_path / "places.csv", by=by)
        for title, kind, place in (("台风例一", "10201", ""), (SAID, "104", "样例村12")):
            item = desk.intake.register(Intake(uuid4(), title, clock.now()), by=by)
            desk.incidents.open(NewIncident(uuid4(), title, title, kind, place_text=place), [item.id], by=by)
            clock.advance(minutes=5)
    return new_store


@pytest.fixture
def desk(typist):
    return typist.app.shell.desk


@pytest.fixture
def incident(typist, desk):
    """On the screen, its head with the keyboard."""
    found = next(row for row in desk.incidents.open_rows() if row.summary == SAID)
    typist.app.shell._go_to_item("incidents", found.id)
    typist.until(lambda: typist.panel().detail.head.row is not None, "the incident is read")
    typist.until(lambda: typist.panel().detail.overview.row is not None, "its first part is read")
    return found


def test_a_task_about_it_says_what_it_says_and_offers_the_towns(typist, desk, incident):
    typist.press(Key.Key_L, ALT)
    dialog = typist.asked()
    assert dialog.text.text() == MATTER
    assert any(incident.number in said.text() for said in dialog.findChildren(type(dialog.trouble)))
    typist.press(Key.Key_Down)
    typist.press(Key.Key_Down)
    typist.press(Key.Key_Space)
    assert dialog.units.names() == ["例山镇"]
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    typist.until(lambda: desk.orders.rows(incident_id=incident.id), "the task is given")
    (row,) = desk.orders.rows(incident_id=incident.id)
    assert (row.unit, row.text, row.source) == ("例山镇", MATTER, TaskSource.INCIDENT)
    assert not typist.keys["text"]


def test_a_sending_about_it_says_what_it_says(typist, desk, incident):
    typist.press(Key.Key_S, ALT)
    typist.until(lambda: typist.panel().id == "outbound", "the register")
    form = typist.panel().form
    typist.until(lambda: form.values()["text"] == MATTER, "its words")
    assert (form.subject.kind, form.subject.id) == (SubjectKind.INCIDENT, incident.id)


def test_what_it_belongs_under_stands_there(typist, desk, incident):
    typhoon = next(row for row in desk.incidents.open_rows() if row.id != incident.id)
    typist.press(Key.Key_U, ALT)
    dialog = typist.asked()
    assert dialog.fields["number"].text() == typhoon.number and "台风例一" in dialog.about.text()
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    typist.until(lambda: desk.incidents.one(incident.id).parent_id == typhoon.id, "put under it")
    assert not typist.keys["text"]


def test_a_rhythm_a_leader_asked_for_stands_there_with_his_word_as_its_basis(typist, desk, incident):
    by = typist.app.seat.actor
    said = NewInstruction(uuid4(), "吴例十三", "", desk.clock.now(), Way.PAPER, "全力搜救，每小时一报", incident.id)
    made = desk.instructions.record(said, by=by)
    typist.press(Key.Key_4, CTRL)
    page = typist.panel().detail.clocks
    typist.until(lambda: page._asked_for, "his words are read")
    typist.press(Key.Key_R, ALT)
    fields = typist.asked().fields
    assert fields["minutes"].text() == "60" and made.number in fields["basis"].text()
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    typist.until(lambda: any(one.rule == "own" for one in desk.incident_clocks.of(incident.id)), "it runs")
    assert not typist.keys["text"]


def test_who_spoke_for_a_unit_stands_in_its_next_step(typist, desk, incident):
    by = typist.app.seat.actor
    (order,) = desk.orders.give([NewOrder("例山镇", SAID, None)], Given(incident_id=incident.id), by=by)
    desk.orders.take_down(order.id, Step(StepKind.RECEIVED, "鲍例一"), seen=order.version, by=by)
    typist.app.shell._go_to_item("orders", order.id)
    typist.until(lambda: typist.panel().id == "orders" and typist.panel().tasks.chosen() is not None, "the task")
    typist.until(typist.panel().tasks.steps.rows_model.rows, "its steps")
    typist.press(Key.Key_2)
    fields = typist.asked().fields
    assert fields["who"].text() == "鲍例一"
    typist.until(fields["text"].hasFocus, "the words are typed first")


def test_its_teams_are_one_key_away(typist, desk, incident):
    head, by = typist.panel().detail.head, typist.app.seat.actor
    squad = teams_kit.team(desk, by)
    row = desk.assignments.assign(NewAssignment(squad.id, incident.id), by=by)
    typist.until(head.counts["teams"].isEnabled, "the team is counted")
    assert head.counts["teams"].text() == "队伍 1"
    typist.press(Key.Key_S, ALT | SHIFT)
    typist.until(lambda: typist.panel().id == "teams", "the teams are shown")
    sheet = typist.panel().teams.sheet
    typist.until(lambda: sheet.assignment() is not None and sheet.assignment().id == row.id, "its line is chosen")


def test_persons_are_called_by_name_from_it_and_the_time_line_says_so(typist, desk, incident):
    by = typist.app.seat.actor
    unit = desk.contact_units.add(Unit("例山镇"), by=by).id
    person = desk.contact_people.add(NewPerson("陈例一"), [NewNumber(NumberKind.MOBILE, "100-0000-0001")], by=by)
    desk.contact_units.appoint(desk.contact_units.add_post(unit, "书记", by=by).id, person, Rank.A, by=by)
    typist.press(Key.Key_J, ALT | SHIFT)
    typist.until(lambda: typist.panel().id == "callouts", "the calling by name")
    dialog = typist.asked()
    assert dialog.name.text() == incident.title and dialog.warning.value() == ""
    dialog.people.line.setFocus()
    typist.write("陈例一")
    typist.press(Key.Key_Return)
    assert dialog.people.value() == str(person)
    typist.until(lambda: dialog.table.rows_model.rowCount() > 0, "whom it would have")
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    (look,) = desk.callouts.rows()
    assert (look.incident_id, look.tally.rows) == (incident.id, 1)
    desk.callouts.end(look.id, "改由乡镇转达", seen=look.version, by=by)
    told = [one for one in desk.incident_timeline.events(incident.id) if one.kind is EventKind.CALLOUT]
    assert len(told) == 2 and "未应1：改由乡镇转达" in told[1].text
    page = typist.panel().page
    typist.until(lambda: page.look is not None and page.to_warning.isEnabled(), "the way back")
    typist.press(Key.Key_G, ALT)
    typist.until(lambda: typist.panel().id == "incidents", "the incident again")
