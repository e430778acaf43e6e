"""The window as a whole: first run, sign-in, lock, news from outside, bugs, and closing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from console import bootstrap, words
from console.config import DataDir
from console.domain.draft import Draft
from console.domain.duty import PostLine
from console.domain.inbound import Intake
from console.domain.log import NewEntry
from console.domain.people import Role
from console.domain.realm import Realm
from console.services import glance
from tests.kit.window import NAME, PASSWORD, Opened, first_run, sign_in
from ui.app import PANELS, App
from ui.dialogs.due_list import DueList
from ui.dialogs.preview import PrintPreview
from ui.dialogs.task import EndTaskDialog, NewTaskDialog
from ui.single import Single


def test_a_wrong_password_is_said_and_the_right_one_lets_in(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    app.gate.entry.password.setText("wrong of 2030")
    app.gate.entry.name.setEditText(NAME)
    qtbot.keyClick(app.gate.entry.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.gate.entry.note.property("role") == "error")
    assert not app.seat.taken
    assert app.window.covered
    sign_in(app, qtbot)
    assert app.window.current_panel().id == "board"
    bar = app.window.bar
    qtbot.waitUntil(lambda: bar.signed_in.name.text() == NAME)
    assert bar.signed_in.post.text() == "登录" and bar.officer.isHidden(), "nobody stands the watch"
    assert app.shell.desk.accounts.list()[0].name == NAME


def test_first_run_makes_a_store_and_its_administrator(data: DataDir, open_window: Opened, qtbot: QtBot) -> None:
    app = open_window()
    page = first_run(app)
    assert page is not None
    page.realms[Realm.EXERCISE].setChecked(True)
    page.name.setText(NAME)
    page.password.setText(PASSWORD)
    page.again.setText("another of 2030")
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert not data.store.exists()
    page.again.setText(PASSWORD)
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: app.seat.taken)
    assert app.shell.desk.realm is Realm.EXERCISE
    assert app.shell.desk.accounts.list()[0].role is Role.ADMIN
    qtbot.waitUntil(lambda: app.shell.station is not None)
    assert words.say("realm.exercise") in app.window.bar.realm.text()


def test_a_refused_first_run_keeps_what_was_typed(data: DataDir, open_window: Opened, qtbot: QtBot) -> None:
    app = open_window()
    page = first_run(app)
    assert page is not None
    page.realms[Realm.EXERCISE].setChecked(True)
    page.name.setText(NAME)
    page.password.setText("short")
    page.again.setText("short")
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.note.property("role") == "error")
    assert page.name.text() == NAME
    assert not data.store.exists(), "nothing is made for a password that will not do"
    page.password.setText(PASSWORD)
    page.again.setText(PASSWORD)
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: app.seat.taken)


def test_lock_keeps_the_cursor_and_the_half_written_line(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot)
    line = app.window.current_panel().quick.text
    line.setFocus()
    qtbot.keyClicks(line, "half a line")
    app.lock()
    assert app.window.covered
    qtbot.keyClick(app.window, Qt.Key.Key_F2)
    assert app.window.current_panel().id == "board", "keys of the panels rest while the seat is locked"
    sign_in(app, qtbot)
    assert line.toPlainText() == "half a line"
    assert app.window.focusWidget() is line


def test_a_dialog_waits_out_of_sight_while_the_seat_is_locked(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot)
    board = app.window.current_panel()
    board.give_task()
    dialog = board.findChild(NewTaskDialog)
    qtbot.keyClicks(dialog.text, "count the pumps")
    app.lock()
    assert not dialog.isVisible(), "nothing stands above the gate"
    late = NewTaskDialog(app.times, app.window)
    late.open()
    qtbot.waitUntil(lambda: not late.isVisible())
    qtbot.keyClicks(app.gate.line.text, "a line")
    assert app.gate.line.text.text() == "a line"
    sign_in(app, qtbot)
    assert dialog.isVisible() and late.isVisible()
    assert dialog.text.text() == "count the pumps"


def test_an_act_done_while_locked_does_not_bring_its_dialog_back(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot)
    board = app.window.current_panel()
    board.give_task()
    dialog = board.findChild(NewTaskDialog)
    qtbot.keyClicks(dialog.text, "count the pumps")
    dialog.hand_up()
    app.lock()
    qtbot.waitUntil(lambda: bool(app.shell.desk.tasks.open_tasks()))
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
    sign_in(app, qtbot)
    QApplication.processEvents()
    assert not isValid(dialog) or not dialog.isVisible()


def test_escape_keeps_what_was_typed_into_a_task(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot)
    board = app.window.current_panel()
    desk = app.shell.desk
    task = desk.tasks.add("清点排水泵", by=app.seat.actor)
    qtbot.waitUntil(lambda: board.open_table.rows_model.rowCount() == 1)
    board.give_task()
    qtbot.keyClicks(board.findChild(NewTaskDialog).text, "count the pumps")
    qtbot.keyClick(board.findChild(NewTaskDialog).text, Qt.Key.Key_Escape)
    board.give_task()
    dialog = board.asked.dialog
    assert dialog.isVisible() and dialog.text.text() == "count the pumps"
    dialog.reject()

    board.open_item(task.id)
    for typed in ("three ", "of four work"):
        qtbot.keyClick(board.open_table, Qt.Key.Key_Return)
        ending = next(each for each in board.findChildren(EndTaskDialog) if each.isVisible())
        qtbot.keyClicks(ending.result, typed)
        qtbot.keyClick(ending.result, Qt.Key.Key_Escape)
    qtbot.keyClick(board.open_table, Qt.Key.Key_Return)
    ending = next(each for each in board.findChildren(EndTaskDialog) if each.isVisible())
    assert ending.result.text() == "three of four work"
    ending.hand_up()
    qtbot.waitUntil(lambda: desk.tasks.open_tasks() == [])


def test_writing_with_an_input_method_keeps_the_seat_open(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot)
    line = app.window.current_panel().quick.text
    app.window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    seconds = [app.idle.clock()]
    app.idle.clock = lambda: seconds[0]
    seconds[0] += 4
    written = QInputMethodEvent()
    written.setCommitString("水位")
    passed: list[int] = []
    app.idle.passed.connect(passed.append)
    app.idle.tick()
    assert passed[-1] > 3
    QApplication.sendEvent(line, written)
    seconds[0] += 1
    app.idle.tick()
    assert passed[-1] == 1


def test_the_key_of_a_panel_that_is_shown_already_is_its_own(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot)
    desk = app.shell.desk
    desk.duty.take_over_empty([PostLine("leader", "林例十"), PostLine("主班", NAME)], by=app.seat.actor)
    key = next(action for action in app.window.actions() if action.objectName() == "panel.handover")
    key.trigger()
    panel = app.window.current_panel()
    qtbot.waitUntil(panel.watch_page.start.isVisible)
    assert panel.isAncestorOf(app.window.focusWidget()) or app.window.focusWidget() is panel
    assert desk.duty.running_sheet() is None
    app.window.due.setFocus()
    key.trigger()
    assert app.window.focusWidget() is panel.watch_page.start
    assert desk.duty.running_sheet() is None, "a cut-off is fixed by the button, not by finding the way to it"
    assert not key.autoRepeat()


def test_the_key_of_the_hand_over_leads_to_taking_an_unattended_watch(
    store: DataDir, opened: Opened, qtbot: QtBot
) -> None:
    app = opened()
    sign_in(app, qtbot)
    panel = app.window.show_panel("handover")
    qtbot.waitUntil(panel.watch_page.take_over.isVisible)
    assert app.window.focusWidget() is panel.watch_page.take_over


def test_a_line_is_taken_without_signing_in(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    qtbot.keyClicks(app.gate.line.text, "bridge rail washed away")
    qtbot.keyClick(app.gate.line.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.gate.line.text.text() == "")
    (entry,) = app.shell.desk.log.newest(1)
    assert entry.text == "bridge rail washed away"
    assert entry.by.name == words.say_in("zh", "gate.actor")
    assert app.gate.line.stamp.text() == words.say("gate.line_taken")
    sign_in(app, qtbot)
    assert app.gate.line.stamp.text() == words.say("gate.line_hint"), "said to whoever gave the line"


def test_a_line_of_the_tool_shows_within_a_tick_and_the_cursor_stays(
    store: DataDir, opened: Opened, qtbot: QtBot
) -> None:
    app = opened()
    sign_in(app, qtbot)
    board = app.window.current_panel()
    board.quick.text.setFocus()
    qtbot.keyClicks(board.quick.text, "typing")
    told = subprocess.run(
        [sys.executable, "-m", "console.tool", "--data", str(store.root), "log", "add", "--text", "水库泄洪"],
        capture_output=True,
        check=True,
    )
    assert b'"number"' in told.stdout
    app.shell.bridge.tick()
    qtbot.waitUntil(lambda: any(row.text == "水库泄洪" for row in board.lines_table.rows_model.rows()))
    qtbot.keyClicks(board.quick.text, " on")
    assert board.quick.text.toPlainText() == "typing on"
    assert app.window.focusWidget() is board.quick.text


def test_the_second_window_raises_the_first(store: DataDir, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    first = Single(store)
    assert first.first()
    first.listen()
    script = (
        "import sys; from PySide6.QtCore import QCoreApplication; from pathlib import Path\n"
        "from console.config import DataDir; from ui.single import Single\n"
        "app = QCoreApplication([]); sys.exit(0 if Single(DataDir(Path(sys.argv[1]))).first() else 3)"
    )
    with qtbot.waitSignal(first.raised):
        second = subprocess.Popen([sys.executable, "-c", script, str(store.root)])
    assert second.wait(20) == 3
    first.close()
    again = Single(store)
    assert again.first(), "the lock is free once the first has gone"
    again.close()


def test_a_bug_on_a_lane_is_said_with_its_id_and_the_window_lives(
    store: DataDir, opened: Opened, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    app = opened()
    sign_in(app, qtbot)

    def broken() -> None:
        raise ZeroDivisionError("a bug")

    app.jobs.write(broken, lambda _: None, app.notices.tell)
    qtbot.waitUntil(app.window.messages.refused)
    said = app.window.messages.message.text()
    (record,) = [record for record in caplog.records if record.exc_info and "bug" in record.getMessage()]
    assert record.getMessage().split()[-1] in said
    caplog.clear()
    app.window.show_panel("log")
    assert app.window.current_panel().id == "log"


def test_a_store_that_cannot_be_opened_says_so_at_the_gate(data: DataDir, qtbot: QtBot) -> None:
    data.make()
    data.store.write_bytes(b"this is no store" * 100)
    app = App(QApplication.instance(), data)  # type: ignore[arg-type]
    app.start(glance.look(data))
    qtbot.waitUntil(lambda: app.gate.entry.note.property("role") == "error")
    assert app.gate.entry.note.text() == words.sentence(_trouble(data))
    assert not app.gate.entry.button.isEnabled()
    app.window.close()
    app.deleteLater()


def test_a_call_back_that_is_due_leads_to_its_item(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot)
    desk = app.shell.desk
    form = Intake(uuid4(), "样例村12 山体裂缝", desk.clock.now(), call_back="waiting")
    item = desk.intake.register(form, by=app.seat.actor)
    qtbot.waitUntil(lambda: app.shell.station is not None and bool(app.shell.station.due))
    app.shell.show_due()
    (due_list,) = app.window.findChildren(DueList)
    qtbot.keyClick(due_list.table, Qt.Key.Key_Return)
    panel = app.window.current_panel()
    qtbot.waitUntil(lambda: panel.item.shown is not None)
    assert panel.item.shown.row.number == item.number
    assert app.window.focusWidget() is panel.bars.item.call_back


def test_enter_on_an_open_item_of_the_board_opens_it(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot)
    desk, board = app.shell.desk, app.window.current_panel()
    item = desk.intake.register(Intake(uuid4(), "样例村12 山体裂缝", desk.clock.now()), by=app.seat.actor)
    qtbot.waitUntil(lambda: board.open_table.rows_model.rowCount() == 1)
    board.open_item(item.id, follow=True)
    qtbot.keyClick(board.open_table, Qt.Key.Key_Return)
    panel = app.window.current_panel()
    assert panel.id == "intake"
    qtbot.waitUntil(lambda: panel.item.shown is not None)
    assert panel.item.shown.row.number == item.number


def _trouble(data: DataDir) -> Exception:
    try:
        bootstrap.build(data)
    except Exception as error:
        return error
    raise AssertionError("it opened")


def test_every_panel_speaks_both_languages_while_open(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot)
    for panel_id in ("board", "intake", "log", "handover", "settings"):
        panel = app.window.show_panel(panel_id)
        qtbot.waitUntil(lambda panel=panel: panel._has_result or not panel._loading)
        words.set_language("en")
        assert panel.title == words.say_in("en", f"panel.{panel_id}")
        assert panel.title in app.window.windowTitle()
        words.set_language("zh")


def test_the_board_marks_a_corrected_line_and_its_correction(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot)
    by = app.seat.actor
    first = app.shell.desk.log.add(NewEntry(uuid4(), "水位 3.2 m"), by=by)
    app.shell.desk.log.add(NewEntry(uuid4(), "水位 2.3 m", corrects=first.number), by=by)
    table = app.window.current_panel().lines_table
    qtbot.waitUntil(lambda: len(table.rows_model.rows()) >= 2)
    shown = {row.number: table.rows_model.columns[2].text(row) for row in table.rows_model.rows()}
    assert words.say("log.corrected_by", number=first.number + 1) in shown[first.number]
    assert words.say("log.corrects", number=first.number) in shown[first.number + 1]


def test_half_written_entries_are_named_before_a_hand_over(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot)
    desk = app.shell.desk
    desk.duty.take_over_empty([PostLine("leader", "林例十"), PostLine("主班", NAME)], by=app.seat.actor)
    now = desk.clock.now()
    desk.drafts.save(Draft(uuid4(), "intake", "", {"summary": "half"}, now, now, NAME))
    panel = app.window.show_panel("handover")
    qtbot.waitUntil(panel.watch_page.half_written.isVisible)
    assert panel.watch_page.half_written.text() == words.say("handover.half_written", count=1)


def test_qt_s_own_dialogs_speak_the_window_s_language(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    opened()
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    words.set_language("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_the_keyboard_begins_where_each_panel_says(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    """Qt puts it on a new page's first widget; the panel knows better."""
    app = opened()
    sign_in(app, qtbot)
    tried = 0
    for panel_id, _icon, _key in PANELS:
        panel = app.window.show_panel(panel_id)
        wanted = panel.first_focus()
        if wanted is None or not wanted.isVisibleTo(panel) or not wanted.isEnabled():
            continue
        tried += 1
        assert app.window.focusWidget() in (wanted, wanted.focusProxy()), panel_id
    assert tried >= 3


def test_a_print_does_not_open_over_an_officer_who_types_on(store: DataDir, opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    sign_in(app, qtbot)
    line = app.window.current_panel().quick.text
    line.setFocus()
    desk = app.shell.desk
    item = desk.intake.register(Intake(uuid4(), "样例村停电", desk.clock.now()), by=app.seat.actor)
    app.shell.print_item(item)
    QCoreApplication.processEvents()
    qtbot.keyClicks(line, "half a line")
    ready = words.say("print.ready_again")
    qtbot.waitUntil(lambda: app.window.messages.message.text() == ready)
    assert app.window.findChildren(PrintPreview) == [] and line.toPlainText() == "half a line"

    app.shell.print_item(item)
    qtbot.waitUntil(lambda: bool(app.window.findChildren(PrintPreview)))
    app.window.findChildren(PrintPreview)[0].reject()
