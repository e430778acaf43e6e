"""F12 gives whatever signature waits, supplements too, and the name that stands there is one that can give it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from console.domain.duty import PostLine, items_of
from console.domain.people import Role
from console.services.duty import incoming_digest
from tests.kit import handover as kit
from tests.kit.handover import INTO, OUT, key, news, open_panel, posts, presented, stand, write
from ui.dialogs.absent import AbsentDialog
from ui.dialogs.sign import SignDialog

pytestmark = kit.pytestmark
incoming = kit.incoming
F12 = Qt.Key.Key_F12


@pytest.fixture
def leader(desk, seat):
    return desk.accounts.add("王例九", Role.OFFICER, INTO, by=seat.actor).actor


@pytest.fixture
def panel(qtbot, app_theme, jobs, seat, times, desk, incoming, leader):
    return open_panel(qtbot, jobs, seat, times, desk)


def _handed_over(desk, out, into):
    stand(desk, out)
    sheet = desk.duty.sign_outgoing(desk.duty.start_hand_over(by=out).digest, out.name, OUT)
    for _, item, _ in items_of(sheet.body):
        sheet = desk.duty.confirm([item], seen=desk.duty.running_sheet().digest, by=into)
    desk.duty.take_over(posts(into.name), into.name, INTO, seen=incoming_digest(sheet))
    found = desk.supplements.current()
    desk.supplements.raise_difference("排水泵账 9 实 8", sheet=found.sheet.id, by=into)


def _press(qtbot, panel):
    panel.activateWindow()  # without a screen nothing does it once a dialog has gone
    qtbot.waitUntil(lambda: panel.dialog is None and panel.isActiveWindow(), timeout=20_000)
    key(qtbot, panel.watch_page, F12)


def test_f12_signs_supplements_and_names_who_has_still_to_sign(qtbot, panel, desk, seat, incoming):
    out = seat.actor
    _handed_over(desk, out, incoming)
    seat.sit(incoming)
    news(qtbot, panel)
    card = panel.watch_page.supplements
    assert card.sign.isVisible() and "F12" in card.sign.hint()
    for name, password in (("林例二", INTO), ("陈例一", OUT)):
        _press(qtbot, panel)
        assert isinstance(panel.dialog, SignDialog)
        assert panel.dialog.proof.name.text() == name, "the seat's own officer first, then the other"
        write(qtbot, panel.dialog.proof.password, password)
        presented(qtbot, panel, lambda: qtbot.keyClick(panel.dialog.proof.password, Qt.Key.Key_Return))
    sides = [mark.get("side") for mark in desk.supplements.current().sheet.signatures[2:]]
    assert sides == ["incoming", "outgoing"]
    _press(qtbot, panel)
    assert panel.dialog is None and panel.trouble[-1].code == "nothing_to_sign"


def test_whoever_is_of_neither_side_finds_the_name_of_one_who_is(qtbot, panel, desk, seat, incoming):
    _handed_over(desk, seat.actor, incoming)
    seat.sit(desk.accounts.add("赵例四", Role.OFFICER, INTO, by=seat.actor).actor)
    news(qtbot, panel)
    _press(qtbot, panel)
    assert panel.dialog.proof.name.text() == "林例二"
    panel.dialog.reject()


def test_the_leader_of_the_shift_stands_where_the_leader_signs(qtbot, panel, desk, seat, incoming):
    desk.settings.change("sheet.leader_signs", "yes", "示例", confirmed=True, by=seat.actor)
    stand(desk, seat.actor)
    sheet = desk.duty.sign_outgoing(desk.duty.start_hand_over(by=seat.actor).digest, seat.name, OUT)
    for _, item, _ in items_of(sheet.body):
        desk.duty.confirm([item], seen=desk.duty.running_sheet().digest, by=incoming)
    news(qtbot, panel)
    panel.sheet_acts.ask_leader()
    assert panel.dialog.proof.name.text() == "王例九"
    panel.dialog.reject()


def test_nobody_signs_for_their_own_absence(qtbot, panel, desk, seat):
    own = [PostLine("leader", seat.name), *(line for line in posts(seat.name) if line.post != "leader")]
    desk.duty.take_over_empty(own, by=seat.actor)
    desk.duty.start_hand_over(by=seat.actor)
    news(qtbot, panel)
    panel.sheet_page.sign_absent.click()
    assert isinstance(panel.dialog, AbsentDialog) and panel.dialog.proof.name.text() == ""
    panel.dialog.reject()
