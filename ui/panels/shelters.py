"""避灾安置: shelters and who is in them, people brought away, the sums of both."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console.changes import Topic
from console.domain.relocations import RelocationRow
from console.domain.shelters import ShelterRow
from console.errors import Refused
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.models.shelter_rows import ShelterServices
from ui.panels.pages import CountedPanel
from ui.panels.shelters_part import SheltersPart
from ui.panels.shelters_people import PeoplePage
from ui.panels.shelters_places import PlacesPage
from ui.panels.shelters_sums import SumsPage
from ui.seat import Seat
from ui.text import Times

PARTS = (
    ("shelters.part.places", "shelters.part.places_count"), ("shelters.part.people", "shelters.part.people_count"),
    ("shelters.part.sums", "shelters.part.sums"),
)  # fmt: skip
PLACES, PEOPLE, SUMS = 0, 1, 2


class SheltersPanel(CountedPanel):
    """``open_item`` shows a shelter, or a line of the people to be brought away."""

    id: ClassVar[str] = "shelters"
    topics = frozenset({Topic.SHELTERS})
    item_asked = Signal(str, object)
    print_asked = Signal(object)

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, *, services: ShelterServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        self._ask = services
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        given: Any = (jobs, seat, times, services, book)
        self.places, self.people, self.sums = PlacesPage(*given), PeoplePage(*given), SumsPage(*given)
        self.pages: tuple[SheltersPart, ...] = (self.places, self.people, self.sums)
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
        """The panel's key while it is shown: who is in the shelters."""
        self.show_part(PLACES)

    def leave(self) -> bool:
        left = [page.leave() for page in self.pages]
        return all(left)

    def _whose(self, record_id: UUID) -> ShelterRow | RelocationRow:
        """On a worker. Refuses no_such_shelter where it is neither."""
        try:
            return self._ask.relocations.one(record_id)
        except Refused:
            return self._ask.shelters.one(record_id)

    def _show(self, row: ShelterRow | RelocationRow) -> None:
        if not isValid(self):
            return
        if isinstance(row, RelocationRow):
            self.show_part(PEOPLE)
            self.people.open_line(row)
        else:
            self.show_part(PLACES)
            self.places.open_shelter(row.id, active=row.active)

    def _go(self, panel_id: str, record_id: UUID | None) -> None:
        """From one part to another, or out of the panel."""
        if panel_id != self.id:
            self.item_asked.emit(panel_id, record_id)
        elif record_id is not None:
            self.open_item(record_id)
