"""Another seat acts while a question stands open: it is said once; handed up again, the words go through."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console.domain.inbound import Intake
from console.domain.incident import Grade, IncidentKind, IncidentState, NewIncident, Standing
from console.domain.orders import NewOrder, StepKind
from console.services.incidents import Judgement
from console.services.orders import Step
from tests.kit.typist import ALT, CTRL, SHIFT
from tests.kit.window import furnishing

Key = Qt.Key


@pytest.fixture
def store(new_store, clock):
    """One task, one incident."""
    with furnishing(new_store, clock) as (desk, by):
        desk.orders.give([NewOrder("样例一镇", "报人数", None)], by=by)
        item = desk.intake.register(Intake(uuid4(), "山体滑坡", clock.now()), by=by)
        desk.incidents.open(NewIncident(uuid4(), "山体滑坡", "山体滑坡", "10402"), [item.id], by=by)
    return new_store


@pytest.fixture
def desk(typist):
    return typist.app.shell.desk


def handed_up_twice(typist, dialog):
    """Refused in words that stay in the dialog, then done."""
    typist.press(Key.Key_Return, CTRL)
    typist.until(dialog.trouble.isVisible, "somebody changed it meanwhile")
    typist.press(Key.Key_Return, CTRL)
    typist.answered()


def test_a_step_of_a_task(typist, desk):
    typist.press(Key.Key_F3)
    page = typist.panel().tasks
    typist.until(lambda: page.chosen() is not None, "the task")
    task = page.chosen()
    typist.press(Key.Key_1)
    dialog = typist.asked()
    typist.write("李例三")
    desk.orders.take_down(task.id, Step(StepKind.REMINDED), seen=task.version, by=typist.app.seat.actor)
    handed_up_twice(typist, dialog)
    assert [(step.kind, step.who) for step in desk.orders.steps(task.id)][-1] == (StepKind.RECEIVED, "李例三")


def opened_incident(typist, desk):
    row = desk.incidents.open_rows()[0]
    typist.app.shell._go_to_item("incidents", row.id)
    page = typist.panel().detail.overview
    typist.until(lambda: page.row is not None, "the incident")
    return row


def test_an_end_with_its_reason(typist, desk):
    row = opened_incident(typist, desk)
    typist.press(Key.Key_F7, SHIFT)
    dialog = typist.asked()
    typist.write("险情解除")
    judged = Judgement(IncidentKind.EVENT, Grade.ORDINARY, Standing.FIRST, reason="会商")
    desk.incidents.judge(row.id, judged, seen=row.version, by=typist.app.seat.actor)
    handed_up_twice(typist, dialog)
    assert desk.incidents.one(row.id).state is IncidentState.ENDED


def test_a_step_another_took_already_stays_refused(typist, desk):
    row = opened_incident(typist, desk)
    typist.press(Key.Key_F7, SHIFT)
    dialog = typist.asked()
    typist.write("险情解除")
    desk.incidents.step(row.id, IncidentState.ENDED, "已处置", seen=row.version, by=typist.app.seat.actor)
    for _ in range(2):
        typist.press(Key.Key_Return, CTRL)
        typist.until(lambda: dialog.trouble.isVisible() and not dialog._busy, "refused")
    assert [one.after for one in desk.incidents.states(row.id)].count(IncidentState.ENDED) == 1
    typist.press(Key.Key_Escape)
    typist.answered()


def test_a_grade_decided_in_between_is_told_and_then_decided_over(typist, desk):
    row = opened_incident(typist, desk)
    typist.press(Key.Key_G, ALT | SHIFT)
    dialog = typist.asked()
    dialog.grade.choose(Grade.LARGER)
    desk.incidents.step(row.id, IncidentState.HANDLING, "", seen=row.version, by=typist.app.seat.actor)
    handed_up_twice(typist, dialog)
    assert desk.incidents.one(row.id).grade is Grade.LARGER
