"""Remarks keep who typed them: another officer saves them by the key alone, and the log says whose they are."""

from __future__ import annotations

from PySide6.QtCore import Qt

from console import words
from console.bootstrap import Desk
from console.domain.people import Actor, Role
from tests.kit import handover as kit
from tests.kit.handover import key, news, open_panel, presented, with_sheet, write
from tests.panels.test_handover_remarks import kept, killed

incoming, panel = kit.incoming, kit.panel
pytestmark = kit.pytestmark

BOSS = "赵例六"


def commander(desk: Desk, seat) -> Actor:
    return desk.accounts.add(BOSS, Role.COMMANDER, "boss of 2030", by=seat.actor).actor


def own_and_sit_another(qtbot, panel, desk, seat) -> None:
    """陈例一 types and does not save; 赵例六 sits down."""
    boss = commander(desk, seat)
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    write(qtbot, panel.sheet_page.remarks.editor, "未定稿")
    seat.lock()
    presented(qtbot, panel, lambda: seat.sit(boss))


def said(panel) -> str:
    return panel.sheet_page.remarks.field.note.text()


def save_by_key(qtbot, panel) -> None:
    editor = panel.sheet_page.remarks.editor
    presented(qtbot, panel, lambda: key(qtbot, editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier))


def test_leaving_the_field_saves_nothing_another_officer_typed(qtbot, panel, desk, seat):
    own_and_sit_another(qtbot, panel, desk, seat)
    remarks, asked = panel.sheet_page.remarks, []
    remarks.save_asked.connect(asked.append)
    assert said(panel) == words.say("remarks.of_another", name="陈例一", key="Ctrl+S")

    remarks.editor.setFocus()
    panel.sheet_page.preview.setFocus()
    assert panel.leave(), "they wait as a draft"
    panel.sheet_acts.ask_outgoing()
    assert asked == [] and panel.dialog is None and panel.trouble[-1].code == "remarks_unsettled"
    assert remarks.editor.toPlainText() == "未定稿"

    save_by_key(qtbot, panel)
    sheet, line = desk.duty.running_sheet(), desk.log.newest(1)[0]
    assert sheet.remarks == "未定稿" and line.by.name == BOSS
    assert line.text == f"注意事项 {sheet.number}（陈例一 录入）：未定稿"


def test_who_typed_them_leaves_the_field_as_ever_when_back(qtbot, panel, desk, seat):
    officer = seat.actor
    own_and_sit_another(qtbot, panel, desk, seat)
    presented(qtbot, panel, lambda: seat.sit(officer))
    assert said(panel) == words.say("remarks.typed", key="Ctrl+S")
    panel.sheet_page.remarks.editor.setFocus()
    presented(qtbot, panel, panel.sheet_page.preview.setFocus)
    assert desk.log.newest(1)[0].text.endswith("：未定稿") and "录入" not in desk.log.newest(1)[0].text


def test_restored_words_are_still_of_who_typed_them(qtbot, panel, jobs, desk, seat, times):
    boss = commander(desk, seat)
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    write(qtbot, panel.sheet_page.remarks.editor, "未定稿")
    qtbot.waitUntil(lambda: kept(desk) != [])
    killed(panel)
    seat.sit(boss)
    again = open_panel(qtbot, jobs, seat, times, desk)

    assert said(again) == words.say("remarks.of_another", name="陈例一", key="Ctrl+S")
    assert again.leave() and desk.duty.running_sheet().remarks == ""
    write(qtbot, again.sheet_page.remarks.editor, "。")
    qtbot.waitUntil(lambda: kept(desk) == ["。未定稿"])
    assert [draft.owner for draft in desk.drafts.open("remarks")] == ["陈例一"]


def test_words_of_another_seat_are_told_and_replaced_by_the_key_alone(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    remarks, asked = panel.sheet_page.remarks, []
    write(qtbot, remarks.editor, "mine")
    remarks.save_asked.connect(asked.append)
    desk.duty.remark("渡口钥匙在李例二处", seen=desk.duty.running_sheet().digest, by=seat.actor)
    news(qtbot, panel)
    assert said(panel) == words.say("remarks.elsewhere", text="渡口钥匙在李例二处", key="Ctrl+S")

    panel.sheet_page.preview.setFocus()
    assert asked == [] and desk.duty.running_sheet().remarks == "渡口钥匙在李例二处"
    save_by_key(qtbot, panel)
    assert desk.duty.running_sheet().remarks == "mine"


def test_long_words_of_another_seat_take_lines_and_no_width(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    remarks = panel.sheet_page.remarks
    write(qtbot, remarks.editor, "mine")
    width = panel.sheet_page.minimumSizeHint().width()
    desk.duty.remark("渡口钥匙在李例二处；" * 40, seen=desk.duty.running_sheet().digest, by=seat.actor)
    news(qtbot, panel)

    assert said(panel) == words.say("remarks.elsewhere", text="渡口钥匙在李例二处；" * 20 + "…", key="Ctrl+S")
    assert panel.sheet_page.minimumSizeHint().width() <= width
    note = remarks.field.note
    qtbot.waitUntil(lambda: note.height() >= note.heightForWidth(note.width()))


def test_words_of_another_seat_that_were_not_told_yet_stay(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    write(qtbot, panel.sheet_page.remarks.editor, "mine")
    desk.duty.remark("渡口钥匙在李例二处", seen=desk.duty.running_sheet().digest, by=seat.actor)
    save_by_key(qtbot, panel)

    assert panel.trouble[-1].code == "changed_meanwhile"
    assert desk.duty.running_sheet().remarks == "渡口钥匙在李例二处"
    assert panel.sheet_page.remarks.editor.toPlainText() == "mine"
    assert said(panel) == words.say("remarks.elsewhere", text="渡口钥匙在李例二处", key="Ctrl+S")
