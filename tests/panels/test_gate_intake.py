"""A line taken at the locked seat is offered as 接报 to the officer who signs it: said once, stamped as it came."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.domain.clock import StoppedClock
from tests.kit.window import NAME, Opened, sign_in
from ui.app import App
from ui.dialogs.sign_lines import SignLinesDialog

PATIENCE = 20_000


def _take_at_the_gate(app: App, qtbot: QtBot, clock: StoppedClock, *texts: str) -> None:
    app.lock()
    for text in texts:
        app.gate.line.text.setFocus()
        qtbot.keyClicks(app.gate.line.text, text)
        clock.advance(seconds=30)
        qtbot.keyClick(app.gate.line.text, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: app.gate.line.text.text() == "", timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(app.shell.station.unsigned) == len(texts), timeout=PATIENCE)
    sign_in(app, qtbot)


def _dialog(app: App, qtbot: QtBot) -> SignLinesDialog:
    app.shell.sign_lines()
    dialog = app.window.findChild(SignLinesDialog)
    qtbot.waitUntil(dialog.yes.hasFocus, timeout=PATIENCE)
    return dialog


def test_one_key_signs_the_line_and_makes_it_an_entry_stamped_as_it_came(
    opened: Opened, qtbot: QtBot, clock: StoppedClock
) -> None:
    app = opened()
    sign_in(app, qtbot)
    begun = clock.now()
    _take_at_the_gate(app, qtbot, clock, "landslide at cun 12")
    dialog = _dialog(app, qtbot)
    assert "F2" in dialog.as_intake.hint()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: app.window.current_panel() is not None and app.window.current_panel().id == "intake",
                    timeout=PATIENCE)  # fmt: skip
    panel = app.window.current_panel()
    qtbot.waitUntil(lambda: panel.form.content()["summary"] == "landslide at cun 12", timeout=PATIENCE)
    desk = app.shell.desk
    gate_line = next(line for line in desk.log.newest(5) if line.text == "landslide at cun 12")
    assert desk.gate_lines.unsigned() == []
    assert desk.log.newest(1)[0].text == f"签认锁屏记录：第 {gate_line.number} 号，转为接报"
    panel.save()
    qtbot.waitUntil(lambda: len(desk.intake.newest(5)) == 1, timeout=PATIENCE)
    row = desk.intake.newest(1)[0]
    assert (row.summary, row.received_at, row.receiver_name) == ("landslide at cun 12", begun, NAME)
    qtbot.waitUntil(lambda: desk.drafts.open("intake") == (), timeout=PATIENCE)


def test_several_lines_wait_in_the_stack_and_what_was_half_written_keeps_its_words(
    opened: Opened, qtbot: QtBot, clock: StoppedClock
) -> None:
    app = opened()
    sign_in(app, qtbot)
    app.shell._new_intake()
    panel = app.window.current_panel()
    qtbot.waitUntil(panel.form.summary.hasFocus, timeout=PATIENCE)
    qtbot.keyClicks(panel.form.summary, "half")
    _take_at_the_gate(app, qtbot, clock, "one", "two")
    dialog = _dialog(app, qtbot)
    dialog.as_intake.click()
    qtbot.waitUntil(lambda: panel.form.content()["summary"] == "one", timeout=PATIENCE)
    assert sorted(entry.content["summary"] for entry in panel._stack.half_written()) == ["half", "one", "two"]
    desk = app.shell.desk
    qtbot.waitUntil(lambda: len(desk.drafts.open("intake")) == 3, timeout=PATIENCE)
    assert desk.gate_lines.unsigned() == []


def test_signing_alone_makes_no_entry(opened: Opened, qtbot: QtBot, clock: StoppedClock) -> None:
    app = opened()
    sign_in(app, qtbot)
    _take_at_the_gate(app, qtbot, clock, "shift car is back")
    dialog = _dialog(app, qtbot)
    qtbot.keyClick(dialog.yes, Qt.Key.Key_Return)
    desk = app.shell.desk
    qtbot.waitUntil(lambda: desk.gate_lines.unsigned() == [], timeout=PATIENCE)
    assert desk.drafts.open("intake") == ()
    assert "接报" not in desk.log.newest(1)[0].text
