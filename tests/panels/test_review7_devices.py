"""设备 attacked: what is not on the screen is not handed up, what was not touched stays, bytes move nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.delivery import Order, SendState, Verb
from console.domain.outbox import Ask
from console.domain.people import Actor
from console.domain.wire import DeviceForm, DeviceRow, LinkState, LinkStatus, PointForm
from tests.kit import devices_panel
from tests.kit.devices_panel import AREA, Opened, sound
from tests.kit.input_method import commit
from tests.kit.teams_panel import asked, hand_up, part, settled, wait
from tests.kit.upward import ALT, CTRL, KEY, press
from ui import hiding
from ui.panels.devices import LEDGER, LINKS, OUTBOX
from ui.seat import Seat
from ui.text import actor_named
from ui.widgets.byte_view import MOST_LINES, ByteView

opened, siren = devices_panel.opened, devices_panel.siren
NUMBER = "100-0000-0001"


@dataclass(frozen=True)
class Bytes:
    number: int
    at: datetime
    raw: bytes
    sent: bool = False


def test_what_is_not_seen_in_the_dialog_is_not_handed_up(
    opened: Opened, desk: Desk, siren: DeviceRow, seat: Seat, qtbot: QtBot
) -> None:
    horn = desk.devices.add(DeviceForm(uuid4(), "GB-01", "广播", "speaker", ""), by=seat.actor)
    page = part(qtbot, opened(), OUTBOX)
    dialog = asked(qtbot, page, KEY.Key_N, CTRL)
    dialog.device.choose(horn.id)
    dialog.verb.choose(Verb.SPEAK)
    dialog.text.setPlainText("请立即转移")
    dialog.repeats.setText("3")
    dialog.verb.choose(Verb.SOUND)
    dialog.seconds.setText("60")
    dialog.area.setText(AREA)
    order = dialog.answer().order
    assert (order.text, dict(order.facts)) == ("", {"seconds": 60, "repeats": 3})
    dialog.verb.choose(Verb.PROBE)
    ask = dialog.answer()
    assert (ask.area, ask.order.text, dict(ask.order.facts)) == ("", "", {})
    dialog.verb.choose(Verb.SPEAK)
    assert dialog.answer().order.text == "请立即转移", "what is typed stays for who comes back to it"


def test_a_point_keeps_what_was_not_touched(
    opened: Opened, desk: Desk, siren: DeviceRow, seat: Seat, qtbot: QtBot
) -> None:
    form = PointForm(uuid4(), siren.id, "水位", above=1234.5678, below=-0.123456789, repeat_seconds=86_400)
    desk.devices.put_point(form, by=seat.actor)
    page = part(qtbot, opened(), LEDGER)
    wait(qtbot, lambda: page.points.rows_model.rowCount() == 1)
    page.points.choose(form.id)
    press(qtbot, page.points, KEY.Key_Return)
    wait(qtbot, lambda: page.asked.dialog is not None)
    page.asked.dialog.lines["unit"].setText("m")
    hand_up(qtbot, page)
    (point,) = desk.devices.points(siren.id)
    assert (point.form.above, point.form.below, point.form.unit) == (1234.5678, -0.123456789, "m")
    press(qtbot, page.points, KEY.Key_Return)
    wait(qtbot, lambda: page.asked.dialog is not None)
    page.asked.dialog.lines["above"].setText("３．５")
    page.asked.dialog.lines["below"].setText("－１２．５")
    hand_up(qtbot, page)
    (point,) = desk.devices.points(siren.id)
    assert (point.form.above, point.form.below) == (3.5, -12.5)


def test_options_are_each_driver_s_own_and_a_refusal_leads_to_its_field(
    opened: Opened, desk: Desk, seat: Seat, qtbot: QtBot
) -> None:
    page = part(qtbot, opened(), LEDGER)
    dialog = asked(qtbot, page, KEY.Key_N, CTRL)
    dialog.driver.choose("relay")
    for _ in range(2):
        press(qtbot, dialog, KEY.Key_Return, CTRL)
        dialog.lines["url"].setText("sim://relay/SR-06")
    dialog.back.click()
    dialog.options["seconds"].setText("九")
    dialog.back.click()
    dialog.driver.choose("usb_relay")
    assert dialog.options["seconds"].text() == ""
    dialog.driver.choose("relay")
    assert dialog.options["seconds"].text() == "九"
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    dialog.lines["name"].setText("警报器")
    dialog.lines["code"].setText("SR-06")
    dialog.lines["silent_seconds"].setText("一")
    dialog.lines["code"].setFocus()
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.lines["silent_seconds"].hasFocus(), "the wrong field of the step in front"
    dialog.lines["silent_seconds"].clear()
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, dialog.options["seconds"].isVisible)
    assert dialog.options["seconds"].hasFocus()
    press(qtbot, dialog, KEY.Key_Escape)
    settled(qtbot, page)
    dialog = asked(qtbot, page, KEY.Key_N, CTRL)
    assert dialog.driver.value() == "relay" and dialog.options["seconds"].text() == "九", "Esc keeps options too"


def test_enter_walks_the_arming_to_its_end_once(
    opened: Opened, desk: Desk, seat: Seat, siren: DeviceRow, qtbot: QtBot
) -> None:
    held = sound(desk, siren, seat)
    page = part(qtbot, opened(), OUTBOX)
    wait(qtbot, page.arm.isEnabled)
    dialog = asked(qtbot, page, KEY.Key_W, ALT)
    press(qtbot, dialog.area, KEY.Key_Return)
    assert dialog.area.hasFocus()
    commit(dialog.area, AREA)
    press(qtbot, dialog.area, KEY.Key_Return)
    assert dialog.password.hasFocus()
    dialog.password.setText("wrong")
    press(qtbot, dialog.password, KEY.Key_Return)
    wait(qtbot, dialog.trouble.isVisible)
    assert desk.deliveries.one(held.id).state is SendState.HELD and page.asked.dialog is dialog


def test_numbers_are_hidden_in_the_outbox_and_in_bytes(
    opened: Opened, desk: Desk, seat: Seat, times: Any, qtbot: QtBot
) -> None:
    sms = desk.devices.add(DeviceForm(uuid4(), "DX-01", "短信终端", "sms", "sim://sms/DX-01"), by=seat.actor)
    order = Order(uuid4(), Verb.TEXT, NUMBER.replace("-", ""), f"请回电{NUMBER}")
    desk.deliveries.ask([Ask(sms.id, order)], by=seat.actor)
    page = part(qtbot, opened(), OUTBOX)
    view = ByteView(times)
    qtbot.addWidget(view)
    view.resize(900, 200)
    view.show_new([Bytes(1, desk.clock.now(), b'+CLIP: "10000000001",129\r\n')])
    hiding.current().turn()
    view.retranslate()
    model = page.table.rows_model
    seen = [str(model.data(model.index(0, at), role)) for at in range(6)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)]  # fmt: skip
    seen += [word.text() for word in page.facts.values.values()]
    assert not [text for text in seen if "10000000001" in text or "0000-0001" in text]
    assert "10000000" not in view.toPlainText() and "30 30" not in view.toPlainText()
    hiding.current().turn()
    view.retranslate()
    assert "10000000" in view.toPlainText() and "30 30" in view.toPlainText()


def test_bytes_that_come_in_move_nothing_that_is_read(qtbot: QtBot, app_theme: QApplication, times: Any) -> None:
    view, now = ByteView(times), times.now()
    qtbot.addWidget(view)
    view.resize(900, 200)
    view.show()
    view.show_new([Bytes(at, now, f"{at:08}".encode()) for at in range(1, MOST_LINES + 1)])
    bar = view.verticalScrollBar()
    bar.setValue(1000)
    block = view.document().findBlockByNumber(1000)
    cursor = QTextCursor(block)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    bar.setValue(1000)
    read, chosen = view.firstVisibleBlock().text(), cursor.selectedText()
    view.show_new([Bytes(MOST_LINES + at, now, b"more") for at in range(1, 201)])
    assert view.firstVisibleBlock().text() == read and view.textCursor().selectedText() == chosen
    asked_for = []
    dumped = view._lines
    view._lines = lambda row: asked_for.append(row) or dumped(row)  # type: ignore[method-assign]
    view.show_new([Bytes(9000 + at, now, bytes(64_000)) for at in range(20)])
    view.resize(500, 200)
    view.retranslate()
    assert len(asked_for) < 10, "what would be cut away at once is not written"


def test_a_profile_is_tried_by_a_worker(opened: Opened, desk: Desk, seat: Seat, qtbot: QtBot) -> None:
    page = part(qtbot, opened(), LEDGER)
    dialog = asked(qtbot, page, KEY.Key_N, CTRL)
    dialog.driver.choose("profile")
    dialog.profile.setPlainText("[profile]\nname = 3")
    dialog.tester.try_now()
    assert dialog.tester.told.text() == words.say("asking.working"), "the window goes on meanwhile"
    wait(qtbot, lambda: dialog.tester.told.text().startswith("设备描述"))


def test_links_that_flap_and_sendings_that_end_move_neither_line_nor_list(
    opened: Opened, desk: Desk, siren: DeviceRow, seat: Seat, clock: StoppedClock, qtbot: QtBot
) -> None:
    for at in range(20):
        form = DeviceForm(uuid4(), f"BJ-{at:02}", f"报警{at}", "surgard", f"sim://surgard/BJ-{at:02}")
        desk.devices.add(form, by=seat.actor)
        clock.advance(seconds=1)
        desk.deliveries.ask([Ask(siren.id, Order(uuid4(), Verb.PROBE), test=True)], by=seat.actor)
    panel = opened()
    page: Any = part(qtbot, panel, LINKS)

    def stays(change: Callable[[], object]) -> None:
        chosen, place = page.table.chosen_key(), page.table.visualRect(page.table.currentIndex())
        change()
        with qtbot.waitSignal(page.presented):
            page.reload()
        assert page.table.chosen_key() == chosen and page.table.visualRect(page.table.currentIndex()) == place
        assert page.table.hasFocus()

    def lose() -> None:
        now = clock.now()
        desk.links.note([LinkStatus(row.key, LinkState.LOST, now, now, "gone") for row in desk.devices.rows()[10:15]])

    def walk() -> None:
        page.table.setFocus()
        for _ in range(15):
            press(qtbot, page.table, KEY.Key_Down)
        settled(qtbot, page)

    walk()
    QApplication.processEvents()
    said, say = [], page.record.say
    page.record.say = lambda *words: said.append(words) or say(*words)
    page._fetch()
    assert not said, "bytes are fetched twice a second: nothing is laid out anew for it"
    stays(lose)
    panel.show_part(LEDGER)
    page = part(qtbot, panel, LINKS)
    assert page.table.rows_model.rows()[0].form.code == "BJ-10", "whoever comes finds first what is wrong"
    page = part(qtbot, panel, OUTBOX)
    walk()
    chosen = page.table.chosen_row()
    stays(lambda: desk.deliveries.cancel(chosen.id, by=seat.actor))
    assert page.table.chosen_row().state is SendState.CANCELLED and not page.cancel.isEnabled()


def test_the_palette_leads_to_devices_and_to_what_was_sent(
    opened: Opened, desk: Desk, siren: DeviceRow, seat: Seat, qtbot: QtBot
) -> None:
    held = sound(desk, siren, seat)
    assert [(hit.id, hit.panel) for hit in desk.finding.by_name("sr-05")] == [(siren.id, "devices")]
    assert [hit.id for hit in desk.finding.by_name("siren")] == [siren.id]
    (hit,) = desk.finding.by_number(held.number.lower())
    assert (hit.id, hit.panel, hit.title) == (held.id, "devices", "警报器")
    panel = opened()
    panel.open_item(hit.id, follow=True)
    wait(qtbot, lambda: panel.outbox.table.chosen_key() == held.id)


def test_what_the_program_did_by_itself_is_said_in_words(
    opened: Opened, desk: Desk, siren: DeviceRow, seat: Seat, clock: StoppedClock, qtbot: QtBot
) -> None:
    for minutes in (25 * 60, 10, 10):  # begun, asked, written down
        clock.advance(minutes=minutes)
        desk.self_tests.step()
    assert desk.self_tests.newest(siren.form.id).by_name == Actor.program().name
    page = part(qtbot, opened(), LINKS)
    wait(qtbot, lambda: "自检" in page.test_said.text() and "：" in page.test_said.text())
    assert "program" not in page.test_said.text()
    assert words.say("actor.program") in page.test_said.text()
    assert actor_named("program") == words.say("actor.program")
    assert actor_named(seat.actor.name) == seat.actor.name
