"""预案库: an import is taken back, a withdrawn plan comes back, what is stale leads to where it is mended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.plans import PlanRow
from console.services.plan_files import write_workbook
from tests.kit import geometry
from tests.kit import plans as kit
from tests.kit import plans_panel as setting
from tests.kit import upward as reports
from tests.kit.plans_panel import Opened, wait
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, dialog, press
from tests.panels.test_plans_library import hand_up, library, told
from ui import theme
from ui.models.plan_rows import Sieve
from ui.seat import Seat

plan, opened = setting.plan, setting.opened


@pytest.fixture
def brought(desk: Desk, seat: Seat, plan: PlanRow, tmp_path: Path) -> PlanRow:
    """A second plan came in from a workbook."""
    write_workbook(tmp_path / "预案.xlsx", [kit.plan("YA-02", title="森林火灾应急预案（示例）")])
    desk.plan_files.import_file(tmp_path / "预案.xlsx", by=seat.actor)
    return desk.plans.by_code("YA-02")


def test_an_import_is_taken_back_by_keyboard(opened: Opened, brought: PlanRow, desk: Desk, qtbot: QtBot) -> None:
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    said: list[str] = []
    panel.saved.connect(said.append)
    assert len(page.table.rows_model.rows()) == 2
    press(qtbot, page.table, KEY.Key_Z, CTRL | SHIFT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    asks = dialog(panel, qtbot)
    wait(qtbot, asks.table.hasFocus)
    assert asks.table.chosen_row().file_name == "预案.xlsx"
    hand_up(qtbot, page, asks)
    wait(qtbot, lambda: len(page.table.rows_model.rows()) == 1)
    assert not desk.plans.row(brought.id).active and words.say("plans.told_undone", count=1) in said


def test_why_it_cannot_be_taken_back_stands_in_the_dialog(
    opened: Opened, brought: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    row = kit.started(desk, seat.actor, "IV", code="YA-02")
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    press(qtbot, page.table, KEY.Key_Z, CTRL | SHIFT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    asks = dialog(panel, qtbot)
    wait(qtbot, asks.table.hasFocus)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, asks.trouble.isVisible)
    assert row.number in asks.trouble.text() and desk.plans.row(brought.id).active
    asks.reject()


def test_without_imports_it_says_so(opened: Opened, plan: PlanRow, qtbot: QtBot) -> None:
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    said: list[str] = []
    panel.saved.connect(said.append)
    press(qtbot, page.table, KEY.Key_Z, CTRL | SHIFT)
    wait(qtbot, lambda: bool(said))
    assert said == [words.say("plans.no_imports")]


def test_a_withdrawn_plan_is_found_and_used_again(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    desk.plans.retire(plan.id, "已废止", seen=plan.version, by=seat.actor)
    page = library(qtbot, opened())
    wait(qtbot, lambda: not page._loading)
    at = page.sieve.values().index(Sieve.RETIRED)
    page.sieve.setCurrentIndex(at)
    page.sieve.activated.emit(at)
    told(qtbot, page)
    assert page.told is not None and page.told.row.id == plan.id and not page.start.isEnabled()
    assert page.retire.text() == words.say("plans.restore")
    press(qtbot, page.table, KEY.Key_Q, ALT)
    wait(qtbot, lambda: desk.plans.row(plan.id).active)


CHANGES = {
    "gone": "UPDATE person SET left_on = '2030-01-01' WHERE name = '解例九'",
    "no_number": "UPDATE phone_number SET valid_to = '2030-01-01' WHERE number = '100-0000-0316'",
    "unverified": "UPDATE phone_number SET verified_on = '2020-01-01' WHERE number = '100-0000-0316'",
    "unheld": "UPDATE post SET name = '防汛科'",
    "unknown_unit": "UPDATE organisation SET name = '例县水务局（示例）', short_name = ''",
    "review_overdue": "UPDATE plan SET review_on = '2020-08-02'",
    "not_filed": "UPDATE plan SET issued_on = '2020-07-01'",
    "no_steps": "UPDATE plan_task SET active = 0",
}
"""What is stale after each change of the data, by the kind that is found."""


@pytest.mark.parametrize("kind", CHANGES)
def test_each_stale_thing_leads_to_where_it_is_mended(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot, kind: str
) -> None:
    with desk.opened.store.writing(by=seat.actor) as tx:
        tx.run("UPDATE phone_number SET verified_on = '2099-01-01'")
        tx.run(CHANGES[kind])
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    asked: list[Any] = []
    panel.item_asked.connect(lambda *where: asked.append(where))
    line = next(line for line in page.wrong.rows_model.rows() if line.stale and line.stale.kind == kind)
    assert line.mend == words.say(f"plan.mend.{kind}") and page.mend.isVisibleTo(page)
    page.wrong.choose(line.at)
    assert page.mend.isEnabled()
    press(qtbot, page.wrong, KEY.Key_U, ALT)
    if kind in ("gone", "no_number", "unverified"):
        with desk.opened.store.reading() as connection:
            (name,) = connection.exec_driver_sql(
                "SELECT name FROM person WHERE id = ?", (asked[0][1].hex,)
            ).one()  # fmt: skip
        assert (asked[0][0], name) == ("contacts", "解例九")
        return
    wait(qtbot, lambda: page.asked.dialog is not None)
    asks = dialog(panel, qtbot)
    called = {"unheld": "CardDialog", "unknown_unit": "CardDialog", "no_steps": "CardDialog"}.get(kind, "PlanDialog")
    assert type(asks).__name__ == called
    asks.reject()


def test_what_was_not_looked_at_is_no_finding_and_leads_nowhere(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    with desk.opened.store.writing(by=seat.actor) as tx:
        tx.run("UPDATE phone_number SET verified_on = '2099-01-01'")
    page = told(qtbot, library(qtbot, opened()))
    (line,) = page.wrong.rows_model.rows()
    assert line.text == words.say("plan.stale.stores") and not line.checked
    page.wrong.choose(line.at)
    assert not page.mend.isEnabled() and not page.mend.isVisibleTo(page)


def test_the_library_goes_out_and_comes_back(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, tmp_path: Path, qtbot: QtBot
) -> None:
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    said: list[str] = []
    panel.saved.connect(said.append)
    page.papers.choose_export = lambda _parent: tmp_path / "预案库.xlsx"
    press(qtbot, page.table, KEY.Key_E, CTRL | SHIFT)
    wait(qtbot, lambda: bool(said))
    assert said == [words.say("plans.told_exported", count=1, path=str(tmp_path / "预案库.xlsx"))]
    again = desk.plan_files.import_file(tmp_path / "预案库.xlsx", dry_run=True, by=seat.actor)
    assert (again.unchanged, again.updated, again.added) == (1, 0, 0)


def test_a_workbook_that_is_looked_at_or_taken_in_can_be_stopped(
    opened: Opened, plan: PlanRow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    write_workbook(tmp_path / "预案.xlsx", [kit.plan("YA-02")])
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    page.papers.choose_workbook = lambda _parent: tmp_path / "预案.xlsx"
    press(qtbot, page.table, KEY.Key_I, CTRL | SHIFT)
    asks = dialog(panel, qtbot)
    wait(qtbot, asks.yes.isEnabled)
    progress = asks.progress
    assert not progress.stopped()
    press(qtbot, asks, KEY.Key_Escape)
    wait(qtbot, lambda: page.papers.dialog is None)
    assert progress.stopped() and len(desk.plans.rows()) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.long
def test_the_question_which_import_fits(
    opened: Opened, brought: PlanRow, qapp: QApplication, qtbot: QtBot, language: str, size: int
) -> None:
    words.set_language(language)
    theme.apply(qapp, "light", size)
    panel = opened()
    page = told(qtbot, library(qtbot, panel))
    press(qtbot, page.table, KEY.Key_Z, CTRL | SHIFT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    asks = dialog(panel, qtbot)
    reports.laid_out()
    assert geometry.faults(asks) == [] and asks.width() <= 1366
    asks.reject()
