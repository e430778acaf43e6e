"""What counts on the site: values with their basis and their day, typed, refused, kept; where numbers go on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from console import words
from console.changes import Changes, Topic
from console.domain.settings import SETTINGS
from tests.kit import settings as kit
from tests.kit.input_method import commit
from tests.kit.settings import choose, fill

heard, page, panel, seat_file = kit.heard, kit.page, kit.panel, kit.seat_file
pytestmark = kit.pytestmark


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("key", SETTINGS)
def test_every_setting_has_its_words(key, language):
    codes = [f"setting.{key}", f"setting.{key}.hint", f"setting.{key}.basis", f"setting.unit.{SETTINGS[key].unit}"]
    assert not [code for code in codes if words.say_in(language, code).startswith("[")]


def test_every_setting_is_listed_with_value_basis_and_what_is_not_confirmed(panel):
    rows = {row.key: at for at, row in enumerate(panel.site.table.rows_model.rows())}
    assert set(rows) == set(SETTINGS)
    model = panel.site.table.rows_model
    shown = [model.index(rows["duty.template"], column).data() for column in range(model.columnCount())]
    assert shown[:5] == ["值班模板", "24 小时（08:00 交接）", "模板", "待本地确认", "默认"]
    assert "24 小时值班" in shown[5]
    assert shown[6:] == ["24 小时（08:00 交接）", ""]
    assert panel.site.list_card.caption.text() == f"{len(SETTINGS)} 项待本地确认"


def test_a_setting_is_changed_by_keyboard_with_basis_and_stands_in_the_store(qtbot, panel, heard, desk):
    choose(qtbot, panel, "duty.due_soon")
    form = panel.site.form
    fill(qtbot, form.line, "45")
    qtbot.keyClick(form.line, Qt.Key.Key_Return)
    assert form.valid_from.hasFocus()
    qtbot.keyClick(form.valid_from, Qt.Key.Key_Return)
    assert form.basis.hasFocus()
    commit(form.basis, "样例办发 1 号")
    qtbot.keyClick(form.basis, Qt.Key.Key_Return)
    assert form.confirmed.hasFocus()
    qtbot.keyClick(form.confirmed, Qt.Key.Key_Space)
    with qtbot.waitSignal(panel.site.presented):
        qtbot.keyClick(form.confirmed, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert heard.saved == ["已保存：临近提醒提前 = 45"]
    row = next(row for row in desk.settings.all() if row.key == "duty.due_soon")
    assert (row.value, row.basis, row.confirmed, row.by) == ("45", "样例办发 1 号", True, "陈例一")
    assert panel.site.table.chosen_row() == row
    assert [past.state for past in panel.site.past.rows_model.rows()] == ["now"]
    assert panel.site.list_card.caption.text() == f"{len(SETTINGS) - 1} 项待本地确认"


def test_a_later_value_waits_and_the_present_one_counts(qtbot, panel, desk, clock):
    choose(qtbot, panel, "intake.call_back")
    form = panel.site.form
    fill(qtbot, form.line, "12")
    fill(qtbot, form.basis, "样例会商")
    fill(qtbot, form.valid_from, "2030-09-01")
    with qtbot.waitSignal(panel.site.presented):
        qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert desk.settings.value("intake.call_back") == "15"
    assert desk.settings.history("intake.call_back")[0].valid_from == datetime(2030, 8, 31, 16, tzinfo=UTC)
    assert [past.state for past in panel.site.past.rows_model.rows()] == ["later"]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_value_without_meaning_is_said_at_its_field_and_nothing_typed_is_lost(qtbot, panel, heard, desk, language):
    words.set_language(language)
    choose(qtbot, panel, "duty.due_soon")
    form = panel.site.form
    fill(qtbot, form.line, "半小时")
    fill(qtbot, form.basis, "样例")
    with qtbot.waitSignal(panel.site.refused):
        qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert heard.refused[0].code == "bad_setting"
    assert words.say("setting.duty.due_soon") in words.sentence(heard.refused[0])
    assert form.line_field.note.text() == words.say("setting.duty.due_soon.hint")
    assert form.line_field.note.property("role") == "error"
    assert (form.line.text(), form.basis.text()) == ("半小时", "样例")
    assert desk.settings.value("duty.due_soon") == "30"


@pytest.mark.parametrize(
    ("basis", "valid_from", "code"),
    [("", "", "basis_missing"), ("样例", "明天", "bad_time"), ("样例", "2030-13-01", "bad_time")],
)
def test_what_the_form_lacks_is_said_at_the_field(qtbot, panel, heard, desk, basis, valid_from, code):
    choose(qtbot, panel, "duty.due_soon")
    form = panel.site.form
    fill(qtbot, form.line, "45")
    form.basis.setText(basis)
    form.valid_from.setText(valid_from)
    form.save.click()
    qtbot.waitUntil(lambda: [error.code for error in heard.refused] == [code])
    wrong = form.basis if code == "basis_missing" else form.valid_from
    assert wrong.property("wrong") is True
    assert form.line.text() == "45"
    assert desk.settings.history("duty.due_soon") == []


def test_a_value_cannot_begin_before_the_one_it_follows(qtbot, panel, heard, desk, by):
    desk.settings.change("duty.due_soon", "40", "样例", confirmed=True, by=by)
    with qtbot.waitSignal(panel.site.presented):
        panel.reload_now()
    choose(qtbot, panel, "duty.due_soon")
    form = panel.site.form
    fill(qtbot, form.basis, "样例")
    fill(qtbot, form.valid_from, "2030-08-01 08:00")
    form.save.click()
    qtbot.waitUntil(lambda: [error.code for error in heard.refused] == ["valid_from_before"])
    assert "2030-08-12 08:00" in form.from_field.note.text()


def test_yes_or_no_is_chosen_in_words(qtbot, panel, desk):
    choose(qtbot, panel, "sheet.leader_signs")
    form = panel.site.form
    assert form.choice.isVisible() and not form.line.isVisible()
    assert form.choice.currentText() == "否"
    form.choice.setFocus()
    qtbot.keyClick(form.choice, Qt.Key.Key_Up)
    form.basis.setText("样例")
    with qtbot.waitSignal(panel.site.presented):
        form.save.click()
    assert desk.settings.value("sheet.leader_signs") == "yes"


def test_a_template_is_chosen_by_its_name(qtbot, panel, heard, desk):
    choose(qtbot, panel, "duty.template")
    form = panel.site.form
    assert form.choice.isVisible() and form.choice.currentText() == "24 小时（08:00 交接）"
    form.choice.setFocus()
    qtbot.keyClick(form.choice, Qt.Key.Key_Down)
    form.basis.setText("样例")
    with qtbot.waitSignal(panel.site.presented):
        form.save.click()
    assert desk.settings.value("duty.template") == "day24_three"
    assert heard.saved == ["已保存：值班模板 = 24 小时三岗"]


def test_typing_goes_on_while_news_arrives(qtbot, panel, desk, by):
    choose(qtbot, panel, "site.name")
    line = panel.site.form.line
    fill(qtbot, line, "例县应急中心")
    line.setCursorPosition(2)
    desk.settings.change("site.name", "别处改的", "样例", confirmed=True, by=by)
    with qtbot.waitSignal(panel.site.presented):
        panel.note(Changes(frozenset({Topic.SETTINGS}), elsewhere=True))
    assert (line.text(), line.cursorPosition(), line.hasFocus()) == ("例县应急中心", 2, True)
    assert panel.site.table.chosen_row().value == "别处改的"
    panel.site.form.revert.click()
    assert line.text() == "别处改的"


def test_what_was_typed_stays_with_its_setting_and_the_window_waits_for_it(qtbot, panel, heard):
    choose(qtbot, panel, "site.name")
    form = panel.site.form
    fill(qtbot, form.line, "例县")
    choose(qtbot, panel, "duty.due_soon")
    assert form.line.text() == "30"
    choose(qtbot, panel, "site.name")
    assert form.line.text() == "例县"
    panel.show_page("seat")
    assert not panel.leave()
    assert "单位名称" in words.sentence(heard.refused[0])
    assert panel.current_page() is panel.site
    form.revert.click()
    assert form.line.text() == SETTINGS["site.name"].default
    assert panel.leave()


def test_the_second_press_of_save_writes_nothing_more(qtbot, panel, desk):
    choose(qtbot, panel, "duty.due_soon")
    form = panel.site.form
    fill(qtbot, form.line, "45")
    fill(qtbot, form.basis, "样例")
    with qtbot.waitSignal(panel.site.presented):
        form.save.click()
        form.save.click()
    assert len(desk.settings.history("duty.due_soon")) == 1


def test_the_second_wish_to_close_is_heard(qtbot, panel):
    """The window waits once for words that are not saved, and once more for others."""
    choose(qtbot, panel, "site.name")
    fill(qtbot, panel.site.form.line, "例县")
    assert [panel.leave(), panel.leave()] == [False, True]
    fill(qtbot, panel.site.form.line, "例县应急中心")
    assert not panel.leave()


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_all_settings_are_confirmed_at_once_after_one_question(qtbot, panel, heard, desk, language):
    words.set_language(language)
    site = panel.site
    choose(qtbot, panel, "duty.due_soon")
    fill(qtbot, site.form.line, "45")
    site.confirm_all.click()
    assert str(len(SETTINGS)) in " ".join(label.text() for label in site.dialog.findChildren(QLabel))
    with qtbot.waitSignal(site.presented):
        qtbot.keyClick(site.dialog.focusWidget(), Qt.Key.Key_Return)
    assert all(row.confirmed for row in desk.settings.all()) and desk.settings.value("duty.due_soon") == "30"
    assert str(len(SETTINGS)) in heard.saved[-1] and not site.confirm_all.isEnabled()
    assert site.form.line.text() == "45"


def test_numbers_go_on_from_where_paper_stopped_and_never_back(qtbot, panel, page, heard, desk, seat):
    numbers = page("numbers")
    row = numbers.rows["JB"]
    assert row.next.text() == "下一个：示例JB2030-000001"
    fill(qtbot, row.first, "501")
    assert "示例JB2030-000501" in row.field.note.text()
    row.button.click()
    with qtbot.waitSignal(numbers.presented):
        numbers.dialog.yes.click()
    assert desk.settings.next_numbers()["JB"] == "示例JB2030-000501"
    assert row.next.text() == "下一个：示例JB2030-000501"
    assert "示例JB2030-000501" in heard.saved[0]
    fill(qtbot, row.first, "20")
    row.button.click()
    with qtbot.waitSignal(numbers.refused):
        numbers.dialog.yes.click()
    assert heard.refused[0].code == "number_backwards"
    assert (row.first.text(), row.field.note.property("role")) == ("20", "error")


@pytest.mark.parametrize("typed", ["", "0", "-3", "五百", "1.5", "٣"])
def test_a_start_that_is_no_number_is_refused_at_the_field(qtbot, panel, page, heard, desk, typed):
    row = page("numbers").rows["RW"]
    row.first.setText(typed)
    row.button.click()
    assert [error.code for error in heard.refused] == ["number_wanted"]
    assert row.first.property("wrong") is True
    assert desk.settings.next_numbers()["RW"].endswith("-0001")
