"""What there is and how it came: rows of the stock list, of a stock card, of the check against the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from console.domain.stock import AccountKind, Goods


@dataclass(frozen=True, slots=True)
class StockRow:
    """A lot in a state in a store. ``quantity`` is what lies there, the ``reserved`` part included."""

    store: UUID
    store_code: str
    store_name: str
    item: UUID
    item_code: str
    item_name: str
    spec: str
    unit: str
    lot: UUID
    lot_code: str
    expires_on: date | None
    state: Goods
    quantity: Decimal
    reserved: Decimal
    shelf: str = ""

    @property
    def free(self) -> Decimal:
        return self.quantity - self.reserved


@dataclass(frozen=True, slots=True)
class CardRow:
    """A line of a stock card: what came in or went out, by which document, and what was there afterwards.

    ``store`` and ``other`` are the store it is about and the other side, where that is a place.
    """

    number: int
    at: datetime
    document: UUID
    document_number: str
    document_kind: str
    lot_code: str
    store_name: str
    state: Goods
    change: Decimal
    balance: Decimal
    other_kind: AccountKind
    other_name: str
    by_name: str
    store: UUID | None = None
    other: UUID | None = None


class Fault(StrEnum):
    """What a check finds: a sum that is not the ledger's, a promise nobody made, goods that are less than nothing."""

    QUANTITY = "quantity"
    RESERVED = "reserved"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A balance that differs from what the ledger (or the reservations) say it should be."""

    fault: Fault
    kind: AccountKind
    place: UUID
    place_name: str
    item_code: str
    item_name: str
    lot: UUID
    lot_code: str
    state: str
    stored: Decimal
    should_be: Decimal


@dataclass(frozen=True, slots=True)
class ItemTotal:
    """An item over all stores: what lies there, is promised, is on the road, at scenes; what it should be."""

    item: UUID
    code: str
    name: str
    category: str
    spec: str
    unit: str
    quantity: Decimal
    reserved: Decimal
    unusable: Decimal
    on_road: Decimal
    at_scenes: Decimal
    minimum: Decimal
    target: Decimal
    first_expiry: date | None

    @property
    def free(self) -> Decimal:
        """Usable and promised to nobody."""
        return self.quantity - self.unusable - self.reserved

    @property
    def short(self) -> Decimal:
        """How much the quotas want beyond what is usable; nought where they are met."""
        return max(self.minimum - (self.quantity - self.unusable), Decimal(0))
