"""From a saved call to a first report that waits for approval: by the keyboard of the real window, keys counted."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console.domain.duty import PostLine
from console.domain.inbound import Intake, Precision
from console.domain.incident import NewIncident
from console.domain.incident_report import ReportState
from console.domain.people import Role
from tests.kit.typist import ALT, CTRL
from tests.kit.window import PASSWORD, furnishing

Key = Qt.Key
LEADER = "林例十"
SAID = "样例村12 山体滑坡，房屋倒塌"
FROM_INCIDENT, FROM_CALL = 5, 6
"""Most keys beyond words, from an open incident and from a saved call."""


@pytest.fixture
def store(new_store, clock):
    """A watch with its leader, a call of an hour ago with its incident and a first report, and a call of now."""
    with furnishing(new_store, clock) as (desk, by):
        desk.accounts.add(LEADER, Role.COMMANDER, PASSWORD, by=by)
        desk.duty.take_over_empty([PostLine("leader", LEADER), PostLine("主班", by.name)], by=by)
        early = desk.intake.register(Intake(uuid4(), "先前的来电", clock.now()), by=by)
        desk.incidents.open(NewIncident(uuid4(), "先前的事件", "先前的来电", "10402"), [early.id], by=by)
        clock.advance(minutes=60)
        form = Intake(
            uuid4(), SAID, clock.now(), caller_org="岩头镇人民政府", place_text="样例村12", occurred_at=clock.now(),
            occurred_precision=Precision.ABOUT, event_type="10402", measures="镇村已到现场",
        )  # fmt: skip
        desk.intake.register(form, by=by)
        clock.advance(minutes=5)
    return new_store


@pytest.fixture
def desk(typist):
    return typist.app.shell.desk


@pytest.fixture
def item(desk):
    return next(row for row in desk.intake.newest() if row.summary == SAID)


def to_the_panel(typist):
    """Its key, where nobody stands at the incident."""
    typist.press(Key.Key_8, CTRL)
    page = typist.panel().reports
    typist.until(lambda: page.view is not None, "the reports are read")


def to_approval(typist, desk):
    """Alt+B, Enter, Ctrl+Enter, Enter: four keys and no word."""
    typist.press(Key.Key_B, ALT)
    begin = typist.asked()
    page = typist.panel().reports
    typist.until(lambda: begin.kind.value() is not None, "a kind is offered")
    typist.press(Key.Key_Return)
    typist.answered()
    typist.until(lambda: page.look is not None and page.editor.body.text(), "the text is composed")
    typist.press(Key.Key_Return, CTRL)
    assert typist.asked().fields["name"].text() == LEADER
    typist.press(Key.Key_Return)
    typist.answered()
    typist.until(lambda: desk.approvals.waiting(LEADER), "it waits")
    return page


def test_from_an_open_incident_to_approval(typist, desk, item, capsys):
    form = NewIncident(uuid4(), "样例村12 山体滑坡", SAID, "10402", place_text="样例村12")
    incident = desk.incidents.open(form, [item.id], by=typist.app.seat.actor)
    to_the_panel(typist)
    to_approval(typist, desk)
    (row,) = desk.incident_reports.series(incident.id)
    assert row.state is ReportState.WAITING and "样例村12" in row.body
    told(capsys, "open incident to a first report waiting for approval", typist)
    assert typist.keys["key"] <= FROM_INCIDENT and not typist.keys["text"]


def test_what_waits_is_counted_on_the_rail_of_whom_it_waits_for(typist, desk, item):
    desk.incidents.open(NewIncident(uuid4(), "样例村12 山体滑坡", SAID, "10402"), [item.id], by=typist.app.seat.actor)
    to_the_panel(typist)
    to_approval(typist, desk)
    button = typist.app.window.rail.buttons["upward"]
    assert button._count == 0, "it waits for another"
    typist.press(Key.Key_L, CTRL)
    typist.until(lambda: typist.app.window.covered, "the seat is locked")
    typist.sign_in(LEADER, PASSWORD)
    typist.until(lambda: button._count == 1, "the leader sees that it waits")


def test_from_the_saved_call_to_approval_nothing_is_typed_again(typist, desk, item, capsys):
    typist.app.shell._go_to_item("intake", item.id)
    typist.until(lambda: typist.panel().item.shown is not None, "the item is read")
    typist.press(Key.Key_I, ALT)
    typist.asked()
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    typist.until(lambda: desk.incident_items.incident_of(item.id) is not None, "an incident of the item")
    typist.until(
        lambda: typist.panel().id == "incidents" and typist.panel().detail.overview.row is not None, "its page"
    )
    to_approval(typist, desk)
    incident = desk.incident_items.incident_of(item.id)
    (row,) = desk.incident_reports.series(incident.id)
    assert row.state is ReportState.WAITING
    assert all(part in row.body for part in ("岩头镇人民政府", "样例村12", "镇村已到现场"))
    told(capsys, "saved call to a first report waiting for approval", typist)
    assert typist.keys["key"] <= FROM_CALL and not typist.keys["text"]


def told(capsys, what, typist):
    with capsys.disabled():
        print(f"\n{what}: {typist.keys['key']} keys beyond {typist.keys['text']} characters of text")
