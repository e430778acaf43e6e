"""Stores: documents and the ledger they move."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.ground import Ground

if TYPE_CHECKING:
    from console.services.agreements import Agreements
    from console.services.expiry import Expiry
    from console.services.quotas import Quotas
    from console.services.stock import StockService
    from console.services.stock_documents import StockDocuments
    from console.services.stock_import import StockFiles
    from console.services.stock_import_undo import StockRuns
    from console.services.stock_overview import StockOverview
    from console.services.stock_papers import StockPapers
    from console.services.stock_scans import StockScans
    from console.services.stock_scenes import StockScenes
    from console.services.stores import StoresService


class StoresDesk(Ground):
    """Stores: documents and the ledger they move."""

    @cached_property
    def stock_documents(self) -> StockDocuments:
        from console.services.stock_documents import StockDocuments

        store, zone = self.opened.store, self.settings.zone
        return StockDocuments(store, self.clock, self.realm, zone, self.accounts.sign_in)

    @cached_property
    def stock(self) -> StockService:
        from console.services.stock import StockService

        return StockService(self.opened.store)

    @cached_property
    def stock_papers(self) -> StockPapers:
        from console.services.stock_papers import StockPapers

        return StockPapers(self.opened.store)

    @cached_property
    def stock_overview(self) -> StockOverview:
        from console.services.stock_overview import StockOverview

        return StockOverview(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def stock_scans(self) -> StockScans:
        from console.services.stock_scans import StockScans

        return StockScans(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def stock_scenes(self) -> StockScenes:
        from console.services.stock_scenes import StockScenes

        return StockScenes(self.opened.store)

    @cached_property
    def stores(self) -> StoresService:
        from console.services.stores import StoresService

        return StoresService(self.opened.store, self.clock)

    @cached_property
    def quotas(self) -> Quotas:
        from console.services.quotas import Quotas

        return Quotas(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def agreements(self) -> Agreements:
        from console.services.agreements import Agreements

        return Agreements(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def expiry(self) -> Expiry:
        from console.services.expiry import Expiry

        return Expiry(self.opened.store, self.clock, self.settings.zone, lambda: self.stock_documents)

    @cached_property
    def stock_files(self) -> StockFiles:
        from console.services.stock_import import StockFiles

        return StockFiles(self.opened.store, self.clock, self.settings.zone, self.realm)

    @cached_property
    def stock_runs(self) -> StockRuns:
        from console.services.stock_import_undo import StockRuns

        return StockRuns(self.opened.store, self.clock, self.settings.zone, self.realm)
