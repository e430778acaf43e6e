"""报告: daily to monthly reports, weather and river briefs, forms. Parts are small panels of their own, one seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from console.changes import Changes, Topic
from console.services.briefs import BriefsService
from console.services.reports import ReportsService
from ui import actions, theme
from ui.actions import Action
from ui.models.draft_keeper import Drafts
from ui.panels.base import Panel
from ui.panels.reports_briefs import BriefsPage
from ui.panels.reports_forms import CountyForms, FormsPage
from ui.panels.reports_issue import IssuePage
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.parts import PartRow
from ui.widgets.scrolling import scrolling

PARTS = tuple((f"reports.part.{name}", f"reports.part.{name}") for name in ("issue", "briefs", "forms"))


@dataclass(frozen=True, slots=True)
class ReportServices:
    """The services the panel asks."""

    reports: ReportsService
    briefs: BriefsService
    forms: CountyForms


class ReportsPanel(Panel):
    """``print_asked`` carries what shall be previewed: a report, or an empty form."""

    id = "reports"
    topics = frozenset({Topic.REPORTS, Topic.SETTINGS})

    print_asked = Signal(object)

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, *, services: ReportServices, drafts: Drafts,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        self.stale = False
        self.issue = IssuePage(jobs, seat, times, reports=services.reports, drafts=drafts)
        self.briefs = BriefsPage(jobs, seat, times, briefs=services.briefs, drafts=drafts)
        self.forms = FormsPage(jobs, seat, times, forms=services.forms)
        self.pages: tuple[SettingsPage, ...] = (self.issue, self.briefs, self.forms)
        self.build()

    def build(self) -> None:
        self.parts = PartRow(PARTS)
        self.stack = QStackedWidget()
        for page in self.pages:
            self.stack.addWidget(scrolling(page))
            page.failed.connect(self.failed)
            page.presented.connect(self.presented)
            page.saved.connect(self.saved)
            page.refused.connect(self.refused)
        self.issue.print_asked.connect(self.print_asked)
        self.forms.print_asked.connect(self.print_asked)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.parts)
        self._column.addWidget(self.stack, 1)
        self.parts.chosen.connect(self.show_part)
        steps = [Action(f"part.{at + 1}", lambda at=at: self.show_part(at)) for at in range(len(self.pages))]
        actions.bind(self, steps, whole_window=False)
        self.restyle()

    def show_part(self, at: int) -> None:
        """Bring a part to the front and the keyboard into it."""
        self.parts.show_chosen(at)
        self.stack.setCurrentIndex(at)
        self.first_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def current_page(self) -> SettingsPage:
        return self.pages[self.stack.currentIndex()]

    def first_focus(self) -> QWidget:
        return self.current_page().first_focus() or self

    def note(self, changes: Changes) -> None:
        for page in self.pages:
            page.note(changes)

    def reload(self) -> None:
        self.current_page().reload()

    def reload_now(self) -> None:
        self.current_page().reload_now()

    def leave(self) -> bool:
        """Every page is asked, so that each keeps what is typed in it."""
        left = [page.leave() for page in self.pages]
        return all(left)

    def restyle(self) -> None:
        gap = theme.current().px(12)
        self._column.setContentsMargins(gap, gap, gap, gap)
        self._column.setSpacing(theme.current().px(8))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self.restyle()
