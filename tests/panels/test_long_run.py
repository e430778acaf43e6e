"""The window used for a long time: constants are not stolen, widgets do not pile up, no key means two things."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from console import words
from tests.kit.window import Opened, sign_in
from ui import theme
from ui.app import PANELS, App

pytestmark = pytest.mark.long

ROUNDS = 12
CHANGES = ROUNDS * (len(PANELS) + 2)
"""Every panel, another theme and the other language, so many times."""

INPUTS = (QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractItemView)


@pytest.fixture
def app(opened: Opened, qapp: QApplication, qtbot: QtBot) -> Iterator[App]:
    """The window with somebody at the seat and every panel made and loaded."""
    made = opened()
    sign_in(made, qtbot)
    for panel_id, _, _ in PANELS:
        panel = made.window.show_panel(panel_id)
        qtbot.waitUntil(lambda panel=panel: panel._has_result or not panel._loading)
    yield made
    theme.apply(qapp, "light")


def _counts() -> dict[str, int]:
    """Without what only waits to be collected: its end gives references back rightly."""
    gc.collect()
    return {repr(each): sys.getrefcount(each) for each in (None, True, False)}


def _round(app: App) -> None:
    for panel_id, _, _ in PANELS:
        app.window.show_panel(panel_id)
    app.window.next_theme()
    words.set_language("en" if words.language() == "zh" else "zh")
    QApplication.processEvents()


@pytest.mark.long
def test_nothing_is_stolen_and_nothing_piles_up(app: App) -> None:
    """A binding that gives back more than it took lets the count of a constant fall, and ends the program with it."""
    for _ in range(3):
        _round(app)
    before, widgets = _counts(), len(app.window.findChildren(QWidget))
    for _ in range(ROUNDS):
        _round(app)
    stolen = {name: before[name] - count for name, count in _counts().items()}
    lost = {name: count for name, count in stolen.items() if count > CHANGES / 2}
    assert lost == {}
    assert len(app.window.findChildren(QWidget)) <= widgets + len(PANELS)


def test_no_key_means_two_things(app: App) -> None:
    """Of the whole window, or of the window and a panel: Qt would call such a key ambiguous and do nothing."""
    whole = _keys(app.window)
    twice = [key for key, count in Counter(whole).items() if count > 1]
    for panel in app.window.made_panels():
        inner = [action for child in (panel, *panel.findChildren(QWidget)) for action in child.actions()]
        keys = [key.toString() for action in inner for key in action.shortcuts()]
        twice += [key for key in keys if key in whole]
    assert twice == []


def _keys(widget: QWidget) -> list[str]:
    bound = [action for action in widget.actions() if isinstance(action, QAction)]
    return [key.toString() for action in bound for key in action.shortcuts()]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_input_has_a_name_for_a_screen_reader(app: App, language: str) -> None:
    words.set_language(language)
    QApplication.processEvents()
    found = []
    for child in (*app.window.findChildren(QWidget), *app.gate.findChildren(QWidget)):
        reached = child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None
        if isinstance(child, INPUTS) and child.window() is app.window and reached and not child.accessibleName():
            found.append(f"{type(child.parentWidget()).__name__}.{type(child).__name__}")
    assert found == []
