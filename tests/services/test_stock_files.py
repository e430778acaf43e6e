"""Workbooks of the stores: in and out without a difference, row by row, good rows only, undone, nasty cells."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from console.bootstrap import Desk
from console.domain.people import Actor
from console.domain.stock import DocumentKind, Goods
from console.domain.stock_document import NewLine
from console.domain.stores import ItemForm, QuotaForm, VehicleForm, WarehouseForm
from console.errors import Refused
from console.services.stock_import import Imported, said
from tests.kit import stores as kit

WAREHOUSES = [["仓库名称", "备注", "仓库编码", "层级", "上级仓库", "纬度", "经度", "面积（㎡）"],
              ["例溪镇库", "", "K02", "乡镇", "K01", 28.2, 120.6, "300"],
              ["县库", "=1+1", "K01", "县", None, None, None, 1200.0]]  # fmt: skip
ITEMS = [["某县物资目录"], ["物资名称", "单位", "物资编码", "小数位", "关键物资"],
         ["排水泵（大流量）", "台", "W01", None, "是"], ["柴油", "吨", "W09", 2, "否"]]  # fmt: skip
QUOTAS = [["仓库", "物资", "定额", "到位期限"], ["县库", "排水泵（大流量）", 8, datetime(2030, 6, 1)]]
VEHICLES = [["车牌", "类型", "驾驶员", "仓库", "待命"], ["示A·00001", "厢式货车", "陈例一", "K01", "是"]]
STOCK = [["仓库编码", "物资编码", "批号", "数量", "状态", "生产日期", "有效期至", "单价"],
         ["K01", "W01", "A1", 11, "可用", "2029-05-01", "", "1200.5"],
         ["K02", "W01", "A1", "2", "在修", "2029年5月1日", None, None],
         ["K01", "W09", None, "1,000.25", None, None, date(2030, 12, 31), None],
         ["合计", None, None, 13]]  # fmt: skip


def book(path: Path, **sheets: list[list[Any]]) -> Path:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


@pytest.fixture
def county(desk: Desk, by: Actor, tmp_path: Path) -> Imported:
    file = book(
        tmp_path / "全县.xlsx", 说明=[["填表说明"]], 库存=STOCK, 定额=QUOTAS, 仓库=WAREHOUSES, 目录=ITEMS, 车辆=VEHICLES
    )
    return desk.stock_files.import_file(file, by=by)


def problems(told: Imported) -> list[tuple[int, str, str]]:
    assert all(said(one, language) for one in told.problems for language in ("zh", "en"))
    return [(one.row, one.column, one.code.partition(".")[2]) for one in told.problems]


def test_one_workbook_brings_in_everything(desk: Desk, county: Imported) -> None:
    assert problems(county) == [] and county.applied
    assert (county.read, county.added, county.updated, county.refused) == (9, 9, 0, 0)
    assert [row.form.code for row in desk.stores.tree()] == ["K01", "K02"]
    assert desk.stores.rows(WarehouseForm)[1].form.remark == "" and county.warned[0].facts == {"count": 1}
    (quota,) = desk.stores.rows(QuotaForm)
    assert (quota.form.minimum, quota.form.target, quota.form.due_on) == (8, 8, date(2030, 6, 1))
    there = {(row.store_code, row.item_code, row.lot_code, row.state): row.quantity for row in desk.stock.on_hand()}
    assert there == {
        ("K01", "W01", "A1", Goods.USABLE): 11, ("K02", "W01", "A1", Goods.REPAIR): 2,
        ("K01", "W09", "期初-20301231", Goods.USABLE): Decimal("1000.25"),
    }  # fmt: skip
    rows = desk.stock_documents.rows(kinds=[DocumentKind.RECEIPT])
    assert sorted(row.number for row in rows) == list(county.documents) and {row.reason for row in rows} == {"opening"}
    assert not desk.stock.check() and not desk.log.verify().faults
    assert "2 个仓库、3 批" in desk.log.newest(1)[0].text


def test_a_countys_own_list_says_which_of_several_goods_by_the_spec(
    desk: Desk, by: Actor, county: Imported, tmp_path: Path
) -> None:
    goods = [["编码", "名称", "规格", "单位"], ["W11", "饮用水", "24瓶装", "箱"], ["W12", "饮用水", "18升桶", "箱"]]
    own = [["例县物资明细表"], ["序号", "物资名称", "规格型号", "单位", "存放仓库", "数量", "失效日期"],
           [1, "饮用水", "24瓶装", "箱", "县库", "１２０", "2031-05-01"], [2, "饮用水", "散装", "箱", "县库", "1", ""],
           [3, "饮用水", "18升桶", "瓶", "县库", 2, ""], ["", "合计", "", "", "", "123", ""]]  # fmt: skip
    told = desk.stock_files.import_file(book(tmp_path / "自有.xlsx", 目录=goods, 明细=own), good_rows_only=True, by=by)
    assert problems(told) == [(4, "item_id", "name_of_many"), (5, "unit", "unit_unknown")] and told.skipped == 1
    assert [row.quantity for row in desk.stock.on_hand() if row.item_code == "W11"] == [120]


def test_the_same_file_again_changes_nothing(desk: Desk, by: Actor, county: Imported, tmp_path: Path) -> None:
    again = desk.stock_files.import_file(tmp_path / "全县.xlsx", by=by)
    assert (again.added, again.updated, again.unchanged, again.run_id) == (0, 0, 9, None)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_out_and_in_again_is_no_difference(
    desk: Desk, by: Actor, county: Imported, tmp_path: Path, ending: str
) -> None:
    assert desk.stock_files.export(tmp_path / f"出.{ending}", by=by) == 3
    told = desk.stock_files.import_file(tmp_path / f"出.{ending}", dry_run=True, by=by)
    assert problems(told) == [] and told.changed == ()
    assert told.unchanged == told.read == (9 if ending == "xlsx" else 3)


def test_differences_are_listed_before_they_are_written(
    desk: Desk, by: Actor, county: Imported, tmp_path: Path
) -> None:
    changed = [ITEMS[1], ["大流量排水泵", "台", "W01", None, "否"], ["编织袋", "条", "W10", 0, ""]]
    file = book(tmp_path / "目录.xlsx", 目录=changed)
    told = desk.stock_files.import_file(file, what="items", dry_run=True, by=by)
    assert (told.added, told.updated, told.applied) == (1, 1, False)
    assert [(one.field, one.before, one.after) for one in told.changed[0].differences] == [
        ("name", "排水泵（大流量）", "大流量排水泵"), ("key_item", "是", "否")
    ]  # fmt: skip
    assert len(desk.stores.rows(ItemForm)) == 2
    desk.stock_files.import_file(file, what="items", by=by)
    assert {row.form.name for row in desk.stores.rows(ItemForm)} == {"大流量排水泵", "柴油", "编织袋"}


BAD = [
    ["仓库编码", "物资编码", "批号", "数量", "单位", "状态", "生产日期", "有效期至"],
    ["K01", "W01", "B1", 2.5, "台"],
    ["K01", "W01", "B2", -1],
    ["K01", "W01", "B3", 0],
    ["K01", "W01", "B4", "三台"],
    ["K77", "W01", "B5", 1],
    ["K01", "没有的", "B6", 1],
    ["K01", "W01", "B7", 1, "箱"],
    ["K01", "W01", "B8", 1, "台", "很好"],
    ["K01", "W01", "B9", 1, "台", "", "2030-02-30"],
    ["K01", "W01", "C1", 1, "台", "", "2030-02-01", "2030-01-01"],
    ["K01", "W01", "A1", 12, "台", "", "2029-05-01"],
    ["K02", "W01", "A1", 1, "台", "", "2029-06-01"],
    ["K01", "W01", "C2", 1],
    ["K01", "W01", "C2", 1],
    ["K01", "W01", "C3", "1e30"],
    ["K01", None, "C4", 1],
    ["K01", "W01", "C5", "nan"],
    ["K01", "W01", "旧", 1, "台", "可用", "", "2030-01-01"],
]  # fmt: skip


def test_each_bad_row_is_refused_for_itself(desk: Desk, by: Actor, county: Imported, tmp_path: Path) -> None:
    file = book(tmp_path / "坏.xlsx", 库存=BAD)
    told = desk.stock_files.import_file(file, by=by)
    assert not told.applied and len(desk.stock.on_hand()) == 3
    assert problems(told) == [
        (2, "quantity", "amount_fraction"), (3, "quantity", "amount_negative"), (4, "quantity", "amount_nought"),
        (5, "quantity", "problem.unreadable"), (6, "warehouse_id", "store_named_nowhere"),
        (7, "item_id", "store_named_nowhere"), (8, "unit", "unit_unknown"), (9, "state", "problem.unreadable"),
        (10, "made_on", "problem.unreadable"), (11, "row", "dates_crossed"), (12, "quantity", "stock_there"),
        (13, "row", "lot_differs"), (15, "row", "stock_row_twice"), (16, "quantity", "amount_large"),
        (17, "item_id", "store_field_missing"), (18, "quantity", "problem.unreadable"),
    ]  # fmt: skip
    assert [(one.row, one.code) for one in told.warned] == [(19, "stores.problem.expired")]
    good = desk.stock_files.import_file(file, good_rows_only=True, by=by)
    assert good.applied and good.refused == 16 and len(desk.stock.on_hand()) == 5


def test_nothing_is_taken_of_what_is_no_table(desk: Desk, by: Actor, tmp_path: Path) -> None:
    for name, code in (("空.xlsx", "stock_no_header"), ("坏.xlsx", "file_damaged"), ("没有.xlsx", "no_such_file")):
        file = tmp_path / name
        if name == "空.xlsx":
            book(file, 库存=[["姓名", "手机"], ["陈例一", "100-0000-0001"]])
        elif name == "坏.xlsx":
            file.write_bytes(b"PK\x03\x04" + bytes(500))
        with pytest.raises(Refused, match=code):
            desk.stock_files.import_file(file, by=by)
    goods = book(tmp_path / "货.xlsx", 库存=STOCK)
    with pytest.raises(Refused, match="stock_no_header"):
        desk.stock_files.import_file(goods, what="items", by=by)


def test_an_import_is_taken_back_while_nothing_moved(desk: Desk, by: Actor, county: Imported) -> None:
    assert county.run_id is not None
    assert desk.stock_runs.undo(county.run_id, by=by) == 8
    assert desk.stock.on_hand() == [] and desk.stores.rows(ItemForm) == [] and desk.stores.rows(VehicleForm) == []
    assert not desk.stock.check() and not desk.log.verify().faults
    with pytest.raises(Refused, match="import_undone"):
        desk.stock_runs.undo(county.run_id, by=by)


def test_what_was_taken_back_can_come_again(desk: Desk, by: Actor, county: Imported, tmp_path: Path) -> None:
    assert county.run_id is not None
    desk.stock_runs.undo(county.run_id, by=by)
    again = desk.stock_files.import_file(tmp_path / "全县.xlsx", by=by)
    assert problems(again) == [] and (again.added, again.updated) == (3, 6)
    assert len(desk.stock.on_hand()) == 3 and not desk.stock.check()


def test_goods_that_moved_stay(desk: Desk, by: Actor, county: Imported) -> None:
    stores = {row.form.code: row.id for row in desk.stores.rows(WarehouseForm)}
    (pump,) = desk.stores.rows(ItemForm, "W01")
    kit.sent(desk, by, stores["K01"], stores["K02"], NewLine(pump.id, Decimal(2)))
    assert county.run_id is not None
    with pytest.raises(Refused, match="import_changed_since"):
        desk.stock_runs.undo(county.run_id, by=by)
    assert len(desk.stores.rows(ItemForm)) == 2 and not desk.stock.check()


def test_a_changed_row_is_as_it_was_again(desk: Desk, by: Actor, county: Imported, tmp_path: Path) -> None:
    file = book(tmp_path / "改.xlsx", 目录=[ITEMS[1], ["大泵", "台", "W01", None, "否"]])
    told = desk.stock_files.import_file(file, what="items", by=by)
    assert told.run_id is not None and desk.stock_runs.undo(told.run_id, by=by) == 1
    assert desk.stores.rows(ItemForm, "W01")[0].form.name == "排水泵（大流量）"


def test_the_template_shows_how_and_brings_in_nothing(desk: Desk, by: Actor, tmp_path: Path) -> None:
    file = desk.stock_files.save_template(tmp_path / "模板.xlsx")
    assert load_workbook(file).sheetnames == ["期初库存", "仓库", "物资目录", "定额", "协议", "运力"]
    told = desk.stock_files.import_file(file, by=by)
    assert (told.read, told.added, told.refused) == (0, 0, 0)


def test_an_empty_cell_empties_its_field_but_no_choice(desk: Desk, by: Actor, county: Imported, tmp_path: Path) -> None:
    goods = [[*ITEMS[1], "规格"], ["排水泵（大流量）", "台", "W01", None, None, "200方"]]
    desk.stock_files.import_file(book(tmp_path / "规格.xlsx", 目录=goods), by=by)
    goods[1][-1] = None
    stores = [
        ["仓库编码", "仓库名称", "层级", "类型", "面积"],
        ["K01", "县库", None, "", None],
        ["K03", "村点", "", None, ""],
    ]
    quotas = [["仓库", "物资", "定额", "目标定额"], ["K01", "W01", 9, None]]
    told = desk.stock_files.import_file(book(tmp_path / "空.xlsx", 目录=goods, 库=stores, 定额=quotas), by=by)
    assert problems(told) == []
    assert desk.stores.rows(ItemForm, "W01")[0].form.spec == ""
    kept = {row.form.code: (row.form.tier, row.form.kind, row.form.area_m2) for row in desk.stores.rows(WarehouseForm)}
    assert kept == {"K01": ("county", "own", None), "K02": ("town", "own", 300), "K03": ("town", "own", None)}
    (quota,) = desk.stores.rows(QuotaForm)
    assert (quota.form.minimum, quota.form.target) == (9, 9)
