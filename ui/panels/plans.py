"""预案: responses that run with their boards, and the library of plans; a response is started from either."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.changes import Topic
from console.domain.responses import ResponseWish
from ui import actions
from ui.actions import Action
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.models.plan_rows import PlanServices
from ui.panels.pages import PartsPanel
from ui.panels.plans_library import LibraryPage
from ui.panels.plans_part import PlansPart
from ui.panels.plans_responses import ResponsesPage
from ui.panels.plans_starting import PlansStarting
from ui.seat import Seat
from ui.text import Times

PARTS = (("plans.part.responses", "plans.part.responses_count"), ("plans.part.library", "plans.part.library"))
RESPONSES, LIBRARY = 0, 1


class PlansPanel(PartsPanel):
    """``item_asked`` (panel, id) goes to a record elsewhere, ``print_asked`` what is wanted on paper."""

    id: ClassVar[str] = "plans"
    topics = frozenset({Topic.PLANS})
    item_asked = Signal(str, object)
    print_asked = Signal(object)
    callout_asked = Signal(object)

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, *, services: PlanServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        given = (jobs, seat, times, services, book)
        self.responses = ResponsesPage(*given)
        self.library = LibraryPage(*given)
        self.starting = PlansStarting(*given, self)
        self.pages: tuple[PlansPart, ...] = (self.responses, self.library)
        self.build()

    def build(self) -> None:
        self.build_parts(self.pages, PARTS, scrolls=False)
        for page in self.pages:
            page.print_asked.connect(self.print_asked)
            page.item_asked.connect(self.item_asked)
            page.callout_asked.connect(self.callout_asked)
            page.start_asked.connect(self.starting.start)
        self.responses.count_changed.connect(lambda count: self.parts.show_count(RESPONSES, count))
        self.starting.told.connect(self.saved)
        self.starting.refused.connect(self.refused)
        self.starting.failed.connect(self.failed)
        self.starting.started.connect(self._show_started)
        actions.bind(self, [Action("plan_start", self.start_shown)], whole_window=False)

    def start_shown(self) -> None:
        """Start a response: of the plan that is shown, where the library is in front."""
        told = self.library.told if self.stack.currentIndex() == LIBRARY else None
        self.starting.start(told.row.id if told is not None else None)

    def start_for(self, wish: UUID | ResponseWish) -> None:
        """Another page wants a response: for that incident, or as it proposes."""
        if isinstance(wish, ResponseWish):
            self.starting.start(wish=wish)
        else:
            self.starting.start(None, wish)

    def open_item(self, record_id: UUID, *, follow: bool = False) -> None:  # noqa: ARG002
        """Show that response."""
        self.show_part(RESPONSES)
        self.responses.open_item(record_id)

    def called_again(self) -> None:
        """The panel's key while it is shown: what runs."""
        self.show_part(RESPONSES)

    def leave(self) -> bool:
        left = [page.leave() for page in self.pages]
        return all(left)

    def _show_started(self, response_id: UUID) -> None:
        """What was started is shown; the officer who went elsewhere meanwhile stays there."""
        if self.isVisible() and self.stack.currentIndex() == RESPONSES:
            self.responses.open_item(response_id)
            self.responses.reload_now()
