"""避灾安置: shelters, who is in them, and people brought away."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.dispatch import DispatchDesk

if TYPE_CHECKING:
    from console.services.relocations import RelocationsService
    from console.services.shelter_files import ShelterFiles, ShelterRuns
    from console.services.shelters import SheltersService


class SheltersDesk(DispatchDesk):
    """避灾安置: shelters, who is in them, and people brought away."""

    @cached_property
    def shelters(self) -> SheltersService:
        from console.services.shelters import SheltersService

        return SheltersService(self.opened.store, self.clock, self.settings.zone, self.needs)

    @cached_property
    def shelter_files(self) -> ShelterFiles:
        from console.services.shelter_files import ShelterFiles

        return ShelterFiles(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def shelter_runs(self) -> ShelterRuns:
        from console.services.shelter_files import ShelterRuns

        return ShelterRuns(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def relocations(self) -> RelocationsService:
        from console.services.relocations import RelocationsService

        return RelocationsService(self.opened.store, self.clock, self.settings.zone)
