"""接报登记 beyond the plain call: documents with clocks, callers who are known, pastes, files, promised calls."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from console import words
from console.domain.inbound import Intake
from console.errors import Refused
from tests.kit import intake as kit
from tests.kit.intake import ALT, CTRL, SHIFT, go, press, type_in
from ui.models.intake_rows import Shown

make, panel, person, places, settle = kit.make, kit.panel, kit.person, kit.places, kit.settle
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

TELLER = {"caller_phone": "100-0000-0066", "caller_name": "匿例六", "caller_org": "示范矿业"}


def image_of(colour):
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


def shown_item(qtbot, panel, settle, item):
    panel.open_item(item.id)
    settle()
    assert panel.item.shown.row.id == item.id


# documents


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


# channels and lines


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


# callers


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


# time and place from the text


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


# pastes


def clipboard(**parts):
    mime = QMimeData()
    for kind, value in parts.items():
        getattr(mime, f"set{kind}")(value)
    QGuiApplication.clipboard().setMimeData(mime)


def test_a_copied_page_comes_as_clean_text(qtbot, panel):
    clipboard(Html="<p>样例村12<b>山体</b>裂缝</p><p>19 人</p>", Text="样例村12山体裂缝 19 人")
    press(qtbot, Qt.Key.Key_V, CTRL)
    assert panel.form.summary.text() == "样例村12山体裂缝\n19 人"


def test_cells_come_as_name_and_value_though_a_picture_lies_beside(qtbot, panel, desk, settle):
    clipboard(
        Html="<table><tr><td>地点</td><td>样例村12</td></tr></table>", Text="地点\t样例村12", ImageData=image_of("red")
    )
    press(qtbot, Qt.Key.Key_V, CTRL)
    settle()
    assert panel.form.summary.text() == "地点：样例村12" and panel.file_list.files() == ()


def test_a_new_entry_comes_from_the_clipboard_by_one_key(qtbot, panel, desk, clock):
    type_in(qtbot, "half")
    clock.advance(seconds=5)
    clipboard(Text="张例一 14:05\n后山裂了")
    press(qtbot, Qt.Key.Key_V, CTRL | SHIFT)
    assert panel.form.summary.text() == "张例一 14:05\n后山裂了"
    assert [row.title for row in panel.stack.table.rows_model.rows()] == ["half", "张例一 14:05"]
    assert panel.form.received.text() != "", "a paste is the first key of an entry"


def test_five_million_characters_of_a_page_are_refused_and_nothing_is_lost(qtbot, panel):
    type_in(qtbot, "kept")
    clipboard(Html="<p>" + "溪" * 5_000_000 + "</p>")
    press(qtbot, Qt.Key.Key_V, CTRL)
    note = panel.form.fields["summary"].note
    assert panel.form.summary.text() == "kept" and note.isVisible() and "20000" in note.text()


def test_an_empty_clipboard_says_so(qtbot, panel):
    QGuiApplication.clipboard().clear()
    with qtbot.waitSignal(panel.refused) as refused:
        panel.paste_new()
    assert refused.args[0].code == "nothing_to_paste"


@pytest.mark.parametrize("held", [CTRL | SHIFT, CTRL])
def test_the_sender_of_a_pasted_chat_is_proposed_and_taken_by_key_only(qtbot, panel, desk, settle, held):
    clipboard(Text="张例一 03:05\n后山裂了\n李例二 03:07\n我去看看")
    press(qtbot, Qt.Key.Key_V, held)
    chip = panel.form.proposals.sender
    qtbot.waitUntil(chip.isVisible)
    assert chip.text() == "报告人填 张例一" and panel.form.caller.text() == "" and panel.form.summary.hasFocus()
    assert chip.width() >= chip.sizeHint().width()
    press(qtbot, Qt.Key.Key_N, ALT)
    assert panel.form.caller.text() == "张例一" and panel.form.phone.text() == ""
    assert not chip.isVisible() and panel.form.summary.hasFocus()
    with qtbot.waitSignal(panel.saved):
        panel.save()
    assert desk.intake.newest()[0].caller_name == "张例一"


def test_no_sender_is_proposed_against_a_caller_or_from_plain_words(qtbot, panel, settle):
    go(panel, "caller_name")
    type_in(qtbot, "梁例五")
    go(panel, "summary")
    for words_ in ("张例一 03:05\n后山裂了", "后山裂了，报告人张例一"):
        clipboard(Text=words_)
        press(qtbot, Qt.Key.Key_V, CTRL)
        panel.help.text.timeout.emit()
        qtbot.wait(50)
        panel.form.proposals.take_sender()
        assert not panel.form.proposals.sender.isVisible()
    assert panel.form.caller.text() == "梁例五"


def test_a_pasted_picture_lies_beside_the_draft_and_becomes_the_items(qtbot, panel, make, desk, settle):
    type_in(qtbot, "山体裂缝")
    clipboard(ImageData=image_of("blue"))
    press(qtbot, Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: len(panel.file_list.files()) == 1)
    assert panel.form.summary.text() == "山体裂缝" and panel.form.summary.hasFocus()
    qtbot.waitUntil(lambda: not panel.file_list.item(0).icon().isNull())
    panel.keep()
    settle()

    again = make()  # as after a kill: the file waits beside the draft
    press(qtbot, Qt.Key.Key_Tab, CTRL)
    qtbot.waitUntil(lambda: len(again.file_list.files()) == 1)
    with qtbot.waitSignal(again.saved):
        again.save()
    settle()
    (item,) = desk.intake.newest()
    (row,) = desk.files.of(item.id)
    assert row.is_image and QImage(str(desk.files.open_path(row.digest))).size() == image_of("blue").size()
    qtbot.waitUntil(lambda: again.file_list.files() == (row,))
    assert desk.log.verify().fault is None and not any(desk.data.draft_files.iterdir())


def test_dropped_files_are_attached_and_what_cannot_be_is_said(qtbot, panel, desk, tmp_path, settle):
    good, empty = tmp_path / "记录.txt", tmp_path / "empty.txt"
    good.write_text("words")
    empty.write_text("")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in (empty, good)])
    said = []
    panel.refused.connect(said.append)
    panel.form.summary.insertFromMimeData(mime)
    settle()
    assert [error.code for error in said] == ["file_empty"]
    assert [file.name for file in panel.file_list.files()] == ["记录.txt"]
    panel.file_list.setCurrentRow(0)
    panel.file_list.setFocus()
    press(qtbot, Qt.Key.Key_Delete)
    settle()
    assert panel.file_list.files() == () and panel._stack.current.blank


def test_an_items_file_is_saved_elsewhere(qtbot, panel, desk, seat, tmp_path, settle):
    item = desk.intake.register(Intake(uuid4(), "山体裂缝", desk.clock.now()), by=seat.actor)
    shown_item(qtbot, panel, settle, item)
    path = tmp_path / "a.txt"
    path.write_text("words")
    with qtbot.waitSignal(panel.saved):
        panel.attach_paths([path])
    settle()
    (row,) = panel.file_list.files()
    with qtbot.waitSignal(panel.saved):
        panel.files.save_to(row, tmp_path / "copy.txt")
    assert (tmp_path / "copy.txt").read_text() == "words"


def test_discarding_a_draft_takes_its_files(qtbot, panel, desk, settle, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("words")
    panel.attach_paths([path])
    settle()
    panel.ask_discard()
    panel.bars.discard.yes_button.click()
    settle()
    assert not any(desk.data.draft_files.iterdir()) and panel.file_list.files() == ()


# acts on an item


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
