"""Days and times beyond everything the log holds: the panel says that nothing is there, and goes on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate
from pytestqt.qtbot import QtBot

from console.errors import Refused
from tests.kit import log as kit
from tests.kit.log import Key, pick
from ui.panels.log import LogPanel

desk, filled, make = kit.desk, kit.filled, kit.make
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def panel(make: kit.Make) -> LogPanel:
    return make()


def test_a_jump_to_a_time_after_the_newest_line_says_so(panel: LogPanel, qtbot: QtBot) -> None:
    told: list[Refused] = []
    panel.refused.connect(told.append)
    qtbot.keyClicks(panel.filter.jump, "2999-12-31 23:59")
    qtbot.keyClick(panel.filter.jump, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].code == "no_line_since"
    assert panel.filter.jump.text() == "2999-12-31 23:59"


@pytest.mark.parametrize("day", [QDate(1, 1, 1), QDate(9999, 12, 31)])
def test_the_ends_of_the_calendar_are_no_days_of_the_log(panel: LogPanel, qtbot: QtBot, day: QDate) -> None:
    pick(panel, qtbot, "part", "days")
    with qtbot.waitSignal(panel.presented):
        panel.filter.until.setDate(day)
        panel.filter.since.setDate(day)
        panel.reload_now()
    wanted = panel.filter.wanted()
    assert wanted.since is not None and wanted.until is not None
    assert (wanted.until - wanted.since).days == 1
