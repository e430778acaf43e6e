"""A roll call knows whom the contact book has at each unit's duty post: the name stands there, one key confirms it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from console.domain.roll_call import CalledUnit, Outcome
from tests.panels.test_orders import make, press

__all__ = ["make"]
Key = Qt.Key
BOOK = """姓名,单位,职务,A/B角,手机
邹例二,样溪镇人民政府,值班室,B,100-0000-0002
陈例三,样溪镇人民政府,值班室,A,100-0000-0003
曾例四,样岭镇人民政府,灾害信息员,A,100-0000-0004
"""


@pytest.fixture
def round_(desk, seat, tmp_path):
    file = tmp_path / "通讯录.csv"
    file.write_text(BOOK, encoding="utf-8")
    done = desk.contacts.import_file(file, by=seat.actor)
    assert done.applied, done
    units = [CalledUnit("样溪镇"), CalledUnit("样岭镇"), CalledUnit("界坑乡", "", "周例五")]
    return desk.roll_calls.begin("每日点名", "phone", units, by=seat.actor)


@pytest.fixture
def page(round_, make, qtbot):
    panel = make()
    panel.show_part(2)
    qtbot.waitUntil(lambda: panel.roll_call.table.chosen_row() is not None)
    return panel.roll_call


def last(desk, round_, at):
    return desk.roll_calls.grid(round_.id)[at].last


def test_who_is_expected_stands_in_the_round_and_who_was_named_stays(desk, round_):
    assert [unit.expected for unit in round_.units] == ["陈例三", "", "周例五"]


def test_one_key_takes_the_name_that_stands_there(page, desk, round_, qtbot):
    assert page.line.person.text() == "陈例三"
    press(qtbot, page.table, Key.Key_1)
    qtbot.waitUntil(lambda: last(desk, round_, 0) is not None)
    assert (last(desk, round_, 0).person, desk.roll_calls.grid(round_.id)[0].matches) == ("陈例三", True)
    assert page.line.person.text() == "", "nobody is known there"
    press(qtbot, page.table, Key.Key_Down)
    assert page.line.person.text() == "周例五"


@pytest.mark.parametrize(("key", "outcome"), [(Key.Key_2, Outcome.NO_ANSWER), (Key.Key_7, Outcome.STOOD_IN)])
def test_whom_nobody_heard_is_not_said_to_have_answered(page, desk, round_, qtbot, key, outcome):
    press(qtbot, page.table, key)
    qtbot.waitUntil(lambda: last(desk, round_, 0) is not None)
    assert (last(desk, round_, 0).outcome, last(desk, round_, 0).person) == (outcome, "")
    assert desk.roll_calls.grid(round_.id)[0].matches is None


def test_another_name_is_typed_over_the_one_that_stands_there(page, desk, round_, qtbot):
    press(qtbot, page.table, Key.Key_Return)
    qtbot.waitUntil(page.line.person.hasFocus)
    assert page.line.person.selectedText() == "陈例三"
    qtbot.keyClicks(page.line.person, "Wu")
    press(qtbot, page.line.person, Key.Key_Return)
    press(qtbot, page.table, Key.Key_1)
    qtbot.waitUntil(lambda: last(desk, round_, 0) is not None)
    assert last(desk, round_, 0).person == "Wu" and desk.roll_calls.grid(round_.id)[0].matches is False


def test_a_look_at_a_unit_keeps_no_words(page, qtbot):
    press(qtbot, page.table, Key.Key_Down)
    press(qtbot, page.table, Key.Key_Up)
    assert page.line.person.text() == "陈例三"
    assert not any(page._book.words_of(page._about(page._row, unit)) for unit in ("样溪镇", "样岭镇"))
