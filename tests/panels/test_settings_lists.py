"""The county's lists on a real desk: rows are added, changed, retired and ordered, and stand in the store."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from console import words
from console.domain.lists import LISTS
from console.domain.people import Role
from tests.kit.input_method import commit
from ui import theme
from ui.panels.settings_lists import ListsPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def page(qtbot, app_theme, desk, jobs, seat, times):
    made = ListsPage(jobs, seat, times, lists=desk.lists)
    qtbot.addWidget(made)
    made.resize(1118, 634)
    with qtbot.waitSignal(made.presented):
        made.show()
    return made


def headings(table):
    model = table.rows_model
    return [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]


def cells(table, code):
    model = table.rows_model
    row = model.index_of(code).row()
    return [model.index(row, at).data() for at in range(model.columnCount())]


def test_every_list_stands_with_its_rows_and_where_they_come_from(page, desk):
    shown = {line.key: line for line in page.lists.rows_model.rows()}
    assert set(shown) == set(LISTS)
    assert shown["channels"].count == len(desk.lists.rows("channels")) and shown["channels"].state == "shipped"
    assert shown["lines"].state == "none"
    assert cells(page.tables["channels"], "phone")[:3] == ["电话", "随程序建议", "收发"]


def test_shifts_and_codes_read_as_words(page):
    assert headings(page.tables["templates"])[:3] == ["名称", "状态", "班次"]
    assert cells(page.tables["templates"], "two12")[2] == "白班08:00起12小时、夜班20:00起12小时"
    page.show_list("recipients")
    assert cells(page.tables["recipients"], "city_bureau")[-1] == "电话"


def test_a_row_is_added_by_keyboard_and_is_the_countys(qtbot, page, desk):
    page.show_list("lines")
    qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = page.asked.dialog
    commit(dialog.editors["name"], "值班一线")
    qtbot.keyClick(dialog.editors["name"], Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.editors["number"]
    qtbot.keyClicks(dialog.editors["number"], "0577-0000-0001")
    dialog.editors["channel"].choose("phone")
    with qtbot.waitSignal(page.presented):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (row,) = desk.lists.rows("lines")
    assert dict(row.values) == {"name": "值班一线", "number": "0577-0000-0001", "channel": "phone"}
    assert page.table.chosen_row().code == row.code
    assert cells(page.table, row.code) == ["值班一线", "已确认", "0577-0000-0001", "电话"]


def test_a_bad_value_is_said_at_its_field_and_nothing_typed_is_lost(qtbot, page, desk):
    page.show_list("routines", "comms_test")
    page.ask_change()
    dialog = page.asked.dialog
    dialog.editors["time"].setText("25:00")
    with qtbot.waitSignal(dialog.given):
        dialog.yes.click()
    qtbot.waitUntil(lambda: dialog.fields["time"].editor.property("wrong") is True)
    assert dialog.fields["time"].note.text() == "“时间”的内容看不懂：25:00。"
    assert dialog.trouble.text() == "“时间”的内容看不懂：25:00。"
    assert dialog.editors["time"].text() == "25:00" and dialog.editors["name"].text() == "通信联络测试"
    assert all(item.shipped for item in desk.lists.rows("routines"))
    dialog.editors["time"].setText("08:20")
    with qtbot.waitSignal(page.presented):
        dialog.yes.click()
    assert desk.lists.rows("routines")[0].get("time") == "08:20"


def test_what_is_ticked_is_what_is_stored(qtbot, page, desk):
    page.show_list("routines", "comms_test")
    page.ask_change()
    dialog = page.asked.dialog
    dialog.editors["weekdays"].show_value("1,5")
    dialog.editors["periods"].show_value("flood,gone")
    with qtbot.waitSignal(page.presented):
        dialog.yes.click()
    row = desk.lists.rows("routines")[0]
    assert row.get("weekdays") == "1,5" and row.get("periods") == "flood,gone"
    assert "汛期、gone" in cells(page.tables["routines"], "comms_test")


def test_a_template_is_cut_into_shifts_without_knowing_how_they_are_written(qtbot, page, desk):
    page.show_list("templates", "day24")
    page.ask_change()
    shifts = page.asked.dialog.editors["shifts"]
    assert [name.currentText() for name in shifts.names][:2] == ["全天班", "不指定"]
    for at, (code, start) in enumerate((("day", "08:00"), ("night", "20：00"))):
        shifts.names[at].choose(code)
        shifts.starts[at].setText(start)
        shifts.hours[at].setText("12")
    with qtbot.waitSignal(page.presented):
        page.asked.dialog.yes.click()
    assert desk.lists.rows("templates")[0].get("shifts") == "day=08:00/12,night=20:00/12"


def test_a_half_written_shift_is_refused_at_the_shifts(qtbot, page):
    page.show_list("templates", "day24")
    page.ask_change()
    dialog = page.asked.dialog
    dialog.editors["shifts"].hours[0].setText("")
    dialog.yes.click()
    qtbot.waitUntil(lambda: dialog.fields["shifts"].editor.property("wrong") is True)
    assert dialog.editors["shifts"].starts[0].text() == "08:00"
    dialog.reject()


def test_rows_are_ordered_retired_and_brought_back(qtbot, page, desk):
    page.show_list("channels", "phone")
    assert not page.up.isEnabled() and page.down.isEnabled()
    with qtbot.waitSignal(page.presented):
        qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [item.code for item in desk.lists.rows("channels")][:2] == ["fax", "phone"]
    assert page.table.chosen_row().code == "phone"
    with qtbot.waitSignal(page.presented):
        page.retire.click()
    assert "phone" not in {item.code for item in desk.lists.rows("channels")}
    assert not page.table.rows_model.index_of("phone").isValid()
    page.retired.click()
    page.table.choose("phone")
    assert page.retire.text() == "恢复"
    with qtbot.waitSignal(page.presented):
        page.retire.click()
    assert "phone" in {item.code for item in desk.lists.rows("channels")}


def test_confirming_takes_the_list_off_what_waits(qtbot, page, desk):
    page.show_list("checks")
    assert page.confirm.isEnabled()
    with qtbot.waitSignal(page.presented):
        page.confirm.click()
    assert "checks" not in desk.lists.unconfirmed()
    assert not page.confirm.isEnabled()
    assert next(line.state for line in page.lists.rows_model.rows() if line.key == "checks") == "confirmed"


def test_somebody_else_was_quicker(qtbot, page, desk, by):
    page.show_list("routines", "comms_test")
    page.ask_change()
    dialog = page.asked.dialog
    first = desk.lists.rows("routines")[0]
    desk.lists.change("routines", first.code, {**first.values, "time": "08:10"}, seen=0, by=by)
    dialog.editors["time"].setText("08:20")
    dialog.yes.click()
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.trouble.text() == "例行工作 刚被别人改过，请看过再存。"
    assert dialog.editors["time"].text() == "08:20"
    assert desk.lists.rows("routines")[0].get("time") == "08:10"
    dialog.reject()


def test_who_may_not_edit_sees_why(qtbot, page, desk, seat):
    officer = desk.accounts.add("张例二", Role.OFFICER, "panels of 2030", by=seat.actor)
    seat.sit(officer.actor)
    assert not page.add.isEnabled() and not page.confirm.isEnabled()
    assert page.list_card.caption.text() == "只读，修改需要：管理员、工作人员"
    qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.asked.dialog is None


def test_news_moves_neither_the_chosen_list_nor_the_chosen_row(qtbot, page, desk, by):
    page.show_list("channels", "fax")
    desk.lists.add("lines", {"name": "二线", "number": "0577-0000-0002"}, by=by)
    with qtbot.waitSignal(page.presented):
        page.reload_now()
    assert page.key == "channels" and page.table.chosen_row().code == "fax"


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.long
def test_nothing_is_clipped(qtbot, app_theme, page, language, size):
    theme.apply(app_theme, "light", size)
    words.set_language(language)
    page.resize(1118, 634)
    try:
        for key in LISTS:
            page.show_list(key)
            page.resize(max(1118, page.minimumSizeHint().width()), 634)
            QApplication.processEvents()
            assert _clipped(page) == []
        page.ask_new()
        dialog = page.asked.dialog
        QApplication.processEvents()
        assert _clipped(dialog) == []
        dialog.reject()
    finally:
        theme.apply(app_theme, "light", theme.DESIGN)


def _clipped(whole):
    parts = [*whole.findChildren(QPushButton), *(p for p in whole.findChildren(QLabel) if not p.wordWrap())]
    return [p.text() for p in parts if p.isVisible() and p.text() and p.width() < p.sizeHint().width()]


def test_words_of_a_row_that_was_not_stored_come_back(qtbot, page, desk):
    page.show_list("lines")
    page.ask_new()
    dialog = page.asked.dialog
    commit(dialog.editors["name"], "值班一线")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    page.ask_new()
    dialog = page.asked.dialog
    assert dialog.editors["name"].text() == "值班一线"
    dialog.reject()
    page.show_list("channels")
    page.ask_new()
    assert page.asked.dialog.editors["name"].text() == "", "another list, other words"
