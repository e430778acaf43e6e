"""Goods that are bound or dated: promised, on the road, lots by their papers, the last count of a store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from console.domain.stock import AccountKind, DocumentKind, DocumentState
from console.domain.stock_overview import Promise, UnderWay
from db.models.ledger import StockBalance, StockDocument, StockMovement, StockReservation
from db.models.stores import Item, Lot, Warehouse

_TRANSIT = AccountKind.TRANSIT.value


def under_way(connection: Connection) -> tuple[UnderWay, ...]:
    """What is on the road now, by document and lot."""
    target, document, balance = aliased(Warehouse), StockDocument, StockBalance
    asked = (
        select(
            document.id, document.number, balance.item_id, balance.lot_id, document.from_warehouse_id,
            document.to_warehouse_id, func.coalesce(target.name, document.destination), balance.quantity,
        )
        .select_from(balance)
        .join(document, document.id == balance.place_id)
        .outerjoin(target, target.id == document.to_warehouse_id)
        .where(balance.kind == _TRANSIT, balance.quantity > 0)
        .order_by(document.number)
    )  # fmt: skip
    return tuple(UnderWay(*row) for row in connection.execute(asked))


def promises(connection: Connection, item: UUID) -> list[Promise]:
    """What of an item is held for documents now."""
    row = StockReservation
    asked = (
        select(row.document_id, StockDocument.number, row.lot_id, row.warehouse_id, row.quantity)
        .join(StockDocument, StockDocument.id == row.document_id)
        .where(row.state == "held", row.item_id == item)
        .order_by(StockDocument.number)
    )
    return [Promise(*found) for found in connection.execute(asked)]


def lot_papers(connection: Connection, item: UUID) -> dict[UUID, tuple[date | None, datetime | None, str]]:
    """When each lot of an item was made, when it first came, whose it is."""
    first = (
        select(StockMovement.lot_id, func.min(StockMovement.at).label("at"))
        .where(StockMovement.item_id == item)
        .group_by(StockMovement.lot_id)
        .subquery()
    )
    asked = (
        select(Lot.id, Lot.made_on, first.c.at, Lot.owner)
        .outerjoin(first, first.c.lot_id == Lot.id)
        .where(Lot.item_id == item)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(asked)}


def last_counts(connection: Connection, until: datetime) -> dict[UUID, datetime]:
    """When each store's last stock-take was posted, up to an instant."""
    document = StockDocument
    asked = (
        select(document.from_warehouse_id, document.to_warehouse_id, document.settled_at)
        .where(document.kind == DocumentKind.COUNT.value, document.state == DocumentState.POSTED.value)
        .where(document.settled_at <= until)
        .order_by(document.settled_at)
    )
    made: dict[UUID, datetime] = {}
    for source, target, at in connection.execute(asked):
        store = source or target
        if store is not None and at is not None:
            made[store] = at
    return made


def lots_like(
    connection: Connection, *, item: str = "", lot: str = "", lot_id: str = "", limit: int = 50
) -> Sequence[Any]:
    """Lots by number (of an item by its code), or by the first digits of the id; capital or small letters are one."""
    asked = select(
        Lot.id, Lot.code, Lot.expires_on, Item.id.label("item"), Item.code.label("item_code"), Item.name, Item.spec,
        Item.unit, Item.decimals,
    ).join(Item, Item.id == Lot.item_id)  # fmt: skip
    if lot_id:
        low = UUID(lot_id.ljust(32, "0"))
        high = UUID(lot_id.ljust(32, "f"))
        asked = asked.where(Lot.id.between(low, high))
    else:
        asked = asked.where(func.lower(Lot.code) == lot.lower())
    if item:
        asked = asked.where(func.lower(Item.code) == item.lower())
    return connection.execute(asked.order_by(Item.code, Lot.code).limit(limit)).all()


def item_like(connection: Connection, code: str) -> Sequence[Any]:
    """Items in use by their code; capital or small letters are one."""
    asked = select(Item.id, Item.code, Item.name, Item.spec, Item.unit, Item.decimals)
    return connection.execute(asked.where(func.lower(Item.code) == code.lower(), Item.active.is_(True))).all()


def document_like(connection: Connection, number: str) -> tuple[UUID, str] | None:
    """A document by its number."""
    document = StockDocument
    row = connection.execute(
        select(document.id, document.number).where(func.lower(document.number) == number.lower())
    ).first()
    return (row[0], row[1]) if row else None


def is_document(connection: Connection, key: UUID) -> bool:
    return connection.scalar(select(StockDocument.id).where(StockDocument.id == key)) is not None


def item_of_lot(connection: Connection, lot: UUID) -> UUID | None:
    return connection.scalar(select(Lot.item_id).where(Lot.id == lot))
