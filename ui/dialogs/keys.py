"""F1: every key there is, from the one key table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from console import words
from ui import theme
from ui.actions import Action, KeyRow, key_rows
from ui.models.table import Column, RowTableModel
from ui.widgets.spoken import Spoken, Word
from ui.widgets.table import RowTable


class KeyList(Spoken, QDialog):
    """Keys of the page in sight, then those that hold everywhere. Read-only; Esc closes it."""

    def __init__(self, actions: Sequence[Action], here: Sequence[KeyRow] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = RowTable(_model(), compact=True)
        parted = [_heading("keys.page"), *here, _heading("keys.everywhere")] if here else []
        self.table.show_rows([*parted, *key_rows(actions)])
        column = QVBoxLayout(self)
        column.addWidget(self.table, 1)
        column.addWidget(Word("keys.more", role="secondary"))
        using = theme.current()
        self.resize(using.px(520), using.px(560))
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(words.say("do.keys"))
        self.table.setAccessibleName(words.say("do.keys"))


def _model() -> RowTableModel[KeyRow]:
    return RowTableModel(
        [
            Column("key", lambda row: row.key, width=140, strong=lambda _row: True),
            Column("does", _word, stretch=True, strong=lambda row: not row.key),
        ],
        key=lambda row: row.id,
    )


def _heading(code: str) -> KeyRow:
    """Says what the lines below it hold for."""
    return KeyRow(code, "", "", code)


def _word(row: KeyRow) -> str:
    """In the language of now; keys a panel named itself keep the word they came with."""
    code = row.code or f"do.{row.id}"
    return words.say(code) if words.has(code) else row.word
