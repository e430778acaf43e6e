"""台账 by keyboard: rows of the five lists kept in dialogs that lose nothing, and brought in from a workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.contact_book import NumberKind
from console.domain.stock_document import NewLine
from console.domain.stores import AgreementForm, ItemForm, QuotaForm, VehicleForm, WarehouseForm
from console.services.contact_people import NewNumber, NewPerson
from tests.kit import geometry, store_parts, stores
from tests.kit.input_method import commit
from tests.kit.store_parts import PUMP
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, dialog, press
from ui import hiding, theme
from ui.panels.stores_master import MasterPart
from ui.seat import Seat

county, part = store_parts.county, store_parts.part


def typed(qtbot: QtBot, asks: Any, name: str, text: str) -> None:
    """As an officer types it: in the field, over what stands there."""
    editor = asks.editors[name]
    editor.setFocus()
    editor.selectAll()
    if text.isascii():
        qtbot.keyClicks(editor, text)
    else:
        commit(editor, text)


def handed_up(qtbot: QtBot, page: Any, asks: Any) -> None:
    said = len(page.heard)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(page.heard) > said)
    qtbot.waitUntil(lambda: page.asked.dialog is None and not page._loading)


def codes(page: Any) -> list[str]:
    return [getattr(row.form, "code", "") for row in page.table.rows_model.rows()]


def test_a_warehouse_is_made_by_keys_with_its_place_keeper_and_coordinates(
    part: Any, county: Any, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    stores.by_hand(desk, seat.actor, "UPDATE place SET latitude = 28.2, longitude = 120.6 WHERE code = '990101'")
    numbers = [NewNumber(NumberKind.MOBILE, "100-0000-0001")]
    desk.contact_people.add(NewPerson("王例二"), numbers, by=seat.actor)
    page = part(MasterPart)
    assert [(row.form.code, row.kept.depth) for row in page.table.rows_model.rows()] == [
        ("K01", 0),
        ("K02", 1),
        ("K03", 1),
    ]
    press(qtbot, page.table, KEY.Key_N, CTRL)
    asks = dialog(page, qtbot)
    for name, text in (("code", "K04"), ("name", "例溪前置点"), ("area_m2", "三百")):
        typed(qtbot, asks, name, text)
    for name, text in (("parent_id", "K02"), ("place_id", "样例村08"), ("keeper_a", "王")):
        typed(qtbot, asks, name, text)
        qtbot.waitUntil(asks.editors[name].list.isVisible)
        if name == "keeper_a":
            press(qtbot, asks.editors[name], KEY.Key_Down)
        press(qtbot, asks.editors[name], KEY.Key_Return)
    assert asks.editors["phone_a"].text() == "100-0000-0001"
    typed(qtbot, asks, "latitude", "120.61")
    typed(qtbot, asks, "longitude", "28.21")
    qtbot.waitUntil(lambda: asks.fields["latitude"].note.said()[0] == "master.spot.swapped")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(asks.trouble.isVisible)
    assert asks.editors["area_m2"].hasFocus() and asks.editors["name"].text() == "例溪前置点"
    typed(qtbot, asks, "area_m2", "300")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(asks.editors["latitude"].hasFocus)
    assert "经纬度写反了" in asks.trouble.text()
    typed(qtbot, asks, "latitude", "31.2")
    typed(qtbot, asks, "longitude", "121.4")
    qtbot.waitUntil(lambda: asks.fields["latitude"].note.said()[0] == "master.spot.outside")
    typed(qtbot, asks, "latitude", "28.21")
    typed(qtbot, asks, "longitude", "120.61")
    handed_up(qtbot, page, asks)
    made = next(row for row in desk.stores.rows(WarehouseForm) if row.form.code == "K04")
    assert (made.names["parent"], made.names["place"]) == ("例溪镇库", "样例村08")
    assert (made.form.area_m2, made.form.keeper_a, made.form.latitude) == (300, "王例二", 28.21)
    assert page.table.chosen_row().id == made.id and page.sheet.title.text() == "K04 例溪前置点"
    hiding.current().turn()
    assert "100-0000-0001" not in page.facts["warehouses"].values["stores.field.phone_a"].text()


def test_another_seats_change_is_shown_and_nothing_typed_is_lost(
    part: Any, county: Any, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    page = part(MasterPart)
    press(qtbot, page.table, KEY.Key_I, ALT)
    qtbot.waitUntil(lambda: codes(page) == ["W01", "W02"])
    press(qtbot, page.table, KEY.Key_E, CTRL)
    asks = dialog(page, qtbot)
    typed(qtbot, asks, "category", "防汛")
    typed(qtbot, asks, "spec", "200方/时")
    desk.stores.keep(replace(PUMP, category="排涝", weight_kg=Decimal(45), hazard=True), seen=1, by=seat.actor)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "其他席位刚改过" in asks.trouble.text())
    assert asks.editors["category"].text() == "防汛" and asks.editors["weight_kg"].text() == "45"
    assert asks.fields["category"].note.text() == "其他席位改为：排涝"
    assert asks.editors["hazard"].isChecked()
    handed_up(qtbot, page, asks)
    form = desk.stores.one(ItemForm, PUMP.id).form
    assert (form.category, form.spec, form.weight_kg, form.hazard) == ("防汛", "200方/时", 45, True)

    press(qtbot, page.table, KEY.Key_E, CTRL)
    asks = dialog(page, qtbot)
    typed(qtbot, asks, "name", "排水泵甲")
    press(qtbot, asks, KEY.Key_Escape)
    qtbot.waitUntil(lambda: page.asked.dialog is None)
    press(qtbot, page.table, KEY.Key_E, CTRL)
    asks = dialog(page, qtbot)
    assert asks.editors["name"].text() == "排水泵甲" and asks.brought.isVisible()
    page.book.flush()
    qtbot.waitUntil(lambda: any("排水泵甲" in str(one.content) for one in desk.drafts.open("words")))
    again = part(MasterPart)  # as after a kill: what the file has
    again.show_list("items")
    qtbot.waitUntil(lambda: codes(again) == ["W01", "W02"] and again.book.words_of(f"master.ItemForm {PUMP.id}") != {})
    press(qtbot, again.table, KEY.Key_E, CTRL)
    asks = dialog(again, qtbot)
    assert asks.editors["name"].text() == "排水泵甲"
    press(qtbot, asks, KEY.Key_Delete, CTRL | SHIFT)
    qtbot.waitUntil(lambda: again.asked.dialog is None and again.book.words_of(f"master.ItemForm {PUMP.id}") == {})


def test_quotas_agreements_and_vehicles_are_kept_and_agreements_called(
    part: Any, county: Any, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    page = part(MasterPart)
    press(qtbot, page.table, KEY.Key_Q, ALT)
    qtbot.waitUntil(lambda: page.pages.currentWidget() is page.empty and page.empty.button.hasFocus())
    assert page.empty.sentence.text() == words.say("master.empty.quotas")
    press(qtbot, page, KEY.Key_N, CTRL)
    asks = dialog(page, qtbot)
    for name, text in (("warehouse_id", "K01"), ("item_id", "W01")):
        typed(qtbot, asks, name, text)
        press(qtbot, asks.editors[name], KEY.Key_Return)
    typed(qtbot, asks, "minimum", "8")
    typed(qtbot, asks, "target", "4")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(asks.editors["target"].hasFocus)
    typed(qtbot, asks, "target", "12")
    typed(qtbot, asks, "due_on", "2030-06-01")
    handed_up(qtbot, page, asks)
    (quota,) = desk.stores.rows(QuotaForm)
    led: list[Any] = []
    page.stock_asked.connect(led.append)
    press(qtbot, page.table, KEY.Key_S, ALT)
    assert led == [PUMP.id]
    assert (quota.form.minimum, quota.form.target, quota.form.due_on) == (8, 12, date(2030, 6, 1))

    press(qtbot, page.table, KEY.Key_A, ALT)
    qtbot.waitUntil(lambda: page.empty.sentence.text() == words.say("master.empty.agreements"))
    press(qtbot, page, KEY.Key_N, CTRL)
    asks = dialog(page, qtbot)
    typed(qtbot, asks, "item_id", "泵")
    press(qtbot, asks.editors["item_id"], KEY.Key_Return)
    assert asks.editors["unit"].text() == "台"
    for name, text in (
        ("code", "X01"), ("supplier", "示例建材有限公司"), ("quantity", "3"), ("lead_minutes", "120"),
        ("valid_to", "2030-12-31"), ("contact_b", "曾例三"), ("phone_b", "0577-0000-0009"),
    ):  # fmt: skip
        typed(qtbot, asks, name, text)
    handed_up(qtbot, page, asks)
    old = AgreementForm(
        "X02", "旧公司", Decimal(9), "台", 30, what="挖机", valid_to=date(2029, 1, 1), phone_a="100-0000-0003"
    )
    desk.stores.keep(old, by=seat.actor)
    qtbot.waitUntil(lambda: codes(page) == ["X02", "X01"])
    press(qtbot, page.table, KEY.Key_B, ALT)
    asks = dialog(page, qtbot)
    (line,) = asks.table.rows_model.rows()
    assert (line.left, line.lead, line.contact, line.phone) == ("3 台", "2 小时", "曾例三", "0577-0000-0009")
    press(qtbot, asks, KEY.Key_C, CTRL | SHIFT)
    qtbot.waitUntil(lambda: QApplication.clipboard().text().endswith("0577-0000-0009"))
    press(qtbot, asks, KEY.Key_Escape)

    press(qtbot, page.table, KEY.Key_V, ALT)
    qtbot.waitUntil(lambda: page.empty.sentence.text() == words.say("master.empty.vehicles"))
    assert page.show_stock.toolTip() == words.say("master.why_no_stock")
    assert not page.calls.isEnabled() and page.calls.toolTip() == words.say("master.why_agreements")
    press(qtbot, page, KEY.Key_N, CTRL)
    asks = dialog(page, qtbot)
    typed(qtbot, asks, "plate", "示A·00001")
    typed(qtbot, asks, "kind", "厢式货车")
    typed(qtbot, asks, "load_kg", "5000")
    handed_up(qtbot, page, asks)
    (car,) = desk.stores.rows(VehicleForm)
    assert car.form.load_kg == 5000 and car.form.ready


def test_a_row_is_retired_knowingly_and_holds_again(
    part: Any, county: Any, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    stores.took_in(desk, seat.actor, county["K01"], NewLine(PUMP.id, Decimal(5)))
    page = part(MasterPart)
    press(qtbot, page.table, KEY.Key_X, ALT)
    asks = dialog(page, qtbot)
    qtbot.waitUntil(asks.no.hasFocus)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "不能停用" in asks.trouble.text())
    press(qtbot, asks, KEY.Key_Escape)
    qtbot.waitUntil(lambda: page.asked.dialog is None)
    press(qtbot, page.table, KEY.Key_I, ALT)
    qtbot.waitUntil(lambda: codes(page) == ["W01", "W02"])
    press(qtbot, page.table, KEY.Key_X, ALT)
    asks = dialog(page, qtbot)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "确认后才能停用" in asks.trouble.text())
    handed_up(qtbot, page, asks)
    qtbot.waitUntil(lambda: codes(page) == ["W02"])
    page.retired.click()
    qtbot.waitUntil(lambda: codes(page) == ["W01", "W02"])
    page.table.choose(PUMP.id)
    assert page.retire.text() == words.say("master.restore")
    press(qtbot, page.table, KEY.Key_X, ALT)
    qtbot.waitUntil(lambda: desk.stores.one(ItemForm, PUMP.id).active)


def test_a_workbook_is_looked_at_taken_in_given_out_and_taken_back(
    part: Any, county: Any, desk: Desk, seat: Seat, tmp_path: Any, qtbot: QtBot
) -> None:
    book, file = Workbook(), tmp_path / "全县.xlsx"
    sheets = {
        "物资": [
            ["物资编码", "物资名称", "单位", "类别"],
            ["W01", "排水泵（大流量）", "台", "防汛"],
            ["W09", "柴油", "升", ""],
            ["W10", "", "个", ""],
        ],
        "库存": [["仓库编码", "物资编码", "批号", "数量"], ["K01", "W01", "A1", 11]],
    }  # fmt: skip
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(file)
    page = part(MasterPart)
    files = page.papers.stock
    files.choose_file = lambda *_asked: str(file)
    press(qtbot, page.table, KEY.Key_I, CTRL | SHIFT)
    asks = dialog(page, qtbot)
    qtbot.waitUntil(lambda: asks._result is not None)
    told = {(line.kind, line.sheet, line.row): line.text for line in asks.table.rows_model.rows()}
    assert told["refused", "物资", 4] == "“名称”不能为空。"
    assert told["changed", "物资", 2] == words.say(
        "import.difference", name="物资 W01 排水泵（大流量）", before=words.say("none"), after="防汛"
    )
    assert {key for key in told if key[0] == "added"} == {("added", "物资", 3), ("added", "库存", 2)}
    assert not asks.yes.isEnabled()
    asks.good_only.click()
    said = len(page.heard)
    asks.yes.click()
    qtbot.waitUntil(lambda: len(page.heard) > said)
    assert page.heard[-1] == "已导入 全县.xlsx：新增 2，更新 1，跳过 0，拒绝 1"
    assert [str(row.quantity) for row in desk.stock.on_hand()] == ["11"]
    out = tmp_path / "导出.xlsx"
    files.choose_target = lambda *_asked: out
    press(qtbot, page.table, KEY.Key_E, CTRL | SHIFT)
    qtbot.waitUntil(lambda: len(page.heard) == said + 2)
    again = desk.stock_files.import_file(out, dry_run=True, by=seat.actor)
    assert (again.added, again.updated, again.refused) == (0, 0, 0)
    press(qtbot, page.table, KEY.Key_Z, CTRL | SHIFT)
    asks = dialog(page, qtbot)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(page.heard) == said + 3)
    assert desk.stock.on_hand() == [] and [row.form.code for row in desk.stores.rows(ItemForm)] == ["W01", "W02"]


@pytest.mark.parametrize(("language", "size"), [("zh", 14), ("en", 20)])
@pytest.mark.long
def test_nothing_is_clipped(
    part: Any, county: Any, desk: Desk, seat: Seat, qtbot: QtBot, language: str, size: int
) -> None:
    desk.stores.keep(
        QuotaForm(PUMP.id, Decimal(8), Decimal(12), warehouse_id=county["K01"], basis="县物资储备定额"), by=seat.actor
    )
    theme.apply(QApplication.instance(), "light", size)  # type: ignore[arg-type]
    words.set_language(language)
    page = part(MasterPart)
    for key in ("warehouses", "items", "quotas", "agreements", "vehicles"):
        page.show_list(key)
        qtbot.waitUntil(lambda: not page._loading)
        QApplication.processEvents()
        assert geometry.faults(page) == []
        press(qtbot, page, KEY.Key_N, CTRL)
        asks = dialog(page, qtbot)
        QApplication.processEvents()
        assert geometry.faults(asks) == []
        assert asks.height() < 760 and asks.width() < 1360
        press(qtbot, asks, KEY.Key_Escape)
        qtbot.waitUntil(lambda: page.asked.dialog is None)
