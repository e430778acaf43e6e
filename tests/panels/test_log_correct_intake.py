"""Correcting a line of an inbound item: the dialog says that the item keeps its text, the new line keeps the kind."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.inbound import Intake
from console.domain.people import Actor
from tests.kit import log as kit
from tests.kit.log import Make, news, write
from ui.dialogs.correct import CorrectDialog
from ui.panels.log import LogPanel
from ui.seat import Seat

desk, make = kit.desk, kit.make
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def correction(panel: LogPanel, qtbot: QtBot, number: int) -> CorrectDialog:
    panel.go_to(number)
    panel.correcting.ask()
    qtbot.waitUntil(lambda: panel.correcting.dialog is not None)
    assert panel.correcting.dialog is not None
    return panel.correcting.dialog


def told(dialog: CorrectDialog) -> bool:
    return words.say("correct.intake") in [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_of_an_inbound_item_only_the_line_is_corrected_and_keeps_its_kind(
    make: Make, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    item = desk.intake.register(Intake(uuid4(), "例一街道积水", desk.clock.now()), by=seat.actor)
    number = desk.log.count()
    panel = make()
    for text in ("例一街道积水 20 厘米", "例一街道积水 30 厘米"):
        dialog = correction(panel, qtbot, number)
        assert told(dialog)
        dialog.editor.setPlainText(text)
        with qtbot.waitSignals([panel.saved, panel.presented]):
            dialog.hand_up()
            panel.note(kit.NEWS)
        (new,) = desk.log.newest(1)
        assert (new.text, new.kind, new.corrects) == (text, "intake", number)
        number = new.number
    assert desk.intake.one(item.id).summary == "例一街道积水"
    assert desk.log.verify().fault is None


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_of_any_other_line_nothing_is_said(make: Make, desk: Desk, by: Actor, qtbot: QtBot, language: str) -> None:
    number = write(desk, by, "水位 3.1 米", kind="call_in")
    words.set_language(language)
    panel = make()
    news(panel, qtbot)
    dialog = correction(panel, qtbot, number)
    assert not told(dialog)
    dialog.reject()
