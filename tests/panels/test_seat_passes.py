"""While the watch changes: what is locked stays locked, and nothing is done in the name of who left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from shiboken6 import isValid

from console import words
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine
from console.domain.log import NewEntry
from console.domain.people import Role
from console.errors import Refused
from tests.kit.typist import CTRL, Typist
from tests.kit.window import NAME, PASSWORD, furnishing, open_window, opened
from ui import seat_acts

__all__ = ["open_window", "opened"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
INTO, WORD = "邹例八", "incoming of 2030"


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    with furnishing(new_store, clock) as (desk, by):
        desk.accounts.add(INTO, Role.OFFICER, WORD, by=by)
        desk.accounts.add("王例九", Role.ADMIN, WORD, by=by)
        desk.duty.take_over_empty([PostLine("leader", "王例九"), PostLine("主班", NAME)], by=by)
        desk.log.add(NewEntry(uuid4(), "例一街道积水"), by=by)
    return new_store


@pytest.fixture
def typist(opened: Callable[[], object]) -> Typist:
    made = Typist(opened())
    made.sign_in(NAME, PASSWORD)
    return made


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The note of who comes waits, as for a store another program writes to, until this is set."""
    go, real = threading.Event(), seat_acts.pass_seat

    def slow(*args: object) -> object:
        go.wait(10)
        return real(*args)

    monkeypatch.setattr(seat_acts, "pass_seat", slow)
    yield go
    go.set()


def _passed(typist: Typist) -> None:
    typist.until(lambda: typist.app.seat.name == INTO, "the seat has passed")


def test_from_the_take_overs_answer_nothing_is_written_until_the_seat_has_passed(
    typist: Typist, held: threading.Event
) -> None:
    app = typist.app
    app.hand_seat_to(INTO)
    assert app.window.covered and app.seat.locked
    assert not app.gate.entry.button.isEnabled()
    assert app.gate.entry.note.text() == words.say("gate.passing", name=INTO)

    held.set()
    _passed(typist)
    assert not app.window.covered and not app.seat.locked and app.gate.entry.button.isEnabled()


@pytest.mark.parametrize("by_key", [True, False])
def test_a_lock_while_the_seat_passes_holds(typist: Typist, held: threading.Event, by_key: bool) -> None:
    app = typist.app
    app.hand_seat_to(INTO)
    if by_key:
        typist.press(Qt.Key.Key_L, CTRL)
    else:
        app._count_idle(app.seat_settings.lock_after_minutes * 60)
    held.set()
    _passed(typist)

    assert app.window.covered and app.seat.locked
    assert app.gate.entry.name.currentText() == INTO
    typist.sign_in(INTO, WORD)
    with app.shell.desk.opened.store.reading() as connection:
        told = connection.exec_driver_sql("SELECT text FROM audit_entry WHERE text LIKE 'sign-%' ORDER BY number")
        assert told.scalars().all() == [f"sign-in {NAME}", f"sign-out {NAME}", f"sign-in {INTO}"]


def test_a_seat_locked_before_the_answer_waits_for_who_stands_the_watch_now(typist: Typist) -> None:
    app = typist.app
    app.lock()
    app.hand_seat_to(INTO)

    assert app.seat.name == NAME and app.seat.locked and app.window.covered
    assert app.gate.entry.name.currentText() == INTO and app.gate.entry.button.isEnabled()


def test_an_account_that_may_more_than_who_sat_here_gives_its_password_at_the_gate(typist: Typist) -> None:
    app = typist.app
    boss = next(row for row in app.shell.desk.accounts.list() if row.name == "王例九").actor
    app.shell.desk.accounts.change_role(NAME, Role.OFFICER, True, by=boss)
    app.hand_seat_to("王例九")
    typist.until(app.gate.entry.button.isEnabled, "the gate waits")

    assert app.seat.name == NAME and app.seat.locked and app.window.covered
    assert app.gate.entry.name.currentText() == "王例九"
    assert app.gate.entry.note.text() == words.say("refused.seat_needs_password", name="王例九")
    typist.sign_in("王例九", WORD)


def test_after_a_passing_that_failed_whoever_signs_in_is_noted(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    app = typist.app

    def full(*_: object) -> None:
        raise Refused("account_retired", name=INTO)

    with monkeypatch.context() as patched:
        patched.setattr(seat_acts, "pass_seat", full)
        app.hand_seat_to(INTO)
        typist.until(app.gate.entry.button.isEnabled, "the gate waits")
    typist.sign_in(NAME, PASSWORD)
    with app.shell.desk.opened.store.reading() as connection:
        told = connection.exec_driver_sql("SELECT text FROM audit_entry WHERE text LIKE 'sign-%' ORDER BY number")
        assert told.scalars().all() == [f"sign-in {NAME}"] * 2


def test_long_jobs_hold_up_neither_passing_nor_signing_in(typist: Typist) -> None:
    """A copy to a stick that hangs and an import: they go on beside it."""
    app, go = typist.app, threading.Event()
    try:
        for _ in range(3):
            app.jobs.run(lambda: go.wait(30), lambda _: None, lambda _: None)
        app.hand_seat_to(INTO)
        _passed(typist)
        app.lock()
        typist.sign_in(NAME, PASSWORD)
    finally:
        go.set()


def test_a_correction_of_who_left_is_kept_for_them_and_done_by_nobody(typist: Typist, held: threading.Event) -> None:
    app = typist.app
    panel = app.window.show_panel("log")
    entry = app.shell.desk.log.search("积水", limit=1)[0]
    panel.correcting._chosen = lambda: entry
    panel.correcting.ask()
    typist.until(lambda: panel.correcting.dialog is not None, "the correction")
    panel.correcting.dialog.editor.setPlainText("陈例一写的更正")
    app.hand_seat_to(INTO)
    held.set()
    _passed(typist)

    assert panel.correcting.dialog is None and typist.dialog() is None
    desk = app.shell.desk
    typist.until(lambda: [draft.owner for draft in desk.drafts.open("correction")] == [NAME], "kept")
    assert desk.log.search("陈例一写的更正", limit=1) == []


def test_a_task_half_asked_goes_with_who_left(typist: Typist, held: threading.Event) -> None:
    app = typist.app
    board = app.window.show_panel("board")
    board.give_task()
    dialog = typist.asked()
    dialog.text.setText("点验水泵")
    app.hand_seat_to(INTO)
    held.set()
    _passed(typist)
    assert board.asked.dialog is None and typist.dialog() is None

    board.give_task()
    assert board.asked.dialog.text.text() == "", "who came begins afresh"
    app.lock()
    typist.sign_in(NAME, PASSWORD)
    board.give_task()
    assert board.asked.dialog.text.text() == "点验水泵"


def test_an_act_under_way_ends_in_its_own_name_and_what_it_refuses_is_asked_of_nobody_else(
    typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, go = typist.app, threading.Event()
    tasks = app.shell.desk.tasks

    def slow(*_: object, **__: object) -> None:
        go.wait(10)
        raise Refused("bad_day", text="…")

    monkeypatch.setattr(tasks, "add", slow)
    board = app.window.show_panel("board")
    board.give_task()
    dialog = typist.asked()
    dialog.text.setText("点验水泵")
    dialog.hand_up()
    app.hand_seat_to(INTO)
    _passed(typist)
    assert isValid(dialog) and not dialog.isVisible()
    dialog.hand_up()
    go.set()
    typist.until(lambda: board.asked.dialog is None, "it ended, and the dialog with it")
    assert tasks.open_tasks() == []


def test_the_copy_at_the_change_of_the_watch_is_in_the_name_of_who_took_it(
    typist: Typist, held: threading.Event, tmp_path: Path
) -> None:
    app = typist.app
    (tmp_path / "stick").mkdir()
    app.seat_file.change(backup_place=str(tmp_path / "stick"))
    app.window.show_panel("handover").watch_changed.emit(INTO)
    store = app.shell.desk.opened.store

    def told() -> list[str]:
        with store.reading() as connection:
            found = connection.exec_driver_sql("SELECT by_name FROM audit_entry WHERE text LIKE '第二备份%'")
            return found.scalars().all()

    typist.until(told, "the copy is made while the seat still passes")
    assert told() == [INTO] and app.seat.name == NAME


def test_the_button_without_a_password_asks_for_one_and_tries_nothing(typist: Typist) -> None:
    app = typist.app
    app.lock()
    entry, tried = app.gate.entry, []
    entry.asked.connect(lambda *given: tried.append(given))
    entry.button.setFocus()
    entry.button.click()
    assert entry.password.hasFocus() and not tried


def test_who_takes_an_empty_watch_goes_on_where_lines_are_written(typist: Typist) -> None:
    app = typist.app
    app.window.show_panel("handover")
    typist.until(lambda: app.window.current_panel().id == "handover", "the hand-over stands open")
    app.hand_seat_to(NAME)
    assert app.window.current_panel().id == "board"
    assert app.window.focusWidget() is app.window.current_panel().quick.text and not app.window.covered
