"""The commander's page and the wall: everything at one look."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.returns import ReturnsDesk

if TYPE_CHECKING:
    from console.services.situation import SituationService
    from console.services.wall import WallService


class SituationDesk(ReturnsDesk):
    """The commander's page and the wall: everything at one look."""

    @cached_property
    def situation(self) -> SituationService:
        from console.services.situation import SituationService

        return SituationService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def wall(self) -> WallService:
        from console.services.wall import WallService

        return WallService(
            self.opened.store, self.clock, self.realm, self.settings.zone, duty=self.duty, roster=self.roster,
            due=self.due, maps=self.maps, health=self.health,
        )  # fmt: skip
