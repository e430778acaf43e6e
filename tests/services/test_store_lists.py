"""What follows from stock and rules: dates, rotation, quotas of stores and places, what to buy, coverage, the road."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from openpyxl import load_workbook

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.due import DueKind, DueState
from console.domain.people import Actor
from console.domain.plan_findings import StaleKind
from console.domain.posts import PostLine
from console.domain.stock import DocumentKind, DocumentState
from console.domain.stock_document import Arrived, NewDocument, NewLine
from console.domain.store_lists import Band, Covered, RotationWhy
from console.domain.stores import ItemForm, QuotaForm, WarehouseForm
from tests.kit import plans as plan_kit
from tests.kit import stores as kit
from tests.kit.teams import commander

WATER = ItemForm("W02", "饮用水", "箱", rotate_days=100)
PUMP = ItemForm("W01", "排水泵（大流量）", "台", returnable=True, key_item=True)


@pytest.fixture
def county(desk: Desk, by: Actor, tmp_path) -> dict[str, UUID]:
    file = tmp_path / "places.csv"
    file.write_text("代码,名称,上级\n99,示例省,\n9901,示例市,99\n990101,例县,9901\n990101003,例溪镇,990101\n"
                    "990101003001,样例村07,990101003\n990101003002,样例村08,990101003\n", encoding="utf-8")  # fmt: skip
    desk.places.import_file(file, by=by)
    places = {place.name: place.id for place in desk.places.everything()}
    made = {"county": uuid4(), "town": uuid4(), "village": uuid4(), **places}
    stores = (
        ("K01", "县库", "county", "例县"),
        ("K02", "例溪镇库", "town", "例溪镇"),
        ("K03", "村点", "village", "样例村07"),
    )
    for code, name, tier, place in stores:
        desk.stores.keep(WarehouseForm(code, name, tier, place_id=places[place], id=made[tier]), by=by)
    for item in (WATER, PUMP):
        desk.stores.keep(item, by=by)
    return made


def quota(desk: Desk, by: Actor, item: ItemForm, minimum: int, target: int, **where: object) -> None:
    desk.stores.keep(QuotaForm(item.id, Decimal(minimum), Decimal(target), **where), by=by)  # type: ignore[arg-type]


def test_a_lot_is_told_once_however_near_its_date(desk: Desk, by: Actor, county: dict[str, UUID]) -> None:
    days = {
        "旧": date(2030, 8, 11),
        "今": date(2030, 8, 12),
        "近": date(2030, 9, 1),
        "远": date(2030, 11, 1),
        "新": date(2032, 1, 1),
    }
    for code, day in days.items():
        kit.took_in(desk, by, county["county"], NewLine(WATER.id, Decimal(5), lot_code=code, expires_on=day))
    told = {row.lot_code: row.band for row in desk.expiry.rows()}
    assert told == {"旧": Band.EXPIRED, "今": Band.LAST, "近": Band.NEAR, "远": Band.FAR}
    assert [row.lots for row in desk.expiry.totals()] == [1, 1, 1, 1]
    assert sum(row.quantity for row in desk.expiry.rows()) <= sum(row.quantity for row in desk.stock.on_hand())
    assert desk.expiry.rows(store=county["town"]) == [] and desk.expiry.rows("旧 饮用水")[0].days_left == -1


def test_what_should_leave_is_drafted_once(desk: Desk, clock: StoppedClock, by: Actor, county: dict[str, UUID]) -> None:
    old = NewLine(WATER.id, Decimal(5), lot_code="旧", expires_on=date(2030, 8, 1))
    long = NewLine(WATER.id, Decimal(7), lot_code="久", made_on=date(2030, 1, 1), expires_on=date(2031, 8, 1))
    kit.took_in(desk, by, county["county"], old, long)
    kit.took_in(desk, by, county["town"], NewLine(WATER.id, Decimal(2), lot_code="镇"))
    found = desk.expiry.proposals()
    assert [(one.lot_code, one.why, one.quantity) for one in found] == [
        ("旧", RotationWhy.EXPIRED, 5), ("久", RotationWhy.ROTATION, 7)
    ]  # fmt: skip
    drafts = desk.expiry.draft(found, by=by)
    assert [(one.row.kind, one.row.reason, one.row.state) for one in drafts] == [
        (DocumentKind.WRITE_OFF, why, DocumentState.DRAFT) for why in ("expired", "rotation")
    ]  # fmt: skip
    assert all(one.drafted for one in desk.expiry.proposals()) and desk.expiry.prepare(desk.expiry.proposals()) == []
    for one in drafts:
        approved = desk.stock_documents.approve(one.row.id, kit.LEADER, key=uuid4(), seen=one.row.version, by=by)
        desk.stock_documents.post(one.row.id, seen=approved.row.version, by=by)
    assert desk.expiry.proposals() == [] and not desk.stock.check()
    clock.advance(days=100)
    assert [one.lot_code for one in desk.expiry.proposals()] == ["镇"]


def test_short_is_quota_less_what_is_free(desk: Desk, by: Actor, county: dict[str, UUID]) -> None:
    quota(desk, by, PUMP, 4, 6, warehouse_id=county["county"])
    quota(desk, by, PUMP, 3, 5, place_id=county["例溪镇"])
    quota(desk, by, WATER, 1, 1, warehouse_id=county["county"])
    kit.took_in(desk, by, county["county"], NewLine(PUMP.id, Decimal(5)))
    kit.took_in(desk, by, county["village"], NewLine(PUMP.id, Decimal(1)))
    kit.took_in(desk, by, county["county"], NewLine(WATER.id, Decimal(9), lot_code="旧", expires_on=date(2030, 8, 1)))
    told = {(row.owner_name, row.item_code): (row.free, row.short, row.wanted) for row in desk.quotas.shortages()}
    assert told == {("例溪镇", "W01"): (1, 2, 4), ("县库", "W02"): (0, 1, 1)}
    lent = NewDocument(DocumentKind.ISSUE, (NewLine(PUMP.id, Decimal(2)),), "loan", from_store=county["county"])
    drafted = desk.stock_documents.draft(lent, by=by)
    desk.stock_documents.approve(drafted.row.id, kit.LEADER, key=uuid4(), seen=drafted.row.version, by=by)
    (county_row,) = desk.quotas.shortages(store=county["county"], item=PUMP.id)
    assert (county_row.free, county_row.short) == (3, 1)
    assert len(desk.quotas.shortages(every=True)) == 3 and len(desk.quotas.shortages("pxx")) == 0


def test_nothing_is_bought_twice(desk: Desk, by: Actor, county: dict[str, UUID], tmp_path) -> None:
    quota(desk, by, PUMP, 4, 6, warehouse_id=county["village"])
    quota(desk, by, PUMP, 5, 9, place_id=county["例溪镇"])
    quota(desk, by, PUMP, 9, 10, place_id=county["例县"])
    quota(desk, by, WATER, 2, 2, warehouse_id=county["county"])
    kit.took_in(desk, by, county["county"], NewLine(PUMP.id, Decimal(2), price=Decimal("1200.5")))
    bought = {row.item_code: (row.shortage, row.price, row.total) for row in desk.quotas.purchase_plan()}
    # the village wants 6, the town 9 of which these are 6, the county 8 of which all 9 come
    assert bought == {"W01": (9, Decimal("1200.5"), Decimal("10804.5")), "W02": (2, None, None)}
    assert desk.quotas.export_plan(tmp_path / "采购.xlsx", by=by) == 2
    rows = list(load_workbook(tmp_path / "采购.xlsx").active.values)
    assert rows == [
        ("物资编码", "物资名称", "规格", "缺口", "单位", "参考单价", "金额"),
        ("W01", "排水泵（大流量）", None, 9, "台", 1200.5, 10804.5), ("W02", "饮用水", None, 2, "箱", None, None),
    ]  # fmt: skip


def test_key_goods_reach_every_village(desk: Desk, by: Actor, county: dict[str, UUID]) -> None:
    quota(desk, by, PUMP, 2, 2, place_id=county["样例村07"], due_on=date(2030, 8, 11))
    told = {row.place_name: (row.state, row.needed, row.has) for row in desk.quotas.coverage()}
    assert told == {"样例村07": (Covered.OVERDUE, 2, 0), "样例村08": (Covered.NO_QUOTA, 1, 0)}
    kit.took_in(desk, by, county["village"], NewLine(PUMP.id, Decimal(2)))
    assert [row.place_name for row in desk.quotas.coverage(missing_only=True)] == ["样例村08"]
    assert desk.quotas.coverage()[0].town_name == "例溪镇"


def test_plans_say_which_of_their_goods_are_short(desk: Desk, by: Actor, county: dict[str, UUID]) -> None:
    card = plan_kit.card("A1")
    cards = (replace(card, needs="排水泵 2 台"), replace(card, code="A2", action="搬运编织袋"))
    desk.plans.add(plan_kit.plan("YA-02", levels=(plan_kit.level("IV", cards=cards),)), by=by)
    (before,) = desk.plan_checks.stale()
    assert before.not_checked == (StaleKind.STORES,)
    quota(desk, by, PUMP, 2, 2, warehouse_id=county["county"])
    (after,) = desk.plan_checks.stale()
    (short,) = [one for one in after.found if one.kind is StaleKind.BELOW_QUOTA]
    assert short.facts == {"item": "排水泵", "owners": "县库缺 2 台"} and short.cards == ("IV A1",)
    assert after.not_checked == ()


def test_goods_on_the_road_are_due(desk: Desk, clock: StoppedClock, by: Actor, county: dict[str, UUID]) -> None:
    kit.took_in(desk, by, county["county"], NewLine(PUMP.id, Decimal(5)))
    late = kit.sent(desk, by, county["county"], county["town"], NewLine(PUMP.id, Decimal(2)))
    soon = clock.now().replace(minute=30)
    kit.sent(desk, by, county["county"], county["village"], NewLine(PUMP.id, Decimal(1)), due_at=soon)
    due = [item for item in desk.due.rows(clock.now()) if item.kind is DueKind.TRANSIT]
    assert [(item.text, item.due_at) for item in due] == [
        ("县库→村点", soon), ("县库→例溪镇库", datetime.fromisoformat("2030-08-12T06:00:00+00:00"))
    ]  # fmt: skip
    assert due[0].state is DueState.NEAR and due[0].target_panel == "stores"
    clock.advance(hours=6)
    assert [road.overdue(clock.now()) for road in desk.expiry.roads()] == [True, True]
    for road in desk.expiry.roads():
        one = desk.stock_documents.one(road.document)
        there = [Arrived(line.id, line.issued) for line in one.lines]
        desk.stock_documents.receive(one.row.id, there, receiver="王例二", seen=one.row.version, by=by)
    assert desk.expiry.roads() == [] and late.row.number
    assert not [item for item in desk.due.rows(clock.now()) if item.kind is DueKind.TRANSIT]


def test_the_hand_over_sheet_names_goods_on_the_road(
    desk: Desk, clock: StoppedClock, by: Actor, county: dict[str, UUID]
) -> None:
    by = commander(desk, "陈例一")
    desk.duty.take_over_empty([PostLine("leader", by.name), PostLine("主班", by.name)], by=by)
    kit.took_in(desk, by, county["county"], NewLine(PUMP.id, Decimal(5)))
    order = kit.sent(desk, by, county["county"], county["town"], NewLine(PUMP.id, Decimal(2)), plate="示A·00001")
    clock.advance(hours=7)
    sheet = desk.duty.start_hand_over(by=by)
    rows = next(section for section in sheet.body["sections"] if section["key"] == "materials")["rows"]
    (row,) = [row for row in rows if row["item"].startswith("goods:")]
    assert row["overdue"] and row["cells"] == [
        order.row.number, "在途超时", "县库→例溪镇库；排水泵（大流量） 2 台；示A·00001；应到 08-12 14:00", ""
    ]  # fmt: skip
