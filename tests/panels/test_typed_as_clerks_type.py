"""Days and names as a clerk types them, in the windows of the roster."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.kit.planning import put
from tests.panels.test_roster_wishes import ALT, CTRL, DAY, WAIT, handed_up, ids, panel
from ui.widgets.roster_words import away_span

__all__ = ["ids", "panel"]
LATER = timedelta(days=30)


def shown(dialog):
    return [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]


def test_a_wish_and_a_leave_on_days_without_a_year(qtbot, panel, desk):
    qtbot.keyClick(panel.away, Qt.Key.Key_N, ALT)
    dialog = panel.away.asked.dialog
    dialog.who.setText("张例二")
    dialog.begins.setText("8月16日")
    dialog.ends.setText("8.17")
    handed_up(qtbot, panel, dialog)
    assert [row.day for row in desk.wishes.listed(DAY, DAY + LATER)] == [date(2030, 8, 16), date(2030, 8, 17)]

    qtbot.keyClick(panel.away, Qt.Key.Key_L, ALT)
    dialog = panel.away.asked.dialog
    dialog.who.setText("王例三")
    dialog.begins.setText("8-20")
    dialog.ends.setText("8/21")
    left = dialog.answer()
    assert left.ends_at - left.starts_at == timedelta(days=2)
    assert left.starts_at.astimezone(dialog._times.zone).date() == date(2030, 8, 20)
    dialog.reject()


def test_nobody_stands_duty_by_chance_and_posts_may_have_blanks_between(qtbot, panel, desk):
    qtbot.keyClick(panel, Qt.Key.Key_4, CTRL)
    qtbot.waitUntil(lambda: panel.staff.isVisible() and bool(panel.staff._posts), timeout=WAIT)
    before = len(desk.duty_staff.listed())
    panel.staff.ask_add()
    dialog = panel.staff.asked.dialog
    dialog.fields["name"].setText("例")
    dialog.fields["posts"].setText("主班 副班")
    dialog.yes.click()
    qtbot.waitUntil(lambda: any("可能是" in text for text in shown(dialog)), timeout=WAIT)
    assert len(desk.duty_staff.listed()) == before

    dialog.fields["name"].setText("赵例五")
    dialog.fields["posts"].setText("主班 值班员")
    dialog.yes.click()
    qtbot.waitUntil(lambda: any("没有“值班员”这个岗位，可写：" in text for text in shown(dialog)), timeout=WAIT)
    dialog.reject()


def test_a_name_that_fits_several_is_asked_for_whole(qtbot, panel):
    qtbot.keyClick(panel.away, Qt.Key.Key_N, ALT)
    dialog = panel.away.asked.dialog
    dialog.who.setText("例")
    dialog.begins.setText("8-16")
    dialog.yes.click()
    qtbot.waitUntil(dialog.trouble.isVisible, timeout=WAIT)
    assert "张例二" in dialog.trouble.text() and "请写全姓名" in dialog.trouble.text()
    dialog.reject()


def test_only_duties_of_the_other_one_can_be_given_back(qtbot, panel, desk, by):
    put(desk, by, date(2030, 8, 20), "主班", "王例三")
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        panel.away.reload_now()
    qtbot.keyClick(panel.away, Qt.Key.Key_W, ALT)
    dialog = panel.away.asked.dialog
    assert dialog.back.count() == 3
    dialog.who.setText("王例三")
    assert [dialog.back.itemText(at) for at in range(dialog.back.count())] == ["不换回", "08-20 周二　主班　王例三"]
    dialog.reject()


def test_a_key_that_needs_a_line_says_so_and_whole_days_are_told_as_days(qtbot, panel, times):
    qtbot.keyClick(panel.away, Qt.Key.Key_T, ALT)
    qtbot.waitUntil(lambda: [getattr(one, "code", "") for one in panel.heard] == ["nothing_chosen"], timeout=WAIT)

    begins = datetime(2030, 8, 16, tzinfo=times.zone)
    assert away_span(begins, begins + timedelta(days=3), times) == "08-16 – 08-18"
    assert away_span(begins, begins + timedelta(days=1), times) == "08-16"
    assert away_span(begins, begins + timedelta(hours=36), times) == "08-16 00:00 – 08-17 12:00"
