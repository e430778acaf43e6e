"""The board's side of the day: what is due with its key, calm when nothing is, notices, faults, zero reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine
from console.domain.inbound import Intake
from console.domain.orders import NewOrder
from console.domain.outbound import Outgoing
from console.domain.people import Role
from console.domain.roster import Named
from console.domain.routine import RoutineState
from tests.kit.station import at
from ui import station, theme
from ui.copying import text_of
from ui.jobs import Jobs
from ui.panels.board import BoardPanel, BoardServices
from ui.seat import Seat
from ui.text import Times

Ctrl = Qt.KeyboardModifier.ControlModifier
Loaded = Callable[[], BoardPanel]


@pytest.fixture
def board(app_theme: object, qtbot: QtBot, desk: Desk, jobs: Jobs, seat: Seat, times: Times) -> BoardPanel:
    """The board of a watch that has just begun, at the size of the smallest screen."""
    desk.duty.take_over_empty([PostLine("leader", "林例十"), PostLine("主班", "陈例一")], by=seat.actor)
    services = BoardServices(
        desk.duty, desk.intake, desk.tasks, desk.due, desk.log, desk.health, desk.settings, desk.routine, desk.checks,
        desk.notices, desk.zero_reports, desk.roster, desk.outbound, desk.responses, desk.alarms, desk.devices,
        desk.ringing, desk.warnings,
    )  # fmt: skip
    made = BoardPanel(jobs, seat, times, services=services, drafts=desk.drafts)
    qtbot.addWidget(made)
    made.resize(1302, 658)
    with qtbot.waitSignal(made.presented):
        made.show()
    return made


def again(board: BoardPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(board.presented):
        board.reload_now()


def shown_names(board: BoardPanel) -> list[str]:
    return [line.name.text() for line in board.day_card._lines if line.isVisibleTo(board)]


def test_a_quiet_moment_is_one_sentence(board: BoardPanel) -> None:
    card = board.day_card

    assert shown_names(board) == [] and not card.tick.isVisible()
    assert card.calm.text() == "现在没有到时的例行。下一项：08:15 通信联络测试"
    assert not (card.faults.isVisible() or card.zero.isVisible() or board.notice_card.isVisible())
    assert board.period.text() == "重点时段：汛期"


def test_one_key_ticks_the_first_while_the_officer_types(
    board: BoardPanel, qtbot: QtBot, desk: Desk, clock: StoppedClock
) -> None:
    saved: list[str] = []
    board.saved.connect(saved.append)
    clock.set(at(12, 8, 35))
    again(board, qtbot)
    assert shown_names(board) == ["通信联络测试", "设备检查", "早间雨水情"]
    board.quick.text.setFocus()
    qtbot.keyClicks(board.quick.text, "half a")
    board.activateWindow()
    qtbot.waitUntil(board.isActiveWindow)
    qtbot.keyClick(board.quick.text, Qt.Key.Key_M, Ctrl)
    qtbot.waitUntil(lambda: bool(saved))
    qtbot.keyClicks(board.quick.text, " line")
    states = {row.code: row.state for row in desk.routine.day(clock.now())}

    assert saved == ["已登记：通信联络测试（正常）"] and board.quick.text.toPlainText() == "half a line"
    assert states["comms_test"] is RoutineState.DONE and states["equipment_check"] is RoutineState.NOW


def test_more_than_three_are_counted(board: BoardPanel, qtbot: QtBot, clock: StoppedClock) -> None:
    clock.set(at(12, 10, 5))
    again(board, qtbot)

    assert len(shown_names(board)) == 3 and board.day_card.more.text() == "另有 2 项到时"
    assert not board.day_card.calm.isVisible()


def test_faults_and_notices_stand_until_they_are_over(
    board: BoardPanel, qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock
) -> None:
    desk.checks.mark("fax", "fault", note="不进纸", by=seat.actor)
    for number in range(5):
        desk.notices.add(f"第 {number} 条", "", clock.now() + timedelta(hours=1), by=seat.actor)
        clock.advance(seconds=1)
    again(board, qtbot)
    assert board.day_card.faults.text() == "检查故障：传真"
    shown = [(line.text, line.until) for line in board.notice_card.lines]
    assert shown == [(f"第 {number} 条", "至 09:00") for number in (4, 3, 2)]
    assert board.notice_card.caption.text() == "另有 2 条"
    desk.checks.mark("fax", "ok", by=seat.actor)
    clock.set(at(12, 9, 1))
    again(board, qtbot)

    assert not board.day_card.faults.isVisible() and not board.notice_card.isVisible()


class TestQingming:
    @pytest.fixture
    def clock(self) -> StoppedClock:
        return StoppedClock(at(4, 8, month=4))

    def test_zero_reports_say_how_far_they_are_and_that_they_are_late(
        self, board: BoardPanel, qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock
    ) -> None:
        for unit in ("例一镇", "例二镇"):
            desk.lists.add("zero_units", {"name": unit}, by=seat.actor)
        day = desk.zero_reports.grid(clock.now()).day  # type: ignore[union-attr]
        desk.zero_reports.record(day, "例一镇", "none", phoned=True, by=seat.actor)
        again(board, qtbot)
        early = board.day_card.zero.text()
        clock.set(at(4, 16, month=4))
        again(board, qtbot)
        late, role = board.day_card.zero.text(), board.day_card.zero.property("role")

        assert (early, late, role) == ("清明期间零报告 1/2，16:00 前", "清明期间零报告 1/2，已过 16:00", "caution")
        assert board.period.text() == "重点时段：清明期间、森林防火期"


def test_who_only_looks_on_has_no_key(
    board: BoardPanel, qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock
) -> None:
    clock.set(at(12, 8, 35))
    again(board, qtbot)
    seat.sit(desk.accounts.add("高例九", Role.VIEWER, "panels of 2030", by=seat.actor).actor)
    board.activateWindow()
    qtbot.waitUntil(board.isActiveWindow)
    qtbot.keyClick(board, Qt.Key.Key_M, Ctrl)

    assert not board.day_card.tick.isEnabled()
    assert desk.routine.day(clock.now())[0].state is RoutineState.NOW


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.long
def test_a_busy_side_fits_the_smallest_screen(
    board: BoardPanel, qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock, language: str
) -> None:
    words.set_language(language)
    for code in ("fax", "ups", "satellite_phone"):
        desk.checks.mark(code, "fault", note="不进纸", by=seat.actor)
    for text in ("330 国道例二镇段塌方封闭，救援车辆绕行县道，抢通前不得放行大型车辆" * 2, "例一镇停水", "省厅抽查"):
        desk.notices.add(text, "", at(20, 18), by=seat.actor)
    desk.lists.add("zero_units", {"name": "例一镇"}, by=seat.actor)
    for days, names in enumerate((("林例十", "陈例一", "梁例五"), ("周例六", "邹例八", "高例九"))):
        for post, name in zip(("leader", "主班", "副班"), names, strict=True):
            desk.roster.set_cell(date(2030, 8, 12 + days), "whole", post, [Named(name)], seen=(), by=seat.actor)
    values = {"name": "防台期间", "from": "08-12", "to": "08-13", "zero_report": "yes", "zero_time": "08:30"}
    desk.lists.add("periods", values, by=seat.actor)
    clock.set(at(12, 10, 5))
    again(board, qtbot)
    bar = board._side.verticalScrollBar()

    assert board.day_card.zero.isVisible() and board.day_card.more.isVisible() and board.notice_card.isVisible()
    assert bar.maximum() == 0, f"{bar.maximum()} px do not fit"


def test_the_language_switches_the_side(board: BoardPanel, qtbot: QtBot, clock: StoppedClock) -> None:
    clock.set(at(12, 8, 20))
    again(board, qtbot)
    words.set_language("en")

    assert shown_names(board) == ["Communications test"] and board.period.text() == "Special period: Flood season"
    assert board.day_card.title.text() == "Routine and checks"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_large_type_leaves_the_time_limits_in_sight(
    board: BoardPanel, qtbot: QtBot, qapp: QApplication, desk: Desk, seat: Seat, clock: StoppedClock, language: str
) -> None:
    words.set_language(language)
    desk.tasks.add("核实转移人数", clock.now() + timedelta(hours=1), by=seat.actor)
    theme.apply(qapp, "light", 20)
    try:
        board.resize(1243, 611)
        again(board, qtbot)
        columns = [column.id for column in board.open_table.rows_model.columns]
        inside = board._side.widget()

        assert not board.open_table.isColumnHidden(columns.index("due_left"))
        assert inside.minimumSizeHint().width() <= board._side.viewport().width(), "nothing is cut off at the side"
    finally:
        theme.apply(qapp, "light")


def test_what_waits_for_a_receipt_is_one_calm_line_that_leads_there(
    board: BoardPanel, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    asked: list[str] = []
    board.panel_asked.connect(asked.append)
    assert not board.waiting.receipts.isVisible()
    made = [
        desk.outbound.record(Outgoing(uuid4(), "样例河超警", "phone", desk.clock.now(), "县府办", ""), by=seat.actor)
        for _ in range(2)
    ]
    again(board, qtbot)
    assert board.waiting.receipts.isVisible() and board.waiting.receipts.text().startswith("已发出、待回执 2 条")
    line = board.waiting.receipts
    assert line.hint() == "[Alt+4]" and line.width() >= line.sizeHint().width()
    board.waiting.receipts.click()
    assert asked == ["outbound"]

    for row in made:
        desk.outbound.receipt(row.id, "林例二", "", desk.clock.now(), seen=row.version, by=seat.actor)
    again(board, qtbot)
    assert not board.waiting.receipts.isVisible()


def test_the_rail_counts_the_routines_whose_time_has_come(
    board: BoardPanel, qtbot: QtBot, desk: Desk, clock: StoppedClock
) -> None:
    assert station.load(desk).routines == 0
    clock.set(at(12, 10, 5))
    again(board, qtbot)
    assert station.load(desk).routines == len(board.day_card._day.due) == 5


def test_an_open_item_is_copied_out_as_a_task_is_and_a_hidden_caller_stays_hidden(
    board: BoardPanel, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    asked: list[Any] = []
    board.copy_asked.connect(asked.append)
    form = Intake(uuid4(), "样例村12 山体裂缝", desk.clock.now(), caller_phone="100-0000-0005", channel="tip_off")
    item = desk.intake.register(form, by=seat.actor)
    task = desk.tasks.add("查样例河水位", desk.clock.now() + timedelta(hours=1), by=seat.actor)
    again(board, qtbot)
    board.activateWindow()
    qtbot.waitUntil(board.isActiveWindow)
    board.open_table.setFocus()
    for row in (item, task):
        board.open_table.choose(str(row.id))
        qtbot.keyClick(board.open_table, Qt.Key.Key_C, Ctrl | Qt.KeyboardModifier.ShiftModifier)

    texts = [text_of(row, desk.zone, desk.realm) for row in asked]
    assert [row.id for row in asked] == [item.id, task.id]
    assert "样例村12 山体裂缝" in texts[0] and "100-0000-0005" not in texts[0] and "查样例河水位" in texts[1]


def test_an_order_is_followed_where_its_steps_are_and_ends_by_them(
    board: BoardPanel, qtbot: QtBot, desk: Desk, seat: Seat, clock: StoppedClock
) -> None:
    due = clock.now() + timedelta(hours=1)
    order = desk.orders.give([NewOrder("样溪镇", "巡查山塘", due, person="周例五")], by=seat.actor)[0]
    again(board, qtbot)
    asked: list[tuple[Any, ...]] = []
    board.item_asked.connect(lambda *where: asked.append(where))
    board.open_table.choose(str(order.id))
    assert board.open_table.chosen_row().who == "样溪镇 周例五"
    qtbot.keyClick(board.open_table, Qt.Key.Key_Return)
    assert asked == [("orders", order.id)] and board.asked.dialog is None
