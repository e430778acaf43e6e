"""The settings on a real desk: what counts on the site, accounts, places, and what the seat likes."""

import re
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from console import words
from console.changes import Changes, Topic
from console.domain.people import Actor, Role
from console.domain.ready import Machine
from console.domain.settings import SETTINGS
from console.errors import Refused, Unavailable
from console.seat_file import SIZES, THEMES, VOLUMES, SeatFile, SeatSettings
from ui import actions, theme
from ui.dialogs.officer import AddOfficerDialog
from ui.panels.settings import SettingsPanel
from ui.panels.settings_ready import Seen

# the offscreen platform has no frame to tell; a window whose least size changes makes it say so
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

PASSWORD = "panels of 2030"
SEEN = Seen(lambda sound: Machine(("走廊打印机",), "FangSong", sound), lambda: "proven")

TOWNS = "代码,名称\n990101001,例一街道\n990101002,例二镇\n"
BAD = TOWNS + "99010,错码\n990101003,\n"


class Heard:
    """What a panel said to the strip."""

    def __init__(self, panel):
        self.saved, self.refused = [], []
        panel.saved.connect(self.saved.append)
        panel.refused.connect(self.refused.append)
        panel.failed.connect(self.refused.append)


@pytest.fixture
def seat_file(data):
    return SeatFile(data.seat)


@pytest.fixture
def panel(qtbot, app_theme, desk, jobs, seat, times, seat_file):
    made = SettingsPanel(
        jobs, seat, times, settings=desk.settings, accounts=desk.accounts, places=desk.places, lists=desk.lists,
        contacts=desk.contacts, copies=desk.copies, ready=desk.ready, health=desk.health, seen=SEEN,
        seat_file=seat_file, printers=lambda: ["走廊打印机"],
    )  # fmt: skip
    qtbot.addWidget(made)
    made.resize(1302, 658)
    with qtbot.waitSignal(made.presented):
        made.show()
    return made


@pytest.fixture
def heard(panel):
    return Heard(panel)


@pytest.fixture
def page(qtbot, panel):
    def show(page_id):
        if not panel.pages[page_id].stale:
            return panel.show_page(page_id)
        with qtbot.waitSignal(panel.pages[page_id].presented):
            return panel.show_page(page_id)

    return show


def choose(qtbot, panel, key):
    """A setting, as the officer chooses it; waits for its history."""
    if panel.site.form.key != key:
        with qtbot.waitSignal(panel.site.presented):
            panel.site.table.choose(key)


def type_in(line, text):
    """As an input method brings it: keys alone have no Chinese."""
    brought = QInputMethodEvent()
    brought.setCommitString(text)
    QApplication.sendEvent(line, brought)


def fill(qtbot, line, text):
    line.setFocus()
    line.selectAll()
    type_in(line, text)


def sit_as(desk, seat, name, role):
    officer = desk.accounts.add(name, role, PASSWORD, by=seat.actor)
    seat.sit(officer.actor)
    return officer


# site settings


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
    type_in(form.basis, "样例办发 1 号")
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


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize(
    ("role", "writes"), [(Role.OFFICER, set()), (Role.VIEWER, set()), (Role.STAFF, {"places"}), (Role.ADMIN, {"all"})]
)
def test_what_a_role_may_not_do_is_seen_grey_with_who_may(qtbot, panel, page, desk, seat, language, role, writes):
    words.set_language(language)
    for page_id in ("numbers", "officers", "places", "site"):
        page(page_id)
    choose(qtbot, panel, "duty.due_soon")
    sit_as(desk, seat, "林例二", role)
    guarded = {
        "site": [panel.site.form.line, panel.site.form.basis, panel.site.form.save],
        "numbers": [panel.numbers.rows["JB"].first, panel.numbers.rows["RW"].button],
        "officers": [panel.officers.add],
        "places": [panel.places.import_button],
    }
    for name, widgets in guarded.items():
        for widget in widgets:
            allowed = bool(writes & {name, "all"})
            assert widget.isEnabled() is allowed
            assert (words.say("role.admin") in widget.toolTip()) is not allowed
    caption = panel.site.form_card.caption.text()
    assert (words.say("role.admin") in caption) is (role is not Role.ADMIN)
    assert panel.officers.own.isEnabled()


# numbers


def test_numbers_go_on_from_where_paper_stopped_and_never_back(qtbot, panel, page, heard, desk, seat):
    numbers = page("numbers")
    row = numbers.rows["JB"]
    assert row.next.text() == "下一个：示例JB2030-000001"
    fill(qtbot, row.first, "501")
    assert "示例JB2030-000501" in row.field.note.text()
    with qtbot.waitSignal(numbers.presented):
        qtbot.keyClick(row.first, Qt.Key.Key_Return)
    assert desk.settings.next_numbers()["JB"] == "示例JB2030-000501"
    assert row.next.text() == "下一个：示例JB2030-000501"
    assert "示例JB2030-000501" in heard.saved[0]
    fill(qtbot, row.first, "20")
    with qtbot.waitSignal(numbers.refused):
        row.button.click()
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


# officers


def add_officer(qtbot, panel, name, password, again=None):
    panel.officers.add.click()
    dialog = panel.officers.dialog
    fill(qtbot, dialog.name, name)
    fill(qtbot, dialog.passwords.new, password)
    fill(qtbot, dialog.passwords.again, password if again is None else again)
    return dialog


def test_an_officer_is_added_by_keyboard_and_can_sign_in(qtbot, panel, page, heard, desk):
    officers = page("officers")
    officers.add.click()
    dialog = officers.dialog
    qtbot.waitUntil(dialog.name.hasFocus)
    type_in(dialog.name, "林例二")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.passwords.new, "watch of 2030")
    qtbot.keyClick(dialog.passwords.new, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.passwords.again, "watch of 2030")
    with qtbot.waitSignal(officers.presented):
        qtbot.keyClick(dialog.passwords.again, Qt.Key.Key_Return)
    assert heard.saved == ["已新增值班员：林例二（值班员）"]
    assert desk.accounts.sign_in("林例二", "watch of 2030").role is Role.OFFICER
    assert [row.name for row in officers.table.rows_model.rows()] == ["林例二", "陈例一"]


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [("陈例一", "watch of 2030", "name"), ("林例二", "short", "new"), (" ", "w" * 9, "name")],
)
def test_a_refused_account_says_why_at_the_field_and_keeps_the_text(
    qtbot, panel, page, heard, desk, name, password, field
):
    officers = page("officers")
    dialog = add_officer(qtbot, panel, name, password)
    with qtbot.waitSignal(officers.refused):
        dialog.hand_up()
    wrong = dialog.name_field if field == "name" else dialog.passwords.new_field
    assert wrong.note.isVisible() and wrong.editor.property("wrong") is True
    assert dialog.isVisible() and dialog.name.text() == name
    assert len(desk.accounts.list()) == 1
    dialog.reject()


def test_two_passwords_that_differ_are_not_handed_up(qtbot, panel, page, desk):
    page("officers")
    dialog = add_officer(qtbot, panel, "林例二", "watch of 2030", "watch of 2031")
    with qtbot.assertNotEmitted(dialog.given):
        dialog.hand_up()
    assert dialog.passwords.again_field.note.text() == "两次输入的口令不一致。"
    dialog.reject()


def test_giving_up_keeps_the_name_and_no_password(qtbot, panel, page):
    officers = page("officers")
    dialog = add_officer(qtbot, panel, "林例二", "watch of 2030")
    dialog.role.choose(Role.STAFF)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert [line.text() for line in dialog.findChildren(QLineEdit) if line.echoMode() != QLineEdit.EchoMode.Normal] == [
        "",
        "",
    ]
    officers.add.click()
    again = officers.dialog
    assert isinstance(again, AddOfficerDialog) and again is not dialog
    assert (again.name.text(), again.role.value(), again.passwords.new.text()) == ("林例二", Role.STAFF, "")
    again.reject()


def test_role_and_state_are_changed_and_the_last_administrator_stays(qtbot, panel, page, heard, desk, seat):
    desk.accounts.add("林例二", Role.OFFICER, PASSWORD, by=seat.actor)
    officers = page("officers")
    assert not officers.change.isEnabled() and not officers.recover.isEnabled()
    officers.table.choose("林例二")
    officers.change.click()
    officers.dialog.role.choose(Role.COMMANDER)
    officers.dialog.state.choose(False)
    with qtbot.waitSignal(officers.presented):
        officers.dialog.hand_up()
    changed = next(row for row in desk.accounts.list() if row.name == "林例二")
    assert (changed.role, changed.active) == (Role.COMMANDER, False)
    assert heard.saved == ["已修改：林例二（指挥长，已停用）"]
    officers.table.choose("陈例一")
    officers.change.click()
    officers.dialog.role.choose(Role.VIEWER)
    with qtbot.waitSignal(officers.refused):
        officers.dialog.hand_up()
    assert "陈例一" in officers.dialog.trouble.text()
    assert next(row for row in desk.accounts.list() if row.name == "陈例一").role is Role.ADMIN
    officers.dialog.reject()


def test_who_changes_their_own_role_has_the_new_one_at_once(qtbot, panel, page, desk, seat):
    desk.accounts.add("林例二", Role.ADMIN, PASSWORD, by=seat.actor)
    officers = page("officers")
    officers.table.choose("陈例一")
    officers.change.click()
    officers.dialog.role.choose(Role.OFFICER)
    with qtbot.waitSignal(officers.presented):
        officers.dialog.hand_up()
    assert seat.actor.role is Role.OFFICER
    assert not officers.add.isEnabled() and not officers.recover.isEnabled()


def test_a_forgotten_password_is_set_anew(qtbot, panel, page, desk, seat):
    desk.accounts.add("林例二", Role.OFFICER, PASSWORD, by=seat.actor)
    officers = page("officers")
    officers.table.choose("林例二")
    officers.recover.click()
    dialog = officers.dialog
    assert "林例二" in dialog.windowTitle()
    fill(qtbot, dialog.passwords.new, "another watch")
    fill(qtbot, dialog.passwords.again, "another watch")
    with qtbot.waitSignal(officers.presented):
        dialog.hand_up()
    assert desk.accounts.sign_in("林例二", "another watch").name == "林例二"
    with pytest.raises(Refused):
        desk.accounts.sign_in("林例二", PASSWORD)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.VIEWER])
def test_everybody_changes_their_own_password_with_the_old_one(qtbot, panel, page, desk, seat, role):
    sit_as(desk, seat, "林例二", role)
    officers = page("officers")
    officers.own.click()
    dialog = officers.dialog
    fill(qtbot, dialog.old, "not it at all")
    fill(qtbot, dialog.passwords.new, "another watch")
    fill(qtbot, dialog.passwords.again, "another watch")
    with qtbot.waitSignal(officers.refused):
        dialog.hand_up()
    assert dialog.old_field.note.text() == "现在的口令不对。"
    assert dialog.passwords.new.text() == "another watch"
    fill(qtbot, dialog.old, PASSWORD)
    left = []
    dialog.finished.connect(lambda _: left.extend(line.text() for line in dialog.findChildren(QLineEdit)))
    with qtbot.waitSignal(officers.presented):
        dialog.hand_up()
    assert desk.accounts.sign_in("林例二", "another watch").name == "林例二"
    assert left == ["", "", ""]


def test_no_password_stands_in_what_dialogs_hand_up_when_it_is_written_down(qtbot, panel, page):
    officers = page("officers")
    dialog = add_officer(qtbot, panel, "林例二", "watch of 2030")
    assert "watch of 2030" not in repr(dialog.answer())
    dialog.reject()
    officers.own.click()
    fill(qtbot, officers.dialog.old, "watch of 2030")
    assert "watch of 2030" not in repr(officers.dialog.answer())
    officers.dialog.reject()


# places


@pytest.fixture
def places_file(tmp_path):
    def write(content, name="地点.csv"):
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return path

    return write


def checked(qtbot, panel, path):
    """The dialog after its dry run."""
    panel.places.check(path)
    dialog = panel.places.dialog
    qtbot.waitUntil(lambda: not dialog.state.text().startswith(("正在", "Checking")))
    return dialog


def test_an_empty_store_says_what_belongs_here_and_takes_a_file_in(
    qtbot, panel, page, heard, desk, places_file, tmp_path
):
    places = page("places")
    assert places.empty_button.isVisible()
    places._ask_file = lambda _: str(places_file(TOWNS))
    places.empty_button.click()
    dialog = places.dialog
    qtbot.waitUntil(dialog.yes.isEnabled)
    assert dialog.state.text() == "每一行都可以导入。"
    assert desk.places.everything() == []
    with qtbot.waitSignal(places.presented):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard.saved == ["已导入 地点.csv：新增 2，更新 0，拒绝 0"]
    assert [node.name for node in desk.places.everything() if node.level == "town"] == ["例一街道", "例二镇"]
    county = places.counties.chosen_row()
    assert (county.code, county.towns, county.villages) == ("990101", 2, 0)
    assert [line.code for line in places.list.rows_model.rows()] == ["990101", "990101001", "990101002"]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_bad_rows_are_shown_with_their_reason_and_only_good_ones_go_in_when_asked(
    qtbot, panel, page, heard, desk, places_file, language
):
    words.set_language(language)
    page("places")
    dialog = checked(qtbot, panel, places_file(BAD))
    model = dialog.table.rows_model
    shown = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert [(row, column) for row, column, _ in shown] == [
        ("4", words.say("place.column.code")), ("5", words.say("place.column.name"))
    ]  # fmt: skip
    assert "99010" in shown[0][2] and "[" not in shown[0][2]
    assert {name: figure.count.text() for name, figure in dialog.figures.items()} == {
        "read": "4", "added": "2", "updated": "0", "refused": "2",
    }  # fmt: skip
    assert not dialog.yes.isEnabled()
    dialog.hand_up()
    assert desk.places.everything() == []
    qtbot.mouseClick(dialog.good_only, Qt.MouseButton.LeftButton, pos=dialog.good_only.rect().center() * 0.1)
    assert dialog.good_only.isChecked() and dialog.yes.isEnabled()
    with qtbot.waitSignal(panel.places.presented):
        dialog.yes.click()
    assert len([node for node in desk.places.everything() if node.level == "town"]) == 2
    assert len(heard.saved) == 1


def test_a_file_that_cannot_be_read_is_told_and_nothing_happens(qtbot, panel, page, heard, desk, tmp_path):
    page("places")
    panel.places.check(tmp_path / "不在.csv")
    dialog = panel.places.dialog
    with qtbot.waitSignal(panel.places.refused):
        pass
    assert dialog.trouble.isVisible() and "不在.csv" in dialog.trouble.text()
    assert not dialog.yes.isEnabled()
    assert desk.places.everything() == []
    dialog.reject()


def test_a_dialog_closed_before_its_answer_is_left_alone(qtbot, panel, page, jobs, heard, places_file):
    page("places")
    panel.places.check(places_file(TOWNS))
    panel.places.dialog.reject()
    with qtbot.waitSignal(panel.places.presented):
        panel.reload_now()
    jobs.run(lambda: None, lambda _: None, lambda _: None).result()
    qtbot.wait(20)
    assert panel.places.dialog is None and heard.refused == []


def test_places_are_found_by_name_or_code_within_their_county(qtbot, panel, page, desk, by, places_file):
    desk.places.import_file(places_file(TOWNS + "990102001,另县一镇\n"), by=by)
    places = page("places")
    assert [county.code for county in places.counties.rows_model.rows()] == ["990101", "990102"]
    qtbot.keyClick(places.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    type_in(places.find, "例二")
    qtbot.keyClick(places.find, Qt.Key.Key_Return)
    assert [line.name for line in places.list.rows_model.rows()] == ["例二镇"]
    places.find.setText("990102")
    places.counties.choose("990102")
    assert [line.name for line in places.list.rows_model.rows()] == ["", "另县一镇"]


# this seat


def test_the_seat_offers_what_the_window_knows():
    assert (theme.THEMES, theme.sizes()) == (THEMES, SIZES)


def pick(qtbot, choice, value):
    """As the officer does it with the arrows."""
    choice.setFocus()
    step = Qt.Key.Key_Down if choice.values().index(value) > choice.currentIndex() else Qt.Key.Key_Up
    while choice.value() != value:
        qtbot.keyClick(choice, step)


def test_looks_are_asked_of_the_window_and_kept_in_the_file(qtbot, panel, page, heard, seat_file):
    shown, asked = page("seat"), []
    panel.theme_asked.connect(lambda name, size: asked.append((name, size)))
    panel.language_asked.connect(asked.append)
    written = []
    panel.seat_changed.connect(written.append)
    for choice, value in ((shown.theme, "dark"), (shown.size, 16), (shown.language, "en"), (shown.lock_after, 30)):
        with qtbot.waitSignal(shown.presented):
            pick(qtbot, choice, value)
    assert asked[0] == ("dark", 14) and asked[-1] == "en"
    assert seat_file.read().settings.lock_after_minutes == 30
    assert written[-1] == seat_file.read().settings
    assert heard.refused == []


def test_a_wheel_on_its_way_down_the_page_changes_nothing(qtbot, panel, page):
    shown = page("seat")
    before = shown.size.value()
    at = QPointF(shown.size.rect().center())
    wheel = QWheelEvent(
        at, shown.size.mapToGlobal(at), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(shown.size, wheel)
    assert shown.size.value() == before == 14


def test_the_printer_is_chosen_among_those_there_are_and_one_that_is_gone_is_named(qtbot, panel, page, seat_file):
    seat_file.change(printer="旧打印机")
    shown = page("seat")
    qtbot.waitUntil(lambda: "走廊打印机" in shown.printer.values())
    assert shown.printer.currentText() == "旧打印机（现在找不到）"
    with qtbot.waitSignal(shown.presented):
        pick(qtbot, shown.printer, "走廊打印机")
    assert seat_file.read().settings == SeatSettings(printer="走廊打印机")


def test_what_the_file_says_is_not_shown_before_it_is_read(qtbot, panel, page, seat_file):
    seat_file.change(lock_after_minutes=10, sound=VOLUMES[-1])
    one = panel.pages["seat"]
    of_file = (one.lock_after, one.printer, one.sound)
    one._offer_printers(["走廊打印机"])  # the printers may be known before the file
    assert [(choice.currentText(), choice.isEnabled()) for choice in of_file] == [("", False)] * 3
    shown = page("seat")
    assert [choice.isEnabled() for choice in of_file] == [True] * 3
    assert (shown.lock_after.value(), shown.printer.value(), shown.sound.value()) == (10, "", VOLUMES[-1])


def test_a_bad_file_is_told_on_the_page(qtbot, panel, page, seat_file):
    seat_file.path.write_text("size = 15", "utf-8")
    shown = page("seat")
    assert "size" in shown.trouble.text() and shown.trouble.isVisible()


def test_a_disk_that_refuses_costs_the_keeping_only(qtbot, panel, page, heard, seat_file):
    shown, asked = page("seat"), []
    panel.theme_asked.connect(lambda name, _: asked.append(name))
    seat_file.path.mkdir()
    with qtbot.waitSignal(shown.refused):
        pick(qtbot, shown.theme, "dark")
    assert asked == ["dark"]
    assert isinstance(heard.refused[0], Unavailable)
    assert shown.theme.value() == "dark"


def test_keys_of_the_window_are_followed(qtbot, panel, page, app_theme):
    shown = page("seat")
    theme.apply(app_theme, "contrast", 18)
    assert (shown.theme.value(), shown.size.value()) == ("contrast", 18)


# all pages


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_words_follow_the_language_and_nothing_is_without_words(qtbot, panel, page, app_theme, language, size):
    theme.apply(app_theme, "light", size)
    for page_id in ("numbers", "officers", "places", "seat", "site"):
        page(page_id)
        words.set_language("en" if language == "zh" else "zh")
        words.set_language(language)
        said = [label.text() for label in panel.findChildren(QLabel)]
        said += [button.text() for button in panel.findChildren(QPushButton)]
        assert not [text for text in said if text.startswith("[")]
    assert panel.list.item(0).text() == {"zh": "站点设置", "en": "Site settings"}[language]
    if language == "en":
        heads = [panel.site.table.rows_model.headerData(at, Qt.Orientation.Horizontal) for at in range(8)]
        assert not [head for head in heads if re.search(r"[\u4e00-\u9fff]", head)]


def test_pages_are_chosen_by_the_arrows(qtbot, panel):
    panel.setFocus()
    assert panel.list.hasFocus()
    for wanted in tuple(panel.pages.values())[1:]:
        qtbot.keyClick(panel.list, Qt.Key.Key_Down)
        assert panel.current_page() is wanted and wanted.isVisible()


def test_news_reloads_the_page_that_is_seen_and_marks_the_others(qtbot, panel, page, desk):
    page("officers")
    page("site")
    desk.accounts.add("林例二", Role.OFFICER, PASSWORD, by=Actor.officer(*_admin(desk)))
    panel.note(Changes(frozenset({Topic.OFFICERS})))
    assert panel.officers.stale and not panel.site.stale
    assert len(page("officers").table.rows_model.rows()) == 2


def _admin(desk):
    row = next(row for row in desk.accounts.list() if row.role is Role.ADMIN)
    return row.id, row.name, row.role


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


def test_a_key_that_two_pages_have_stands_once_in_the_list_of_keys(panel, page):
    page("places")
    page("contacts")
    keys = [row.key for row in actions.keys_in(panel)]
    assert keys.count("Ctrl+F") == 1
