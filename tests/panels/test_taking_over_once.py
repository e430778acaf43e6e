"""Everybody proves it once a hand-over: who signed in at the seat is not asked again, who came proves it once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from console import words
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine, items_of
from console.domain.people import Role
from console.domain.roster import Named
from console.errors import Unavailable
from tests.kit.quiet_hand_over import hand_over
from tests.kit.typist import Typist
from tests.kit.window import NAME, PASSWORD, furnishing, open_window, opened

__all__ = ["open_window", "opened"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

INTO, WORD = "邹例八", "incoming of 2030"
Key = Qt.Key


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    """A watch of 陈例一 with a sheet begun; 邹例八 relieves."""
    with furnishing(new_store, clock) as (desk, by):
        desk.accounts.add(INTO, Role.OFFICER, WORD, by=by)
        desk.duty.take_over_empty([PostLine("leader", "王例九"), PostLine("主班", NAME)], by=by)
        day = clock.now().astimezone(desk.zone).date()
        for post, name in (("leader", "王例九"), ("主班", INTO)):
            desk.roster.set_cell(day, "whole", post, [Named(name, "100-0000-0001")], seen=(), by=by)
        clock.advance(hours=12)
    return new_store


@pytest.fixture
def typist(opened: Callable[[], object]) -> Typist:
    return Typist(opened())


def _proved(typist: Typist) -> list[str]:
    """Whose password the program checked."""
    accounts, asked = typist.app.shell.desk.accounts, list[str]()
    before = accounts.sign_in

    def sign_in(name: str, password: str) -> object:
        asked.append(name)
        return before(name, password)

    accounts.sign_in = sign_in
    typist.app.shell.desk.duty._prove = sign_in
    return asked


def test_who_signed_in_at_the_seat_takes_over_with_the_others_password_alone(typist: Typist) -> None:
    typist.sign_in(INTO, WORD)
    desk, panel = typist.app.shell.desk, None
    asked = _proved(typist)
    desk.duty.start_hand_over(by=typist.app.seat.actor)
    typist.press(Key.Key_F7)
    panel = typist.panel()
    typist.until(lambda: panel.id == "handover" and panel.sheet_page.sign_outgoing.isVisible(), "the sheet")
    typist.press(Key.Key_F12)
    dialog = typist.asked()
    typist.until(lambda: typist.at(dialog.proof.password), "the outgoing officer's password")
    typist.write(PASSWORD, "password")
    typist.press(Key.Key_Return)
    typist.answered()
    typist.until(panel.sheet_page.identify.isVisible, "signed out")
    typist.press(Key.Key_F12)
    typist.until(lambda: panel.sheet_acts.incoming is not None, "known without a password")
    for _, item, _ in items_of(desk.duty.running_sheet().body):
        desk.duty.confirm([item], seen=desk.duty.running_sheet().digest, by=typist.app.seat.actor)
    typist.until(panel.sheet_page.sign_incoming.isEnabled, "everything is confirmed")
    typist.press(Key.Key_F12)
    signing = typist.asked()
    typist.until(lambda: typist.at(signing.yes), "what signs has the keyboard")
    typist.press(Key.Key_Return)
    typist.until(lambda: desk.duty.on_watch().owner == INTO, "taken over")

    assert asked == [NAME]
    assert [mark["name"] for mark in desk.duty.sheet().signatures] == [NAME, INTO]
    assert not typist.app.window.covered and desk.log.verify().fault is None


def test_at_the_outgoing_officers_seat_each_proves_it_once_and_the_seat_changes(typist: Typist) -> None:
    typist.sign_in(NAME, PASSWORD)
    asked = _proved(typist)
    sheet = hand_over(typist, NAME, INTO, {NAME: PASSWORD, INTO: WORD})

    assert asked == [NAME, INTO]
    assert [mark["name"] for mark in sheet.signatures] == [NAME, INTO]
    assert typist.app.seat.name == INTO and not typist.app.window.covered
    assert typist.app.shell.desk.log.verify().fault is None


def test_the_audit_book_says_who_left_the_seat_and_who_came(typist: Typist) -> None:
    """After an emergency too: whoever took the watch alone gave the password here."""
    typist.sign_in(NAME, PASSWORD)
    desk = typist.app.shell.desk
    typist.press(Key.Key_F7)
    typist.until(lambda: typist.panel().id == "handover", "the hand-over")
    desk.duty.emergency_take_over([PostLine("主班", INTO)], "突发急病", INTO, WORD)
    typist.panel().watch_changed.emit(INTO)
    typist.until(lambda: typist.app.seat.name == INTO, "the seat passes")

    with desk.opened.store.reading() as connection:
        told = connection.exec_driver_sql("SELECT text FROM audit_entry WHERE text LIKE 'sign-%' ORDER BY number")
        assert told.scalars().all() == [f"sign-in {NAME}", f"sign-out {NAME}", f"sign-in {INTO}"]


def test_a_seat_that_cannot_pass_waits_at_the_gate(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    typist.sign_in(NAME, PASSWORD)

    def full(*_: object) -> None:
        raise Unavailable("disk_full")

    monkeypatch.setattr(typist.app.shell.desk.accounts, "pass_seat", full)
    typist.app.hand_seat_to(INTO)
    typist.until(lambda: words.say("gate.next", name=INTO) == typist.app.gate.entry.note.text(), "the gate")
    assert typist.app.gate.entry.name.currentText() == INTO and typist.app.seat.locked
