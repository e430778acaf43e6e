"""Keys of a list of rows: Enter opens, Ctrl+Enter belongs to whoever it stands in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.kit.upward import press
from ui.models.table import Column, RowTableModel
from ui.widgets.table import RowTable

KEY, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_what_hands_a_dialog_up_does_not_open_or_toggle_its_chosen_line(qtbot: QtBot, app_theme: QApplication) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    table = RowTable(RowTableModel((Column("devices.code", str, stretch=True),), key=str))
    QVBoxLayout(around).addWidget(table)
    table.show_rows(["SR-06", "SR-08"])
    table.choose("SR-08")
    opened: list[object] = []
    table.opened.connect(opened.append)
    around.show()
    table.setFocus()
    for held in (CTRL, ALT, CTRL | ALT):
        press(qtbot, table, KEY.Key_Return, held)
        press(qtbot, table, KEY.Key_Enter, held)
    assert opened == []
    press(qtbot, table, KEY.Key_Return)
    assert opened == ["SR-08"]
