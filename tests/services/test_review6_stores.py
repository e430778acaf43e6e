"""The stores held against hostile hands: times before what is known, mistyped dates, sums at the edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.people import Actor, Role
from console.domain.stock import DocumentKind, Goods
from console.domain.stock_document import Arrived, NewDocument, NewLine, Picked, Step
from console.errors import Refused
from tests.kit.stock import LEADER, Yard, approved, came_in, settled, yard

K = DocumentKind
D = Decimal


@pytest.fixture
def by(desk: Desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "stores of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def ground(desk: Desk, by: Actor) -> Yard:
    return yard(desk, by)


def test_a_count_is_of_no_time_at_which_the_books_said_otherwise(
    desk: Desk, by: Actor, ground: Yard, clock: StoppedClock
) -> None:
    made = came_in(desk, by, ground.county, NewLine(ground.pump, D(8), lot_code="甲"))
    lot = made.lines[0].lot
    early = clock.now()
    clock.advance(hours=3)
    settled(desk, by, NewDocument(K.ISSUE, (NewLine(ground.pump, D(3), lot=lot),), from_store=ground.county))
    clock.advance(hours=1)
    count = approved(desk, by, NewDocument(K.COUNT, (NewLine(ground.pump, D(5), lot=lot),), from_store=ground.county))
    for at in (early + timedelta(hours=1), early - timedelta(days=3)):
        with pytest.raises(Refused, match="lot_earlier"):
            desk.stock_documents.post(count.row.id, Step(at=at), seen=count.row.version, by=by)
    desk.stock_documents.post(count.row.id, Step(at=early + timedelta(hours=3)), seen=count.row.version, by=by)


def test_a_mistyped_date_of_a_lot_nobody_has_can_be_set_right(desk: Desk, by: Actor, ground: Yard) -> None:
    wrong = NewLine(ground.water, D(5), lot_code="A1", expires_on=date(2020, 1, 1))
    right = replace(wrong, expires_on=date(2032, 1, 1))
    form = NewDocument(K.RECEIPT, (wrong,), to_store=ground.county)
    made = desk.stock_documents.draft(form, by=by)
    made = desk.stock_documents.change(made.row.id, replace(form, lines=(right,)), seen=made.row.version, by=by)
    assert made.lines[0].expires_on == date(2032, 1, 1)
    desk.stock_documents.void(made.row.id, "重开", key=uuid4(), seen=made.row.version, by=by)
    last = replace(right, expires_on=date(2033, 1, 1))
    made = came_in(desk, by, ground.county, last)
    assert made.lines[0].expires_on == date(2033, 1, 1)
    with pytest.raises(Refused, match="lot_differs"):
        desk.stock_documents.draft(NewDocument(K.RECEIPT, (wrong,), to_store=ground.town), by=by)
    theirs = NewDocument(K.RECEIPT, (replace(wrong, lot_code="B1"),), to_store=ground.town)
    desk.stock_documents.draft(theirs, by=by)
    with pytest.raises(Refused, match="lot_differs"):  # somebody else's draft counts on it
        desk.stock_documents.draft(replace(theirs, lines=(replace(right, lot_code="B1"),), id=uuid4()), by=by)
    assert not desk.log.verify().faults and not desk.stock.check()


def test_in_parts_turned_back_counted_and_reversed_nothing_is_lost(
    desk: Desk, by: Actor, ground: Yard, clock: StoppedClock
) -> None:
    came_in(desk, by, ground.county, NewLine(ground.diesel, D("10.5"), lot_code="甲"))
    lot = desk.stock.on_hand()[0].lot
    form = NewDocument(K.TRANSFER, (NewLine(ground.diesel, D("7.25")),), from_store=ground.county, to_store=ground.town)
    made, service = approved(desk, by, form), desk.stock_documents
    made = service.issue(made.row.id, [Picked(made.lines[0].id, lot, D("6.25"))], seen=made.row.version, by=by)
    came = [Arrived(made.lines[0].id, D("2"), D("0.05"), D("0.2"))]
    made = service.receive(made.row.id, came, receiver="王例二", seen=made.row.version, by=by)
    made = service.turn_back(made.row.id, "路断", seen=made.row.version, by=by)
    held = {(row.store_code, str(row.state)): row.quantity for row in desk.stock.on_hand()}
    assert held == {("K01", "usable"): D("8.25"), ("K02", "usable"): D("2"), ("K02", "scrap"): D("0.2")}
    assert (made.lines[0].issued, made.lines[0].open) == (D("2.25"), D(0))
    (part,) = desk.stock_papers.paper(made.row.id).lots[made.lines[0].id]
    assert part.quantity == D("2.25"), "a paper tells what left the store and stayed away"
    settled(desk, by, NewDocument(K.COUNT, (NewLine(ground.diesel, D("1.5"), lot=lot),), from_store=ground.town))
    with pytest.raises(Refused, match="stock_short"):
        service.counter(made.row.id, "录错", LEADER, key=uuid4(), seen=made.row.version, by=by)
    settled(desk, by, NewDocument(K.COUNT, (NewLine(ground.diesel, D("2"), lot=lot),), from_store=ground.town))
    service.counter(made.row.id, "录错", LEADER, key=uuid4(), seen=made.row.version, by=by)
    assert {(row.store_code, row.quantity) for row in desk.stock.on_hand()} == {("K01", D("10.5"))}
    assert not desk.stock.check() and not desk.log.verify().faults


@pytest.mark.parametrize("amount", ["-1", "0", "0.5", "1e3", "NaN", "１，０００，０００，００１", "1" * 400, "", "∞"])
def test_no_amount_that_means_nothing_comes_through_any_kind(desk: Desk, by: Actor, ground: Yard, amount: str) -> None:
    came_in(desk, by, ground.county, NewLine(ground.pump, D(8), lot_code="甲"))
    lot = desk.stock.on_hand()[0].lot
    for kind in K:
        ends = {"from_store": ground.county} if kind in (K.ISSUE, K.TRANSFER, K.COUNT, K.WRITE_OFF, K.STATE) else {}
        ends |= {"to_store": ground.town} if kind not in (K.ISSUE, K.COUNT, K.WRITE_OFF, K.STATE) else {}
        row = NewLine(ground.pump, amount, lot=lot, to_state=Goods.REPAIR)  # type: ignore[arg-type]
        if kind is K.COUNT and amount == "0":
            continue
        with pytest.raises(Refused):
            desk.stock_documents.draft(NewDocument(kind, (row,), **ends), by=by)  # type: ignore[arg-type]


def test_what_a_changed_draft_points_at_is_there_or_refused_by_name(desk: Desk, by: Actor, ground: Yard) -> None:
    lot = came_in(desk, by, ground.county, NewLine(ground.boat, D(4), lot_code="甲")).lines[0].lot
    loan = NewDocument(K.ISSUE, (NewLine(ground.boat, D(2), lot=lot),), "loan", from_store=ground.county)
    lent = settled(desk, by, loan)
    back = NewDocument(K.RETURN, (NewLine(ground.boat, D(1), lot=lot),), to_store=ground.town, lent=lent.row.id)
    made = desk.stock_documents.draft(back, by=by)
    nobody = uuid4()
    for form in (
        replace(back, lent=nobody), replace(back, to_store=nobody), replace(back, incident=nobody),
        replace(back, need=nobody), replace(back, dispatch=nobody), replace(back, agreement=nobody),
        replace(back, vehicle=nobody), replace(back, lines=(replace(back.lines[0], lot=nobody),)),
        replace(back, lines=(replace(back.lines[0], need=nobody),)), replace(back, lines=()),
        replace(back, lines=(replace(back.lines[0], item=nobody),)), replace(back, lines=back.lines * 2),
    ):  # fmt: skip
        with pytest.raises(Refused):
            desk.stock_documents.change(made.row.id, form, seen=made.row.version, by=by)
        with pytest.raises(Refused):
            desk.stock_documents.draft(replace(form, id=uuid4()), by=by)
    assert desk.stock_documents.one(made.row.id) == made
