"""Ctrl+D: everything that is due, soonest first; Enter goes where it is dealt with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from console import words
from ui import theme
from ui.beat import beat
from ui.models.table import Column, RowTableModel
from ui.text import Times
from ui.widgets.due import TEXT, TINT, DueState
from ui.widgets.spoken import Spoken, Word
from ui.widgets.strip import DueRow
from ui.widgets.table import RowTable


class DueList(Spoken, QDialog):
    """``rows`` is asked again each second; ``chosen`` carries the row's id."""

    chosen = Signal(str)

    def __init__(self, rows: Callable[[], list[DueRow]], times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows, self._times = rows, times
        self.table = RowTable(due_model())
        self.table.opened.connect(self._choose)
        self.none = Word("frame.due_none", role="secondary")
        column = QVBoxLayout(self)
        column.addWidget(self.table, 1)
        column.addWidget(self.none)
        beat().second.connect(self.refresh)
        self.retranslate()
        using = theme.current()
        self.resize(using.px(640), using.px(420))

    def retranslate(self) -> None:
        self.setWindowTitle(words.say("do.due"))
        self.table.setAccessibleName(words.say("do.due"))
        self.refresh()

    def refresh(self) -> None:
        rows = self._rows()
        self.table.show_rows(rows)
        self.none.setVisible(not rows)
        if rows and self.table.chosen_key() is None:
            self.table.choose(rows[0].id)

    def _choose(self, row: DueRow | None) -> None:
        if row is not None:
            self.accept()
            self.chosen.emit(row.id)


def due_model() -> RowTableModel[DueRow]:
    """Time left and what, tinted when near or over; shared by the gate and this list."""
    return RowTableModel(
        [
            Column("due_left", lambda row: row.left, width=130, ink=_ink, strong=_not_later),
            Column("what", lambda row: row.text, stretch=True, strong=_not_later),
        ],
        key=lambda row: row.id,
        tint=lambda row: TINT[DueState(row.state)],
    )


def _ink(row: DueRow) -> str:
    return TEXT[DueState(row.state)]


def _not_later(row: DueRow) -> bool:
    return row.state != DueState.LATER
