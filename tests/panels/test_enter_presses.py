"""Enter on a focused button does what Space does; a dangerous one is left to Space and the pointer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.keycap import KeyButton

Key, Mod = Qt.Key, Qt.KeyboardModifier


class Page(QWidget):
    """What a page gets of the keys nobody took."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[int] = []
        QVBoxLayout(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        self.got.append(event.key())


def shown(qtbot: QtBot, kind: str) -> tuple[Page, KeyButton, list[bool]]:
    page, button, clicks = Page(), KeyButton("button.save", kind=kind), []
    page.layout().addWidget(button)
    qtbot.addWidget(page)
    button.clicked.connect(lambda: clicks.append(True))
    page.show()
    button.setFocus()
    return page, button, clicks


@pytest.mark.parametrize("kind", ["", "primary", "quiet"])
@pytest.mark.parametrize(("key", "held"), [(Key.Key_Return, Mod.NoModifier), (Key.Key_Enter, Mod.KeypadModifier)])
def test_enter_presses_the_button_the_keyboard_stands_on(
    app_theme: QApplication, qtbot: QtBot, kind: str, key: Key, held: Mod
) -> None:
    page, button, clicks = shown(qtbot, kind)
    qtbot.keyClick(button, key, held)
    assert (len(clicks), page.got) == (1, [])
    qtbot.keyClick(button, Key.Key_Space)
    assert len(clicks) == 2


def test_nothing_dangerous_is_done_by_enter(app_theme: QApplication, qtbot: QtBot) -> None:
    page, button, clicks = shown(qtbot, "danger")
    qtbot.keyClick(button, Key.Key_Return)
    assert (clicks, page.got) == ([], [Key.Key_Return])
    qtbot.keyClick(button, Key.Key_Space)
    assert len(clicks) == 1


def test_a_held_enter_presses_once_and_enter_with_another_key_goes_on(app_theme: QApplication, qtbot: QtBot) -> None:
    page, button, clicks = shown(qtbot, "")
    held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Mod.NoModifier, "\r", True)
    QApplication.sendEvent(button, held)
    assert (clicks, page.got) == ([], [])
    qtbot.keyClick(button, Key.Key_Return, Mod.ControlModifier)
    assert clicks == [] and Key.Key_Return in page.got


def test_a_button_that_cannot_be_pressed_is_not_pressed_by_enter(app_theme: QApplication, qtbot: QtBot) -> None:
    _, button, clicks = shown(qtbot, "")
    button.setEnabled(False)
    qtbot.keyClick(button, Key.Key_Return)
    assert clicks == []
