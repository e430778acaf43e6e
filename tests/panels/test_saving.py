"""Where to save: the ending a typed name gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.dialogs.saving import SaveDialog, ask_target

KINDS = "Excel (*.xlsx);;CSV (*.csv);;PDF (*.pdf)"


def _type(typed: Path, kind: str = "", *, leave: bool = False) -> None:
    """What a person does in the dialog, once it is open."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SaveDialog)
    if kind:
        dialog.selectNameFilter(kind)
        dialog.filterSelected.emit(kind)
    dialog.findChild(QLineEdit).setText(str(typed))
    if leave:
        dialog.reject()
    else:
        dialog.accept()


@pytest.mark.parametrize(
    ("typed", "kind", "saved"),
    [
        ("sheet", "", "sheet.xlsx"),
        ("sheet", "PDF (*.pdf)", "sheet.pdf"),
        ("sheet.csv", "", "sheet.csv"),
    ],
)
def test_a_name_without_an_ending_gets_that_of_the_chosen_kind(
    qtbot: QtBot, tmp_path: Path, typed: str, kind: str, saved: str
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    QTimer.singleShot(0, lambda: _type(tmp_path / typed, kind))
    assert ask_target(parent, "导出", "", KINDS) == tmp_path / saved


def test_nobody_choosing_is_no_file(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    QTimer.singleShot(0, lambda: _type(tmp_path / "sheet", leave=True))
    assert ask_target(parent, "导出", "", KINDS) is None
