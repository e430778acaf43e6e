"""A way to what is looked for in 库存: a scanned label, or the id of a store, an item or a lot from another page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt

from console import words
from console.domain.scanned import ANYTHING, Found
from console.domain.stock import NOTHING, shown
from console.errors import Refused, Unavailable
from ui.jobs import Jobs
from ui.models.store_rows import StoreServices
from ui.widgets.scans import Code, Scans

if TYPE_CHECKING:
    from ui.panels.stores_stock import StockPart


class StockFind(QObject):
    """A label scanned into the find box chooses its lot; words that are no code stay words to look for."""

    def __init__(self, page: StockPart, jobs: Jobs, ask: StoreServices) -> None:
        super().__init__(page)
        self._page, self._ask = page, ask
        self._waiting: UUID | None = None
        self.scans = Scans(jobs, ask.scans.find, lambda: ANYTHING, self)
        page.head.search.scanned.connect(self.scans.take)
        self.scans.found.connect(self._found)
        self.scans.refused.connect(self._refused)
        self.scans.failed.connect(page.failed)

    def go_search(self) -> None:
        self._page.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._page.head.search.selectAll()

    def open_item(self, record_id: UUID) -> None:
        """A store by its id, else goods, else a lot; what is not known yet is shown as soon as it was read."""
        self._waiting = record_id
        if self._page.overview is not None:
            self._open(record_id)
        if self._waiting is not None:
            self._page.reload_now()

    def follow_up(self) -> None:
        """After news: what was wanted before anything was known; what is not known now either is forgotten."""
        wanted, self._waiting = self._waiting, None
        if wanted is not None:
            self._open(wanted)

    def _open(self, record_id: UUID) -> None:
        overview = self._page.overview
        assert overview is not None
        if any(row.id == record_id for row in overview.tree):
            self._show(record_id, None, None)
        elif record_id in overview.items:
            self._show(None, record_id, None)
        elif (row := next((one for one in overview.rows if one.lot == record_id), None)) is not None:
            self._show(None, row.item, row.lot)

    def _show(self, store: UUID | None, item: UUID | None, lot: UUID | None) -> None:
        self._waiting = None
        self._page.show_found(store, item, lot)

    def _found(self, found: Found, _code: Code) -> None:
        """The store that is shown stays where the lot lies in it; else all are."""
        page = self._page
        scope = page.scope()
        here = scope is None or any(one.store in scope for one in found.lying)
        quantity = sum((one.quantity for one in found.lying), NOTHING)
        goods = f"{found.item_name} {found.spec}".strip()
        lot = words.say("stores.scan.lot", lot=found.lot_code) if found.lot_code else ""
        page.head.say("stores.found", goods=f"{goods} {lot}".strip(), quantity=f"{shown(quantity)} {found.unit}")
        if found.lot is not None:
            page.show_found(page.store_wanted if here else None, found.item, found.lot)

    def _refused(self, error: Exception, code: Code) -> None:
        """Words that are no code were looked for already; the code of a label that is unknown comes back."""
        if isinstance(error, Refused) and error.code == "scan_unknown" and "*" not in code.text and code.text[0] != "~":
            self._page.head.say("")
            return
        if isinstance(error, Refused | Unavailable):
            self._page.head.say(f"refused.{error.code}" if isinstance(error, Refused) else "asking.failed", wrong=True,
                                **error.facts)  # fmt: skip
        box = self._page.head.search
        if not box.text():
            box.put(code.text)
            box.selectAll()
