"""Keys pressed at the gate while the store still opens: Enter is not lost, and what was changed since is not sent."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from console import bootstrap, words
from console.domain.people import Actor, Role
from console.services import glance
from tests.kit.window import NAME, PASSWORD
from ui.app import App

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize("typed_on", ["", "x"])
def test_enter_while_the_store_opens_is_kept(qapp, new_store, clock, qtbot, typed_on):
    desk = bootstrap.build(new_store, clock)
    desk.accounts.add(NAME, Role.ADMIN, PASSWORD, by=Actor.tool("tester"))
    desk.close()
    app = App(qapp, new_store, clock=clock, language="zh")
    try:
        app.start(glance.look(new_store))
        gate = app.gate
        qtbot.keyClicks(gate.line.text, "cun 12 flooded" + typed_on)
        qtbot.keyClick(gate.line.text, Qt.Key.Key_Return)
        assert gate.line.stamp.text() == words.say("gate.line_once_open")
        gate.entry.name.setEditText(NAME)
        qtbot.keyClicks(gate.entry.password, PASSWORD)
        qtbot.keyClick(gate.entry.password, Qt.Key.Key_Return)
        assert app.shell is None and gate.entry.note.text() == words.say("gate.once_open")
        if typed_on:
            qtbot.keyClicks(gate.line.text, typed_on)
            qtbot.keyClicks(gate.entry.password, typed_on)
            qtbot.waitUntil(lambda: app.shell is not None and gate.entry.button.isEnabled(), timeout=20_000)
            assert not app.seat.taken and app.shell.desk.log.count() == 0
            assert gate.entry.password.text() == PASSWORD + typed_on
        else:
            qtbot.waitUntil(lambda: app.seat.taken, timeout=20_000)
            qtbot.waitUntil(lambda: gate.line.text.text() == "", timeout=20_000)
            assert "cun 12 flooded" in [line.text for line in app.shell.desk.log.newest(5)]
            switch = next(one for one in app.window.all_actions() if one.id == "language")
            switch.handler()
            assert words.language() == app.seat_file.read().settings.language == "en"
            switch.handler()
            assert words.language() == app.seat_file.read().settings.language == "zh"
    finally:
        app.window.close()
        app.deleteLater()
        words.set_language("zh")
