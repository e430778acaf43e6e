"""What the 指挥调度 panel asks of the desk, and what its parts look at together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from console.domain.dispatch_lists import WEATHERS

if TYPE_CHECKING:
    from console.services.accounts import AccountsService
    from console.services.assignments import AssignmentsService
    from console.services.candidates import CandidatesService
    from console.services.dispatching import Dispatching
    from console.services.duty import DutyService
    from console.services.incident_items import IncidentItemsService
    from console.services.incidents import IncidentsService
    from console.services.intake import IntakeService
    from console.services.lists import ListsService
    from console.services.maps import MapsService
    from console.services.needs import NeedsService
    from console.services.packages import Packages
    from console.services.places import PlacesService
    from console.services.proposals import Proposals
    from console.services.settings import SettingsService
    from console.services.stock_documents import StockDocuments
    from console.services.stores import StoresService


@dataclass(frozen=True, slots=True)
class DispatchServices:
    """Everything the panel asks. ``beside`` are the panels that stand in the rail with it."""

    needs: NeedsService
    packages: Packages
    candidates: CandidatesService
    proposals: Proposals
    dispatching: Dispatching
    assignments: AssignmentsService
    incidents: IncidentsService
    items: IncidentItemsService
    intake: IntakeService
    stores: StoresService
    places: PlacesService
    lists: ListsService
    accounts: AccountsService
    duty: DutyService
    settings: SettingsService
    maps: MapsService
    documents: StockDocuments
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Focus:
    """What the parts look at: an incident (None: all open ones), one of its needs (None: none), the weather."""

    incident: UUID | None = None
    need: UUID | None = None
    weather: str = WEATHERS[0]
