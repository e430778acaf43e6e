"""The published table by keyboard: a change says why, and the shift tells its history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from console import words
from console.domain.planning import Method
from console.domain.roster import Named
from console.services.duty_staff import NewStaff
from tests.kit.planning import add_people
from ui.panels.roster import RosterPanel

FIRST, LAST = date(2030, 8, 13), date(2030, 8, 15)
POST = "主班"
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def published(desk, by, seat):
    found = add_people(desk, by, "陈例一", "张例二", "王例三")
    for name in found:
        desk.duty_staff.add(found[name], NewStaff((POST,)), by=by)
    row = desk.roster_drafts.begin(FIRST, LAST, Method.ROTATION, by=by)
    return desk.roster_drafts.publish(row.id, despite="其余岗位另排", seen=row.version, by=seat.actor).row


@pytest.fixture
def panel(qtbot, app_theme, desk, jobs, seat, times, published):
    made = RosterPanel(jobs, seat, times, roster=desk.roster, people=desk.contacts)
    qtbot.addWidget(made)
    made.resize(1302, 658)
    with qtbot.waitSignal(made.presented, timeout=10_000):
        made.show()
    made.heard = []
    made.saved.connect(made.heard.append)
    made.refused.connect(made.heard.append)
    yield made
    words.set_language("zh")


def opened(panel, qtbot, day=FIRST):
    panel.grid.choose((day, "whole"), POST)
    QTest.keyClick(panel.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.asked.dialog is not None, timeout=10_000)
    return panel.asked.dialog


def history(panel, qtbot, day=FIRST):
    panel.activateWindow()
    panel.grid.setFocus()
    qtbot.waitUntil(panel.grid.hasFocus, timeout=10_000)
    panel.grid.choose((day, "whole"), POST)
    QTest.keyClick(panel.grid, Qt.Key.Key_H, ALT)
    qtbot.waitUntil(lambda: panel.asking.history is not None, timeout=10_000)
    return panel.asking.history


def cells(table):
    model = table.rows_model
    return [[str(model.index(row, at).data()) for at in range(model.columnCount())] for row in range(model.rowCount())]


def test_a_change_of_the_published_table_is_saved_with_its_reason_and_stands_in_the_history(qtbot, panel, desk):
    dialog = opened(panel, qtbot)
    before = dialog.fields["0name"].text()
    dialog.fields["0name"].setText("邹例八")
    dialog.fields["0phone"].setText("100-0000-0005")
    dialog.yes.click()
    qtbot.waitUntil(dialog.trouble.isVisible, timeout=10_000)
    assert "写明原因" in dialog.trouble.text() and dialog.fields["0name"].text() == "邹例八"
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.fields["why"], timeout=10_000)
    dialog.fields["why"].setText("原定人员临时抽调")
    with qtbot.waitSignal(panel.presented, timeout=10_000):
        QTest.keyClick(dialog.fields["why"], Qt.Key.Key_Return)
    assert [line.name for line in desk.roster.plans(FIRST, FIRST)[0].of(POST)] == ["邹例八"]
    shown = history(panel, qtbot)
    told = cells(shown.table)
    assert [row[4].split()[0] for row in told] == ["发布", "手工改动"]
    assert told[-1][3] == f"{before} → 邹例八" and told[-1][5] == "原定人员临时抽调" and told[-1][1] == "计划"
    assert told[-1][6] == panel._seat.actor.name, "who did it is named"
    shown.close_button.click()
    assert panel.asking.history is None


def test_the_day_before_was_never_published_and_asks_nothing(qtbot, panel):
    dialog = opened(panel, qtbot, LAST + timedelta(days=1))
    assert "why" not in dialog.fields
    dialog.reject()


def test_a_shift_nobody_touched_says_so(qtbot, panel):
    shown = history(panel, qtbot, LAST + timedelta(days=1))
    assert shown.none.isVisible() and not shown.table.isVisible() and shown.close_button.hasFocus()


def test_who_really_stood_is_told_apart_from_who_was_planned(qtbot, panel, desk, seat):
    plan = desk.roster.plans(FIRST, FIRST)[0]
    planned = plan.of(POST)[0].name
    span = {"start": plan.slot.starts_at, "end": plan.slot.ends_at}
    desk.roster.substitute(POST, planned, Named("邹例八"), "发热就医", **span, by=seat.actor)
    told = cells(history(panel, qtbot).table)
    assert [row[1] for row in told] == ["计划", "实际"] and told[-1][5] == "发热就医"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.long
def test_the_history_speaks_the_language_and_nothing_of_it_is_cut(qtbot, panel, language):
    shown = history(panel, qtbot)
    words.set_language(language)
    qtbot.waitUntil(lambda: shown.windowTitle() == words.say("roster.history.title"), timeout=10_000)
    kind = {"zh": "发布", "en": "Published"}[language]
    assert cells(shown.table)[0][4].startswith(kind)
    parts = [*shown.findChildren(QLabel), *shown.findChildren(QPushButton), panel.history]

    def cut():
        seen = [part for part in parts if part.isVisible() and not (isinstance(part, QLabel) and part.wordWrap())]
        return [part.text() for part in seen if part.width() < part.sizeHint().width()]

    qtbot.waitUntil(lambda: cut() == [], timeout=10_000)
