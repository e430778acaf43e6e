"""The duty roster: the table that holds, drafts of what is to hold, leave and swaps, what everybody stood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.changes import Topic
from console.domain.duty_people import LeaveRow
from console.domain.swaps import SwapRow
from ui.models.draft_keeper import Drafts
from ui.models.duty_services import DutyServices
from ui.panels.pages import PartsPanel
from ui.panels.roster import RosterPanel
from ui.panels.roster_asking import RosterAsking
from ui.panels.roster_away import AwayPage
from ui.panels.roster_counts import CountsPage
from ui.panels.roster_out import RosterOut
from ui.panels.roster_plan import PlanPage
from ui.panels.roster_sheets import RosterSheets
from ui.panels.roster_staff import StaffPage
from ui.seat import Seat
from ui.text import Times

PARTS = (
    ("roster.part.table", "roster.part.table"),
    ("roster.part.plan", "roster.part.plan"),
    ("roster.part.away", "roster.part.away_count"),
    ("roster.part.staff", "roster.part.staff"),
    ("roster.part.counts", "roster.part.counts"),
)
TABLE, PLAN, AWAY, STAFF, COUNTS = 0, 1, 2, 3, 4


class DutyRosterPanel(PartsPanel):
    """``print_asked`` carries what of the table is wanted on paper."""

    id = "roster"
    topics = frozenset({Topic.ROSTER, Topic.LISTS, Topic.SETTINGS, Topic.CONTACTS, Topic.DUTY})
    print_asked = Signal(object)

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, *, services: DutyServices, drafts: Drafts | None = None,
        ask_file: Callable[[QWidget], str] | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        self.table = RosterPanel(
            jobs, seat, times, roster=services.roster, people=services.contacts, drafts=drafts, ask_file=ask_file
        )
        self.plan = PlanPage(jobs, seat, times, services=services, drafts=drafts)
        self.away = AwayPage(jobs, seat, times, services=services, drafts=drafts)
        self.staff = StaffPage(jobs, seat, times, services=services, drafts=drafts)
        self.counts = CountsPage(jobs, seat, times, services=services)
        self.pages = (self.table, self.plan, self.away, self.staff, self.counts)
        self.build_parts(self.pages, PARTS, scrolls=False)
        self.table.print_asked.connect(self.print_asked)
        self.out = RosterOut(self.table, jobs, seat, services.export)
        self.out.print_asked.connect(self.print_asked)
        self.sheets = RosterSheets(self.table, seat, times, services.export, services.roster_runs)
        self.counts.print_asked.connect(self.print_asked)
        self.away.print_asked.connect(self.print_asked)
        self.plan.leave_asked.connect(self._ask_leave)
        self.plan.swap_asked.connect(self._ask_swap)
        self.plan.change_asked.connect(self._show_change)
        self.away.count_changed.connect(lambda count: self.parts.show_count(AWAY, count))

    @property
    def asking(self) -> RosterAsking:
        """What the table asks for."""
        return self.table.asking

    def open_item(self, swap_id: UUID, *, follow: bool = False) -> None:  # noqa: ARG002
        """Show that swap."""
        self.show_part(AWAY)
        self.away.open_swap(swap_id)

    def leave(self) -> bool:
        left = [page.leave() for page in self.pages]
        return all(left)

    def _ask_leave(self, key: Any) -> None:
        self.show_part(AWAY)
        self.away.asking.ask_leave(self.plan.grid.month.cell(key) if key else None)

    def _ask_swap(self, key: Any) -> None:
        self.show_part(AWAY)
        self.away.asking.ask_swap(key[0] if key else None)

    def _show_change(self, change: Any) -> None:
        """The swap or the leave where it is decided."""
        if isinstance(change, SwapRow):
            self.open_item(change.id)
            return
        self.show_part(AWAY)
        if isinstance(change, LeaveRow) and self.away.leaves.choose(change.id):
            self.away.leaves.setFocus()
