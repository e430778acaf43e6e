"""接报登记: pages, cells, chats, pictures and files that are pasted or dropped."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage

from console.domain.inbound import Intake
from tests.kit import intake as kit
from tests.kit.intake import ALT, CTRL, SHIFT, go, press, shown_item, type_in

make, panel, person, places, settle = kit.make, kit.panel, kit.person, kit.places, kit.settle
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def image_of(colour):
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


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
