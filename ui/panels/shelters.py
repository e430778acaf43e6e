"""避灾安置: shelters and who is in them, people brought away, the sums of both."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from console.changes import Topic
from console.domain.relocations import RelocationRow
from console.domain.shelters import ShelterRow
from console.errors import Refused
from ui.models.shelter_rows import ShelterServices
from ui.panels.records import RecordsPanel
from ui.panels.shelters_part import SheltersPart
from ui.panels.shelters_people import PeoplePage
from ui.panels.shelters_places import PlacesPage
from ui.panels.shelters_sums import SumsPage

PLACES, PEOPLE, SUMS = 0, 1, 2


class SheltersPanel(RecordsPanel):
    """``open_item`` shows a shelter, or a line of the people to be brought away."""

    id: ClassVar[str] = "shelters"
    topics = frozenset({Topic.SHELTERS})
    PARTS = (
        ("shelters.part.places", "shelters.part.places_count"), ("shelters.part.people", "shelters.part.people_count"),
        ("shelters.part.sums", "shelters.part.sums"),
    )  # fmt: skip

    _ask: ShelterServices

    def made(self, *given: Any) -> tuple[SheltersPart, ...]:
        self.places, self.people, self.sums = PlacesPage(*given), PeoplePage(*given), SumsPage(*given)
        return self.places, self.people, self.sums

    def whose(self, record_id: UUID) -> ShelterRow | RelocationRow:
        """On a worker. Refuses no_such_shelter where it is neither."""
        try:
            return self._ask.relocations.one(record_id)
        except Refused:
            return self._ask.shelters.one(record_id)

    def show_found(self, found: ShelterRow | RelocationRow) -> None:
        if isinstance(found, RelocationRow):
            self.show_part(PEOPLE)
            self.people.open_line(found)
        else:
            self.show_part(PLACES)
            self.places.open_shelter(found.id, active=found.active)
