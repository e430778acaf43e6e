"""A promised call from a line of the book: one key, the time stands there, a task is due then."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console.domain.log import NewEntry
from ui.panels.log import LogPanel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def panel(app_theme, qtbot, desk, jobs, seat, times):
    desk.log.add(NewEntry(uuid4(), "岩头镇 梁例五问雨情，答应回话"), by=seat.actor)
    made = LogPanel(
        jobs, seat, times, log=desk.log, duty=desk.duty, drafts=desk.drafts, export=desk.log_export,
        tasks=desk.tasks, settings=desk.settings,
    )  # fmt: skip
    qtbot.addWidget(made)
    made.resize(1302, 658)
    with qtbot.waitSignal(made.presented):
        made.show()
    qtbot.waitExposed(made)
    made.go_to(1)
    qtbot.waitUntil(lambda: made.detail.entry is not None)
    return made


def ask(qtbot, panel):
    qtbot.keyClick(panel.book, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: panel.call_back.dialog is not None and panel.call_back.dialog.isVisible())
    return panel.call_back.dialog


def test_one_key_and_enter_make_a_task(qtbot, panel, desk, clock):
    dialog = ask(qtbot, panel)
    assert dialog.at.text() == panel._times.clock(clock.now() + timedelta(minutes=15))
    with qtbot.waitSignal(panel.saved):
        qtbot.keyClick(dialog.at, Qt.Key.Key_Return)
    (task,) = desk.tasks.open_tasks()
    assert task.due_at == clock.now() + timedelta(minutes=15)
    assert task.title == "回拨：日志第 1 行 岩头镇 梁例五问雨情，答应回话"
    assert desk.due.rows(clock.now())[0].number == task.number and not dialog.isVisible()


def test_a_time_that_is_none_is_said_and_stays(qtbot, panel, desk):
    dialog = ask(qtbot, panel)
    dialog.at.setText("later")
    qtbot.keyClick(dialog.at, Qt.Key.Key_Return)
    assert dialog.isVisible() and dialog.trouble.isVisible() and dialog.at.text() == "later"
    assert desk.tasks.open_tasks() == []
    dialog.reject()
