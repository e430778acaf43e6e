"""The keys of a main window hold in its dialogs, and in no other main window of the same program."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from ui.everywhere import Everywhere


def test_two_main_windows_do_not_take_each_others_key(qtbot: QtBot) -> None:
    """One that was left behind, as after a kill that is only played, made Ctrl+L of the next one do nothing."""
    pressed: list[int] = []
    windows = [_window(qtbot, at, pressed) for at in range(2)]
    for at in (1, 0, 1):
        dialog = QDialog(QDialog(windows[at]))
        edit = QLineEdit(dialog)
        for window in (windows[at], dialog):
            window.show()
            window.activateWindow()
            qtbot.waitUntil(window.isActiveWindow)
            focus = edit if window is dialog else window.centralWidget()
            focus.setFocus()
            QTest.keyClick(focus, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        dialog.close()
    assert pressed == [1, 1, 0, 0, 1, 1]


def _window(qtbot: QtBot, at: int, pressed: list[int]) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QLineEdit())
    action = QAction("lock", window)
    action.setShortcut("Ctrl+L")
    action.triggered.connect(lambda: pressed.append(at))
    window.addAction(action)
    window.keys = Everywhere([action], window, QObject(window))  # type: ignore[attr-defined]
    return window
