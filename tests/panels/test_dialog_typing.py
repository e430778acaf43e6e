"""What is typed into dialogs and questions: the cursor stays, words come back, one wish is one act."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.dialogs.task import NewTaskDialog
from ui.text import Times


def test_a_dialog_that_stood_behind_the_lock_has_its_cursor_where_it_was(
    app_theme: QApplication, times: Times, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = NewTaskDialog(times, window)
    dialog.open()
    qtbot.keyClicks(dialog.text, "count the pumps")
    dialog.text.setCursorPosition(5)
    dialog.hide()
    dialog.show()
    assert dialog.focusWidget() is dialog.text
    assert (dialog.text.cursorPosition(), dialog.text.selectedText()) == (5, "")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Escape)
    dialog.open()
    assert dialog.focusWidget() is dialog.assignee, "opened again it begins at the first empty field"
    qtbot.keyClicks(dialog.assignee, "pump crew")
    dialog.due.setText("09:30")
    dialog.reject()
    dialog.open()
    qtbot.keyClicks(dialog.focusWidget(), " now")
    assert dialog.text.text() == "count the pumps now", "words of the last time are written on, not over"
