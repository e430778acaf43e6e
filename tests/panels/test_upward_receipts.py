"""Receipts are recorded where the report was sent; the receivers fold away and leave the text its room."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console import words
from console.domain.outbound import OutboundState
from console.domain.people import Role
from tests.kit import upward as kit
from tests.kit.input_method import commit
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, approved, dialog, draft, laid_out, press, states
from ui import theme

incident, opened, watch = kit.incident, kit.opened, kit.watch
LEAST_LINES = 14


@pytest.fixture
def sent(desk, incident, watch, clock):
    """Approved, and sent to all but the last: nobody has confirmed."""
    row = approved(desk, watch, draft(desk, watch, incident))
    to = desk.incident_reports.recipients(row.id)
    for one in to[:-1]:
        desk.report_sending.sent(one.id, one.channel, by=watch)
    clock.advance(minutes=2)
    return row


def loaded(qtbot, panel):
    qtbot.waitUntil(lambda: panel.reports.look is not None and bool(panel.reports.look.receivers), timeout=10_000)
    return panel.reports


def line_of(desk, report, at):
    return desk.outbound.one(desk.incident_reports.recipients(report.id)[at].outbound_id)


def test_one_key_says_who_received_it_and_the_next_is_about_the_next(opened, desk, sent, watch, qtbot):
    panel = opened()
    page = loaded(qtbot, panel)
    for at, name in enumerate(("李例三", "王例四")):
        press(qtbot, page.list.table, KEY.Key_R, CTRL)
        asked = dialog(panel, qtbot)
        receiver = desk.incident_reports.recipients(sent.id)[at]
        assert receiver.organisation in asked.about.text() and asked.fields["name"].text() == receiver.name
        asked.fields["name"].clear()
        commit(asked.fields["name"], name)
        with qtbot.waitSignal(page.presented, timeout=10_000):
            press(qtbot, asked.fields["name"], KEY.Key_Return, CTRL)
        line = line_of(desk, sent, at)
        assert (line.state, line.receipt_by, line.receipt_at) == (OutboundState.RECEIVED, name, desk.clock.now())
    shown = [page.receivers.rows_model.index(at, 2).data() for at in range(2)]
    assert "李例三" in shown[0] and "王例四" in shown[1]
    count = len(page.look.receivers)
    said = words.say("upward.receivers.lacking", count=count, sent=count - 1, received=2, lacking=1)
    assert page.receivers_card.caption.text() == said


def test_the_time_is_read_and_one_before_the_sending_is_refused_where_it_was_typed(
    opened, desk, sent, watch, clock, times, qtbot
):
    panel = opened()
    page = loaded(qtbot, panel)
    press(qtbot, page.list.table, KEY.Key_R, CTRL)
    asked = dialog(panel, qtbot)
    commit(asked.fields["name"], "李例三")
    commit(asked.fields["at"], times.minute(clock.now() - timedelta(hours=3)))
    press(qtbot, asked.fields["at"], KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(asked.trouble.text()), timeout=10_000)
    assert line_of(desk, sent, 0).state is OutboundState.SENT and "李例三" in asked.fields["name"].text()
    asked.fields["at"].clear()
    commit(asked.fields["at"], times.minute(clock.now() - timedelta(minutes=1)))
    with qtbot.waitSignal(page.presented, timeout=10_000):
        press(qtbot, asked.fields["at"], KEY.Key_Return, CTRL)
    assert line_of(desk, sent, 0).receipt_at == clock.now() - timedelta(minutes=1)


def test_what_did_not_arrive_is_said_here_and_can_be_sent_again(opened, desk, sent, watch, qtbot):
    panel = opened()
    page = loaded(qtbot, panel)
    first = desk.incident_reports.recipients(sent.id)[0]
    page.receivers.choose(first.id)
    press(qtbot, page.receivers, KEY.Key_R, CTRL | SHIFT)
    asked = dialog(panel, qtbot)
    press(qtbot, asked.fields["reason"], KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(asked.trouble.text()), timeout=10_000)
    commit(asked.fields["reason"], "传真无人接收")
    with qtbot.waitSignal(page.presented, timeout=10_000):
        press(qtbot, asked.fields["reason"], KEY.Key_Return, CTRL)
    assert line_of(desk, sent, 0).state is OutboundState.FAILED
    page.receivers.choose(first.id)
    assert page.receivers_card.to_send().id == first.id and not page.receivers_card.receipt.isEnabled()


def test_a_receipt_half_typed_comes_back(opened, desk, sent, qtbot):
    panel = opened()
    page = loaded(qtbot, panel)
    press(qtbot, page.list.table, KEY.Key_R, CTRL)
    commit(dialog(panel, qtbot).fields["note"], "已转主任")
    press(qtbot, dialog(panel, qtbot), KEY.Key_Escape)
    qtbot.waitUntil(lambda: page.asked.dialog is None, timeout=10_000)
    press(qtbot, page.list.table, KEY.Key_R, CTRL)
    assert dialog(panel, qtbot).fields["note"].text() == "已转主任"


def test_a_receipt_taken_in_the_register_meanwhile_is_not_taken_twice(opened, desk, sent, watch, qtbot):
    panel = opened()
    page = loaded(qtbot, panel)
    press(qtbot, page.list.table, KEY.Key_R, CTRL)
    asked = dialog(panel, qtbot)
    line = line_of(desk, sent, 0)
    desk.outbound.receipt(line.id, "林例二", seen=line.version, by=watch)
    commit(asked.fields["name"], "李例三")
    press(qtbot, asked.fields["name"], KEY.Key_Return, CTRL)
    qtbot.waitUntil(lambda: line.number in asked.trouble.text(), timeout=10_000)
    assert line_of(desk, sent, 0).receipt_by == "林例二"


def test_who_may_not_record_it_has_no_button(opened, desk, sent, seat, watch, qtbot):
    panel = opened()
    page = loaded(qtbot, panel)
    assert page.receivers_card.receipt.isEnabled()
    seat.sit(desk.accounts.add("周例五", Role.VIEWER, "viewer of 2030", by=watch).actor)
    assert not page.receivers_card.receipt.isEnabled() and page.receivers_card.receipt.toolTip()
    press(qtbot, page.list.table, KEY.Key_R, CTRL)
    assert page.asked.dialog is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_text_has_room_while_it_is_written(opened, desk, incident, watch, clock, qapp, qtbot, language):
    """The page of a window of 1366×768, in type of 14."""
    rows = states(desk, watch, incident, clock)
    panel = opened()
    words.set_language(language)
    theme.apply(qapp, "light")
    panel.resize(1302, 658)
    page = panel.reports
    for state in ("draft", "returned"):
        with qtbot.waitSignal(page.presented, timeout=10_000):
            panel.open_item(rows[state])
        laid_out()
        body = page.editor.body
        assert page.receivers_card.folded and page.receivers.isHidden()
        assert body.viewport().height() / body.fontMetrics().lineSpacing() >= LEAST_LINES, state
        assert body.viewport().visibleRegion().boundingRect().height() == body.viewport().height()


def test_the_receivers_unfold_by_their_key_and_stay_so(opened, desk, incident, watch, clock, qtbot):
    first, other = (draft(desk, watch, one) for one in (incident, kit.begun(desk, watch, "样例街积水")))
    panel = opened()
    page = loaded(qtbot, panel)
    page.editor.body.setFocus()
    press(qtbot, page.editor.body, KEY.Key_L, ALT | SHIFT)
    assert page.receivers.isVisible() and page.editor.body.hasFocus()
    for row in (first, other):
        with qtbot.waitSignal(page.presented, timeout=10_000):
            panel.open_item(row.id)
        assert page.receivers.isVisible() and not page.drop.isEnabled()
    page.receivers.choose(page.look.receivers[0].id)
    assert page.drop.isEnabled()
    press(qtbot, page.receivers, KEY.Key_L, ALT | SHIFT)
    assert page.receivers.isHidden() and not page.drop.isEnabled()
