"""接入设备 and 修改设备: every step one key or click away, Enter and Tab go as the eye does."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.wire import DeviceForm
from tests.kit import devices_panel, geometry
from tests.kit.devices_panel import Opened
from tests.kit.input_method import commit
from tests.kit.teams_panel import asked, hand_up, part, settled, wait
from tests.kit.upward import ALT, CTRL, KEY, press
from ui.dialogs.device_form import KIND, NAME, PORT, DeviceDialog
from ui.panels.devices import LEDGER
from ui.seat import Seat

opened = devices_panel.opened


def test_a_change_begins_at_the_first_step_and_every_step_is_a_key_or_a_click_away(
    opened: Opened, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    form = DeviceForm(uuid4(), "AN-01", "按钮", "modbus", "sim://modbus/AN-01", options={"unit": "3"})
    desk.devices.add(form, by=seat.actor)
    page = part(qtbot, opened(), LEDGER)
    wait(qtbot, lambda: page.chosen() is not None)
    dialog = asked(qtbot, page, KEY.Key_E, CTRL)
    assert dialog.stack.currentIndex() == KIND and dialog.driver.hasFocus() and not dialog.back.isEnabled()
    for driver, told in (("surgard", True), ("callerid", False), ("sl651", True), ("beidou", True), ("modbus", False)):
        dialog.driver.choose(driver)
        assert dialog.unverified.isVisible() is told, "what was never held against captured frames is said here"
    dialog.driver.setFocus()
    for key, step, name in ((KEY.Key_3, NAME, "name"), (KEY.Key_2, PORT, "url"), (KEY.Key_1, KIND, "driver")):
        press(qtbot, dialog.focusWidget(), key, ALT)
        assert dialog.stack.currentIndex() == step and dialog.inputs[name].hasFocus()
        assert [button.property("kind") for button in dialog.steps].index("") == step
    for at, button in enumerate(dialog.steps):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert dialog.stack.currentIndex() == at and geometry.cut(dialog) == []
    press(qtbot, dialog.focusWidget(), KEY.Key_Left, ALT)
    assert dialog.stack.currentIndex() == PORT
    words.set_language("en")
    QApplication.processEvents()
    assert geometry.cut(dialog) == []
    words.set_language("zh")

    press(qtbot, dialog.focusWidget(), KEY.Key_1, ALT)
    walked = entered(qtbot, dialog)
    assert walked == [
        "driver", "url", "line", *(f"modbus.{name}" for name in dialog.options), "name", "code", "name_en", "priority",
        "place_id", "place_text", "repeat_seconds", "silent_seconds",
    ]  # fmt: skip
    assert page.asked.dialog is dialog and desk.devices.one(form.id).version == 1, "no Enter saved on its way"
    dialog.lines["name_en"].setText("Button")
    press(qtbot, dialog.lines["silent_seconds"], KEY.Key_Return)  # behind the last field it is handed up
    settled(qtbot, page)
    kept = desk.devices.one(form.id).form
    assert (kept.name_en, kept.options, kept.url) == ("Button", {"unit": "3"}, form.url)

    dialog = asked(qtbot, page, KEY.Key_E, CTRL)
    press(qtbot, dialog, KEY.Key_2, ALT)
    commit(dialog.options["poll_ms"], "900")
    hand_up(qtbot, page)  # what is changed is saved from any step
    assert desk.devices.one(form.id).form.options == {"unit": "3", "poll_ms": "900"}


def test_tab_goes_as_the_eye_does_in_every_step(opened: Opened, desk: Desk, qtbot: QtBot) -> None:
    page = part(qtbot, opened(), LEDGER)
    dialog = asked(qtbot, page, KEY.Key_N, CTRL)
    for driver in ("surgard", "modbus", "profile", "webhook"):
        press(qtbot, dialog, KEY.Key_1, ALT)
        dialog.driver.choose(driver)
        for step in (KIND, PORT, NAME):
            dialog.go_to(step)
            QApplication.processEvents()
            dialog.steps[0].setFocus()
            seen = tabbed(dialog)
            assert set(seen) >= {dialog.steps[0], *dialog._walk(), dialog.yes}, (driver, step)
            places = [place(dialog, widget) for widget in seen]
            assert places == sorted(places), (driver, step, [type(one).__name__ for one in seen])


def test_a_new_device_may_be_told_in_any_order_and_what_is_missing_leads_back(
    opened: Opened, desk: Desk, qtbot: QtBot
) -> None:
    page = part(qtbot, opened(), LEDGER)
    dialog = asked(qtbot, page, KEY.Key_N, CTRL)
    dialog.driver.choose("surgard")
    press(qtbot, dialog, KEY.Key_3, ALT)
    for name, said in (("name", "接收机"), ("code", "JB-01")):
        commit(dialog.lines[name], said)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, dialog.trouble.isVisible)
    assert dialog.stack.currentIndex() == PORT and dialog.lines["url"].hasFocus() and desk.devices.rows() == []
    commit(dialog.lines["url"], "sim://surgard/JB-01")
    press(qtbot, dialog.lines["url"], KEY.Key_3, ALT)
    assert not dialog.trouble.isVisible()
    hand_up(qtbot, page)
    assert [row.form.code for row in desk.devices.rows()] == ["JB-01"]


def test_tab_and_enter_go_as_the_eye_does_in_a_point(opened: Opened, desk: Desk, seat: Seat, qtbot: QtBot) -> None:
    desk.devices.add(DeviceForm(uuid4(), "AN-01", "按钮", "modbus", "sim://modbus/AN-01"), by=seat.actor)
    page = part(qtbot, opened(), LEDGER)
    wait(qtbot, lambda: page.chosen() is not None)
    dialog = asked(qtbot, page, KEY.Key_Z, ALT)
    seen = tabbed(dialog)
    places = [(at.y() // 12, at.x()) for at in (one.mapTo(dialog, QPoint()) for one in seen)]
    assert places == sorted(places) and set(seen) >= {*dialog.inputs.values(), dialog.yes}
    dialog.lines["name"].setFocus()
    walked = []
    while (where := dialog.focusWidget()) is not dialog.people:
        walked.append(seen.index(where))
        press(qtbot, where, KEY.Key_Return)
    assert walked == sorted(walked) and len(walked) == 11
    commit(dialog.lines["name"], "东门")
    press(qtbot, dialog.people, KEY.Key_Return)
    settled(qtbot, page)
    assert [row.form.name for row in desk.devices.points(desk.devices.by_code("AN-01").id)] == ["东门"]


def place(dialog: DeviceDialog, widget: QWidget) -> tuple[int, int, int]:
    """Above the step, in it (which may be longer than its window) or below; then line by line."""
    inside = dialog.stack.currentWidget().widget()
    if inside.isAncestorOf(widget):
        at = widget.mapTo(inside, QPoint())
        return 1, at.y() // 12, at.x()
    at = widget.mapTo(dialog, QPoint())
    return 0 if widget in (*dialog.steps, dialog.back) else 2, at.y() // 12, at.x()


def entered(qtbot: QtBot, dialog: DeviceDialog) -> list[str]:
    """Names of the editors Enter goes to, from the first to the last."""
    named = {editor: name for name, editor in dialog.inputs.items()}
    found = []
    while not found or found[-1] != "silent_seconds":
        where = dialog.focusWidget()
        found.append(named[where])
        assert len(found) < 40
        if found[-1] != "silent_seconds":
            press(qtbot, where, KEY.Key_Return)
    return found


def tabbed(dialog: DeviceDialog) -> list[QWidget]:
    """Where Tab goes, once around."""
    found: list[QWidget] = []
    while (where := dialog.focusWidget()) not in found:
        found.append(where)
        dialog.focusNextChild()
    return found
