"""A shown demonstration is paused, stepped and taken over by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from console.tool.demo import hands
from console.tool.demo.pace import Mode, pace
from console.tool.demo.remote import Remote


@pytest.fixture
def remote(qtbot: QtBot) -> Iterator[Remote]:
    made = Remote(pace)
    qtbot.addWidget(made)
    yield made
    pace.go_on()


def test_a_paused_play_does_one_act_per_step(qtbot: QtBot, remote: Remote) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    remote.pause.click()
    seen: list[str] = []
    for at in (60, 120):
        QTimer.singleShot(at, lambda: (seen.append(line.text()), remote.step.click()))
    hands.write(line, "a")
    hands.write(line, "b")
    assert seen == ["", "a"] and line.text() == "ab" and pace.mode is Mode.PAUSED


def test_who_takes_over_has_the_window_and_the_play_waits(qtbot: QtBot, remote: Remote) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    remote.by_hand.click()
    assert "Go on" in remote.state.text() or "继续" in remote.state.text()

    def by_hand() -> None:
        line.setText("person ")
        remote.go_on.click()

    QTimer.singleShot(80, by_hand)
    hands.until(lambda: line.text() == "person ", "the person typed")
    hands.write(line, "play")
    assert line.text() == "person play" and not remote.go_on.isEnabled()
