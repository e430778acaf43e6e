"""From an item to the leader's ear and back: by keys, beside other work, nothing he said is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine
from console.domain.inbound import Intake
from console.domain.log import NewEntry
from tests.kit.input_method import commit
from tests.kit.window import NAME, Opened, furnishing, sign_in
from ui import theme
from ui.app import App
from ui.dialogs.phone_script import PhoneScriptDialog

CALL, PLATFORM = UUID(int=71), UUID(int=72)
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    """A watch with a leader, a tip-off and a platform item with a running clock."""
    with furnishing(new_store, clock) as (desk, actor):
        desk.duty.take_over_empty([PostLine("leader", "王例三"), PostLine("主班", NAME)], by=actor)
        desk.roster.note_whereabouts(
            "王例三", "样例镇", start=clock.now(), phone="100-0000-0033", deputy="周例五", by=actor
        )
        teller = {"channel": "tip_off", "caller_name": "梁例五", "caller_phone": "100-0000-0005"}
        desk.intake.register(Intake(CALL, "样例厂夜间排烟", clock.now(), **teller), by=actor)
        platform = {"channel": "platform", "caller_org": "市应急局（示例）"}
        desk.intake.register(Intake(PLATFORM, "样例河超警 0.3 米", clock.now(), **platform), by=actor)
        clock.advance(minutes=3)
    return new_store


@pytest.fixture
def opened(open_window: Opened, store: DataDir, qtbot: QtBot) -> Opened:
    """The window with 陈例一 in it."""

    def open_it() -> App:
        app = open_window()
        sign_in(app, qtbot)
        return app

    return open_it


def _item(app: App, qtbot: QtBot, item_id: UUID) -> QWidget:
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    panel = app.window.show_panel("intake")
    panel.open_item(item_id)
    qtbot.waitUntil(lambda: panel.item.shown is not None and panel.item.shown.row.id == item_id)
    return panel


def _script(app: App, qtbot: QtBot, item_id: UUID) -> PhoneScriptDialog:
    panel = _item(app, qtbot, item_id)
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_P, ALT)
    qtbot.waitUntil(lambda: app.shell.phone_reporting.dialog is not None)
    return app.shell.phone_reporting.dialog


def test_the_leader_is_told_in_three_keys_and_the_clock_stops(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    dialog = _script(app, qtbot, PLATFORM)
    assert (dialog.name.text(), dialog.phone.text()) == ("王例三", "100-0000-0033")
    assert dialog.said.hasFocus() and dialog.mark.text == "剩 0:07:00"
    assert "周例五" in " ".join(label.text() for label in dialog.findChildren(QLabel))
    commit(dialog.said, "通知样例镇，十分钟后再报")
    qtbot.keyClick(dialog.said, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: app.shell.phone_reporting.dialog is None)
    desk = app.shell.desk
    (row,) = desk.outbound.about(PLATFORM)
    assert (row.receipt_by, row.to_phone) == ("王例三", "100-0000-0033")
    assert desk.log.newest(1)[0].text.endswith("：通知样例镇，十分钟后再报")
    assert [clock.whom for clock in desk.clocks.of(PLATFORM) if clock.kind == "leader"] == ["王例三"]
    assert app.window.messages.message.text() == words.say("phone.recorded", name="王例三", number=row.number)
    qtbot.waitUntil(lambda: desk.drafts.open("phone_report") == ())


def test_what_he_said_survives_closing_and_another_item_has_its_own_page(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    dialog = _script(app, qtbot, PLATFORM)
    commit(dialog.said, "先核实")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(app.shell.desk.drafts.open("phone_report")) == 1)
    assert app.shell.desk.outbound.rows() == []
    other = _script(app, qtbot, CALL)
    assert other.said.text() == ""
    other.reject()
    again = _script(app, qtbot, PLATFORM)
    assert again.said.text() == "先核实"


def test_too_late_asks_why_and_keeps_every_word(opened: Opened, qtbot: QtBot, clock: StoppedClock) -> None:
    app = opened()
    dialog = _script(app, qtbot, PLATFORM)
    assert dialog.late_field.isHidden()
    commit(dialog.said, "知道了")
    clock.advance(minutes=9)
    dialog.hand_up()
    qtbot.waitUntil(lambda: not dialog.trouble.isHidden())
    assert not dialog.late_field.isHidden() and dialog.late.hasFocus() and dialog.said.text() == "知道了"
    commit(dialog.late, "两次占线")
    qtbot.keyClick(dialog.late, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.shell.phone_reporting.dialog is None)
    assert [c.late_reason for c in app.shell.desk.clocks.of(PLATFORM) if c.kind == "leader"] == ["两次占线"]


def test_a_second_call_is_taken_while_the_script_is_open(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    dialog = _script(app, qtbot, PLATFORM)
    assert not dialog.isModal()
    commit(dialog.said, "先核")
    app.shell._new_intake()
    commit(app.window.focusWidget(), "第二个电话")
    assert app.window.current_panel().form.summary.text() == "第二个电话"
    assert dialog.said.text() == "先核"


def test_the_script_and_the_copy_name_no_hidden_caller(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    panel = _item(app, qtbot, CALL)
    panel.item.show_caller()
    qtbot.waitUntil(lambda: panel.item._caller is not None)
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_C, CTRL | SHIFT)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("【示例】接报 ") and "样例厂夜间排烟" in copied and "来源：（不公开）" in copied
    dialog = _script(app, qtbot, CALL)
    read = " ".join(word.text() for word in dialog._read)
    assert "样例厂夜间排烟" in read
    for private in ("梁例五", "100-0000-0005"):
        assert private not in copied + read


def test_what_is_sent_about_an_item_begins_with_one_key(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    panel = _item(app, qtbot, CALL)
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_S, ALT)
    outbound = app.window.current_panel()
    assert outbound.id == "outbound" and outbound.form.subject.id == CALL
    assert outbound.form.about.isVisible()
    qtbot.waitUntil(lambda: outbound.form.channel.value() == "phone")
    outbound.form.to_org.setText("样例镇政府")
    outbound.form.words.setPlainText("请去现场查看")
    outbound.entry.record()
    qtbot.waitUntil(lambda: len(app.shell.desk.outbound.about(CALL)) == 1)
    assert [action.kind for action in app.shell.desk.intake.actions(CALL)] == ["forward"]


def test_a_line_of_the_log_is_copied_out(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    added = app.shell.desk.log.add(NewEntry(uuid4(), "巡查正常"), by=app.seat.actor)
    panel = app.window.show_panel("log")
    panel.go_to(added.number)
    qtbot.waitUntil(lambda: panel.detail.entry is not None and panel.detail.entry.number == added.number)
    qtbot.keyClick(panel.book, Qt.Key.Key_C, CTRL | SHIFT)
    head, body = QGuiApplication.clipboard().text().splitlines()
    assert (head, body) == (f"【示例】值班日志第 {added.number} 号", f"2030年8月12日 08:03 巡查正常（{NAME}）")
    assert app.window.messages.message.text() == words.say("copy.done")


def test_a_task_is_copied_out_from_the_board(opened: Opened, qtbot: QtBot, clock: StoppedClock) -> None:
    app = opened()
    task = app.shell.desk.tasks.add(
        "清点排水泵", clock.now() + timedelta(hours=1), "县住建局（示例）", by=app.seat.actor
    )
    board = app.window.show_panel("board")
    qtbot.waitUntil(lambda: board.open_table.choose(str(task.id)))
    board.open_table.setFocus()
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    qtbot.keyClick(board.open_table, Qt.Key.Key_C, CTRL | SHIFT)
    assert QGuiApplication.clipboard().text().splitlines() == [
        f"【示例】任务 {task.number}",
        "清点排水泵",
        "责任人：县住建局（示例）",
        "时限：2030年8月12日 09:03",
        f"交办：{NAME} 2030年8月12日 08:03",
    ]


@pytest.mark.parametrize(("language", "size"), [("zh", 14), ("en", 20)])
def test_the_script_is_read_whole_in_both_languages(
    opened: Opened, qapp: QApplication, qtbot: QtBot, language: str, size: int
) -> None:
    app = opened()
    theme.apply(qapp, "light", size)
    try:
        words.set_language(language)
        dialog = _script(app, qtbot, PLATFORM)
        qtbot.wait(50)
        clipped = [
            f"{part.text()} {part.width()}<{part.sizeHint().width()}"
            for kind in (QLabel, QPushButton)
            for part in dialog.findChildren(kind)
            if part.isVisible() and not getattr(part, "wordWrap", bool)() and part.width() < part.sizeHint().width()
        ]
        assert clipped == []
        assert dialog.yes.text() == words.say("phone.reported")
        assert dialog.width() <= 1366 and dialog.height() <= 768
        low = [word for word in dialog._read if word.height() < word.heightForWidth(word.width())]
        assert low == []
    finally:
        theme.apply(qapp, "light")


def test_the_drafts_of_a_report_end_with_it_even_past_the_hour(
    opened: Opened, qtbot: QtBot, clock: StoppedClock
) -> None:
    app = opened()
    dialog = _script(app, qtbot, CALL)
    commit(dialog.said, "好")
    clock.advance(hours=1)
    qtbot.waitUntil(lambda: len(app.shell.desk.drafts.open("phone_report")) == 1)
    dialog.hand_up()
    qtbot.waitUntil(lambda: app.shell.desk.drafts.open("phone_report") == ())
    assert app.shell.desk.outbound.about(CALL)[0].sent_at - timedelta(hours=1) < clock.now()


def test_what_he_orders_is_an_instruction_with_the_same_words(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    dialog = _script(app, qtbot, PLATFORM)
    commit(dialog.said, "通知样例镇转移，每小时一报")
    dialog.ordered.setFocus()
    qtbot.keyClick(dialog.ordered, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.ordered, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: app.shell.phone_reporting.dialog is None, timeout=10_000)
    desk = app.shell.desk
    (words_of,) = desk.instructions.newest()
    assert (words_of.leader, words_of.words, words_of.way) == ("王例三", "通知样例镇转移，每小时一报", "phone")
    assert sum("通知样例镇转移" in line.text for line in desk.log.newest(10)) == 1
    assert len(desk.outbound.about(PLATFORM)) == 1
