"""Goods that change their state or are turned back on the road: by documents, in the ledger, on the time line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from console.bootstrap import Desk
from console.domain.people import Actor, Role
from console.domain.stock import DocumentKind, DocumentState, Goods
from console.domain.stock_document import Arrived, NewDocument, NewLine, Step
from console.domain.stores import AgreementForm
from console.domain.timeline import EventKind
from console.errors import Refused
from tests.kit.stock import LEADER, Yard, approved, came_in, settled, yard


@pytest.fixture
def by(desk: Desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def there(desk: Desk, by: Actor) -> Yard:
    return yard(desk, by)


def lying(desk: Desk) -> dict[tuple[str, Goods], Any]:
    return {(row.store_name, row.state): (row.quantity, row.shelf) for row in desk.stock.on_hand()}


def test_what_was_mended_is_usable_by_a_document(desk: Desk, by: Actor, there: Yard) -> None:
    """Promised while it waits, still on its shelf afterwards; a counter-document takes it back."""
    came_in(desk, by, there.county, NewLine(there.pump, Decimal(3), to_state=Goods.REPAIR, shelf="甲-2"))
    back = NewLine(there.pump, Decimal(2), state=Goods.REPAIR)
    form = NewDocument(DocumentKind.STATE, (back,), from_store=there.county, reason="repaired")
    waits = approved(desk, by, form)
    assert "ZT2030" in waits.row.number and waits.lines[0].issued == 0
    with pytest.raises(Refused, match="stock_missing"):
        approved(desk, by, NewDocument(DocumentKind.STATE, (back,), from_store=there.county))
    done = desk.stock_documents.post(waits.row.id, seen=waits.row.version, by=by)
    assert lying(desk) == {("县库", Goods.REPAIR): (1, "甲-2"), ("县库", Goods.USABLE): (2, "甲-2")}
    assert "排水泵 2 台，在修→可用" in desk.log.newest(1)[0].text
    desk.stock_documents.counter(
        done.row.id, "录错", LEADER, key=uuid4(), seen=done.row.version, by=by
    )  # fmt: skip
    assert lying(desk) == {("县库", Goods.REPAIR): (3, "甲-2")} and not desk.stock.check()
    for wrong in (NewLine(there.pump, Decimal(1)), NewLine(there.pump, Decimal("0.5"), to_state=Goods.STOPPED)):
        with pytest.raises(Refused, match=r"state_same|amount_fraction"):
            desk.stock_documents.draft(NewDocument(DocumentKind.STATE, (wrong,), from_store=there.county), by=by)


def test_expired_goods_may_be_put_aside_and_never_called_usable(desk: Desk, by: Actor, there: Yard) -> None:
    old = NewLine(there.water, Decimal(5), lot_code="旧", expires_on=date(2030, 8, 1))
    came_in(desk, by, there.county, old)
    aside = NewLine(there.water, Decimal(5), to_state=Goods.STOPPED)
    settled(desk, by, NewDocument(DocumentKind.STATE, (aside,), from_store=there.county, reason="stopped"))
    assert lying(desk) == {("县库", Goods.STOPPED): (5, "")}
    again = NewLine(there.water, Decimal(5), state=Goods.STOPPED)
    with pytest.raises(Refused, match="stock_missing"):
        approved(desk, by, NewDocument(DocumentKind.STATE, (again,), from_store=there.county, reason="resumed"))


def test_a_transfer_on_the_road_is_turned_back(desk: Desk, by: Actor, there: Yard) -> None:
    """What arrived before stays there; the rest lies where it came from; twice is once; the incident's story has it."""
    came_in(desk, by, there.county, NewLine(there.pump, Decimal(5)))
    form = NewDocument(
        DocumentKind.TRANSFER, (NewLine(there.pump, Decimal(4)),), from_store=there.county, to_store=there.town,
        incident=there.incident,
    )  # fmt: skip
    made, service, step = approved(desk, by, form), desk.stock_documents, Step()
    with pytest.raises(Refused, match="document_state"):
        service.turn_back(made.row.id, "塌方", seen=made.row.version, by=by)
    made = service.issue(made.row.id, seen=made.row.version, by=by)
    one = [Arrived(made.lines[0].id, Decimal(1))]
    made = service.receive(made.row.id, one, receiver="王例二", seen=made.row.version, by=by)
    with pytest.raises(Refused, match="reason_missing"):
        service.turn_back(made.row.id, " ", seen=made.row.version, by=by)
    done = service.turn_back(made.row.id, "塌方断路", step, seen=made.row.version, by=by)
    assert done == service.turn_back(made.row.id, "塌方断路", step, seen=made.row.version, by=by)
    assert done.row.state is DocumentState.POSTED and (int(done.lines[0].issued), int(done.lines[0].open)) == (1, 0)
    assert lying(desk) == {("县库", Goods.USABLE): (4, ""), ("岩坦镇库", Goods.USABLE): (1, "")}
    assert "未达退回：排水泵 3 台，塌方断路" in desk.log.newest(1)[0].text and not desk.stock.check()
    told = [one.text for one in desk.incident_timeline.events(there.incident, (EventKind.GOODS,))]
    assert [text.split("：")[0] for text in told] == ["调拨单批准", "调拨单出库", "调拨单签收", "调拨单未达退回"]
    assert "排水泵 4 台，林例十" in told[0] and told[3].endswith("（塌方断路）")
    found = [desk.stock_documents.count(word) for word in ("岩坦镇库", "样例台风", "排水泵 样例台风", "上塘")]
    assert found == [1, 1, 1, 0]
    (hit,) = desk.finding.by_number(done.row.number.lower())
    assert (hit.id, hit.panel) == (done.row.id, "stores")


def test_goods_that_are_out_are_named_where_they_are(desk: Desk, by: Actor, there: Yard) -> None:
    came_in(desk, by, there.county, NewLine(there.boat, Decimal(3)))
    at_scene = NewDocument(
        DocumentKind.ISSUE, (NewLine(there.boat, Decimal(1)),), from_store=there.county, incident=there.incident
    )
    lent = NewDocument(
        DocumentKind.ISSUE, (NewLine(there.boat, Decimal(2)),), from_store=there.county, reason="loan",
        receiver="碧莲镇", due_at=desk.clock.now(),
    )  # fmt: skip
    settled(desk, by, at_scene)
    loan = settled(desk, by, lent)
    scene, owed = desk.stock_scenes.out()
    assert (scene.place, scene.lent, scene.lots) == (there.incident, False, 1)
    assert (owed.place, owed.lent, owed.title, owed.store) == (loan.row.id, True, "碧莲镇", there.county)
    assert [(row.item_name, int(row.quantity), row.returnable) for row in desk.stock_scenes.goods(owed.place)] == [
        ("冲锋舟", 2, True)
    ]


def test_no_more_is_called_than_an_agreement_holds(desk: Desk, by: Actor, there: Yard) -> None:
    held = AgreementForm("X01", "样例超市", Decimal(100), "瓶", 120, item_id=there.water)
    desk.stores.keep(held, seen=0, by=by)

    def called(amount: int) -> NewDocument:
        line = NewLine(there.water, Decimal(amount))
        return NewDocument(
            DocumentKind.RECEIPT, (line,), to_store=there.town, reason="agreement", agreement=held.id
        )  # fmt: skip

    first = desk.stock_documents.draft(called(70), by=by)
    with pytest.raises(Refused, match="agreement_over") as refusal:
        desk.stock_documents.draft(called(31), by=by)
    assert refusal.value.facts["over"] == "1"
    first = desk.stock_documents.change(first.row.id, called(100), seen=first.row.version, by=by)
    assert desk.agreements.one(held.id).left == 0
