"""Every panel has a button whose word can be read, however low the window, large the type and long the rail."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from console import words
from ui import theme
from ui.app import PANELS
from ui.widgets.painted import text_width
from ui.widgets.rail import Rail

LOWEST = 600
"""What bar, strip and messages leave of 768 lines at the largest type."""


@pytest.fixture
def rail(qtbot, app_theme) -> Rail:
    rail = Rail()
    qtbot.addWidget(rail)
    for entry in PANELS:
        rail.add(*entry)
    return rail


@pytest.mark.parametrize("size", (14, 20))
@pytest.mark.parametrize("language", ("zh", "en"))
def test_every_word_is_whole_in_a_low_window(rail: Rail, language: str, size: int, qapp: QApplication) -> None:
    words.set_language(language)
    theme.apply(qapp, "light", size)
    rail.resize(rail.width(), LOWEST)
    rail.show()
    rail.retranslate()
    using = theme.current()
    for button in rail.buttons.values():
        assert button.height() >= using.px(16), "a line of type"
        assert button.said_in() >= text_width(using.font(12, bold=True), button.text())
    assert all(one.geometry().bottom() < LOWEST for one in rail.buttons.values())


def test_pictures_go_over_their_words_where_there_is_room(rail: Rail) -> None:
    rail.resize(rail.width(), 1400)
    rail.show()
    assert not any(button.in_row for button in rail.buttons.values())
    rail.resize(rail.width(), LOWEST)
    assert all(button.in_row for button in rail.buttons.values())
