"""Corrections from the log panel: told on both lines, never lost, always of the newest."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.people import Actor, Role
from tests.kit import log as kit
from tests.kit.log import LINES, NEWS, Key, news, write
from ui.dialogs.correct import CorrectDialog
from ui.panels.log import LogPanel
from ui.seat import Seat

book, desk, filled, make, panel = kit.book, kit.desk, kit.filled, kit.make, kit.panel
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_a_correction_is_told_on_both_lines(panel: LogPanel, book: Desk, qtbot: QtBot) -> None:
    panel.go_to(2990)
    panel.book.setFocus()
    qtbot.keyClick(panel.book, Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.correcting.dialog is not None)
    dialog = panel.correcting.dialog
    assert dialog is not None
    assert not dialog.yes.isEnabled()
    dialog.editor.setPlainText("例2990 水位 3.2 米")
    with qtbot.waitSignals([panel.saved, panel.presented]):
        qtbot.keyClick(dialog.editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        panel.note(NEWS)
    (new,) = book.log.newest(1)
    (old,) = book.log.page(2990, 2990)
    assert (new.corrects, new.text, new.kind) == (2990, "例2990 水位 3.2 米", "call_in")
    assert (old.text, old.corrected_by) == ("例2990 巡查水位正常", new.number)
    seen_old = panel.pages.row_at(panel.pages.index_of(2990))
    seen_new = panel.pages.row_at(panel.pages.index_of(new.number))
    assert seen_old is not None
    assert seen_new is not None
    assert (seen_old.corrected_by, seen_new.corrects) == (new.number, 2990)
    panel.go_to(2990)
    assert panel.detail.corrected_by.isVisible()
    panel.detail.corrected_by.click()
    assert panel.book.chosen_key() == new.number
    panel.detail.corrects.click()
    assert panel.book.chosen_key() == 2990


def test_a_corrected_line_is_struck_through(panel: LogPanel, book: Desk, by: Actor, qtbot: QtBot) -> None:
    before = panel.book.viewport().grab().toImage()
    write(book, by, "更正后的", corrects=LINES)
    news(panel, qtbot)
    assert words.say("log.corrected_by", number=LINES + 1) in panel.pages.index(1, 3).data()
    assert words.say("log.corrects", number=LINES) in panel.pages.index(0, 3).data()
    assert panel.book.viewport().grab().toImage() != before


def test_a_refused_correction_stays_open_with_its_text(
    panel: LogPanel, seat: Seat, book: Desk, qtbot: QtBot, viewer: Actor
) -> None:
    panel.go_to(2990)
    panel.correcting.ask()
    qtbot.waitUntil(lambda: panel.correcting.dialog is not None)
    dialog = panel.correcting.dialog
    assert dialog is not None
    dialog.editor.setPlainText("改过的")
    seat.sit(viewer)
    with qtbot.waitSignal(panel.refused):
        dialog.hand_up()
    assert (dialog.isVisible(), dialog.editor.text(), book.log.count()) == (True, "改过的", LINES)
    assert dialog.trouble.text()
    dialog.reject()


def test_a_correction_given_up_comes_back(panel: LogPanel, qtbot: QtBot) -> None:
    for typed in ("写到一半", ""):
        panel.go_to(2990)
        panel.correcting.ask()
        qtbot.waitUntil(lambda: panel.correcting.dialog is not None)
        dialog = panel.correcting.dialog
        assert dialog is not None
        if typed:
            dialog.editor.setPlainText(typed)
        else:
            assert dialog.editor.text() == "写到一半"
        qtbot.keyClick(dialog, Key.Key_Escape)
        assert panel.correcting.dialog is None


def test_a_correction_is_kept_while_typing_goes_on(
    panel: LogPanel, book: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.panels.log_correct.DRAFT_MS", 100)
    dialog = open_correction(panel, qtbot, 2990)

    def typed_on() -> bool:
        qtbot.keyClicks(dialog.editor, "a")
        return bool(book.drafts.open("correction"))

    qtbot.waitUntil(typed_on)
    dialog.reject()


def open_correction(panel: LogPanel, qtbot: QtBot, number: int) -> CorrectDialog:
    panel.go_to(number)
    panel.correcting.ask()
    qtbot.waitUntil(lambda: panel.correcting.dialog is not None)
    assert panel.correcting.dialog is not None
    return panel.correcting.dialog


def test_of_a_corrected_line_the_newest_is_offered(panel: LogPanel, book: Desk, by: Actor, qtbot: QtBot) -> None:
    newest = write(book, by, "第二次更正", corrects=write(book, by, "第一次更正", corrects=2990))
    news(panel, qtbot)
    dialog = open_correction(panel, qtbot, 2990)
    assert (dialog.entry.number, dialog.original.text()) == (newest, "第二次更正")
    assert words.say("correct.newest", asked=2990, number=newest) in [
        label.text() for label in dialog.findChildren(QLabel)
    ]
    dialog.editor.setPlainText("第三次更正")
    with qtbot.waitSignal(panel.saved):
        dialog.hand_up()
    (last,) = book.log.newest(1)
    assert (last.corrects, last.text) == (newest, "第三次更正")


def test_corrected_elsewhere_meanwhile_keeps_the_words_for_the_newest(
    panel: LogPanel, book: Desk, by: Actor, qtbot: QtBot
) -> None:
    dialog = open_correction(panel, qtbot, 2990)
    dialog.editor.setPlainText("我的更正")
    newest = write(book, by, "别处的更正", corrects=2990)
    with qtbot.waitSignal(panel.refused) as refused:
        dialog.hand_up()
    assert refused.args[0].code == "already_corrected"
    assert (dialog.isVisible(), dialog.editor.text()) == (True, "我的更正")
    dialog.reject()
    again = open_correction(panel, qtbot, 2990)
    assert (again.entry.number, again.editor.text()) == (newest, "我的更正")
    with qtbot.waitSignal(panel.saved):
        again.hand_up()
    (last,) = book.log.newest(1)
    assert (last.corrects, last.text) == (newest, "我的更正")
    qtbot.waitUntil(lambda: book.drafts.open("correction") == ())


def test_who_may_not_correct_sees_why(panel: LogPanel, seat: Seat) -> None:
    seat.sit(Actor.officer(uuid4(), "林例二", Role.VIEWER))
    assert not panel.detail.correct.isEnabled()
    assert panel.detail.correct.toolTip()
    assert not panel.saving.button.isEnabled()
