"""Where the keyboard is when the first line of a list comes: in the list, so that the next key is about that line."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_report import ReportKind
from tests.kit.typist import CTRL
from tests.kit.window import furnishing

Key = Qt.Key
TOWNS = tuple(f"样例{name}镇" for name in "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸")


@pytest.fixture
def store(new_store, clock):
    """The county's towns, and nothing in the lists yet."""
    with furnishing(new_store, clock) as (desk, by):
        for name in TOWNS:
            desk.lists.add("zero_units", {"name": name, "phone": "0577-0000-0001"}, by=by)
        desk.intake.register(Intake(uuid4(), "山体滑坡", clock.now()), by=by)
    return new_store


@pytest.fixture
def desk(typist):
    return typist.app.shell.desk


@pytest.fixture
def orders(typist):
    typist.press(Key.Key_F3)
    panel = typist.panel()
    typist.until(lambda: all(page._has_result for page in panel.pages), "every part is read")
    return panel


def elsewhere(typist, desk):
    """Another seat makes an incident of the call."""
    form = NewIncident(uuid4(), "山体滑坡", "山体滑坡", "10402")
    desk.incidents.open(form, [desk.intake.newest()[0].id], by=typist.app.seat.actor)


def test_the_first_roll_call_goes_on_by_one_key_for_each_town(typist, desk, orders):
    typist.press(Key.Key_3, CTRL)
    assert typist.at(orders.roll_call.empty.button)
    typist.press(Key.Key_N, CTRL)
    typist.asked()
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    typist.until(lambda: orders.roll_call.table.rows_model.rowCount() == len(TOWNS), "the grid")
    assert typist.at(orders.roll_call.table)
    for _town in TOWNS:
        typist.press(Key.Key_1)
    called = desk.roll_calls.newest()[0].id
    typist.until(lambda: desk.roll_calls.rates(called).called == len(TOWNS), "every town")


def test_the_first_words_are_chosen_and_the_keyboard_is_on_them(typist, desk, orders):
    typist.press(Key.Key_2, CTRL)
    assert typist.at(orders.instructions.empty.button)
    typist.press(Key.Key_N, CTRL)
    dialog = typist.asked()
    typist.write("林例十")
    dialog.words.setFocus()
    typist.write("全力搜救")
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    typist.until(lambda: orders.instructions.chosen() is not None, "the words stand there")
    assert typist.at(orders.instructions.table)


def test_the_first_incident_of_another_seat_finds_the_keyboard_in_the_list(typist, desk):
    typist.press(Key.Key_8, Qt.KeyboardModifier.AltModifier)
    page = typist.panel().list
    typist.until(page.empty.isVisible, "nothing yet")
    assert typist.at(page.empty.button)
    elsewhere(typist, desk)
    typist.until(page.table.isVisible, "the incident")
    assert typist.at(page.table) and page.table.chosen_row() is not None


def test_who_types_elsewhere_is_left_alone(typist, desk):
    typist.press(Key.Key_8, Qt.KeyboardModifier.AltModifier)
    page = typist.panel().list
    typist.until(page.empty.isVisible, "nothing yet")
    typist.press(Key.Key_F, CTRL)
    elsewhere(typist, desk)
    typist.until(page.table.isVisible, "the incident")
    assert typist.at(page.search)


def test_who_comes_to_the_reports_stands_in_their_list(typist, desk):
    elsewhere(typist, desk)
    incident = desk.incidents.open_rows()[0]
    for kind in (ReportKind.FIRST, ReportKind.QUICK):
        desk.incident_reports.draft(incident.id, kind, by=typist.app.seat.actor)
    typist.press(Key.Key_8, CTRL)
    page = typist.panel().reports
    typist.until(lambda: page.look is not None, "the newest")
    assert typist.at(page.list.table)
    newest = page.look.row.id
    typist.press(Key.Key_Down)
    typist.until(lambda: page.look is not None and page.look.row.id != newest, "the one below")


def test_where_no_report_is_the_keyboard_is_on_what_begins_one(typist, desk):
    typist.press(Key.Key_8, CTRL)
    page = typist.panel().reports
    typist.until(lambda: page.view is not None, "nothing")
    assert typist.at(page.list.nothing.button)
    elsewhere(typist, desk)
    incident = desk.incidents.open_rows()[0]
    desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=typist.app.seat.actor)
    typist.until(lambda: page.look is not None, "the first")
    assert typist.at(page.list.table)
