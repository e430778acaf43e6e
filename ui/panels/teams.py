"""队伍: teams and what they do at incidents, experts and whom to ring first, papers that end."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from console.changes import Topic
from console.domain.experts import ExpertRow
from console.domain.teams import TeamRow
from console.errors import Refused
from ui.models.team_rows import TeamServices
from ui.panels.records import RecordsPanel
from ui.panels.teams_experts import ExpertsPage
from ui.panels.teams_list import TeamsPage
from ui.panels.teams_papers import PapersPage
from ui.panels.teams_part import TeamsPart

TEAMS, EXPERTS, PAPERS = 0, 1, 2

Found = tuple[TeamRow | ExpertRow, UUID | None]
"""Whose record it is, and which line of a team."""


class TeamsPanel(RecordsPanel):
    """``open_item`` shows a team, one of its lines at an incident, or an expert."""

    id: ClassVar[str] = "teams"
    topics = frozenset({Topic.TEAMS, Topic.DISPATCH})
    PARTS = (
        ("teams.part.teams", "teams.part.teams_count"),
        ("teams.part.experts", "teams.part.experts"),
        ("teams.part.papers", "teams.part.papers_count"),
    )

    _ask: TeamServices

    def made(self, *given: Any) -> tuple[TeamsPart, ...]:
        self.teams, self.experts, self.papers = TeamsPage(*given), ExpertsPage(*given), PapersPage(*given)
        return self.teams, self.experts, self.papers

    def whose(self, record_id: UUID) -> Found:
        """On a worker. Refuses no_such_team where it is none of them."""
        for ask in (self._team_of, self._ask.experts.one):
            try:
                return ask(record_id), record_id if ask == self._team_of else None
            except Refused:
                continue
        return self._ask.teams.one(record_id), None

    def show_found(self, found: Found) -> None:
        row, assignment = found
        if isinstance(row, ExpertRow):
            self.show_part(EXPERTS)
            self.experts.open_expert(row.id, active=row.active)
        else:
            self.show_part(TEAMS)
            self.teams.open_team(row.id, assignment, active=row.active)

    def _team_of(self, assignment_id: UUID) -> TeamRow:
        return self._ask.teams.one(self._ask.assignments.one(assignment_id).team_id)
