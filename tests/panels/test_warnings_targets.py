"""What did not arrive: sent once more by target, stood in for, called by name; by keys, over simulated channels."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.delivery import Receipt, SendState
from console.domain.people import Actor
from console.domain.warning import State
from console.domain.warning_form import Chosen
from console.domain.warning_rows import Sent
from console.domain.wire import PointForm
from console.services.delivery_pump import Pump
from tests.kit import warnings_panel as kit
from tests.kit.sending import Street
from tests.kit.sending import device as add_device
from tests.kit.upward import ALT, CTRL, KEY, SHIFT, press
from tests.kit.warning import WORD, County, walked
from tests.kit.warnings_panel import Opened, asked, settled, shown, wait
from ui import hiding
from ui.prints import form_of
from ui.seat import Seat

desk, seat, people, opened = kit.desk, kit.seat, kit.people, kit.opened
NONE = Qt.KeyboardModifier.NoModifier


def run(desk: Desk, people: County, warning_id: Any, street: Street) -> None:
    """What is held is armed, and the outbox does what it can."""
    held = [one.id for one in desk.deliveries.rows(subject_id=warning_id, states=[SendState.HELD])]
    if held:
        desk.deliveries.arm(held, desk.deliveries.arming(held).area, WORD, by=people.actor("丙例"))
    pump = Pump(desk.deliveries, street.of, threads=0)
    for _ in range(4):
        pump.step(desk.clock.now())
        desk.clock.advance(seconds=5)


@pytest.fixture
def told(desk: Desk, people: County) -> tuple[Any, Street]:
    """A red warning over two speakers of the town and by messages: one speaker does not answer, one message failed."""
    tool = Actor.tool("tester")
    speaker, modem = add_device(desk, "K1", "speaker"), add_device(desk, "M1", "modem")
    for zone in ("3", "4"):
        desk.devices.put_point(PointForm(uuid4(), speaker, f"例镇{zone}片", zone=zone, place_id=people.town), by=tool)
    street = Street()
    street.answers = lambda order: Receipt(SendState.FAILED if order.target == "3" else SendState.CONFIRMED, "tried")
    by = people.actor("甲例")
    channels = (Chosen("local", "3", (speaker,)), Chosen("sms", "", (modem,)), Chosen("tv"))
    row = desk.warnings.draft(people.form(channels=channels), by=by)
    row = walked(desk.warnings, row, by)
    run(desk, people, row.id, street)
    return row, street


def test_a_target_that_was_not_reached_is_sent_to_once_more(
    opened: Opened, desk: Desk, people: County, told: tuple[Any, Street], qtbot: QtBot
) -> None:
    row, street = told
    panel = opened()
    page = shown(qtbot, panel, row)
    record = page.record
    local = next(one.row for one in page.look.sends if one.row.channel == "local")
    tv = next(one.row for one in page.look.sends if one.row.channel == "tv")
    assert record.table.chosen_row().row.id == tv.id, "what has to be reported next is chosen"
    press(qtbot, record.table, KEY.Key_A, ALT)
    assert panel.errors.pop().code == "not_now"
    record.table.choose(local.id)
    dialog = asked(qtbot, page, KEY.Key_A, ALT)
    (line,) = dialog.table.rows_model.rows()
    assert line.last.state is SendState.FAILED and dialog.tries.rows_model.rowCount() == 1
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.trouble.text() == words.say("refused.nothing_ticked")
    press(qtbot, dialog.table, KEY.Key_Space)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    press(qtbot, dialog, KEY.Key_Return, CTRL)  # hit once too often: nothing goes out
    assert dialog.sure.text() == words.say("targets.sure_audible", count=1, audible=1)
    assert len(desk.deliveries.rows(subject_id=row.id, states=[SendState.HELD])) == 0
    wait(qtbot, dialog.ready)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    settled(qtbot, panel)
    wait(qtbot, lambda: panel.heard[-1:] == [words.say("targets.told_armed", count=1, held=1)])
    assert len(desk.deliveries.rows(subject_id=row.id, states=[SendState.HELD])) == 1
    street.answers = None
    run(desk, people, row.id, street)
    dialog = asked(qtbot, page, KEY.Key_A, ALT)
    assert dialog.table.rows_model.rowCount() == 0 and dialog.none.text() == words.say("targets.none")
    press(qtbot, dialog, KEY.Key_L, ALT)
    (line,) = dialog.table.rows_model.rows()
    assert [one.state for one in line.target.rows] == [SendState.FAILED, SendState.CONFIRMED]
    for language in words.LANGUAGES:
        words.set_language(language)
        assert "[" not in dialog.sums.text() + dialog.yes.text() + dialog.windowTitle()
    words.set_language("zh")
    press(qtbot, dialog, KEY.Key_Escape)
    assert panel.errors == []


def test_many_are_sent_to_each_for_itself(
    opened: Opened, desk: Desk, people: County, told: tuple[Any, Street], qtbot: QtBot
) -> None:
    row, _street = told
    panel = opened()
    page = shown(qtbot, panel, row)
    sms = next(one.row for one in page.look.sends if one.row.channel == "sms")
    page.record.table.choose(sms.id)
    dialog = asked(qtbot, page, KEY.Key_A, ALT)
    count = len(dialog.lines())
    assert count > 1 and dialog.table.rows_model.rowCount() == 0
    press(qtbot, dialog, KEY.Key_L, ALT)
    press(qtbot, dialog, KEY.Key_K, ALT)
    assert dialog.answer().rows == dialog.answer().rows, "the same wish twice is the same rows"
    first = dialog.lines()[0].last
    desk.warning_targets.again(first.id, by=people.actor("甲例"))  # another seat was quicker
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    assert dialog.sure.text() == words.say("targets.sure", count=count)
    wait(qtbot, dialog.ready)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    settled(qtbot, panel)
    wait(qtbot, lambda: panel.heard[-1:] == [words.say("targets.told", count=count - 1)])
    assert panel.errors.pop().code == "not_sent_again" and panel.errors == []
    assert len(desk.deliveries.rows(subject_id=row.id, states=[SendState.QUEUED])) == count


def test_silent_terminals_are_copied_printed_called_and_stood_in_for(
    opened: Opened, desk: Desk, people: County, seat: Seat, told: tuple[Any, Street], qtbot: QtBot
) -> None:
    row, _street = told
    panel = opened()
    page, papers, calls = shown(qtbot, panel, row), [], []
    panel.print_asked.connect(papers.append)
    panel.callout_asked.connect(calls.append)
    dialog = asked(qtbot, page, KEY.Key_N, ALT)
    (line,) = dialog.table.rows_model.rows()
    phone = line.silent.contacts[0].phones[0]
    press(qtbot, dialog, KEY.Key_C, CTRL | SHIFT)
    assert phone in QGuiApplication.clipboard().text() and "K1" in QGuiApplication.clipboard().text()
    hiding.current().turn()
    press(qtbot, dialog, KEY.Key_C, CTRL | SHIFT)
    hiding.current().turn()
    assert panel.errors.pop().code == "numbers_hidden"
    press(qtbot, dialog.table, KEY.Key_Space)
    assert not dialog.yes.isEnabled() and not dialog.call.isEnabled()
    press(qtbot, dialog, KEY.Key_K, ALT)
    press(qtbot, dialog, KEY.Key_P, ALT)
    form = form_of(desk, papers.pop())
    assert (form.kind, form.number) == ("warning_silent", row.number)
    assert phone in "".join(cell for cell in form.blocks[1].rows[0].cells)

    dialog = asked(qtbot, page, KEY.Key_N, ALT)
    press(qtbot, dialog, KEY.Key_M, ALT)
    wait(qtbot, lambda: bool(calls))
    (wish,) = calls
    assert wish.warning_id == row.id and wish.only and wish.first[0].chain[0].phones
    settled(qtbot, panel)
    dialog = asked(qtbot, page, KEY.Key_N, ALT)
    assert dialog.channel.value() == "van"
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    settled(qtbot, panel)
    wait(qtbot, lambda: page.record.table.chosen_row().row.channel == "van")
    van = page.record.table.chosen_row().row
    assert van.state is Sent.TODO and phone in van.target
    dialog = asked(qtbot, page, KEY.Key_D, ALT)
    dialog.proof.setText("车载录像")
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    settled(qtbot, panel)
    wait(qtbot, lambda: page.look.sends[-1].row.state is Sent.DONE)
    assert page.look.row.state is State.RELEASING and panel.errors == []
    # the same persons from the channel itself
    local = next(one.row for one in page.look.sends if one.row.channel == "local")
    page.record.table.choose(local.id)
    press(qtbot, page.record.table, KEY.Key_M, ALT | SHIFT)
    wait(qtbot, lambda: len(calls) == 2)
    assert calls[1].first == wish.first
    seat.sit(people.actor("戊例"))
    wait(qtbot, lambda: not page.record.by_name["send_targets"].isEnabled())
    assert not page.record.by_name["send_silent"].isEnabled()
