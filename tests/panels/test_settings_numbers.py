"""Where numbers go on cannot be taken back: Enter only goes to the button, and the button asks once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from console import words
from tests.kit import settings as kit
from tests.kit.settings import fill

heard, page, panel, seat_file = kit.heard, kit.page, kit.panel, kit.seat_file
pytestmark = kit.pytestmark

RETURN, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_enter_asks_and_sets_nothing_until_it_is_confirmed(qtbot, page, desk, language):
    words.set_language(language)
    numbers = page("numbers")
    row, before = numbers.rows["JB"], desk.settings.next_numbers()
    fill(qtbot, row.first, "501")
    qtbot.keyClick(row.first, RETURN)
    assert row.button.hasFocus() and numbers.dialog is None
    qtbot.keyClick(row.button, RETURN)
    dialog = numbers.dialog
    told = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert words.say("numbers.JB") in told and "示例JB2030-000001" in told and "示例JB2030-000501" in told
    assert words.say("numbers.confirm_once") in told
    qtbot.keyClick(dialog.focusWidget(), RETURN)
    assert not dialog.isVisible() and desk.settings.next_numbers() == before
    assert row.first.text() == "501"
    row.button.click()
    with qtbot.waitSignal(numbers.presented):
        qtbot.keyClick(numbers.dialog, RETURN, CTRL)
    assert desk.settings.next_numbers() == before | {"JB": "示例JB2030-000501"}
    assert row.first.text() == ""


def test_what_is_refused_is_said_in_the_question_and_the_number_stays(qtbot, page, desk, seat, heard):
    desk.settings.start_numbers("RW", 40, by=seat.actor)
    numbers = page("numbers")
    row = numbers.rows["RW"]
    fill(qtbot, row.first, "20")
    row.button.click()
    with qtbot.waitSignal(numbers.refused):
        numbers.dialog.yes.click()
    assert numbers.dialog.isVisible() and numbers.dialog.trouble.text() and row.first.text() == "20"
    numbers.dialog.reject()
    assert (row.field.note.property("role"), heard.refused[-1].code) == ("error", "number_backwards")
