"""What is typed into dialogs and questions: the cursor stays, words come back, one wish is one act."""

from __future__ import annotations

from threading import Event
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.inbound import InboundRow, Intake
from console.domain.text import TEXT_LIMIT
from console.errors import Refused
from ui.dialogs.task import NewTaskDialog
from ui.gate import Gate
from ui.jobs import Jobs
from ui.models.intake_rows import IntakeServices
from ui.panels.intake import IntakePanel
from ui.panels.reports_briefs import BriefsPage
from ui.panels.reports_issue import IssuePage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.remarks import Remarks


def test_a_dialog_that_stood_behind_the_lock_has_its_cursor_where_it_was(
    app_theme: QApplication, times: Times, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = NewTaskDialog(times, window)
    dialog.open()
    qtbot.keyClicks(dialog.text, "count the pumps")
    dialog.text.setCursorPosition(5)
    dialog.hide()
    dialog.show()
    assert dialog.focusWidget() is dialog.text
    assert (dialog.text.cursorPosition(), dialog.text.selectedText()) == (5, "")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Escape)
    dialog.open()
    assert dialog.focusWidget() is dialog.assignee, "opened again it begins at the first empty field"
    qtbot.keyClicks(dialog.assignee, "pump crew")
    dialog.due.setText("09:30")
    dialog.reject()
    dialog.open()
    qtbot.keyClicks(dialog.focusWidget(), " now")
    assert dialog.text.text() == "count the pumps now", "words of the last time are written on, not over"


@pytest.fixture
def item_panel(desk: Desk, jobs: Jobs, seat: Seat, times: Times, app_theme: QApplication, qtbot: QtBot) -> IntakePanel:
    """The intake page with the item it shows."""
    services = IntakeServices(
        desk.intake, desk.places, desk.drafts, desk.lists, desk.contacts, desk.clocks, desk.files, desk.settings
    )
    panel = IntakePanel(jobs, seat, times, services=services)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def _open(panel: IntakePanel, desk: Desk, seat: Seat, qtbot: QtBot) -> InboundRow:
    row = desk.intake.register(Intake(uuid4(), "例二镇停电", desk.clock.now()), by=seat.actor)
    panel.open_item(row.id)
    qtbot.waitUntil(lambda: panel.item.shown is not None and panel.item.shown.row.id == row.id)
    return row


def test_enter_pressed_again_while_the_store_is_busy_is_the_same_wish(
    item_panel: IntakePanel, desk: Desk, seat: Seat, jobs: Jobs, qtbot: QtBot
) -> None:
    row = _open(item_panel, desk, seat, qtbot)
    item_panel.item.ask_act()
    note, busy = item_panel.bars.act.note, Event()
    jobs.write(busy.wait, lambda _: None, lambda _: None)
    qtbot.keyClicks(note, "rang the mayor")
    for _ in range(3):
        qtbot.keyClick(note, Qt.Key.Key_Return)
    with qtbot.waitSignal(item_panel.saved):
        busy.set()
    qtbot.waitUntil(lambda: item_panel.bars.asking() is None)
    assert [action.note for action in desk.intake.actions(row.id)] == ["rang the mayor"]


def test_words_of_a_question_wait_with_their_item(
    item_panel: IntakePanel, desk: Desk, seat: Seat, jobs: Jobs, qtbot: QtBot
) -> None:
    first = _open(item_panel, desk, seat, qtbot)
    item_panel.item.ask_act()
    act = item_panel.bars.act
    qtbot.keyClicks(act.note, "half a sent")
    item_panel.start_new()
    assert item_panel.bars.asking() is None
    _open(item_panel, desk, seat, qtbot)
    item_panel.item.ask_act()
    assert act.note.text() == "", "another item, other words"
    qtbot.keyClicks(act.note, "of the second")
    item_panel.back()
    item_panel.open_item(first.id)
    qtbot.waitUntil(lambda: item_panel.item.shown is not None and item_panel.item.shown.row.id == first.id)
    item_panel.item.ask_act()
    assert act.note.text() == "half a sent"


def test_a_late_answer_leaves_the_question_the_officer_is_at_now(
    item_panel: IntakePanel, desk: Desk, seat: Seat, jobs: Jobs, qtbot: QtBot
) -> None:
    first = _open(item_panel, desk, seat, qtbot)
    item_panel.item.ask_act()
    act, busy = item_panel.bars.act, Event()
    qtbot.keyClicks(act.note, "rang the mayor")
    second = desk.intake.register(Intake(uuid4(), "例三镇停水", desk.clock.now()), by=seat.actor)
    other = item_panel.item.read(second.id)
    jobs.write(busy.wait, lambda _: None, lambda _: None)
    qtbot.keyClick(act.note, Qt.Key.Key_Return)
    item_panel.item.show(other)
    item_panel.item.ask_act()
    qtbot.keyClicks(act.note, "about the second")
    with qtbot.waitSignal(item_panel.saved):
        busy.set()
    assert item_panel.bars.asking() is act and act.note.text() == "about the second"
    assert [action.note for action in desk.intake.actions(first.id)] == ["rang the mayor"]


@pytest.fixture
def gate(app_theme: QApplication, times: Times, qtbot: QtBot) -> Gate:
    shown = Gate(times.now)
    qtbot.addWidget(shown)
    shown.show_officers(("陈例一", "林例二"), "陈例一")
    shown.show()
    shown.activateWindow()
    shown.entry.typed_name.setFocus()
    qtbot.waitUntil(shown.entry.typed_name.hasFocus)
    return shown


def test_news_leaves_the_name_being_typed_at_the_gate(gate: Gate, qtbot: QtBot) -> None:
    line = gate.entry.typed_name
    line.setText("Wng Wu")
    line.setCursorPosition(1)
    gate.show_officers(("陈例一", "林例二", "王例三"), "陈例一")
    qtbot.keyClicks(line, "a")
    assert line.text() == "Wang Wu"
    line.clear()
    gate.show_officers(("陈例一", "林例二"), "陈例一")
    assert line.text() == "", "who emptied the field is about to type another name"


def test_news_leaves_the_rest_of_a_name_that_is_only_offered(gate: Gate, qtbot: QtBot) -> None:
    line = gate.entry.typed_name
    gate.show_officers(("Wang", "Wei"), "")
    line.setText("陈例一")
    line.selectAll()
    qtbot.keyClicks(line, "Wa")
    assert (line.text(), line.selectedText()) == ("Wang", "ng")
    gate.show_officers(("Wang", "Wei", "Li"), "陈例一")
    qtbot.keyClicks(line, "t")
    assert line.text() == "Wat"


def test_a_paste_too_long_for_the_gate_is_turned_away_whole(gate: Gate, qtbot: QtBot) -> None:
    line = gate.line.text
    qtbot.keyClicks(line, "water ")
    QGuiApplication.clipboard().setText("水" * (TEXT_LIMIT + 1))
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == "water "
    assert f"{TEXT_LIMIT}" in gate.line.trouble.text().replace(" ", "").replace(",", "")


@pytest.mark.parametrize("name", ["handover", "report", "brief"])
def test_long_fields_take_a_paste_whole_or_not_at_all(
    name: str, desk: Desk, jobs: Jobs, seat: Seat, times: Times, app_theme: QApplication, qtbot: QtBot
) -> None:
    """Five megabytes would hold the window up, and be a draft every second."""
    refused: list[Refused] = []
    if name == "handover":
        remarks = Remarks()
        qtbot.addWidget(remarks)
        editor = remarks.editor
    else:
        made = (
            IssuePage(jobs, seat, times, reports=desk.reports, drafts=desk.drafts)
            if name == "report"
            else BriefsPage(jobs, seat, times, briefs=desk.briefs, drafts=desk.drafts)
        )
        qtbot.addWidget(made)
        editor = made.remarks if isinstance(made, IssuePage) else made.text
    editor.setReadOnly(False)
    editor.turned_away.connect(refused.append)
    qtbot.keyClicks(editor, "water")
    for offered in ("水" * 1_700_000, "a\x07b"):
        QGuiApplication.clipboard().setText(offered)
        qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert editor.toPlainText() == "water"
    assert [error.code for error in refused] == ["text_too_long", "text_control"]


def test_a_load_that_began_before_the_save_wipes_nothing_out(app_theme: QApplication, qtbot: QtBot) -> None:
    remarks = Remarks()
    qtbot.addWidget(remarks)
    remarks.show_stored("", editable=True, digest=b"")
    qtbot.keyClicks(remarks.editor, "pump two is loud")
    remarks.editor.place_cursor(4, 4)
    remarks.ask_save()
    remarks.stored("pump two is loud", b"")
    remarks.show_stored("", editable=True, digest=b"")
    assert remarks.editor.toPlainText() == "pump two is loud"
    assert remarks.editor.textCursor().position() == 4
    remarks.show_stored("pump two is loud", editable=True, digest=b"")
    remarks.show_stored("", editable=True, digest=b"")
    assert remarks.editor.toPlainText() == "", "taken back elsewhere afterwards"
