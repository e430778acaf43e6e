"""The readiness report by key: the next shift, those after it, and on paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from console import words
from tests.kit.planning import add_people, put
from tests.panels.test_roster_plan import services
from ui.panels.duty_roster import DutyRosterPanel
from ui.prints import Ready

DAY = date(2030, 8, 12)
POST = "主班"
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
WAIT = 10_000


@pytest.fixture
def panel(qtbot, app_theme, desk, jobs, seat, times, by):
    add_people(desk, by, "张例二", "王例三", "赵例五")
    for n, name in enumerate(("张例二", "王例三", "赵例五")):
        put(desk, by, DAY + timedelta(days=n), POST, name)
    made = DutyRosterPanel(jobs, seat, times, services=services(desk))
    qtbot.addWidget(made)
    made.resize(1302, 658)
    made.printed = []
    made.print_asked.connect(made.printed.append)
    with qtbot.waitSignal(made.presented, timeout=WAIT):
        made.show()
    with qtbot.waitSignal(made.presented, timeout=WAIT):
        qtbot.keyClick(made, Qt.Key.Key_3, CTRL)
    yield made
    made.plan.chart.end()
    words.set_language("zh")


def stands(panel):
    return next(row.name for row in panel.away.shown.readiness.rows if row.post == POST)


def turned(qtbot, panel, key):
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        qtbot.keyClick(panel.away.posts, key, ALT)


def test_shifts_are_turned_by_key_and_printed_as_they_are_shown(qtbot, panel):
    first = panel.away.shown.readiness
    assert not panel.away.ready.sooner.isEnabled()
    names = [stands(panel)]
    turned(qtbot, panel, Qt.Key.Key_PageDown)
    names.append(stands(panel))
    assert panel.away.shown.readiness.day == first.day + timedelta(days=1) and names[0] != names[1]
    qtbot.keyClick(panel.away.posts, Qt.Key.Key_P, CTRL)
    assert panel.printed == [Ready(first.starts_at)]
    turned(qtbot, panel, Qt.Key.Key_PageUp)
    assert stands(panel) == names[0] and not panel.away.ready.sooner.isEnabled()


def test_a_report_turned_to_a_shift_that_has_begun_comes_back_to_the_next(qtbot, panel, clock):
    turned(qtbot, panel, Qt.Key.Key_PageDown)
    shown = panel.away.shown.readiness
    clock.advance(days=2)
    with qtbot.waitSignal(panel.presented, timeout=WAIT):
        panel.away.reload_now()
    assert panel.away.shown.readiness.starts_at > shown.starts_at
    assert not panel.away.ready.sooner.isEnabled()
