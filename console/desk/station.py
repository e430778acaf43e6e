"""Where the program runs: copies, health, what must be ready, forms of the county, prints kept."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.ground import Ground

if TYPE_CHECKING:
    from console.services.alerts import AlertsService
    from console.services.copies import CopiesService
    from console.services.due import DueService
    from console.services.finding import FindingService
    from console.services.forms import FormsService
    from console.services.health import HealthService
    from console.services.print_copies import PrintCopies


class StationDesk(Ground):
    """Where the program runs: copies, health, what must be ready, forms of the county, prints kept."""

    @cached_property
    def copies(self) -> CopiesService:
        from console.services.copies import CopiesService

        return CopiesService(self.data, self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def health(self) -> HealthService:
        from console.services.health import HealthService

        return HealthService(self.data, self.opened.store, self.clock)

    @cached_property
    def forms(self) -> FormsService:
        from console.services.forms import FormsService

        return FormsService(self.opened.store, self.clock, self.files)

    @cached_property
    def print_copies(self) -> PrintCopies:
        from console.services.print_copies import PrintCopies

        return PrintCopies(self.opened.store, self.clock)

    @cached_property
    def finding(self) -> FindingService:
        from console.services.finding import FindingService

        return FindingService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def due(self) -> DueService:
        from console.services.due import DueService

        return DueService(self.opened.store)

    @cached_property
    def alerts(self) -> AlertsService:
        from console.services.alerts import AlertsService

        return AlertsService(self.opened.store, self.clock)
