"""接报登记 beyond the plain call: documents with clocks, the county's channels, acts on an item."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console import words
from console.domain.inbound import Intake
from console.errors import Refused
from tests.kit import intake as kit
from tests.kit.intake import ALT, CTRL, SHIFT, go, press, shown_item, type_in
from ui.models.intake_rows import Shown

make, panel, person, places, settle = kit.make, kit.panel, kit.person, kit.places, kit.settle
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


TELLER = {"caller_phone": "100-0000-0066", "caller_name": "匿例六", "caller_org": "示范矿业"}


def test_a_document_is_taken_in_by_keys_and_its_clocks_run(qtbot, panel, desk, clock, settle):
    press(qtbot, Qt.Key.Key_F2, SHIFT)
    assert panel.form.fields["source_number"].isVisible() and not panel.form.fields["measures"].isVisible()
    assert panel.card.title.text() == words.say("inbound.kind.document")
    type_in(qtbot, "关于防范强降雨的通知")
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_End)
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "示范市应急局")
    press(qtbot, Qt.Key.Key_Return)
    type_in(qtbot, "示应急〔2030〕17号")
    with qtbot.waitSignal(panel.saved):
        press(qtbot, Qt.Key.Key_S, CTRL)
    settle()

    (item,) = desk.intake.newest()
    assert (item.kind, item.urgency, item.caller_org, item.source_number) == (
        "document", "most_urgent", "示范市应急局", "示应急〔2030〕17号",
    )  # fmt: skip
    texts = [word.text() for word in panel.clock_lines.words]
    assert [words.say("clock.leader") in texts[0], words.say("clock.passed_on") in texts[1]] == [True, True]
    assert panel.clock_lines.done.isVisible()


def test_a_clock_is_stopped_by_one_act_and_late_asks_why(qtbot, panel, desk, seat, clock, settle):
    form = Intake(uuid4(), "通知", clock.now(), kind="document", urgency="urgent", channel="fax")
    item = desk.intake.register(form, by=seat.actor)
    shown_item(qtbot, panel, settle, item)
    panel.form.summary.setFocus()
    press(qtbot, Qt.Key.Key_C, ALT)
    assert panel.bars.asking() is panel.bars.clock and panel.bars.clock.whom.hasFocus()
    assert not panel.bars.clock.reason.isVisible()
    type_in(qtbot, "张例八")
    with qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    assert desk.clocks.of(item.id)[0].whom == "张例八"

    clock.advance(minutes=40)
    press(qtbot, Qt.Key.Key_C, ALT)
    assert panel.bars.clock.reason.isVisible()
    type_in(qtbot, "岩头镇 单例二")
    with qtbot.waitSignal(panel.refused) as refused:
        press(qtbot, Qt.Key.Key_Return)
    assert refused.args[0].code == "late_reason_missing"
    assert panel.bars.clock.whom.text() == "岩头镇 单例二", "what was typed stands there still"
    panel.bars.clock.reason.setFocus()
    type_in(qtbot, "线路占线")
    with qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    settle()
    late = desk.clocks.of(item.id)[1]
    assert late.late and late.late_reason == "线路占线"
    assert "线路占线" in panel.clock_lines.words[1].text() and not panel.clock_lines.done.isVisible()


def test_switching_to_a_document_and_back_loses_nothing(qtbot, panel):
    type_in(qtbot, "text")
    go(panel, "measures")
    type_in(qtbot, "already done")
    panel.switch_kind()
    assert not panel.form.editors["measures"].isVisible()
    panel.switch_kind()
    assert panel.form.editors["measures"].text() == "already done"
    assert panel.form.content()["kind"] == ""


def test_a_document_does_not_come_by_telephone_unless_it_was_said(qtbot, panel):
    type_in(qtbot, "text")
    panel.switch_kind()
    assert panel.form.channel.code() == "platform"
    panel.switch_kind()
    assert panel.form.channel.code() == "phone"
    panel.form.channel.show_code("fax")
    panel.switch_kind()
    assert panel.form.channel.code() == "fax"


def test_channels_and_lines_are_the_countys(qtbot, panel, desk, by, seat, settle):
    codes = {panel.form.channel.itemData(at) for at in range(panel.form.channel.count())}
    assert {"police_110", "hotline_12345", "chat"} <= codes
    line = {"name": "值班室一", "number": "0577-0000-0001", "channel": "phone"}
    row = desk.lists.add("lines", line, by=seat.actor)
    channel = next(item for item in desk.lists.rows("channels") if item.code == "fax")
    desk.lists.retire("channels", "fax", seen=channel.version, by=seat.actor)
    item = desk.intake.register(Intake(uuid4(), "传真", desk.clock.now(), channel="fax"), by=seat.actor)
    panel._choices_wanted += 1
    with qtbot.waitSignal(panel.presented):
        panel.reload()
    assert panel.form.channel.findData("fax") < 0 and panel.form.line._choices.of(row.code)
    shown_item(qtbot, panel, settle, item)
    assert panel.form.channel.currentText() == "传真"
    go(panel, "line")


def test_what_was_done_is_recorded_and_read_on_the_item(qtbot, panel, desk, seat, settle):
    item = desk.intake.register(Intake(uuid4(), "山体裂缝", desk.clock.now()), by=seat.actor)
    shown_item(qtbot, panel, settle, item)
    panel.form.summary.setFocus()
    press(qtbot, Qt.Key.Key_D, ALT)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Tab)
    type_in(qtbot, "岩头镇 单例二")
    with qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    assert [(row.kind, row.note) for row in desk.intake.actions(item.id)] == [("forward", "岩头镇 单例二")]
    assert "岩头镇 单例二" in panel.item.history.text()


def test_a_call_back_is_promised_by_one_key_on_an_entry(qtbot, panel, desk, clock, settle):
    type_in(qtbot, "山体裂缝")
    press(qtbot, Qt.Key.Key_F11)
    assert panel.bars.promise.at.text() == panel._times.clock(clock.now() + timedelta(minutes=15))
    panel.bars.promise.at.selectAll()
    type_in(qtbot, "0930")
    press(qtbot, Qt.Key.Key_Return)
    assert panel.form.call_back.code() == "waiting" and panel.form.summary.hasFocus()
    with qtbot.waitSignal(panel.saved):
        panel.save()
    (task,) = desk.tasks.open_tasks()
    assert panel._times.clock(task.due_at) == "09:30"


def test_a_call_back_is_promised_by_one_key_on_an_item(qtbot, panel, desk, seat, clock, settle):
    item = desk.intake.register(Intake(uuid4(), "山体裂缝", clock.now(), caller_name="梁例五"), by=seat.actor)
    shown_item(qtbot, panel, settle, item)
    panel.form.summary.setFocus()
    press(qtbot, Qt.Key.Key_F11)
    with qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    (task,) = desk.tasks.open_tasks()
    assert (task.due_at, task.source_id) == (clock.now() + timedelta(minutes=15), item.id)
    assert panel.bars.item.call_back.isVisible()


def test_a_time_that_is_none_stays_in_the_question(qtbot, panel):
    type_in(qtbot, "x")
    panel.ask_call_back()
    panel.bars.promise.at.setText("later")
    with qtbot.waitSignal(panel.refused) as refused:
        press(qtbot, Qt.Key.Key_Return)
    assert refused.args[0].code == "bad_time" and panel.bars.promise.at.text() == "later"


def test_a_hidden_caller_is_shown_by_key_and_that_is_recorded(qtbot, panel, desk, seat, settle):
    form = Intake(uuid4(), "夜间偷采", desk.clock.now(), channel="tip_off", **TELLER)
    item = desk.intake.register(form, by=seat.actor)
    shown_item(qtbot, panel, settle, item)
    assert panel.form.phone.text() == "•••" and panel.hidden.isVisible()
    audit = desk.opened.store
    before = audit_lines(audit)
    panel.form.summary.setFocus()
    press(qtbot, Qt.Key.Key_H, ALT)
    qtbot.waitUntil(lambda: panel.form.phone.text() == TELLER["caller_phone"])
    assert audit_lines(audit) == before + 1
    panel.start_new()
    shown_item(qtbot, panel, settle, item)
    assert panel.form.phone.text() == "•••"


def audit_lines(store):
    with store.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM audit_entry").scalar_one()


def test_who_may_not_take_in_gets_no_questions(qtbot, panel, desk, seat, settle, viewer):
    item = desk.intake.register(Intake(uuid4(), "通知", desk.clock.now(), channel="platform"), by=seat.actor)
    seat.sit(viewer)
    shown_item(qtbot, panel, settle, item)
    panel.item.ask_act()
    panel.item.ask_clock()
    panel.item.show_caller()
    assert panel.bars.asking() is None
    assert isinstance(panel.item.shown, Shown)


def test_while_an_answer_is_refused_the_form_is_as_it_was(qtbot, panel, desk, seat, settle):
    item = desk.intake.register(Intake(uuid4(), "山体裂缝", desk.clock.now()), by=seat.actor)
    shown_item(qtbot, panel, settle, item)
    desk.intake.act(item.id, "file", "", by=seat.actor)
    panel.ask_call_back()
    desk.intake.call_back_at(item.id, desk.clock.now(), seen=item.version, by=seat.actor)
    said = []
    panel.refused.connect(said.append)
    with qtbot.waitSignal(panel.presented):
        press(qtbot, Qt.Key.Key_Return)
    assert [type(error) for error in said] == [Refused] and said[0].code == "changed_meanwhile"
    assert QApplication.focusWidget() is not None
