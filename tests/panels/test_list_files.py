"""Workbooks of lists by keyboard on their pages: looked at before, taken in, given out, an import taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication

from console import words
from console.domain import pinyin
from tests.kit.contacts_panel import make
from tests.kit.planning import add_people
from tests.panels.test_roster_plan import services
from ui import theme
from ui.panels.duty_roster import AWAY, STAFF, DutyRosterPanel

fixtures = (make,)
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
WAIT = 10_000
ROWS = {
    "leave": [["姓名", "假别", "开始", "结束"], ["张例二", "年假", "2030-08-20", "2030-08-22"]],
    "wishes": [["姓名", "日期", "意愿"], ["张例二", "2030-08-20", "希望不排"]],
    "staff": [["姓名", "可值岗位"], ["张例二", "主班"]],
    "holidays": [["名称", "日期", "按什么计"], ["县庆", "2030-11-05", "放假"]],
    "groups": [["分组", "姓名"], ["甲组", "张例二"]],
}
PART = {"leave": AWAY, "wishes": AWAY, "staff": STAFF, "holidays": STAFF}
KEYED = ("leave", "staff", "groups")


def sheet(folder: Path, rows, name="名单.xlsx") -> Path:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    made.save(folder / name)
    return folder / name


@pytest.fixture
def page_of(qtbot, app_theme, desk, by, jobs, seat, times, make):
    """The page that has a list, shown; what it says is heard."""
    add_people(desk, by, "张例二", "王例三", sounds=pinyin.columns)
    left = []

    def shown(key):
        if key == "groups":
            panel = make()
            panel.show_part(1)
            page = panel.groups
        else:
            panel = DutyRosterPanel(jobs, seat, times, services=services(desk))
            qtbot.addWidget(panel)
            panel.resize(1302, 658)
            left.append(panel)
            panel.show()
            panel.show_part(PART[key])
            page = panel.pages[PART[key]]
        qtbot.waitUntil(lambda: page._has_result and page.isVisible(), timeout=WAIT)
        page.heard, page.errors = [], []
        page.saved.connect(page.heard.append)
        page.refused.connect(page.errors.append)
        panel.activateWindow()
        return page

    yield shown
    for panel in left:
        panel.plan.chart.end()
    words.set_language("zh")


def press(qtbot, page, key, name, letter):
    """The list's key where it has one, else its entry in the menu."""
    if key in KEYED:
        page.window().activateWindow()
        qtbot.waitUntil(page.window().isActiveWindow, timeout=WAIT)
        first = page.first_focus()
        first.setFocus()
        qtbot.waitUntil(first.hasFocus, timeout=WAIT)
        qtbot.keyClick(first, letter, CTRL_SHIFT)
        return
    menu = page.more.menu_now()
    word = page.more.files[key].buttons[name].text()
    next(entry for entry in menu.actions() if entry.text().startswith(word)).trigger()
    menu.deleteLater()


def looked_at(qtbot, page, key, path):
    files = page.more.files[key]
    files.choose_file = lambda _parent, _title: str(path)
    press(qtbot, page, key, "import", Qt.Key.Key_I)
    qtbot.waitUntil(lambda: files.importing.dialog is not None, timeout=WAIT)
    dialog = files.importing.dialog
    qtbot.waitUntil(lambda: dialog._result is not None or dialog.trouble.isVisible(), timeout=WAIT)
    return dialog


def taken_in(qtbot, page, key, path):
    dialog = looked_at(qtbot, page, key, path)
    dialog.yes.click()
    qtbot.waitUntil(lambda: bool(page.heard), timeout=WAIT)


@pytest.mark.parametrize(
    "key", [key if at == 0 else pytest.param(key, marks=pytest.mark.long) for at, key in enumerate(ROWS)]
)
def test_a_file_is_looked_at_taken_in_given_out_and_taken_back(key, qtbot, page_of, desk, by, tmp_path):
    page = page_of(key)
    files = page.more.files[key]
    taken_in(qtbot, page, key, sheet(tmp_path, ROWS[key]))
    assert page.heard == ["已导入 名单.xlsx：新增 1，更新 0，跳过 0，拒绝 0"]
    (run,) = desk.list_runs.newest(kind=key)

    out = tmp_path / "导出.xlsx"
    files.choose_target = lambda *_asked: out
    press(qtbot, page, key, "export", Qt.Key.Key_E)
    qtbot.waitUntil(lambda: len(page.heard) == 2, timeout=WAIT)
    assert desk.list_imports.import_file(key, out, dry_run=True, by=by).unchanged == out_rows(out)

    press(qtbot, page, key, "undo", Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: page.asked.dialog is not None, timeout=WAIT)
    page.asked.dialog.yes.click()
    qtbot.waitUntil(lambda: len(page.heard) == 3 and page.asked.dialog is None, timeout=WAIT)
    assert page.heard[-1].startswith("已撤销导入") and not page.errors
    (undone,) = desk.list_runs.newest(kind=key)
    assert run.undone_at is None and undone.undone_at is not None


def out_rows(path):
    return load_workbook(path).active.max_row - 1


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_refused_rows_and_differences_are_shown_and_only_good_rows_go_in_when_asked(
    qtbot, page_of, desk, tmp_path, language
):  # fmt: skip
    page = page_of("staff")
    taken_in(qtbot, page, "staff", sheet(tmp_path, ROWS["staff"]))
    words.set_language(language)
    rows = [["备注", "可值岗位", "姓名"], ["", "副班", "张例二"], ["", "主班", "没有人"]]
    dialog = looked_at(qtbot, page, "staff", sheet(tmp_path, rows))

    shown = [(line.kind, line.row, line.text) for line in dialog.table.rows_model.rows()]
    assert shown == [
        ("refused", 3, words.say("list.problem.nobody", name="没有人")),
        ("changed", 2, words.say("import.difference", name="张例二", before="主班", after="副班")),
    ]
    assert not dialog.yes.isEnabled()
    dialog.good_only.click()
    said = len(page.heard)
    dialog.yes.click()
    qtbot.waitUntil(lambda: len(page.heard) > said, timeout=WAIT)
    assert [(row.name, row.posts) for row in desk.duty_staff.listed()] == [("张例二", ("副班",))]


def test_a_file_that_is_none_says_so_where_it_was_chosen(qtbot, page_of, tmp_path):
    page, path = page_of("staff"), tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    dialog = looked_at(qtbot, page, "staff", path)
    assert dialog.trouble.isVisible() and not dialog.yes.isEnabled()
    assert [error.code for error in page.errors] == ["file_damaged"]


def test_the_empty_table_is_saved_and_reads_as_one(qtbot, page_of, desk, by, tmp_path):
    page = page_of("leave")
    page.more.files["leave"].choose_target = lambda *_asked: tmp_path / "空表"
    press(qtbot, page, "leave", "template", Qt.Key.Key_T)
    qtbot.waitUntil(lambda: bool(page.heard), timeout=WAIT)
    told = desk.list_imports.import_file("leave", tmp_path / "空表.xlsx", dry_run=True, by=by)
    assert (told.added, told.skipped, told.refused) == (0, 1, 0)


def test_what_leans_on_an_import_is_told_in_the_question_itself(qtbot, page_of, desk, by, tmp_path):
    page = page_of("staff")
    taken_in(qtbot, page, "staff", sheet(tmp_path, ROWS["staff"]))
    (row,) = desk.duty_staff.listed()
    desk.duty_staff.end(row.id, desk.clock.now().date(), seen=row.version, by=by)
    press(qtbot, page, "staff", "undo", Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: page.asked.dialog is not None, timeout=WAIT)
    dialog = page.asked.dialog
    dialog.yes.click()
    qtbot.waitUntil(dialog.trouble.isVisible, timeout=WAIT)
    assert "张例二" in dialog.trouble.text() and len(desk.duty_staff.listed()) == 1
    dialog.reject()


def test_with_no_import_yet_there_is_nothing_to_undo(qtbot, page_of):
    page = page_of("leave")
    press(qtbot, page, "leave", "undo", Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: bool(page.heard), timeout=WAIT)
    assert page.heard == [words.say("lists.no_imports")] and page.asked.dialog is None


def test_who_only_looks_on_may_give_out_nothing_but_what_he_may(qtbot, page_of, seat, viewer):
    page = page_of("staff")
    seat.sit(viewer)
    buttons = page.more.files["staff"].buttons
    qtbot.waitUntil(lambda: not buttons["import"].isEnabled(), timeout=WAIT)
    assert not buttons["undo"].isEnabled() and buttons["template"].isEnabled()
    page.more.files["staff"].choose_file = lambda *_asked: pytest.fail("asked for a file")
    press(qtbot, page, "staff", "import", Qt.Key.Key_I)


@pytest.mark.parametrize("key", ["staff", "leave", "groups"])
def test_one_row_of_buttons_on_the_smallest_screen_and_no_key_twice(key, qtbot, page_of, qapp):
    page = page_of(key)
    keys = [shortcut.key().toString() for shortcut in page.findChildren(QShortcut) if shortcut.parent() is page]
    assert len(keys) == len(set(keys)), sorted(keys)
    for language in words.LANGUAGES:
        words.set_language(language)
        QApplication.processEvents()
        assert page.more.isVisible() and page.more.width() >= page.more.minimumSizeHint().width()
        first = {"staff": "add", "leave": "ask_leave", "groups": "new"}[key]
        middles = [one.mapTo(page, one.rect().center()).y() for one in (page.more, getattr(page, first))]
        assert abs(middles[0] - middles[1]) < 6
    theme.apply(qapp, "light")
