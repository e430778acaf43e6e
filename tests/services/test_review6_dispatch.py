"""Dispatch held against hostile hands: what was reversed, what belongs elsewhere, words as long as they may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from console import words
from console.bootstrap import Desk
from console.domain.assigning import NewAssignment
from console.domain.dispatching import GoodsOrder, Order, TeamOrder
from console.domain.needs import NeedKind, NewNeed
from console.domain.people import Actor
from console.domain.stock import DocumentKind
from console.domain.stock_document import NewDocument, NewLine
from console.domain.stores import VehicleForm
from console.errors import Refused
from console.services import candidate_words
from tests.kit.dispatch import LEADER, Ground, by, ground, team

__all__ = ["by", "ground"]


def test_what_was_called_and_reversed_can_be_called_again(desk: Desk, by: Actor, ground: Ground) -> None:
    agreement = ground.agreement(desk, by, ground.water, 100, 60)
    form = NewDocument(
        DocumentKind.RECEIPT, (NewLine(ground.water, Decimal(80)),), "agreement", to_store=ground.county,
        agreement=agreement,
    )  # fmt: skip
    made = desk.stock_documents.draft(form, by=by)
    made = desk.stock_documents.approve(made.row.id, LEADER, key=uuid4(), seen=made.row.version, by=by)
    made = desk.stock_documents.post(made.row.id, seen=made.row.version, by=by)
    need = desk.needs.record(NewNeed(ground.incident, NeedKind.ITEM, Decimal(9), item=ground.water), by=by)

    def left() -> tuple[Decimal, Decimal]:
        (there,) = desk.candidates.of(need.id).agreements
        return there.left, desk.agreements.one(agreement).left

    assert left() == (Decimal(20), Decimal(20))
    desk.stock_documents.counter(made.row.id, "录错", LEADER, key=uuid4(), seen=made.row.version, by=by)
    assert left() == (Decimal(100), Decimal(100))


def test_an_order_serves_needs_of_its_own_incident_only(desk: Desk, by: Actor, ground: Ground) -> None:
    other = ground.another(desk, by)
    ground.add_teams(desk, by, team("D1", 3))
    need = desk.needs.record(NewNeed(other, NeedKind.SKILL, Decimal(1), skill="drainage"), by=by)
    order = Order(LEADER, (TeamOrder(ground.incident, ground.teams["D1"], need.id),))
    with pytest.raises(Refused, match="proposal_stale"):
        desk.dispatching.confirm(order, by=by)
    with pytest.raises(Refused, match="no_such_need"):
        desk.assignments.assign(NewAssignment(ground.teams["D1"], ground.incident, need_id=need.id), by=by)
    form = NewDocument(
        DocumentKind.TRANSFER, (NewLine(ground.pump, Decimal(1), need=need.id),), from_store=ground.county,
        incident=ground.incident,
    )  # fmt: skip
    with pytest.raises(Refused, match="need_elsewhere"):
        desk.stock_documents.draft(form, by=by)


def test_words_as_long_as_they_may_be_are_no_reason_to_refuse_an_order(desk: Desk, by: Actor, ground: Ground) -> None:
    ground.took_in(desk, by, ground.county, NewLine(ground.pump, Decimal(3), lot_code="批" * 60))
    ground.add_teams(desk, by, team("D1", 3, name="队" * 100, head_a="陈" * 60, phone_a="1" * 40))
    ground.vehicle(desk, by, ground.county, "浙" * 20, 5000, driver="例" * 60, phone="2" * 40)
    skill = NewNeed(ground.incident, NeedKind.SKILL, Decimal(1), skill="drainage")
    goods = NewNeed(ground.incident, NeedKind.ITEM, Decimal(2), item=ground.pump)
    long = [replace(one, place="村" * 200, asked_by="问" * 100, phone="3" * 40) for one in (skill, goods)]
    needs = desk.needs.record_all(long, by=by)
    with desk.opened.store.reading() as connection:
        from db.queries import dispatch, stock

        lot = next(iter(stock.held(connection, ground.county, [ground.pump]))).lot
        (vehicle,) = (one.id for one in dispatch.vehicles(connection))
    order = Order(
        LEADER, (TeamOrder(ground.incident, ground.teams["D1"], needs[0].id, minutes=20, reason="由" * 200),),
        (GoodsOrder(ground.incident, ground.county, ground.pump, ((lot, Decimal(2)),), needs[1].id, (vehicle,)),),
        text="文" * 2000,
    )  # fmt: skip
    (made,) = desk.dispatching.confirm(order, by=by)
    assert desk.dispatching.messages(made.id)
    assert not desk.log.verify().faults


def test_a_load_nobody_recorded_is_not_nought(desk: Desk, by: Actor, ground: Ground) -> None:
    ground.took_in(desk, by, ground.county, NewLine(ground.pump, Decimal(3)))
    need = desk.needs.record(NewNeed(ground.incident, NeedKind.ITEM, Decimal(2), item=ground.pump), by=by)
    words.set_language("zh")
    for plate, load, told in (
        ("浙C1", None, "载重不详"), ("浙C2", 5000, "至少共载 5000 公斤"), ("浙C1", 3000, "2 辆，共载 8000 公斤")
    ):  # fmt: skip
        known = {row.form.plate: row for row in desk.stores.rows(VehicleForm)}
        if plate in known:
            row = known[plate]
            desk.stores.keep(replace(row.form, load_kg=load), seen=row.version, by=Actor.tool("tester"))
        else:
            ground.vehicle(desk, by, ground.county, plate, load)
        (store,) = desk.candidates.of(need.id).stores
        assert told in candidate_words.store(store, "台", date(2030, 8, 12))[-1]


def test_amounts_that_mean_nothing_order_nothing_and_a_recall_is_told_once(
    desk: Desk, by: Actor, ground: Ground
) -> None:
    lot = ground.took_in(desk, by, ground.county, NewLine(ground.pump, Decimal(3))).lines[0].lot
    assert lot is not None

    def order(*amounts: str) -> Order:
        lots = tuple((lot, Decimal(one)) for one in amounts)
        return Order(LEADER, (), (GoodsOrder(ground.incident, ground.county, ground.pump, lots),))

    for amounts in (("-1",), ("2", "-1"), ("2", "0"), ("0.5",), ("NaN",), ("1e12",)):
        with pytest.raises(Refused):
            desk.dispatching.confirm(order(*amounts), by=by)
    (made,) = desk.dispatching.confirm(order("1", "1"), by=by)
    (document,) = desk.stock_documents.rows(dispatch=made.id)
    desk.stock_documents.issue(document.id, seen=document.version, by=by)
    for _ in range(2):
        assert desk.dispatching.recall(made.id, "改派", by=by) == [document.number]
    told = [line.text for line in desk.log.newest(9) if "撤回" in line.text]
    assert len(told) == 1 and f"{document.number} 已发出，另办未达退回" in told[0]
