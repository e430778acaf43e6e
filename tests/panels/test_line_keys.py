"""A text field keeps no key of ours: under X11 Qt takes Ctrl+E for the end of the line before our actions hear it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.line_keys import LineKeys
from ui.widgets.search import SearchBox
from ui.widgets.typed import LongText


def wanted_as_text(field: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
    """As a desktop would have it that binds the key in text fields: wanted, unless somebody says no."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
    event.accept()
    QApplication.sendEvent(field, event)
    return event.isAccepted()


@pytest.mark.parametrize("make", [SearchBox, lambda: LongText(100)], ids=["line", "lines"])
def test_ctrl_e_goes_to_the_action_from_a_text_field(qtbot, qapp, make):
    keys = LineKeys(qapp)
    field = make()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    qtbot.waitUntil(lambda: qapp.focusObject() is field)
    assert not wanted_as_text(field, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert wanted_as_text(field, Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier)
    assert wanted_as_text(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert wanted_as_text(field, Qt.Key.Key_E, Qt.KeyboardModifier.NoModifier)
    keys.deleteLater()


def test_the_window_gives_our_keys_to_its_actions(typist):
    assert isinstance(typist.app.line_keys, LineKeys)
