"""物资: what the stores hold, the documents that move it, quotas and last days, the master data behind them."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.changes import Topic
from ui.models.draft_keeper import Drafts
from ui.models.kept_words import KeptWords
from ui.models.store_rows import StoreServices
from ui.panels.pages import PartsPanel
from ui.panels.stores_documents import DocumentsPart
from ui.panels.stores_master import MasterPart
from ui.panels.stores_part import StoresPart
from ui.panels.stores_quotas import QuotasPart
from ui.panels.stores_stock import StockPart
from ui.seat import Seat
from ui.text import Times

PARTS: tuple[tuple[str, str, str, type[StoresPart]], ...] = (
    ("stock", "stores.part.stock", "stores.part.stock", StockPart),
    ("documents", "stores.part.documents", "stores.part.documents_count", DocumentsPart),
    ("quotas", "stores.part.quotas", "stores.part.quotas_count", QuotasPart),
    ("master", "stores.part.master", "stores.part.master", MasterPart),
)
"""Name, word, word with a count, class of each part; Ctrl+1 … in this order: stock, documents, quotas, master."""


class StoresPanel(PartsPanel):
    """``item_asked`` (panel, id) goes to a record elsewhere, ``print_asked`` what is wanted on paper."""

    id: ClassVar[str] = "stores"
    topics = frozenset({Topic.STOCK})
    item_asked = Signal(str, object)
    print_asked = Signal(object)

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, *, services: StoreServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, parent)
        self._ask = services
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.by_name = {name: make(jobs, seat, times, services, book) for name, _word, _counted, make in PARTS}
        self.build()

    def build(self) -> None:
        said = [(word, counted) for _, word, counted, _ in PARTS]
        self.build_parts(tuple(self.by_name.values()), said, scrolls=False)
        for at, page in enumerate(self.by_name.values()):
            page.print_asked.connect(self.print_asked)
            page.item_asked.connect(self.item_asked)
            page.document_asked.connect(self.open_document)
            page.begin_asked.connect(self.begin_document)
            page.stock_asked.connect(self.open_stock)
            page.count_changed.connect(lambda count, at=at: self.parts.show_count(at, count))

    def open_item(self, record_id: UUID, *, follow: bool = False) -> None:  # noqa: ARG002
        """Show that record in the part that has it: a document, or a store, an item, a lot in 库存."""
        documents = self.by_name.get("documents")
        if documents is None:
            self.open_stock(record_id)
            return

        def told(known: bool) -> None:
            (self.open_document if known else self.open_stock)(record_id)

        self._jobs.read(lambda: self._ask.scans.is_document(record_id), told, self.failed.emit)

    def open_document(self, document_id: UUID) -> None:
        """That document, in 单据."""
        page: Any = self.by_name.get("documents")
        if page is not None:
            self.show_named("documents")
            page.open_item(document_id)

    def begin_document(self, kind: Any, store: UUID | None, item: UUID | None) -> None:
        """A new document, with what is known of it filled in."""
        page: Any = self.by_name.get("documents")
        if page is not None and hasattr(page, "begin"):
            self.show_named("documents")
            page.begin(kind, store=store, item=item)

    def open_stock(self, record_id: UUID) -> None:
        """That store, item or lot, in 库存."""
        self.show_named("stock")
        page: Any = self.by_name["stock"]
        page.open_item(record_id)

    def show_named(self, name: str) -> None:
        self.show_part(list(self.by_name).index(name))

    def leave(self) -> bool:
        left = [page.leave() for page in self.by_name.values()]
        return all(left)
