"""The hand-over panel beside the ordinary way: an absent officer, supplements, past sheets, differences as tasks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from console import words
from console.bootstrap import Desk
from console.domain import sheets
from console.domain.duty import PostLine, SheetState, items_of
from console.domain.people import Actor, Role
from console.services.duty import incoming_digest
from tests.kit import handover as kit
from tests.kit.handover import INTO, OUT, news, open_panel, presented, shown_words, stand, write
from ui import theme
from ui.dialogs.absent import AbsentDialog
from ui.dialogs.emergency import EmergencyDialog
from ui.dialogs.sign import SignDialog
from ui.dialogs.task import NewTaskDialog
from ui.panels.handover import HandoverPanel

incoming = kit.incoming
pytestmark = kit.pytestmark

Key = Qt.Key


@pytest.fixture
def leader(desk: Desk, seat) -> Actor:
    return desk.accounts.add("王例九", Role.OFFICER, INTO, by=seat.actor).actor


@pytest.fixture
def panel(qtbot, app_theme, jobs, seat, times, desk: Desk, incoming, leader) -> HandoverPanel:
    """The panel, where a leader has an account too."""
    return open_panel(qtbot, jobs, seat, times, desk)


def handed_over(desk: Desk, out: Actor, into: Actor) -> None:
    """``out`` handed over to ``into``, twenty minutes ago."""
    stand(desk, out)
    sheet = desk.duty.sign_outgoing(desk.duty.start_hand_over(by=out).digest, out.name, OUT)
    for _, item, _ in items_of(sheet.body):
        sheet = desk.duty.confirm([item], seen=desk.duty.running_sheet().digest, by=into)
    desk.duty.take_over([PostLine("主班", into.name)], into.name, INTO, seen=incoming_digest(sheet))
    desk.clock.advance(minutes=20)


def prove(qtbot, panel: HandoverPanel, password: str, name: str = "") -> None:
    proof = panel.dialog.proof
    if name:
        proof.name.setText(name)
    write(qtbot, proof.password, password)
    qtbot.keyClick(proof.password, Key.Key_Return)


def test_the_leader_signs_for_the_absent_and_it_shows(qtbot, panel, desk, seat, incoming):
    stand(desk, seat.actor)
    desk.duty.start_hand_over(by=seat.actor)
    news(qtbot, panel)
    panel.sheet_page.sign_absent.click()
    dialog = panel.dialog
    assert isinstance(dialog, AbsentDialog) and dialog.proof.name.text() == "王例九"
    assert dialog.focusWidget() is dialog.reason
    prove(qtbot, panel, INTO)
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.trouble.text() == words.say("refused.text_empty")
    write(qtbot, dialog.reason, "突发疾病送医")
    presented(qtbot, panel, dialog.yes.click)

    box = panel.sheet_page.boxes["outgoing"]
    assert box.signed and box.name.text() == "王例九 代 陈例一 签；原因：突发疾病送医"
    assert desk.duty.running_sheet().state is SheetState.SIGNED
    words.set_language("en")
    assert box.name.text() == "王例九 for 陈例一; reason: 突发疾病送医"


def test_who_is_not_of_this_watch_neither_remarks_nor_gives_up(qtbot, panel, desk, seat, incoming):
    stand(desk, seat.actor)
    desk.duty.start_hand_over(by=seat.actor)
    seat.sit(incoming)
    news(qtbot, panel)

    assert not panel.sheet_page.abandon.isEnabled() and not panel.sheet_page.remarks.isEnabled()
    assert panel.sheet_page.abandon.toolTip() == words.say("refused.not_of_this_watch", name="陈例一")


def test_whoever_takes_an_emergency_stands_the_main_post_unless_another_is_named(qtbot, panel, desk, seat):
    stand(desk, seat.actor)
    news(qtbot, panel)
    panel.watch_page.emergency.click()
    dialog = panel.dialog
    assert isinstance(dialog, EmergencyDialog)
    assert [name.text() for name in dialog.posts.names[:2]] == ["王例九", ""]
    dialog.proof.name.setText("林例")
    dialog.proof.name.setText("林例二")
    assert dialog.posts.names[1].text() == "林例二"
    dialog.posts.names[1].setText("吴例三")
    dialog.proof.name.setText("林例")
    assert dialog.posts.names[1].text() == "吴例三", "what was typed stays"


def test_a_supplement_is_raised_answered_and_signed_at_one_seat(qtbot, panel, desk, seat, incoming):
    out = seat.actor
    handed_over(desk, out, incoming)
    seat.sit(incoming)
    news(qtbot, panel)
    card = panel.watch_page.supplements
    assert card.isVisible() and card.differences.say.isEnabled()
    write(qtbot, card.differences.say.line, "排水泵账 9 实 8")
    presented(qtbot, panel, lambda: qtbot.keyClick(card.differences.say.line, Key.Key_Return))
    assert card.differences.say.line.text() == "" and "林例二" in card.waits.text()

    seat.sit(out)
    news(qtbot, panel)
    (row,) = card.differences.rows.values()
    assert not card.differences.say.isEnabled() and row.say.isVisible()
    write(qtbot, row.say.line, "借出一台")
    presented(qtbot, panel, lambda: qtbot.keyClick(row.say.line, Key.Key_Return))
    for name, password in (("陈例一", OUT), ("林例二", INTO)):
        card.sign.click()
        assert isinstance(panel.dialog, SignDialog)
        presented(qtbot, panel, lambda name=name, password=password: prove(qtbot, panel, password, name))

    found = desk.supplements.current()
    assert [mark.get("side") for mark in found.sheet.signatures[2:]] == ["outgoing", "incoming"]
    assert not card.sign.isVisible() and card.waits.text() == words.say("handover.supplement_signed")


def test_typed_words_of_a_supplement_outlive_a_refusal_and_news(qtbot, panel, desk, seat, incoming):
    handed_over(desk, seat.actor, incoming)
    seat.sit(incoming)
    news(qtbot, panel)
    line = panel.watch_page.supplements.differences.say.line
    write(qtbot, line, "钥匙少一把")
    desk.clock.set(sheets.accepted_at(desk.duty.sheet()) + timedelta(hours=5))
    presented(qtbot, panel, lambda: qtbot.keyClick(line, Key.Key_Return))

    assert panel.trouble[-1].code == "supplement_late" and line.text() == "钥匙少一把"
    assert desk.duty.sheet().differences == ()


def test_a_difference_becomes_a_task_from_the_panel(qtbot, panel, desk, seat, incoming):
    stand(desk, seat.actor)
    desk.duty.sign_outgoing(desk.duty.start_hand_over(by=seat.actor).digest, "陈例一", OUT)
    desk.duty.raise_difference("排水泵账 9 实 8", seen=desk.duty.running_sheet().digest, by=incoming)
    news(qtbot, panel)
    (row,) = panel.sheet_page.differences.rows.values()
    row.to_task.click()
    dialog = panel.dialog
    assert isinstance(dialog, NewTaskDialog) and dialog.text.text() == "盘点核实：排水泵账 9 实 8"
    presented(qtbot, panel, dialog.hand_up)

    (task,) = desk.tasks.open_tasks()
    assert task.title == "盘点核实：排水泵账 9 实 8"
    assert not row.to_task.isVisible() and task.number in row.task.text()


def test_signing_need_not_wait_for_an_answer_but_says_that_there_is_none(qtbot, panel, desk, seat, incoming):
    stand(desk, seat.actor)
    sheet = desk.duty.sign_outgoing(desk.duty.start_hand_over(by=seat.actor).digest, "陈例一", OUT)
    for _, item, _ in items_of(sheet.body):
        desk.duty.confirm([item], seen=desk.duty.running_sheet().digest, by=incoming)
    desk.duty.raise_difference("排水泵账 9 实 8", seen=desk.duty.running_sheet().digest, by=incoming)
    news(qtbot, panel)
    panel.sheet_page.identify.click()
    presented(qtbot, panel, lambda: prove(qtbot, panel, INTO, "林例二"))
    panel.sheet_acts.sign_next()

    assert words.say("missing.answers", count=1) in shown_words(panel.dialog)
    with qtbot.waitSignal(panel.watch_changed):
        panel.dialog.hand_up()
    assert desk.duty.on_watch().owner == "林例二"


def test_what_can_still_be_done_is_said_before_the_cut_off(qtbot, panel, desk, seat):
    stand(desk, seat.actor)
    news(qtbot, panel)
    page = panel.watch_page
    checks = len(desk.checks.rows())
    assert page.unsettled.text() == words.say("handover.unsettled", checks=checks, routines=0, over=0)
    for row in desk.checks.rows():
        desk.checks.mark(row.code, "ok", by=seat.actor)
    news(qtbot, panel)
    assert not page.unsettled.isVisible()


def test_past_sheets_are_listed_and_enter_shows_one(qtbot, panel, desk, seat, incoming):
    assert panel.watch_page.past.empty.isVisible()
    handed_over(desk, seat.actor, incoming)
    news(qtbot, panel)
    past = panel.watch_page.past
    assert not past.empty.isVisible() and not past.older.isVisible()
    (row,) = past.table.rows_model.rows()
    assert (row.outgoing, row.incoming, row.leader) == ("陈例一", "林例二", "王例九")
    past.table.choose(row.number)
    with qtbot.waitSignal(panel.preview_asked) as asked:
        qtbot.keyClick(past.table, Key.Key_Return)
    assert asked.args[0].number == row.number


def test_older_sheets_come_on_asking(qtbot, panel, desk, seat, incoming):
    handed_over(desk, seat.actor, incoming)
    panel.watch_acts.limit = 0
    news(qtbot, panel)
    assert panel.watch_page.past.older.isVisible()
    presented(qtbot, panel, panel.watch_page.past.older.click)

    assert len(panel.watch_page.past.table.rows_model.rows()) == 1 and not panel.watch_page.past.older.isVisible()


def test_the_key_reads_on_before_it_confirms(qtbot, panel, desk, seat, incoming):
    stand(desk, seat.actor)
    for number in range(30):
        desk.tasks.add(f"核实 {number}", by=seat.actor)
    desk.duty.sign_outgoing(desk.duty.start_hand_over(by=seat.actor).digest, "陈例一", OUT)
    news(qtbot, panel)
    panel.sheet_page.identify.click()
    presented(qtbot, panel, lambda: prove(qtbot, panel, INTO, "林例二"))
    items = panel.sheet_page.items
    qtbot.waitUntil(lambda: bool(items._seen))
    turns = 0
    while not items.all_seen():
        before = items.verticalScrollBar().value()
        panel.sheet_acts.confirm_sheet()
        qtbot.waitUntil(lambda before=before: items.verticalScrollBar().value() > before)
        QApplication.processEvents()
        turns += 1
        assert turns < 12 and desk.duty.running_sheet().confirmations == {}
    assert turns >= 2, "a long sheet takes more than one look"
    presented(qtbot, panel, panel.sheet_acts.confirm_sheet)
    assert len(desk.duty.running_sheet().confirmations) == len(items_of(desk.duty.running_sheet().body))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [14, 20])
def test_the_watch_page_clips_nothing(qtbot, panel, desk, seat, incoming, app_theme, size, language):
    handed_over(desk, seat.actor, incoming)
    desk.supplements.raise_difference("排水泵账 9 实 8", sheet=desk.supplements.current().sheet.id, by=incoming)
    words.set_language(language)
    theme.apply(app_theme, "light", size)
    news(qtbot, panel)
    shown = [w for w in panel.watch_page.findChildren(QPushButton) if w.isVisible()]
    shown += [w for w in panel.watch_page.findChildren(QLabel) if w.isVisible() and not w.wordWrap()]

    clipped = [w.text() for w in shown if w.width() < w.sizeHint().width()]
    assert len(shown) > 10 and clipped == []
    assert panel.minimumSizeHint().height() <= 600
