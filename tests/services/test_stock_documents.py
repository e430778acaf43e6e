"""Documents of the stores: what they move, what they refuse, that the same act twice is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.log import ActKind
from console.domain.people import Actor
from console.domain.responses import Approved
from console.domain.stock import DocumentKind, DocumentState, Goods
from console.domain.stock_document import Arrived, Document, NewDocument, NewLine, Picked, Step
from console.errors import Refused
from console.services import lines
from db import books
from db.models.stores import Item, Warehouse

LEADER = Approved("林例十", words="同意")


@dataclass(frozen=True)
class Stores:
    county: UUID
    town: UUID
    pump: UUID
    water: UUID


@pytest.fixture
def stores(desk: Desk, by: Actor) -> Stores:
    made = Stores(uuid4(), uuid4(), uuid4(), uuid4())
    rows = [
        Warehouse(id=made.county, code="K01", name="县库", tier="county", kind="own", version=1),
        Warehouse(id=made.town, code="K02", name="岩坦镇库", tier="town", kind="own", version=1),
        Item(id=made.pump, code="W01", name="排水泵", unit="台", returnable=True, version=1),
        Item(id=made.water, code="W02", name="饮用水", unit="箱", version=1),
    ]
    with desk.opened.store.writing(by=by) as tx:
        tx.session.add_all(rows)
        tx.flush()
        lines.write(tx, books.AUDIT, ActKind.STOCK, "物资基础数据", at=desk.clock.now(), about=rows)
    return made


def took_in(desk: Desk, by: Actor, store: UUID, *rows: NewLine) -> Document:
    made = desk.stock_documents.draft(NewDocument(DocumentKind.RECEIPT, rows, to_store=store), by=by)
    made = desk.stock_documents.approve(made.row.id, LEADER, key=uuid4(), seen=made.row.version, by=by)
    return desk.stock_documents.post(made.row.id, seen=made.row.version, by=by)


def sent(desk: Desk, by: Actor, stores: Stores, *rows: NewLine) -> Document:
    form = NewDocument(DocumentKind.TRANSFER, rows, from_store=stores.county, to_store=stores.town)
    made = desk.stock_documents.draft(form, by=by)
    return desk.stock_documents.approve(made.row.id, LEADER, key=uuid4(), seen=made.row.version, by=by)


def test_pumps_go_from_the_county_to_a_town(desk: Desk, by: Actor, stores: Stores) -> None:
    came = took_in(desk, by, stores.county, NewLine(stores.pump, Decimal(11)))
    assert came.row.state is DocumentState.POSTED
    order = sent(desk, by, stores, NewLine(stores.pump, Decimal(2)))
    order = desk.stock_documents.issue(order.row.id, plate="示A·00001", driver="陈例一", seen=order.row.version, by=by)
    assert order.row.state is DocumentState.ISSUED
    line = order.lines[0]
    part = desk.stock_documents.receive(
        order.row.id, [Arrived(line.id, Decimal(1))], receiver="王例二", seen=order.row.version, by=by
    )
    assert part.row.state is DocumentState.ISSUED and part.lines[0].open == 1
    whole = desk.stock_documents.receive(
        order.row.id,
        [Arrived(line.id, Decimal(0), damaged=Decimal(1))],
        receiver="王例二",
        seen=part.row.version,
        by=by,
    )
    assert whole.row.state is DocumentState.POSTED
    assert "实收 1 台" in desk.log.newest(2)[1].text and "损坏 1" in desk.log.newest(1)[0].text
    assert not desk.log.verify().faults
    assert not desk.stock.check()
    there = {(row.store_name, row.state): row.quantity for row in desk.stock.on_hand()}
    assert there == {("县库", Goods.USABLE): 9, ("岩坦镇库", Goods.USABLE): 1, ("岩坦镇库", Goods.REPAIR): 1}
    card = desk.stock.card(stores.pump)
    assert [(row.change, row.balance) for row in card] == [(11, 11), (-2, 9), (1, 10), (1, 11)]
    total = next(row for row in desk.stock.totals() if row.code == "W01")
    assert (total.quantity, total.unusable, total.on_road, total.free) == (11, 1, 0, 10)


def test_what_is_short_is_named_line_by_line(desk: Desk, by: Actor, stores: Stores) -> None:
    took_in(desk, by, stores.county, NewLine(stores.pump, Decimal(1)))
    with pytest.raises(Refused) as refusal:
        sent(desk, by, stores, NewLine(stores.pump, Decimal(2)), NewLine(stores.water, Decimal(5)))
    assert refusal.value.code == "stock_missing"
    assert refusal.value.facts["lines"] == "排水泵 1 台、饮用水 5 箱"


def test_expired_goods_stay(desk: Desk, by: Actor, stores: Stores) -> None:
    took_in(desk, by, stores.county, NewLine(stores.water, Decimal(5), lot_code="旧", expires_on=date(2030, 8, 1)))
    with pytest.raises(Refused) as refusal:
        sent(desk, by, stores, NewLine(stores.water, Decimal(1)))
    assert refusal.value.code == "stock_missing"


def test_the_same_act_twice_is_one(desk: Desk, by: Actor, stores: Stores) -> None:
    came = took_in(desk, by, stores.county, NewLine(stores.pump, Decimal(3)))
    order = sent(desk, by, stores, NewLine(stores.pump, Decimal(2)))
    step = Step()
    seen = order.row.version
    lot = came.lines[0].lot
    assert lot is not None
    picked = [Picked(order.lines[0].id, lot, Decimal(2))]
    first = desk.stock_documents.issue(order.row.id, picked, step, seen=seen, by=by)
    again = desk.stock_documents.issue(order.row.id, picked, step, seen=seen, by=by)
    assert first == again


def test_a_count_follows_what_is_there_and_goes_stale(desk: Desk, by: Actor, stores: Stores) -> None:
    came = took_in(desk, by, stores.county, NewLine(stores.pump, Decimal(9)))
    row = NewLine(stores.pump, Decimal(8), lot=came.lines[0].lot)
    made = desk.stock_documents.draft(NewDocument(DocumentKind.COUNT, (row,), from_store=stores.county), by=by)
    made = desk.stock_documents.approve(made.row.id, LEADER, key=uuid4(), seen=made.row.version, by=by)
    took_in(desk, by, stores.county, NewLine(stores.pump, Decimal(1), lot=came.lines[0].lot))
    with pytest.raises(Refused, match="count_stale"):
        desk.stock_documents.post(made.row.id, seen=made.row.version, by=by)


def test_a_posted_document_is_reversed_once(desk: Desk, by: Actor, stores: Stores) -> None:
    came = took_in(desk, by, stores.county, NewLine(stores.pump, Decimal(9), to_state=Goods.UNCHECKED))
    turned = desk.stock_documents.counter(
        came.row.id, "录错", LEADER, key=uuid4(), seen=came.row.version, by=by
    )  # fmt: skip
    assert turned.row.counters_number == came.row.number
    again = desk.stock_documents.one(came.row.id)
    assert again.row.countered_by == turned.row.number
    with pytest.raises(Refused, match="countered_already"):
        desk.stock_documents.counter(came.row.id, "录错", LEADER, key=uuid4(), seen=again.row.version, by=by)


def test_a_past_instant_is_told_by_the_ledger(desk: Desk, clock: StoppedClock, by: Actor, stores: Stores) -> None:
    took_in(desk, by, stores.county, NewLine(stores.pump, Decimal(3)))
    before = clock.now()
    clock.advance(hours=1)
    took_in(desk, by, stores.county, NewLine(stores.pump, Decimal(4)))
    assert [row.quantity for row in desk.stock.on_hand(at=before)] == [3]
    assert sum(row.quantity for row in desk.stock.on_hand(at=clock.now())) == 7


def test_the_check_finds_what_was_done_by_hand(desk: Desk, by: Actor, stores: Stores) -> None:
    took_in(desk, by, stores.county, NewLine(stores.pump, Decimal(3)))
    with desk.opened.store.writing(by=by) as tx:
        tx.run("UPDATE stock_balance SET quantity = quantity + 1000")
    (found,) = desk.stock.check()
    assert (found.item_code, found.stored, found.should_be) == ("W01", 4, 3)
