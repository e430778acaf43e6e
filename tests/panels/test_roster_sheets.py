"""Month sheets at the window: an empty one is saved, an import is taken back; nothing stands in a second row."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt

from console import words
from console.domain import pinyin
from tests.kit.planning import add_people, put
from tests.panels.test_roster_plan import services
from ui.panels.duty_roster import DutyRosterPanel

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
DAY = date(2030, 8, 20)
WAIT = 10_000


@pytest.fixture
def panel(qtbot, app_theme, desk, by, jobs, seat, times):
    add_people(desk, by, "张例二", "王例三", sounds=pinyin.columns)
    put(desk, by, DAY, "主班", "张例二")
    made = DutyRosterPanel(jobs, seat, times, services=services(desk))
    qtbot.addWidget(made)
    made.resize(1302, 658)
    made.heard, made.errors = [], []
    made.saved.connect(made.heard.append)
    made.refused.connect(made.errors.append)
    with qtbot.waitSignal(made.presented, timeout=WAIT):
        made.show()
    yield made
    made.plan.chart.end()
    words.set_language("zh")


def brought(desk, by, tmp_path):
    made = Workbook()
    for row in (("2030年8月值班表",), ("日期", "主班"), ("20日", "王例三")):
        made.active.append(list(row))
    made.save(tmp_path / "表.xlsx")
    return desk.roster.import_file(tmp_path / "表.xlsx", by=by).run_id


def stands(desk):
    return [line.name for line in desk.roster.plans(DAY, DAY)[0].of("主班")]


def test_an_import_is_taken_back_by_its_key(qtbot, panel, desk, by, tmp_path):
    brought(desk, by, tmp_path)
    assert stands(desk) == ["王例三"]
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow, timeout=WAIT)
    panel.table.grid.setFocus()
    qtbot.waitUntil(panel.table.grid.hasFocus, timeout=WAIT)
    qtbot.keyClick(panel.table.grid, Qt.Key.Key_Z, CTRL_SHIFT)
    qtbot.waitUntil(lambda: panel.table.asked.dialog is not None, timeout=WAIT)
    panel.table.asked.dialog.yes.click()
    qtbot.waitUntil(lambda: bool(panel.heard), timeout=WAIT)

    assert stands(desk) == ["张例二"] and panel.heard == [words.say("lists.undone", count=2)]


def test_what_came_later_keeps_it_and_is_said_in_the_question(qtbot, panel, desk, by, tmp_path, clock):
    brought(desk, by, tmp_path)
    clock.advance(days=9)
    panel.sheets.ask_undo()
    qtbot.waitUntil(lambda: panel.table.asked.dialog is not None, timeout=WAIT)
    dialog = panel.table.asked.dialog
    dialog.yes.click()
    qtbot.waitUntil(dialog.trouble.isVisible, timeout=WAIT)
    assert "2030-08-20" in dialog.trouble.text() and stands(desk) == ["王例三"]
    dialog.reject()


def test_the_empty_sheet_of_the_month_is_read_by_the_import_once_it_is_filled(qtbot, panel, desk, by, tmp_path):
    target = tmp_path / "空表.xlsx"
    panel.sheets.choose_target = lambda *_asked: target
    panel.sheets.ask_template()
    qtbot.waitUntil(lambda: bool(panel.heard), timeout=WAIT)
    book = load_workbook(target)
    rows = {row[0].value: row for row in book.active.iter_rows()}
    heads = [cell.value for cell in rows["日期"]]
    assert len(rows) == 32 and "张例二" not in [cell.value for cell in rows["2030-08-20"]]
    rows["2030-08-21"][heads.index("主班")].value = "王例三"
    book.save(target)

    told = desk.roster.import_file(target, by=by)
    assert (told.applied, told.added, told.updated, told.refused) == (True, 1, 0, 0), told.problems


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_one_row_of_buttons_and_what_is_wanted_seldom_in_the_menu(qtbot, panel, language):
    words.set_language(language)
    table, more = panel.table, panel.sheets.more
    qtbot.waitUntil(lambda: more.isVisible() and more.width() > 0, timeout=WAIT)
    buttons = [table.bring, table.stand_in, table.take_back, table.where, table.print_button, table.out, more]
    assert len({button.y() for button in buttons}) == 1
    entries = [entry.text().split("\t")[0] for entry in more.menu_now().actions() if not entry.isSeparator()]
    assert entries == [
        words.say(code) for code in ("do.roster_copy", "roster.history", "roster.template", "roster.undo_import")
    ]
