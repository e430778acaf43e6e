"""Groups, call lists and imports of the 通讯录 panel by keyboard; all of it ends in the store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.call_lists import CallOutcome
from console.domain.contact_book import Rank
from console.domain.group_rule import Rule
from console.domain.people import Actor
from tests.kit.contacts_panel import Alt, Ctrl, dialog_of, make, people, press, type_into
from ui.panels.contacts import CALLS
from ui.seat import Seat

__all__ = ["make", "people"]
Key = Qt.Key
HEAD = "姓名,单位,职务,手机\n"


@pytest.fixture
def calls(people: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat) -> Any:
    """A list of three people runs: 黄例一 with two numbers, 曾例三 with two, 仇例六 with none."""
    by = seat.actor
    group = desk.contact_groups.add_fixed("防汛", [people[name] for name in ("黄例一", "曾例三", "仇例六")], by=by)
    row = desk.call_lists.begin("防汛", group=group.id, by=by)
    panel = make()
    panel.show_part(CALLS)
    qtbot.waitUntil(lambda: panel.calls._has_result)
    panel.calls.row = row
    panel.calls.panel = panel
    return panel.calls


def attempts(desk: Desk, page: Any) -> list[tuple[str, str, CallOutcome]]:
    return [(one.name, one.phone, one.outcome) for line in desk.call_lists.grid(page.row.id) for one in line.attempts]


def members(page: Any) -> list[str]:
    return [row.name for row in page.people.rows_model.rows()]


def group_page(qtbot: QtBot, make: Any) -> Any:
    panel = make()
    press(qtbot, panel.book.find, Key.Key_2, Ctrl)
    qtbot.waitUntil(lambda: panel.groups._has_result)
    panel.groups.panel = panel
    return panel.groups


def test_a_fixed_group_is_made_filled_ordered_and_left(people: Any, make: Any, qtbot: QtBot, desk: Desk) -> None:
    page = group_page(qtbot, make)
    press(qtbot, page.empty.button, Key.Key_N, Ctrl)
    dialog = dialog_of(qtbot, page)
    type_into(qtbot, dialog.fields["name"], "防汛责任人")
    qtbot.keyClick(dialog.fields["name"], Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: page.table.chosen_row() is not None and page._fixed())
    for name, typed in (("单例二", "sle"), ("曾例三", "zls")):
        press(qtbot, page.table, Key.Key_J, Alt)
        dialog = dialog_of(qtbot, page)
        type_into(qtbot, dialog.who, typed)
        qtbot.waitUntil(dialog.who.list.isVisible)
        qtbot.keyClick(dialog.who, Key.Key_Down)
        qtbot.keyClick(dialog.who, Key.Key_Return)
        qtbot.keyClick(dialog.who, Key.Key_Return, Ctrl)
        qtbot.waitUntil(lambda: name in members(page) and page.asked.dialog is None)  # noqa: B023
    page.people.choose(people["曾例三"])
    press(qtbot, page.people, Key.Key_Up, Alt)
    qtbot.waitUntil(lambda: members(page) == ["曾例三", "单例二"])
    press(qtbot, page.people, Key.Key_K, Alt)
    qtbot.waitUntil(lambda: members(page) == ["单例二"])
    (row,) = desk.contact_groups.rows()
    assert (row.name, row.members) == ("防汛责任人", 1) and page.panel.errors == []


def test_a_rule_says_whom_it_finds_before_and_after_it_is_kept(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, by: Actor
) -> None:
    page = group_page(qtbot, make)
    press(qtbot, page.empty.button, Key.Key_N, Alt)
    dialog = dialog_of(qtbot, page)
    type_into(qtbot, dialog.name, "主岗信息员")
    dialog.post.setFocus()
    type_into(qtbot, dialog.post, "灾害信息员")
    dialog.rank.choose(Rank.A)
    qtbot.waitUntil(lambda: "2" in dialog.found.text() and "曾例三" in dialog.found.text())
    qtbot.keyClick(dialog.post, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: sorted(members(page)) == ["单例二", "曾例三"])
    assert desk.contact_groups.rows()[0].rule == Rule(post="灾害信息员", rank=Rank.A)
    assert "灾害信息员" in page.rule.text() and not page.buttons["member_new"].isEnabled()
    desk.contact_people.leave(people["单例二"], seen=desk.contact_people.card(people["单例二"], to=by).version, by=by)
    qtbot.waitUntil(lambda: members(page) == ["曾例三"])


def test_a_group_is_rung_from_its_own_key(people: Any, make: Any, qtbot: QtBot, desk: Desk, by: Actor) -> None:
    desk.contact_groups.add_fixed("防汛", [people["单例二"]], by=by)
    page = group_page(qtbot, make)
    qtbot.waitUntil(lambda: page.table.chosen_row() is not None)
    press(qtbot, page.table, Key.Key_B, Alt)
    dialog = dialog_of(qtbot, page.panel.calls)
    assert dialog.group.currentText() == "防汛"
    qtbot.keyClick(dialog.title, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: page.panel.calls.big.number == "100-0000-0002")
    assert [row.title for row in desk.call_lists.running()] == ["防汛"]


def test_an_outcome_is_a_key_the_next_number_comes_by_itself_and_the_cursor_stays(
    calls: Any, qtbot: QtBot, desk: Desk
) -> None:
    calls.table.setFocus()
    stood = calls.table.chosen_key()
    expected = ["100-0000-0001", "0577-0000-0001", "100-0000-0103"]
    for key, number in zip((Key.Key_2, Key.Key_1, Key.Key_1), expected, strict=True):
        qtbot.waitUntil(lambda: calls.big.number == number and not calls._said)  # noqa: B023
        press(qtbot, calls.table, key)
        qtbot.waitUntil(lambda: calls.big.number != number)  # noqa: B023
    qtbot.waitUntil(lambda: calls.big.name == words.say("call.all_done"))
    assert attempts(desk, calls) == [
        ("黄例一", "100-0000-0001", CallOutcome.NO_ANSWER), ("黄例一", "0577-0000-0001", CallOutcome.ANSWERED),
        ("曾例三", "100-0000-0103", CallOutcome.ANSWERED),
    ]  # fmt: skip
    assert calls.table.chosen_key() == stood and calls.table.hasFocus() and calls.panel.errors == []


def test_a_second_press_before_the_next_number_is_shown_means_nothing(calls: Any, qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: calls.big.number == "100-0000-0001")
    calls.take_down(CallOutcome.BUSY)
    calls.take_down(CallOutcome.BUSY)
    qtbot.waitUntil(lambda: calls.big.number != "100-0000-0001")
    assert len(attempts(desk, calls)) == 1


def test_what_another_seat_does_changes_neither_the_number_shown_nor_words_nor_cursor(
    calls: Any, people: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    qtbot.waitUntil(lambda: calls.big.number == "100-0000-0001")
    calls.remark.setFocus()
    type_into(qtbot, calls.remark, "1234")
    calls.remark.setCursorPosition(2)
    with qtbot.waitSignal(calls.presented):
        desk.call_lists.attempt(calls.row.id, people["黄例一"], "0577-0000-0001", CallOutcome.ANSWERED, by=seat.actor)
    assert calls.big.number == "100-0000-0001" and calls.since.isVisible()
    assert (calls.remark.text(), calls.remark.cursorPosition()) == ("1234", 2) and calls.remark.hasFocus()
    assert len(attempts(desk, calls)) == 1
    press(qtbot, calls.remark, Key.Key_Return)
    press(qtbot, calls.table, Key.Key_0)
    assert calls.big.number == "100-0000-0103" and calls.remark.text() == ""


def test_a_refused_call_keeps_the_words_and_the_number_learned(calls: Any, qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: calls.big.number == "100-0000-0001")
    calls.other.setText("12")
    calls.remark.setText("不在")
    calls.take_down(CallOutcome.NO_ANSWER)
    qtbot.waitUntil(lambda: bool(calls.panel.errors))
    assert (calls.panel.errors[0].code, calls.other.text(), calls.remark.text()) == ("bad_phone", "12", "不在")
    calls.other.setText("100-0000-0009")
    calls.take_down(CallOutcome.ANSWERED)
    qtbot.waitUntil(lambda: calls.big.number == "100-0000-0103")
    assert attempts(desk, calls) == [("黄例一", "100-0000-0009", CallOutcome.ANSWERED)]
    qtbot.waitUntil(lambda: desk.drafts.open() == ())


def test_somebody_out_of_turn_and_the_end(calls: Any, people: Any, qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: calls.big.number == "100-0000-0001")
    calls.table.choose(people["曾例三"])
    press(qtbot, calls.table, Key.Key_Return)
    assert calls.big.number == "100-0000-0103"
    press(qtbot, calls.table, Key.Key_8)
    assert calls.big.number == "0577-0000-0103"
    press(qtbot, calls.table, Key.Key_9)
    dialog = dialog_of(qtbot, calls)
    qtbot.keyClick(dialog, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: desk.call_lists.running() == [])
    qtbot.waitUntil(lambda: not calls._top.isVisible())
    assert attempts(desk, calls) == []


def test_an_import_shows_differences_and_is_undone(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    path: Path = tmp_path / "名单.csv"
    path.write_text(HEAD + "单例二,例溪镇,灾害信息员,100-0000-0222\n吴例九,例溪镇,网格员,100-0000-0009\n", "utf-8")
    panel = make()
    press(qtbot, panel.book.find, Key.Key_4, Ctrl)
    page = panel.imports
    qtbot.waitUntil(lambda: page._has_result)
    page._ask_file = lambda _page: str(path)
    press(qtbot, page.new, Key.Key_N, Ctrl)
    qtbot.waitUntil(lambda: page.dialog is not None and page.dialog.yes.isEnabled())
    told = [(row.kind, row.text) for row in page.dialog.table.rows_model.rows()]
    assert any(kind == "changed" and "100-0000-0222" in text for kind, text in told)
    assert desk.contacts.find("吴例九") == []
    page.dialog.hand_up()
    qtbot.waitUntil(lambda: page.table.rows_model.rowCount() == 1)
    assert [hit.name for hit in desk.contacts.find("吴例九")] == ["吴例九"]
    page.table.choose(page.table.rows_model.rows()[0].id)
    press(qtbot, page.table, Key.Key_Z, Alt)
    dialog = dialog_of(qtbot, page)
    qtbot.keyClick(dialog, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: page.table.rows_model.rows()[0].undone_at is not None)
    assert desk.contacts.find("吴例九") == [] and desk.contacts.find("0222") == [] and panel.errors == []


def test_an_import_that_is_stopped_changes_nothing(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    path: Path = tmp_path / "名单.csv"
    path.write_text(HEAD + "".join(f"{chr(0x4E00 + at)}例人,例溪镇,网格员,\n" for at in range(60)), "utf-8")
    panel = make()
    panel.show_part(3)
    page = panel.imports
    page.check(path)
    qtbot.waitUntil(page.dialog.yes.isEnabled)
    dialog = page.dialog
    dialog.hand_up()
    dialog.reject()
    qtbot.waitUntil(lambda: not dialog._busy)
    assert dialog.trouble.text() == words.say("refused.import_stopped") and dialog.isVisible()
    assert desk.import_runs.newest() == [] and desk.contacts.find("例人") == []
