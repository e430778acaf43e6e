"""接报登记: callers who are known, and time and place read from the text, are offered and never come uninvited."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.inbound import Intake
from tests.kit import intake as kit
from tests.kit.intake import ALT, go, press, type_in

make, panel, person, places, settle = kit.make, kit.panel, kit.person, kit.places, kit.settle
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_a_known_caller_fills_four_fields_at_once(qtbot, panel, desk, person, settle):
    type_in(qtbot, "山体裂缝")
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "0005")
    line = panel.form.phone
    qtbot.waitUntil(line.list.isVisible)
    assert line.hasFocus() and line.cursorPosition() == 4 and line.text() == "0005"
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    content = panel.form.content()
    assert [content[name] for name in ("caller_phone", "caller_name", "caller_org", "caller_post")] == [
        "100-0000-0005", "梁例五", "岩头镇人民政府", "值班员",
    ]  # fmt: skip
    assert panel.form.caller.hasFocus()
    with qtbot.waitSignal(panel.saved):
        panel.save()
    assert str(desk.intake.newest()[0].caller_person_id) == str(person_id(desk))


def person_id(desk):
    return desk.contacts.find("梁例五")[0].id


def test_what_is_typed_stays_unless_one_was_chosen(qtbot, panel, desk, person, settle):
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "0005")
    qtbot.waitUntil(panel.form.phone.list.isVisible)
    press(qtbot, Qt.Key.Key_Return)
    assert panel.form.phone.text() == "0005" and panel.form.caller.text() == ""
    type_in(qtbot, "llw")
    panel.help.caller.timeout.emit()
    settle()
    press(qtbot, Qt.Key.Key_Tab)
    assert panel.form.caller.text() == "llw"


def test_a_name_finds_the_number_and_keeps_one_that_was_typed(qtbot, panel, person, settle):
    go(panel, "caller_phone")
    type_in(qtbot, "0577-0000-0099")
    go(panel, "caller_name")
    type_in(qtbot, "llw")
    qtbot.waitUntil(panel.form.caller.list.isVisible)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Tab)
    assert (panel.form.caller.text(), panel.form.phone.text()) == ("梁例五", "0577-0000-0099")
    assert panel.form.editors["caller_org"].text() == "岩头镇人民政府"


def test_an_answer_that_comes_late_is_not_offered(qtbot, panel, desk, person, settle):
    go(panel, "caller_phone")
    type_in(qtbot, "0005")
    panel.help.caller.timeout.emit()
    type_in(qtbot, "7")
    settle()
    assert not panel.form.phone.list.isVisible()
    panel.help.caller.stop()


def test_a_former_call_is_told_beside_the_text(qtbot, panel, desk, seat, clock, settle):
    form = Intake(uuid4(), "山体裂缝", clock.now(), caller_phone="100-0000-0005")
    item = desk.intake.register(form, by=seat.actor)
    clock.advance(hours=2)
    go(panel, "caller_phone")
    type_in(qtbot, "10000000005")
    qtbot.waitUntil(lambda: item.number in panel.form.former.text())
    assert panel.form.former.text() == words.say("intake.former", at="08:00", number=item.number)


def test_time_and_place_are_proposed_and_taken_by_keys_only(qtbot, panel, desk, settle):
    type_in(qtbot, "凌晨三点，样例镇样例村12后山裂缝")
    chips = panel.form.proposals
    qtbot.waitUntil(lambda: chips.time.isVisible() and chips.where.isVisible())
    assert panel.form.occurred.text() == "" and panel.form.place.text() == ""
    assert panel.form.summary.hasFocus()
    press(qtbot, Qt.Key.Key_T, ALT)
    press(qtbot, Qt.Key.Key_A, ALT)
    assert panel.form.occurred.text() == "03:00" and panel.form.precision.code() == "about"
    assert panel.form.place.text() == "乐清市 样例镇 样例村12"
    assert not chips.time.isVisible() and not chips.where.isVisible() and panel.form.summary.hasFocus()
    with qtbot.waitSignal(panel.saved):
        panel.save()
    (item,) = desk.intake.newest()
    assert item.place_path == "乐清市 样例镇 样例村12" and item.occurred_at.hour == 19


def test_nothing_is_proposed_against_what_was_written(qtbot, panel, settle):
    go(panel, "occurred_at")
    type_in(qtbot, "0700")
    go(panel, "summary")
    type_in(qtbot, "凌晨三点")
    panel.help.text.timeout.emit()
    qtbot.wait(50)
    assert not panel.form.proposals.time.isVisible()
    panel.form.proposals.take_time()
    assert panel.form.occurred.text() == "0700"


def test_what_is_saved_is_offered_nothing_that_would_be_shown_but_not_stored(qtbot, panel, desk, settle):
    type_in(qtbot, "凌晨三点，样例镇样例村12后山裂缝")
    chips = panel.form.proposals
    qtbot.waitUntil(lambda: chips.time.isVisible() and chips.where.isVisible())
    with qtbot.waitSignal(panel.saved):
        panel.save()
    settle()
    assert panel.form.number.text() and not chips.time.isVisible() and not chips.where.isVisible()
    chips.take_time()
    chips.take_place()
    assert panel.form.occurred.text() == "" and panel.form.place.text() == ""
