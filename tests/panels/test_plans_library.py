"""预案库: found, filtered, kept by keyboard, brought in from a workbook that was looked at, its document at hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.plans import PlanRow
from tests.kit import plans as kit
from tests.kit import plans_panel as setting
from tests.kit.input_method import commit
from tests.kit.plans_panel import PATIENCE, Opened, wait
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, dialog, press
from ui.models.plan_rows import Sieve
from ui.panels.plans import PlansPanel
from ui.panels.plans_library import LibraryPage
from ui.plan_prints import PlanCards, WallPlan
from ui.seat import Seat

plan, opened = setting.plan, setting.opened


def library(qtbot: QtBot, panel: PlansPanel) -> LibraryPage:
    with qtbot.waitSignal(panel.library.presented, timeout=PATIENCE):
        panel.show_part(1)
    return panel.library


def told(qtbot: QtBot, page: LibraryPage) -> LibraryPage:
    wait(qtbot, lambda: page.told is not None and not page._loading)
    return page


def hand_up(qtbot: QtBot, page: LibraryPage, asks: Any) -> None:
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: page.asked.dialog is None)


def test_an_empty_library_says_what_belongs_here_and_the_key_that_starts(opened: Opened, qtbot: QtBot) -> None:
    page = library(qtbot, opened())
    assert page.empty.sentence.text() == words.say("plans.empty")
    assert page.empty.button is not None and page.empty.button.hint() == "[Ctrl+Shift+I]"
    assert page.empty.button.hasFocus()


def test_a_plan_is_shown_with_its_levels_and_cards(opened: Opened, plan: PlanRow, qtbot: QtBot) -> None:
    page = told(qtbot, library(qtbot, opened()))
    assert page.sheet.title.text() == plan.title
    assert page.level.values() == ["II", "III", "IV"]
    assert [card.code for card in page.tasks.rows_model.rows()] == list(kit.CODES["II"])
    page.level.setCurrentIndex(2)
    page.level.activated.emit(2)
    assert [card.code for card in page.tasks.rows_model.rows()] == list(kit.CODES["IV"])


@pytest.mark.parametrize(
    ("sieve", "codes"),
    [(Sieve.ALL, ["YA-01", "YA-02", "YA-03"]), (Sieve.REVIEW, ["YA-02"]), (Sieve.UNSTRUCTURED, ["YA-03"])],
)
def test_the_sieve_lets_through_what_it_names(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot, sieve: Sieve, codes: list[str]
) -> None:
    late = desk.plans.today() - timedelta(days=3)
    desk.plans.add(kit.plan("YA-02", review_on=late, kind="grassroots", tier="town"), by=seat.actor)
    desk.plans.add(kit.plan("YA-03", levels=()), by=seat.actor)
    page = told(qtbot, library(qtbot, opened()))
    at = page.sieve.values().index(sieve)
    page.sieve.setCurrentIndex(at)
    with qtbot.waitSignal(page.presented, timeout=PATIENCE):
        page.sieve.activated.emit(at)
    assert [line.row.code for line in page.table.rows_model.rows()] == codes


def test_kind_and_tier_are_asked_together(opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot) -> None:
    desk.plans.add(kit.plan("YA-02", kind="grassroots", tier="town"), by=seat.actor)
    desk.plans.add(kit.plan("YA-03", kind="grassroots", tier="village"), by=seat.actor)
    page = told(qtbot, library(qtbot, opened()))
    for choice, value in ((page.kind, "grassroots"), (page.tier, "town")):
        at = choice.values().index(value)
        choice.setCurrentIndex(at)
        with qtbot.waitSignal(page.presented, timeout=PATIENCE):
            choice.activated.emit(at)
    assert [line.row.code for line in page.table.rows_model.rows()] == ["YA-02"]


def test_a_card_is_changed_by_keyboard(opened: Opened, plan: PlanRow, desk: Desk, qtbot: QtBot) -> None:
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    page.tasks.choose("C1")
    press(qtbot, page.tasks, KEY.Key_K, ALT)
    asks = dialog(panel, qtbot)
    wait(qtbot, asks.lines["post"].hasFocus)
    asks.minutes.setText("45")
    hand_up(qtbot, page, asks)
    level = desk.plans.text(plan.id).at("II")
    assert level is not None
    assert {card.code: card.due_minutes for card in level.cards} == {**dict.fromkeys(kit.CODES["II"], 30), "C1": 45}
    wait(qtbot, lambda: page.told is not None and page.told.row.version == plan.version + 1)
    assert page.tasks.chosen_key() == "C1"


def test_a_refused_card_keeps_what_was_typed(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    press(qtbot, page.tasks, KEY.Key_K, ALT | SHIFT)
    asks = dialog(panel, qtbot)
    commit(asks.lines["post"], "应急科")
    commit(asks.action, "清点冲锋舟")
    asks.minutes.setText("一小时")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, asks.trouble.isVisible)
    assert asks.minutes.hasFocus()
    asks.minutes.setText("60")
    desk.plans.change(plan.id, replace(desk.plans.text(plan.id), owner="县防指办"), seen=1, by=seat.actor)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: not asks.working.isVisible() and asks.trouble.isVisible())
    assert (asks.lines["post"].text(), asks.action.text()) == ("应急科", "清点冲锋舟")
    assert desk.plans.row(plan.id).version == plan.version + 1
    asks.reject()


def test_dates_and_owner_are_edited(opened: Opened, plan: PlanRow, desk: Desk, qtbot: QtBot) -> None:
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    press(qtbot, page.table, KEY.Key_E, CTRL)
    asks = dialog(panel, qtbot)
    asks.lines["owner"].setText("县防指办")
    asks.lines["review_on"].setText("2030-13-01")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, asks.trouble.isVisible)
    assert asks.lines["review_on"].hasFocus()
    asks.lines["review_on"].setText("2031-08-01")
    hand_up(qtbot, page, asks)
    row = desk.plans.row(plan.id)
    assert (row.owner, str(row.review_on), row.cards) == ("县防指办", "2031-08-01", plan.cards)


def test_a_level_keeps_its_cards_and_gets_its_milestones(
    opened: Opened, plan: PlanRow, desk: Desk, qtbot: QtBot
) -> None:
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    press(qtbot, page.table, KEY.Key_L, ALT)
    asks = dialog(panel, qtbot)
    asks.milestones.setPlainText("M1 人员转移到位\nM2 台风登陆 >M1")
    hand_up(qtbot, page, asks)
    level = desk.plans.text(plan.id).at("II")
    assert level is not None
    assert [(one.code, one.name, one.after) for one in level.milestones] == [
        ("M1", "人员转移到位", "start"), ("M2", "台风登陆", "M1"),
    ]  # fmt: skip
    assert [card.code for card in level.cards] == list(kit.CODES["II"])


def test_a_card_goes_only_after_it_was_asked(opened: Opened, plan: PlanRow, desk: Desk, qtbot: QtBot) -> None:
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    page.tasks.choose("C3")
    press(qtbot, page.tasks, KEY.Key_X, ALT)
    asks = dialog(panel, qtbot)
    wait(qtbot, asks.no.hasFocus)
    assert desk.plans.row(plan.id).cards == plan.cards
    hand_up(qtbot, page, asks)
    assert desk.plans.row(plan.id).cards == plan.cards - 1


def test_what_is_stale_is_said_in_a_sentence(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    cards = (kit.card("A1"), kit.card("Z1", post="无人岗"))
    desk.plans.change(plan.id, kit.plan(levels=(kit.level("III", cards=cards),)), seen=1, by=seat.actor)
    page = told(qtbot, library(qtbot, opened()))
    lines = {line.text: line.cards for line in page.wrong.rows_model.rows() if line.checked}
    sentence = words.say("plan.stale.unheld", unit=kit.OFFICE, post="无人岗")
    assert lines[sentence] == "Ⅲ Z1"
    assert page.table.rows_model.rows()[0].stale == len(lines)


def test_a_workbook_is_looked_at_before_it_is_taken_in(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "预案.xlsx"
    desk.plan_files.export(file, by=seat.actor)
    desk.plans.change(plan.id, replace(desk.plans.text(plan.id), owner="旧单位"), seen=1, by=seat.actor)
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    page.papers.choose_workbook = lambda _parent: file
    press(qtbot, page.table, KEY.Key_I, CTRL | SHIFT)
    asks = dialog(panel, qtbot)
    wait(qtbot, asks.yes.isEnabled)
    (change,) = [line for line in asks.table.rows_model.rows() if line.kind == "changed"]
    assert "旧单位" in asks.table.rows_model.index(change.at, 2).data()
    assert desk.plans.row(plan.id).owner == "旧单位"
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: desk.plans.row(plan.id).owner == "")
    wait(qtbot, lambda: page.papers.dialog is None)


def test_a_file_that_is_no_workbook_is_told_in_the_dialog(
    opened: Opened, plan: PlanRow, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "照片.xlsx"
    file.write_bytes(b"no workbook")
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    page.papers.choose_workbook = lambda _parent: file
    press(qtbot, page.table, KEY.Key_I, CTRL | SHIFT)
    asks = dialog(panel, qtbot)
    wait(qtbot, asks.trouble.isVisible)
    assert not asks.yes.isEnabled()
    asks.reject()


def test_the_document_is_kept_with_the_plan_and_opens(
    opened: Opened, plan: PlanRow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "防汛预案.pdf"
    file.write_bytes(b"%PDF-1.4 sample")
    page = told(qtbot, library(qtbot, opened()))
    assert not page.open_file.isEnabled()
    page.papers.choose_document = lambda _parent: file
    seen: list[Path] = []
    page.papers.open_path = lambda path: bool(seen.append(path)) or True
    press(qtbot, page.table, KEY.Key_A, CTRL | SHIFT)
    wait(qtbot, page.open_file.isEnabled)
    assert [one.name for one in desk.files.of(plan.id)] == ["防汛预案.pdf"]
    press(qtbot, page.table, KEY.Key_O, ALT)
    wait(qtbot, lambda: bool(seen))
    assert seen[0].name == "防汛预案.pdf" and seen[0].read_bytes() == b"%PDF-1.4 sample"


def test_papers_of_the_library_are_asked_for(opened: Opened, plan: PlanRow, qtbot: QtBot) -> None:
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    asked: list[Any] = []
    panel.print_asked.connect(asked.append)
    press(qtbot, page.table, KEY.Key_P, CTRL)
    press(qtbot, page.table, KEY.Key_W, ALT)
    press(qtbot, page.table, KEY.Key_P, CTRL | SHIFT)
    assert asked == [WallPlan(plan.id), WallPlan(plan.id, large=True), PlanCards(plan.id, "II")]


def test_the_plan_that_is_shown_is_the_one_to_start(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    other = desk.plans.add(kit.plan("YA-02", title="森林火灾应急预案（示例）"), by=seat.actor)
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    page.open_item(other.id)
    wait(qtbot, lambda: page.told is not None and page.told.row.id == other.id)
    press(qtbot, page.table, KEY.Key_F3, SHIFT)
    wait(qtbot, lambda: panel.starting.asked.dialog is not None)
    asks = dialog(panel, qtbot)
    assert asks.plan.value() == other.id
    asks.reject()
