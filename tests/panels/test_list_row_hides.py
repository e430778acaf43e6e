"""A channel made to hide its callers later: the dialog says what that cannot take back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.lists import LISTS
from ui.dialogs.list_row import ListRowDialog

SPEC = LISTS["channels"]
Made = Callable[[str | None], ListRowDialog]


@pytest.fixture
def dialog(qtbot: QtBot, app_theme: QApplication, desk: Desk) -> Made:
    def make(hides: str | None) -> ListRowDialog:
        row = {"name": "电话", "name_en": "", "way": "both", "group": "phone", "hides_caller": hides or "no"}
        made = ListRowDialog(SPEC, desk.lists.rows, None if hides is None else row)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def _note(dialog: ListRowDialog) -> str:
    note = dialog.fields["hides_caller"].note
    return note.text() if note.isVisible() else ""


def test_a_channel_that_hides_from_now_on_says_what_stays(dialog: Made, qtbot: QtBot) -> None:
    made = dialog("no")
    assert _note(made) == ""
    made.editors["hides_caller"].show_value("yes")
    assert _note(made) == words.say("lists.hint.hides_from_now")
    note = made.fields["hides_caller"].note
    qtbot.waitUntil(lambda: note.height() >= note.heightForWidth(note.width()))
    made.hand_up()
    assert _note(made) == words.say("lists.hint.hides_from_now")
    words.set_language("en")
    assert _note(made).startswith("Callers are hidden from now on")
    words.set_language("zh")
    made.editors["hides_caller"].show_value("no")
    assert _note(made) == ""


@pytest.mark.parametrize("before", ["yes", None])
def test_one_that_hid_them_all_along_or_is_new_says_nothing(dialog: Made, before: str | None) -> None:
    made = dialog(before)
    made.editors["hides_caller"].show_value("yes")
    assert _note(made) == ""
