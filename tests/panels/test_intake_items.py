"""接报登记: an item that stands in the store is read, revised, rung back, merged and closed."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.inbound import FigureValue, InboundState, Intake
from tests.kit import intake as kit
from tests.kit.intake import CTRL, press, type_in

make, panel, places, settle = kit.make, kit.panel, kit.places, kit.settle
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_a_registered_item_is_read_revised_and_closed(qtbot, panel, desk, seat, settle):
    figures = {"dead": FigureValue(None, True)}
    item = desk.intake.register(Intake(uuid4(), "gas leak", desk.clock.now(), figures=figures), by=seat.actor)
    type_in(qtbot, "half")
    with qtbot.waitSignal(panel.presented):
        panel.reload()
    panel.table.choose(item.id)
    panel.table.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert panel.form.summary.text() == "gas leak" and panel.form.summary.isReadOnly()
    assert [row.title for row in panel.stack.table.rows_model.rows()] == ["half"]

    panel.bars.item.revise.click()
    panel.bars.revise.value.line.setFocus()
    type_in(qtbot, "2")
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "hospital")
    with qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    assert desk.intake.one(item.id).figures == {"dead": FigureValue(2)}
    assert words.say("figure.unknown") in panel.item.history.text() and "hospital" in panel.item.history.text()

    panel.bars.item.close_item.click()
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "sealed")
    with qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    assert desk.intake.one(item.id).state == InboundState.CLOSED
    assert not panel.bars.item.close_item.isVisible()
    asked = []
    panel.print_asked.connect(asked.append)
    press(qtbot, Qt.Key.Key_P, CTRL)
    assert [row.number for row in asked] == [item.number]


def test_a_caller_is_rung_back_by_keys_alone(qtbot, panel, desk, seat, settle):
    form = Intake(uuid4(), "gas leak", desk.clock.now(), caller_name="梁例五", call_back="waiting")
    item = desk.intake.register(form, by=seat.actor)
    type_in(qtbot, "half")
    panel.open_item(item.id, follow=True)
    settle()
    assert panel.bars.item.call_back.hasFocus()

    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "nobody answers")
    with qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    assert desk.intake.one(item.id).call_back == "failed" and desk.tasks.open_tasks() == []
    assert desk.log.newest(1)[0].text.endswith("nobody answers")
    assert panel.form.call_back.code() == "failed"
    assert not panel.bars.item.call_back.isVisible()


def test_the_keyboard_is_not_taken_from_an_officer_who_went_on(qtbot, panel, desk, seat, settle):
    item = desk.intake.register(Intake(uuid4(), "gas leak", desk.clock.now(), call_back="waiting"), by=seat.actor)
    panel.open_item(item.id, follow=True)
    panel.form.editors["caller_name"].setFocus()
    settle()
    assert panel.item.shown is not None
    assert panel.form.editors["caller_name"].hasFocus()


def test_an_item_is_merged_into_the_one_whose_number_is_given(qtbot, panel, desk, seat, settle):
    first = desk.intake.register(Intake(uuid4(), "gas leak", desk.clock.now()), by=seat.actor)
    second = desk.intake.register(Intake(uuid4(), "the same leak", desk.clock.now()), by=seat.actor)
    panel.open_item(second.id)
    settle()
    panel.bars.item.close_item.click()
    assert not panel.bars.close_item.master.isVisible()
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "JB2030-999999")
    with qtbot.waitSignal(panel.refused) as refused, qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    assert refused.args[0].code == "master_unknown"
    assert panel.bars.close_item.master.text() == "JB2030-999999"

    panel.bars.close_item.master.selectAll()
    type_in(qtbot, first.number.removeprefix("示例"))
    with qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    assert desk.intake.one(second.id).master_number == first.number
    assert panel.item.history.text() == words.say("intake.merged_into", number=first.number)
    panel.open_item(first.id)
    settle()
    assert panel.item.history.text() == words.say("intake.merged_from", numbers=second.number)


def test_an_item_changed_elsewhere_is_shown_before_it_can_be_closed(qtbot, panel, desk, seat, settle):
    item = desk.intake.register(Intake(uuid4(), "gas leak", desk.clock.now()), by=seat.actor)
    panel.open_item(item.id)
    settle()
    desk.intake.close(item.id, InboundState.UNTRUE, "", seen=item.version, by=seat.actor)
    panel.bars.item.close_item.click()
    with qtbot.waitSignal(panel.refused) as refused, qtbot.waitSignal(panel.presented):
        panel.item.close()

    assert refused.args[0].code == "changed_meanwhile"
    assert panel.item.state.text() == words.say("inbound.state.untrue")
