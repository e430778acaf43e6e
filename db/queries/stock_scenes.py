"""Reads of goods that are out of the stores: where, which, and what happened to the documents of an incident."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from console.domain.stock import AccountKind
from console.domain.stock_scene import Scene, SceneGoods
from db.models.incidents import Incident
from db.models.ledger import StockBalance, StockDocument, StockStep
from db.models.stores import Item, Lot

_SITE = AccountKind.SITE.value
TOLD = ("approve", "issue", "receive", "turn_back", "post", "counter", "void")
"""Steps of documents that an incident's time line tells."""


def scenes(connection: Connection) -> list[Scene]:
    """Incidents where goods lie, then documents that lent some; the newest first within."""
    balance, document = StockBalance, StockDocument
    there = (
        select(balance.place_id, func.count().label("lots"))
        .where(balance.kind == _SITE, balance.quantity > 0)
        .group_by(balance.place_id)
        .subquery()
    )
    incidents = select(Incident.id, Incident.number, Incident.title, there.c.lots).join(
        there, there.c.place_id == Incident.id
    )
    lent = select(
        document.id, document.number, document.receiver, document.applicant, document.other_side, document.destination,
        there.c.lots, document.from_warehouse_id, document.due_at,
    ).join(there, there.c.place_id == document.id)  # fmt: skip
    made = [
        Scene(row.id, row.number, row.title, row.lots, lent=False)
        for row in connection.execute(incidents.order_by(Incident.number.desc()))
    ]
    for row in connection.execute(lent.order_by(document.created_at.desc())):
        who = next((part for part in row[2:6] if part), "")
        made.append(Scene(row[0], row[1], who, row[6], True, row[7], row[8]))
    return made


def goods(connection: Connection, place: UUID) -> list[SceneGoods]:
    """What lies at an incident or was lent by a document, first expiring first."""
    balance = StockBalance
    asked = (
        select(
            Item.id, Item.code, Item.name, Item.spec, Item.unit, Item.decimals, Item.returnable, Lot.id, Lot.code,
            Lot.expires_on, balance.quantity,
        )
        .join(Lot, Lot.id == balance.lot_id)
        .join(Item, Item.id == balance.item_id)
        .where(balance.kind == _SITE, balance.place_id == place, balance.quantity > 0)
        .order_by(Item.code, Lot.expires_on.is_(None), Lot.expires_on, Lot.code)
    )  # fmt: skip
    return [SceneGoods(*row) for row in connection.execute(asked)]


def steps(connection: Connection, incident: UUID) -> list[Any]:
    """What happened to the documents of an incident, the first first."""
    step, document = StockStep, StockDocument
    asked = (
        select(
            step.document_id, document.number, document.kind.label("document_kind"), step.kind, step.who, step.text,
            step.at, step.by_name,
        )
        .join(document, document.id == step.document_id)
        .where(document.incident_id == incident, step.kind.in_(TOLD))
        .order_by(step.number)
    )  # fmt: skip
    return list(connection.execute(asked).mappings())
