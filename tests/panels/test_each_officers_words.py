"""Words belong to who typed them: the quick line, the script for the leader, a correction, dialogs behind the lock."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.config import DataDir
from console.domain.inbound import Intake
from console.domain.log import NewEntry
from console.domain.people import Actor, Role
from tests.kit.window import NAME, PASSWORD, Opened, furnishing, open_window, opened, sign_in  # noqa: F401
from ui.jobs import Jobs
from ui.models import draft_keeper
from ui.panels.log import LogPanel
from ui.phone_reporting import PhoneReporting
from ui.seat import Seat
from ui.text import Times
from ui.widgets.quick_line import QuickLine

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
OTHER, WORD = "林例二", "another of 2030"
Make = Callable[[], QuickLine]


@pytest.fixture
def other(desk: Desk, seat: Seat) -> Actor:
    """Who sits down next."""
    return desk.accounts.add(OTHER, Role.OFFICER, WORD, by=seat.actor).actor


@pytest.fixture
def make(app_theme: QApplication, qtbot: QtBot, desk: Desk, jobs: Jobs, seat: Seat, times: Times) -> Make:
    def made() -> QuickLine:
        line = QuickLine(jobs, seat, times, log=desk.log, drafts=desk.drafts)
        qtbot.addWidget(line)
        line.show()
        _settle(qtbot, jobs)
        return line

    return made


def _settle(qtbot: QtBot, jobs: Jobs) -> None:
    """Until everything asked for before was done and delivered."""
    done: list[object] = []
    jobs.write(lambda: None, done.append, done.append)
    qtbot.waitUntil(lambda: len(done) == 1)
    jobs.read(lambda: None, done.append, done.append)
    qtbot.waitUntil(lambda: len(done) == 2)


def test_who_sits_down_begins_with_an_empty_line_and_each_gets_his_own_back(
    make: Make, seat: Seat, other: Actor, desk: Desk, jobs: Jobs, qtbot: QtBot
) -> None:
    line, first = make(), seat.actor
    qtbot.keyClicks(line.text, "water rises")
    seat.lock()
    seat.sit(other)
    assert line.text.text() == "" and line.take_back.isHidden()
    qtbot.keyClicks(line.text, "mine")
    seat.sit(first)
    assert line.text.text() == "water rises" and line.take_back.isHidden()
    seat.sit(other)
    assert line.text.text() == "mine"
    _settle(qtbot, jobs)
    kept = {draft.owner: draft.content["text"] for draft in desk.drafts.open("line")}
    assert kept["陈例一"] == "water rises"


def test_after_a_kill_the_line_is_there_for_its_officer_only(
    make: Make, seat: Seat, other: Actor, desk: Desk, jobs: Jobs, qtbot: QtBot
) -> None:
    line, first = make(), seat.actor
    qtbot.keyClicks(line.text, "water rises")
    qtbot.waitUntil(lambda: bool(desk.drafts.open("line")))
    seat.sit(other)
    fresh = make()
    assert fresh.text.text() == ""
    seat.sit(first)
    assert fresh.text.text() == "water rises"
    with qtbot.waitSignal(fresh.saved):
        fresh.submit()
    _settle(qtbot, jobs)
    assert desk.drafts.open("line") == () and desk.log.newest(1)[0].text == "water rises"


def test_a_line_that_fails_after_the_hands_changed_waits_for_who_wrote_it(
    make: Make, seat: Seat, other: Actor, desk: Desk, jobs: Jobs, qtbot: QtBot
) -> None:
    line, first, slow = make(), seat.actor, Event()
    jobs.write(slow.wait, lambda _: None, lambda _: None)
    qtbot.keyClicks(line.text, "water rises")
    third = desk.accounts.add("吴例三", Role.ADMIN, "a third of 2030", by=seat.actor).actor
    line.submit()
    seat.sit(other)
    assert line.text.text() == ""
    desk.accounts.change_role(first.name, Role.VIEWER, True, by=third)
    with qtbot.waitSignal(line.refused):
        slow.set()
    assert line.text.text() == "" and line.take_back.isHidden()
    seat.sit(first)
    assert line.text.text() == "water rises"


def test_all_that_is_typed_beside_the_script_comes_back_to_its_officer(
    app_theme: QApplication, desk: Desk, jobs: Jobs, seat: Seat, times: Times, other: Actor, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(draft_keeper, "REST_MS", 5)
    row = desk.intake.register(Intake(uuid4(), "例二镇停电", desk.clock.now()), by=seat.actor)
    window = QWidget()
    qtbot.addWidget(window)

    def script() -> PhoneReporting:
        reporting = PhoneReporting(desk, jobs, seat, times, window)
        reporting.open(row.id)
        qtbot.waitUntil(lambda: reporting.dialog is not None)
        return reporting

    reporting = script()
    dialog = reporting.dialog
    fields = (dialog.name, dialog.phone, dialog.late)
    for field in fields:
        qtbot.keyClick(field, Qt.Key.Key_End)
        qtbot.keyClicks(field, " 7")
    qtbot.keyClicks(dialog.said, "verify first")
    qtbot.waitUntil(lambda: [len(draft.content) for draft in desk.drafts.open("phone_report")] == [5])
    first, typed = seat.actor, [line.text() for line in fields]
    seat.sit(other)
    assert reporting.dialog is None, "nothing of another stands open"
    _settle(qtbot, jobs)
    assert [draft.owner for draft in desk.drafts.open("phone_report")] == [first.name]
    seat.sit(first)
    again = script().dialog
    assert [line.text() for line in (again.name, again.phone, again.late)] == typed
    assert again.said.text() == "verify first"
    seat.sit(other)
    assert script().dialog.said.text() == ""


def test_a_correction_half_written_is_its_officers(
    app_theme: QApplication, desk: Desk, jobs: Jobs, seat: Seat, times: Times, other: Actor, qtbot: QtBot
) -> None:
    desk.log.add(NewEntry(uuid4(), "five households"), by=seat.actor)

    def correcting() -> object:
        panel = LogPanel(jobs, seat, times, log=desk.log, duty=desk.duty, drafts=desk.drafts, export=desk.log_export)
        qtbot.addWidget(panel)
        panel.show()
        qtbot.waitUntil(lambda: panel.pages.rowCount() > 0)
        panel.go_to(1)
        qtbot.waitUntil(lambda: panel.detail.entry is not None)
        panel.correcting.ask()
        qtbot.waitUntil(lambda: panel.correcting.dialog is not None)
        return panel.correcting.dialog

    dialog = correcting()
    qtbot.keyClicks(dialog.editor, "seven ")
    qtbot.waitUntil(lambda: bool(desk.drafts.open("correction")))
    first, typed = seat.actor, dialog.editor.text()
    seat.sit(other)
    assert "seven" not in correcting().editor.text()
    seat.sit(first)
    assert correcting().editor.text() == typed


@pytest.fixture
def store(new_store: DataDir, clock: object) -> DataDir:
    with furnishing(new_store, clock) as (desk, by):
        desk.accounts.add(OTHER, Role.OFFICER, WORD, by=by)
    return new_store


def test_who_signs_in_behind_the_lock_sees_no_dialog_of_another(opened: Opened, qtbot: QtBot) -> None:  # noqa: F811
    app = opened()
    sign_in(app, qtbot)
    board = app.window.current_panel()
    board.give_task()
    dialog = board.asked.dialog
    qtbot.keyClicks(dialog.text, "count the pumps")
    app.lock()
    assert not dialog.isVisible()
    sign_in(app, qtbot, NAME, PASSWORD)
    assert dialog.isVisible() and dialog.text.text() == "count the pumps", "his own stands there as he left it"
    app.lock()
    sign_in(app, qtbot, OTHER, WORD)
    assert board.asked.dialog is None
    board.give_task()
    assert board.asked.dialog.text.text() == ""
    app.lock()
    sign_in(app, qtbot, NAME, PASSWORD)
    board.give_task()
    assert board.asked.dialog.text.text() == "count the pumps"


def test_closing_the_window_keeps_what_was_typed_last(opened: Opened, qtbot: QtBot) -> None:  # noqa: F811
    app = opened()
    sign_in(app, qtbot)
    board = app.window.current_panel()
    board.give_task()
    qtbot.keyClicks(board.asked.dialog.text, "count the pumps")
    app.window.close()
    fresh = opened()
    sign_in(fresh, qtbot)
    board = fresh.window.current_panel()
    board.give_task()
    qtbot.waitUntil(lambda: board.asked.dialog.text.text() == "count the pumps")
