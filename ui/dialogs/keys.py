"""F1: every key there is, from the one key table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from console import words
from ui import theme
from ui.actions import Action, KeyRow, key_rows
from ui.models.table import Column, RowTableModel
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable


class KeyList(QDialog):
    """Keys of the whole window, then those of the panel that is shown. Read-only; Esc closes it."""

    def __init__(self, actions: Sequence[Action], here: Sequence[KeyRow] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.say("do.keys"))
        self.table = RowTable(_model(), compact=True)
        self.table.setAccessibleName(words.say("do.keys"))
        self.table.show_rows([*key_rows(actions), *here])
        column = QVBoxLayout(self)
        column.addWidget(self.table, 1)
        column.addWidget(Word("keys.more", role="secondary"))
        using = theme.current()
        self.resize(using.px(520), using.px(560))


def _model() -> RowTableModel[KeyRow]:
    return RowTableModel(
        [
            Column("key", lambda row: row.key, width=140, strong=lambda _row: True),
            Column("does", lambda row: row.word, stretch=True),
        ],
        key=lambda row: row.id,
    )
