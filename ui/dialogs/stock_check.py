"""核账: the lines in which the books differ from the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.domain.stock import shown
from console.domain.stock_list import CheckRow
from ui import actions, theme
from ui.models.table import Align, Column, RowTableModel
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Spoken, Word
from ui.widgets.table import RowTable


class StockCheckDialog(Painted, Spoken, QDialog):
    """Shows what ``StockService.check`` found; nothing is mended here: a document explains every difference."""

    def __init__(self, rows: Sequence[CheckRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Word("stores.differs", role="strong", count=len(rows))
        self.sentence.setWordWrap(True)
        self.table = RowTable(_model(), compact=True)
        self.table.call("stores.check")
        self.table.show_rows(list(enumerate(rows)))
        self.close_button = KeyButton("button.close", actions.key_of("back"))
        self.close_button.clicked.connect(self.reject)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.addWidget(self.sentence)
        column.addWidget(self.table, 1)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column.addLayout(row)
        self.retranslate()
        self.resize(theme.current().px(820), theme.current().px(420))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self.setWindowTitle(words.say("stores.check"))


Numbered = tuple[int, CheckRow]


def _model() -> RowTableModel[Numbered]:
    return RowTableModel(
        (
            Column("stores.check.fault", lambda row: words.say(f"stores.fault.{row[1].fault.value}"), width=110,
                   stays=True),
            Column("stores.check.place", _place, width=150, tip=_place),
            Column("stores.goods", _goods, stretch=True, tip=_goods),
            Column("stores.lot", lambda row: row[1].lot_code, width=110, tip=lambda row: row[1].lot_code),
            Column("stores.check.stored", lambda row: shown(row[1].stored), Align.RIGHT, width=70, stays=True),
            Column("stores.check.should", lambda row: shown(row[1].should_be), Align.RIGHT, width=70, stays=True),
        ),
        key=lambda row: row[0],
    )  # fmt: skip


def _place(row: Numbered) -> str:
    return row[1].place_name or words.say(f"stores.side.{row[1].kind.value}")


def _goods(row: Numbered) -> str:
    return f"{row[1].item_code} {row[1].item_name}".strip()
