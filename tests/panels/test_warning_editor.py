"""The editor of a warning by keys alone: devices one by one, the area drawn, what a forwarded one changed."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from console import words
from console.bootstrap import Desk
from console.domain.people import Actor
from console.domain.warning import State
from console.domain.warning_form import Chosen
from console.domain.wire import DeviceForm
from tests.cap.files import FORWARDED
from tests.kit import warnings_panel as kit
from tests.kit.input_method import commit
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, press
from tests.kit.warning import County
from tests.kit.warnings_panel import Opened, asked, at, settled, shown, wait
from ui.models.warning_rows import problem_said
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


def test_the_area_is_drawn_by_keys_alone_and_told_at_once(
    opened: Opened, desk: Desk, people: County, seat: Seat, qtbot: QtBot
) -> None:
    row = desk.warnings.draft(people.form(places=()), by=seat.actor)
    panel = opened()
    page = shown(qtbot, panel, row)
    dialog = asked(qtbot, page, KEY.Key_A, ALT | SHIFT)
    QTest.mouseClick(dialog.view, Qt.MouseButton.LeftButton, pos=QPoint(200, 120))
    before = dialog.corners.text()
    press(qtbot, dialog, KEY.Key_Escape)  # kept, and there again
    wait(qtbot, lambda: page.asked.dialog is None)
    dialog = asked(qtbot, page, KEY.Key_A, ALT | SHIFT)
    view = dialog.view
    wait(qtbot, lambda: dialog.corners.text() == before != "" and len(view.drawing.shapes) == 1)
    press(qtbot, view, KEY.Key_Backspace)
    assert view.hasFocus() and dialog.take.isChecked() and not dialog.no_map.isVisible()
    for key, times in ((KEY.Key_Left, 2), (KEY.Key_Up, 2), (KEY.Key_Right, 4), (KEY.Key_Down, 4)):
        for _ in range(times):
            press(qtbot, view, key)
        press(qtbot, view, KEY.Key_Return)
    press(qtbot, view, KEY.Key_Left, SHIFT)
    press(qtbot, view, KEY.Key_Return)
    assert len(view.drawing.shapes[0].corners) == 5
    press(qtbot, view, KEY.Key_Backspace)
    press(qtbot, view, KEY.Key_Backspace)
    press(qtbot, view, KEY.Key_Backspace)
    assert dialog.faults.text() == words.say("refused.few_corners", nth=1, count=2)
    for _ in range(4):
        press(qtbot, view, KEY.Key_Down)
    press(qtbot, view, KEY.Key_Return)  # right, then down under the first point
    for _ in range(4):
        press(qtbot, view, KEY.Key_Left)
    press(qtbot, view, KEY.Key_Return)
    wait(qtbot, lambda: dialog._found is not None and dialog._found[0] == view.drawing.shapes)
    found = dialog._found[1]
    assert found.km2 > 1 and not dialog.faults.isVisible()
    for language in words.LANGUAGES:
        words.set_language(language)
        assert f"{found.km2:.0f}" in dialog.said.text() and dialog.yes.text() == words.say("warning.draw.yes")
    words.set_language("zh")
    assert dialog.said.text().startswith("多边形 4 点，约 ")

    press(qtbot, view, KEY.Key_N)  # beside it a circle
    press(qtbot, view, KEY.Key_C)
    assert dialog.radius.hasFocus()
    dialog.radius.setText("x")
    press(qtbot, dialog.radius, KEY.Key_Return)
    assert dialog.trouble.text() == words.say("refused.radius_unread")
    dialog.radius.setText("1.5")
    press(qtbot, dialog.radius, KEY.Key_Return)
    assert view.hasFocus() and view.drawing.shapes[1].radius == 1.5 and "r=1.500" in dialog.corners.text()
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    settled(qtbot, panel)
    drawn = page.editor.drawn
    assert len(drawn.shapes()) == 2 and page.editor.places.value()
    wait(qtbot, lambda: "约 " in drawn.said.text() and drawn.said.isVisible())
    press(qtbot, page, KEY.Key_S, CTRL)
    settled(qtbot, panel)
    wait(qtbot, lambda: len(desk.warnings.one(row.id).form.drawn) == 2)
    assert "图上区域：多边形 4 点、圆（半径 1.5 公里），约 " in desk.warnings.preview(desk.warnings.one(row.id).form)
    assert len(desk.warnings.one(row.id).form.places) == len(set(page.editor.places.value().split()))

    dialog = asked(qtbot, page, KEY.Key_A, ALT | SHIFT)  # again: gone on with, wrong at first, then cleared
    assert len(dialog.view.drawing.shapes) == 2 and not dialog.take.isChecked()
    dialog.corners.setPlainText("28.30,120.60 28.35,120.70 28.35,120.60 28.30,120.70")
    wait(qtbot, lambda: dialog.faults.text() == words.say("refused.drawn_crossing", nth=1))
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.isVisible() and dialog.trouble.text() == words.say("refused.drawn_crossing", nth=1)
    dialog.corners.setPlainText("10,110 r=3")
    wait(qtbot, lambda: dialog.faults.text() == words.say("refused.drawn_outside", nth=1))
    dialog.corners.setPlainText("hier")
    assert dialog.faults.text() == words.say("refused.bad_corners", text="hier")
    dialog.corners.setPlainText("")
    assert dialog.said.text() == words.say("warning.draw.nothing")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    settled(qtbot, panel)
    assert drawn.shapes() == () and not drawn.isVisible() and panel.errors == []


def test_without_a_map_the_points_are_typed(
    opened: Opened, desk: Desk, people: County, seat: Seat, qtbot: QtBot
) -> None:
    with desk.opened.store.writing(by=TOOL, action=None) as tx:
        tx.connection.execute(text("UPDATE map_outline SET active = 0"))
    row = desk.warnings.draft(people.form(), by=seat.actor)
    panel = opened()
    page = shown(qtbot, panel, row)
    dialog = asked(qtbot, page, KEY.Key_A, ALT | SHIFT)
    assert dialog.no_map.isVisible() and not dialog.view.isVisible() and dialog.corners.hasFocus()
    commit(dialog.corners, "120.6,28.3 r=2")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    settled(qtbot, panel)
    assert page.editor.drawn.value() == "28.300000,120.600000 r=2.000" and panel.errors == []


def test_what_a_forwarded_one_changed_is_told_beside_the_editor_and_to_the_signer(
    opened: Opened, desk: Desk, people: County, seat: Seat, qtbot: QtBot
) -> None:
    taken = desk.cap_files.take(FORWARDED.encode(), "省.xml", by=seat.actor)
    row = desk.warnings.one(taken.warning_id)
    panel = opened()
    page = shown(qtbot, panel, row)
    wait(qtbot, lambda: page.checked is not None)
    assert not [one for one in page.checked.found if one.code.startswith("source_")]
    whole = row.form.full
    page.editor.texts.full.setFocus()
    commit(page.editor.texts.full, "本地补充。")
    wait(qtbot, lambda: any(one.code == "source_added" for one in page.checked.found))
    told = next(one for one in page.checked.found if one.code == "source_added")
    assert not told.stops and told.at == "full" and told.facts["now"] == "本地补充。"
    assert "本地补充" in problem_said(told)
    kept = {name: getattr(row.form, name) for name in ("scheme", "signal", "level", "title", "issuer", "guide")}
    form = replace(
        people.form(**kept), id=row.id, full=f"{whole}本地补充。", sms="", voice="", area_words=row.form.area_words
    )
    row = desk.warnings.one(row.id)
    row = desk.warnings.edit(form, seen=row.version, by=seat.actor)
    row = desk.warnings.submit(row.id, seen=row.version, by=seat.actor)
    page.reload_now()
    at(qtbot, panel, State.REVIEW)
    dialog = asked(qtbot, page, KEY.Key_O, ALT)
    assert "本地补充。" in dialog.differs.text() and dialog.differs.isVisible()
    press(qtbot, dialog, KEY.Key_Escape)
