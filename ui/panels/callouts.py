"""叫应: the responsible persons of the chosen places, rung one after the other until each has answered by name."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.changes import Topic
from console.domain.callout_rows import CallWish
from ui import theme
from ui.jobs import Jobs
from ui.models.callout_rows import CalloutServices
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.panels.callouts_page import CalloutPage
from ui.panels.pages import PagesPanel
from ui.seat import Seat
from ui.text import Times


class CalloutsPanel(PagesPanel):
    """``open_item`` shows a calling; ``item_asked`` leads to its warning, ``print_asked`` is for paper."""

    id: ClassVar[str] = "callouts"
    topics = frozenset({Topic.WARNINGS})

    item_asked = Signal(str, object)
    print_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: CalloutServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.page = CalloutPage(jobs, seat, times, services, book)
        self.add_page(self.page, scrolls=False)
        self.page.item_asked.connect(self.item_asked)
        self.page.print_asked.connect(self.print_asked)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.stack)
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def open_item(self, callout_id: UUID, *, follow: bool = False) -> None:
        """That calling; ``follow`` takes the keyboard to its list."""
        self.page.show_calling(callout_id)
        if follow:
            self.page.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def start_for(self, wish: CallWish) -> None:
        """Begin a calling for that warning, incident or plan, with those first whom it names."""
        self.page.ask_new(wish)

    def first_focus(self) -> QWidget:
        return self.page.first_focus()

    def leave(self) -> bool:
        return self.page.leave()

    def restyle(self, *_news: Any) -> None:
        gap = theme.current().px(12)
        self._column.setContentsMargins(gap, gap, gap, gap)
