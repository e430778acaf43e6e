"""Goods that are out of the stores: lent, or at a scene until somebody tells what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Scene:
    """An incident, or a document that lent goods out without one: whoever brings them back names it.

    ``lots`` is how many lots are there; ``due_at`` when lent goods are owed back.
    """

    place: UUID
    number: str
    title: str
    lots: int
    lent: bool
    store: UUID | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SceneGoods:
    """So much of a lot lies there."""

    item: UUID
    item_code: str
    item_name: str
    spec: str
    unit: str
    decimals: int
    returnable: bool
    lot: UUID
    lot_code: str
    expires_on: date | None
    quantity: Decimal
