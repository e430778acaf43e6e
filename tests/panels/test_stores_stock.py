"""库存 over a real store: what is wrong where, lots in order, cards at any instant, scans, the books checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.stock import DocumentKind
from console.domain.stock_document import Document, NewDocument, NewLine
from console.domain.stock_overview import Sieve
from console.domain.stores import AgreementForm, QuotaForm, WarehouseForm
from db.models.stores import Item, Quota
from tests.kit import geometry
from tests.kit.input_method import commit
from tests.kit.stock import Yard, approved, came_in, settled, yard
from tests.kit.stores import by_hand
from ui import hiding, theme
from ui.jobs import Jobs
from ui.models.stock_columns import said_tags, tags_of
from ui.panels.stores import StoresPanel
from ui.panels.stores_stock import StockPart
from ui.rooms import Room, make
from ui.seat import Seat
from ui.stock_prints import CountSheet, LabelSheet
from ui.widgets.store_tree import tag_of

KEY, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PATIENCE = 30_000
COUNTY, TOWN, POST = "县库", "岩坦镇库", "上塘前置点"


@dataclass
class Stocked:
    """The yard with its goods, and the papers that moved them."""

    yard: Yard
    transfer: Document
    promised: Document


@pytest.fixture
def stocked(desk: Desk, seat: Seat, clock: StoppedClock) -> Stocked:
    """Water in four lots, one over and one near its day; pumps below the town's quota; two pumps on the road."""
    by = seat.actor
    made = yard(desk, by)
    today = clock.now().date()
    came_in(
        desk, by, made.county,
        NewLine(made.water, Decimal(60), lot_code="S-3", expires_on=today + timedelta(days=800)),
        NewLine(made.water, Decimal(40), lot_code="S-2", expires_on=today + timedelta(days=12)),
        NewLine(made.water, Decimal(5), lot_code="S-1", expires_on=today - timedelta(days=40)),
        NewLine(made.pump, Decimal(9), lot_code="P-1"),
    )  # fmt: skip
    came_in(desk, by, made.town, NewLine(made.pump, Decimal(1), lot_code="P-2"))
    for form in (
        QuotaForm(made.pump, Decimal(3), Decimal(4), warehouse_id=made.town),
        QuotaForm(made.pump, Decimal(2), Decimal(6), warehouse_id=made.county),
    ):
        desk.stores.keep(form, by=by)
    for store in desk.stores.rows(WarehouseForm):
        if store.id != made.county:
            row = WarehouseForm(**{**_fields(store.form), "parent_id": made.county, "keeper_a": "陈例一",
                                   "phone_a": "100-0000-0001"})  # fmt: skip
            desk.stores.keep(row, seen=store.version, by=by)
    clock.advance(hours=2)
    road = approved(desk, by, NewDocument(DocumentKind.TRANSFER, (NewLine(made.pump, Decimal(2)),),
                                          from_store=made.county, to_store=made.post))  # fmt: skip
    road = desk.stock_documents.issue(road.row.id, seen=road.row.version, by=by)
    promised = approved(desk, by, NewDocument(DocumentKind.ISSUE, (NewLine(made.water, Decimal(15)),),
                                              from_store=made.county))  # fmt: skip
    return Stocked(made, road, promised)


def _fields(form: Any) -> dict[str, Any]:
    return {name: getattr(form, name) for name in form.__dataclass_fields__}


@pytest.fixture
def open_stock(qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs, seat, times):
    def open_it() -> StoresPanel:
        panel: Any = make("stores", Room(desk, jobs, seat, times, *[None] * 7))  # type: ignore[arg-type]
        qtbot.addWidget(panel)
        panel.resize(1302, 658)
        with qtbot.waitSignal(part(panel).presented, timeout=PATIENCE):
            panel.show()
        panel.activateWindow()
        part(panel).table.setFocus()
        qtbot.waitUntil(part(panel).table.hasFocus, timeout=PATIENCE)
        return panel

    return open_it


def part(panel: StoresPanel) -> StockPart:
    made = panel.by_name["stock"]
    assert isinstance(made, StockPart)
    return made


def names(page: StockPart) -> list[str]:
    return [line.name for line in page.table.rows_model.rows()]


def line_of(page: StockPart, name: str) -> Any:
    return next(line for line in page.table.rows_model.rows() if line.name == name)


def press(qtbot: QtBot, page: StockPart, key: KEY, how: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """A key that asks the store again."""
    with qtbot.waitSignal(page.presented, timeout=PATIENCE):
        QTest.keyClick(page.window().focusWidget(), key, how)


def choose_store(qtbot: QtBot, page: StockPart, name: str) -> None:
    row = next(row for row in page.stores.tree.tree_model.rows() if row.name == name)
    with qtbot.waitSignal(page.presented, timeout=PATIENCE):
        page.stores.choose(row.id)


def find(qtbot: QtBot, page: StockPart, text: str, shown: list[str]) -> None:
    QTest.keyClick(page.window().focusWidget(), KEY.Key_F, CTRL)
    qtbot.waitUntil(page.head.search.hasFocus, timeout=PATIENCE)
    commit(page.head.search, text)
    page.head.search.search_now()
    qtbot.waitUntil(lambda: names(page) == shown, timeout=PATIENCE)


def test_every_store_says_what_is_wrong_in_it_and_counts_are_filters(
    stocked: Stocked, open_stock, qtbot: QtBot
) -> None:
    page = part(open_stock())
    marks = {row.name: tag_of(row.mark) for row in page.stores.tree.tree_model.rows()}
    assert (marks[TOWN].text, marks[COUNTY].text, marks[POST]) == ("缺1", "过期1", None)
    water, pump = line_of(page, "饮用水"), line_of(page, "排水泵")
    assert (water.quantity, water.reserved, water.free, water.expired) == (105, 15, 85, 5), "what is over is not free"
    assert said_tags(tags_of(water)) == "停发 5" and said_tags(tags_of(pump)) == "缺 2、在途 2"
    assert page.table.rows_model.data(page.table.rows_model.index_of(water.item), Qt.ItemDataRole.BackgroundRole)
    assert (pump.minimum, pump.target, pump.free) == (5, 10, 8), "one store's plenty does not fill another's quota"
    for key, shown, count in ((KEY.Key_Q, ["排水泵"], "低于定额 1"), (KEY.Key_X, ["饮用水"], "30 天内到期 1"),
                              (KEY.Key_Z, ["排水泵"], "在途 1 单")):  # fmt: skip
        press(qtbot, page, key, ALT)
        assert names(page) == shown
        sieve = page.head.sieves[page.sieve_wanted]
        assert sieve.isChecked() and sieve.text() == count
        press(qtbot, page, key, ALT)
        assert page.sieve_wanted is Sieve.ALL and len(names(page)) == 2, "pressed again, everything is there"
    choose_store(qtbot, page, TOWN)
    assert (
        names(page) == ["排水泵"] and page.stores.facts.values["stores.field.keeper_a"].text() == "陈例一 100-0000-0001"
    )
    choose_store(qtbot, page, COUNTY)
    assert line_of(page, "排水泵").quantity == 8, "the stores beneath count"
    press(qtbot, page, KEY.Key_B, ALT)
    assert line_of(page, "排水泵").quantity == 7, "this store alone"
    for typed, shown in (("psb", ["排水泵"]), ("W02", ["饮用水"]), ("s-2", ["饮用水"]), ("没有", [])):
        find(qtbot, page, typed, shown)
    assert page.pages.currentWidget() is page.empty and "没有符合" in page.empty.sentence.text()


def test_lots_stand_in_the_order_of_their_last_day_and_say_for_whom_they_are(
    stocked: Stocked, open_stock, qtbot: QtBot
) -> None:
    panel = open_stock()
    page = part(panel)
    page.table.choose(stocked.yard.water)
    qtbot.waitUntil(lambda: page.told is not None and page.told.item == stocked.yard.water, timeout=PATIENCE)
    lots = page.lots.rows_model.rows()
    assert [one.row.lot_code for one in lots] == ["S-1", "S-2", "S-3"]
    cells = [[str(page.lots.rows_model.index(at, col).data() or "") for col in range(6)] for at in range(3)]
    assert "停发" in cells[0][4] and "剩 12 天" in cells[1][4]
    number = stocked.promised.row.number
    assert f"{number} 预留 15" in cells[1][5], "what expires first and is in date was promised"
    assert [row.balance for row in page.told.card] == [60, 100, 105]
    QTest.keyClick(page.table, KEY.Key_Return)
    assert page.lots.hasFocus()
    page.lots.choose(lots[1].key)
    qtbot.waitUntil(lambda: page.told.lot == lots[1].row.lot, timeout=PATIENCE)
    assert [row.lot_code for row in page.told.card] == ["S-2"] and "S-2" in page.card.about.text()
    QTest.keyClick(page.lots, KEY.Key_K, ALT)
    assert page.card.table.hasFocus()
    page.card.table.choose(page.card.table.rows_model.key_at(page.card.table.rows_model.index(0, 0)))
    with qtbot.waitSignal(page.document_asked, timeout=PATIENCE) as asked:
        QTest.keyClick(page.card.table, KEY.Key_Return)
    assert asked.args[0] == page.told.card[0].document
    panel.show_named("stock")  # it went to the document
    page.card.table.setFocus()
    qtbot.waitUntil(page.card.table.hasFocus, timeout=PATIENCE)
    QTest.keyClick(page.card.table, KEY.Key_K, ALT | SHIFT)
    qtbot.waitUntil(lambda: page.told.lot is None and len(page.told.card) == 3, timeout=PATIENCE)
    with qtbot.waitSignal(page.begin_asked, timeout=PATIENCE) as begun:
        QTest.keyClick(page.card.table, KEY.Key_N, CTRL)
    assert begun.args == [None, None, stocked.yard.water]


def test_stock_and_card_as_they_were_at_a_past_instant(
    stocked: Stocked, open_stock, qtbot: QtBot, clock: StoppedClock, times, desk: Desk
) -> None:
    page = part(open_stock())
    page.table.choose(stocked.yard.pump)
    qtbot.waitUntil(lambda: page.told is not None and page.told.item == stocked.yard.pump, timeout=PATIENCE)
    assert [row.balance for row in page.told.card] == [9, 10, 8]
    QTest.keyClick(page.table, KEY.Key_T, ALT)
    assert page.head.as_of.line.hasFocus()
    said: list[Any] = []
    page.refused.connect(said.append)
    for wrong, code in (("25:70", "bad_time"), (times.minute(clock.now() + timedelta(hours=3)), "time_future")):
        page.head.as_of.line.setText(wrong)
        QTest.keyClick(page.head.as_of.line, KEY.Key_Return)
        assert said[-1].code == code and page.head.as_of.line.text() == wrong
    before = clock.now() - timedelta(hours=1)
    page.head.as_of.line.setText(times.minute(before))
    press(qtbot, page, KEY.Key_Return)
    pump = line_of(page, "排水泵")
    assert (pump.quantity, pump.reserved, pump.on_road) == (10, 0, 0)
    assert [row.balance for row in page.told.card] == [9, 10] and "截至" in page.card.note.text()
    then = desk.stock.on_hand(at=before)
    assert sum(row.quantity for row in then if row.item == stocked.yard.pump) == pump.quantity
    page.head.as_of.line.clear()
    press(qtbot, page, KEY.Key_Return)
    assert line_of(page, "排水泵").quantity == 8 and not page.card.note.isVisible()


def test_a_label_scanned_into_the_find_box_chooses_its_lot(
    stocked: Stocked, open_stock, qtbot: QtBot, desk: Desk
) -> None:
    page = part(open_stock())
    choose_store(qtbot, page, TOWN)
    page.head.search.setFocus()
    label = next(one for one in desk.stock_papers.labels() if one.lot == "S-2")
    for code in (label.code, f"~{label.lot_id.hex[:12].upper()}"):
        QTest.keyClicks(page.head.search, code)
        QTest.keyClick(page.head.search, KEY.Key_Return)
        qtbot.waitUntil(lambda: page.told is not None and page.told.lot == label.lot_id, timeout=PATIENCE)
        assert page.head.search.text() == "" and "饮用水 批号 S-2，在库 40 瓶" in page.head.scan_note.text()
        assert page.store_wanted is None, "it does not lie in the store that was shown: all are"
        assert page.table.chosen_key() == stocked.yard.water and "S-2" in page.card.about.text()
        page.table.choose(stocked.yard.pump)
        qtbot.waitUntil(lambda: page.told.item == stocked.yard.pump, timeout=PATIENCE)
    page.lots.choose(page.lots.rows_model.rows()[0].key)
    qtbot.waitUntil(lambda: page.told.lot is not None, timeout=PATIENCE)
    QTest.keyClicks(page.head.search, "yys")
    qtbot.waitUntil(lambda: page.told.item == stocked.yard.water and page.told.lot is None, timeout=PATIENCE)
    assert page.table.chosen_key() == stocked.yard.water, "what is told beside the list is of the row that is chosen"
    page.head.search.clear()
    QTest.keyClicks(page.head.search, "W99*X-1")
    QTest.keyClick(page.head.search, KEY.Key_Return)
    qtbot.waitUntil(lambda: page.head.search.text() == "W99*X-1", timeout=PATIENCE)
    assert "查不到" in page.head.scan_note.text()


def test_records_are_opened_by_their_id_whatever_is_filtered(
    stocked: Stocked, open_stock, qtbot: QtBot, desk: Desk
) -> None:
    """As the map and the strip of what is due open them."""
    panel = open_stock()
    page = part(panel)
    press(qtbot, page, KEY.Key_Q, ALT)
    lot = next(row.lot for row in desk.stock.on_hand() if row.lot_code == "S-3")
    panel.open_item(stocked.yard.town, follow=True)
    qtbot.waitUntil(lambda: page.stores.tree.chosen_id() == stocked.yard.town, timeout=PATIENCE)
    assert page.sieve_wanted is Sieve.ALL and not page.head.sieves[Sieve.BELOW].isChecked()
    panel.open_item(lot, follow=True)
    qtbot.waitUntil(lambda: page.told is not None and page.told.lot == lot, timeout=PATIENCE)
    panel.open_item(stocked.yard.pump, follow=True)
    qtbot.waitUntil(lambda: page.table.chosen_key() == stocked.yard.pump, timeout=PATIENCE)
    assert page.told is None or page.stores.tree.chosen_id() is None


def test_the_books_are_checked_and_what_differs_is_listed(
    stocked: Stocked, open_stock, qtbot: QtBot, desk: Desk, seat: Seat, jobs: Jobs
) -> None:
    page = part(open_stock())
    with qtbot.waitSignals([page.saved, page.saved], timeout=PATIENCE):
        QTest.keyClick(page.table, KEY.Key_F5)
    assert page.acts.dialog is None
    by_hand(desk, seat.actor, "UPDATE stock_balance SET quantity = quantity + 1000 WHERE kind = 'store'")
    QTest.keyClick(page.table, KEY.Key_F5)
    qtbot.waitUntil(lambda: page.acts.dialog is not None and page.acts.dialog.isVisible(), timeout=PATIENCE)
    rows = page.acts.dialog.table.rows_model.rows()
    assert len(rows) == len(desk.stock.check()) and {row.stored - row.should_be for _, row in rows} == {1}
    QTest.keyClick(page.acts.dialog.table, KEY.Key_Escape)
    told: list[Any] = []
    page.refused.connect(told.append)
    page.window().activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus, timeout=PATIENCE)
    go = Event()
    for _ in range(2):
        jobs.run(lambda: go.wait(30), lambda _done: None, told.append)  # both workers are at something long
    QTest.keyClick(page.table, KEY.Key_F5)
    QApplication.processEvents()
    page.head.search.setFocus()
    QTest.keyClick(page.head.search, KEY.Key_A)
    go.set()
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert told[0].code == "stock_differs" and page.head.search.text() == "a", "nothing opens over who types"


def test_papers_and_files_are_asked_for_what_is_chosen(
    stocked: Stocked, open_stock, qtbot: QtBot, tmp_path: Path, seat: Seat, viewer
) -> None:
    panel = open_stock()
    page, asked = part(panel), []
    panel.print_asked.connect(asked.append)
    QTest.keyClick(page.table, KEY.Key_P, CTRL)
    assert asked == [] and "选一个仓库" in page.count_sheet.toolTip()
    page.table.choose(stocked.yard.water)
    qtbot.waitUntil(lambda: page.told is not None and page.told.item == stocked.yard.water, timeout=PATIENCE)
    QTest.keyClick(page.table, KEY.Key_L, ALT)
    choose_store(qtbot, page, COUNTY)
    QTest.keyClick(page.table, KEY.Key_P, CTRL)
    QTest.keyClick(page.table, KEY.Key_P, ALT | SHIFT)
    QTest.keyClick(page.table, KEY.Key_L, ALT | SHIFT)
    county = stocked.yard.county
    assert asked == [LabelSheet(None, stocked.yard.water), CountSheet(county), CountSheet(county, blind=True),
                     LabelSheet(county)]  # fmt: skip
    page.acts.choose_target = lambda _parent: tmp_path / "库存.xlsx"
    with qtbot.waitSignal(page.saved, timeout=PATIENCE) as saved:
        QTest.keyClick(page.table, KEY.Key_E, CTRL | SHIFT)
    assert "5 批" in saved.args[0]
    assert openpyxl.load_workbook(tmp_path / "库存.xlsx").worksheets[0].max_row == 6
    seat.sit(viewer)
    assert not page.new.isEnabled() and "需要" in page.new.toolTip()


def test_agreements_say_what_can_be_called_and_whom_to_ring(
    stocked: Stocked, open_stock, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    for mode, what in (("agreement", "挖掘机"), ("market", "矿泉水")):
        desk.stores.keep(
            AgreementForm(f"X-{mode}", "示例公司", Decimal(6), "台", 120, mode, what=what, valid_to=date(2031, 1, 1),
                          contact_a="陈例一", phone_a="100-0000-0001"), by=seat.actor,
        )  # fmt: skip
    page = part(open_stock())
    page.head.mode.setFocus()
    press(qtbot, page, KEY.Key_Down)
    assert [row.kept.form.what for row in page.agreements.rows_model.rows()] == ["挖掘机"]
    assert page.pages.currentWidget() is page.agreements and not page.lots_card.isVisible()
    page.agreements.choose(page.agreements.rows_model.rows()[0].kept.id)
    phone = page.card.facts.values["stores.contact_a"]
    assert phone.text() == "陈例一 100-0000-0001" and phone.isVisible()
    hiding.current().turn()
    assert "100-0000-0001" not in phone.text() and "陈例一" in phone.text()


def test_news_move_neither_choice_nor_typing(
    stocked: Stocked, open_stock, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    page = part(open_stock())
    page.table.choose(stocked.yard.pump)
    qtbot.waitUntil(lambda: page.told is not None and page.told.item == stocked.yard.pump, timeout=PATIENCE)
    page.head.as_of.line.setFocus()
    QTest.keyClicks(page.head.as_of.line, "08")
    with qtbot.waitSignal(page.presented, timeout=PATIENCE):
        came_in(desk, seat.actor, stocked.yard.post, NewLine(stocked.yard.boat, Decimal(1)))
        page.reload_now()
    assert page.table.chosen_key() == stocked.yard.pump and "冲锋舟" in names(page)
    assert page.head.as_of.line.text() == "08" and page.head.as_of.line.hasFocus()
    settled(desk, seat.actor, NewDocument(DocumentKind.ISSUE, (NewLine(stocked.yard.pump, Decimal(1)),),
                                          from_store=stocked.yard.county))  # fmt: skip
    with qtbot.waitSignal(page.presented, timeout=PATIENCE):
        page.reload_now()
    assert page.told.card[-1].change == -1, "the card that is shown follows"


@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.long
def test_nothing_is_cut_in_either_language(
    stocked: Stocked, open_stock, qtbot: QtBot, qapp: QApplication, size: int
) -> None:
    panel = open_stock()
    page = part(panel)
    theme.apply(qapp, "light", size)
    try:
        for language, across in (("zh", 1302), ("en", 1274)):
            words.set_language(language)
            panel.resize(across, 658)
            choose_store(qtbot, page, COUNTY)
            choose_store(qtbot, page, TOWN)
            QApplication.processEvents()
            assert geometry.faults(page) == []
    finally:
        theme.apply(qapp, "light")


def test_a_thousand_goods_are_listed_and_walked(open_stock, qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    """Rows come in at once, and the next row is the next key, not the next query."""
    made, by = yard(desk, seat.actor), seat.actor
    items = [Item(id=uuid4(), code=f"T{at:04d}", name=f"物资{at}", unit="件", version=1) for at in range(1000)]
    more: dict[str, Any] = {"minimum": Decimal(1), "target": Decimal(2), "basis": "", "active": True, "version": 1}
    with desk.opened.store.writing(by=by) as tx:
        tx.session.add_all(items)
        tx.flush()
        tx.session.add_all(Quota(id=uuid4(), item_id=one.id, warehouse_id=made.county, **more) for one in items)
    page = part(open_stock())
    assert len(names(page)) == 1000
    for _ in range(5):
        QTest.keyClick(page.table, KEY.Key_Down)
    qtbot.waitUntil(lambda: page.told is not None and page.told.item == page.table.chosen_key(), timeout=PATIENCE)
    assert page.table.chosen_row().code == "T0005"
