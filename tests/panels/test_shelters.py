"""避灾安置 by keyboard: shelters opened, counted, closed and kept; people brought away; the sums of both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.incident_figures import Amount
from console.domain.people import Actor
from console.domain.relocations import MoveState, VillageFigure
from console.domain.shelters import NewCount, ShelterForm, ShelterState
from console.errors import Refused
from tests.kit import geometry, shelter_panel
from tests.kit import shelters as ground
from tests.kit.input_method import commit
from tests.kit.shelters import County
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, dialog, press
from ui import hiding, theme
from ui.panels.shelters import PEOPLE, PLACES, SUMS
from ui.printing.layout import lay_out
from ui.printing.output import to_pdf
from ui.prints import form_of
from ui.seat import Seat
from ui.shelter_prints import RefusalRecord, RelocationList, ShelterRegister, ShelterSums

county, panel = ground.county, shelter_panel.panel


@pytest.fixture
def by(seat: Seat) -> Actor:
    return seat.actor


def part(qtbot: QtBot, shown: Any, at: int) -> Any:
    """The part that is asked for by its key, once it is read."""
    page = shown.pages[at]
    if shown.stack.currentIndex() != at:
        press(qtbot, shown.current_page().first_focus(), (KEY.Key_1, KEY.Key_2, KEY.Key_3)[at], CTRL)
    qtbot.waitUntil(lambda: page.isVisible() and page._has_result and not page._loading)
    return page


def asked(qtbot: QtBot, page: Any, key: Any, modifier: Any = ALT) -> Any:
    press(qtbot, page.first_focus(), key, modifier)
    return dialog(page.window(), qtbot)


def handed_up(qtbot: QtBot, shown: Any, asks: Any) -> None:
    said = len(shown.heard)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: len(shown.heard) > said or (isValid(asks) and asks.trouble.isVisible()))
    assert len(shown.heard) > said, asks.trouble.text()
    qtbot.waitUntil(lambda: not any(page._loading or page.asked.dialog for page in shown.pages))
    shown.activateWindow()


def typed(qtbot: QtBot, editor: Any, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text) if text.isascii() else commit(editor, text)


def names(page: Any) -> list[str]:
    return [line.row.name for line in page.table.rows_model.rows()]


def test_opened_counted_short_of_water_and_closed_by_keys(
    panel: Any, county: County, desk: Desk, clock: StoppedClock, qtbot: QtBot
) -> None:
    shown = panel()
    page = part(qtbot, shown, PLACES)
    assert names(page) == ["岩头镇避灾安置中心(示例)", "样例村07文化礼堂(示例)"] and not page.count.isEnabled()
    assert page.count.toolTip() == words.say("shelters.why.not_open")
    asks = asked(qtbot, page, KEY.Key_O)
    assert asks.incident.value() == county.incident
    commit(asks.lines["who"], "王例二")
    handed_up(qtbot, shown, asks)
    row = desk.shelters.one(county.centre)
    assert (row.state, row.opening.incident_id, row.opening.opened_by) == (ShelterState.OPEN, county.incident, "王例二")
    clock.advance(minutes=20)
    asks = asked(qtbot, page, KEY.Key_C)
    for name, text in (("total", "310"), ("men", "200"), ("women", "150"), ("water_days", "0.5")):
        typed(qtbot, asks.lines[name], text)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(asks.trouble.isVisible)
    assert "350" in asks.trouble.text() and asks.lines["total"].text() == "310", "refused: everything typed stays"
    typed(qtbot, asks.lines["women"], "110")
    handed_up(qtbot, shown, asks)
    (need,) = desk.needs.rows(county.incident)
    assert need.number in shown.heard[-1] and "超容量 10 人" in shown.heard[-1]
    line = page.chosen()
    assert (line.low, line.row.over, line.row.people) == (("water",), 10, Amount(310))
    assert "饮水告急" in page.sheet.warning.text() and page.sheet.counts.rows_model.rowCount() == 1
    assert page.table.rows_model.index(0, 2).data() == "310/300"
    asks = asked(qtbot, page, KEY.Key_X)
    handed = asks.trouble
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(handed.isVisible)
    assert asks.lines["reason"].hasFocus()
    commit(asks.lines["reason"], "转例溪镇中心学校")
    handed_up(qtbot, shown, asks)
    assert desk.shelters.one(county.centre).state is ShelterState.CLOSED
    assert "转例溪镇中心学校" in desk.log.newest(1)[0].text
    assert shown.errors == []


def test_a_shelter_is_kept_found_and_its_numbers_hidden_while_news_move_nothing(
    panel: Any, county: County, desk: Desk, by: Actor, qtbot: QtBot, tmp_path: Path
) -> None:
    shown = panel()
    page = part(qtbot, shown, PLACES)
    asks = asked(qtbot, page, KEY.Key_N, CTRL)
    for name, text in (("name", "样例村21村部(示例)"), ("manager_a", "李例六"), ("capacity", "8x")):
        typed(qtbot, asks.lines[name], text)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(asks.trouble.isVisible)
    assert asks.lines["capacity"].hasFocus() and asks.lines["name"].text() == "样例村21村部(示例)"
    typed(qtbot, asks.lines["capacity"], "80")
    typed(qtbot, asks.lines["phone_a"], "0577-0000-0009")
    commit(asks.place, "样例村21")
    qtbot.waitUntil(asks.place.list.isVisible)
    press(qtbot, asks.place, KEY.Key_Return)
    handed_up(qtbot, shown, asks)
    made = next(row for row in desk.shelters.rows() if row.form.code == "BZ003")
    assert (made.town, made.form.capacity, page.chosen().id) == ("例溪镇", 80, made.id)
    page.search.setFocus()
    qtbot.waitUntil(page.search.hasFocus)
    qtbot.keyClicks(page.search, "ytz")
    desk.shelters.keep(ShelterForm("乙", 5), by=by)  # news arrive while somebody types
    assert page.search.hasFocus() and page.search.cursorPosition() == 3
    press(qtbot, page.search, KEY.Key_Return)
    qtbot.waitUntil(lambda: "乙" not in names(page) and not page._loading)
    shown.open_item(made.id, follow=True)
    qtbot.waitUntil(lambda: page.chosen() is not None and page.chosen().id == made.id and not page.search.text())
    facts = page.sheet.facts.values["shelters.column.manager_a"]
    assert "0577-0000-0009" in facts.text()
    press(qtbot, page.table, KEY.Key_N, ALT)
    assert QGuiApplication.clipboard().text() == "0577-0000-0009"
    hiding.current().turn()
    assert "0577-0000-0009" not in facts.text()
    press(qtbot, page.table, KEY.Key_N, ALT)
    assert isinstance(shown.errors[-1], Refused) and shown.errors[-1].code == "numbers_hidden"
    hiding.current().turn()
    page.workbooks.choose_target = lambda *_asked: tmp_path / "场所.xlsx"
    press(qtbot, page.table, KEY.Key_E, CTRL | SHIFT)
    qtbot.waitUntil((tmp_path / "场所.xlsx").exists)
    press(qtbot, page.table, KEY.Key_P, CTRL)
    assert shown.papers == [ShelterRegister(made.id)]


def test_people_are_ticked_by_one_key_a_refusal_asks_for_its_words(
    panel: Any, county: County, desk: Desk, by: Actor, qtbot: QtBot
) -> None:
    desk.shelters.open(county.centre, county.incident, by=by)
    forms = [
        county.household("样例村07", "陈例四", 4, shelter=county.centre),
        county.household("样例村07", "王例五", 3),
    ]
    desk.relocations.add_all(forms, by=by)
    shown = panel()
    page = part(qtbot, shown, PEOPLE)
    lines = {row.household: row.id for row in page.table.rows_model.rows()}
    page.table.choose(lines["陈例四"])
    press(qtbot, page.table, KEY.Key_Y, ALT)
    qtbot.waitUntil(lambda: desk.relocations.one(lines["陈例四"]).state is MoveState.MOVED)
    qtbot.waitUntil(lambda: page.chosen().state is MoveState.MOVED and page.chosen().household == "陈例四")
    page.table.choose(lines["王例五"])
    asks = asked(qtbot, page, KEY.Key_J)
    typed(qtbot, asks.lines["people"], "1")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    qtbot.waitUntil(asks.trouble.isVisible)
    assert asks.words.hasFocus()
    commit(asks.words, "劝三次，要看牲口")
    commit(asks.lines["witness"], "李例六")
    handed_up(qtbot, shown, asks)
    told = {(row.household, row.state): row.people for row in desk.relocations.rows(county.incident)}
    assert told == {("陈例四", "moved"): 4, ("王例五", "refused"): 1, ("王例五", "planned"): 2}
    rest = next(row for row in page.table.rows_model.rows() if row.state is MoveState.PLANNED)
    page.table.choose(rest.id)
    asks = asked(qtbot, page, KEY.Key_Y)  # it does not say where to: that is asked for
    commit(asks.lines["destination"], "亲友：例溪镇")
    handed_up(qtbot, shown, asks)
    qtbot.waitUntil(lambda: page.chosen().state is MoveState.MOVED)
    press(qtbot, page.table, KEY.Key_H, ALT)
    qtbot.waitUntil(lambda: desk.relocations.one(rest.id).state is MoveState.RETURNED)
    refused = next(row for row in page.table.rows_model.rows() if row.state is MoveState.REFUSED)
    shown.open_item(refused.id)
    qtbot.waitUntil(lambda: page.chosen() is not None and page.chosen().id == refused.id)
    assert page.facts.values["relocation.fact.said"].text() == "劝三次，要看牲口"
    for key, modifier in ((KEY.Key_P, CTRL), (KEY.Key_P, CTRL | SHIFT)):
        press(qtbot, page.table, key, modifier)
    assert shown.papers == [RelocationList(county.incident), RefusalRecord(refused.id)] and shown.errors == []


def test_villages_by_telephone_then_the_sums_become_figures_of_the_incident(
    panel: Any, county: County, desk: Desk, by: Actor, clock: StoppedClock, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.incident_figures.revise(county.incident, {"evacuated": Amount(7)}, clock.now(), "镇里", by=by)
    desk.relocations.add_all([county.figure("样例村07", 124), county.figure("样例村08", 30)], by=by)
    clock.advance(minutes=5)
    shown = panel()
    page = part(qtbot, shown, PEOPLE)
    asks = asked(qtbot, page, KEY.Key_V)
    assert len(asks.figures) == 2 and asks.figures[0].hasFocus()
    qtbot.keyClicks(asks.figures[0], "120")
    press(qtbot, asks.figures[0], KEY.Key_Return)
    assert asks.figures[1].hasFocus()
    commit(asks.village, "样例村99")
    qtbot.keyClicks(asks.lines["other"], "6")
    handed_up(qtbot, shown, asks)
    sums = desk.shelters.totals(county.incident)
    assert (sums.planned, sums.moved, sums.waiting) == (160, 126, 34)
    clock.advance(minutes=5)
    desk.relocations.told_by_villages(
        county.incident, [VillageFigure("样例村08", 30, county.villages["样例村08"])], by=by
    )
    page = part(qtbot, shown, SUMS)
    qtbot.waitUntil(lambda: page._sums.moved == 156)
    assert not page.take.isEnabled() and page.take.toolTip() == words.say("sums.why.no_incident")
    page.incident.setFocus()
    press(qtbot, page.incident, KEY.Key_Down)
    qtbot.waitUntil(lambda: page._incident == county.incident and page.take.isEnabled())
    assert page.moved.values["sums.waiting"].text() == "4 人"
    asks = asked(qtbot, page, KEY.Key_K)
    handed_up(qtbot, shown, asks)
    figures = desk.incident_figures.newest(county.incident)
    assert (figures["evacuated"].amount, figures["resettled"].amount) == (Amount(156), Amount(156))
    assert figures["evacuated"].source == "转移清册" and len(desk.incident_figures.history(county.incident)) == 3
    page.choose_target = lambda *_asked: tmp_path / "汇总.csv"
    press(qtbot, page.incident, KEY.Key_E, CTRL | SHIFT)
    qtbot.waitUntil((tmp_path / "汇总.csv").exists)
    assert "样例村07,124,120,0,0,4" in (tmp_path / "汇总.csv").read_text(encoding="utf-8-sig")
    press(qtbot, page.incident, KEY.Key_P, CTRL)
    assert shown.papers == [ShelterSums(county.incident)] and shown.errors == []


@pytest.mark.long
def test_every_part_fits_in_both_languages_and_large_and_empty_ones_say_what_belongs_there(
    panel: Any, desk: Desk, by: Actor, app_theme: QApplication, qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    shown = panel()
    page = part(qtbot, shown, PLACES)
    assert page.empty.sentence.text() == words.say("shelters.empty") and page.empty.button.hint() == "[Ctrl+Shift+I]"
    assert part(qtbot, shown, PEOPLE).empty.sentence.text() == words.say("relocation.no_incident")
    county = request.getfixturevalue("county")
    desk.shelters.open(county.hall, county.incident, by=by)
    desk.shelters.count(county.hall, NewCount(70, men=30, water_days=0.5), by=by)
    desk.relocations.add_all([county.figure("样例村07", 124), county.household("样例村21", "李例六", 2)], by=by)
    try:
        for language, size, width, height in (("zh", 14, 1302, 658), ("en", 14, 1274, 658), ("en", 20, 1180, 640)):
            words.set_language(language)
            theme.apply(app_theme, "light", size)
            shown.resize(width, height)
            for at in (PLACES, PEOPLE, SUMS):
                page = part(qtbot, shown, at)
                page.reload_now()
                qtbot.waitUntil(lambda page=page: not page._loading)
                assert geometry.cut(page) == [], (language, size, at)
    finally:
        theme.apply(app_theme, "light")


def test_the_papers_say_what_is_known_and_leave_room_to_write(
    desk: Desk, by: Actor, county: County, clock: StoppedClock, app_theme: QApplication, tmp_path: Path
) -> None:
    desk.shelters.open(county.hall, county.incident, by=by)
    desk.shelters.open(county.centre, county.incident, by=by)
    desk.shelters.count(county.hall, NewCount(70, men=30), by=by)
    one = desk.relocations.add(county.household("样例村07", "陈例四", 4, shelter=county.hall, special=("old",)), by=by)
    desk.relocations.tell(one.id, MoveState.MOVED, seen=1, by=by)
    waits = desk.relocations.add(county.household("样例村21", "李例六", 2), by=by)
    texts = {}
    for item in (ShelterRegister(county.hall), ShelterSums(), RelocationList(county.incident), RefusalRecord(waits.id)):
        form = form_of(desk, item)
        texts[form.title] = str(form.blocks)
        assert len(lay_out(form).pages) <= 2 and form.signatures
        to_pdf(lay_out(form), tmp_path / "一页.pdf")
        assert (tmp_path / "一页.pdf").stat().st_size > 1_000
    assert "陈例四" in texts["避灾安置登记表"] and "容量" in texts["避灾安置登记表"]
    assert "至少 70 人" in texts["避灾安置汇总表"] and "+66" in texts["避灾安置汇总表"]
    assert "样例村07" in texts["人员转移清册"] and "应转未转" in texts["人员转移清册"]
    assert "李例六" in texts["劝离记录"]
