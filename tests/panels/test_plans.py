"""预案: a response is started as seen and once, its board is live, levels change by their difference, it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.plans import PlanRow
from console.domain.responses import Cause, ResponseRow, StepKind
from tests.kit import geometry
from tests.kit import plans as kit
from tests.kit import plans_panel as setting
from tests.kit import upward as reports
from tests.kit.input_method import commit
from tests.kit.plans_panel import PATIENCE, WORD, Opened, wait
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, dialog, press
from ui import theme
from ui.panels.plans import PlansPanel
from ui.plan_prints import Notice, ResponseCards
from ui.seat import Seat

incident, watch = reports.incident, reports.watch
plan, opened = setting.plan, setting.opened


def news(panel: PlansPanel) -> None:
    panel.note(Changes(frozenset({Topic.PLANS, Topic.TASKS})))


def begin(qtbot: QtBot, panel: PlansPanel, warning: str = kit.WARNING.warning) -> Any:
    """The dialog of a start with its preview, for that warning."""
    press(qtbot, panel.first_focus(), KEY.Key_N, CTRL)
    wait(qtbot, lambda: panel.starting.asked.dialog is not None)
    asks = dialog(panel, qtbot)
    asks.level.choose("III")
    if asks.incident.value() == "":
        commit(asks.warning, warning)
        asks.warning.editingFinished.emit()
        wait(qtbot, lambda: bool(asks.table.rows_model.rows()))
    return asks


def agree(asks: Any, name: str = kit.LEADER, said: str = "同意启动") -> None:
    asks.approval.name.setText(name)
    asks.approval.words.setText(said)


def running(desk: Desk, seat: Seat, plan: PlanRow) -> ResponseRow:
    return kit.started(desk, seat.actor, code=plan.code)


def shown(qtbot: QtBot, panel: PlansPanel) -> Any:
    wait(qtbot, lambda: panel.responses.told is not None)
    return panel.responses


def test_with_nothing_running_it_says_what_belongs_here_and_the_key_that_starts(
    opened: Opened, plan: PlanRow, qtbot: QtBot
) -> None:
    page = opened().responses
    assert page.empty.sentence.text() == words.say("responses.empty")
    assert page.empty.button is not None and page.empty.button.hint() == "[Ctrl+N]"
    assert not page.sheet.isVisible()


def test_started_by_keyboard_it_runs_once_however_often_enter_is_pressed(
    opened: Opened, plan: PlanRow, desk: Desk, qtbot: QtBot
) -> None:
    panel = opened()
    asks = begin(qtbot, panel)
    rows = asks.table.rows_model.rows()
    assert [(one.told.person, one.told.phone) for one in rows] == [("解例九", "100-0000-0316")] * len(kit.CODES["III"])
    assert asks.state.text() == words.say("responses.preview_whole", count=len(rows), gaps=0)
    agree(asks)
    for _ in range(3):
        press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: panel.starting.asked.dialog is None)
    (row,) = desk.responses.rows(running_only=False)
    assert (row.level, row.cause, row.cards, row.waiting) == ("III", kit.WARNING.warning, len(rows), 0)
    (word,) = desk.approvals.of(row.id)
    assert word.words == "同意启动" and word.owes_signature
    page = shown(qtbot, panel)
    assert {one.person for one in page.board.rows_model.rows()} == {"解例九"}
    assert page.table.chosen_row().approved_by == kit.LEADER


def test_whoever_is_here_approves_with_the_password_and_owes_nothing(
    opened: Opened, plan: PlanRow, desk: Desk, qtbot: QtBot
) -> None:
    panel = opened()
    asks = begin(qtbot, panel)
    agree(asks, said="")
    asks.approval.way.setCurrentIndex(1)
    qtbot.keyClicks(asks.approval.password, "something else")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, asks.trouble.isVisible)
    assert asks.approval.name.text() == kit.LEADER and desk.responses.rows() == []
    asks.approval.password.setText(WORD)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: panel.starting.asked.dialog is None)
    (row,) = desk.responses.rows()
    assert not desk.approvals.of(row.id)[0].owes_signature


def test_a_gap_is_red_and_holds_nobody_up(opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot) -> None:
    text = kit.plan("YA-02", title="地质灾害应急预案（示例）", levels=(kit.level("III", cards=(
        kit.card("A1"), kit.card("Z1", post="无人岗"),
    )),))  # fmt: skip
    second = desk.plans.add(text, by=seat.actor)
    panel = opened()
    asks = begin(qtbot, panel)
    asks.plan.choose(second.id)
    wait(qtbot, lambda: len(asks.table.rows_model.rows()) == 2)
    assert asks.state.text() == words.say("responses.preview_gaps", count=2, gaps=1)
    at = asks.table.rows_model.index(1, 2)
    assert at.data() == words.say("response.gap.unheld")
    assert at.data(Qt.ItemDataRole.ForegroundRole) == theme.current().colour("redtext")
    agree(asks)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: panel.starting.asked.dialog is None)
    assert desk.responses.rows()[0].cards == 2


def test_one_that_runs_says_so_and_is_not_started_again(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    running(desk, seat, plan)
    asks = begin(qtbot, opened())
    assert asks.runs.isVisible() and not asks.yes.isEnabled()
    agree(asks)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    assert len(desk.responses.rows(running_only=False)) == 1
    assert asks.approval.words.text() == "同意启动"


def test_a_refused_start_keeps_every_word(opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot) -> None:
    asks = begin(qtbot, opened())
    desk.plans.change(plan.id, kit.plan(levels=(kit.level("III", cards=(kit.card("A9"),)),)), seen=1, by=seat.actor)
    agree(asks, said="同意，立即启动")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, asks.trouble.isVisible)
    assert asks.approval.words.text() == "同意，立即启动" and asks.warning.text() == kit.WARNING.warning
    assert desk.responses.rows() == []


def test_an_incident_is_what_it_is_started_for(
    opened: Opened, plan: PlanRow, desk: Desk, incident: Any, qtbot: QtBot
) -> None:
    panel = opened()
    panel.start_for(incident.id)
    asks = dialog(panel, qtbot)
    asks.level.choose("IV")
    wait(qtbot, lambda: len(asks.table.rows_model.rows()) == len(kit.CODES["IV"]))
    assert not asks.warning_field.isVisible() and asks.approval.name.text() == reports.LEADER
    agree(asks, name=reports.LEADER)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: bool(desk.responses.rows(incident_id=incident.id)))
    wait(qtbot, panel.responses.dispatch.isEnabled)
    with qtbot.waitSignal(panel.item_asked, timeout=PATIENCE) as led:
        press(qtbot, panel.responses.table, KEY.Key_D, ALT | SHIFT)
    assert led.args == ["dispatch", incident.id], "what its cards need is taken over on the board"


def test_grade_warning_and_response_level_are_three_columns(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, incident: Any, qtbot: QtBot
) -> None:
    running(desk, seat, plan)
    kit.started(desk, seat.actor, "IV", cause=Cause(incident.id))
    page = shown(qtbot, opened())
    model = page.table.rows_model
    heads = [column.id for column in model.columns]
    level, grade, warning = (heads.index(f"responses.{name}") for name in ("level", "grade", "warning"))
    told = {(model.index(at, level).data(), model.index(at, warning).data()) for at in range(2)}
    assert told == {("Ⅲ级响应", kit.WARNING.warning), ("Ⅳ级响应", "")}
    assert {bool(model.index(at, grade).data()) for at in range(2)} == {True, False}


def test_a_milestone_is_one_key_and_starts_the_clocks_that_wait_for_it(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, clock: StoppedClock, qtbot: QtBot
) -> None:
    cards = (kit.card("A1"), kit.card("M9", after="M1"))
    desk.plans.add(kit.plan("YA-03", levels=(kit.level("III", cards=cards),)), by=seat.actor)
    row = kit.started(desk, seat.actor, code="YA-03")
    panel = opened()
    page = shown(qtbot, panel)
    clock.advance(minutes=5)
    press(qtbot, page.table, KEY.Key_M, ALT)
    asks = dialog(panel, qtbot)
    wait(qtbot, asks.milestone.hasFocus)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: page.asked.dialog is None)
    due = {one.code: one.due_at for one in desk.responses.board(row.id)}
    assert due["M9"] == clock.now() + timedelta(minutes=30)
    wait(qtbot, lambda: not page.milestone.isEnabled())


def test_raising_shows_new_kept_and_cancelled_before_it_is_applied(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    row = running(desk, seat, plan)
    panel = opened()
    page = shown(qtbot, panel)
    press(qtbot, page.table, KEY.Key_G, ALT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    asks = dialog(panel, qtbot)
    assert asks.level.value() == "II"
    wait(qtbot, lambda: bool(asks.table.rows_model.rows()))
    told = [(one.what, one.code) for one in asks.table.rows_model.rows()]
    assert told == [
        *(("new", code) for code in ("C1", "C2", "C3")), *(("cancelled", code) for code in ("A1", "B2")),
        *(("kept", code) for code in ("A2", "B1")),
    ]  # fmt: skip
    assert desk.responses.one(row.id).level == "III"
    agree(asks)
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: page.asked.dialog is None)
    assert desk.responses.one(row.id).level == "II"
    wait(qtbot, lambda: page.told is not None and page.level.text() == "Ⅱ级响应")


def test_an_end_asks_for_every_item_and_keeps_what_was_typed_when_refused(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    row = running(desk, seat, plan)
    panel = opened()
    page = shown(qtbot, panel)
    press(qtbot, page.table, KEY.Key_Q, ALT)
    wait(qtbot, lambda: page.asked.dialog is not None)
    asks = dialog(panel, qtbot)
    wait(qtbot, asks.ticks[0].hasFocus)
    press(qtbot, asks.ticks[0], KEY.Key_Space)
    commit(asks.reason, "台风已远离")
    agree(asks, said="同意终止")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, asks.trouble.isVisible)
    assert asks.reason.text() == "台风已远离" and asks.ticks[0].isChecked()
    commit(asks.remarks[1], "一支队伍留守")
    press(qtbot, asks, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: page.asked.dialog is None)
    assert not desk.responses.one(row.id).running
    assert "队伍归队：否一支队伍留守" in desk.approvals.of(row.id)[-1].preview
    wait(qtbot, page.empty.isVisible)
    assert page.empty.button is not None


def test_words_of_an_approval_come_back_when_the_question_was_put_aside(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    running(desk, seat, plan)
    panel = opened()
    page = shown(qtbot, panel)
    for said in ("同意终止，注意值守", ""):
        press(qtbot, page.table, KEY.Key_Q, ALT)
        wait(qtbot, lambda: page.asked.dialog is not None)
        asks = dialog(panel, qtbot)
        if said:
            commit(asks.approval.words, said)
            asks.reject()
            wait(qtbot, lambda: page.asked.dialog is None)
    assert asks.approval.words.text() == "同意终止，注意值守"
    asks.reject()


def test_news_move_neither_the_chosen_card_nor_what_is_typed(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    running(desk, seat, plan)
    panel = opened()
    page = shown(qtbot, panel)
    chosen = page.board.rows_model.rows()[2].id
    page.board.choose(chosen)
    page.search.setFocus()
    qtbot.keyClicks(page.search, "YA")
    page.search.setCursorPosition(1)
    kit.started(desk, seat.actor, "IV", cause=Cause(warning="暴雨蓝色预警（示例）"))
    with qtbot.waitSignal(page.presented, timeout=PATIENCE):
        news(panel)
    wait(qtbot, lambda: page.told is not None)
    assert page.board.chosen_key() == chosen
    assert page.search.hasFocus() and page.search.cursorPosition() == 1


def test_the_board_of_one_post_its_task_and_its_papers(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    row = running(desk, seat, plan)
    panel = opened()
    page = shown(qtbot, panel)
    asked: list[Any] = []
    panel.print_asked.connect(asked.append)
    panel.item_asked.connect(lambda *told: asked.append(told))
    press(qtbot, page.table, KEY.Key_P, CTRL)
    press(qtbot, page.table, KEY.Key_P, CTRL | SHIFT)
    page.board.choose(page.board.rows_model.rows()[0].id)
    press(qtbot, page.board, KEY.Key_T, ALT)
    task = desk.responses.board(row.id)[0].task_id
    assert asked == [Notice(row.id), ResponseCards(row.id), ("orders", task)]
    page.show_view("steps")
    assert [step.kind for step in page.steps.rows_model.rows()] == [StepKind.START]


def test_who_only_looks_on_sees_the_board_and_may_change_nothing(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, viewer: Actor, qtbot: QtBot
) -> None:
    running(desk, seat, plan)
    seat.sit(viewer)
    panel = opened()
    page = shown(qtbot, panel)
    assert not any(button.isEnabled() for button in (page.start, page.milestone, page.change, page.end))
    press(qtbot, page.table, KEY.Key_N, CTRL)
    press(qtbot, page.table, KEY.Key_Q, ALT)
    assert panel.starting.asked.dialog is None and page.asked.dialog is None


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.long
def test_everything_fits(
    opened: Opened, plan: PlanRow, desk: Desk, seat: Seat, qapp: QApplication, qtbot: QtBot, language: str, size: int
) -> None:
    running(desk, seat, plan)
    words.set_language(language)
    theme.apply(qapp, "light", size)
    panel = opened()
    shown(qtbot, panel)
    reports.laid_out()
    assert geometry.faults(panel.responses) == []
    with qtbot.waitSignal(panel.library.presented, timeout=PATIENCE):
        panel.show_part(1)
    wait(qtbot, lambda: panel.library.told is not None)
    reports.laid_out()
    assert geometry.faults(panel.library) == []
