"""定额效期 by keyboard: what is short and where it is spare, villages without key goods, last days, rotation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.people import Actor
from console.domain.stock import DocumentKind, DocumentState
from console.domain.stock_document import NewDocument, NewLine
from console.domain.stores import ItemForm, QuotaForm
from tests.kit import geometry, store_parts, stores
from tests.kit.store_parts import PUMP, WATER
from tests.kit.upward import ALT, CTRL, KEY, dialog, press
from ui import theme
from ui.models.store_quota_rows import COVERAGE, EVERY, EXPIRY, ROTATION, SHORT
from ui.panels.stores import StoresPanel
from ui.panels.stores_quotas import QuotasPart
from ui.seat import Seat

county, part = store_parts.county, store_parts.part


def quota(desk: Desk, by: Actor, item: ItemForm, minimum: int, target: int, **where: Any) -> None:
    desk.stores.keep(QuotaForm(item.id, Decimal(minimum), Decimal(target), **where), by=by)


@pytest.fixture
def short(desk: Desk, seat: Seat, county: Any) -> Any:
    """The county store is short of pumps, the town store has some to spare, one village lacks them since yesterday."""
    by = seat.actor
    quota(desk, by, PUMP, 8, 12, warehouse_id=county["K01"])
    quota(desk, by, PUMP, 2, 2, warehouse_id=county["K02"])
    quota(desk, by, PUMP, 1, 1, place_id=county["样例村08"], due_on=date(2030, 8, 11))
    stores.took_in(desk, by, county["K01"], NewLine(PUMP.id, Decimal(5), price=Decimal("1200.5")))
    stores.took_in(desk, by, county["K02"], NewLine(PUMP.id, Decimal(6)))
    stores.took_in(desk, by, county["K03"], NewLine(PUMP.id, Decimal(1)))
    return county


@pytest.fixture
def old(desk: Desk, seat: Seat, county: Any) -> Any:
    """Lots of water in every band, and one that has been here for too long."""
    days = {"旧": date(2030, 8, 1), "今": date(2030, 8, 12), "近": date(2030, 9, 1), "远": date(2030, 11, 1)}
    lines = [NewLine(WATER.id, Decimal(5), lot_code=code, expires_on=day) for code, day in days.items()]
    long = NewLine(WATER.id, Decimal(7), lot_code="久", made_on=date(2030, 1, 1), expires_on=date(2032, 8, 1))
    stores.took_in(desk, seat.actor, county["K01"], *lines, long)
    return county


def test_a_shortage_is_filled_from_where_it_is_spare_or_bought(
    part: Any, short: Any, desk: Desk, seat: Seat, tmp_path: Any, qtbot: QtBot
) -> None:
    page = part(QuotasPart)
    begun: list[NewDocument] = []
    page.begin_asked.connect(lambda form, _store, _item: begun.append(form))
    shown = page.pages[SHORT]
    assert [(row.owner_name, row.short) for row in shown.table.rows_model.rows()] == [("样例村08", 1), ("县库", 3)]
    assert page.choosers[SHORT].text() == "低于定额 2"
    press(qtbot, shown.table, KEY.Key_Down)
    qtbot.waitUntil(lambda: [row.store_name for row in shown.beside.rows_model.rows()] == ["例溪镇库", "村点"])
    assert [row.spare for row in shown.beside.rows_model.rows()] == [4, 1]
    press(qtbot, shown.table, KEY.Key_T, ALT)
    (form,) = begun
    assert (form.kind, form.from_store, form.to_store) == (DocumentKind.TRANSFER, short["K02"], short["K01"])
    assert [(line.item, line.asked) for line in form.lines] == [(PUMP.id, 4)]
    assert desk.stock_documents.draft(form, by=seat.actor).row.state is DocumentState.DRAFT

    target = tmp_path / "采购计划.xlsx"
    page.choose_target = lambda *_asked: None
    press(qtbot, shown.table, KEY.Key_P, ALT)
    asks = dialog(page, qtbot)
    (line,) = asks.table.rows_model.rows()
    assert (line.item_code, line.shortage, line.total) == ("W01", 8, Decimal("9604"))
    press(qtbot, asks, KEY.Key_Return, CTRL)
    assert asks.isVisible() and not asks.working.isVisible()
    page.choose_target = lambda *_asked: target
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.heard == ["已导出采购计划 1 项：采购计划.xlsx"])
    assert list(load_workbook(target).active.values)[1][:4] == ("W01", "排水泵（大流量）", None, 8)  # type: ignore[union-attr]
    press(qtbot, shown.table, KEY.Key_F, CTRL)
    qtbot.keyClicks(page.search, "k01")
    qtbot.waitUntil(lambda: [row.owner_name for row in shown.table.rows_model.rows()] == ["县库"])
    assert page.choosers[SHORT].text() == "低于定额 2"


def test_villages_without_key_goods_are_counted_and_each_count_leads_to_its_rows(
    part: Any, short: Any, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    radio = ItemForm("W07", "卫星电话", "部", key_item=True)
    desk.stores.keep(radio, by=seat.actor)
    page = part(QuotasPart)
    press(qtbot, page.pages[SHORT].table, KEY.Key_V, ALT)
    shown = page.pages[COVERAGE]
    qtbot.waitUntil(shown.table.hasFocus)
    told = [(row.name, row.there, row.missing, row.overdue, row.due_on) for row in shown.beside.rows_model.rows()]
    assert told == [
        ("", 1, 3, 1, date(2030, 8, 11)), ("卫星电话", 0, 2, 0, None), ("排水泵（大流量）", 1, 1, 1, date(2030, 8, 11)),
    ]  # fmt: skip
    assert page.choosers[COVERAGE].text() == "关键物资到村 缺 3" and shown.beside.chosen_key() == EVERY
    assert len(shown.table.rows_model.rows()) == 3
    shown.beside.setFocus()
    press(qtbot, shown.beside, KEY.Key_Down)
    press(qtbot, shown.beside, KEY.Key_Down)
    (row,) = shown.table.rows_model.rows()
    assert (row.place_name, row.item) == ("样例村08", PUMP.id)
    led: list[Any] = []
    page.stock_asked.connect(led.append)
    press(qtbot, shown.table, KEY.Key_S, ALT)
    assert led == [PUMP.id]


def test_last_days_by_band_and_what_should_leave_becomes_documents(
    part: Any, old: Any, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    page = part(QuotasPart)
    press(qtbot, page, KEY.Key_E, ALT)
    shown = page.pages[EXPIRY]
    assert [(row.key, row.lots) for row in shown.beside.rows_model.rows()] == [
        (EVERY, 4), ("expired", 1), ("last", 1), ("near", 1), ("far", 1)
    ]  # fmt: skip
    assert shown.beside.rows_model.index(2, 0).data() == "即将到期（7 天内）"
    for key, codes in (("last", ["今"]), (EVERY, ["旧", "今", "近", "远"])):
        shown.beside.choose(key)
        assert [row.lot_code for row in shown.table.rows_model.rows()] == codes

    press(qtbot, shown.table, KEY.Key_R, ALT)
    leaving = page.pages[ROTATION]
    qtbot.waitUntil(leaving.table.hasFocus)
    assert [row.lot_code for row in leaving.table.rows_model.rows()] == ["旧", "久"]
    assert not page.draft.isEnabled() and page.draft.toolTip() == words.say("quotas.why_none_ticked")
    press(qtbot, leaving.table, KEY.Key_Space)
    assert leaving.table.rows_model.index(0, 0).data() == "☑"
    press(qtbot, leaving.table, KEY.Key_Space)
    press(qtbot, leaving.table, KEY.Key_A, ALT)
    press(qtbot, leaving.table, KEY.Key_D, ALT)
    press(qtbot, leaving.table, KEY.Key_D, ALT)
    qtbot.waitUntil(lambda: len(leaving.beside.rows_model.rows()) == 2 and not page._loading)
    drafts = desk.stock_documents.rows()
    made = {row.reason: row for row in drafts if row.kind is DocumentKind.WRITE_OFF}
    assert set(made) == {"expired", "rotation"} and all(row.state is DocumentState.DRAFT for row in made.values())
    assert all(row.number in page.heard[-1] for row in made.values())
    assert all(row.drafted for row in leaving.table.rows_model.rows())
    led: list[Any] = []
    page.document_asked.connect(led.append)
    leaving.beside.choose(made["rotation"].id)
    press(qtbot, leaving.beside, KEY.Key_Return)
    assert led == [made["rotation"].id]


def test_whoever_may_not_is_told_why_and_empty_lists_say_what_belongs_there(
    part: Any, county: Any, desk: Desk, seat: Seat, viewer: Actor, qtbot: QtBot
) -> None:
    quota(desk, seat.actor, PUMP, 1, 1, warehouse_id=county["K01"])
    seat.sit(viewer)
    page = part(QuotasPart)
    assert not page.transfer.isEnabled() and page.transfer.toolTip()
    press(qtbot, page.pages[SHORT].table, KEY.Key_P, ALT)
    asks = dialog(page, qtbot)
    assert not asks.yes.isEnabled() and asks.yes.toolTip()
    press(qtbot, asks, KEY.Key_Escape)
    for key in (EXPIRY, ROTATION):
        page.show_list(key)
        assert page.pages[key].empty.sentence.text() == words.say(f"quotas.{key}.empty")
    words.set_language("en")
    assert page.choosers[SHORT].text() == "Below quota 1"


@pytest.mark.parametrize(("language", "size"), [("zh", 14), ("en", 20)])
@pytest.mark.long
def test_nothing_is_clipped(
    part: Any, short: Any, old: Any, qtbot: QtBot, language: str, size: int
) -> None:  # fmt: skip
    theme.apply(QApplication.instance(), "light", size)  # type: ignore[arg-type]
    words.set_language(language)
    page = part(QuotasPart)
    for key in (SHORT, COVERAGE, EXPIRY, ROTATION):
        page.show_list(key)
        QApplication.processEvents()
        assert geometry.faults(page) == []
    page.show_list(SHORT)
    press(qtbot, page.pages[SHORT].table, KEY.Key_P, ALT)
    asks = dialog(page, qtbot)
    QApplication.processEvents()
    assert geometry.faults(asks) == []


def test_a_shortage_is_filled_from_the_panel_itself(
    qtbot: QtBot, app_theme: Any, desk: Desk, jobs: Any, seat: Seat, times: Any, short: Any
) -> None:
    panel = StoresPanel(jobs, seat, times, services=store_parts.services(desk), drafts=desk.drafts)
    qtbot.addWidget(panel)
    panel.resize(1302, 658)
    panel.show()
    panel.activateWindow()
    press(qtbot, panel, KEY.Key_3, CTRL)
    page: Any = panel.by_name["quotas"]
    shown = page.pages[SHORT]
    qtbot.waitUntil(lambda: len(shown.table.rows_model.rows()) == 2)
    qtbot.waitUntil(lambda: panel.parts.buttons[2].text() == "定额效期 2")
    shown.table.choose(next(row.quota for row in shown.table.rows_model.rows() if row.store is not None))
    qtbot.waitUntil(page.transfer.isEnabled)
    press(qtbot, shown.table, KEY.Key_T, ALT)
    asks = dialog(panel, qtbot)
    asks.activateWindow()
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(desk.stock_documents.rows()) == 4)
    made = next(row for row in desk.stock_documents.rows() if row.kind is DocumentKind.TRANSFER)
    (line,) = desk.stock_documents.one(made.id).lines
    assert (made.from_store, made.to_store, line.item, line.asked) == (short["K02"], short["K01"], PUMP.id, 4)
    press(qtbot, panel, KEY.Key_4, CTRL)
    master: Any = panel.by_name["master"]
    qtbot.waitUntil(lambda: master.table.hasFocus() or master.isVisible())
    led = panel.by_name["stock"]
    master.show_list("items")
    qtbot.waitUntil(lambda: len(master.table.rows_model.rows()) == 2)
    press(qtbot, master.table, KEY.Key_S, ALT)
    qtbot.waitUntil(led.isVisible)
