"""Switching the language re-reads every open panel and dialog: each says what a fresh start in that language says."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from console import words
from tests.kit import reading
from tests.kit import world as kit
from tests.kit.world import (
    COVERS,
    World,
    build,
    dialog_classes,
    loaded,
    passing,
    reload,
    room,
    settle,
    shown,
)
from ui import rooms
from ui.app import PANELS
from ui.text import Times
from ui.widgets.rail import Rail
from ui.widgets.spoken import Word

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
world = kit.world


def test_every_dialog_switched_says_what_a_fresh_one_says(qtbot: Any, app_theme: Any, world: World) -> None:
    wrong: dict[str, list[str]] = {}
    for made in dialog_classes():
        words.set_language("zh")
        with passing(qtbot, build(world, made)) as first:
            chinese = reading.said(first)
            words.set_language("en")
            settle()
            with passing(qtbot, build(world, made)) as fresh:
                english = reading.said(fresh)
            found = reading.differences(reading.said(first), english)
            words.set_language("zh")
            settle()
            wrong[f"{made.__module__} {made.__name__}"] = found + reading.differences(reading.said(first), chinese)
            assert english != chinese, "nothing was read"
    assert {where: found for where, found in wrong.items() if found} == {}
    assert len(wrong) > 80


@pytest.mark.long
@pytest.mark.parametrize("panel_id", [panel_id for panel_id, *_ in PANELS])
def test_a_panel_switched_says_what_a_fresh_one_says(qtbot: Any, app_theme: Any, world: World, panel_id: str) -> None:
    """At once, without waiting for a load: what was loaded is read again."""
    first = loaded(qtbot, rooms.make(panel_id, room(world)))
    chinese = reading.said(first)
    words.set_language("en")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    at_once = reading.said(first)
    settle()
    reload(qtbot, first)
    assert reading.differences(at_once, reading.said(first)) == []
    english = reading.said(loaded(qtbot, rooms.make(panel_id, room(world))))
    assert reading.differences(reading.said(first), english) == []
    words.set_language("zh")
    settle()
    reload(qtbot, first)
    assert reading.differences(reading.said(first), chinese) == []
    assert english != chinese, "nothing was read"


def test_the_rail_names_every_panel(qtbot: Any, app_theme: Any) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    for entry in PANELS:
        rail.add(*entry)
    chinese = reading.said(rail)
    words.set_language("en")
    settle()
    english = reading.said(rail)
    assert len(chinese) >= len(PANELS) and not set(chinese.values()) & set(english.values()) - KEYS_SHOWN


KEYS_SHOWN = {key for _, _, key in PANELS}


@pytest.mark.parametrize("page", COVERS)
def test_a_cover_switched_says_what_a_fresh_one_says(qtbot: Any, app_theme: Any, times: Times, page: str) -> None:
    first = shown(qtbot, COVERS[page](times))
    chinese = reading.said(first)
    words.set_language("en")
    settle()
    english = reading.said(shown(qtbot, COVERS[page](times)))
    assert reading.differences(reading.said(first), english) == []
    words.set_language("zh")
    settle()
    assert reading.differences(reading.said(first), chinese) == []
    assert english != chinese, "nothing was read"


def test_the_reader_sees_a_word_that_stayed_behind(qtbot: Any, app_theme: Any) -> None:
    """The test itself must be able to fail."""
    from PySide6.QtWidgets import QLabel, QVBoxLayout

    whole = QWidget()
    qtbot.addWidget(whole)
    QVBoxLayout(whole).addWidget(QLabel(words.say("button.save")))
    before = reading.said(whole)
    words.set_language("en")
    settle()
    fresh = {place: words.say("button.save") for place in before}
    assert reading.differences(reading.said(whole), fresh) == ["QWidget/QLabel1 text: '保存' instead of 'Save'"]


def test_a_bug_while_words_are_read_again_is_told_and_the_window_lives(qtbot: Any, app_theme: Any, monkeypatch) -> None:
    """An exception out of a nested changeEvent kills the binding."""
    told: list[Any] = []
    monkeypatch.setattr("sys.excepthook", lambda *facts: told.append(facts[1]))
    outer = QWidget()
    qtbot.addWidget(outer)
    word = Word("button.save", parent=outer)
    monkeypatch.setattr(word, "retranslate", lambda: 1 / 0)
    words.set_language("en")
    settle()
    assert [type(error) for error in told] == [ZeroDivisionError]
