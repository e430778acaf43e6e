"""值班统计 by keyboard: a month, any days, on paper and as a file."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from console import words
from tests.kit.planning import add_people, put
from tests.panels.test_roster_plan import services
from ui.panels.duty_roster import DutyRosterPanel
from ui.prints import Counts

FIRST = date(2030, 8, 9)
POST = "主班"
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
WAIT = 10_000


@pytest.fixture
def panel(qtbot, app_theme, desk, jobs, seat, times, by):
    add_people(desk, by, "陈例一", "张例二")
    for n, name in enumerate(("陈例一", "张例二", "陈例一", "张例二", "陈例一")):
        put(desk, by, FIRST + timedelta(days=n), POST, name)
    made = DutyRosterPanel(jobs, seat, times, services=services(desk))
    qtbot.addWidget(made)
    made.resize(1302, 658)
    made.heard, made.printed = [], []
    with qtbot.waitSignal(made.presented, timeout=WAIT):
        made.show()
    for told in (made.saved, made.refused, made.failed):
        told.connect(made.heard.append)
    made.print_asked.connect(made.printed.append)
    with qtbot.waitSignal(made.presented, timeout=WAIT):
        qtbot.keyClick(made, Qt.Key.Key_5, CTRL)
    yield made
    made.plan.chart.end()
    words.set_language("zh")


def shown(panel):
    return {row.name: row.counts.shifts for row in panel.counts.shown.rows}


def test_the_month_is_counted_and_days_that_are_typed_too(qtbot, panel):
    page = panel.counts
    assert shown(panel) == {"陈例一": 2, "张例二": 1}, "shifts that have not begun have not been stood"
    page.first_day.setText("2030-08-09")
    page.last_day.setText("2030-08-10")
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        qtbot.keyClick(page.table, Qt.Key.Key_S, ALT)
    assert shown(panel) == {"陈例一": 1, "张例二": 1} and "可补休 24 小时" in page.card.caption.text()
    page.scope.choose("planned")
    page.last_day.setText("2030-08-31")
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        QTest.keyClick(page.last_day, Qt.Key.Key_Return)
    assert shown(panel) == {"陈例一": 3, "张例二": 2}


def test_days_nobody_can_read_are_told_and_stay(qtbot, panel):
    page = panel.counts
    page.first_day.setText("八月一号")
    page.show_days()
    assert page.trouble.isVisible() and page.first_day.text() == "八月一号" and len(shown(panel)) == 2


def test_an_empty_month_says_so_and_prints_nothing(qtbot, panel):
    page = panel.counts
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        qtbot.keyClick(page.table, Qt.Key.Key_PageUp, CTRL)
    assert page.none.isVisible() and not page.print_button.isEnabled() and not page.out.isEnabled()
    page.print_sheet()
    assert panel.printed == [] and page.first_day.text() == "2030-07-01"


def test_it_is_printed_and_written_out_by_key(qtbot, panel, tmp_path):
    page = panel.counts
    qtbot.keyClick(page.table, Qt.Key.Key_P, CTRL)
    assert panel.printed == [Counts(date(2030, 8, 1), date(2030, 8, 31), stood_only=True)]
    target = tmp_path / "统计.xlsx"
    page.ask_file = lambda *_asked: target
    page.export()
    qtbot.waitUntil(lambda: bool(panel.heard), timeout=WAIT)
    assert target.exists() and panel.heard == ["已导出 统计.xlsx，2 人。"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.long
def test_nothing_is_cut_on_a_small_screen(qtbot, panel, language):
    words.set_language(language)
    panel.resize(1274, 658)

    def cut():
        seen = [part for kind in (QLabel, QPushButton) for part in panel.counts.findChildren(kind) if part.isVisible()]
        seen = [part for part in seen if part.text() and not (isinstance(part, QLabel) and part.wordWrap())]
        return [part.text() for part in seen if part.width() < part.sizeHint().width()]

    qtbot.waitUntil(lambda: cut() == [], timeout=WAIT)
    days = panel.counts.table.rows_model
    said = str(days.index(0, days.columnCount() - 1).data())
    assert ("weekend" in said) == (language == "en")
