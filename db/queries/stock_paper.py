"""Which lots a stock document means: those that left the store, else those that are held for it, else its own."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, select

from console.domain.stock import AccountKind
from console.domain.stock_paper import LotPart
from db.models.ledger import StockDocument, StockMovement, StockReservation
from db.models.stores import Item, Lot

_STORE = AccountKind.STORE.value


def lots(connection: Connection, document_id: UUID) -> dict[UUID, tuple[LotPart, ...]]:
    """Lots of each line with their quantities, first expiring first; a line whose lot is its own has none here."""
    move = StockMovement
    left = connection.execute(
        select(move.line_id, Item.code, Lot.id, Lot.code, Lot.made_on, Lot.expires_on, move.quantity)
        .join(Lot, Lot.id == move.lot_id)
        .join(Item, Item.id == Lot.item_id)
        .join(StockDocument, StockDocument.id == move.document_id)
        .where(
            move.document_id == document_id,
            move.from_kind == _STORE,
            move.from_id == StockDocument.from_warehouse_id,
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
    return {line: tuple(sorted(parts.values(), key=_order)) for line, parts in made.items()}


def _order(part: LotPart) -> tuple[date, str]:
    return part.expires_on or date.max, part.code
