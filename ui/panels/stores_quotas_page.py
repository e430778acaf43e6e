"""A list with a smaller one beside it: what it sums up, where else there is some, what came of it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui import theme
from ui.models.table import RowTableModel
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.painted import Painted
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable


class ListBeside(Painted, QWidget):
    """``name`` begins the codes: ``quotas.<name>`` its title, ``.empty`` and ``.beside`` with ``.beside_empty``.

    ``asked`` of ``empty`` is what its button, where ``action`` names one, asks for.
    """

    def __init__(
        self, name: str, model: RowTableModel[Any], beside: RowTableModel[Any], *, action: str = "", key: str = ""
    ) -> None:  # fmt: skip
        super().__init__()
        self._name = name
        self.table, self.beside = RowTable(model), RowTable(beside, compact=True)
        self.table.call(f"quotas.{name}")
        self.beside.call(f"quotas.{name}.beside")
        self.empty = Empty(f"quotas.{name}.empty", action, key)
        self.none_beside = Word(f"quotas.{name}.beside_empty", role="secondary")
        self.none_beside.setWordWrap(True)
        self.card, self.side = Card(f"quotas.{name}", flush=True), Card(f"quotas.{name}.beside", flush=True)
        self.pages, self.side_pages = _stack(self.table, self.empty), _stack(self.beside, self.none_beside)
        self.card.body.addWidget(self.pages, 1)
        self.side.body.addWidget(self.side_pages, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.card, 5)
        self._row.addWidget(self.side, 3)
        self.restyle()

    def show_rows(self, rows: Sequence[Any], *, asked: str = "", none: str = "") -> None:
        """``asked``: the list was narrowed, nothing fits is not nothing there. ``none`` says it otherwise."""
        self.table.show_rows(rows)
        self.card.caption.say("master.count", count=len(rows))
        self.empty.say("master.none_found" if asked else none or f"quotas.{self._name}.empty")
        self.empty.stand_for(self.table, not rows, self.pages)
        if rows and self.table.chosen_row() is None:
            self.table.choose(self.table.rows_model.key_at(self.table.rows_model.index(0, 0)))

    def show_beside(self, rows: Sequence[Any], chosen: Hashable = None) -> None:
        """``chosen`` where nothing was chosen yet."""
        self.beside.show_rows(rows)
        self.side_pages.setCurrentWidget(self.beside if rows else self.none_beside)
        if rows and self.beside.chosen_row() is None and chosen is not None:
            self.beside.choose(chosen)

    def first_focus(self) -> QWidget:
        if self.pages.currentWidget() is self.table:
            return self.table
        return self.empty.button or self.empty

    def restyle(self) -> None:
        using = theme.current()
        self._row.setSpacing(using.px(12))
        for table in (self.table, self.beside):
            table.setMinimumHeight(using.px(34) + 2 + 3 * using.row)
        self.none_beside.setContentsMargins(using.px(12), using.px(12), using.px(12), using.px(12))
        super().restyle()


def _stack(table: RowTable, other: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    stack.addWidget(table)
    stack.addWidget(other)
    stack.setCurrentWidget(other)
    return stack
