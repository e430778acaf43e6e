"""The page of the contact book: what stands in it, a file taken in, somebody looked up, a template saved."""

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from console import words
from console.changes import Changes, Topic
from console.domain.people import Role
from tests.kit.settings import checked
from ui import theme
from ui.panels.settings_contacts import ContactsPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

HEAD = "姓名,单位,职务,手机\n"
GOOD = HEAD + "陈例一,例县应急局（示例）,主班,100-0000-0001\n单例二,例山镇（示例）,灾害信息员,100-0000-0102\n"
BAD = GOOD + "仇例六,例县应急局,通信,1000\n,例县应急局,副班,100-0000-0003\n曾例三,例溪镇,,100-0000-0001\n"


@pytest.fixture
def page(qtbot, app_theme, desk, jobs, seat, times):
    made = ContactsPage(jobs, seat, times, contacts=desk.contacts)
    qtbot.addWidget(made)
    made.resize(1130, 634)
    made.heard, made.errors = [], []
    made.saved.connect(made.heard.append)
    made.refused.connect(made.errors.append)
    with qtbot.waitSignal(made.presented):
        made.show()
    return made


@pytest.fixture
def people(tmp_path):
    def write(content, name="通讯录.csv"):
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return path

    return write


def shown(table):
    model = table.rows_model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def test_a_file_is_seen_before_it_is_taken_in_by_keyboard(qtbot, page, desk, people):
    assert page.last.text().startswith("还没有导入过") and page._pages.currentIndex() == 1
    page._ask_file = lambda _: str(people(GOOD))
    page.import_button.setFocus()
    qtbot.keyClick(page.import_button, Qt.Key.Key_Space)
    dialog = page.dialog
    qtbot.waitUntil(dialog.yes.isEnabled)
    assert desk.contacts.find("单例二") == []
    with qtbot.waitSignal(page.presented):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.heard == ["已导入 通讯录.csv：新增 1，更新 1，跳过 0，拒绝 0"]
    assert [page.figures[name].text() for name in ("persons", "organisations", "numbers")] == ["2", "2", "2"]
    assert "陈例一" in page.last.text() and "通讯录.csv" in page.last.text() and "2030-08-12" in page.last.text()
    assert [hit.name for hit in desk.contacts.find("sle")] == ["单例二"]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_refused_rows_and_warnings_are_shown_and_only_good_rows_go_in_when_asked(qtbot, page, desk, people, language):
    words.set_language(language)
    dialog = checked(qtbot, page, people(BAD))
    mobile, name = words.say("contact.column.mobile"), words.say("contact.column.name")
    told = [row for row in shown(dialog.table) if " → " not in row[3]]  # below them stands what would change
    warned = words.say("import.warning", text="").strip()
    assert [(row[1], row[2], row[3].startswith(warned)) for row in told] == [
        ("4", mobile, False), ("5", name, False), ("6", mobile, True)
    ]  # fmt: skip
    assert not dialog.yes.isEnabled()
    dialog.hand_up()
    assert desk.contacts.find("单例二") == []
    dialog.good_only.click()
    with qtbot.waitSignal(page.presented):
        dialog.yes.click()
    assert {hit.name for hit in desk.contacts.find("例")} == {"陈例一", "单例二", "曾例三"}
    assert page.errors == []


def test_a_file_that_is_none_is_told_and_nothing_happens(qtbot, page, tmp_path):
    with qtbot.waitSignal(page.refused):
        page.check(tmp_path / "不在.xlsx")
        dialog = page.dialog
    assert "不在.xlsx" in dialog.trouble.text() and not dialog.yes.isEnabled()
    dialog.reject()


def test_somebody_is_looked_up_while_news_arrives(qtbot, page, desk, by, people):
    desk.contacts.import_file(people(GOOD), by=by)
    page.find.setFocus()
    qtbot.keyClicks(page.find, "sl")
    page.find.setCursorPosition(1)
    with qtbot.waitSignal(page.presented):
        page.note(Changes(frozenset({Topic.CONTACTS})))
    assert (page.find.text(), page.find.cursorPosition()) == ("sl", 1)
    page.find.end(False)
    qtbot.keyClicks(page.find, "e")
    qtbot.keyClick(page.find, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.list.rows_model.rowCount() == 1 and page._pages.currentIndex() == 0)
    assert shown(page.list) == [["单例二", "100-0000-0102", "例山镇（示例）", "灾害信息员"]]
    qtbot.keyClicks(page.find, "zz")
    qtbot.keyClick(page.find, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._pages.currentIndex() == 1)
    assert "slezz" in page._empty.sentence.text()


def test_a_template_is_saved_where_the_officer_says(qtbot, page, tmp_path):
    page._ask_target = lambda _: str(tmp_path / "模板")
    with qtbot.waitSignal(page.saved):
        page.template_button.click()
    assert load_workbook(tmp_path / "模板.xlsx").active.cell(1, 2).value == "姓名"
    page._ask_target = lambda _: str(tmp_path / "nowhere" / "模板")
    with qtbot.waitSignal(page.refused):
        page.template_button.click()


def test_who_may_not_edit_contacts_sees_why(qtbot, page, seat, desk, by):
    viewer = desk.accounts.add("曾例三", Role.VIEWER, "panels of 2031", by=by)
    seat.sit(viewer.actor)
    assert not page.import_button.isEnabled() and page.import_button.toolTip()
    assert page.template_button.isEnabled() and page.find.isEnabled()


@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.long
def test_nothing_is_clipped(qtbot, page, qapp, people, language, size):
    words.set_language(language)
    theme.apply(qapp, "light", size)
    try:
        page.resize(max(1130, page.minimumSizeHint().width()), max(634, page.minimumSizeHint().height()))
        dialog = checked(qtbot, page, people(BAD))
        qtbot.wait(50)
        within = [
            widget for top in (page, dialog) for kind in (QLabel, QPushButton) for widget in top.findChildren(kind)
        ]
        assert dialog.width() <= 1366
        for label in within:
            if label.isVisible() and not (isinstance(label, QLabel) and label.wordWrap()):
                assert label.sizeHint().width() <= label.width() + 1, label.text()
    finally:
        theme.apply(qapp, "light")


def test_after_the_dry_run_enter_takes_a_clean_file_in(qtbot, page, desk, people):
    dialog = checked(qtbot, page, people(GOOD))
    assert dialog.focusWidget() is dialog.yes
    with qtbot.waitSignal(page.presented):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert [hit.name for hit in desk.contacts.find("sle")] == ["单例二"]


def test_after_the_dry_run_refused_rows_lead_to_the_good_ones(qtbot, page, people):
    dialog = checked(qtbot, page, people(BAD))
    assert dialog.focusWidget() is dialog.good_only


def test_the_dry_run_leaves_the_keyboard_where_the_officer_went(qtbot, page, people):
    page.check(people(GOOD))
    dialog = page.dialog
    dialog.table.setVisible(True)
    dialog.table.setFocus()
    dialog.show_result(page._contacts.import_file(people(GOOD), dry_run=True, by=page._seat.actor))
    assert dialog.focusWidget() is not dialog.yes
    dialog.reject()
