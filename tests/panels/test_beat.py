"""The window asks for one tick a second, and for nothing while nobody does anything."""

from __future__ import annotations

from itertools import count

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.kit.typist import Typist
from ui.beat import Beat, beat
from ui.idle import STILL_AFTER, Idle
from ui.widgets.alert_bar import AlertShown

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SLOWEST_BEAT_MS = 1_000


def test_the_open_window_has_one_clockwork(typist: Typist, qtbot: QtBot) -> None:
    """Every timer that repeats and is faster than ten seconds is the beat's, once what is loaded ahead is loaded."""
    for panel_id in ("intake", "board"):
        typist.app.window.show_panel(panel_id)
    qtbot.waitUntil(lambda: "Warming" not in _ringing(typist))
    assert _ringing(typist) == []


def test_a_window_at_rest_lays_nothing_out(typist: Typist, qtbot: QtBot) -> None:
    """The strip's controls of the sound asked for a new layout at each layout: a fifth of a processor, all night."""
    app, asked = typist.app, _Asked()
    app.shell.window.due.show_alert(AlertShown(wanted=True, state="failed"))
    qtbot.waitUntil(app.window.due.alert.isVisible)
    for _ in range(20):
        QApplication.processEvents()
    app.window.due.installEventFilter(asked)
    for _ in range(20):
        QApplication.processEvents()
    assert asked.count < 10


class _Asked(QObject):
    """Counts wishes for a new layout."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, ARG002
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def _ringing(typist: Typist) -> list[str]:
    timers = [*typist.app.findChildren(QTimer), *typist.app.window.findChildren(QTimer)]
    repeating = [timer for timer in timers if timer.isActive() and not timer.isSingleShot()]
    return [type(timer.parent()).__name__ for timer in repeating if timer.interval() < 10_000]


def test_clock_bridge_and_idle_follow_the_beat(typist: Typist) -> None:
    app = typist.app
    ticks: list[int] = []
    app.shell.bridge.ticked.connect(lambda: ticks.append(1))
    app.window.bar.clock.time.setText("")
    seconds: list[int] = []
    app.idle.passed.connect(seconds.append)
    beat().second.emit()
    assert (len(ticks), len(seconds)) == (1, 1)
    assert app.window.bar.clock.time.text() != ""


def test_a_beat_comes_at_the_full_second(qtbot: QtBot) -> None:
    made = Beat()
    timer = made.findChild(QTimer)
    assert timer is not None and timer.isSingleShot()
    assert 0 < timer.remainingTime() <= SLOWEST_BEAT_MS + 1
    made.deleteLater()


def test_the_cursor_stands_still_after_a_while_and_blinks_at_the_next_key(qapp: QApplication, qtbot: QtBot) -> None:
    seconds = count()
    idle, line, before = Idle(qapp, clock=lambda: next(seconds)), QLineEdit(), qapp.cursorFlashTime()
    qtbot.addWidget(line)
    line.show()
    idle.tick()
    for _ in range(STILL_AFTER - 1):
        idle.tick()
    assert before > 0 and qapp.cursorFlashTime() == 0
    qtbot.keyClick(line.windowHandle(), "a")
    assert qapp.cursorFlashTime() == before
    idle.stop()
    idle.deleteLater()


def test_an_ended_idle_gives_the_blinking_back(qapp: QApplication) -> None:
    seconds = count()
    idle, before = Idle(qapp, clock=lambda: next(seconds)), qapp.cursorFlashTime()
    for _ in range(STILL_AFTER):
        idle.tick()
    idle.stop()
    assert qapp.cursorFlashTime() == before
    idle.deleteLater()
