"""A stock document as its paper needs it: the lots behind each line, and labels of lots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from console.domain.scanning import lot_code
from console.domain.stock_document import Document


@dataclass(frozen=True, slots=True)
class LotPart:
    """So much of one lot."""

    lot: UUID
    item_code: str
    code: str
    made_on: date | None
    expires_on: date | None
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class StockPaper:
    """A document with the lots of its lines, as far as they are chosen."""

    document: Document
    lots: Mapping[UUID, tuple[LotPart, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says of a lot: goods, number, dates, where it lies, and the code a scanner reads."""

    item_code: str
    item_name: str
    spec: str
    unit: str
    lot_id: UUID
    lot: str
    expires_on: date | None
    store: str
    shelf: str = ""

    @property
    def code(self) -> str:
        return lot_code(self.item_code, self.lot, self.lot_id)
