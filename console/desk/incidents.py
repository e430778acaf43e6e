"""Incidents: what is known, what belongs to them, who commands, which clocks run."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.calls import CallsDesk

if TYPE_CHECKING:
    from console.services.incident_clocks import IncidentClocksService
    from console.services.incident_command import IncidentCommandService
    from console.services.incident_figures import IncidentFiguresService
    from console.services.incident_items import IncidentItemsService
    from console.services.incident_timeline import IncidentTimeline
    from console.services.incidents import IncidentsService


class IncidentsDesk(CallsDesk):
    """Incidents: what is known, what belongs to them, who commands, which clocks run."""

    @cached_property
    def incidents(self) -> IncidentsService:
        from console.services.incidents import IncidentsService

        return IncidentsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def incident_items(self) -> IncidentItemsService:
        from console.services.incident_items import IncidentItemsService

        return IncidentItemsService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def incident_figures(self) -> IncidentFiguresService:
        from console.services.incident_figures import IncidentFiguresService

        return IncidentFiguresService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def incident_clocks(self) -> IncidentClocksService:
        from console.services.incident_clocks import IncidentClocksService

        return IncidentClocksService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def incident_timeline(self) -> IncidentTimeline:
        from console.services.incident_timeline import IncidentTimeline

        return IncidentTimeline(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def incident_command(self) -> IncidentCommandService:
        from console.services.incident_command import IncidentCommandService

        return IncidentCommandService(self.opened.store, self.clock)
