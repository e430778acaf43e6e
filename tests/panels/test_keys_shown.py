"""A key stands on the button that does the same, on every panel; and no button shows a key that does nothing."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

import ui
from console import words
from tests.kit.typist import Typist
from tests.kit.views import Views
from ui.actions import KEYS, PART_KEYS, RESERVED
from ui.app import PANELS
from ui.panels.pages import PartsPanel
from ui.panels.settings import SettingsPanel
from ui.widgets.keycap import KeyButton, shown_key

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

WITHOUT_BUTTON = {
    "back": "leaves the page or ends a question",
    "find": "goes into the search field",
    "next_draft": "said above the half-written entries",
    "paste_new": "takes what was copied elsewhere; nothing to press",
    "call_back_at": "a moment of the line that is being written",
    "copy_out": "the chosen line of a table",
    "new_line": "goes into the line that is written",
    "correct": "the chosen line of the log",
    "handover save": "a remark; said below it once words stand there",
    "incidents save_close": "another way to save, whose button shows the first",
    "reports save_close": "another way to save a brief, whose button shows the first",
}
"""Keys of acts that have no button, and why; of one panel where its id stands before."""

HELD = {"Esc", "↵", "Space"}
"""Keys a question, a field or a table takes itself."""


def test_nobody_asks_for_the_key_of_an_act_that_has_none() -> None:
    """An id that is not in the table shows no key, and nobody notices."""
    sources = Path(next(iter(ui.__path__))).rglob("*.py")
    asked = {
        (path.name, name) for path in sources for name in re.findall(r'key_of\("([^"]+)"\)', path.read_text("utf-8"))
    }
    own = {f"panel.{panel_id}" for panel_id, _icon, key in PANELS if not key.startswith("Alt+")}
    known = KEYS.keys() | PART_KEYS.keys() | own
    assert sorted((file, name) for file, name in asked if name not in known) == []


def test_every_key_of_a_panel_stands_on_its_button_and_every_key_shown_works(typist: Typist, qtbot: QtBot) -> None:
    views, missing, idle = Views(typist.app, qtbot), {}, {}
    everywhere = {shown_key(key) for action in typist.app.window.all_actions() for key in action.keys}
    for panel_id, _icon, _key in PANELS:
        panel = typist.app.window.show_panel(panel_id)
        if isinstance(panel, SettingsPanel):
            assert len(list(panel.pages.values())) == len(panel.pages)  # each is made when it is asked for
        views.lay_out()
        bound, shown = _bound(panel), _shown(panel)
        without = {name for name in bound if {name, f"{panel_id} {name}"} & set(WITHOUT_BUTTON)}
        missing[panel_id] = sorted(name for name, key in bound.items() if key not in shown and name not in without)
        idle[panel_id] = sorted(shown - set(bound.values()) - everywhere - HELD)
    assert {panel: names for panel, names in missing.items() if names} == {}
    assert {panel: keys for panel, keys in idle.items() if keys} == {}


def test_a_key_does_one_thing_in_each_part(typist: Typist) -> None:
    """Two acts of one key in sight would both do nothing."""
    everywhere = [key for action in typist.app.window.all_actions() for key in action.keys]
    assert len(everywhere) == len(set(everywhere))
    twice, seen = {}, 0
    for panel_id, _icon, _key in PANELS:
        panel = typist.app.window.show_panel(panel_id)
        if isinstance(panel, PartsPanel):
            for at, sight in enumerate(_in_sight(panel)):
                keys = [key.toString() for action in sight for key in action.shortcuts()] + everywhere
                twice[panel_id, at] = sorted({key for key in keys if keys.count(key) > 1})
                seen += 1
    assert seen > 8 and {where: keys for where, keys in twice.items() if keys} == {}


def test_every_act_that_holds_everywhere_has_its_words(typist: Typist) -> None:
    """F1 and Ctrl+K name it; an act without words cannot be found by them."""
    acts = typist.app.window.all_actions()
    for language in ("zh", "en"):
        assert [act.id for act in acts if words.say_in(language, act.said or f"do.{act.id}").startswith("[")] == []


def test_the_exceptions_are_keys_of_the_table() -> None:
    assert {name.split()[-1] for name in WITHOUT_BUTTON} <= set(KEYS)
    assert not {shown_key(key) for key in chain(*KEYS.values())} & {shown_key(key) for key in RESERVED.values()}


def _in_sight(panel: PartsPanel) -> list[list[QAction]]:
    """Acts that hold at one time: those of the panel with those of one of its parts."""
    parts = [panel.stack.widget(at) for at in range(panel.stack.count())]
    apart = {id(below) for part in parts for below in (part, *part.findChildren(QWidget))}
    own = [act for below in (panel, *panel.findChildren(QWidget)) if id(below) not in apart for act in below.actions()]
    return [own + [act for below in (part, *part.findChildren(QWidget)) for act in below.actions()] for part in parts]


def _bound(panel: QWidget) -> dict[str, str]:
    actions = [action for part in (panel, *panel.findChildren(QWidget)) for action in part.actions()]
    named = [action for action in actions if action.objectName() and action.shortcuts()]
    return {action.objectName(): shown_key(action.shortcuts()[0].toString()) for action in named}


def _shown(panel: QWidget) -> set[str]:
    """Keys on buttons, those that stand there only at times too."""
    buttons = panel.findChildren(QAbstractButton)
    return {button.hint().strip("[]") for button in buttons if isinstance(button, KeyButton) and button.hint()}
