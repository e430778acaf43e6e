"""What is typed into the questions about a report is there again after Esc; a password never is."""

from __future__ import annotations

import pytest

from tests.kit import upward as kit
from tests.kit.input_method import commit
from tests.kit.upward import ALT, KEY, SHIFT, approved, asked, dialog, draft, press

incident, opened, watch = kit.incident, kit.opened, kit.watch


def again(panel, qtbot, where, key, held):
    """Esc, and the same question once more."""
    press(qtbot, dialog(panel, qtbot), KEY.Key_Escape)
    qtbot.waitUntil(lambda: panel.reports.asked.dialog is None and panel.approvals.asked.dialog is None)
    where.setFocus()
    press(qtbot, where, key, held)
    return dialog(panel, qtbot)


def test_a_receiver_half_named_comes_back(opened, desk, incident, watch, qtbot):
    draft(desk, watch, incident)
    panel = opened()
    press(qtbot, panel.reports.list.table, KEY.Key_W, ALT)
    commit(dialog(panel, qtbot).organisation, "县水利")
    back = again(panel, qtbot, panel.reports.list.table, KEY.Key_W, ALT)
    assert back.organisation.text() == "县水利" and back.brought.isVisible()


def test_the_reason_of_a_late_report_comes_back(opened, desk, incident, watch, clock, qtbot):
    row = approved(desk, watch, draft(desk, watch, incident))
    clock.advance(minutes=150)
    panel = opened()
    receivers = panel.reports.receivers
    city = next(one for one in desk.incident_reports.recipients(row.id) if one.organisation.startswith("市"))
    receivers.choose(city.id)
    receivers.setFocus()
    press(qtbot, receivers, KEY.Key_E, ALT)
    sent = dialog(panel, qtbot)
    commit(sent.received_by, "李例三")
    commit(sent.late, "线路中断")
    back = again(panel, qtbot, receivers, KEY.Key_E, ALT)
    assert (back.received_by.text(), back.late.text()) == ("李例三", "线路中断")


def test_a_return_half_written_comes_back_without_the_password(opened, desk, incident, watch, qtbot):
    asked(desk, watch, draft(desk, watch, incident))
    panel = opened()
    panel.show_part(1)
    qtbot.waitUntil(lambda: panel.approvals.row() is not None)
    press(qtbot, panel.approvals.table, KEY.Key_O, ALT | SHIFT)
    decide = dialog(panel, qtbot)
    commit(decide.reason, "请核实")
    qtbot.keyClicks(decide.proof.password, "secret")
    back = again(panel, qtbot, panel.approvals.table, KEY.Key_O, ALT | SHIFT)
    assert (back.reason.text(), back.proof.password.text()) == ("请核实", "")


@pytest.mark.parametrize(("key", "held", "field"), [(KEY.Key_Y, ALT, "words"), (KEY.Key_Y, ALT | SHIFT, "reason")])
def test_what_was_said_on_the_telephone_comes_back(opened, desk, incident, watch, qtbot, key, held, field):
    asked(desk, watch, draft(desk, watch, incident))
    panel = opened()
    press(qtbot, panel.reports.list.table, key, held)
    commit(dialog(panel, qtbot).fields[field], "同意，注意核实")
    back = again(panel, qtbot, panel.reports.list.table, key, held)
    assert back.fields[field].text() == "同意，注意核实"
