"""Teams and experts, and what teams do at incidents."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.ground import Ground

if TYPE_CHECKING:
    from console.services.assignments import AssignmentsService
    from console.services.experts import ExpertsService
    from console.services.team_import import TeamFiles
    from console.services.team_runs import TeamRuns
    from console.services.teams import TeamsService


class TeamsDesk(Ground):
    """Teams and experts, and what teams do at incidents."""

    @cached_property
    def teams(self) -> TeamsService:
        from console.services.teams import TeamsService

        return TeamsService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def experts(self) -> ExpertsService:
        from console.services.experts import ExpertsService

        return ExpertsService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def team_files(self) -> TeamFiles:
        from console.services.team_import import TeamFiles

        return TeamFiles(self.opened.store, self.clock)

    @cached_property
    def assignments(self) -> AssignmentsService:
        from console.services.assignments import AssignmentsService

        return AssignmentsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def team_runs(self) -> TeamRuns:
        from console.services.team_runs import TeamRuns

        return TeamRuns(self.opened.store, self.clock, self.settings.zone)
