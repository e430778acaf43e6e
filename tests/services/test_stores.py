"""Master data of the stores: kept, changed by version, refused in words, retired only when nothing depends on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from console import words
from console.bootstrap import Desk
from console.domain.people import Actor
from console.domain.responses import Approved
from console.domain.spots import SpotSense
from console.domain.stock import DocumentKind
from console.domain.stock_document import NewDocument, NewLine
from console.domain.stores import AgreementForm, ItemForm, QuotaForm, VehicleForm, WarehouseForm
from console.errors import Refused
from tests.kit import stores as kit

COUNTY = WarehouseForm("K01", "县库（示例）", "county")
PUMP = ItemForm("W01", "排水泵（大流量）", "台", category="防汛", returnable=True)


def refusal(act, *arguments, **options):
    with pytest.raises(Refused) as caught:
        act(*arguments, **options)
    assert words.sentence(caught.value)
    return caught.value.code


def test_a_warehouse_is_kept_changed_and_said_in_the_book(desk: Desk, by: Actor) -> None:
    made = desk.stores.keep(COUNTY, by=by)
    assert (made.version, made.active) == (1, True)
    assert desk.stores.keep(COUNTY, by=by) == made
    told = desk.stores.keep(replace(COUNTY, address="例县一路1号"), seen=1, by=by)
    assert told.form.address == "例县一路1号" and told.version == 2
    with desk.opened.store.reading() as connection:
        (text,) = connection.exec_driver_sql("SELECT text FROM audit_entry ORDER BY number DESC LIMIT 1").fetchone()
    assert text == "修改仓库 K01 县库（示例）：地址 空→例县一路1号"
    assert refusal(desk.stores.keep, replace(COUNTY, name="别名"), seen=1, by=by) == "changed_meanwhile"


def test_the_tree_has_no_circles(desk: Desk, by: Actor) -> None:
    town = WarehouseForm("K02", "例溪镇库", parent_id=COUNTY.id)
    point = WarehouseForm("K03", "样例村07点", "village", parent_id=town.id)
    for form in (COUNTY, town, point):
        desk.stores.keep(form, by=by)
    assert [(row.form.code, row.depth) for row in desk.stores.tree()] == [("K01", 0), ("K02", 1), ("K03", 2)]
    assert refusal(desk.stores.keep, replace(COUNTY, parent_id=point.id), seen=1, by=by) == "store_circle"
    assert refusal(desk.stores.keep, replace(COUNTY, parent_id=COUNTY.id), seen=1, by=by) == "store_circle"
    assert refusal(desk.stores.retire, WarehouseForm, COUNTY.id, seen=1, by=by) == "store_in_use"
    gone = desk.stores.retire(WarehouseForm, point.id, seen=1, by=by)
    assert not gone.active and desk.stores.restore(WarehouseForm, point.id, seen=2, by=by).active


BAD = {
    "store_field_missing": replace(COUNTY, name=" "),
    "store_field_long": replace(COUNTY, name="库" * 101),
    "store_choice_bad": replace(COUNTY, tier="national"),
    "store_number_bad": replace(COUNTY, area_m2=0),
    "spot_swapped": replace(COUNTY, latitude=120.6, longitude=28.2),
    "spot_half": replace(COUNTY, latitude=28.2),
    "spot_impossible": replace(COUNTY, latitude=400.0, longitude=500.0),
    "store_points_nowhere": replace(COUNTY, place_id=uuid4()),
    "gb_code_bad": replace(PUMP, gb_code="4010101"),
    "pack_without_unit": replace(PUMP, pack_unit="箱"),
    "amount_nought": replace(PUMP, weight_kg=Decimal(0)),
    "amount_negative": replace(PUMP, pack_unit="箱", pack_quantity=Decimal(-1)),
    "agreement_dates": AgreementForm(
        "X1", "示例公司", Decimal(3), "台", 120, what="挖机", valid_from=date(2030, 2, 1), valid_to=date(2030, 1, 1)
    ),
    "quota_where": QuotaForm(uuid4(), Decimal(1), Decimal(1)),
}


@pytest.mark.parametrize("code", BAD)
def test_what_is_wrong_is_refused_in_words(desk: Desk, by: Actor, code: str) -> None:
    assert refusal(desk.stores.keep, BAD[code], by=by) == code


def test_outside_of_the_county_is_told(desk: Desk, by: Actor) -> None:
    kit.by_hand(desk, by, "INSERT INTO place (id, code, name, level, placeholder, latitude, longitude, version) "
                "VALUES (X'00', '990101', '例县', 'county', 0, 28.2, 120.6, 1)")  # fmt: skip
    assert desk.stores.spot(28.21, 120.61) is SpotSense.INSIDE
    assert desk.stores.spot(31.2, 121.4) is SpotSense.OUTSIDE
    assert desk.stores.spot(120.61, 28.21) is SpotSense.SWAPPED


def test_codes_stay_taken(desk: Desk, by: Actor) -> None:
    desk.stores.keep(PUMP, by=by)
    assert refusal(desk.stores.keep, replace(PUMP, id=uuid4(), name="别的泵"), by=by) == "store_code_taken"


def test_a_unit_keeps_the_fractions_that_are_stored(desk: Desk, by: Actor) -> None:
    store = desk.stores.keep(COUNTY, by=by)
    oil = ItemForm("W09", "柴油", "吨", decimals=3)
    desk.stores.keep(oil, by=by)
    kit.took_in(desk, by, store.id, NewLine(oil.id, Decimal("1.25")))
    assert refusal(desk.stores.keep, replace(oil, decimals=1), seen=1, by=by) == "unit_fractions"
    assert refusal(desk.stores.keep, replace(oil, unit="升"), seen=1, by=by) == "item_unit_fixed"
    assert desk.stores.keep(replace(oil, decimals=2), seen=1, by=by).form.decimals == 2
    assert refusal(desk.stores.retire, ItemForm, oil.id, seen=2, by=by) == "item_in_stock"
    assert not desk.stores.retire(ItemForm, oil.id, seen=2, anyway=True, by=by).active
    assert refusal(desk.stores.retire, WarehouseForm, store.id, seen=1, by=by) == "store_in_use"


def test_whatever_stands_in_an_open_document_stays(desk: Desk, by: Actor) -> None:
    store, item = desk.stores.keep(COUNTY, by=by), desk.stores.keep(PUMP, by=by)
    car = desk.stores.keep(VehicleForm("示A·00001", "厢式货车", warehouse_id=store.id), by=by)
    form = NewDocument(DocumentKind.RECEIPT, (NewLine(item.id, Decimal(1)),), to_store=store.id, vehicle=car.id)
    desk.stock_documents.draft(form, by=by)
    assert refusal(desk.stores.retire, ItemForm, item.id, seen=1, by=by) == "row_in_documents"
    assert refusal(desk.stores.retire, WarehouseForm, store.id, seen=1, by=by) == "row_in_documents"
    assert refusal(desk.stores.retire, VehicleForm, car.id, seen=1, by=by) == "row_in_documents"


def test_quotas_fit_the_unit_and_stand_once(desk: Desk, by: Actor) -> None:
    store, item = desk.stores.keep(COUNTY, by=by), desk.stores.keep(PUMP, by=by)
    quota = QuotaForm(item.id, Decimal(2), Decimal(4), warehouse_id=store.id)
    made = desk.stores.keep(quota, by=by)
    assert made.names["warehouse"] == "县库（示例）" and made.names["unit"] == "台"
    assert refusal(desk.stores.keep, replace(quota, id=uuid4()), by=by) == "quota_there"
    assert refusal(desk.stores.keep, replace(quota, minimum=Decimal("1.5")), seen=1, by=by) == "amount_fraction"
    assert refusal(desk.stores.keep, replace(quota, target=Decimal(1)), seen=1, by=by) == "quota_upside_down"


def test_goods_are_found_by_name_and_pinyin(desk: Desk, by: Actor) -> None:
    desk.stores.keep(PUMP, by=by)
    desk.stores.keep(ItemForm("W02", "编织袋", "条"), by=by)
    for asked, codes in (
        ("paishui", ["W01"]),
        ("bzd", ["W02"]),
        ("排水 防汛", ["W01"]),
        ("w0", ["W01", "W02"]),
        ("无", []),
    ):
        assert [row.form.code for row in desk.stores.rows(ItemForm, asked)] == codes


def test_agreements_tell_what_can_still_be_called(desk: Desk, by: Actor) -> None:
    store, item = desk.stores.keep(COUNTY, by=by), desk.stores.keep(PUMP, by=by)
    form = AgreementForm("X1", "示例建材有限公司", Decimal(10), "台", 120, item_id=item.id, valid_to=date(2030, 8, 12))
    assert refusal(desk.stores.keep, replace(form, unit="只"), by=by) == "agreement_unit"
    desk.stores.keep(form, by=by)
    ask = NewDocument(DocumentKind.RECEIPT, (NewLine(item.id, Decimal(4)),), "agreement", to_store=store.id,
                      agreement=form.id)  # fmt: skip
    drafted = desk.stock_documents.draft(ask, by=by)
    assert (desk.agreements.one(form.id).called, desk.agreements.one(form.id).left) == (4, 6)
    desk.stock_documents.void(drafted.row.id, "不需要", key=uuid4(), seen=drafted.row.version, by=by)
    assert desk.agreements.one(form.id).left == 10
    came = kit.took_in(desk, by, store.id, NewLine(item.id, Decimal(3)), agreement=form.id)
    assert desk.agreements.rows(item=item.id)[0].left == 7
    desk.stock_documents.counter(
        came.row.id, "录错", Approved("林例十", words="同意"), key=uuid4(), seen=came.row.version, by=by
    )
    assert desk.agreements.one(form.id).left == 10
    desk.stores.keep(replace(form, valid_to=date(2030, 8, 11)), seen=1, by=by)
    assert desk.agreements.one(form.id).left == 0 and desk.agreements.one(form.id).validity == "over"
