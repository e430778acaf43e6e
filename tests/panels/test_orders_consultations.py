"""会商 by keyboard alone: taken down, who came, its minutes, the notes that came of it."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.clock import StoppedClock
from console.domain.consultation import Attendant
from console.domain.orders import Form
from console.services.consultations import Held
from tests.kit.input_method import commit
from tests.panels.test_orders import TOWNS, Ctrl, Key, dialog_of, heard, make, press, towns
from ui.dialogs.consultation import AttendanceDialog, ConsultationDialog
from ui.seat import Seat

__all__ = ["make", "towns"]


@pytest.fixture
def held(desk: Desk, seat: Seat, clock: StoppedClock) -> Any:
    asked = tuple(Attendant(name) for name in TOWNS)
    return desk.consultations.record(Held("14:00 会商", clock.now(), "林例十", asked), by=seat.actor)


@pytest.fixture
def page(held: Any, make: Any, qtbot: QtBot) -> Any:
    panel = make()
    panel.show_part(3)
    qtbot.waitUntil(lambda: panel.consultations.chosen() is not None)
    return panel.consultations


def test_a_consultation_is_taken_down_by_keys_alone(towns: None, make: Any, qtbot: QtBot, desk: Desk) -> None:
    panel = make()
    said = heard(panel)
    press(qtbot, panel, Key.Key_4, Ctrl)
    press(qtbot, panel.consultations.empty.button, Key.Key_N, Ctrl)
    dialog = dialog_of(panel.consultations)
    assert isinstance(dialog, ConsultationDialog)
    press(qtbot, dialog.name, Key.Key_Return, Ctrl)
    assert dialog.trouble.text() == words.say("refused.title_missing")
    commit(dialog.name, "台风会商")
    press(qtbot, dialog.name, Key.Key_Return)
    commit(dialog.chair, "林例十")
    for field in (dialog.chair, dialog.held_at, dialog.ended_at):
        press(qtbot, field, Key.Key_Return)
    press(qtbot, dialog.units.line, Key.Key_Down)
    press(qtbot, dialog.units.list, Key.Key_Space)
    press(qtbot, dialog.units.list, Key.Key_Return)
    assert dialog.focusWidget() is dialog.minutes
    press(qtbot, dialog.minutes, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: bool(said))
    row = desk.consultations.newest()[0]
    assert (row.title, row.chair, [one.unit for one in row.attendance]) == ("台风会商", "林例十", list(TOWNS))


def test_who_came_late_and_sent_material_is_ticked(page: Any, held: Any, qtbot: QtBot, desk: Desk) -> None:
    press(qtbot, page.table, Key.Key_1)
    dialog = dialog_of(page)
    assert isinstance(dialog, AttendanceDialog)
    commit(dialog.late.line, "别处")
    press(qtbot, dialog.late.line, Key.Key_Return, Ctrl)
    assert dialog.trouble.text() == words.say("refused.unit_not_there", unit="别处")
    dialog.late.line.setText("")
    press(qtbot, dialog.came.line, Key.Key_Down)
    press(qtbot, dialog.came.list, Key.Key_Space)
    press(qtbot, dialog.came.list, Key.Key_Return)
    assert dialog.focusWidget() is dialog.late.line
    commit(dialog.late.line, TOWNS[1])
    commit(dialog.material.line, TOWNS[0])
    press(qtbot, dialog.material.line, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: page.asked.dialog is None)
    told = [(one.came, one.in_time, one.material) for one in desk.consultations.one(held.id).attendance]
    assert told == [(True, True, True), (True, False, False), (True, True, False)]
    qtbot.waitUntil(lambda: "3/3 (100%)" in page.rates.text() and "2/3 (67%)" in page.rates.text())


def test_minutes_come_later_and_who_came_stays(page: Any, held: Any, qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    came = (Attendant(TOWNS[0], came=True), *(Attendant(name) for name in TOWNS[1:]))
    desk.consultations.amend(
        held.id, Held(held.title, held.held_at, held.chair, came), seen=held.version, by=seat.actor
    )
    page.reload_now()
    qtbot.waitUntil(lambda: page.chosen().version == 2)
    press(qtbot, page.table, Key.Key_2)
    dialog = dialog_of(page)
    assert dialog.focusWidget() is dialog.minutes
    commit(dialog.minutes, "一、加密会商。")
    press(qtbot, dialog.minutes, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: page.minutes.text() == "一、加密会商。")
    row = desk.consultations.one(held.id)
    assert (row.attendance, row.held_at.replace(microsecond=0)) == (came, held.held_at.replace(microsecond=0))


def test_somebody_else_wrote_meanwhile_and_the_words_stay(
    page: Any, held: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    press(qtbot, page.table, Key.Key_2)
    dialog = dialog_of(page)
    commit(dialog.minutes, "一、加密会商。")
    dialog.minutes.place_cursor(2, 2)
    with qtbot.waitSignal(page.presented):
        other = Held("会商", held.held_at, "林例十", held.attendance)
        desk.consultations.amend(held.id, other, seen=held.version, by=seat.actor)
        page.note(Changes(frozenset({Topic.TASKS})))
    assert dialog.minutes.textCursor().position() == 2
    press(qtbot, dialog.minutes, Key.Key_Return, Ctrl)
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.minutes.text() == "一、加密会商。" and desk.consultations.one(held.id).minutes == ""


def test_notes_come_of_it_and_stand_below(towns: None, page: Any, held: Any, qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: len(page._units) == 3)
    press(qtbot, page.table, Key.Key_3)
    dialog = dialog_of(page)
    press(qtbot, dialog.units.line, Key.Key_Down)
    press(qtbot, dialog.units.list, Key.Key_Space)
    press(qtbot, dialog.units.list, Key.Key_Return)
    commit(dialog.text, "加密巡查山塘")
    press(qtbot, dialog.text, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: len(page.tasks.rows_model.rows()) == 3)
    row = desk.consultations.one(held.id)
    forms = {task.form for task in desk.orders.rows(source_id=row.id)}
    assert (row.tasks, row.open_tasks, forms) == (3, 3, {Form.RISK_NOTE})


def test_the_list_is_searched_by_what_was_said_and_who_was_asked(
    page: Any, held: Any, qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock
) -> None:
    asked = (Attendant("县水利局", True, "周例五"),)
    said = Held("山塘会商", clock.now(), "林例十", asked, minutes="一、放水。1、2、3 号闸先开。")
    other = desk.consultations.record(said, by=seat.actor)
    press(qtbot, page.table, Key.Key_F, Ctrl)
    qtbot.waitUntil(page.search.hasFocus)
    qtbot.keyClicks(page.search, "1")
    assert page.search.text() == "1" and page.asked.dialog is None, "a digit typed there is no step"
    for sought in ("3 号闸", "县水利", "周例五", other.number):
        page.search.setText(sought)
        press(qtbot, page.search, Key.Key_Return)
        qtbot.waitUntil(lambda: [row.id for row in page.table.rows_model.rows()] == [other.id], timeout=10_000)
        page.search.empty()
        qtbot.waitUntil(lambda: page.table.rows_model.rowCount() == 2, timeout=10_000)
    page.search.setText("true")
    press(qtbot, page.search, Key.Key_Return)
    qtbot.waitUntil(lambda: page.table.rows_model.rowCount() == 0, timeout=10_000)
    assert page.empty.isVisible() and words.say("consultations.none_found") in page.empty.sentence.text()


def test_minutes_changed_by_another_seat_are_refused_with_what_to_do(
    page: Any, held: Any, qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock
) -> None:
    press(qtbot, page.table, Key.Key_2)
    dialog = dialog_of(page)
    commit(dialog.minutes, "一、加密巡查。")
    theirs = Held(held.title, held.held_at, "周例五", held.attendance)
    desk.consultations.amend(held.id, theirs, seen=held.version, by=seat.actor)
    press(qtbot, dialog.minutes, Key.Key_Return, Ctrl)
    told = words.say("refused.consultation_changed", number=held.number)
    qtbot.waitUntil(lambda: dialog.trouble.text() == told, timeout=10_000)
    assert dialog.minutes.text() == "一、加密巡查。"
    press(qtbot, dialog.minutes, Key.Key_Escape)
    qtbot.waitUntil(lambda: page.chosen().chair == "周例五", timeout=10_000)
    press(qtbot, page.table, Key.Key_2)
    again = dialog_of(page)
    qtbot.waitUntil(lambda: again.minutes.text() == "一、加密巡查。", timeout=10_000)
    press(qtbot, again.minutes, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: desk.consultations.one(held.id).minutes == "一、加密巡查。", timeout=10_000)
    assert desk.consultations.one(held.id).chair == "周例五"
