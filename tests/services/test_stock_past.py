"""What was promised at a past instant is told as it stood then."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.stock import DocumentKind
from console.domain.stock_document import NewDocument, NewLine
from console.domain.stores import ItemForm, WarehouseForm
from tests.kit import stores as kit


def test_promises_of_the_past(desk: Desk, clock: StoppedClock, by: Actor) -> None:
    store = desk.stores.keep(WarehouseForm("K01", "县库", "county"), by=by).id
    other = desk.stores.keep(WarehouseForm("K02", "镇库"), by=by).id
    item = desk.stores.keep(ItemForm("W01", "排水泵", "台"), by=by).id
    kit.took_in(desk, by, store, NewLine(item, Decimal(5)))
    clock.advance(hours=1)
    form = NewDocument(DocumentKind.TRANSFER, (NewLine(item, Decimal(2)),), from_store=store, to_store=other)
    made = desk.stock_documents.draft(form, by=by)
    made = desk.stock_documents.approve(made.row.id, kit.LEADER, key=uuid4(), seen=made.row.version, by=by)
    promised = clock.now()
    clock.advance(hours=1)
    desk.stock_documents.issue(made.row.id, seen=made.row.version, by=by)

    def told(at):
        return [(row.quantity, row.reserved) for row in desk.stock.on_hand(at=at)]

    assert told(promised.replace(hour=0)) == [(5, 0)]
    assert told(promised) == [(5, 2)]
    assert told(clock.now()) == [(3, 0)] == [(row.quantity, row.reserved) for row in desk.stock.on_hand()]
