"""The grid of a draft by keyboard: where keys go, a day copied, findings said below it, a whole month in sight."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console import words
from console.domain.planning import Method
from tests.kit.planning import put
from tests.panels import test_roster_plan as kit
from tests.panels.test_roster_plan import ALT, CTRL, TODAY, editor, key, name_at, presented
from ui.models.draft_month import HARD

drafted, ids, page = kit.drafted, kit.ids, kit.page
SHIFT, PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
DAY = TODAY + timedelta(days=3)
WAIT = 10_000


@pytest.fixture(autouse=True)
def chinese_afterwards():
    yield
    words.set_language("zh")


def place(grid):
    return grid.currentIndex().row(), grid.currentIndex().column()


def test_keys_walk_the_seats_and_home_stays_among_them(drafted):
    grid = drafted.grid
    grid.choose(key(DAY))
    row, column = place(grid)
    assert grid.month.days[column] == DAY, "days run from left to right"
    first, last, lowest = TODAY.day - 1, 30, grid.month.rowCount() - 1
    for code, modifier, there in (
        (Qt.Key.Key_Down, PLAIN, (row + 1, column)), (Qt.Key.Key_Up, PLAIN, (row, column)),
        (Qt.Key.Key_Right, PLAIN, (row, column + 1)), (Qt.Key.Key_Left, PLAIN, (row, column)),
        (Qt.Key.Key_End, PLAIN, (row, last)), (Qt.Key.Key_Home, PLAIN, (row, first)),
        (Qt.Key.Key_End, CTRL, (lowest, last)), (Qt.Key.Key_Home, CTRL, (0, first)),
    ):  # fmt: skip
        QTest.keyClick(grid, code, modifier)
        assert place(grid) == there


def test_the_day_before_is_copied_by_one_key_and_taken_back_by_one(qtbot, drafted):
    posts = [post for _shift, post, _ordinal in drafted.grid.month.lanes]
    before = {post: name_at(drafted, DAY, post) for post in posts}
    source = {post: name_at(drafted, DAY - timedelta(days=1), post) for post in posts}
    drafted.grid.choose(key(DAY))
    drafted.grid.setFocus()
    presented(qtbot, drafted, lambda: QTest.keyClick(drafted.grid, Qt.Key.Key_D, ALT))
    assert {post: name_at(drafted, DAY, post) for post in posts} == source != before
    presented(qtbot, drafted, lambda: qtbot.keyClick(drafted.grid, Qt.Key.Key_Z, CTRL))
    assert {post: name_at(drafted, DAY, post) for post in posts} == before


def test_a_whole_shift_is_chosen_copied_and_pasted_into_another_day(qtbot, drafted):
    posts = [post for _shift, post, _ordinal in drafted.grid.month.lanes]
    drafted.grid.choose(key(DAY, posts[0]))
    drafted.grid.setFocus()
    QTest.keyClick(drafted.grid, Qt.Key.Key_Space, SHIFT)
    assert len(drafted.grid.selectedIndexes()) == len(posts) and drafted.chosen() == key(DAY, posts[0])
    QTest.keyClick(drafted.grid, Qt.Key.Key_C, CTRL)
    drafted.grid.choose(key(DAY + timedelta(days=2), posts[0]))
    presented(qtbot, drafted, lambda: QTest.keyClick(drafted.grid, Qt.Key.Key_V, CTRL))
    assert [name_at(drafted, DAY + timedelta(days=2), post) for post in posts] == [
        name_at(drafted, DAY, post) for post in posts
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_wrong_is_said_below_the_grid_as_soon_as_it_is_typed(qtbot, drafted, language):
    words.set_language(language)
    drafted.grid.choose(key(DAY))
    assert drafted.keys.isVisible() and name_at(drafted, DAY) in drafted.here.text()
    presented(qtbot, drafted, lambda: QTest.keyClick(drafted.grid, Qt.Key.Key_D, ALT))
    assert drafted.here.isVisible() and drafted.keys.isVisible()
    sentences = [line.said for line in drafted.findings.rows_model.rows() if (line.key, line.level) == (key(DAY), HARD)]
    assert sentences and all(said in drafted.here.text() for said in sentences)
    drafted.grid.choose(key(DAY + timedelta(days=9)))
    assert not any(said in drafted.here.text() for said in sentences), "the sentence follows the keyboard"


def test_the_next_finding_is_gone_to_by_key_and_said(qtbot, drafted):
    drafted.grid.choose(key(DAY))
    presented(qtbot, drafted, drafted.grid.clear_cells)
    drafted.grid.choose(key(TODAY + timedelta(days=1)))
    qtbot.keyClick(drafted, Qt.Key.Key_K, ALT)
    assert drafted.chosen() == key(DAY) and words.say("plan.nobody") in drafted.here.text()


def test_the_keys_of_the_grid_stand_below_it(drafted):
    for shown in ("Enter", "Del", "Ctrl+R", "Alt+D", "Shift+Space", "Ctrl+C", "Ctrl+V"):
        assert shown in drafted.keys.text()
    assert drafted.keys.isVisible()


@pytest.mark.parametrize("typed", ["zhanglier", "zle", "张例"])
def test_a_double_click_opens_the_seat_and_a_name_is_found_by_sound(qtbot, drafted, typed):
    grid = drafted.grid
    grid.choose(key(DAY))
    where = grid.visualRect(grid.currentIndex()).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, PLAIN, where)
    QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, PLAIN, where)
    qtbot.waitUntil(lambda: editor(drafted) is not None, timeout=WAIT)
    line = editor(drafted)
    line.setText(typed)
    line.setModified(True)
    assert name_at(drafted, DAY) != "张例二"
    presented(qtbot, drafted, lambda: QTest.keyClick(line, Qt.Key.Key_Return))
    assert name_at(drafted, DAY) == "张例二"


def test_a_name_the_contacts_do_not_have_is_copied_and_comes_back_by_undo(qtbot, page, desk, by, seat):
    put(desk, by, DAY, "主班", "欧例十")
    row = desk.roster_drafts.begin(TODAY, date(2030, 8, 31), Method.HAND, by=seat.actor)
    presented(qtbot, page, lambda: page.show_plan(row.id))
    assert name_at(page, DAY) == "欧例十"
    page.grid.choose(key(DAY + timedelta(days=1)))
    page.grid.setFocus()
    presented(qtbot, page, lambda: QTest.keyClick(page.grid, Qt.Key.Key_D, ALT))
    assert name_at(page, DAY + timedelta(days=1)) == "欧例十"
    page.grid.choose(key(DAY))
    presented(qtbot, page, page.grid.clear_cells)
    assert name_at(page, DAY) == ""
    presented(qtbot, page, lambda: qtbot.keyClick(page.grid, Qt.Key.Key_Z, CTRL))
    assert name_at(page, DAY) == "欧例十"
