"""Two people at one seat: the signatures, the confirming in between, differences, a whole hand-over by keyboard."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt

from console import words
from console.bootstrap import Desk
from console.domain.duty import SheetState, items_of
from console.domain.people import Role
from console.services.duty import standing_digest
from tests.kit import handover as kit
from tests.kit.handover import (
    INTO,
    OUT,
    key,
    log_in_incoming,
    news,
    presented,
    shown_words,
    signed,
    stand,
    type_and_sign,
    with_sheet,
    write,
)
from ui.dialogs.sign import SignDialog
from ui.dialogs.take_over import TakeOverDialog

incoming, panel = kit.incoming, kit.panel
pytestmark = kit.pytestmark


def test_the_outgoing_officer_signs_what_is_shown_with_the_remarks_just_typed(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    write(qtbot, panel.sheet_page.remarks.editor, "样例水库来电未回")
    panel.sheet_page.sign_outgoing.click()
    qtbot.waitUntil(lambda: panel.dialog is not None)
    assert isinstance(panel.dialog, SignDialog) and panel.dialog.proof.name.isReadOnly()
    assert panel.dialog.number.text().endswith("示例JJ2030-0001")
    type_and_sign(qtbot, panel, OUT)
    qtbot.waitUntil(lambda: panel.sheet_page.boxes["outgoing"].signed)

    sheet = desk.duty.running_sheet()
    assert sheet.state is SheetState.SIGNED and sheet.body["remarks"] == "样例水库来电未回"
    assert panel.sheet_page.boxes["outgoing"].signed and panel.sheet_page.boxes["outgoing"].name.text() == "陈例一"
    assert panel.sheet_page.remarks.editor.isReadOnly()


def test_a_wrong_password_is_said_in_the_dialog_and_the_wait_too(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    panel.sheet_page.sign_outgoing.click()
    said = []
    for _ in range(4):
        panel.dialog.trouble.hide()
        type_and_sign(qtbot, panel, "wrong")
        qtbot.waitUntil(panel.dialog.trouble.isVisible)
        said.append(panel.dialog.trouble.text())

    assert said[:3] == [words.say("refused.wrong_password")] * 3
    assert said[3] == words.say("refused.wait_password", seconds=1)
    desk.clock.advance(seconds=2)
    presented(qtbot, panel, lambda: type_and_sign(qtbot, panel, OUT))
    assert desk.duty.running_sheet().state is SheetState.SIGNED


def test_nobody_confirms_before_proving_to_be_the_incoming_officer(qtbot, panel, desk, seat):
    signed(desk, seat.actor)
    news(qtbot, panel)
    assert not panel.sheet_page.sign_incoming.isEnabled()
    assert words.say("missing.incoming") in panel.sheet_page.sign_incoming.toolTip()
    key(qtbot, panel.sheet_page.items, Qt.Key.Key_Space)
    assert isinstance(panel.dialog, SignDialog)

    type_and_sign(qtbot, panel, OUT, "陈例一")
    qtbot.waitUntil(panel.dialog.trouble.isVisible)
    assert panel.dialog.trouble.text() == words.say("refused.two_people")
    presented(qtbot, panel, lambda: type_and_sign(qtbot, panel, INTO, "林例二"))

    assert panel.sheet_page.boxes["incoming"].name.text() == "林例二（已登录，待签名）"
    assert desk.duty.running_sheet().confirmations == {} and seat.name == "陈例一"


def test_items_are_confirmed_one_by_one_and_the_rest_of_a_section_together(qtbot, panel, desk, seat):
    signed(desk, seat.actor)
    news(qtbot, panel)
    log_in_incoming(qtbot, panel)
    items = panel.sheet_page.items
    presented(qtbot, panel, lambda: key(qtbot, items, Qt.Key.Key_Space))
    assert desk.duty.running_sheet().confirmations["basic"]["by"] == "林例二"

    late, in_time = _tasks(desk)
    items.choose(late[0])
    rest = lambda: key(qtbot, items, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)  # noqa: E731
    presented(qtbot, panel, rest)
    assert set(desk.duty.running_sheet().confirmations) == {"basic", *in_time}

    with qtbot.waitSignal(panel.refused):
        rest()
    assert panel.trouble[-1].code == "overdue_alone"
    for item in late:
        items.choose(item)
        presented(qtbot, panel, lambda: key(qtbot, items, Qt.Key.Key_Return))
    assert panel.sheet_page.head.progress.text() == "已确认 4/8"
    assert not panel.sheet_page.head.overdue.isVisible()
    assert items.chosen_key() == "materials:unchecked", "the officer's own act moves on to what waits next"


def _tasks(desk: Desk) -> tuple[list[str], list[str]]:
    """Overdue tasks of the sheet and those in time."""
    rows = next(part["rows"] for part in desk.duty.running_sheet().body["sections"] if part["key"] == "task")
    return [row["item"] for row in rows if row["overdue"]], [row["item"] for row in rows if not row["overdue"]]


def test_a_difference_is_raised_by_one_and_answered_by_the_other(qtbot, panel, desk, seat):
    signed(desk, seat.actor)
    news(qtbot, panel)
    page = panel.sheet_page
    assert not page.differences.say.isEnabled()
    log_in_incoming(qtbot, panel)
    write(qtbot, page.differences.say.line, "排水泵账 9 实 8")
    presented(qtbot, panel, lambda: key(qtbot, page.differences.say.line, Qt.Key.Key_Return))
    assert page.differences.say.line.text() == ""
    (row,) = page.differences.rows.values()
    write(qtbot, row.say.line, "借出一台，")
    news(qtbot, panel)
    assert row.say.line.text() == "借出一台，"
    write(qtbot, row.say.line, "已登记")
    presented(qtbot, panel, lambda: key(qtbot, row.say.line, Qt.Key.Key_Return))

    (difference,) = desk.duty.running_sheet().differences
    assert (difference["text"], difference["answer"]) == ("排水泵账 9 实 8", "借出一台，已登记")
    assert difference["by"] == "林例二"
    assert "借出一台，已登记" in shown_words(page.differences)


def test_the_proof_of_the_incoming_officer_ends_with_the_seat_and_with_the_sheet(qtbot, panel, desk, seat):
    signed(desk, seat.actor)
    news(qtbot, panel)
    log_in_incoming(qtbot, panel)
    seat.lock()
    assert panel.sheet_page.boxes["incoming"].name.text() == words.say("sign.box.nobody")
    seat.unlock()
    log_in_incoming(qtbot, panel)

    desk.duty.abandon("重来", seen=standing_digest(desk.duty.running_sheet()), by=seat.actor)
    sheet = desk.duty.start_hand_over(by=seat.actor)
    desk.duty.sign_outgoing(sheet.digest, "陈例一", OUT)
    news(qtbot, panel)
    box = panel.sheet_page.boxes["incoming"]
    qtbot.waitUntil(lambda: box.name.text() == words.say("sign.box.nobody"))


def test_the_leader_signs_where_the_setting_asks(qtbot, panel, desk, seat):
    desk.settings.change("sheet.leader_signs", "yes", "示例", confirmed=True, by=seat.actor)
    desk.accounts.add("王例九", Role.OFFICER, INTO, by=seat.actor)
    signed(desk, seat.actor)
    news(qtbot, panel)
    assert words.say("missing.leader") in panel.sheet_page.missing.text()
    panel.sheet_page.sign_leader.click()
    presented(qtbot, panel, lambda: type_and_sign(qtbot, panel, INTO, "王例九"))

    assert panel.sheet_page.boxes["leader"].signed and not panel.sheet_page.sign_leader.isVisible()
    assert words.say("missing.leader") not in panel.sheet_page.missing.text()


def test_an_answer_given_while_the_second_signature_is_asked_for_is_read_before_signing(
    qtbot, panel, desk, seat, incoming
):
    signed(desk, seat.actor)
    sheet = desk.duty.raise_difference("排水泵账 9 实 8", seen=desk.duty.running_sheet().digest, by=incoming)
    for _, item, _ in items_of(sheet.body):
        desk.duty.confirm([item], seen=desk.duty.running_sheet().digest, by=incoming)
    news(qtbot, panel)
    log_in_incoming(qtbot, panel)
    panel.sheet_page.sign_incoming.click()
    desk.duty.answer_difference(UUID(sheet.differences[0]["id"]), "借出一台", by=seat.actor)
    news(qtbot, panel)
    panel.dialog.hand_up()
    qtbot.waitUntil(panel.dialog.trouble.isVisible)
    assert panel.dialog.trouble.text() == words.say("refused.text_changed")
    assert desk.duty.on_watch().owner == "陈例一"

    panel.dialog.reject()
    panel.sheet_page.sign_incoming.click()
    with qtbot.waitSignal(panel.watch_changed):
        panel.dialog.hand_up()
    assert desk.duty.on_watch().owner == "林例二"


def test_a_whole_hand_over_by_keyboard(qtbot, panel, desk, seat):
    stand(desk, seat.actor)
    news(qtbot, panel)
    presented(qtbot, panel, lambda: key(qtbot, panel.watch_page.start, Qt.Key.Key_Space))
    key(qtbot, panel.sheet_page.sign_outgoing, Qt.Key.Key_Space)
    presented(qtbot, panel, lambda: type_and_sign(qtbot, panel, OUT))
    key(qtbot, panel.sheet_page.identify, Qt.Key.Key_Space)
    presented(qtbot, panel, lambda: type_and_sign(qtbot, panel, INTO, "林例二"))
    for _ in items_of(desk.duty.running_sheet().body):
        presented(qtbot, panel, lambda: key(qtbot, panel.sheet_page.items, Qt.Key.Key_Return))
    assert panel.sheet_page.sign_incoming.isEnabled()
    key(qtbot, panel.sheet_page.sign_incoming, Qt.Key.Key_Space)
    dialog = panel.dialog
    assert isinstance(dialog, TakeOverDialog) and words.say("takeover.signs", name="林例二") in shown_words(dialog)
    assert [name.text() for name in dialog.posts.names] == ["王例九", "林例二", "", ""]

    with qtbot.waitSignal(panel.watch_changed) as changed:
        presented(qtbot, panel, panel.dialog.hand_up)

    assert changed.args == ["林例二"] and desk.duty.on_watch().owner == "林例二"
    assert desk.duty.sheet().state is SheetState.ACCEPTED and desk.log.verify().fault is None
    assert panel.watch_page.done_card.isVisible()
    assert "陈例一 交班，林例二 接班" in panel.watch_page.done.text()
    with qtbot.waitSignal(panel.preview_asked) as asked:
        panel.watch_page.show_sheet.click()
    assert asked.args[0].number == "示例JJ2030-0001"


def test_after_the_first_signature_the_keyboard_is_not_on_what_gives_up(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    panel.activateWindow()
    panel.sheet_page.sign_outgoing.setFocus()
    desk.duty.sign_outgoing(desk.duty.running_sheet().digest, seat.name, OUT)
    news(qtbot, panel)
    sheet = panel.sheet_page
    assert not sheet.sign_outgoing.isVisible()
    assert panel.focusWidget() not in (sheet.abandon, sheet.emergency)
