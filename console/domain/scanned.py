"""What a scanned or typed code was found to be, and what the field that took it can use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from console.domain.stock import Goods


@dataclass(frozen=True, slots=True)
class Lying:
    """So much of a lot in a store, in a state; ``free`` of it promised to nobody."""

    store: UUID
    store_name: str
    state: Goods
    quantity: Decimal
    free: Decimal


@dataclass(frozen=True, slots=True)
class Found:
    """An item, and its lot where the code named one. ``lying`` is where that lot (or the item) lies now.

    ``expired`` says that its last day is over; ``text`` is the code as it came.
    """

    text: str
    item: UUID
    item_code: str
    item_name: str
    spec: str
    unit: str
    decimals: int
    lot: UUID | None = None
    lot_code: str = ""
    expires_on: date | None = None
    expired: bool = False
    lying: tuple[Lying, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a field takes. ``store``: it must lie there; ``items``: one of these; ``lots``: a lot, not just an item.

    ``expired`` False refuses goods over their last day (what is issued); a stock-take counts them.
    """

    store: UUID | None = None
    store_name: str = ""
    items: frozenset[UUID] = frozenset()
    lots: bool = True
    expired: bool = True


ANYTHING = Wanted(lots=False)
"""A field that takes whatever is known."""
