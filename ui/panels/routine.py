"""例行: the day's routine, the check lists for the hand-over, standing notices, zero reports."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QWidget

from console.changes import Topic
from console.services.checks import ChecksService
from console.services.notices import NoticesService
from console.services.routine import RoutineService
from console.services.zero_reports import ZeroReportsService
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.panels.pages import CountedPanel
from ui.panels.routine_checks import ChecksPage
from ui.panels.routine_day import DayPage
from ui.panels.routine_notices import NoticesPage
from ui.panels.routine_part import RoutinePart
from ui.panels.routine_zero import ZeroPage
from ui.seat import Seat
from ui.text import Times

PARTS = (
    ("routine.part.day", "routine.part.day_count"),
    ("routine.part.checks", "routine.part.checks_count"),
    ("routine.part.notices", "routine.part.notices_count"),
    ("routine.part.zero", "routine.part.zero_count"),
)
"""Words of the parts, without and with what waits there."""


@dataclass(frozen=True, slots=True)
class RoutineServices:
    """The services the panel asks."""

    routine: RoutineService
    checks: ChecksService
    notices: NoticesService
    zero_reports: ZeroReportsService


class RoutinePanel(CountedPanel):
    """Parts that are not seen are counted too: their buttons say what waits there."""

    id = "routine"
    topics = frozenset({Topic.ROUTINE, Topic.LISTS, Topic.DUTY, Topic.SETTINGS, Topic.INBOUND, Topic.PLACES})

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: RoutineServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.day = DayPage(jobs, seat, times, routine=services.routine, book=book)
        self.checks = ChecksPage(jobs, seat, times, checks=services.checks, book=book)
        self.notices = NoticesPage(jobs, seat, times, notices=services.notices, book=book)
        self.zero = ZeroPage(jobs, seat, times, zero_reports=services.zero_reports, book=book)
        self.pages: tuple[RoutinePart, ...] = (self.day, self.checks, self.notices, self.zero)
        self.build()

    def build(self) -> None:
        self.build_parts(self.pages, PARTS, scrolls=False)
        for at, page in enumerate(self.pages):
            page.count_changed.connect(lambda count, at=at: self.parts.show_count(at, count))

    def open_item(self, item_id: UUID, *, follow: bool = False) -> None:
        """A routine that is due, or the zero reports of a day."""
        zero = self.zero.go_to(item_id)
        if not zero:
            self.day.open_item(item_id)
        if follow:
            self.show_part(3 if zero else 0)
