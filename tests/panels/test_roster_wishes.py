"""Wishes by keyboard: noted, changed, taken back; the list says what came of them, and so does the draft."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea

from console import words
from console.domain import pinyin
from console.services.duty_staff import NewStaff
from tests.kit.planning import add_people, put
from tests.panels.test_roster_plan import services
from ui.models.plan_findings import KEPT
from ui.panels.duty_roster import PLAN, DutyRosterPanel

DAY = date(2030, 8, 14)
POST = "主班"
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WAIT = 10_000


@pytest.fixture
def ids(desk, by):
    found = add_people(desk, by, "张例二", "王例三", "赵例五", sounds=pinyin.columns)
    for name in found:
        desk.duty_staff.add(found[name], NewStaff((POST,)), by=by)
    put(desk, by, DAY, POST, "张例二")
    return found


@pytest.fixture
def panel(qtbot, app_theme, desk, jobs, seat, times, ids):
    made = DutyRosterPanel(jobs, seat, times, services=services(desk))
    qtbot.addWidget(made)
    made.resize(1302, 658)
    made.heard = []
    with qtbot.waitSignal(made.presented, timeout=WAIT):
        made.show()
    for told in (made.saved, made.refused, made.failed):
        told.connect(made.heard.append)
    with qtbot.waitSignal(made.presented, timeout=WAIT):
        qtbot.keyClick(made, Qt.Key.Key_3, CTRL)
    yield made
    made.plan.chart.end()
    words.set_language("zh")


def handed_up(qtbot, panel, dialog):
    """Its act is done, and the page shows what came of it."""
    said = len(panel.heard)
    dialog.yes.click()
    qtbot.waitUntil(lambda: panel.away.asked.dialog is None and len(panel.heard) > said, timeout=WAIT)
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        panel.away.reload_now()
    panel.activateWindow()
    panel.away.wishes.table.setFocus()
    qtbot.waitUntil(panel.away.wishes.table.hasFocus, timeout=WAIT)


def noted(qtbot, panel, who, wish, day=DAY, last="", note=""):
    qtbot.keyClick(panel.away, Qt.Key.Key_N, ALT)
    dialog = panel.away.asked.dialog
    dialog.who.setText(who)
    dialog.wish.choose(wish)
    dialog.begins.setText(day.isoformat())
    dialog.ends.setText(last)
    dialog.note.setText(note)
    handed_up(qtbot, panel, dialog)


def rows(panel):
    model = panel.away.wishes.table.rows_model
    return [[str(model.index(row, at).data()) for at in range(model.columnCount())] for row in range(model.rowCount())]


def test_the_page_says_what_belongs_here_and_the_key_that_starts_it(panel):
    assert panel.away.wishes.none.isVisible() and panel.away.wishes.none.button.text()
    assert not panel.away.wishes.change.isEnabled()


def test_a_wish_is_noted_changed_and_taken_back_by_keyboard(qtbot, panel, desk, seat):
    noted(qtbot, panel, "zle", "avoid", last="2030-08-15", note="孩子考试")
    assert [[*row[:4], row[5]] for row in rows(panel)] == [
        ["08-14 周三", "张例二", "希望不排", "未照顾", seat.actor.name],
        ["08-15 周四", "张例二", "希望不排", "未排", seat.actor.name],
    ]
    assert "未照顾 1" in panel.away.wishes.caption.text()
    panel.away.wishes.table.selectRow(0)
    qtbot.keyClick(panel.away, Qt.Key.Key_E, ALT)
    dialog = panel.away.asked.dialog
    assert (dialog.who.text(), dialog.wish.value(), dialog.note.text()) == ("张例二", "avoid", "孩子考试")
    dialog.wish.choose("want")
    handed_up(qtbot, panel, dialog)
    assert rows(panel)[0][2:4] == ["希望值班", "已照顾"]
    panel.away.wishes.table.selectRow(1)
    qtbot.keyClick(panel.away, Qt.Key.Key_X, ALT | SHIFT)
    handed_up(qtbot, panel, panel.away.asked.dialog)
    (row,) = desk.wishes.listed(DAY, DAY + timedelta(days=9))
    assert (row.day, row.wish) == (DAY, "want")


def test_a_refused_wish_keeps_what_was_typed(qtbot, panel):
    qtbot.keyClick(panel.away, Qt.Key.Key_N, ALT)
    dialog = panel.away.asked.dialog
    dialog.who.setText("张例二")
    dialog.begins.setText("2030-08-14")
    dialog.ends.setText("2030-08-01")
    dialog.yes.click()
    qtbot.waitUntil(dialog.trouble.isVisible, timeout=WAIT)
    assert "31" in dialog.trouble.text() and dialog.ends.text() == "2030-08-01"
    dialog.reject()


def test_news_move_neither_the_chosen_wish_nor_the_keyboard(qtbot, panel, desk, ids, by):
    noted(qtbot, panel, "zle", "avoid")
    panel.away.wishes.table.selectRow(0)
    desk.wishes.note(ids["王例三"], DAY - timedelta(days=1), "want", by=by)
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        panel.away.reload_now()
    assert panel.away.wishes.chosen().row.name == "张例二" and len(rows(panel)) == 2
    assert panel.away.wishes.table.hasFocus()


def test_the_draft_tells_which_wishes_are_kept(qtbot, panel, desk, ids, by):
    later = DAY + timedelta(days=5)
    for name in ids:
        desk.wishes.note(ids[name], later, "want", by=by)
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        panel.show_part(PLAN)
    plan = panel.plan
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        qtbot.keyClick(plan, Qt.Key.Key_R, ALT)
    stands = plan.grid.month.cell((later, "whole", POST, 1)).name
    lines = [line for line in plan.findings.rows_model.rows() if line.day == later and "希望" in line.said]
    kept = [line for line in lines if line.level == KEPT]
    assert len(lines) == 3 and [stands in line.said for line in kept] == [True]
    assert all("没有排上" in line.said for line in lines if line.level != KEPT)
    assert "意愿照顾 1/3" in plan.findings_card.caption.text()
    assert plan.findings.rows_model.rows()[-1].level == KEPT, "what is kept stands behind what is found"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.long
def test_nothing_is_cut_on_a_small_screen(qtbot, panel, language):
    noted(qtbot, panel, "zle", "avoid")
    words.set_language(language)
    panel.resize(1274, 658)

    def cut():
        seen = [part for kind in (QLabel, QPushButton) for part in panel.away.findChildren(kind) if part.isVisible()]
        seen = [part for part in seen if part.text() and not (isinstance(part, QLabel) and part.wordWrap())]
        return [part.text() for part in seen if part.width() < part.sizeHint().width()]

    qtbot.waitUntil(lambda: cut() == [], timeout=WAIT)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_leave_and_planning_need_no_scrolling_on_a_small_screen(qtbot, panel, language):
    noted(qtbot, panel, "zle", "avoid")
    words.set_language(language)
    panel.resize(1302 if language == "zh" else 1274, 658)

    def scrolled(page):
        return [area.verticalScrollBar().maximum() for area in page.findChildren(QScrollArea) if area.isVisible()]

    qtbot.waitUntil(lambda: scrolled(panel.away) == [0], timeout=WAIT)
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        panel.show_part(PLAN)
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        qtbot.keyClick(panel.plan, Qt.Key.Key_R, ALT)
    qtbot.waitUntil(lambda: scrolled(panel.plan) == [0, 0], timeout=WAIT)
    assert panel.plan.keys.isVisible() and panel.plan.chart.area.isVisible()
