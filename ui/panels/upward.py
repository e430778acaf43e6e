"""信息报送: reports to higher authorities, 待我审批: what waits for a person's word, and how timely it all was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.changes import Topic
from ui.models.draft_keeper import Drafts
from ui.models.return_rows import ReturnServices
from ui.models.upward_view import UpwardServices
from ui.panels.pages import PartsPanel
from ui.panels.settings_page import SettingsPage
from ui.panels.upward_approvals import ApprovalsPage
from ui.panels.upward_reports import UpwardReportsPage
from ui.panels.upward_returns import ReturnsPage
from ui.panels.upward_timeliness import TimelinessPage
from ui.seat import Seat
from ui.text import Times

PARTS = (
    ("upward.part.reports", "upward.part.reports"),
    ("upward.part.approvals", "upward.part.approvals_of"),
    ("upward.part.timeliness", "upward.part.timeliness"),
    ("upward.part.returns", "upward.part.returns_count"),
)
RETURNS = 3


class UpwardPanel(PartsPanel):
    """Parts, one in front; how much waits for whoever sits here, and how many towns are missing, is on their buttons.

    ``item_asked`` (panel, id) goes to a record, ``search_asked`` (words) to the log.
    """

    id = "upward"
    topics = frozenset({Topic.INCIDENTS, Topic.APPROVALS})
    print_asked = Signal(object)
    item_asked = Signal(str, object)
    search_asked = Signal(str)

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, *, services: UpwardServices,
        returns: ReturnServices | None = None, drafts: Drafts | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """Without ``returns`` there is no part of the towns' returns."""
        super().__init__(jobs, parent)
        self._seat = seat
        self._services = services
        self._waiting: Mapping[str, int] = {}
        self.reports = UpwardReportsPage(jobs, seat, times, services=services, drafts=drafts)
        self.approvals = ApprovalsPage(jobs, seat, times, approvals=services.approvals, drafts=drafts)
        self.timeliness = TimelinessPage(jobs, seat, times, timeliness=services.timeliness)
        self.returns = None if returns is None else ReturnsPage(jobs, seat, times, services=returns, drafts=drafts)
        asked = (self.reports, self.approvals, self.timeliness, self.returns)
        self.pages: tuple[SettingsPage, ...] = tuple(page for page in asked if page is not None)
        self.build()

    def build(self) -> None:
        self.build_parts(self.pages, PARTS[: len(self.pages)], scrolls=False)
        self.reports.print_asked.connect(self.print_asked)
        self.reports.counted.connect(self._count)
        self.approvals.counted.connect(self._count)
        self.approvals.shown_asked.connect(self._show_record)
        self.timeliness.item_asked.connect(self._show_record)
        self.timeliness.search_asked.connect(self.search_asked)
        self.timeliness.reports_asked.connect(lambda: self.show_part(0))
        self._seat.changed.connect(lambda: self._count(self._waiting))
        if self.returns is not None:
            self.returns.print_asked.connect(self.print_asked)
            self.returns.count_changed.connect(lambda count: self.parts.show_count(RETURNS, count))

    def open_item(self, report_id: UUID, *, follow: bool = False) -> None:
        """Show that report."""
        if self.stack.currentIndex() != 0:
            self.show_part(0)
        self.reports.open_item(report_id, follow=follow)

    def show_approval(self, approval_id: UUID) -> None:
        """Show what waits for a word under that id, where it is decided."""
        self.show_part(1)
        self.approvals.open_approval(approval_id)

    def _show_record(self, panel_id: str, record_id: UUID) -> None:
        """A report stands here, everything else on a page of its own."""
        if panel_id == self.id:
            self.open_item(record_id, follow=True)
        else:
            self.item_asked.emit(panel_id, record_id)

    def start_report(self, incident_id: UUID) -> None:
        """Another page wants a report of that incident: ask which kind."""
        self.show_part(0)
        self._jobs.read(
            lambda: self._services.incidents.one(incident_id), self.reports.asking.begin_about, self.refused.emit
        )

    def incident_shown(self) -> UUID | None:
        """What the report that is shown is about."""
        look = self.reports.look if self.stack.currentIndex() == 0 else None
        return look.row.incident_id if look is not None else None

    def called_again(self) -> None:
        """Its key once more: a new report."""
        if self.stack.currentIndex() == 0:
            self.reports.asking.ask_begin()

    def leave(self) -> bool:
        left = [page.leave() for page in self.pages]
        return all(left)

    def _count(self, waiting: Mapping[str, int]) -> None:
        self._waiting = waiting
        self.parts.show_count(1, waiting.get(self._seat.name, 0))
