"""A promised call from a line about a hidden caller: the task, which is printed, goes by numbers."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console.domain.inbound import Intake
from console.domain.log import NewEntry
from tests.kit import log as kit
from ui.panels.log import LogPanel

desk, make = kit.desk, kit.make
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NAME, PHONE = "梁例五", "100-0000-0099"


@pytest.fixture
def item(desk, seat):
    def made(channel):
        form = Intake(uuid4(), f"{NAME} 反映某厂偷排", desk.clock.now(), channel=channel, caller_name=NAME,
                      caller_phone=PHONE)  # fmt: skip
        return desk.intake.register(form, by=seat.actor)

    return made


@pytest.fixture
def title(qtbot, app_theme, desk, jobs, seat, times):
    def of(number):
        panel = LogPanel(
            jobs, seat, times, log=desk.log, duty=desk.duty, drafts=desk.drafts, export=desk.log_export,
            tasks=desk.tasks, settings=desk.settings,
        )  # fmt: skip
        qtbot.addWidget(panel)
        with qtbot.waitSignal(panel.presented):
            panel.show()
        panel.go_to(number)
        qtbot.waitUntil(lambda: panel.detail.entry is not None and panel.detail.entry.number == number)
        panel.call_back.ask()
        qtbot.waitUntil(lambda: panel.call_back.dialog is not None and panel.call_back.dialog.isVisible())
        with qtbot.waitSignal(panel.saved):
            qtbot.keyClick(panel.call_back.dialog.at, Qt.Key.Key_Return)
        return desk.tasks.open_tasks()[-1].title

    return of


def test_of_a_hidden_caller_only_the_numbers(item, title, desk):
    row = item("tip_off")
    assert title(desk.log.count()) == f"回拨：日志第 {desk.log.count() - 1} 行 {row.number}"


def test_nor_is_a_correction_of_it_told(item, title, desk, seat):
    item("tip_off")
    number = desk.log.count()
    desk.log.add(NewEntry(uuid4(), f"{NAME} 更正", "intake", None, number), by=seat.actor)
    assert title(number + 1) == f"回拨：日志第 {number + 1} 行"


def test_of_any_other_caller_what_it_is_about(item, title, desk):
    row = item("phone")
    number = desk.log.count()
    assert title(number) == f"回拨：日志第 {number} 行 {row.number} {NAME} 反映某厂偷排"


def test_the_task_of_the_item_itself_names_nobody(item, desk, seat):
    form = Intake(uuid4(), f"{NAME} 反映", desk.clock.now(), channel="tip_off", caller_name=NAME, call_back="waiting")
    row = desk.intake.register(form, by=seat.actor)
    assert [task.title for task in desk.tasks.open_tasks()] == [f"回拨核实 {row.number}"]
    assert [due.text for due in desk.due.rows(desk.clock.now())] == [f"回拨核实 {row.number}"]
