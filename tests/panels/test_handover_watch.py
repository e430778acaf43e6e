"""The hand-over panel without a sheet: a watch taken at an empty station, a running one, and an emergency."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt

from console import words
from console.domain.duty import PostLine, SheetState
from console.domain.people import Role
from tests.kit import handover as kit
from tests.kit.handover import (
    INTO,
    OUT,
    in_emergency,
    key,
    news,
    presented,
    shown_words,
    stand,
    take_in,
    task,
    type_and_sign,
    with_sheet,
    write,
)
from ui.dialogs.confirm_emergency import ConfirmEmergencyDialog
from ui.dialogs.emergency import EmergencyDialog
from ui.dialogs.take_over import TakeOverDialog
from ui.window import PanelEntry, Window

incoming, panel = kit.incoming, kit.panel
pytestmark = kit.pytestmark


def test_an_empty_station_is_taken_over_by_keyboard(qtbot, panel, desk, seat):
    assert panel.watch_page.take_over.isVisible() and not panel.watch_page.start.isVisible()
    key(qtbot, panel.watch_page.take_over, Qt.Key.Key_Space)
    dialog = panel.dialog
    assert isinstance(dialog, TakeOverDialog)
    leader, main, vice, _comms = dialog.posts.names
    assert main.text() == "陈例一" and dialog.focusWidget() is leader
    write(qtbot, leader, "王例九")
    key(qtbot, leader, Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.posts.phones[0]
    write(qtbot, dialog.posts.phones[0], "100-0000-0009")

    with qtbot.waitSignal(panel.watch_changed) as changed:
        presented(qtbot, panel, lambda: key(qtbot, vice, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier))

    assert changed.args == ["陈例一"]
    assert desk.duty.on_watch().posts == (
        PostLine("leader", "王例九", "100-0000-0009"),
        PostLine("主班", "陈例一", ""),
    )
    assert panel.watch_page.start.isVisible()


def test_a_refused_take_over_keeps_what_was_typed(qtbot, panel, desk):
    panel.watch_page.take_over.click()
    for field in panel.dialog.posts.names:
        field.clear()
    write(qtbot, panel.dialog.posts.names[0], "王例九")
    panel.dialog.yes.click()

    qtbot.waitUntil(panel.dialog.trouble.isVisible)
    assert panel.dialog.trouble.text() == words.say("refused.no_post_filled")
    assert panel.dialog.posts.names[0].text() == "王例九"
    assert desk.duty.on_watch() is None


def test_a_running_watch_says_what_is_open_and_starts_by_its_key(qtbot, panel, desk, seat):
    stand(desk, seat.actor)
    take_in(desk, seat.actor)
    task(desk, seat.actor, "报送续报", timedelta(minutes=-1))
    news(qtbot, panel)
    facts = panel.watch_page.facts.values
    assert facts["watch.owner"].text() == "陈例一"
    assert facts["watch.inbound"].text() == "1 项"
    assert facts["watch.tasks"].text() == "1 项，其中逾期 1 项"

    key(qtbot, panel.watch_page.emergency, Qt.Key.Key_F7)
    assert desk.duty.running_sheet() is None, "the key leads there; it does not fix a cut-off by itself"
    assert panel.watch_page.start.hasFocus()
    presented(qtbot, panel, lambda: key(qtbot, panel.watch_page.start, Qt.Key.Key_Space))

    sheet = desk.duty.running_sheet()
    assert sheet.state is SheetState.STARTED
    assert panel.sheet_page.head.number.text() == sheet.number


def test_in_the_window_the_key_first_opens_the_panel_and_then_leads_to_its_act(qtbot, panel, desk, seat):
    stand(desk, seat.actor)
    news(qtbot, panel)
    window = Window([PanelEntry("handover", "handover", "F7", lambda: panel)], desk.clock.now)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.rail.setFocus()
    key(qtbot, window.rail, Qt.Key.Key_F7)
    assert panel.isVisible() and desk.duty.running_sheet() is None

    key(qtbot, panel, Qt.Key.Key_F7)
    assert panel.watch_page.start.hasFocus() and desk.duty.running_sheet() is None
    presented(qtbot, panel, lambda: key(qtbot, panel.watch_page.start, Qt.Key.Key_Space))

    assert desk.duty.running_sheet() is not None
    assert panel.sheet_page.isAncestorOf(panel.focusWidget())


def test_who_may_not_hand_over_sees_which_role_may(qtbot, panel, desk, seat):
    stand(desk, seat.actor)
    staff = desk.accounts.add("吴例三", Role.STAFF, INTO, by=seat.actor)
    seat.sit(staff.actor)
    news(qtbot, panel)

    assert not panel.watch_page.start.isEnabled()
    assert words.say("role.officer") in panel.watch_page.start.toolTip()


def test_another_officer_takes_over_in_an_emergency(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    panel.sheet_page.emergency.click()
    dialog = panel.dialog
    assert isinstance(dialog, EmergencyDialog)
    dialog.posts.names[1].setText("林例二")
    type_and_sign(qtbot, panel, INTO, "林例二")
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.trouble.text() == words.say("refused.text_empty")
    write(qtbot, dialog.reason, "陈例一突发疾病送医")

    with qtbot.waitSignal(panel.watch_changed) as changed:
        presented(qtbot, panel, dialog.yes.click)

    shift = desk.duty.on_watch()
    assert changed.args == ["林例二"]
    assert (shift.owner, shift.taken_how, shift.reason) == ("林例二", "emergency", "陈例一突发疾病送医")
    assert desk.duty.running_sheet() is None and panel.watch_page.start.isVisible()


def test_the_one_on_watch_takes_no_emergency_from_themselves(qtbot, panel, desk, seat):
    stand(desk, seat.actor)
    news(qtbot, panel)
    panel.watch_page.emergency.click()
    panel.dialog.posts.names[1].setText("陈例一")
    write(qtbot, panel.dialog.reason, "试")
    type_and_sign(qtbot, panel, OUT, "陈例一")

    qtbot.waitUntil(panel.dialog.trouble.isVisible)
    assert "陈例一" in panel.dialog.trouble.text()
    assert desk.duty.on_watch().taken_how == "empty"


def test_an_emergency_is_confirmed_by_keyboard_and_says_by_whom(qtbot, panel, desk, seat, incoming):
    in_emergency(desk, seat, incoming)
    news(qtbot, panel)
    page = panel.watch_page
    assert page.unconfirmed_card.isVisible() and "林例二 紧急接替 陈例一" in page.unconfirmed.text()
    assert "待确认" in page.facts.values["watch.taken"].text()

    key(qtbot, page.confirm, Qt.Key.Key_Space)
    dialog = panel.dialog
    assert isinstance(dialog, ConfirmEmergencyDialog) and dialog.proof.name.text() == "陈例一"
    assert "样例：突发疾病" in shown_words(dialog)
    presented(qtbot, panel, lambda: type_and_sign(qtbot, panel, OUT))

    assert desk.duty.waiting_emergencies() == () and desk.log.verify().fault is None
    assert not page.unconfirmed_card.isVisible()
    assert "已由 陈例一 于 08:00 确认" in page.facts.values["watch.taken"].text()
    assert panel.told[-1] == words.say("said.handover.emergency", number=2, name="陈例一")


def test_a_refused_confirmation_stays_open_with_its_name(qtbot, panel, desk, seat, incoming):
    in_emergency(desk, seat, incoming)
    news(qtbot, panel)
    panel.watch_acts.ask_confirm_emergency()
    dialog = panel.dialog
    type_and_sign(qtbot, panel, INTO, "林例二")
    qtbot.waitUntil(lambda: dialog.trouble.text() == words.say("refused.emergency_own"))

    assert dialog.isVisible() and dialog.proof.name.text() == "林例二"
    assert len(desk.duty.waiting_emergencies()) == 1
    dialog.reject()
