"""What the 队伍 panel wants on paper: teams, experts, papers that end, as they are listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.teams import Expiring
    from ui.printing.form import Form
    from ui.printing.parts import Print


@dataclass(frozen=True, slots=True)
class TeamList:
    """Asks for these teams, in this order."""

    teams: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ExpertList:
    """Asks for these experts, in this order."""

    experts: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class PaperList:
    """Asks for these papers."""

    papers: tuple[Expiring, ...]


Printed = TeamList | ExpertList | PaperList
"""What this file makes forms of."""


def form_of(desk: Desk, item: Printed, about: Print) -> Form:
    """One of them as the store holds it now: what a screen hides stands on paper."""
    from console.domain.teams import TeamFilter
    from ui.printing import team_forms

    if isinstance(item, PaperList):
        return team_forms.papers_form(item.papers, about)
    if isinstance(item, ExpertList):
        experts = {row.id: row for row in desk.experts.rows(retired=True)}
        return team_forms.experts_form([experts[key] for key in item.experts if key in experts], about)
    kinds = {row.code: row.get("name") for row in desk.lists.rows("team_kinds", retired=True)}
    skills = {row.code: row.get("name") for row in desk.lists.rows("skills", retired=True)}
    teams = {row.id: row for row in desk.teams.rows(TeamFilter(retired=True))}
    return team_forms.teams_form([teams[key] for key in item.teams if key in teams], kinds, skills, about)
