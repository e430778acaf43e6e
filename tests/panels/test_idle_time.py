"""How long nobody was at the seat is measured, not counted: a machine that slept all night is a seat left alone."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.kit.typist import Typist
from ui.idle import Idle, _Forward

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Hand:
    """A clock set by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def _idle(qapp: QApplication) -> tuple[Idle, Hand, list[int]]:
    clock, passed = Hand(), list[int]()
    idle = Idle(qapp, clock=clock)
    idle.passed.connect(passed.append)
    return idle, clock, passed


def _end(idle: Idle) -> None:
    idle.stop()
    idle.deleteLater()


def test_a_night_without_beats_counts_whole(qapp: QApplication) -> None:
    idle, clock, passed = _idle(qapp)
    clock.at += 8 * 3600
    idle.tick()

    assert passed == [8 * 3600]
    _end(idle)


def test_two_beats_within_a_moment_are_no_two_seconds(qapp: QApplication) -> None:
    idle, _, passed = _idle(qapp)
    idle.tick()
    idle.tick()

    assert passed == [0, 0]
    _end(idle)


def test_the_key_that_wakes_the_machine_comes_too_late(qapp: QApplication, qtbot: QtBot) -> None:
    idle, clock, passed = _idle(qapp)
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    idle.tick()
    clock.at += 3600
    qtbot.keyClick(line.windowHandle(), "a")
    assert passed[1:] == [3600], "told before the key counts as a sign of life"
    idle.tick()
    assert passed[2:] == [0]
    _end(idle)


def test_where_no_clock_runs_on_a_jump_of_the_wall_counts_and_one_back_does_not() -> None:
    wall, steady = Hand(), Hand()
    clock = _Forward(wall, steady)
    wall.at, steady.at = wall.at + 3600, steady.at + 1
    assert clock.seconds() == 3600
    wall.at, steady.at = wall.at - 7200, steady.at + 2
    assert clock.seconds() == 3602


def test_a_seat_slept_through_is_locked_at_the_first_beat(typist: Typist) -> None:
    app, clock = typist.app, Hand()
    clock.at = app.idle.clock()
    app.idle.clock = clock
    clock.at += app.seat_settings.lock_after_minutes * 60 + 1
    assert app.seat_settings.lock_after_minutes > 0 and not app.seat.locked
    app.idle.tick()

    assert app.seat.locked and app.window.covered
