"""报表: daily to monthly reports, weather and river briefs, forms. Parts are small panels of their own, one seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.changes import Topic
from console.services.briefs import BriefsService
from console.services.reports import ReportsService
from ui.models.draft_keeper import Drafts
from ui.panels.pages import PartsPanel
from ui.panels.reports_briefs import BriefsPage
from ui.panels.reports_forms import CountyForms, FormsPage
from ui.panels.reports_issue import IssuePage
from ui.seat import Seat
from ui.text import Times

PARTS = tuple((f"reports.part.{name}", f"reports.part.{name}") for name in ("issue", "briefs", "forms"))


@dataclass(frozen=True, slots=True)
class ReportServices:
    """The services the panel asks."""

    reports: ReportsService
    briefs: BriefsService
    forms: CountyForms


class ReportsPanel(PartsPanel):
    """``print_asked`` carries what shall be previewed: a report, or an empty form."""

    id = "reports"
    topics = frozenset({Topic.REPORTS, Topic.SETTINGS})

    print_asked = Signal(object)

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, *, services: ReportServices, drafts: Drafts,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        self.issue = IssuePage(jobs, seat, times, reports=services.reports, drafts=drafts)
        self.briefs = BriefsPage(jobs, seat, times, briefs=services.briefs, drafts=drafts)
        self.forms = FormsPage(jobs, seat, times, forms=services.forms)
        self.pages = (self.issue, self.briefs, self.forms)
        self.build()

    def build(self) -> None:
        self.build_parts(self.pages, PARTS)
        self.issue.print_asked.connect(self.print_asked)
        self.forms.print_asked.connect(self.print_asked)

    def leave(self) -> bool:
        """Every page is asked, so that each keeps what is typed in it."""
        left = [page.leave() for page in self.pages]
        return all(left)
