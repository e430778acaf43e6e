"""Who rings in the real window: several at once, taken by one key, missed, and the list of what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.devices.simulator import Happening
from console.devices.street import the_street
from console.domain.clock import StoppedClock
from console.domain.contact_book import NumberKind
from console.domain.inbound import Intake
from console.domain.people import Actor, Role
from console.domain.ringing import CallState
from console.domain.wire import DeviceForm
from console.services.contact_people import NewNumber, NewPerson
from tests.kit import alarm_queue as kit
from tests.kit import geometry
from tests.kit.typist import ALT, CTRL, Typist
from ui import theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key
ONE, TWO, THREE = "0577-0000-0001", "100-0000-0002", "100-0000-0003"
S = CallState


def ring(desk: Desk, modem: Any, *numbers: str) -> None:
    kit.say(desk, modem, [kit.call(number) for number in numbers])


def state(desk: Desk, number: str) -> CallState:
    return next(call.state for call in desk.ringing.rows(to=None) if call.phone == number)


def calls_page(typist: Typist) -> Any:
    """F8, then the calls behind the alarms."""
    typist.press(KEY.Key_F8)
    typist.press(KEY.Key_2, CTRL)
    page = typist.panel().calls
    typist.until(lambda: typist.at(page.first_focus()), "the list of calls")
    return page


def numbers(page: Any) -> list[str]:
    return [row.call.phone for row in page.table.rows_model.rows()]


def test_several_ring_and_none_is_lost(typist: Typist, qtbot: QtBot, clock: StoppedClock) -> None:
    app = typist.app
    desk, strip = app.shell.desk, app.window.messages.call
    modem = kit.device(desk, app.seat.actor, kit.MODEM, "MD-01", "来电盒")
    typist.press(KEY.Key_F2)
    typist.write("half")
    form = typist.panel().form
    for number in (ONE, TWO, THREE):
        ring(desk, modem, number)
        clock.advance(seconds=1)
    typist.until(lambda: strip.caller is not None and strip.caller.more == 2, "three ring")
    assert THREE in strip.text() and strip.text().endswith("[F2] 另有 2 个来电")
    assert typist.at(form.summary) and form.summary.text() == "half"
    typist.press(KEY.Key_F2)
    assert form.phone.text() == THREE and TWO in strip.text() and strip.caller.more == 1
    typist.until(lambda: state(desk, THREE) is S.TAKEN, "the store has it too")
    # another seat is quicker with the second
    other = desk.accounts.add("邹例八", Role.OFFICER, "window of 2030", by=Actor.tool("tester")).actor
    desk.ringing.take(desk.ringing.ringing()[0].id, uuid4(), by=other)
    typist.until(lambda: strip.caller is not None and strip.caller.number == ONE, "it rings nowhere any more")
    assert strip.caller.more == 0
    clock.advance(seconds=60)
    app.shell.alarm_watch.beat()
    assert strip.isHidden()
    due = f"未接来电 {ONE}"
    typist.until(lambda: any(item.text == due for item in app.shell.station.due), "it is due at once")
    # what nobody took stands in the list; F2 takes the chosen one
    page = calls_page(typist)
    typist.until(lambda: numbers(page) == [THREE, TWO, ONE], "taken and missed wait")
    assert typist.panel().parts.buttons[1].text().startswith("来电 1")
    page.table.choose(page.table.rows_model.rows()[2].call.key)
    assert page.chosen_row().call.state is S.MISSED and page.card.number.text() == ONE
    typist.press(KEY.Key_F2)
    assert typist.panel().id == "intake" and form.phone.text() == ONE
    typist.until(lambda: state(desk, ONE) is S.TAKEN, "taken")
    typist.write("水位上涨")
    typist.press(KEY.Key_Return, CTRL)
    typist.until(lambda: state(desk, ONE) is S.RECORDED, "and recorded")
    # the one taken before is still being written: the key leads back to it
    page = calls_page(typist)
    typist.until(lambda: numbers(page) == [THREE, TWO], "what is recorded waits no more")
    page.table.choose(page.table.rows_model.rows()[0].call.key)
    typist.press(KEY.Key_F2)
    assert form.phone.text() == THREE
    # who was called by another line and typed in by hand is told no more
    ring(desk, modem, "100-0000-0005")
    typist.until(strip.isVisible, "the fifth")
    desk.intake.register(Intake(uuid4(), "水位", clock.now(), caller_phone="100-0000-0005"), by=other)
    typist.until(strip.isHidden, "answered by the entry")
    # both seats press at once: the entry stays, and who was quicker is told
    ring(desk, modem, "100-0000-0004")
    typist.until(strip.isVisible, "the fourth")
    desk.ringing.take(desk.ringing.ringing()[0].id, uuid4(), by=other)
    typist.press(KEY.Key_F2)
    typist.until(lambda: "邹例八" in app.window.messages.message.text(), "told who was quicker")
    assert form.phone.text() == "100-0000-0004"


def test_the_list_of_calls_by_keys(typist: Typist, qtbot: QtBot, clock: StoppedClock) -> None:
    app = typist.app
    desk, by = app.shell.desk, app.seat.actor
    modem = kit.device(desk, by, kit.MODEM, "MD-01", "来电盒")
    person = desk.contact_people.add(NewPerson("陈例二"), [NewNumber(NumberKind.MOBILE, TWO)], by=by)
    page = calls_page(typist)
    typist.until(lambda: page.pages.currentWidget() is page.empty, "nobody rang")
    assert "没有待处理" in page.empty.sentence.text()
    for _ in range(3):
        ring(desk, modem, ONE)
        clock.advance(minutes=3)
    ring(desk, modem, TWO, "")
    typist.until(lambda: len(numbers(page)) == 3, "they stand there")
    clock.advance(seconds=61)
    typist.panel().beat()
    typist.until(lambda: all(row.call.state is S.MISSED for row in page.table.rows_model.rows()), "missed by itself")
    hidden, friend, many = page.table.rows_model.rows()
    assert many.call.many and page.table.rows_model.rows()[2].call.count == 3
    page.table.choose(hidden.call.key)
    typist.press(KEY.Key_D, ALT)
    typist.until(lambda: "没有显示号码" in app.window.messages.message.text(), "a key that cannot act says why")
    typist.press(KEY.Key_J, ALT)
    dialog = typist.asked()
    typist.press(KEY.Key_Return)
    assert dialog.isVisible() and dialog.trouble.isVisible(), "not without a reason"
    typist.write("无声电话")
    typist.press(KEY.Key_Return)
    typist.until(lambda: numbers(page) == [TWO, ONE], "it needs nobody")
    assert page.chosen_row().call.key == friend.call.key and typist.at(page.table)
    typist.press(KEY.Key_C, ALT)
    assert QGuiApplication.clipboard().text() == TWO
    typist.press(KEY.Key_D, ALT)
    assert "陈例二" in typist.asked().big.accessibleName()
    typist.press(KEY.Key_1)
    typist.until(lambda: numbers(page) == [ONE], "rung back")
    assert desk.call_lists.attempts_of(person)[0].phone == TWO
    typist.press(KEY.Key_D, ALT)
    typist.asked()
    typist.press(KEY.Key_2)
    typist.until(lambda: page.chosen_row() is not None and page.chosen_row().call.tries == 1, "nobody answered")
    assert numbers(page) == [ONE]
    page.tabs[page._shown.ALL].click()
    assert len(numbers(page)) == 3
    # from the strip of what is due to the call
    due = next(item for item in desk.due.rows(clock.now()) if item.kind == "missed_call")
    app.shell._go_to_item(due.target_panel, due.record_id)
    assert page.chosen_row().call.phone == ONE and typist.panel().current_page() is page
    typist.press(KEY.Key_1, ALT)
    board = typist.panel().waiting
    typist.until(lambda: board.calls.isVisible() and "1" in board.calls.text(), "the board counts it")
    board.calls.click()
    assert typist.panel().current_page() is page and page.chosen_row().call.phone == ONE
    kit.say(desk, kit.device(desk, by), [kit.alarm(1, priority=1)])
    typist.until(app.shell.alarm_watch.popup.isVisible, "alarms are told over the list of calls")


@pytest.mark.parametrize("size", [14, 20])
def test_nothing_is_cut_in_either_language(typist: Typist, qtbot: QtBot, clock: StoppedClock, size: int) -> None:
    app = typist.app
    desk, window = app.shell.desk, app.window
    modem = kit.device(desk, app.seat.actor, kit.MODEM, "MD-01", "值班室二号电话来电显示盒")
    window.resize(1366, 768)
    for _ in range(3):
        ring(desk, modem, ONE)
        clock.advance(minutes=3)
    ring(desk, modem, TWO, THREE, "")
    page = calls_page(typist)
    typist.until(lambda: len(numbers(page)) == 4, "they stand there")

    def all_fits() -> None:
        assert geometry.faults(typist.panel()) in ({}, []) and geometry.cut(window.messages) == []

    try:
        theme.apply(app.qt, "light", size)
        for language in ("zh", "en"):
            words.set_language(language)
            for row in page.table.rows_model.rows():
                page.table.choose(row.call.key)
                qtbot.waitUntil(all_fits)  # what changed its width is laid out anew
    finally:
        theme.apply(app.qt, "light", theme.DESIGN)
        words.set_language("zh")


@pytest.fixture
def street() -> Iterator[Any]:
    yield the_street()
    the_street().clear()


def test_the_simulated_box_rings_in_the_window(typist: Typist, clock: StoppedClock, street: Any) -> None:
    app = typist.app
    desk, strip = app.shell.desk, app.window.messages.call
    form = DeviceForm(uuid4(), "LD-01", "来电盒", "callerid", "sim://callerid/LD1?form=mdmf")
    row = desk.devices.add(form, by=Actor.tool("tester"))
    desk.wire.start(only=[row.key])

    def told(number: str) -> bool:
        clock.advance(seconds=0.2)
        return strip.isVisible() and strip.caller.number == number

    try:
        typist.until(lambda: "callerid/LD1" in street.names() and street.at("callerid/LD1").connected, "connected")
        street.at("callerid/LD1").happen(Happening("call", sender="05770000001", text="例一街道"))
        typist.until(lambda: told("05770000001"), "who rings is told")
        assert "例一街道" in strip.text()
        clock.advance(seconds=12)
        street.at("callerid/LD1").happen(Happening("call", sender=""))
        typist.until(lambda: told(""), "another, who hides the number")
        assert strip.caller.more == 1
        typist.press(KEY.Key_F2)
        assert typist.panel().form.phone.text() == "" and strip.caller.number == "05770000001"
    finally:
        desk.wire.stop()
