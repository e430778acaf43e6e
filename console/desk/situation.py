"""The commander's page and the wall: everything at one look."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.returns import ReturnsDesk

if TYPE_CHECKING:
    from console.services.situation import SituationService


class SituationDesk(ReturnsDesk):
    """The commander's page and the wall: everything at one look."""

    @cached_property
    def situation(self) -> SituationService:
        from console.services.situation import SituationService

        return SituationService(self.opened.store, self.clock, self.settings.zone)
