"""All reports upward, newest first, narrowed by words and by state."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from console import words
from console.domain.incident_report import ReportState
from console.domain.upward import UpwardRow
from ui import actions, theme
from ui.models.upward_view import report_model
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable

PARTS: dict[str, tuple[ReportState, ...]] = {"all": (), **{state.value: (state,) for state in ReportState}}
"""What the list may be narrowed to."""


class ReportList(Card):
    """``chosen`` follows the officer only; ``narrowed`` says that other rows are wanted now."""

    chosen = Signal(object)
    opened = Signal()
    narrowed = Signal()
    new_asked = Signal()

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        self.model = report_model(times)
        self.table = RowTable(self.model, compact=True)
        self.part = Choice(tuple(PARTS), lambda part: words.say(f"upward.part_of.{part}"))
        self.search = SearchBox("upward.search")
        self.new = KeyButton("do.report_new", actions.key_of("report_new"), small=True)
        self.nothing = Empty("upward.empty", "do.report_new", actions.key_of("report_new"))
        self.more = KeyButton("incidents.do.more", actions.key_of("more_rows"), small=True)
        self.more.hide()
        self.words, self.states, self.pages = "", PARTS["all"], 1
        self._showing = False
        self._filters = QVBoxLayout()
        super().__init__("panel.upward", flush=True, parent=parent)
        self.part.call("upward.which")
        self.table.call("panel.upward")
        self._lay_out()
        self.part.picked.connect(self._pick)
        self.search.searched.connect(self._search)
        self.new.clicked.connect(self.new_asked)
        self.more.clicked.connect(self.show_more)
        self.nothing.asked.connect(self.new_asked)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _row: self.opened.emit())

    def show_rows(self, rows: Sequence[UpwardRow], chosen: UUID | None, *, more: bool = False) -> None:
        """A report that leaves the list is still the one being written: then no row is chosen.

        ``more`` says whether there are others behind these.
        """
        self.more.setVisible(more)
        self._showing = True
        try:
            self.table.show_rows(rows)
            if chosen is None or not self.table.choose(chosen, scroll=False):
                self.table.selectionModel().clear()
        finally:
            self._showing = False
        self.nothing.say("upward.none_here" if self.words or self.states else "upward.empty")
        self.nothing.stand_for(self.table, not rows, self.stack)

    def show_more(self) -> None:
        """The next page below those that are shown; what is selected stays."""
        if self.more.isVisibleTo(self):
            self.pages += 1
            self.narrowed.emit()

    def restyle(self) -> None:
        edge = theme.current().px(8)
        self._filters.setSpacing(theme.current().px(6))
        self._filters.setContentsMargins(edge, edge, edge, edge)
        super().restyle()

    def _lay_out(self) -> None:
        self.tools.addWidget(self.new)
        self._filters.addWidget(self.search)
        self._filters.addWidget(self.part)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        self.body.addLayout(self._filters)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self.more)

    def _choose(self, row: UpwardRow | None) -> None:
        if not self._showing and row is not None:
            self.chosen.emit(row)

    def _pick(self, part: str) -> None:
        self.states, self.pages = PARTS[part], 1
        self.narrowed.emit()

    def _search(self, asked: str) -> None:
        self.words, self.pages = asked, 1
        self.narrowed.emit()
