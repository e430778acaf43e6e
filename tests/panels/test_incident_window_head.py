"""The head of an incident offers what there is; its keys do what its buttons would, and no more."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console.domain.inbound import Intake
from console.domain.incident import IncidentState, NewIncident
from console.domain.incident_report import ReportKind
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
    assert [button.isEnabled() for button in head.counts.values()] == [False, False]
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
