"""Stores, goods and documents for tests: three stores, four items, an incident, and the way of a document."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid4

from console.bootstrap import Desk
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.log import ActKind
from console.domain.people import Actor
from console.domain.responses import Approved
from console.domain.stock import DocumentKind, DocumentState
from console.domain.stock_document import Arrived, Document, NewDocument, NewLine
from console.services import lines
from db import books
from db.models.stores import Item, Warehouse

LEADER = Approved("林例十", words="同意")


@dataclass(frozen=True)
class Yard:
    """Keys of what there is."""

    county: UUID
    town: UUID
    post: UUID
    pump: UUID
    water: UUID
    diesel: UUID
    boat: UUID
    incident: UUID

    @property
    def stores(self) -> tuple[UUID, ...]:
        return self.county, self.town, self.post

    @property
    def items(self) -> tuple[UUID, ...]:
        return self.pump, self.water, self.diesel, self.boat


def yard(desk: Desk, by: Actor) -> Yard:
    """Pumps are lent, water has lots with dates and comes in boxes, diesel is measured in parts."""
    made = Yard(*(uuid4() for _ in range(8)))
    rows = [
        Warehouse(id=made.county, code="K01", name="县库", tier="county", kind="own", version=1),
        Warehouse(id=made.town, code="K02", name="岩坦镇库", tier="town", kind="own", version=1),
        Warehouse(id=made.post, code="K03", name="上塘前置点", tier="forward", kind="own", version=1),
        Item(id=made.pump, code="W01", name="排水泵", unit="台", returnable=True, version=1),
        Item(id=made.water, code="W02", name="饮用水", unit="瓶", pack_unit="箱", pack_quantity=Decimal(24), version=1),
        Item(id=made.diesel, code="W03", name="柴油", unit="升", decimals=2, version=1),
        Item(id=made.boat, code="W04", name="冲锋舟", spec="四米", unit="艘", returnable=True, version=1),
    ]
    with desk.opened.store.writing(by=by) as tx:
        tx.session.add_all(rows)
        tx.flush()
        lines.write(tx, books.AUDIT, ActKind.STOCK, "物资基础数据", at=desk.clock.now(), about=rows)
    call = desk.intake.register(Intake(uuid4(), "岩坦镇山塘漫水", desk.clock.now()), by=by)
    desk.incidents.open(NewIncident(made.incident, "样例台风", "岩坦镇山塘漫水"), [call.id], by=by)
    return made


def approved(desk: Desk, by: Actor, form: NewDocument) -> Document:
    """A document somebody said yes to."""
    made = desk.stock_documents.draft(form, by=by)
    return desk.stock_documents.approve(made.row.id, LEADER, key=uuid4(), seen=made.row.version, by=by)


def settled(desk: Desk, by: Actor, form: NewDocument) -> Document:
    """A document that was carried to its end: a transfer arrives whole."""
    made, service = approved(desk, by, form), desk.stock_documents
    if form.kind is not DocumentKind.TRANSFER:
        return service.post(made.row.id, seen=made.row.version, by=by)
    made = service.issue(made.row.id, seen=made.row.version, by=by)
    came = [Arrived(line.id, line.open) for line in made.lines]
    made = service.receive(made.row.id, came, receiver="王例二", seen=made.row.version, by=by)
    assert made.row.state is DocumentState.POSTED
    return made


def came_in(desk: Desk, by: Actor, store: UUID, *rows: NewLine) -> Document:
    """Goods that were taken in."""
    return settled(desk, by, NewDocument(DocumentKind.RECEIPT, rows, to_store=store))
