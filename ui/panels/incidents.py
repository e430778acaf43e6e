"""事件: the list of incidents, and one of them with everything that belongs to it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.changes import Topic
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.incident_rows import IncidentServices
from ui.models.kept_words import KeptWords
from ui.panels.incident_detail import IncidentDetail
from ui.panels.incidents_list import IncidentListPage
from ui.panels.pages import PagesPanel
from ui.seat import Seat
from ui.text import Times

LIST, DETAIL = 0, 1


class IncidentsPanel(PagesPanel):
    """Enter opens an incident, Esc leads back to the list.

    ``incident_asked`` that a new one is wanted, of an item (None: to be chosen); ``item_asked`` a record elsewhere;
    ``report_asked`` a report upward of that incident; ``order_asked`` a task about it, ``outbound_asked`` a sending;
    ``response_asked`` a plan started for it, ``callout_asked`` a calling by name;
    ``print_asked`` what of an incident is wanted on paper.
    """

    id: ClassVar[str] = "incidents"
    topics = frozenset({Topic.INCIDENTS})

    incident_asked = Signal(object)
    item_asked = Signal(str, object)
    report_asked = Signal(object)
    order_asked = Signal(object)
    response_asked = Signal(object)
    callout_asked = Signal(object)
    outbound_asked = Signal(object, str)
    print_asked = Signal(object)

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: IncidentServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.list = IncidentListPage(jobs, seat, times, services)
        self.detail = IncidentDetail(jobs, seat, times, services, book)
        self.build()

    def build(self) -> None:
        pages: tuple[Any, ...] = (self.list, self.detail)
        for page in pages:
            self.add_page(page, scrolls=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.list.chosen.connect(self.open_chosen)
        self.list.new_asked.connect(lambda: self.incident_asked.emit(None))
        self.detail.back_asked.connect(self.show_list)
        self.detail.item_asked.connect(self.item_asked)
        self.detail.report_asked.connect(self.report_asked)
        self.detail.order_asked.connect(self.order_asked)
        self.detail.response_asked.connect(self.response_asked)
        self.detail.callout_asked.connect(self.callout_asked)
        self.detail.outbound_asked.connect(self.outbound_asked)
        self.detail.print_asked.connect(self.print_asked)

    def open_item(self, incident_id: UUID, *, follow: bool = False) -> None:
        """Show that incident; with ``follow`` the keyboard goes into it."""
        self.detail.turn_to(incident_id)
        self.stack.setCurrentIndex(DETAIL)
        self.list.choose(incident_id)
        if follow:
            self.first_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def incident_shown(self) -> UUID | None:
        """The one that is shown, or the chosen line of the list."""
        if self.stack.currentIndex() == DETAIL:
            return self.detail.incident_id
        line = self.list.table.chosen_row()
        return line.id if line is not None else None

    def open_chosen(self, incident_id: UUID) -> None:
        """From the list: what is said first."""
        self.open_item(incident_id, follow=True)

    def show_list(self) -> None:
        """Back to where the officer was in the list."""
        self.stack.setCurrentIndex(LIST)
        self.first_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def called_again(self) -> None:
        """The panel's key while it is shown: the list."""
        self.show_list()

    def first_focus(self) -> QWidget:
        return self.current_page().first_focus() or self
