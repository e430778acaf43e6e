"""The hand-over panel on a real store: its five states, two people at one seat, and nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.duty import PostLine, SheetState, items_of
from console.domain.inbound import Intake
from console.domain.log import ActKind, NewEntry
from console.domain.people import Actor, Role
from console.services import lines
from db import books
from db.models.inbound import Task
from ui import theme
from ui.dialogs.abandon import AbandonDialog
from ui.dialogs.confirm_emergency import ConfirmEmergencyDialog
from ui.dialogs.emergency import EmergencyDialog
from ui.dialogs.sign import SignDialog
from ui.dialogs.take_over import TakeOverDialog
from ui.panels.handover import HandoverPanel
from ui.window import PanelEntry, Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
"""The screenless platform says so of windows' sizes and lists that pop up."""

OUT = "panels of 2030"
INTO = "incoming of 2030"
Shown = Callable[[], HandoverPanel]


@pytest.fixture
def incoming(desk: Desk, seat) -> Actor:
    """The other officer: 林例二."""
    return desk.accounts.add("林例二", Role.OFFICER, INTO, by=seat.actor).actor


@pytest.fixture
def panel(qtbot, app_theme, jobs, seat, times, desk: Desk, incoming):
    """The panel, shown at the size of a small office screen."""
    return open_panel(qtbot, jobs, seat, times, desk)


def open_panel(qtbot, jobs, seat, times, desk: Desk) -> HandoverPanel:
    made = HandoverPanel(
        jobs,
        seat,
        times,
        duty=desk.duty,
        accounts=desk.accounts,
        settings=desk.settings,
        supplements=desk.supplements,
        drafts=desk.drafts,
    )
    made.resize(1302, 658)
    qtbot.addWidget(made, before_close_func=lambda panel: panel.remarks_draft.keeper.drop())
    made.trouble = []
    made.told = []
    made.refused.connect(made.trouble.append)
    made.saved.connect(made.told.append)
    with qtbot.waitSignal(made.presented):
        made.show()
    return made


def posts(main: str) -> list[PostLine]:
    return [PostLine("leader", "王例九", "100-0000-0009"), PostLine("主班", main, "100-0000-0001")]


def stand(desk: Desk, by: Actor) -> None:
    desk.duty.take_over_empty(posts(by.name), by=by)


def take_in(desk: Desk, by: Actor, summary: str = "样例村3 道路积水") -> str:
    return desk.intake.register(Intake(id=uuid4(), summary=summary, received_at=desk.clock.now()), by=by).number


def task(desk: Desk, by: Actor, title: str, due: timedelta) -> None:
    """A task straight in the store: the service that makes them is another issue."""
    now = desk.clock.now()
    with desk.opened.store.writing(by=by) as tx:
        row = Task(
            id=uuid4(), number=f"RW-{uuid4().hex[:4]}", source="duty", title=title, owner="吴例三", due_at=now + due,
            state="open", created_at=now, created_by=by.name, version=1,
        )  # fmt: skip
        tx.session.add(row)
        lines.write(tx, books.DUTY, ActKind.TASK, title, at=now, about=[row])


def with_sheet(desk: Desk, by: Actor) -> None:
    """A watch with one open report, one task in time and two over, cut off."""
    stand(desk, by)
    take_in(desk, by)
    task(desk, by, "核实转移人数", timedelta(hours=9))
    task(desk, by, "报送续报", timedelta(minutes=-30))
    task(desk, by, "补领照明灯", timedelta(minutes=-5))
    desk.duty.start_hand_over(by=by)


def signed(desk: Desk, by: Actor) -> None:
    with_sheet(desk, by)
    desk.duty.sign_outgoing(desk.duty.running_sheet().digest, by.name, OUT)


def news(qtbot, panel: HandoverPanel, *topics: Topic) -> None:
    """News from another process, until it is shown."""
    with qtbot.waitSignal(panel.presented):
        panel.note(Changes(frozenset(topics or {Topic.DUTY}), elsewhere=True))


def presented(qtbot, panel: HandoverPanel, act: Callable[[], object]) -> None:
    with qtbot.waitSignal(panel.presented):
        act()


def key(qtbot, widget: QWidget, which: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    widget.setFocus()
    qtbot.keyClick(widget, which, modifier)


def write(qtbot, widget: QWidget, text: str) -> None:
    """Type it: Latin by keys, Chinese as an input method commits it."""
    widget.setFocus()
    if text.isascii():
        qtbot.keyClicks(widget, text)
        return
    typed = QInputMethodEvent()
    typed.setCommitString(text)
    QApplication.sendEvent(widget, typed)


def type_and_sign(qtbot, panel: HandoverPanel, password: str, name: str = "") -> None:
    """Fill the proof of the open dialog by keyboard and hand it up."""
    proof = panel.dialog.proof
    if name:
        proof.name.clear()
        write(qtbot, proof.name, name)
    proof.password.clear()
    write(qtbot, proof.password, password)
    key(qtbot, proof.password, Qt.Key.Key_Return)


def log_in_incoming(qtbot, panel: HandoverPanel) -> None:
    panel.sheet_page.identify.click()
    presented(qtbot, panel, lambda: type_and_sign(qtbot, panel, INTO, "林例二"))


def shown_words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


# nobody on watch


def test_an_empty_station_is_taken_over_by_keyboard(qtbot, panel, desk, seat):
    assert panel.watch_page.take_over.isVisible() and not panel.watch_page.start.isVisible()
    key(qtbot, panel.watch_page.take_over, Qt.Key.Key_Space)
    dialog = panel.dialog
    assert isinstance(dialog, TakeOverDialog) and dialog.proof is None
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


# a watch without a sheet


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


# a sheet under way


def test_the_named_fact_is_read_without_scrolling(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    desk.log.add(NewEntry(uuid4(), "截止后一条"), by=seat.actor)
    news(qtbot, panel)

    head = panel.sheet_page.head
    assert head.number.text() == "示例JJ2030-0001" and head.progress.text() == "已确认 0/8"
    assert head.overdue.text == "逾期 2 项未确认" and head.overdue.isVisible()
    assert "第 5 条" in head.cut_off.text() and "2 条" in head.since.text()
    for part in (head.number, head.cut_off, head.progress, head.overdue):
        assert part.width() >= part.sizeHint().width()
        assert panel.rect().contains(part.mapTo(panel, part.rect().bottomRight()))


def test_items_stand_under_their_sections_with_the_overdue_mark(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)

    model = panel.sheet_page.items.rows_model
    shown = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    assert [row[0] for row in shown if not row[3]] == [
        "1  班次基本情况", "2  在效预警响应提示", "3  未办结接报", "4  未办结任务", "5  在途物资与安置点",
        "6  未确认与未回执", "7  设备检查", "8  钥匙印章车辆文件", "9  注意事项与例行", "10  接班差异",
    ]  # fmt: skip
    late = [row for row in shown if row[2].startswith("超")]
    assert [row[1].split()[0] for row in late] == ["报送续报", "补领照明灯"]
    assert {row[3] for row in shown if row[3]} == {"待确认"}
    marked = [row for row in range(model.rowCount()) if has_octagon(panel.sheet_page.items, row)]
    assert [shown[row][0] for row in marked] == [row[0] for row in late]


def has_octagon(items, row: int) -> bool:
    """Whether the due cell of that row is painted with the red of what is over."""
    items.clearSelection()
    items.scrollTo(items.rows_model.index(row, 0))
    box = items.visualRect(items.rows_model.index(row, 2))
    image = items.viewport().grab(box).toImage()
    red = theme.current().colour("red").rgb()
    return any(image.pixel(x, y) == red for x in range(image.width()) for y in range(image.height()))


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
    desk.duty.remark("别处写的", by=seat.actor)
    news(qtbot, panel)

    assert page.remarks.editor.toPlainText() == "水位还在涨"
    assert page.remarks.editor.textCursor().position() == 2
    assert panel.focusWidget() is page.remarks.editor
    assert page.items.chosen_key() == chosen
    assert page.remarks.field.note.text() == words.say("remarks.elsewhere")


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


def test_abandoning_needs_a_reason_and_leaves_the_watch_where_it_was(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    panel.sheet_page.abandon.click()
    assert isinstance(panel.dialog, AbandonDialog)
    key(qtbot, panel.dialog.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(panel.dialog.trouble.isVisible)
    write(qtbot, panel.dialog.reason, "接班人未到")
    presented(qtbot, panel, lambda: key(qtbot, panel.dialog.reason, Qt.Key.Key_Return))

    assert desk.duty.running_sheet() is None and desk.duty.on_watch().owner == "陈例一"
    assert "接班人未到" in desk.log.newest(1)[0].text
    assert panel.watch_page.start.isVisible()


# signed by the outgoing officer


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

    presented(qtbot, panel, lambda: (rest(), panel.reload()))
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

    desk.duty.abandon("重来", by=seat.actor)
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
    sheet = desk.duty.raise_difference("排水泵账 9 实 8", by=incoming)
    for _, item, _ in items_of(sheet.body):
        desk.duty.confirm([item], by=incoming)
    news(qtbot, panel)
    log_in_incoming(qtbot, panel)
    panel.sheet_page.sign_incoming.click()
    desk.duty.answer_difference(UUID(sheet.differences[0]["id"]), "借出一台", by=seat.actor)
    news(qtbot, panel)
    type_and_sign(qtbot, panel, INTO)
    qtbot.waitUntil(panel.dialog.trouble.isVisible)
    assert panel.dialog.trouble.text() == words.say("refused.text_changed")
    assert desk.duty.on_watch().owner == "陈例一"

    panel.dialog.reject()
    panel.sheet_page.sign_incoming.click()
    with qtbot.waitSignal(panel.watch_changed):
        type_and_sign(qtbot, panel, INTO)
    assert desk.duty.on_watch().owner == "林例二"


# a whole hand-over


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
    assert isinstance(dialog, TakeOverDialog) and dialog.proof.name.text() == "林例二"
    assert [name.text() for name in dialog.posts.names] == ["王例九", "林例二", "", ""]

    with qtbot.waitSignal(panel.watch_changed) as changed:
        presented(qtbot, panel, lambda: type_and_sign(qtbot, panel, INTO))

    assert changed.args == ["林例二"] and desk.duty.on_watch().owner == "林例二"
    assert desk.duty.sheet().state is SheetState.ACCEPTED and desk.log.verify().fault is None
    assert panel.watch_page.done_card.isVisible()
    assert "陈例一 交班，林例二 接班" in panel.watch_page.done.text()
    with qtbot.waitSignal(panel.preview_asked) as asked:
        panel.watch_page.show_sheet.click()
    assert asked.args[0].number == "示例JJ2030-0001"


def test_the_preview_key_shows_the_running_sheet(qtbot, panel, desk, seat):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    with qtbot.waitSignal(panel.preview_asked) as asked:
        key(qtbot, panel.sheet_page.items, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert asked.args[0].state is SheetState.STARTED


def test_the_keyboard_goes_down_the_page_as_the_eye_does(qtbot, panel, desk, seat):
    signed(desk, seat.actor)
    news(qtbot, panel)
    log_in_incoming(qtbot, panel)
    page = panel.sheet_page
    page.items.setFocus()
    walked = []
    for _ in range(9):
        qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
        walked.append(panel.focusWidget())

    assert walked == [
        page.confirm, page.confirm_rest, page.confirm_sheet, page.preview, page.identify,
        page.differences.say.line, page.differences.say.button, page.abandon, page.emergency,
    ]  # fmt: skip


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


@pytest.mark.parametrize("size", [14, 20])
def test_nothing_is_clipped_and_the_window_does_not_grow(qtbot, panel, desk, seat, app_theme, size):
    signed(desk, seat.actor)
    words.set_language("en")
    theme.apply(app_theme, "light", size)
    news(qtbot, panel)

    page = panel.sheet_page
    assert panel.minimumSizeHint().height() <= 600
    confirming = (page.confirm, page.confirm_rest, page.confirm_sheet)
    for button in (*confirming, page.identify, page.sign_incoming, page.abandon, page.emergency):
        assert button.width() >= button.sizeHint().width(), button.text()
    assert not any(page.items.isColumnHidden(column) for column in range(4))


@pytest.mark.parametrize("state", ["empty", "watch", "emergency", "started", "signed"])
def test_every_state_speaks_english_while_it_is_shown(qtbot, panel, desk, seat, incoming, state):
    if state == "emergency":
        in_emergency(desk, seat, incoming)
    else:
        {"empty": lambda *_: None, "watch": stand, "started": with_sheet, "signed": signed}[state](desk, seat.actor)
    news(qtbot, panel)
    words.set_language("en")

    shown = shown_words(panel)
    assert "[" not in shown and "（" not in shown
    expected = {
        "empty": "Nobody on watch",
        "watch": "Planned end",
        "emergency": "relieved 陈例一",
        "started": "0/8 confirmed",
        "signed": "Missing: ",
    }
    assert expected[state] in shown
    if state in {"started", "signed"}:
        model = panel.sheet_page.items.rows_model
        assert model.index(0, 0).data() == "1  The watch" and model.index(1, 3).data() == "Not yet"


# an emergency take-over, confirmed later


def in_emergency(desk: Desk, seat, incoming: Actor) -> None:
    stand(desk, seat.actor)
    desk.duty.emergency_take_over(posts(incoming.name), "样例：突发疾病", incoming.name, INTO)


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


# remarks that were typed and not saved


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
    desk.duty.abandon("样例", by=seat.actor)
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
    desk.duty.abandon("样例", by=seat.actor)
    desk.duty.start_hand_over(by=seat.actor)
    news(qtbot, panel)

    assert panel.sheet_page.remarks.text() == "old"
    qtbot.waitUntil(lambda: [draft.id for draft in desk.drafts.open("remarks")] not in ([], [first.id]))
    (second,) = desk.drafts.open("remarks")
    assert second.content == {"sheet": str(desk.duty.running_sheet().id), "text": "old"}


@pytest.mark.parametrize("act", ["abandon", "emergency"])
def test_a_reason_given_up_by_escape_stands_there_again(qtbot, panel, desk, seat, act):
    with_sheet(desk, seat.actor)
    news(qtbot, panel)
    for typed in ("", "接班人未到"):
        getattr(panel.sheet_page, act).click()
        assert panel.dialog.reason.text() == typed or not typed
        write(qtbot, panel.dialog.reason, "接班人未到" if not typed else "")
        key(qtbot, panel.dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: panel.dialog is None)
    getattr(panel.sheet_page, act).click()
    assert panel.dialog.reason.text() == "接班人未到"
    panel.dialog.reject()


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
