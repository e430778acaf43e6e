"""What is typed into the remarks of a running sheet: saved, kept through news and a lost program, never lost."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtCore import Qt

from console import words
from console.bootstrap import Desk
from console.changes import Topic
from console.domain.duty import SheetState
from console.domain.log import NewEntry
from console.domain.people import Actor
from console.services.duty import standing_digest
from tests.kit import handover as kit
from tests.kit.handover import (
    OUT,
    key,
    news,
    open_panel,
    presented,
    type_and_sign,
    with_sheet,
    write,
)
from ui.panels.handover import HandoverPanel

incoming, panel = kit.incoming, kit.panel
pytestmark = kit.pytestmark


def test_remarks_are_saved_on_leaving_the_field_and_by_the_save_key(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    editor = panel.sheet_page.remarks.editor
    write(qtbot, editor, "样例村3 ")
    presented(qtbot, panel, lambda: key(qtbot, editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier))
    assert desk.duty.running_sheet().remarks == "样例村3"

    write(qtbot, editor, "不得返回")
    presented(qtbot, panel, panel.sheet_page.preview.setFocus)
    assert desk.duty.running_sheet().remarks == "样例村3 不得返回"
    assert not panel.sheet_page.remarks.dirty()


def test_news_moves_neither_typed_remarks_nor_cursor_selection_or_focus(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    page = panel.sheet_page
    page.items.setFocus()
    key(qtbot, page.items, Qt.Key.Key_End)
    chosen = page.items.chosen_key()
    page.remarks.editor.setFocus()
    write(qtbot, page.remarks.editor, "水位还在涨")
    for _ in range(3):
        key(qtbot, page.remarks.editor, Qt.Key.Key_Left)

    desk.log.add(NewEntry(uuid4(), "别处记一条"), by=Actor.tool("tester"))
    news(qtbot, panel, Topic.LOG)
    desk.duty.remark("别处写的", seen=desk.duty.running_sheet().digest, by=seat.actor)
    news(qtbot, panel)

    assert page.remarks.editor.toPlainText() == "水位还在涨"
    assert page.remarks.editor.textCursor().position() == 2
    assert panel.focusWidget() is page.remarks.editor
    assert page.items.chosen_key() == chosen
    assert page.remarks.field.note.text() == words.say("remarks.elsewhere", text="别处写的", key="Ctrl+S")


def test_a_refused_remark_stays_in_the_field(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    remarks = panel.sheet_page.remarks
    remarks.editor.setPlainText("钥匙\x01三把")
    presented(qtbot, panel, remarks.ask_save)

    assert panel.trouble[-1].code == "text_control"
    assert remarks.editor.toPlainText() == "钥匙\x01三把" and remarks.dirty()
    assert not panel.leave()


def test_remarks_outlive_a_seat_that_is_left_before_they_are_saved(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    officer = seat.actor
    write(qtbot, panel.sheet_page.remarks.editor, "未交钥匙一把")
    seat.leave()
    panel.sheet_page.remarks.ask_save()
    assert panel.sheet_page.remarks.editor.toPlainText() == "未交钥匙一把"

    seat.sit(officer)
    presented(qtbot, panel, panel.sheet_page.remarks.ask_save)
    assert desk.duty.running_sheet().remarks == "未交钥匙一把"


def test_remarks_typed_on_while_the_first_part_is_being_saved_are_signed_too(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    editor = panel.sheet_page.remarks.editor
    write(qtbot, editor, "first")
    panel.sheet_page.remarks.ask_save()
    write(qtbot, editor, " second")
    panel.sheet_acts.ask_outgoing()
    qtbot.waitUntil(lambda: panel.dialog is not None)
    type_and_sign(qtbot, panel, OUT)
    qtbot.waitUntil(lambda: panel.sheet_page.boxes["outgoing"].signed)

    sheet = desk.duty.running_sheet()
    assert (sheet.state, sheet.remarks) == (SheetState.SIGNED, "first second")
    assert panel.leave()


def kept(desk: Desk) -> list[str]:
    return [draft.content["text"] for draft in desk.drafts.open("remarks")]


def killed(panel: HandoverPanel) -> None:
    """It says nothing any more: no field is left, nothing is saved on the way out."""
    panel.sheet_page.remarks.blockSignals(True)


def test_typed_remarks_outlive_the_program(qtbot, panel, jobs, desk, seat, times):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    write(qtbot, panel.sheet_page.remarks.editor, "钥匙三把")
    write(qtbot, panel.sheet_page.remarks.editor, "，未还")
    qtbot.waitUntil(lambda: kept(desk) == ["钥匙三把，未还"])
    assert desk.duty.running_sheet().remarks == ""

    killed(panel)
    again = open_panel(qtbot, jobs, seat, times, desk)
    remarks = again.sheet_page.remarks
    assert (remarks.editor.toPlainText(), remarks.dirty()) == ("钥匙三把，未还", True)
    assert remarks.field.note.text() == words.say("remarks.restored")
    assert desk.drafts.open("remarks")[0].owner == "陈例一"
    presented(qtbot, again, remarks.ask_save)
    assert desk.duty.running_sheet().remarks == "钥匙三把，未还"
    qtbot.waitUntil(lambda: kept(desk) == [])


def test_remarks_typed_after_a_save_are_kept_too(qtbot, panel, jobs, desk, seat, times):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    remarks = panel.sheet_page.remarks
    write(qtbot, remarks.editor, "first")
    presented(qtbot, panel, remarks.ask_save)
    write(qtbot, remarks.editor, " second")
    qtbot.waitUntil(lambda: kept(desk) == ["first second"])

    killed(panel)
    again = open_panel(qtbot, jobs, seat, times, desk)
    assert again.sheet_page.remarks.text() == "first second"
    again.sheet_page.remarks.editor.setPlainText("first")
    qtbot.waitUntil(lambda: kept(desk) == [])


def test_news_does_not_bring_back_what_was_deleted(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    editor = panel.sheet_page.remarks.editor
    write(qtbot, editor, "wrong")
    qtbot.waitUntil(lambda: kept(desk) == ["wrong"])
    editor.clear()
    news(qtbot, panel)

    assert editor.toPlainText() == ""
    qtbot.waitUntil(lambda: kept(desk) == [])


def test_a_draft_of_a_hand_over_given_up_is_not_put_into_the_next(qtbot, panel, jobs, desk, seat, times):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    write(qtbot, panel.sheet_page.remarks.editor, "old")
    qtbot.waitUntil(lambda: kept(desk) == ["old"])
    killed(panel)
    desk.duty.abandon("样例", seen=standing_digest(desk.duty.running_sheet()), by=seat.actor)
    desk.duty.start_hand_over(by=seat.actor)
    again = open_panel(qtbot, jobs, seat, times, desk)

    assert again.sheet_page.remarks.text() == ""
    qtbot.waitUntil(lambda: kept(desk) == [])


def test_what_is_still_typed_after_a_hand_over_was_given_up_is_kept_for_the_next(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    write(qtbot, panel.sheet_page.remarks.editor, "old")
    qtbot.waitUntil(lambda: kept(desk) == ["old"])
    (first,) = desk.drafts.open("remarks")
    desk.duty.abandon("样例", seen=standing_digest(desk.duty.running_sheet()), by=seat.actor)
    desk.duty.start_hand_over(by=seat.actor)
    news(qtbot, panel)

    assert panel.sheet_page.remarks.text() == "old"
    qtbot.waitUntil(lambda: [draft.id for draft in desk.drafts.open("remarks")] not in ([], [first.id]))
    (second,) = desk.drafts.open("remarks")
    assert second.content == {"sheet": str(desk.duty.running_sheet().id), "text": "old"}
