"""Stores: documents and the ledger they move."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.ground import Ground

if TYPE_CHECKING:
    from console.services.stock import StockService
    from console.services.stock_documents import StockDocuments
    from console.services.stock_papers import StockPapers


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
