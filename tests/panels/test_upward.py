"""Reports upward by keyboard: drafted, asked about, approved, sent, filed; nothing typed is lost or moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.approvals import Means
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine
from console.domain.inbound import Intake
from console.domain.incident import IncidentRow, NewIncident
from console.domain.incident_figures import Amount
from console.domain.incident_report import ReportKind, ReportRow, ReportState
from console.domain.people import Actor, Role
from console.services.incident_reports import Text
from tests.kit import geometry
from tests.kit.input_method import commit
from ui import prints, theme
from ui.models.upward_view import UpwardServices
from ui.panels.upward import UpwardPanel
from ui.seat import Seat

KEY = Qt.Key
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
LEADER, WORD = "林例十", "leader of 2030"
Opened = Callable[[], UpwardPanel]


@pytest.fixture
def watch(desk: Desk, seat: Seat) -> Actor:
    """林例十 leads the watch; 陈例一 sits at the seat."""
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=seat.actor)
    desk.duty.take_over_empty([PostLine("leader", LEADER), PostLine("主班", seat.actor.name)], by=seat.actor)
    return seat.actor


@pytest.fixture
def incident(desk: Desk, watch: Actor) -> IncidentRow:
    return begun(desk, watch, "样例村12 山体滑坡")


def begun(desk: Desk, by: Actor, title: str) -> IncidentRow:
    item = desk.intake.register(
        Intake(uuid4(), title, desk.clock.now(), caller_org="样例镇", caller_name="单例二"), by=by
    )
    form = NewIncident(uuid4(), title, "山体开裂，五户房屋有裂缝", "10402", place_text="样例镇样例村12")
    return desk.incidents.open(form, [item.id], by=by)


@pytest.fixture
def opened(qtbot: QtBot, app_theme: QApplication, desk: Desk, jobs: Any, seat: Seat, times: Any) -> Opened:
    def open_it() -> UpwardPanel:
        services = UpwardServices(
            desk.upward, desk.incident_reports, desk.report_sending, desk.approvals, desk.incidents,
            desk.incident_clocks, desk.outbound, desk.duty, desk.contacts, desk.report_papers,
        )  # fmt: skip
        panel = UpwardPanel(jobs, seat, times, services=services, drafts=desk.drafts)
        qtbot.addWidget(panel)
        panel.resize(1302, 658)
        with qtbot.waitSignal(panel.reports.presented):
            panel.show()
        panel.activateWindow()
        panel.first_focus().setFocus()
        return panel

    return open_it


def draft(desk: Desk, by: Actor, incident: IncidentRow, kind: ReportKind = ReportKind.FIRST) -> ReportRow:
    return desk.incident_reports.draft(incident.id, kind, by=by)


def asked(desk: Desk, by: Actor, row: ReportRow) -> ReportRow:
    return desk.incident_reports.ask(row.id, Text(row.title, row.body), LEADER, seen=row.version, by=by)


def approved(desk: Desk, by: Actor, row: ReportRow) -> ReportRow:
    asked(desk, by, row)
    (waits,) = [one for one in desk.approvals.waiting(LEADER) if one.subject_id == row.id]
    desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
    return desk.incident_reports.one(row.id)


def dialog(panel: QWidget, qtbot: QtBot) -> Any:
    """The dialog that stands there, once it does."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in panel.findChildren(QDialog)))
    found = next(one for one in panel.findChildren(QDialog) if one.isVisible())
    found.activateWindow()
    QApplication.processEvents()
    return found


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """Without a screen nothing makes a window active again after a dialog has gone."""
    if QApplication.activeWindow() is not widget.window():
        widget.window().activateWindow()
        QApplication.processEvents()
    qtbot.keyClick(widget, key, held)


def hand_up(qtbot: QtBot, panel: UpwardPanel, page: Any = None) -> None:
    """Ctrl+Enter in the dialog, until its act is done and shown."""
    page = page or panel.reports
    shown = dialog(panel, qtbot)
    with qtbot.waitSignal(page.presented):
        press(qtbot, shown, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.asked.dialog is None)


def news(panel: UpwardPanel) -> None:
    """What the window would be told of everything that was written."""
    panel.note(Changes(frozenset({Topic.INCIDENTS, Topic.APPROVALS})))


def settled(qtbot: QtBot, panel: UpwardPanel) -> None:
    qtbot.waitUntil(lambda: not (panel.reports._loading or panel.reports._soon.isActive()))


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


def test_a_refused_save_keeps_every_word_and_the_next_one_is_about_what_stands_there(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    row = draft(desk, watch, incident)
    panel = opened()
    page, editor = panel.reports, panel.reports.editor
    editor.body.setFocus()
    commit(editor.body, "我写的。")
    desk.incident_reports.save(row.id, Text("别人改的标题", row.body), seen=row.version, by=watch)
    with qtbot.waitSignal(page.refused) as refused:
        press(qtbot, editor.body, KEY.Key_S, CTRL)
    assert refused.args[0].code == "changed_meanwhile"
    qtbot.waitUntil(lambda: editor.title.text() == "别人改的标题")
    assert editor.body.text().endswith("我写的。") and panel.focusWidget() is editor.body
    with qtbot.waitSignal(page.saved):
        press(qtbot, editor.body, KEY.Key_S, CTRL)
    kept = desk.incident_reports.one(row.id)
    assert kept.body.endswith("我写的。") and kept.title == "别人改的标题"


def test_news_while_typing_moves_neither_cursor_nor_choice(
    opened: Opened, desk: Desk, clock: StoppedClock, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    row = draft(desk, watch, incident)
    panel = opened()
    page, editor = panel.reports, panel.reports.editor
    editor.body.setFocus()
    editor.body.place_cursor(1, 1)
    before = editor.body.text()
    for at in range(4):
        clock.advance(minutes=1)
        draft(desk, watch, begun(desk, watch, f"另一事件 {at}"))
        with qtbot.waitSignal(page.presented):
            page.reload()
        qtbot.keyClicks(editor.body, "x")
    assert editor.body.text() == before[:1] + "xxxx" + before[1:]
    assert editor.body.hasFocus() and page.list.table.chosen_key() == row.id and len(page.list.model.rows()) == 5


def test_a_report_that_leaves_the_list_is_still_the_one_being_written(
    opened: Opened, desk: Desk, clock: StoppedClock, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    other = draft(desk, watch, begun(desk, watch, "样例街积水"))
    clock.advance(minutes=1)
    draft(desk, watch, incident)
    panel = opened()
    page, editor = panel.reports, panel.reports.editor
    assert len(page.list.model.rows()) == 2
    editor.body.setFocus()
    commit(editor.body, "正在写。")
    with qtbot.waitSignal(page.presented):
        page.list.search.setText("积水")
        page.list.search.search_now()
    assert [one.id for one in page.list.model.rows()] == [other.id]
    assert editor.body.text().endswith("正在写。") and page.list.table.chosen_row() is None
    with qtbot.waitSignal(page.presented):
        page.list.table.choose(other.id)
    assert "积水" in editor.title.text()
    with qtbot.waitSignal(page.presented):
        page.list.search.empty()
    with qtbot.waitSignal(page.presented):
        page.list.table.choose(page.list.model.rows()[0].id)
    assert editor.body.text().endswith("正在写。"), "words of each report are kept apart"


def test_half_a_report_survives_the_end_of_the_program(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    draft(desk, watch, incident)
    panel = opened()
    panel.reports.editor.body.setFocus()
    commit(panel.reports.editor.body, "写了一半。")
    panel.leave()
    qtbot.waitUntil(lambda: len(desk.drafts.open("words")) == 1)
    again = opened()
    qtbot.waitUntil(lambda: again.reports.editor.body.text().endswith("写了一半。"))
    assert again.reports.editor.brought.isVisible()
    with qtbot.waitSignal(again.reports.saved):
        again.reports.keep()
    qtbot.waitUntil(lambda: desk.drafts.open("words") == ())


def test_the_text_composed_anew_stands_beside_and_is_taken_by_a_key_only(
    opened: Opened, desk: Desk, clock: StoppedClock, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    row = draft(desk, watch, incident)
    panel = opened()
    page, editor = panel.reports, panel.reports.editor
    assert editor.newer.isHidden()
    desk.incident_figures.revise(incident.id, {"light": Amount(2)}, clock.now(), "现场", by=watch)
    with qtbot.waitSignal(page.presented):
        page.reload()
    assert editor.newer.isVisible() and "轻伤" not in editor.body.text()
    editor.body.setFocus()
    press(qtbot, editor.body, KEY.Key_K, ALT)
    qtbot.waitUntil(lambda: "轻伤 2 人" in editor.anew.text())
    assert editor.anew_field.isVisible() and editor.body.text() == row.body
    press(qtbot, editor.body, KEY.Key_V, ALT)
    assert "轻伤 2 人" in editor.body.text() and editor.anew_field.isHidden()
    editor.body.undo()
    assert editor.body.text() == row.body and editor.said().until == 0
    editor.body.redo()
    with qtbot.waitSignal(page.presented):
        press(qtbot, editor.body, KEY.Key_S, CTRL)
    settled(qtbot, panel)
    kept = desk.incident_reports.one(row.id)
    assert "轻伤 2 人" in kept.body and kept.figures_until > row.figures_until
    assert editor.newer.isHidden()


def test_returned_it_shows_the_leaders_reason_and_can_be_asked_again(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    row = asked(desk, watch, draft(desk, watch, incident))
    panel = opened()
    page, approvals = panel.reports, panel.approvals
    panel.show_part(1)
    qtbot.waitUntil(lambda: approvals.row() is not None)
    press(qtbot, approvals.table, KEY.Key_O, ALT | SHIFT)
    decide = dialog(panel, qtbot)
    assert decide.reason.hasFocus()
    commit(decide.reason, "请核实户数")
    press(qtbot, decide.reason, KEY.Key_Return)
    qtbot.keyClicks(decide.proof.password, WORD)
    hand_up(qtbot, panel, approvals)
    news(panel)
    with qtbot.waitSignal(page.presented):
        panel.show_part(0)
    settled(qtbot, panel)
    assert "请核实户数" in page.head.matter.text() and not page.editor.body.isReadOnly()
    assert page.list.model.rows()[0].returned
    press(qtbot, page.editor.body, KEY.Key_Return, CTRL)
    hand_up(qtbot, panel)
    assert desk.incident_reports.one(row.id).state is ReportState.WAITING


def test_a_word_by_telephone_is_recorded_and_the_signature_owed_is_shown_until_it_is_given(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    row = asked(desk, watch, draft(desk, watch, incident))
    panel = opened()
    page, approvals = panel.reports, panel.approvals
    press(qtbot, page.list.table, KEY.Key_Y, ALT)
    phone = dialog(panel, qtbot)
    press(qtbot, phone, KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: phone.trouble.text() == words.say("refused.words_missing"))
    commit(phone.fields["words"], "同意上报")
    hand_up(qtbot, panel)
    settled(qtbot, panel)
    (word,) = desk.approvals.of(row.id)
    assert (word.means, word.words, word.recorded_by) == (Means.PHONE, "同意上报", watch.name)
    assert page.head.matter.text() == words.say("upward.owes", name=LEADER)
    assert page.list.model.rows()[0].owes
    panel.show_part(1)
    qtbot.waitUntil(lambda: approvals.row() is not None)
    assert approvals.approve.text() == words.say("approval.sign_later") and approvals.give_back.isHidden()
    press(qtbot, approvals.table, KEY.Key_O, ALT)
    decide = dialog(panel, qtbot)
    qtbot.keyClicks(decide.proof.password, WORD)
    hand_up(qtbot, panel, approvals)
    assert desk.approvals.waiting() == []


def test_taken_back_it_can_be_written_on(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    asked(desk, watch, draft(desk, watch, incident))
    panel = opened()
    page = panel.reports
    assert page.editor.body.isReadOnly() and page.send.isHidden()
    with qtbot.waitSignal(page.presented):
        press(qtbot, page.list.table, KEY.Key_Z, ALT)
    settled(qtbot, panel)
    assert not page.editor.body.isReadOnly() and desk.approvals.waiting() == []


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
    press(qtbot, page.list.table, KEY.Key_L, ALT)
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


def test_what_another_officer_took_is_not_taken_by_the_next(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, seat: Seat, clock: StoppedClock, qtbot: QtBot
) -> None:
    row = draft(desk, watch, incident)
    desk.incident_figures.revise(incident.id, {"light": Amount(2)}, clock.now(), "现场", by=watch)
    panel = opened()
    editor = panel.reports.editor
    editor.toggle_anew()
    qtbot.waitUntil(lambda: "轻伤 2 人" in editor.anew.text())
    editor.take()
    assert editor.said().until > row.figures_until
    seat.sit(next(one for one in desk.accounts.list() if one.name == LEADER).actor)
    assert editor.body.text() == row.body and editor.said().until == 0
    seat.sit(watch)
    assert "轻伤 2 人" in editor.body.text(), "his words wait for him"


def test_what_waits_for_me_is_told_apart_and_counted(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, seat: Seat, clock: StoppedClock, qtbot: QtBot
) -> None:
    asked(desk, watch, draft(desk, watch, incident))
    leader = next(row for row in desk.accounts.list() if row.name == LEADER).actor
    clock.advance(minutes=1)
    mine = draft(desk, leader, begun(desk, leader, "样例街积水"))
    desk.incident_reports.ask(mine.id, Text(mine.title, mine.body), watch.name, seen=mine.version, by=leader)
    panel = opened()
    assert panel.parts.buttons[1].text() == words.say("upward.part.approvals_of", count=1)
    panel.show_part(1)
    qtbot.waitUntil(lambda: panel.approvals.row() is not None)
    assert [row.of_name for row in panel.approvals.table.rows_model.rows()] == [watch.name, LEADER]
    seat.sit(leader)
    assert [row.of_name for row in panel.approvals.table.rows_model.rows()] == [LEADER, watch.name]


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


@pytest.mark.parametrize(("language", "size"), [("zh", 14), ("en", 14), ("zh", 20), ("en", 20)])
def test_every_state_fits_the_smallest_screen(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, clock: StoppedClock, qapp: QApplication,
    qtbot: QtBot, language: str, size: int,
) -> None:  # fmt: skip
    rows = states(desk, watch, incident, clock)
    panel = opened()
    words.set_language(language)
    theme.apply(qapp, "light", size)
    panel.resize(1302 if language == "zh" else 1274, 620 if size == 14 else 560)
    wrong = {}
    try:
        for state, report_id in rows.items():
            with qtbot.waitSignal(panel.reports.presented):
                panel.open_item(report_id)
            laid_out()
            found = [*geometry.cut(panel), *geometry.sideways(panel), *geometry.hidden_cells(panel)]
            wrong |= {state: found} if found else {}
        panel.show_part(1)
        qtbot.waitUntil(lambda: panel.approvals.row() is not None)
        laid_out()
        found = geometry.faults(panel)
        wrong |= {"approvals": found} if found else {}
    finally:
        theme.apply(qapp, "light")
    assert wrong == {}


def states(desk: Desk, by: Actor, incident: IncidentRow, clock: StoppedClock) -> dict[str, Any]:
    """A report in each of its states."""
    reports = desk.incident_reports
    first = approved(desk, by, draft(desk, by, incident))
    to = reports.recipients(first.id)
    desk.report_sending.sent(to[0].id, "phone", by=by, received_by="王例三")
    desk.report_sending.drop(to[1].id, "已由市局转报，不再单独报送", by=by)
    clock.advance(hours=3)
    void = draft(desk, by, incident, ReportKind.FOLLOW)
    reports.void(void.id, "数字有误，重写", seen=void.version, by=by)
    waiting = asked(desk, by, draft(desk, by, incident, ReportKind.FOLLOW))
    writing = draft(desk, by, incident, ReportKind.DAILY)
    other = begun(desk, by, "样例街与样例路交叉口地下通道严重积水并有车辆被困")
    back = asked(desk, by, draft(desk, by, other))
    waits = next(one for one in desk.approvals.waiting(LEADER) if one.subject_id == back.id)
    desk.approvals.give_back(
        waits.id, LEADER, WORD, "请核实被困车辆数和人员情况，补充已采取的措施", digest=waits.digest
    )
    return {
        "approved": first.id, "void": void.id, "waiting": waiting.id, "draft": writing.id, "returned": back.id,
    }  # fmt: skip


def laid_out() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    for _ in range(4):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QApplication.processEvents()
