"""A list and what is shown of its chosen row: what pages that keep records share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console.domain.people import Action as Permission
from ui import actions, theme
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.panels.acting_part import ActingPart
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.scrolling import scrolling
from ui.widgets.search import SearchBox
from ui.widgets.table import RowTable


class ListedPart(ActingPart):
    """A page makes ``table``, ``empty``, ``search`` and ``sheet``, and shows what was read in ``_show``.

    Rows of the list and what is read about one of them have an ``id``.
    """

    table: RowTable
    empty: Empty
    search: SearchBox
    card: Card
    sheet: Card
    _words = ""
    _wanted: UUID | None = None
    _read: Any = None

    def __init__(self, jobs: Jobs, seat: Seat, times: Times, ask: Any, book: KeptWords) -> None:
        super().__init__(jobs, seat, times, ask, book)
        self.follow_time()

    def _show(self, told: Any) -> None:
        """What was read about the chosen row; None while it is another's."""
        raise NotImplementedError

    def stack(self) -> QStackedWidget:
        """The list, or the sentence that stands for it while it is empty."""
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        self.pages.setCurrentWidget(self.empty)
        return self.pages

    def fill(self, inside: QWidget) -> None:
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolling(inside))

    def lay_beside(self, bar: QWidget, card_share: int, sheet_share: int) -> None:
        """The list and the sheet beside each other, the buttons below them."""
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.addWidget(self.card, card_share)
        self._both.addWidget(self.sheet, sheet_share)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._both, 1)
        self._column.addWidget(bar)

    def space_beside(self) -> None:
        """Their distances, in the size in use."""
        self._both.setSpacing(theme.current().px(12))
        self._column.setSpacing(theme.current().px(8))

    def listen(self, permission: Permission, begin: Callable[[], None]) -> None:
        """The list is searched and walked; from an empty one ``begin`` starts."""
        actions.bind(self, [actions.Action("find", self.go_search)], whole_window=False)
        assert self.empty.button is not None
        self.guard(permission, self.empty.button)
        self.empty.asked.connect(begin)
        self.table.chosen.connect(self._turn)
        self.search.searched.connect(self._look_for)

    def show_list(self, lines: Sequence[Any], told: Any) -> None:
        """The rows, and what was read about one of them, which is the chosen one then."""
        self.table.show_rows(lines)
        self.empty.stand_for(self.table, not lines, self.pages)
        self.sheet.setVisible(bool(lines))
        if told is not None and self.table.chosen_key() != told.id:
            self.table.choose(told.id)
        self._show(told)

    def read_of_chosen(self) -> Any:
        """What is read about the chosen row; None while it is another's."""
        return self._read if self._read is not None and self._read.id == self.table.chosen_key() else None

    def _turn(self, line: Any) -> None:
        """Another row was chosen: what is known of the one before goes."""
        wanted = line.id if line is not None else None
        if wanted is None or (self._read is not None and self._read.id == wanted):
            return
        self._wanted = wanted
        self._show(None)
        self.reload_now()

    def go_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _look_for(self, asked: str) -> None:
        self._words = asked
        self.reload_now()

    def first_focus(self) -> QWidget:
        if self.pages.currentWidget() is self.table:
            return self.table
        assert self.empty.button is not None
        return self.empty.button

    def leave(self) -> bool:
        self.book.flush()
        return True
