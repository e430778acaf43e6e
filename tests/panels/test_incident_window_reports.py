"""Ctrl+S hit twice or just before Ctrl+Enter is no quarrel between officers; what is typed in between is saved too."""

from __future__ import annotations

import pytest

from tests.kit import upward as kit
from tests.kit.upward import ALT, CTRL, KEY, LEADER, asked, dialog, draft, hand_up, press

incident, opened, watch = kit.incident, kit.opened, kit.watch


@pytest.fixture
def page(opened, desk, watch, incident, qtbot):
    draft(desk, watch, incident)
    panel = opened()
    panel.told = []
    panel.refused.connect(panel.told.append)
    qtbot.waitUntil(lambda: panel.reports.look is not None)
    panel.reports.editor.body.setFocus()
    return panel


def test_a_draft_is_saved_once_and_what_came_after_too(page, desk, incident, qtbot):
    body = page.reports.editor.body
    qtbot.keyClicks(body, "1")
    press(qtbot, body, KEY.Key_S, CTRL)
    qtbot.keyClicks(body, "2")
    press(qtbot, body, KEY.Key_S, CTRL)
    qtbot.waitUntil(lambda: "12" in desk.incident_reports.series(incident.id)[0].body)
    qtbot.waitUntil(lambda: not page.reports.editor.differs())
    assert not page.told


def test_a_draft_saved_and_at_once_sent_for_approval_is_not_refused(page, desk, qtbot):
    body = page.reports.editor.body
    qtbot.keyClicks(body, "1")
    press(qtbot, body, KEY.Key_S, CTRL)
    press(qtbot, body, KEY.Key_Return, CTRL)
    dialog(page, qtbot)
    hand_up(qtbot, page)
    assert [row.of_name for row in desk.approvals.waiting()] == [LEADER] and not page.told


def test_what_waits_is_taken_back_once(opened, desk, watch, incident, qtbot):
    asked(desk, watch, draft(desk, watch, incident))
    panel = opened()
    told = []
    panel.refused.connect(told.append)
    table = panel.reports.list.table
    qtbot.waitUntil(lambda: panel.reports.look is not None)
    press(qtbot, table, KEY.Key_Z, ALT)
    press(qtbot, table, KEY.Key_Z, ALT)
    qtbot.waitUntil(lambda: not desk.approvals.waiting())
    qtbot.waitUntil(lambda: panel.reports.look is not None and panel.reports.look.row.state.value == "draft")
    assert not told
