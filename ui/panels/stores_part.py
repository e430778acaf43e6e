"""What the parts of the 物资 panel share: the services, ways from one part to another."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.models.store_rows import StoreServices
from ui.panels.acting_part import ActingPart


class StoresPart(ActingPart):
    """``document_asked`` (its id) leads to 单据; ``begin_asked`` (kind or None, store or None, item or None) to a new
    document there; ``stock_asked`` (id of a store, item or lot) to 库存.
    """

    document_asked = Signal(object)
    begin_asked = Signal(object, object, object)
    stock_asked = Signal(object)

    _ask: StoreServices

    def leave(self) -> bool:
        self.book.flush()
        return True
