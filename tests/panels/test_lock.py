"""The locked seat: what it shows, what it takes, who signs it, and how many keys that costs."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console import bootstrap, words
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.people import Actor, Role
from console.errors import Refused
from db.queries import marked
from tests.kit.window import PASSWORD, Opened, furnishing, sign_in
from ui.app import App
from ui.dialogs.sign_lines import SignLinesDialog

FIRST, SECOND = "chen.liyi", "lin.lier"
Key = Qt.Key


class Keys:
    """Presses keys where the focus is, and counts them; words and passwords are not counted."""

    def __init__(self, qtbot: QtBot, app: App) -> None:
        self._qtbot, self._app = qtbot, app
        self.count = 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.keyClick(self.where(), key, held)
        self.count += 1

    def write(self, text: str) -> None:
        self._qtbot.keyClicks(self.where(), text)

    def where(self) -> QWidget:
        dialog = next((each for each in self._app.window.findChildren(SignLinesDialog) if each.isVisible()), None)
        top = dialog or self._app.window
        return top.focusWidget() or top


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    """A sample store with two officers and an overdue call-back to somebody."""
    with furnishing(new_store, clock, FIRST) as (desk, actor):
        desk.accounts.add(SECOND, Role.OFFICER, PASSWORD, by=actor)
        call = Intake(
            uuid4(), "样例村12 山体裂缝", clock.now(), caller_name="梁例五", caller_phone="100-0000-0005",
            call_back="waiting",
        )  # fmt: skip
        desk.intake.register(call, by=actor)
        desk.tasks.add("电话 0577-0000-0009 找郑例八", clock.now() + timedelta(minutes=9), by=actor)
        clock.advance(minutes=20)
    return new_store


def test_a_line_from_the_locked_seat_costs_few_keys_and_is_signed_aftersign_in(
    opened: Opened, qtbot: QtBot, clock: StoppedClock
) -> None:
    app = opened()
    sign_in(app, qtbot, FIRST)
    qtbot.waitUntil(lambda: app.window.current_panel() is not None)
    app.lock()
    keys = Keys(qtbot, app)
    keys.press(Key.Key_F2)
    assert app.gate.line.text.hasFocus()
    keys.write("landslide")
    first = clock.now()
    clock.advance(seconds=40)
    keys.write(" at cun 12")
    keys.press(Key.Key_Return)
    qtbot.waitUntil(lambda: app.gate.line.text.text() == "")
    line = app.shell.desk.log.newest(1)[0]
    assert (line.text, line.occurred_at, line.by.name) == ("landslide at cun 12", first, words.say("gate.actor"))
    taken = keys.count
    qtbot.waitUntil(lambda: len(app.shell.station.unsigned) == 1)
    app.gate.entry.password.setFocus()
    keys.write(PASSWORD)
    keys.press(Key.Key_Return)
    qtbot.waitUntil(lambda: not app.seat.locked)
    assert app.window.messages.unsigned.isVisible()
    assert app.window.messages.unsigned.text() == "1 条锁屏记录待签认"
    keys.press(Key.Key_G, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = app.window.findChild(SignLinesDialog)
    assert "landslide at cun 12" in dialog.text.toPlainText()
    keys.press(Key.Key_Return)
    qtbot.waitUntil(lambda: app.shell.desk.gate_lines.unsigned() == [])
    signing = app.shell.desk.log.newest(1)[0]
    assert (signing.by.name, signing.text) == (FIRST, f"签认锁屏记录：第 {line.number} 号")
    qtbot.waitUntil(lambda: not app.window.messages.unsigned.isVisible())
    assert app.shell.desk.log.verify().fault is None
    print(f"keys beyond the words: {taken} to take the line, {keys.count} with sign-in and signing")
    assert taken <= 12 and keys.count <= 12


def test_another_officer_takes_the_seat_in_a_few_keys(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot, FIRST)
    keys = Keys(qtbot, app)
    keys.press(Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: app.seat.locked)
    assert app.gate.entry.password.hasFocus()
    keys.press(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    keys.press(Key.Key_Down)
    assert app.gate.entry.name.currentText() == SECOND
    keys.press(Key.Key_Return)
    keys.write(PASSWORD)
    keys.press(Key.Key_Return)
    qtbot.waitUntil(lambda: not app.seat.locked and app.seat.name == SECOND)
    with app.shell.desk.opened.store.reading() as connection:
        said = connection.exec_driver_sql("SELECT text FROM audit_entry ORDER BY number DESC LIMIT 2").scalars().all()
    assert said == [f"sign-in {SECOND}", f"sign-out {FIRST}"]
    print(f"keys beyond the password to change officers: {keys.count}")
    assert keys.count <= 6


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_locked_seat_shows_kind_number_and_time_and_nobody(opened: Opened, qtbot: QtBot, language: str) -> None:
    app = opened()
    words.set_language(language)
    app._show_station(app.shell.station)
    rows = app.gate.table.rows_model.rows()
    shown = " ".join(f"{row.text} {row.left}" for row in rows)
    assert {row.state for row in rows} >= {"over"}
    assert "示例JB2030-000001" in shown and "示例RW2030-0002" in shown, "the numbers the strip has"
    assert "示例RW2030-0001" not in shown
    assert words.say("due.call_back") in shown
    every = " ".join(part.text() for kind in (QLabel, QPushButton) for part in app.gate.findChildren(kind))
    assert words.say("gate.due") in every
    for private in ("梁例五", "郑例八", "0577", "100-0000"):
        assert private not in shown + every
    assert not re.search(r"\d{3,4}-\d{4}-\d{4}", shown)


def test_time_goes_on_at_the_gate(opened: Opened, qtbot: QtBot, clock: StoppedClock) -> None:
    app = opened()
    app.gate.show()
    before = [row.left for row in app.gate.table.rows_model.rows()]
    clock.advance(minutes=1)
    app.shell.bridge.ticked.emit()
    assert [row.left for row in app.gate.table.rows_model.rows()] != before


def test_whoever_is_retired_on_another_seat_finds_this_one_locked(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot, SECOND)
    accounts = app.shell.desk.accounts
    first = next(row for row in accounts.list() if row.name == FIRST).actor
    accounts.change_role(SECOND, Role.OFFICER, True, by=first)
    with qtbot.waitSignal(app.shell.changed):
        app.shell.reload()
    assert not app.seat.locked
    accounts.change_role(SECOND, Role.OFFICER, False, by=first)
    qtbot.waitUntil(lambda: app.seat.locked)

    assert app.gate.isVisible() and app.gate.entry.note.text() == words.say("gate.retired", name=SECOND)


def test_lines_wait_for_a_signature_until_somebody_gives_it(desk: bootstrap.Desk, clock: StoppedClock) -> None:
    officer = desk.accounts.add(FIRST, Role.ADMIN, PASSWORD, by=Actor.tool("tester")).actor
    numbers = [desk.gate_lines.take(f"line {at}", clock.now()).number for at in range(3)]
    with desk.opened.store.reading() as connection:
        assert [line.number for line in marked.unsigned(connection, numbers[1])] == numbers[1:]
    desk.gate_lines.sign(numbers[:2], by=officer)
    assert [line.number for line in desk.gate_lines.unsigned()] == numbers[2:]
    for wrong in ([], numbers[:1], [numbers[2], 999_999]):
        with pytest.raises(Refused) as refused:
            desk.gate_lines.sign(wrong, by=officer)
        assert refused.value.code == "gate_line_signed"
    assert [line.number for line in desk.gate_lines.unsigned()] == numbers[2:]


def test_wrong_passwords_slow_one_account_never_longer_than_ten_seconds_and_lock_nobody(
    desk: bootstrap.Desk, clock: StoppedClock
) -> None:
    actor = desk.accounts.add(FIRST, Role.ADMIN, PASSWORD, by=Actor.tool("tester")).actor
    desk.accounts.add(SECOND, Role.OFFICER, PASSWORD, by=actor)
    longest = 0
    for _ in range(12):
        waited = 0
        while True:
            with pytest.raises(Refused) as refused:
                desk.accounts.sign_in(FIRST, "wrong of 2030")
            if refused.value.code == "wrong_password":
                break
            assert refused.value.code == "wait_password"
            clock.advance(seconds=1)
            waited += 1
        longest = max(longest, waited)
        assert desk.accounts.sign_in(SECOND, PASSWORD).name == SECOND, "another account is not slowed"
    assert 8 <= longest <= 10
    clock.advance(seconds=10)
    assert desk.accounts.sign_in(FIRST, PASSWORD).name == FIRST, "never a lock-out"


def _typed_at_the_gate(app: App, qtbot: QtBot, text: str) -> None:
    app.gate.line.text.setFocus()
    qtbot.keyClicks(app.gate.line.text, text)
    qtbot.waitUntil(lambda: [d.content["text"] for d in app.shell.desk.drafts.open("gate")] == [text])


def test_a_half_written_line_comes_back_at_the_gate_with_its_first_key(
    opened: Opened, qtbot: QtBot, clock: StoppedClock
) -> None:
    first = clock.now()
    app = opened()
    _typed_at_the_gate(app, qtbot, "bridge rail")
    app.window.close()
    clock.advance(hours=2)
    app = opened()
    qtbot.waitUntil(lambda: app.gate.line.text.text() == "bridge rail")
    assert app.gate.line.stamp.text() == f"上次没记完，首键 {first.astimezone(app.zone):%m-%d %H:%M:%S}"
    assert app.gate.entry.password.text() == "" and not app.gate.line.text.hasFocus()
    qtbot.keyClicks(app.gate.line.text, " washed away")
    qtbot.keyClick(app.gate.line.text, Key.Key_Return)
    qtbot.waitUntil(lambda: app.gate.line.text.text() == "")
    line = app.shell.desk.log.newest(1)[0]
    assert (line.text, line.occurred_at) == ("bridge rail washed away", first)
    qtbot.waitUntil(lambda: app.shell.desk.drafts.open("gate") == ())


def test_a_line_recorded_just_before_the_power_went_is_not_recorded_twice(
    opened: Opened, qtbot: QtBot, clock: StoppedClock
) -> None:
    app = opened()
    _typed_at_the_gate(app, qtbot, "bridge rail")
    (kept,) = app.shell.desk.drafts.open("gate")
    added = app.shell.desk.gate_lines.take("bridge rail", kept.started_at, kept.id)
    app.window.close()
    app = opened()
    qtbot.waitUntil(lambda: app.gate.line.text.text() == "bridge rail")
    qtbot.keyClick(app.gate.line.text, Key.Key_Return)
    qtbot.waitUntil(lambda: app.shell.desk.drafts.open("gate") == ())
    found = [line.number for line in app.shell.desk.log.newest(20) if line.text == "bridge rail"]
    assert found == [added.number] and app.gate.line.text.text() == ""


def test_a_line_that_was_wiped_out_does_not_come_back(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    _typed_at_the_gate(app, qtbot, "wrong")
    app.gate.line.text.selectAll()
    qtbot.keyClick(app.gate.line.text, Key.Key_Delete)
    qtbot.waitUntil(lambda: app.shell.desk.drafts.open("gate") == ())
    _typed_at_the_gate(app, qtbot, "right")
