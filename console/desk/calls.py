"""What comes in and whom it is about: items, clocks, places, people, event types."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.ground import Ground

if TYPE_CHECKING:
    from console.services.call_lists import CallLists
    from console.services.clocks import ClocksService
    from console.services.contact_groups import ContactGroups
    from console.services.contact_people import ContactPeople
    from console.services.contact_units import ContactUnits
    from console.services.contacts import ContactsService
    from console.services.duplicates import DuplicatesService
    from console.services.event_types import EventTypesService
    from console.services.gate_lines import GateLines
    from console.services.import_runs import ImportRuns
    from console.services.intake import IntakeService
    from console.services.places import PlacesService


class CallsDesk(Ground):
    """What comes in and whom it is about: items, clocks, places, people, event types."""

    @cached_property
    def intake(self) -> IntakeService:
        from console.services.intake import IntakeService

        return IntakeService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def clocks(self) -> ClocksService:
        from console.services.clocks import ClocksService

        return ClocksService(self.opened.store, self.clock)

    @cached_property
    def places(self) -> PlacesService:
        from console.services.places import PlacesService

        return PlacesService(self.opened.store, self.clock)

    @cached_property
    def contacts(self) -> ContactsService:
        from console.services.contacts import ContactsService

        return ContactsService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def import_runs(self) -> ImportRuns:
        from console.services.import_runs import ImportRuns
        from console.services.stock_import import KIND, StockFiles

        store, clock, zone = self.opened.store, self.clock, self.settings.zone
        return ImportRuns(store, clock, zone, {KIND: StockFiles(store, clock, zone, self.realm).undone})

    @cached_property
    def contact_units(self) -> ContactUnits:
        from console.services.contact_units import ContactUnits

        return ContactUnits(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def contact_people(self) -> ContactPeople:
        from console.services.contact_people import ContactPeople

        return ContactPeople(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def contact_groups(self) -> ContactGroups:
        from console.services.contact_groups import ContactGroups

        return ContactGroups(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def call_lists(self) -> CallLists:
        from console.services.call_lists import CallLists

        return CallLists(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def duplicates(self) -> DuplicatesService:
        from console.services.duplicates import DuplicatesService

        return DuplicatesService(self.opened.store)

    @cached_property
    def event_types(self) -> EventTypesService:
        from console.services.event_types import EventTypesService

        return EventTypesService(self.opened.store, self.clock)

    @cached_property
    def gate_lines(self) -> GateLines:
        from console.services.gate_lines import GateLines

        return GateLines(self.opened.store, self.clock)
