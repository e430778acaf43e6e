"""Which lots a stock document means: those that left the store, else those that are held for it, else its own."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, case, or_, select

from console.domain.stock import AccountKind
from console.domain.stock_paper import LotPart
from db.models.ledger import StockDocument, StockMovement, StockReservation
from db.models.stores import Item, Lot

_STORE, _TRANSIT = AccountKind.STORE.value, AccountKind.TRANSIT.value


def lots(connection: Connection, document_id: UUID) -> dict[UUID, tuple[LotPart, ...]]:
    """Lots of each line with their quantities, first expiring first; a line whose lot is its own has none here."""
    move = StockMovement
    left = connection.execute(
        select(move.line_id, Item.code, Lot.id, Lot.code, Lot.made_on, Lot.expires_on, _gone(move))
        .join(Lot, Lot.id == move.lot_id)
        .join(Item, Item.id == Lot.item_id)
        .join(StockDocument, StockDocument.id == move.document_id)
        .where(
            move.document_id == document_id,
            or_(
                and_(move.from_kind == _STORE, move.from_id == StockDocument.from_warehouse_id),
                and_(move.from_kind == _TRANSIT, move.to_kind == _STORE, move.to_id == StockDocument.from_warehouse_id),
            ),
        )
    ).all()
    held = StockReservation
    rows = left or connection.execute(
        select(held.line_id, Item.code, Lot.id, Lot.code, Lot.made_on, Lot.expires_on, held.quantity)
        .join(Lot, Lot.id == held.lot_id)
        .join(Item, Item.id == Lot.item_id)
        .where(held.document_id == document_id, held.state == "held")
    )
    made: defaultdict[UUID, dict[UUID, LotPart]] = defaultdict(dict)
    for line, item, key, code, made_on, expires_on, quantity in rows:
        before = made[line][key].quantity if key in made[line] else Decimal(0)
        made[line][key] = LotPart(key, item, code, made_on, expires_on, before + quantity)
    kept = {line: [part for part in parts.values() if part.quantity > 0] for line, parts in made.items()}
    return {line: tuple(sorted(parts, key=_order)) for line, parts in kept.items() if parts}


def _gone(move: type[StockMovement]) -> Any:
    """What left the store, less what was turned back on the road."""
    return case((move.from_kind == _STORE, move.quantity), else_=-move.quantity)


def _order(part: LotPart) -> tuple[date, str]:
    return part.expires_on or date.max, part.code
