"""队伍: teams and what they do at incidents, experts and whom to ring first, papers that end."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console.changes import Topic
from console.domain.experts import ExpertRow
from console.domain.teams import TeamRow
from console.errors import Refused
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.models.team_rows import TeamServices
from ui.panels.pages import CountedPanel
from ui.panels.teams_experts import ExpertsPage
from ui.panels.teams_list import TeamsPage
from ui.panels.teams_papers import PapersPage
from ui.panels.teams_part import TeamsPart
from ui.seat import Seat
from ui.text import Times

PARTS = (
    ("teams.part.teams", "teams.part.teams_count"),
    ("teams.part.experts", "teams.part.experts"),
    ("teams.part.papers", "teams.part.papers_count"),
)
TEAMS, EXPERTS, PAPERS = 0, 1, 2

Found = tuple[TeamRow | ExpertRow, UUID | None]
"""Whose record it is, and which line of a team."""


class TeamsPanel(CountedPanel):
    """``open_item`` shows a team, one of its lines at an incident, or an expert."""

    id: ClassVar[str] = "teams"
    topics = frozenset({Topic.TEAMS, Topic.DISPATCH})
    item_asked = Signal(str, object)
    print_asked = Signal(object)

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, *, services: TeamServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        self._ask = services
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        given: Any = (jobs, seat, times, services, book)
        self.teams, self.experts, self.papers = TeamsPage(*given), ExpertsPage(*given), PapersPage(*given)
        self.pages: tuple[TeamsPart, ...] = (self.teams, self.experts, self.papers)
        self.build()

    def build(self) -> None:
        self.build_parts(self.pages, PARTS, scrolls=False)
        for at, page in enumerate(self.pages):
            page.print_asked.connect(self.print_asked)
            page.item_asked.connect(self._go)
            page.count_changed.connect(partial(self.parts.show_count, at))

    def open_item(self, record_id: UUID, *, follow: bool = False) -> None:  # noqa: ARG002
        """Whose record that is, is read first."""
        self._jobs.read(partial(self._whose, record_id), self._show, self.refused.emit)

    def called_again(self) -> None:
        """The panel's key while it is shown: what teams do."""
        self.show_part(TEAMS)

    def leave(self) -> bool:
        left = [page.leave() for page in self.pages]
        return all(left)

    def _whose(self, record_id: UUID) -> Found:
        """On a worker. Refuses no_such_team where it is none of them."""
        for ask in (self._team_of, self._ask.experts.one):
            try:
                return ask(record_id), record_id if ask == self._team_of else None
            except Refused:
                continue
        return self._ask.teams.one(record_id), None

    def _team_of(self, assignment_id: UUID) -> TeamRow:
        return self._ask.teams.one(self._ask.assignments.one(assignment_id).team_id)

    def _show(self, found: Found) -> None:
        if not isValid(self):
            return
        row, assignment = found
        if isinstance(row, ExpertRow):
            self.show_part(EXPERTS)
            self.experts.open_expert(row.id, active=row.active)
        else:
            self.show_part(TEAMS)
            self.teams.open_team(row.id, assignment, active=row.active)

    def _go(self, panel_id: str, record_id: UUID | None) -> None:
        """From one part to another, or out of the panel."""
        if panel_id != self.id:
            self.item_asked.emit(panel_id, record_id)
        elif record_id is None:
            self.show_part(TEAMS)
        else:
            self.open_item(record_id)
