"""Leave, swaps and the next shift by keyboard."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from console import words
from console.domain import pinyin
from console.domain.people import Role
from console.services.duty_staff import NewStaff
from tests.kit.planning import add_people, put
from tests.panels.test_roster_plan import services
from ui.panels.duty_roster import AWAY, PLAN, DutyRosterPanel
from ui.prints import Days

DAY = date(2030, 8, 14)
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WORD = "away of 2030"


@pytest.fixture
def ids(desk, by, seat):
    desk.accounts.add("林例十", Role.COMMANDER, WORD, by=seat.actor)
    found = add_people(desk, by, "张例二", "王例三", "赵例五", sounds=pinyin.columns)
    for name in found:
        desk.duty_staff.add(found[name], NewStaff(("主班",)), by=by)
    put(desk, by, DAY, "主班", "张例二")
    return found


@pytest.fixture
def panel(qtbot, app_theme, desk, jobs, seat, times, ids):
    made = DutyRosterPanel(jobs, seat, times, services=services(desk))
    qtbot.addWidget(made)
    made.resize(1302, 658)
    made.heard = []
    with qtbot.waitSignal(made.presented):
        made.show()
    made.saved.connect(made.heard.append)
    made.refused.connect(made.heard.append)
    made.failed.connect(made.heard.append)
    with qtbot.waitSignal(made.presented):
        qtbot.keyClick(made, Qt.Key.Key_3, CTRL)
    yield made
    made.plan.chart.end()


def presented(qtbot, panel, act):
    with qtbot.waitSignal(panel.presented):
        act()


def handed_up(qtbot, panel, dialog):
    """Its act is done, and the page shows what came of it."""
    said = len(panel.heard)
    dialog.yes.click()
    qtbot.waitUntil(lambda: panel.away.asked.dialog is None and len(panel.heard) > said)
    presented(qtbot, panel, panel.away.reload_now)
    panel.activateWindow()
    first = panel.away.first_focus()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)


def ask_leave(qtbot, panel, who="zle", start="2030-08-14", end="2030-08-14"):
    qtbot.keyClick(panel.away, Qt.Key.Key_L, ALT)
    dialog = panel.away.asked.dialog
    dialog.who.setText(who)
    dialog.begins.setText(start)
    dialog.ends.setText(end)
    handed_up(qtbot, panel, dialog)


def test_the_page_says_what_belongs_here(panel):
    assert panel.away.no_leave.isVisible() and panel.away.no_swap.isVisible()
    assert [row.name for row in panel.away.shown.readiness.rows][:1] == [""]


def test_leave_over_a_duty_is_asked_and_granted_by_keyboard(qtbot, panel, desk, ids):
    ask_leave(qtbot, panel)
    assert "08-14" in panel.heard[-1] and "王例三、赵例五" in panel.heard[-1]
    panel.away.leaves.selectRow(0)
    assert panel.away.about.isVisible() and panel.parts.buttons[AWAY].text()
    qtbot.keyClick(panel.away, Qt.Key.Key_O, ALT)
    dialog = panel.away.asked.dialog
    assert "张例二" in dialog.about.text() and "08-14" in dialog.about.text()
    handed_up(qtbot, panel, dialog)
    (row,) = desk.leaves.listed(panel.away._times.now(), panel.away._times.now() + timedelta(days=9))
    assert (row.name, row.state) == ("张例二", "granted")
    assert row.ends_at - row.starts_at == timedelta(days=1), "a day alone is the whole day"
    assert not panel.away.grant.isEnabled()


def test_leave_that_overlaps_keeps_what_was_typed(qtbot, panel):
    ask_leave(qtbot, panel)
    qtbot.keyClick(panel.away, Qt.Key.Key_L, ALT)
    dialog = panel.away.asked.dialog
    dialog.who.setText("张例二")
    dialog.begins.setText("2030-08-14")
    dialog.ends.setText("2030-08-15")
    dialog.yes.click()
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.who.text() == "张例二" and "已经请假" in dialog.trouble.text()
    dialog.reject()


def test_a_swap_is_asked_accepted_and_waits_for_its_leader(qtbot, panel, desk):
    qtbot.keyClick(panel.away, Qt.Key.Key_W, ALT)
    dialog = panel.away.asked.dialog
    assert "张例二" in dialog.duty.currentText()
    dialog.who.setText("wls")
    dialog.reason.setText("照顾老人")
    handed_up(qtbot, panel, dialog)
    panel.away.swaps.selectRow(0)
    qtbot.keyClick(panel.away, Qt.Key.Key_T, ALT)
    dialog = panel.away.asked.dialog
    dialog.fields["approver"].setText("林例十")
    handed_up(qtbot, panel, dialog)
    (waits,) = desk.approvals.waiting("林例十")
    desk.approvals.approve(waits.id, "林例十", WORD, digest=waits.digest)
    presented(qtbot, panel, panel.away.reload_now)
    assert panel.away.shown.swaps[0].state == "approved"
    assert [line.name for line in desk.roster.plans(DAY, DAY)[0].of("主班")] == ["王例三"]
    panel.away.swaps.selectRow(0)
    assert not panel.away.accept.isEnabled() and not panel.away.take_back.isEnabled()


def test_an_ordered_swap_changes_the_table_at_once(qtbot, panel, desk):
    qtbot.keyClick(panel.away, Qt.Key.Key_W, ALT | SHIFT)
    dialog = panel.away.asked.dialog
    dialog.who.setText("赵例五")
    dialog.reason.setText("本人失联")
    handed_up(qtbot, panel, dialog)
    assert [line.name for line in desk.roster.plans(DAY, DAY)[0].of("主班")] == ["赵例五"]


def test_who_was_told_of_the_next_shift_is_noted(qtbot, panel, desk, by):
    put(desk, by, date(2030, 8, 13), "主班", "赵例五")
    presented(qtbot, panel, panel.away.reload_now)
    panel.away.posts.selectRow(1)
    presented(qtbot, panel, lambda: qtbot.keyClick(panel.away, Qt.Key.Key_G, ALT))
    row = panel.away.shown.readiness.rows[1]
    assert row.told and not panel.away.tell.isEnabled()


def test_leave_from_the_draft_names_its_duty(qtbot, panel, desk, seat):
    from console.domain.planning import Method

    desk.roster_drafts.begin(DAY, DAY, Method.HAND, by=seat.actor)
    presented(qtbot, panel, lambda: qtbot.keyClick(panel, Qt.Key.Key_2, CTRL))
    panel.plan.grid.choose((DAY, "whole", "主班", 1))
    qtbot.keyClick(panel.plan, Qt.Key.Key_L, ALT)
    dialog = panel.away.asked.dialog
    assert (dialog.who.text(), dialog.begins.text(), panel.stack.currentIndex()) == ("张例二", "2030-08-14", AWAY)
    dialog.reject()
    assert PLAN == 1


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.long
def test_nothing_is_cut_on_a_small_screen(qtbot, panel, language):
    words.set_language(language)
    QApplication.sendPostedEvents()
    panel.resize(1274, 640)
    QApplication.processEvents()
    cut = [
        (type(one).__name__, one.text(), one.width(), one.sizeHint().width())
        for kind in (QLabel, QPushButton)
        for one in panel.findChildren(kind)
        if one.isVisible() and one.text() and not getattr(one, "wordWrap", bool)()
        and one.width() < one.sizeHint().width()
    ]  # fmt: skip
    assert cut == []


def staff_page(qtbot, panel):
    presented(qtbot, panel, lambda: qtbot.keyClick(panel, Qt.Key.Key_4, CTRL))
    return panel.staff


def test_somebody_of_the_contacts_is_added_to_the_staff_and_moved_up(qtbot, panel, desk, by):
    add_people(desk, by, "孙例八")
    page = staff_page(qtbot, panel)
    qtbot.keyClick(page, Qt.Key.Key_N, ALT)
    dialog = page.asked.dialog
    for name, said in (("name", "孙例八"), ("posts", "带班领导、副班"), ("rest", "48")):
        dialog.fields[name].setText(said)
    dialog.yes.click()
    qtbot.waitUntil(lambda: page.asked.dialog is None)
    presented(qtbot, panel, page.reload_now)
    row = desk.duty_staff.listed()[-1]
    assert (row.name, row.posts, row.rest_hours, row.leader) == ("孙例八", ("leader", "副班"), 48, True)
    page.table.selectRow(3)
    presented(qtbot, panel, page.up.click)
    assert [one.name for one in desk.duty_staff.listed()] == ["张例二", "王例三", "孙例八", "赵例五"]


def test_a_post_nobody_knows_keeps_what_was_typed(qtbot, panel):
    page = staff_page(qtbot, panel)
    page.table.selectRow(0)
    page.change.click()
    dialog = page.asked.dialog
    dialog.fields["posts"].setText("主班、炊事岗")
    dialog.yes.click()
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert "炊事岗" in dialog.trouble.text() and dialog.fields["posts"].text() == "主班、炊事岗"
    dialog.reject()


@pytest.mark.parametrize("form", ["paper", "excel"])
def test_the_week_of_the_chosen_day_goes_out(qtbot, panel, tmp_path, form):
    presented(qtbot, panel, lambda: panel.show_part(0) or panel.table.reload_now())
    asked, target = [], tmp_path / "周.xlsx"
    panel.print_asked.connect(asked.append)
    panel.out.ask_file = lambda *_about: target
    panel.table.grid.choose((DAY, "whole"), "主班")
    panel.table.out.click()
    dialog = panel.table.asked.dialog
    dialog.form.choose(form)
    dialog.yes.click()
    qtbot.waitUntil(lambda: bool(asked) or target.is_file())
    assert asked == ([Days(date(2030, 8, 12), date(2030, 8, 18))] if form == "paper" else [])


def test_words_of_a_leave_come_back_after_escape(qtbot, panel):
    qtbot.keyClick(panel.away, Qt.Key.Key_L, ALT)
    dialog = panel.away.asked.dialog
    dialog.reason.setFocus()
    qtbot.waitUntil(dialog.reason.hasFocus)
    QTest.keyClicks(dialog.reason, "go home")
    dialog.reject()
    qtbot.waitUntil(lambda: panel.away.asked.dialog is None)
    panel.away.asking.ask_leave()
    again = panel.away.asked.dialog
    qtbot.waitUntil(lambda: again.reason.text() == "go home")
    again.reject()
