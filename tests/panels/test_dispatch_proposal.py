"""方案 and 已派出 by the keyboard: proposed, ticked, confirmed once by a commander, followed to the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.assigning import NewAssignment, Told
from console.domain.assignments import TeamState
from console.domain.clock import StoppedClock
from console.domain.dispatch_papers import PassAsked, SupportAsked
from console.domain.needs import NeedKind, NewNeed
from console.domain.people import Actor
from console.domain.stock import DocumentState
from console.domain.stock_document import NewLine
from tests.kit.dispatch import LEADER as APPROVED
from tests.kit.dispatch import Ground, ground, team
from tests.kit.dispatch_panel import LEADER as COMMANDER
from tests.kit.dispatch_panel import WORD, Opened, by, opened, services
from ui import hiding
from ui.dialogs.dispatch_adjust import AdjustDialog
from ui.dialogs.dispatch_confirm import ConfirmDialog
from ui.dialogs.dispatch_step import StepDialog
from ui.dispatch_prints import MoveOrder, ProposalSheet, TaskSheet
from ui.jobs import Jobs
from ui.models.adjustments import Act, Adjustment, choices_of, with_one
from ui.models.dispatch_rows import Focus
from ui.models.kept_words import KeptWords
from ui.models.proposal_rows import ordered
from ui.models.sent_rows import SentLine, late_now, line_mark, team_due, team_mark, team_model
from ui.panels.dispatch import PROPOSAL, SENT
from ui.panels.dispatch_proposal import ProposalPart
from ui.panels.dispatch_sent import SentPart
from ui.panels.upward_approvals import STANDS_ON
from ui.seat import Seat
from ui.text import Times
from ui.widgets.due import DueState

__all__ = ["by", "ground", "opened"]


@pytest.fixture
def wanted(desk: Desk, by: Actor, ground: Ground) -> Ground:
    """Three teams and 60 boxes of water; two teams, 45 boxes and a lorry are there, and a supplier."""
    ground.add_teams(desk, by, team("D1", 8), team("D2", 20, readiness="resting"))
    ground.took_in(desk, by, ground.town, NewLine(ground.water, Decimal(15), lot_code="甲"))
    ground.took_in(desk, by, ground.county, NewLine(ground.water, Decimal(30), lot_code="乙"))
    ground.vehicle(desk, by, ground.county, "示A·00001", 1_000)
    ground.agreement(desk, by, ground.water, 200, 90)
    for form in (
        NewNeed(ground.incident, NeedKind.SKILL, Decimal(3), skill="drainage", priority=1, place="样例村东",
                asked_by="王例二", phone="0577-0000-0001"),
        NewNeed(ground.incident, NeedKind.ITEM, Decimal(60), item=ground.water, place="样例村东"),
    ):  # fmt: skip
        desk.needs.record(form, by=by)
    return ground


@pytest.fixture
def shown(
    qtbot: QtBot, app_theme: Any, jobs: Jobs, seat: Seat, times: Times, desk: Desk, wanted: Ground
) -> Iterator[Callable[[type], Any]]:
    """A part of the panel as the panel shows it, looking at the incident."""

    def make(kind: type) -> Any:
        part = kind(jobs, seat, times, services(desk), KeptWords(jobs, seat, times, None, app_theme))
        part.turn_to(Focus(wanted.incident))
        qtbot.addWidget(part)
        part.failed.connect(lambda error: pytest.fail(repr(error)))
        part.resize(844, 600)
        with qtbot.waitSignal(part.presented, timeout=30_000):
            part.show()
        in_front(qtbot, part)
        return part

    yield make


def in_front(qtbot: QtBot, widget: Any) -> None:
    """Keys go to the window that is active."""
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow, timeout=30_000)


def computed(qtbot: QtBot, part: ProposalPart) -> None:
    """F5, and wait for what it brings."""
    with qtbot.waitSignal(part.proposed, timeout=30_000):
        qtbot.keyClick(part.first_focus(), Qt.Key.Key_F5)
    settled(qtbot, part)


def settled(qtbot: QtBot, part: Any) -> None:
    with qtbot.waitSignal(part.presented, timeout=30_000):
        part.reload_now()


def dialog_of(qtbot: QtBot, part: Any) -> Any:
    qtbot.waitUntil(lambda: part.asked.dialog is not None and part.asked.dialog.isVisible(), timeout=30_000)
    in_front(qtbot, part.asked.dialog)
    return part.asked.dialog


def closed(qtbot: QtBot, part: Any) -> None:
    qtbot.waitUntil(lambda: part.asked.dialog is None, timeout=30_000)
    in_front(qtbot, part)


def cells(part: Any) -> list[list[str]]:
    model = part.table.rows_model
    return [[str(model.index(at, of).data()) for of in range(len(model.columns))] for at in range(model.rowCount())]


def unclipped(qtbot: QtBot, part: Any) -> None:
    """No button narrower than its words and key; the page scrolls, it does not cut."""
    shown = [button for button in part.findChildren(QPushButton) if button.isVisible()]
    qtbot.waitUntil(lambda: all(one.width() >= one.minimumSizeHint().width() for one in shown), timeout=30_000)


def test_proposed_ticked_confirmed_once_and_followed(
    qtbot: QtBot, desk: Desk, shown: Callable[[type], Any], wanted: Ground
) -> None:
    part: ProposalPart = shown(ProposalPart)
    assert not part.confirm.isEnabled() and part.confirm.toolTip() == "还没有方案，先生成" and part.empty.isVisible()
    computed(qtbot, part)
    rows = cells(part)
    assert [row[0] for row in rows] == ["派", "派", "派", "派", "缺口", "缺口"]
    assert "队伍D1　12 人\n→ 排涝抢险" in rows[0][1] and "28 分钟" in rows[0][4]
    assert "可派第 1 位" in rows[0][2] and "须说明理由" in rows[1][3] and "最低留存" in rows[2][3]
    assert "缺 1 支" in rows[4][1] and "例县超市（示例）" in rows[5][2] and rows[5][4] == "90 分钟"
    assert "补齐需求 0/2" in part.figures.text() and "已证最优" in part.figures.text()
    assert "预留 2 队 24 人 · 物资 1 项 2 批 · 车 1" in part.promise.text() and "要么全不成" in part.promise.text()
    assert "100-0000-0001" in part.detail.text()
    hiding.current().turn()
    assert "100-0000-0001" not in part.detail.text()
    hiding.current().turn()
    # a line is left out by the space bar; what follows from it stands there
    part.table.choose(part.table.rows_model.key_at(part.table.rows_model.index(1, 0)))
    part.table.setFocus()
    qtbot.keyClick(part.table, Qt.Key.Key_Space)
    row = cells(part)[1]
    assert row[0] == "不派" and "缺 2 支" in row[3] and part.table.rows_model.index(1, 0).data(
        Qt.ItemDataRole.BackgroundRole
    ) is not None  # fmt: skip
    assert part.mark.text().startswith("这行要派") and part.mark.isEnabled()
    assert part.confirm.text().startswith("确认派出 3 行") and "预留 1 队 12 人" in part.promise.text()
    printed: list[Any] = []
    part.print_asked.connect(printed.append)
    qtbot.keyClick(part.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(printed[0], ProposalSheet) and len(printed[0].ticked) == 3
    # confirmed by the commander's password, pressed twice
    qtbot.keyClick(part.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog: ConfirmDialog = dialog_of(qtbot, part)
    assert (
        "队伍D1" in dialog.lines.text() and "队伍D2" not in dialog.lines.text() and not dialog.reason_field.isVisible()
    )
    dialog.text.setText("先排村委会")
    dialog.approval.way.setCurrentIndex(1)
    dialog.approval.name.setText(COMMANDER)
    qtbot.keyClicks(dialog.approval.password, WORD)
    sent: list[Any] = []
    part.sent.connect(sent.append)
    for _ in range(2):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(sent) or dialog.trouble.isVisible(), timeout=30_000)
    assert sent, dialog.trouble.text()
    (made,) = desk.dispatching.rows()
    assert [one.id for one in sent[0]] == [made.id] and made.text == "先排村委会"
    assert [row.team for row in desk.assignments.of_dispatch(made.id)] == ["队伍D1"]
    assert part.shown is None and part.empty.isVisible()


def test_what_was_taken_meanwhile_is_named_and_ticks_and_words_stay(
    qtbot: QtBot, desk: Desk, by: Actor, shown: Callable[[type], Any], wanted: Ground
) -> None:
    part: ProposalPart = shown(ProposalPart)
    computed(qtbot, part)
    qtbot.keyClick(part.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog: ConfirmDialog = dialog_of(qtbot, part)
    dialog.text.setText("先排村委会")
    # a rule asks for a reason, and whoever sits here may not approve his own order
    dialog.approval.name.setText("陈例一")
    assert dialog.reason_field.isVisible() and dialog.own.isVisible() and "另一位领导" in dialog.own.text()
    dialog.hand_up()
    assert "原因" in dialog.trouble.text()
    dialog.reason.setText("就近")
    dialog.approval.words.setText("同意")
    dialog.hand_up()
    qtbot.waitUntil(lambda: "事后补签" in dialog.trouble.text(), timeout=30_000)
    assert desk.dispatching.rows() == []
    # meanwhile the first team goes elsewhere and the need is changed
    other = desk.incidents.one(wanted.another(desk, by))
    desk.assignments.assign(NewAssignment(wanted.teams["D1"], other.id), by=by)
    dialog.approval.name.setText(COMMANDER)
    dialog.hand_up()
    qtbot.waitUntil(lambda: "没有派出任何一项" in dialog.trouble.text(), timeout=30_000)
    assert f"队伍D1已被 {other.number} 派用" in dialog.trouble.text()
    assert (dialog.text.text(), dialog.reason.text(), part.off) == ("先排村委会", "就近", frozenset())
    assert "队伍D1已被" in part.stale_lines.text()
    dialog.reject()
    closed(qtbot, part)
    # news say the same of themselves; the old proposal stays until it is made anew
    part.note(Changes(frozenset({Topic.DISPATCH})))
    qtbot.waitUntil(lambda: bool(part.standing.wrong), timeout=30_000)
    assert part.stale_lines.isVisible() and part.table.isVisible()
    part.off = frozenset({(wanted.teams["D2"], next(iter(part.shown.proposal.needs)).id)})  # type: ignore[union-attr]
    computed(qtbot, part)
    assert not part.standing.wrong and not part.stale_lines.isVisible() and len(part.off) == 1
    for name in ("en", "zh"):
        words.set_language(name)
        unclipped(qtbot, part)
    part.give_up()
    assert part.shown is None


def test_adjusted_by_hand_it_is_proposed_around_that(
    qtbot: QtBot, desk: Desk, shown: Callable[[type], Any], wanted: Ground
) -> None:
    part: ProposalPart = shown(ProposalPart)
    computed(qtbot, part)
    qtbot.keyClick(part.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog: AdjustDialog = dialog_of(qtbot, part)
    qtbot.waitUntil(dialog.yes.isEnabled, timeout=30_000)
    assert dialog.who.currentText().startswith("队伍D1") and dialog.act.value() is Act.FORBID
    with qtbot.waitSignal(part.proposed, timeout=30_000):
        dialog.hand_up()
    closed(qtbot, part)
    assert "队伍D1" not in "".join(row[1] for row in cells(part)) and part.clear.text().startswith("清除手工条件 1 条")
    assert "队伍D1不派到" in part.hand.text()
    with qtbot.waitSignal(part.proposed, timeout=30_000):
        qtbot.keyClick(part.table, Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    assert "队伍D1" in cells(part)[0][1] and not part.clear.isVisible()
    # a computation nobody waits for any more brings nothing; the one before stays
    before = part.shown
    part.make()
    assert part.proposing.running and "正在计算" in part.state.text() and part.table.isVisible()
    part.make()
    assert not part.proposing.running and part.shown is before
    part.weather.show_code("storm")
    part.scope.choose("all")
    computed(qtbot, part)
    assert part.shown is not None and part.shown.incidents == () and "台风暴雨" in part.state.text()
    # what stays short goes on paper to others
    printed: list[Any] = []
    part.print_asked.connect(printed.append)
    qtbot.keyClick(part.table, Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
    asked = dialog_of(qtbot, part)
    assert asked.lines.text().splitlines()[0] == "排涝抢险，1 支，样例村东"
    asked.lines.insertPlainText("冲锋舟，4 艘\n")
    asked.hand_up()
    closed(qtbot, part)
    (request,) = printed
    assert isinstance(request, SupportAsked) and [line.what for line in request.lines] == [
        "冲锋舟",
        "排涝抢险",
        "饮用水",
    ]
    assert request.lines[1].priority == 1 and request.lines[0].amount == "4 艘"


def test_choices_by_hand_stand_beside_each_other() -> None:
    first, second, need, other = (uuid4() for _ in range(4))

    def made(act: Act, who: UUID, at: UUID = need, *, is_team: bool = True) -> Adjustment:
        return Adjustment(act, is_team, who, "队伍", at, "XQ2030-0001")

    rows: tuple[Adjustment, ...] = ()
    for one in (made(Act.FORBID, first), made(Act.FORCE, first), made(Act.FORCE, second, other),
                made(Act.FORBID_ALL, second), made(Act.RESERVE, need, is_team=False),
                made(Act.FORCE, need, is_team=False), made(Act.FORBID, other, is_team=False)):  # fmt: skip
        rows = with_one(rows, one)
    found = choices_of(rows)
    assert found.forced_teams == {(first, need)} and found.forbidden_teams == {(second, None)}
    assert (found.forced_stores, found.into_reserve) == ({(need, need)}, {need})
    assert found.forbidden_stores == {(other, need)}
    assert choices_of(with_one(rows, made(Act.FORCE, second))).forbidden_teams == frozenset()


def test_what_was_confirmed_is_shown_among_what_was_sent(
    qtbot: QtBot, desk: Desk, wanted: Ground, opened: Opened
) -> None:
    panel = opened()
    panel.show_part(SENT)
    settled(qtbot, panel.sent)
    assert panel.sent.empty.isVisible() and panel.sent.recall.toolTip() == "没有选中的调度"
    qtbot.keyClick(panel.sent.first_focus(), Qt.Key.Key_Space)
    part = panel.proposal
    assert panel.current_part() is part and part.isVisible()
    settled(qtbot, part)
    computed(qtbot, part)
    part.confirming.ask_confirm()
    dialog: ConfirmDialog = dialog_of(qtbot, part)
    assert dialog.approval.name.text() == COMMANDER, "who leads the watch stands there"
    dialog.reason.setText("就近")
    dialog.approval.words.setText("同意")
    dialog.hand_up()
    qtbot.waitUntil(lambda: panel.sent.told is not None, timeout=30_000)
    (made,) = desk.dispatching.rows()
    assert panel.current_part() is panel.sent and panel.sent.told is not None and panel.sent.told.id == made.id
    assert panel.sent.isVisible() and not part.isVisible()
    (owed,) = [row for row in desk.approvals.waiting(COMMANDER) if row.subject_id == made.id]
    assert STANDS_ON[owed.subject_kind] == panel.id
    panel.show_part(PROPOSAL)
    panel.open_item(made.id, follow=True)
    qtbot.waitUntil(panel.sent.isVisible, timeout=30_000)


@pytest.fixture
def order(desk: Desk, by: Actor, wanted: Ground) -> UUID:
    """Everything of the proposal was confirmed by telephone."""
    (made,) = desk.dispatching.confirm(
        ordered(desk.proposals.make([wanted.incident]), (), APPROVED, reason="就近"), by=by
    )
    return made.id


def test_teams_are_told_forward_by_one_key_and_over_the_limit_the_reason_is_asked(
    qtbot: QtBot, desk: Desk, order: UUID, shown: Callable[[type], Any], clock: StoppedClock
) -> None:
    part: SentPart = shown(SentPart)
    assert part.told is not None and part.told.id == order
    assert [row.team for row in part.told.teams] == ["队伍D1", "队伍D2"] and len(part.told.documents) == 2
    assert "出动 剩 0:10:00" in part.teams.rows_model.index(0, 2).data() and part.next.text().startswith("登记集结")
    part.teams.setFocus()
    qtbot.keyClick(part.teams, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    dialog: StepDialog = dialog_of(qtbot, part)
    dialog.place.setText("队部")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    closed(qtbot, part)
    settled(qtbot, part)
    assert desk.assignments.of_dispatch(order)[0].state is TeamState.MUSTERING
    clock.advance(minutes=12)
    assert "出动 超 0:02:00" in part.teams.rows_model.index(0, 2).data()
    qtbot.keyClick(part.teams, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    dialog = dialog_of(qtbot, part)
    assert dialog.late.isVisible() and dialog.first() is dialog.reason
    dialog.hand_up()
    qtbot.waitUntil(lambda: "超时" in dialog.trouble.text(), timeout=30_000)
    dialog.reason.setText("道路积水")
    dialog.hand_up()
    closed(qtbot, part)
    row = desk.assignments.of_dispatch(order)[0]
    assert row.state is TeamState.DEPARTED and row.late_reason == "道路积水"
    for name in ("en", "zh"):
        words.set_language(name)
        unclipped(qtbot, part)


def test_what_is_reserved_waits_for_its_hour_and_the_whole_order_shows_the_worst_clock(
    desk: Desk, by: Actor, wanted: Ground, clock: StoppedClock, times: Times
) -> None:
    now = clock.now()
    proposal = desk.proposals.make([wanted.incident])
    whole = ordered(proposal, (), APPROVED, reason="就近", reserved=True, planned_at=now + timedelta(hours=1))
    (made,) = desk.dispatching.confirm(whole, by=by)
    first = desk.assignments.of_dispatch(made.id)[0]
    assert (team_due(first, now), team_mark(first, now)) == ("派出 剩 1:00:00", (0.0, DueState.LATER))
    line = SentLine(made, tuple(desk.assignments.of_dispatch(made.id)))
    clock.advance(minutes=61)
    assert line_mark(line, clock.now()) == (1.0, DueState.OVER) and team_due(first, clock.now()) == "派出 超 0:01:00"
    sent = desk.assignments.step(first.id, TeamState.ASSIGNED, Told(reason="就近"), seen=first.version, by=by)
    assert not late_now(sent, TeamState.DEPARTED, clock.now())
    clock.advance(minutes=11)
    assert late_now(sent, TeamState.DEPARTED, clock.now()) and late_now(sent, TeamState.ARRIVED, clock.now())
    gone = desk.assignments.step(sent.id, TeamState.DEPARTED, Told(reason="积水"), seen=sent.version, by=by)
    assert team_due(gone, clock.now()) == "到场 剩 0:49:00" and not late_now(gone, TeamState.ARRIVED, clock.now())
    there = desk.assignments.step(gone.id, TeamState.ARRIVED, Told(), seen=gone.version, by=by)
    assert team_due(there, clock.now()) == "到场 按时" and team_mark(there, clock.now()) is None
    shown = [column.text(there) for column in team_model(times).columns]
    assert shown[1:] == ["到场", "到场 按时", "08:00", "09:01", "", "09:12", "09:12", "", ""]


def test_messages_are_copied_one_by_one_and_never_called_sent(
    qtbot: QtBot, order: UUID, shown: Callable[[type], Any]
) -> None:
    part: SentPart = shown(SentPart)
    part.messages.setFocus()
    copied = []
    for _ in range(4):
        qtbot.keyClick(
            part.messages, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        copied.append(QGuiApplication.clipboard().text())
    assert len(set(copied)) == 4 and all("收到请回复" in one for one in copied)
    told = [part.messages.rows_model.index(at, 2).data() for at in range(4)]
    assert told == ["08:00 已复制"] * 4
    printed: list[Any] = []
    part.print_asked.connect(printed.append)
    part.print_order()
    part.print_task()
    assert printed[0] == MoveOrder(order) and isinstance(printed[1], TaskSheet)
    part.teams.setFocus()
    qtbot.keyClick(part.teams, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    dialog = dialog_of(qtbot, part)
    dialog.editors["plate"].setText("示A·12345")
    qtbot.keyClicks(dialog.valid_until, "08-13 08:00")
    dialog.hand_up()
    closed(qtbot, part)
    asked = printed[2]
    assert isinstance(asked, PassAsked) and (asked.unit, asked.plate, asked.end) == ("队伍D1", "示A·12345", "样例村东")
    assert asked.valid_until is not None and asked.valid_from is not None
    assert asked.valid_until - asked.valid_from == timedelta(hours=24)
    going: list[Any] = []
    part.item_asked.connect(lambda panel, key: going.append((panel, key)))
    qtbot.keyClick(part.teams, Qt.Key.Key_Return)
    assert going and going[0][0] == "teams"


def test_who_only_looks_on_copies_no_numbers_and_sends_nothing(
    order: UUID, shown: Callable[[type], Any], seat: Seat, viewer: Actor
) -> None:
    part: SentPart = shown(SentPart)
    assert part.copying.isEnabled() and part.next.isEnabled()
    seat.sit(viewer)
    for button in (part.copying, part.next, part.recall):
        assert not button.isEnabled() and button.toolTip(), "its tip says who may"


def test_a_recall_names_what_is_on_the_road(
    qtbot: QtBot, desk: Desk, by: Actor, order: UUID, shown: Callable[[type], Any]
) -> None:
    county = next(row for row in desk.stock_documents.rows(dispatch=order) if row.from_name == "县库")
    desk.stock_documents.issue(county.id, seen=county.version, by=by)
    part: SentPart = shown(SentPart)
    said: list[str] = []
    part.saved.connect(said.append)
    part.table.setFocus()
    qtbot.keyClick(part.table, Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
    dialog = dialog_of(qtbot, part)
    assert any(county.number in label.text() for label in dialog.findChildren(type(part.about)))
    dialog.hand_up()
    assert "原因" in dialog.trouble.text()
    dialog.reason.setText("险情解除")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    closed(qtbot, part)
    assert {row.state for row in desk.assignments.of_dispatch(order)} == {TeamState.RECALLED}
    assert county.number in said[-1]
    assert {row.state for row in desk.stock_documents.rows(dispatch=order)} == {
        DocumentState.ISSUED,
        DocumentState.VOID,
    }
    part.turn_to(replace(part.focus, incident=None))
    part.open_item(order)
    qtbot.waitUntil(lambda: part.told is not None and part.told.id == order, timeout=30_000)
