"""Who is to be rung and has no number is told where receivers are chosen and where they are told, in time to look."""

from __future__ import annotations

import pytest

from console import words
from tests.kit import upward as kit
from tests.kit.input_method import commit
from tests.kit.upward import ALT, KEY, approved, dialog, draft, hand_up, press

incident, opened, watch = kit.incident, kit.opened, kit.watch


@pytest.fixture
def report(desk, incident, watch):
    """An approved report; its usual receivers come without numbers from the list."""
    return approved(desk, watch, draft(desk, watch, incident))


def cell(page, at):
    return page.receivers.rows_model.index(at, 1).data()


def loaded(qtbot, panel):
    qtbot.waitUntil(lambda: panel.reports.look is not None and bool(panel.reports.look.receivers))
    return panel.reports


def test_receivers_without_a_number_are_told_until_they_were_told(opened, desk, report, watch, qtbot):
    to = desk.incident_reports.recipients(report.id)
    desk.report_sending.add(report.id, "县水利局", "李例三", "0577-0000-0001", by=watch)
    desk.report_sending.add(report.id, "县融媒体中心", channel="fax", by=watch)
    panel = opened()
    page = loaded(qtbot, panel)

    assert cell(page, 0) == f"{to[0].organisation}（没有号码）"
    assert [cell(page, len(to) + at) for at in (0, 1)] == ["县水利局 李例三 0577-0000-0001", "县融媒体中心"]
    assert page.receivers_card.caption.text().endswith(f"{len(to)} 个没有号码")
    words.set_language("en")
    assert cell(page, 0) == f"{to[0].organisation} (no number)"
    words.set_language("zh")

    press(qtbot, page.list.table, KEY.Key_E, ALT)
    asked = dialog(panel, qtbot)
    assert to[0].organisation in asked.channel_field.note.text() and not asked.channel_field.note.isHidden()
    asked.channel.choose("fax")
    assert asked.channel_field.note.isHidden(), "a fax asks for no telephone"
    hand_up(qtbot, panel)
    qtbot.waitUntil(lambda: cell(page, 0) == to[0].organisation)
    assert page.receivers_card.caption.text().endswith(f"{len(to) - 1} 个没有号码")


def test_a_further_receiver_who_is_to_be_rung_wants_a_number_and_is_taken_without(opened, desk, report, qtbot):
    panel = opened()
    page = loaded(qtbot, panel)
    press(qtbot, page.list.table, KEY.Key_W, ALT)
    asked = dialog(panel, qtbot)
    note = asked.phone_field.note
    assert note.isHidden(), "nobody is named yet"
    commit(asked.organisation, "县水利局")
    assert not note.isHidden() and note.text() == words.say("upward.lacks_number.add")
    qtbot.keyClicks(asked.phone, "0577-0000-0001")
    assert note.isHidden()
    asked.phone.clear()
    asked.channel.choose("fax")
    assert note.isHidden()
    asked.channel.choose("phone")
    assert not note.isHidden()
    hand_up(qtbot, panel)
    assert desk.incident_reports.recipients(report.id)[-1].organisation == "县水利局"
