"""What the 物资 panel asks of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.services.accounts import AccountsService
    from console.services.agreements import Agreements
    from console.services.approvals import ApprovalsService
    from console.services.contacts import ContactsService
    from console.services.duty import DutyService
    from console.services.expiry import Expiry
    from console.services.incidents import IncidentsService
    from console.services.places import PlacesService
    from console.services.quotas import Quotas
    from console.services.settings import SettingsService
    from console.services.stock import StockService
    from console.services.stock_documents import StockDocuments
    from console.services.stock_import import StockFiles
    from console.services.stock_import_undo import StockRuns
    from console.services.stock_overview import StockOverview
    from console.services.stock_papers import StockPapers
    from console.services.stock_scans import StockScans
    from console.services.stock_scenes import StockScenes
    from console.services.stores import StoresService


@dataclass(frozen=True, slots=True)
class StoreServices:
    """Everything the panel asks."""

    stores: StoresService
    stock: StockService
    overview: StockOverview
    scans: StockScans
    documents: StockDocuments
    papers: StockPapers
    quotas: Quotas
    agreements: Agreements
    expiry: Expiry
    files: StockFiles
    runs: StockRuns
    incidents: IncidentsService
    accounts: AccountsService
    approvals: ApprovalsService
    settings: SettingsService
    places: PlacesService
    contacts: ContactsService
    scenes: StockScenes
    duty: DutyService
