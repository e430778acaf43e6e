"""A key that is hit twice before the first was answered is one act: nothing is doubled, and nobody else is blamed."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console.domain.inbound import Intake
from console.domain.incident import IncidentState, NewIncident
from console.domain.incident_figures import Amount
from console.domain.orders import NewInstruction, NewOrder, StepKind, Way
from console.domain.roll_call import CalledUnit
from tests.kit.typist import ALT, CTRL, SHIFT
from tests.kit.window import furnishing

Key = Qt.Key
TOWNS = tuple(f"样例{name}镇" for name in "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸")


@pytest.fixture
def store(new_store, clock):
    """A landslide with two dead, a leader's words, a task."""
    with furnishing(new_store, clock) as (desk, by):
        item = desk.intake.register(Intake(uuid4(), "样例村12 山体滑坡", clock.now(), event_type="10402"), by=by)
        form = NewIncident(uuid4(), "样例村12 山体滑坡", "样例村12 山体滑坡", "10402")
        row = desk.incidents.open(form, [item.id], by=by)
        desk.incident_figures.revise(row.id, {"dead": Amount(2)}, clock.now(), "岩头镇", by=by)
        desk.instructions.record(NewInstruction(uuid4(), "林例十", "", clock.now(), Way.PHONE, "全力搜救"), by=by)
        desk.orders.give([NewOrder("样例一镇", "报人数", None)], by=by)
        desk.roll_calls.begin("点名", "phone", [CalledUnit(name) for name in TOWNS], 5, by=by)
        clock.advance(minutes=1)
    return new_store


@pytest.fixture
def desk(typist):
    return typist.app.shell.desk


@pytest.fixture
def incident(desk):
    return desk.incidents.open_rows()[0]


@pytest.fixture
def told(typist):
    """What was refused from now on."""
    found = []
    for panel in typist.app.window.made_panels():
        panel.refused.connect(found.append)
    typist.app.window.panel_made.connect(lambda panel: panel.refused.connect(found.append))
    return found


@pytest.fixture
def detail(typist, incident):
    typist.app.shell._go_to_item("incidents", incident.id)
    shown = typist.panel().detail
    typist.until(lambda: shown.overview.row is not None, "the incident")
    return shown


@pytest.fixture
def orders(typist):
    typist.press(Key.Key_F3)
    panel = typist.panel()
    typist.until(lambda: all(page._has_result for page in panel.pages), "every part is read")
    return panel


def settled(typist):
    """Everything that was handed up has been answered."""
    answered = []
    typist.app.jobs.write(lambda: None, answered.append, answered.append)
    typist.until(lambda: answered, "the writes are done")
    typist.app.jobs.read(lambda: None, answered.append, answered.append)
    typist.until(lambda: len(answered) == 2, "what they led to is read")


def test_figures_are_recorded_once(typist, desk, incident, told, detail):
    typist.press(Key.Key_3, CTRL)
    typist.until(lambda: detail.figures.row is not None, "the figures")
    detail.figures.source.setFocus()
    typist.write("岩头镇")
    detail.figures.first_focus().setFocus()
    typist.write("3")
    detail.figures.source.setFocus()
    typist.press(Key.Key_Return)
    typist.press(Key.Key_Return)
    settled(typist)
    assert [one.amount.value for one in desk.incident_figures.history(incident.id)] == [2, 3]
    assert not told and not detail.figures.source.text()


def test_figures_of_the_next_report_are_taken_after_the_first(typist, desk, incident, detail):
    typist.press(Key.Key_3, CTRL)
    typist.until(lambda: detail.figures.row is not None, "the figures")
    for value in ("3", "4"):
        detail.figures.first_focus().setFocus()
        typist.write(value)
        detail.figures.source.setFocus()
        typist.write("岩头镇")
        typist.press(Key.Key_Return)
        settled(typist)
    assert [one.amount.value for one in desk.incident_figures.history(incident.id)] == [2, 3, 4]


def test_a_refused_report_of_figures_can_be_tried_again(typist, desk, incident, told, detail):
    typist.press(Key.Key_3, CTRL)
    typist.until(lambda: detail.figures.row is not None, "the figures")
    detail.figures.source.setFocus()
    typist.write("岩头镇")
    typist.press(Key.Key_S, CTRL)
    typist.until(lambda: told, "nothing is told: refused")
    detail.figures.first_focus().setFocus()
    typist.write("5")
    typist.press(Key.Key_S, CTRL)
    settled(typist)
    assert desk.incident_figures.newest(incident.id)["dead"].amount == Amount(5)


def test_the_proposed_grade_is_taken_once(typist, desk, incident, told, detail):
    typist.until(detail.overview.grades.take_button.isVisible, "a proposal")
    typist.press(Key.Key_G, ALT)
    typist.press(Key.Key_G, ALT)
    settled(typist)
    assert len(desk.incidents.grades(incident.id)) == 1 and not told


def test_a_step_of_the_state_is_taken_once(typist, desk, incident, told, detail):
    typist.press(Key.Key_F5, SHIFT)
    typist.press(Key.Key_F5, SHIFT)
    settled(typist)
    assert desk.incidents.one(incident.id).state is IncidentState.HANDLING and not told


def test_what_is_said_is_saved_once_and_what_came_after_is_saved_too(typist, desk, incident, told, detail):
    detail.overview.first_focus().setFocus()
    typist.write("1")
    typist.press(Key.Key_S, CTRL)
    typist.write("2")
    typist.press(Key.Key_S, CTRL)
    typist.until(lambda: desk.incidents.one(incident.id).summary.endswith("12"), "both saves")
    typist.until(lambda: not detail.overview.edits.differing(), "nothing is left to save")
    assert not told


def test_words_are_read_back_once(typist, desk, told, orders):
    typist.press(Key.Key_2, CTRL)
    typist.press(Key.Key_1)
    typist.press(Key.Key_1)
    settled(typist)
    assert desk.instructions.newest()[0].read_back_at is not None and not told


def test_a_reminder_is_taken_down_once(typist, desk, told, orders):
    task = desk.orders.rows()[0]
    typist.press(Key.Key_Minus)
    typist.press(Key.Key_Minus)
    settled(typist)
    assert [step.kind for step in desk.orders.steps(task.id)] == [StepKind.REMINDED] and not told


def test_twenty_answers_hit_fast_are_twenty_calls(typist, desk, told, orders):
    typist.press(Key.Key_3, CTRL)
    assert typist.at(orders.roll_call.table)
    for _town in TOWNS:
        typist.press(Key.Key_1)
    settled(typist)
    grid = desk.roll_calls.grid(desk.roll_calls.newest()[0].id)
    assert [len(line.calls) for line in grid] == [1] * 20 and not told
