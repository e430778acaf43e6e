"""The editor of a warning by keys alone: devices one by one, the area drawn, what a forwarded one changed."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.people import Actor
from console.domain.warning_form import Chosen
from console.domain.wire import DeviceForm
from tests.kit import warnings_panel as kit
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, press
from tests.kit.warning import County
from tests.kit.warnings_panel import Opened, asked, settled, shown, wait
from ui.seat import Seat

desk, seat, people, opened = kit.desk, kit.seat, kit.people, kit.opened
NONE = Qt.KeyboardModifier.NoModifier
TOOL = Actor.tool("tester")


def test_single_devices_of_a_channel_are_chosen_by_keys(
    opened: Opened, desk: Desk, people: County, seat: Seat, qtbot: QtBot
) -> None:
    for row in desk.devices.rows():  # the sample county's own stand elsewhere
        if row.form.driver in ("relay", "usb_relay"):
            desk.devices.stop(row.id, "试", seen=row.version, by=TOOL)
    other = next(node.id for node in desk.places.everything() if node.level == "town" and node.id != people.town)
    sirens = [
        desk.devices.add(
            DeviceForm(uuid4(), f"WS-0{at}", "警报器", "relay", f"sim://relay/{at}", place_id=place), by=TOOL
        )
        for at, place in enumerate((people.town, people.town, other), 1)
    ]  # fmt: skip
    row = desk.warnings.draft(people.form(), by=seat.actor)
    panel = opened()
    page = shown(qtbot, panel, row)
    channels = page.editor.channels
    wait(qtbot, lambda: page.checked is not None and len(page.checked.devices["siren"]) == 2)
    press(qtbot, page, KEY.Key_5, CTRL)
    channels.table.choose("tv")
    assert not channels.devices.isEnabled()
    channels.table.choose("siren")
    dialog = asked(qtbot, page, KEY.Key_D, ALT | SHIFT)
    assert [(line.row.form.code, line.near, line.ticked) for line in dialog.lines()] == [
        ("WS-01", True, True), ("WS-02", True, True), ("WS-03", False, False),
    ]  # fmt: skip
    for language in words.LANGUAGES:
        words.set_language(language)
        assert words.say("warning.near") in dialog.table.rows_model.data(dialog.table.rows_model.index(0, 3))
    words.set_language("zh")
    press(qtbot, dialog.table, KEY.Key_Space)
    press(qtbot, dialog.table, KEY.Key_Down)
    press(qtbot, dialog.table, KEY.Key_Space)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.trouble.text() == words.say("refused.devices_none")
    press(qtbot, dialog.table, KEY.Key_Space)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    settled(qtbot, panel)
    line = next(one for one in channels.lines() if one.code == "siren")
    assert line.ticked and line.device_ids == (sirens[1].id,) and line.devices == ("警报器",)
    wait(qtbot, lambda: any(one.code == "devices_unchosen" for one in page.checked.found))
    press(qtbot, page, KEY.Key_S, CTRL)
    settled(qtbot, panel)
    wait(qtbot, lambda: Chosen("siren", "", (sirens[1].id,)) in desk.warnings.one(row.id).form.channels)
    assert "警报器（1 台：WS-02 警报器）" in desk.warnings.preview(desk.warnings.one(row.id).form)
    dialog = asked(qtbot, page, KEY.Key_D, ALT | SHIFT)
    press(qtbot, dialog, KEY.Key_A, ALT)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    settled(qtbot, panel)
    line = next(one for one in channels.lines() if one.code == "siren")
    assert line.device_ids == () and panel.errors == []
