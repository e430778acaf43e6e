"""The head of an incident offers what there is; its keys do what its buttons would, and no more."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.inbound import Intake
from console.domain.incident import Grade, IncidentKind, IncidentState, NewIncident, Standing
from console.domain.incident_report import ReportKind
from console.services.incidents import Judgement
from tests.kit.typist import ALT, CTRL
from tests.kit.window import furnishing

Key = Qt.Key


@pytest.fixture
def store(new_store, clock):
    """Two incidents, the first cancelled."""
    with furnishing(new_store, clock) as (desk, by):
        for said in ("误报", "样例村12 山体滑坡"):
            item = desk.intake.register(Intake(uuid4(), said, clock.now()), by=by)
            row = desk.incidents.open(NewIncident(uuid4(), said, said, "10402"), [item.id], by=by)
            if said == "误报":
                desk.incidents.step(row.id, IncidentState.CANCELLED, "查无此事", seen=row.version, by=by)
    return new_store


@pytest.fixture
def desk(typist):
    return typist.app.shell.desk


def shown(typist, desk, title):
    row = next(row for row in desk.incidents.page() if row.title == title)
    typist.app.shell._go_to_item("incidents", row.id)
    head = typist.panel().detail.head
    typist.until(lambda: head.row is not None and head.row.id == row.id, "the incident")
    return row, head


def test_a_count_of_nought_leads_nowhere_and_says_so(typist, desk):
    row, head = shown(typist, desk, "样例村12 山体滑坡")
    assert [button.isEnabled() for button in head.counts.values()] == [False] * 3
    desk.incident_reports.draft(row.id, ReportKind.FIRST, by=typist.app.seat.actor)
    typist.until(head.counts["reports"].isEnabled, "there is a report")
    assert not head.counts["orders"].isEnabled()


def test_what_is_said_of_a_cancelled_incident_begins_nothing(typist, desk):
    _row, head = shown(typist, desk, "误报")
    assert not head.begin_report.isEnabled() and not head.order.isEnabled() and not head.send.isEnabled()
    for key, held in ((Key.Key_B, ALT), (Key.Key_S, ALT)):
        typist.press(key, held)
    assert typist.panel().id == "incidents" and typist.dialog() is None


def test_nothing_of_the_incident_before_stands_while_another_is_read(typist, desk):
    _row, head = shown(typist, desk, "误报")
    head.turn_to(uuid4())
    assert not head.state.text() and head.chip.isHidden() and not head.begin_report.isEnabled()


def test_saving_is_offered_where_something_was_typed(typist, desk):
    row, _head = shown(typist, desk, "样例村12 山体滑坡")
    page = typist.panel().detail.overview
    typist.until(lambda: page.row is not None, "what is said")
    assert not page.save_button.isEnabled()
    page.first_focus().setFocus()
    typist.write("1")
    assert page.save_button.isEnabled()
    typist.press(Key.Key_S, CTRL)
    typist.until(lambda: desk.incidents.one(row.id).summary.endswith("1"), "saved")
    typist.until(lambda: not page.save_button.isEnabled(), "nothing is left to save")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_was_decided_is_told_in_one_language(typist, desk, language):
    row, _head = shown(typist, desk, "样例村12 山体滑坡")
    judged = Judgement(IncidentKind.EVENT, Grade.LARGER, Standing.CONFIRMED, reason="专家会商")
    row = desk.incidents.judge(row.id, judged, seen=row.version, by=typist.app.seat.actor)
    desk.incidents.step(row.id, IncidentState.ENDED, "险情解除", seen=row.version, by=typist.app.seat.actor)
    page = typist.panel().detail.overview
    typist.until(lambda: page.row is not None and page.row.state is IncidentState.ENDED, "it is ended")
    words.set_language(language)
    told = "\n".join((page.states.taken.text(), page.grades.history.text(), page.states.left.text()))
    assert words.say("do.incident_archived") in page.states.left.text()
    assert "已归档前" not in told and "险情解除" in told and "专家会商" in told
    assert language == "zh" or not any(mark in told for mark in "（）：，")
