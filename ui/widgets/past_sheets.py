"""历次交接班单: the list of sheets both officers signed; Enter shows one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.sheets import PastSheet
from ui.models.table import Column, RowTableModel
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Spoken
from ui.widgets.table import RowTable


class PastSheets(Spoken, Card):
    """``asked`` with the number of the sheet to show; ``older`` to list more."""

    asked = Signal(str)

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("handover.card.past", flush=True, parent=parent)
        self.table = RowTable(_model(times))
        self.empty = Empty("handover.past_empty")
        self.older = KeyButton("handover.older", small=True)
        self.tools.addWidget(self.older)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self.table.opened.connect(lambda row: self.asked.emit(row.number) if row else None)
        self.retranslate()

    def show_past(self, rows: Sequence[PastSheet], *, more: bool) -> None:
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.older.setVisible(more)

    def retranslate(self) -> None:
        self.table.setAccessibleName(words.say("handover.card.past"))


def _model(times: Times) -> RowTableModel[PastSheet]:
    columns: list[Column[PastSheet]] = [
        Column("past.at", lambda row: times.minute(row.accepted_at), width=134),
        Column("past.people", _people, stretch=True),
        Column("past.leader", lambda row: row.leader, width=84),
        Column("past.number", lambda row: row.number, width=150),
    ]
    return RowTableModel(columns, lambda row: row.number)


def _people(row: PastSheet) -> str:
    return words.say("past.people", outgoing=row.outgoing, incoming=row.incoming)
