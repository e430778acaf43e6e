"""The first start asks for a name before it makes anything."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from ui.first_run import FirstRun

PASSWORD = "panels of 2030"


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("typed", ["", "　 "])
def test_nothing_is_made_for_nobody(app_theme: QApplication, qtbot: QtBot, typed: str, language: str) -> None:
    words.set_language(language)
    page = FirstRun("/data", store_exists=False)
    qtbot.addWidget(page)
    asked: list[tuple[str, str, str]] = []
    page.asked.connect(lambda *given: asked.append(given))
    page.show()
    page.name.setText(typed)
    for field in (page.password, page.again):
        field.setText(PASSWORD)
    page.again.setFocus()
    qtbot.keyClick(page.again, Qt.Key.Key_Return)
    assert asked == []
    assert page.focusWidget() is page.name
    assert page.name_field.note.isVisible() and page.name_field.note.text() == words.say("first.name_wanted")
    page.name.clear()
    qtbot.keyClicks(page.name, "chen")
    assert page.name_field.note.isHidden()
    page.button.click()
    assert asked == [("live", "chen", PASSWORD)]
