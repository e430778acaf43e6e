"""Approvals of reports: asked, returned, given by telephone and signed later, told apart by whom they wait for."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.approvals import Means
from console.domain.clock import StoppedClock
from console.domain.incident import IncidentRow
from console.domain.incident_report import ReportState
from console.domain.people import Actor
from console.services.incident_reports import Text
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
    asked,
    begun,
    dialog,
    draft,
    hand_up,
    news,
    press,
    settled,
)
from ui import actions
from ui.seat import Seat
from ui.widgets.keycap import shown_key

incident, opened, watch = kit.incident, kit.opened, kit.watch


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


def test_the_report_that_waits_is_shown_by_its_key(
    opened: Opened, desk: Desk, incident: IncidentRow, watch: Actor, qtbot: QtBot
) -> None:
    row = asked(desk, watch, draft(desk, watch, incident))
    panel = opened()
    panel.show_part(1)
    qtbot.waitUntil(lambda: panel.approvals.row() is not None)
    assert shown_key(actions.key_of("report_show")) in panel.approvals.show_record.hint()
    press(qtbot, panel.approvals.table, KEY.Key_V, ALT | SHIFT)
    assert panel.stack.currentIndex() == 0
    qtbot.waitUntil(lambda: panel.reports.look is not None and panel.reports.look.row.id == row.id, timeout=10_000)
