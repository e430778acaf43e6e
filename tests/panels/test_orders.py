"""The 交办 panel by keyboard alone: tasks and their steps, a leader's words; all of it ends in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.clock import StoppedClock
from console.domain.consultation import Attendant
from console.domain.escalation import Level
from console.domain.orders import STEPS, Form, NewInstruction, NewOrder, Stage, StepKind, Way
from console.domain.people import Actor
from console.domain.roll_call import CalledUnit
from console.domain.roster import Named
from console.services.consultations import Held
from console.services.orders import Step
from tests.kit import geometry
from tests.kit.input_method import commit
from ui import theme
from ui.dialogs.give_order import GiveDialog
from ui.dialogs.instruction import InstructionDialog
from ui.jobs import Jobs
from ui.models.order_rows import OrderServices
from ui.panels.orders import OrdersPanel
from ui.panels.orders_board import KEYS
from ui.seat import Seat
from ui.text import Times

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
HEIGHT = 560
"""What frame, strip and messages leave of the smallest screen."""
TOWNS = ("样溪镇", "界坑乡", "样岭镇")


@pytest.fixture
def towns(desk: Desk, seat: Seat) -> None:
    """The county's units."""
    for at, name in enumerate(TOWNS):
        desk.lists.add("zero_units", {"name": name, "phone": f"0577-0000-000{at}"}, by=seat.actor)


@pytest.fixture
def order(desk: Desk, seat: Seat, clock: StoppedClock) -> Any:
    due = clock.now() + timedelta(hours=2)
    return desk.orders.give([NewOrder("县住建局", "核查工地塔吊", due, person="周例五")], by=seat.actor)[0]


@pytest.fixture
def make(app_theme: QApplication, qtbot: QtBot, desk: Desk, jobs: Jobs, seat: Seat, times: Times) -> Iterator[Any]:
    """Opens the panel on the store as it stands."""
    left: list[Callable[[], None]] = []

    def made() -> OrdersPanel:
        services = OrderServices(
            desk.orders, desk.instructions, desk.roll_calls, desk.incidents, desk.contacts, desk.roster, desk.lists,
            desk.settings, desk.consultations,
        )  # fmt: skip
        panel = OrdersPanel(jobs, seat, times, services=services, drafts=desk.drafts)
        qtbot.addWidget(panel)
        left.append(desk.feed.subscribe(lambda news: jobs.read(lambda: news, panel.note, lambda _error: None)))
        panel.resize(1280, 640)
        panel.show()
        qtbot.waitUntil(lambda: all(page._has_result for page in panel.pages))
        panel.show_part(0)
        return panel

    yield made
    for leave in left:
        leave()


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, once the window it is for is the active one: a dialog that closed gives it back a moment later."""
    widget.window().activateWindow()
    qtbot.waitUntil(widget.window().isActiveWindow)
    qtbot.keyClick(widget, key, modifier)


def key_of(kind: StepKind) -> Qt.Key:
    return {"-": Key.Key_Minus, "=": Key.Key_Equal}.get(KEYS[kind]) or Key(Key.Key_0 + int(KEYS[kind]))


def dialog_of(page: Any) -> Any:
    assert page.asked.dialog is not None
    return page.asked.dialog


def heard(panel: OrdersPanel) -> list[str]:
    said: list[str] = []
    panel.saved.connect(said.append)
    return said


# tasks


def test_a_task_goes_out_to_all_towns_at_once_by_keys_alone(
    towns: None, make: Any, qtbot: QtBot, desk: Desk, times: Times
) -> None:
    panel = make()
    said = heard(panel)
    press(qtbot, panel.tasks.empty.button, Key.Key_N, Ctrl)
    dialog = dialog_of(panel.tasks)
    assert isinstance(dialog, GiveDialog)
    press(qtbot, dialog.units.line, Key.Key_Down)
    press(qtbot, dialog.units.list, Key.Key_Space)
    assert dialog.units.line.text() == "、".join(TOWNS)
    press(qtbot, dialog.units.list, Key.Key_Down)
    press(qtbot, dialog.units.list, Key.Key_Space)
    press(qtbot, dialog.units.list, Key.Key_Return)
    assert dialog.focusWidget() is dialog.text
    commit(dialog.text, "排查地质灾害点")
    qtbot.keyClicks(dialog.due, "23:30")
    press(qtbot, dialog.due, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: bool(said))

    rows = desk.orders.rows()
    assert [(row.unit, row.phone, row.text) for row in rows] == [
        (name, f"0577-0000-000{at}", "排查地质灾害点") for at, name in enumerate(TOWNS) if at
    ]
    assert len({row.batch_id for row in rows}) == 1 and times.clock(rows[0].due_at) == "23:30"
    assert said == [f"已交办 {rows[0].number}，共 2 件"]


def test_every_step_has_its_key_and_only_those_that_may_follow_are_shown(
    order: Any, make: Any, qtbot: QtBot, desk: Desk
) -> None:
    panel = make()
    page = panel.tasks
    qtbot.waitUntil(lambda: page.chosen() is not None)
    shown = {kind for kind, button in page.buttons.items() if button.isVisible()}
    assert shown == set(STEPS[Stage.SENT]) and len(set(KEYS.values())) == len(StepKind)

    press(qtbot, page.table, key_of(StepKind.NOT_VERIFIED))
    assert page.asked.dialog is None, "what may not follow asks nothing"
    for kind, texts in (
        (StepKind.RECEIVED, {}), (StepKind.CLAIMED, {"text": "crane is down"}), (StepKind.VERIFIED, {"text": "seen"}),
    ):  # fmt: skip
        press(qtbot, page.table, key_of(kind))
        dialog = dialog_of(page)
        for name, text in texts.items():
            assert dialog.focusWidget() is dialog.fields[name]
            qtbot.keyClicks(dialog.fields[name], text)
            press(qtbot, dialog.fields[name], Key.Key_Return)
        assert dialog.focusWidget() is dialog.fields["at"]
        press(qtbot, dialog.fields["at"], Key.Key_Return)
        qtbot.waitUntil(lambda: page.asked.dialog is None)
        qtbot.waitUntil(lambda kind=kind: page.chosen() is None or page.chosen().last_step == kind)

    row = desk.orders.one(order.id)
    assert (row.state, row.result) == ("done", "seen")
    assert [(step.kind, step.who) for step in desk.orders.steps(order.id)] == [
        (StepKind.RECEIVED, "周例五"), (StepKind.CLAIMED, "周例五"), (StepKind.VERIFIED, ""),
    ]  # fmt: skip


def test_a_reminder_is_one_key_and_stands_below_at_once(order: Any, make: Any, qtbot: QtBot, desk: Desk) -> None:
    page = make().tasks
    qtbot.waitUntil(lambda: page.chosen() is not None)
    press(qtbot, page.table, key_of(StepKind.REMINDED))
    qtbot.waitUntil(lambda: [row.kind for row in page.steps.rows_model.rows()] == [StepKind.REMINDED])
    assert desk.orders.one(order.id).stage is Stage.SENT


def test_a_refused_step_keeps_the_words_and_an_escape_brings_them_back(
    order: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    page = make().tasks
    qtbot.waitUntil(lambda: page.chosen() is not None)
    press(qtbot, page.table, key_of(StepKind.FEEDBACK))
    dialog = dialog_of(page)
    qtbot.keyClicks(dialog.fields["text"], "half done")
    desk.orders.take_down(order.id, Step(StepKind.RECEIVED, "周例五"), seen=order.version, by=seat.actor)
    press(qtbot, dialog.fields["text"], Key.Key_Return, Ctrl)
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.fields["text"].text() == "half done"
    press(qtbot, dialog, Key.Key_Escape)
    qtbot.waitUntil(lambda: page.asked.dialog is None and page.chosen().stage is Stage.WORKING)
    press(qtbot, page.table, key_of(StepKind.FEEDBACK))
    assert dialog_of(page).fields["text"].text() == "half done"


def test_news_moves_neither_the_choice_nor_the_cursor(
    order: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock
) -> None:
    panel = make()
    page = panel.tasks
    qtbot.waitUntil(lambda: page.chosen() is not None)
    press(qtbot, page.table, key_of(StepKind.REFUSED))
    text = dialog_of(page).fields["text"]
    qtbot.keyClicks(text, "half a")
    text.setCursorPosition(4)
    with qtbot.waitSignal(page.presented):
        desk.orders.give([NewOrder("县水利局", "开闸", clock.now() + timedelta(minutes=5))], by=seat.actor)
        panel.note(Changes(frozenset({Topic.TASKS})))
    assert [line.row.unit for line in page.table.rows_model.rows()] == ["县水利局", "县住建局"]
    assert page.chosen().unit == "县住建局" and (text.text(), text.cursorPosition()) == ("half a", 4)


def test_how_loud_it_has_become_is_a_word_and_a_shape(order: Any, make: Any, qtbot: QtBot, clock: StoppedClock) -> None:
    clock.advance(minutes=125)
    page = make().tasks
    qtbot.waitUntil(lambda: page.chosen() is not None)
    line = page.table.chosen_row()
    at = [column.id for column in page.table.rows_model.columns].index("orders.level")
    assert line.level is Level.ALARM
    assert page.table.rows_model.columns[at].text(line) == words.say("list.escalations.level.alarm")
    assert page.table.itemDelegateForColumn(at)._level_of(line) is Level.ALARM


def test_ended_tasks_are_found_by_their_words(order: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    for kind in (StepKind.CLAIMED, StepKind.VERIFIED):
        step = Step(kind, "周例五", "done")
        desk.orders.take_down(order.id, step, seen=desk.orders.one(order.id).version, by=seat.actor)
    panel = make()
    assert panel.tasks.empty.isVisible()
    panel.open_item(order.id, follow=True)
    qtbot.waitUntil(lambda: panel.tasks.chosen() is not None)
    assert panel.tasks.chosen().id == order.id


# leaders' words


def test_words_are_taken_down_read_back_and_handed_on_by_keys_alone(
    towns: None, make: Any, qtbot: QtBot, desk: Desk
) -> None:
    panel = make()
    said = heard(panel)
    press(qtbot, panel, Key.Key_2, Ctrl)
    page = panel.instructions
    press(qtbot, page.empty.button, Key.Key_N, Ctrl)
    dialog = dialog_of(page)
    assert isinstance(dialog, InstructionDialog)
    commit(dialog.leader, "林例十")
    press(qtbot, dialog.leader, Key.Key_Return)
    commit(dialog.post, "县长")
    press(qtbot, dialog.post, Key.Key_Return)
    press(qtbot, dialog.said_at, Key.Key_Return)
    assert dialog.focusWidget() is dialog.words
    commit(dialog.words, "全力搜救，")
    press(qtbot, dialog.words, Key.Key_Return)
    commit(dialog.words, "每小时一报。")
    press(qtbot, dialog.words, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: len(said) == 1 and page.chosen() is not None)
    row = desk.instructions.newest()[0]
    assert (row.leader, row.post, row.words) == ("林例十", "县长", "全力搜救，\n每小时一报。")
    assert page.whole.text() == row.words
    assert page.table.rows_model.columns[-1].text(row) == words.say("instructions.not_handed_on")

    press(qtbot, page.table, Key.Key_1)
    qtbot.waitUntil(lambda: len(said) == 2)
    assert desk.instructions.one(row.id).read_back_by == "陈例一"
    press(qtbot, page.table, Key.Key_2)
    hand = dialog_of(page)
    assert hand.text.text() == row.words and hand.form.value() is Form.INSTRUCTION
    press(qtbot, hand.units.line, Key.Key_Down)
    press(qtbot, hand.units.list, Key.Key_Space)
    press(qtbot, hand.units.list, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: len(said) == 3)
    assert {task.unit for task in desk.orders.rows(source_id=row.id)} == set(TOWNS)
    qtbot.waitUntil(lambda: len(page.tasks.rows_model.rows()) == 3)
    assert desk.instructions.not_handed_on() == []


def test_words_without_a_leader_are_refused_and_stay(make: Any, qtbot: QtBot, desk: Desk) -> None:
    page = make().instructions
    page.ask_new()
    dialog = dialog_of(page)
    commit(dialog.words, "全力搜救")
    press(qtbot, dialog.words, Key.Key_Return, Ctrl)
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.trouble.text() == words.say("refused.leader_missing") and dialog.words.text() == "全力搜救"
    assert desk.instructions.newest() == []


def test_a_part_says_how_many_words_wait(make: Any, qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock) -> None:
    form = NewInstruction(uuid4(), "林例十", "县长", clock.now(), Way.PHONE, "全力搜救")
    desk.instructions.record(form, by=seat.actor)
    panel = make()
    wanted = words.say("orders.part.instructions_count", count=1)
    qtbot.waitUntil(lambda: panel.parts.buttons[1].text() == wanted)


# all parts


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", (theme.sizes()[0], theme.sizes()[-1]))
@pytest.mark.long
def test_every_part_fits(
    language: str, size: int, towns: None, order: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat,
    clock: StoppedClock, qapp: QApplication,
) -> None:  # fmt: skip
    form = NewInstruction(uuid4(), "林例十", "县委常委、副县长", clock.now(), Way.MESSAGE, "全力搜救，每小时一报。" * 9)
    words_row = desk.instructions.record(form, by=seat.actor)
    desk.instructions.hand_on(words_row.id, [NewOrder("样溪镇", "搜救", None, Form.INSTRUCTION)], by=seat.actor)
    desk.roll_calls.begin("每日点名", "phone", [CalledUnit(name, drawn=True) for name in TOWNS], by=seat.actor)
    asked = tuple(Attendant(f"例一县例{at}局防汛值班室", came=at < 3) for at in range(9))
    desk.consultations.record(Held("会商", clock.now(), "林例十", asked, minutes="加密会商。" * 99), by=seat.actor)
    clock.advance(minutes=125)
    words.set_language(language)
    theme.apply(qapp, "light", size)
    try:
        panel = make()
        panel.resize(1302 if language == "zh" else 1274, HEIGHT)
        wrong = {}
        for at, page in enumerate(panel.pages):
            panel.show_part(at)
            qtbot.waitUntil(lambda page=page: page.table.chosen_row() is not None)
            QApplication.processEvents()
            found = geometry.faults(panel)
            if panel.height() != HEIGHT:
                found.append(f"it had to be {panel.height()} high")
            if found:
                wrong[at] = found
        assert wrong == {}
    finally:
        theme.apply(qapp, "light")


def test_a_viewer_sees_and_can_do_nothing(order: Any, make: Any, qtbot: QtBot, seat: Seat, viewer: Actor) -> None:
    seat.sit(viewer)
    panel = make()
    qtbot.waitUntil(lambda: panel.tasks.chosen() is not None)
    press(qtbot, panel.tasks.table, Key.Key_N, Ctrl)
    press(qtbot, panel.tasks.table, key_of(StepKind.RECEIVED))
    assert panel.tasks.asked.dialog is None and not panel.tasks.new.isEnabled() and panel.tasks.new.toolTip()


def test_words_that_are_due_are_come_to_in_their_part(
    make: Any, qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock
) -> None:
    form = NewInstruction(uuid4(), "林例十", "县长", clock.now(), Way.PHONE, "全力搜救")
    row = desk.instructions.record(form, by=seat.actor)
    panel = make()
    panel.open_item(row.id, follow=True)
    qtbot.waitUntil(lambda: panel.current_page() is panel.instructions)
    qtbot.waitUntil(lambda: panel.instructions.chosen() is not None and panel.instructions.chosen().id == row.id)


def test_a_leader_is_offered_while_typing_and_brings_the_post(make: Any, qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    now = desk.roster.now(desk.clock.now()).on_duty
    desk.roster.set_cell(now.day, now.shift, "leader", [Named("林例十", "100-0000-0001", "")], seen=[], by=seat.actor)
    page = make().instructions
    page.ask_new()
    dialog = dialog_of(page)
    dialog.window().activateWindow()
    qtbot.waitUntil(dialog.leader.hasFocus)
    commit(dialog.leader, "林例")
    qtbot.waitUntil(dialog.leader.list.isVisible)
    press(qtbot, dialog.leader, Key.Key_Down)
    press(qtbot, dialog.leader, Key.Key_Return)
    assert (dialog.leader.text(), dialog.post.text()) == ("林例十", words.say("post.leader"))


def test_a_digit_in_a_filter_is_no_step(make: Any, order: Any, qtbot: QtBot, desk: Desk) -> None:
    """Neither what is searched for nor the choice beside it; in the list the same key is one."""
    board = make().tasks
    qtbot.waitUntil(lambda: board.table.chosen_row() is not None)
    for where in (board.search, board.state):
        where.setFocus()
        qtbot.waitUntil(where.hasFocus)
        for kind in StepKind:
            if KEYS[kind].isdigit():
                press(qtbot, where, key_of(kind))
        assert board.asked.dialog is None
    assert board.search.text().isdigit() and desk.orders.steps(order.id) == []
    board.search.empty()
    qtbot.waitUntil(lambda: board.table.chosen_row() is not None)
    board.table.setFocus()
    press(qtbot, board.table, key_of(StepKind.RECEIVED))
    assert board.asked.dialog is not None
