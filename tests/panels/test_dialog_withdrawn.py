"""What an officer was asked is answered by that officer or by nobody."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.errors import Refused
from ui.dialogs.asked import Asked
from ui.dialogs.task import NewTaskDialog
from ui.models.kept_words import KeptWords

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CHANGED = Refused("seat_changed")


@pytest.fixture
def given() -> list[object]:
    return []


@pytest.fixture
def holder(qtbot: QtBot, app_theme) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(holder: QWidget, times, given) -> NewTaskDialog:
    made = NewTaskDialog(times, holder)
    made.text.setText("点验水泵")
    made.given.connect(given.append)
    return made


def test_what_was_withdrawn_does_nothing_more(dialog, given):
    dialog.open()
    dialog.withdraw()
    assert not dialog.isVisible()

    dialog.open()
    dialog.hand_up()
    assert given == [] and dialog.trouble.text() == words.sentence(CHANGED)


def test_an_act_under_way_ends_out_of_sight(dialog, given):
    ended = []
    dialog.finished.connect(ended.append)
    dialog.open()
    dialog.hand_up()
    dialog.withdraw()
    assert not dialog.isVisible() and len(given) == 1 and ended == [], "its answer is waited for"
    dialog.refuse(Refused("bad_day", text="…"))
    assert ended == [0]


def test_whoever_sits_there_now_does_not_act_for_who_was_asked(qtbot, holder, dialog, jobs, seat, times):
    asked = Asked(jobs, lambda _: None, KeptWords(jobs, seat, times, None, holder), holder)
    done: list[object] = []
    asked.open(dialog, done.append, done.append)
    seat.sit(replace(seat.actor, id=uuid4(), name="林例二"))
    dialog.hand_up()
    assert dialog.trouble.text() == words.sentence(CHANGED)

    seat.sit(replace(seat.actor, name="陈例一"))
    dialog.hand_up()
    qtbot.waitUntil(lambda: len(done) == 2)
