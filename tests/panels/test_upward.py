"""Reports upward by keyboard: drafted, asked about, approved, sent, filed; given up, copied, printed."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.incident import IncidentRow
from console.domain.incident_report import ReportKind, ReportRow, ReportState
from console.domain.people import Actor
from tests.kit import upward as kit
from tests.kit.input_method import commit
from tests.kit.upward import (
    ALT,
    CTRL,
    KEY,
    LEADER,
    SHIFT,
    WORD,
    Opened,
    dialog,
    draft,
    hand_up,
    news,
    press,
    settled,
)
from ui import prints
from ui.seat import Seat

incident, opened, watch = kit.incident, kit.opened, kit.watch


def test_the_whole_journey_by_keys_from_nothing_to_the_files(
    opened: Opened, desk: Desk, clock: StoppedClock, incident: IncidentRow, seat: Seat, qtbot: QtBot
) -> None:
    panel = opened()
    page, editor = panel.reports, panel.reports.editor

    press(qtbot, page.first_focus(), KEY.Key_B, ALT)
    begin = dialog(panel, qtbot)
    assert begin.incident.hasFocus() and begin.incident.value() == incident.id
    qtbot.waitUntil(lambda: begin.kind.value() is ReportKind.FIRST)
    with qtbot.waitSignal(page.presented):
        press(qtbot, begin.incident, KEY.Key_Return)
    settled(qtbot, panel)
    assert "样例镇样例村12发生滑坡" in editor.body.text() and panel.focusWidget() is editor.body
    assert editor.hints.missing() == {"occurred", "figures", "measures", "outlook"}

    commit(editor.body, "（一）")
    press(qtbot, editor.body, KEY.Key_Return, CTRL)
    ask = dialog(panel, qtbot)
    assert ask.fields["name"].text() == LEADER, "the leader of the watch is proposed"
    hand_up(qtbot, panel)
    settled(qtbot, panel)
    row = desk.upward.rows()[0]
    assert (row.state, row.waits_for) == (ReportState.WAITING, LEADER)
    assert desk.incident_reports.one(row.id).body.endswith("（一）") and editor.body.isReadOnly()

    press(qtbot, page.list.table, KEY.Key_2, CTRL)
    approvals = panel.approvals
    qtbot.waitUntil(lambda: approvals.row() is not None)
    assert approvals.text.text() == desk.approvals.waiting()[0].preview
    press(qtbot, approvals.table, KEY.Key_O, ALT)
    decide = dialog(panel, qtbot)
    assert decide.proof.name.text() == LEADER and decide.preview.text() == approvals.text.text()
    qtbot.keyClicks(decide.proof.password, "guess")
    press(qtbot, decide.proof.password, KEY.Key_Return)
    qtbot.waitUntil(lambda: decide.trouble.text() == words.say("refused.wrong_password"))
    decide.proof.password.selectAll()
    qtbot.keyClicks(decide.proof.password, WORD)
    hand_up(qtbot, panel, approvals)
    assert approvals.stack.currentIndex() == 1, "nothing waits any more"

    clock.advance(minutes=150)
    news(panel)
    with qtbot.waitSignal(page.presented):
        press(qtbot, approvals, KEY.Key_1, CTRL)
    settled(qtbot, panel)
    assert "示例应急值班快报〔2030〕第1期" in page.head.what.text()
    assert page.head.digest.text() and LEADER in page.head.how.text()
    organisations = [one.organisation for one in desk.incident_reports.recipients(row.id)]
    late = organisations.index("市应急管理局指挥中心")
    for at in range(late + 1):
        press(qtbot, page.list.table, KEY.Key_E, ALT)
        sent = dialog(panel, qtbot)
        assert organisations[at] in sent.about.text() and sent.received_by.hasFocus()
        assert sent.late_field.isVisible() == (at == late)
        qtbot.keyClicks(sent.received_by, "Li")
        if at == late:
            press(qtbot, sent.received_by, KEY.Key_Return)
            press(qtbot, sent.at, KEY.Key_Return)
            assert sent.late.hasFocus()
            press(qtbot, sent.late, KEY.Key_Return)
            qtbot.waitUntil(lambda shown=sent: shown.trouble.text() == words.say("refused.late_reason_missing"))
            commit(sent.late, "线路中断")
        hand_up(qtbot, panel)
    told = desk.incident_reports.recipients(row.id)[: late + 1]
    assert all(one.receipt_by == "Li" for one in told)
    (ended,) = [one for one in desk.incident_clocks.of(incident.id) if one.report_id == row.id]
    assert ended.late and ended.late_reason == "线路中断"

    settled(qtbot, panel)
    press(qtbot, page.list.table, KEY.Key_F, ALT)
    archive = dialog(panel, qtbot)
    press(qtbot, archive.fields["reason"], KEY.Key_Return)
    qtbot.waitUntil(lambda: archive.trouble.text() == words.say("refused.report_final_missing"))
    commit(archive.fields["reason"], "险情解除，不再续报")
    hand_up(qtbot, panel)
    assert desk.incident_reports.one(row.id).state is ReportState.ARCHIVED
    assert desk.log.verify().fault is None


def test_receivers_are_added_and_left_out_with_a_reason(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    row = draft(desk, watch, incident)
    panel = opened()
    page = panel.reports
    press(qtbot, page.list.table, KEY.Key_W, ALT)
    add = dialog(panel, qtbot)
    press(qtbot, add, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: add.trouble.text() == words.say("refused.recipient_missing"))
    commit(add.organisation, "县水利局")
    hand_up(qtbot, panel)
    settled(qtbot, panel)
    added = desk.incident_reports.recipients(row.id)[-1]
    assert added.organisation == "县水利局"
    press(qtbot, page.list.table, KEY.Key_L, ALT | SHIFT)
    page.receivers.choose(added.id)
    press(qtbot, page.receivers, KEY.Key_W, ALT | SHIFT)
    drop = dialog(panel, qtbot)
    commit(drop.fields["reason"], "另行电话告知")
    hand_up(qtbot, panel)
    assert desk.incident_reports.recipients(row.id)[-1].dropped == "另行电话告知"


def test_a_draft_is_given_up_with_a_reason_only(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    row = draft(desk, watch, incident)
    panel = opened()
    press(qtbot, panel.reports.list.table, KEY.Key_Q, ALT)
    void = dialog(panel, qtbot)
    press(qtbot, void, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: void.trouble.text() == words.say("refused.reason_missing"))
    commit(void.fields["reason"], "重写")
    hand_up(qtbot, panel)
    assert desk.incident_reports.one(row.id).state is ReportState.VOID


def test_the_words_on_the_screen_are_copied_and_a_draft_says_it_is_one(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    row = draft(desk, watch, incident)
    panel = opened()
    commit(panel.reports.editor.body, "还没存的话。")
    with qtbot.waitSignal(panel.reports.saved):
        press(qtbot, panel.reports.editor.body, KEY.Key_C, CTRL | SHIFT)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("【示例】【草稿】") and "还没存的话。" in copied and row.title in copied


def test_the_document_of_the_report_is_printed_by_its_key(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    row = draft(desk, watch, incident)
    panel = opened()
    heard: list[ReportRow] = []
    panel.print_asked.connect(heard.append)
    press(qtbot, panel.reports.list.table, KEY.Key_P, CTRL)
    assert [one.id for one in heard] == [row.id]
    assert prints.form_of(desk, heard[0]) is not None


def test_whoever_only_looks_on_sees_and_changes_nothing(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, viewer: Actor, seat: Seat, qtbot: QtBot
) -> None:
    draft(desk, watch, incident)
    panel = opened()
    page = panel.reports
    seat.sit(viewer)
    for button in (page.list.new, page.add, *(page.buttons.by_name[name] for name in ("save", "ask", "void"))):
        assert not button.isEnabled() and button.toolTip()
    press(qtbot, page.list.table, KEY.Key_B, ALT)
    press(qtbot, page.list.table, KEY.Key_Return, CTRL)
    assert page.asked.dialog is None
