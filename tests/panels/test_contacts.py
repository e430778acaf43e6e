"""The 通讯录 panel by keyboard: somebody found in a few keys, opened, dialled; numbers kept with their history."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.call_lists import CallOutcome
from console.domain.contact_book import Rank
from console.domain.people import Actor
from console.services.contact_people import NewPerson
from console.services.contact_units import Unit
from tests.kit import geometry
from tests.kit.contacts_panel import Alt, Ctrl, dialog_of, find, make, names, open_person, people, press, type_into
from ui import actions, hiding, theme
from ui.seat import Seat

__all__ = ["make", "people"]
Key = Qt.Key


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("单", ["单例二"]),
        ("shan", ["单例二"]),
        ("sle", ["单例二"]),
        ("0103", ["曾例三"]),
        ("例溪镇", ["单例二", "黄例一"]),
    ],
)
def test_somebody_is_found_by_what_is_known_of_them(
    people: Any, make: Any, qtbot: QtBot, typed: str, wanted: list[str]
) -> None:
    panel = make()
    find(qtbot, panel, typed, wanted)
    qtbot.waitUntil(lambda: panel.book.chosen() is not None and panel.book.chosen().name == wanted[0])
    assert panel.book.find.hasFocus() and panel.errors == []


def test_enter_waits_for_the_answer_and_opens_the_first(people: Any, make: Any, qtbot: QtBot) -> None:
    panel = make()
    press(qtbot, panel.book.find, Key.Key_F, Ctrl)
    qtbot.waitUntil(panel.book.find.hasFocus)
    qtbot.keyClicks(panel.book.find, "zls")
    qtbot.keyClick(panel.book.find, Key.Key_Return)
    qtbot.waitUntil(lambda: panel.book.chosen() is not None and panel.book.chosen().name == "曾例三")
    assert panel.book.pane.numbers.hasFocus()
    assert [row.shown for row in panel.book.pane.numbers.rows_model.rows()] == ["100-0000-0103", "0577-0000-0103"]
    press(qtbot, panel.book.pane.numbers, Key.Key_Escape)
    assert panel.book.find.hasFocus() and panel.book.find.text() == "zls"


def test_a_number_is_dialled_and_the_outcome_is_one_key(people: Any, make: Any, qtbot: QtBot, desk: Desk) -> None:
    panel = make()
    open_person(qtbot, panel, "黄例一", "hly")
    press(qtbot, panel.book.pane.numbers, Key.Key_Return)
    dialog = dialog_of(qtbot, panel.book)
    assert dialog.big.number == "100-0000-0001" and dialog.big.hasFocus()
    qtbot.keyClick(dialog.big, Key.Key_N)
    assert dialog.big.number == "0577-0000-0001"
    qtbot.keyClick(dialog.big, Key.Key_Return)
    type_into(qtbot, dialog.remark, "1 小时后再拨")
    qtbot.keyClick(dialog.remark, Key.Key_Return)
    assert dialog.big.hasFocus() and desk.call_lists.attempts_of(people["黄例一"]) == []
    qtbot.keyClick(dialog.big, Key.Key_2)
    qtbot.waitUntil(lambda: bool(panel.heard))
    (made,) = desk.call_lists.attempts_of(people["黄例一"])
    assert (made.phone, made.outcome, made.remark) == ("0577-0000-0001", CallOutcome.NO_ANSWER, "1 小时后再拨")


def test_numbers_are_hidden_by_one_key_everywhere_and_neither_copied_nor_changed(
    people: Any, make: Any, qtbot: QtBot
) -> None:
    panel = make()
    actions.bind(panel, [actions.Action("hide_numbers", hiding.current().turn)])  # as the window does
    QGuiApplication.clipboard().setText("before")
    open_person(qtbot, panel, "黄例一", "hly")
    press(qtbot, panel.book.pane.numbers, Key.Key_H, Ctrl | Qt.KeyboardModifier.ShiftModifier)
    shown = lambda: [row.shown for row in panel.book.pane.numbers.rows_model.rows()]  # noqa: E731
    qtbot.waitUntil(lambda: shown() == ["100-****-0001", "057*-****-0001"])
    qtbot.waitUntil(lambda: panel.book.list.rows_model.rows()[0].numbers == ("100-****-0001", "057*-****-0001"))
    for key in (Key.Key_C, Key.Key_E):
        press(qtbot, panel.book.pane.numbers, key, Alt)
    assert [error.code for error in panel.errors] == ["numbers_hidden"] * 2
    assert QGuiApplication.clipboard().text() == "before" and panel.book.asked.dialog is None
    press(qtbot, panel.book.pane.numbers, Key.Key_D, Alt)
    dialog = dialog_of(qtbot, panel.book)
    assert dialog.big.number == "100-****-0001"
    dialog.reject()
    press(qtbot, panel.book.pane.numbers, Key.Key_H, Ctrl | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: shown() == ["100-0000-0001", "0577-0000-0001"])
    press(qtbot, panel.book.pane.numbers, Key.Key_C, Alt)
    assert QGuiApplication.clipboard().text() == "100-0000-0001"


def test_a_number_is_added_changed_verified_moved_and_ended_with_its_history(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    panel, key = make(), people["单例二"]
    open_person(qtbot, panel, "单例二", "sle")
    numbers = panel.book.pane.numbers
    shown = lambda: [row.shown for row in numbers.rows_model.rows()]  # noqa: E731
    press(qtbot, numbers, Key.Key_N, Alt)
    dialog = dialog_of(qtbot, panel.book)
    type_into(qtbot, dialog.number, "100-0000-0022")
    qtbot.keyClick(dialog.number, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: shown() == ["100-0000-0002", "100-0000-0022"])
    assert numbers.chosen_row().shown == "100-0000-0002"
    press(qtbot, numbers, Key.Key_V, Alt)
    qtbot.waitUntil(lambda: numbers.rows_model.rows()[0].verified_on == date(2030, 8, 12))
    press(qtbot, numbers, Key.Key_Down, Alt)
    qtbot.waitUntil(lambda: shown() == ["100-0000-0022", "100-0000-0002"])
    assert numbers.chosen_row().shown == "100-0000-0002"
    press(qtbot, numbers, Key.Key_X, Alt)
    dialog = dialog_of(qtbot, panel.book)
    type_into(qtbot, dialog.fields["why"], "已换号")
    qtbot.keyClick(dialog.fields["why"], Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: shown() == ["100-0000-0022"])
    told = [(row.before, row.after, row.why) for row in desk.contact_people.history(key, to=seat.actor)]
    assert told[0] == ("100-0000-0002", "", "已换号") and told[1] == ("", "100-0000-0022", "")
    assert panel.book.pane.changes.rows_model.rowCount() == len(told) and panel.errors == []


def test_a_refused_number_keeps_what_was_typed_and_it_comes_back_after_escape(
    people: Any, make: Any, qtbot: QtBot
) -> None:
    panel = make()
    open_person(qtbot, panel, "单例二", "sle")
    for _ in range(2):
        press(qtbot, panel.book.pane.numbers, Key.Key_N, Alt)
        dialog = dialog_of(qtbot, panel.book)
        if not dialog.number.text():
            type_into(qtbot, dialog.number, "12")
        assert dialog.number.text() == "12"
        qtbot.keyClick(dialog.number, Key.Key_Return, Ctrl)
        qtbot.waitUntil(dialog.trouble.isVisible)
        qtbot.waitUntil(lambda: not dialog._busy)  # noqa: B023
        assert dialog.number.text() == "12"
        qtbot.keyClick(dialog.number, Key.Key_Escape)
        qtbot.waitUntil(lambda: panel.book.asked.dialog is None)
    assert [row.shown for row in panel.book.pane.numbers.rows_model.rows()] == ["100-0000-0002"]


def test_somebody_new_gets_numbers_and_a_post_in_one_step_by_keys_alone(
    people: Any, make: Any, qtbot: QtBot, desk: Desk
) -> None:
    panel = make()
    press(qtbot, panel.book.find, Key.Key_N, Ctrl)
    dialog = dialog_of(qtbot, panel.book)
    typed = (
        (dialog.name, "区例八"), (dialog.unit, "例岭乡"), (dialog.post, "办公室主任"), (dialog.mobile, "100-0000-0208"),
        (dialog.office, "0577-0000-0208"), (dialog.other, "660208"),
    )  # fmt: skip
    for field, text in typed:
        type_into(qtbot, field, text)
        qtbot.keyClick(field, Key.Key_Return)
        if field is dialog.unit and field.hasFocus():
            qtbot.keyClick(field, Key.Key_Return)
    qtbot.keyClick(dialog.staff, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: panel.book.chosen() is not None and panel.book.chosen().name == "区例八")
    card = panel.book.chosen()
    held = card.posts[0]
    assert (held.unit, held.post, held.rank) == ("例岭乡", "办公室主任", Rank.A)
    assert [(one.kind, one.shown) for one in card.numbers] == [
        ("mobile", "100-0000-0208"), ("office", "0577-0000-0208"), ("short", "660208"),
    ]  # fmt: skip
    assert [hit.post for hit in desk.contacts.find("区例八")] == ["办公室主任"] and panel.errors == []


def test_a_further_post_is_one_act_too(people: Any, make: Any, qtbot: QtBot, desk: Desk) -> None:
    panel = make()
    open_person(qtbot, panel, "单例二", "sle")
    press(qtbot, panel.book.pane.numbers, Key.Key_P, Alt)
    dialog = dialog_of(qtbot, panel.book)
    type_into(qtbot, dialog.unit, "例岭乡")
    qtbot.keyClick(dialog.unit, Key.Key_Return)
    type_into(qtbot, dialog.post, "办公室主任")
    qtbot.keyClick(dialog.post, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: len(panel.book.chosen().posts) == 2)
    assert {held.post for held in panel.book.chosen().posts} == {"灾害信息员", "办公室主任"}


def test_who_goes_is_told_what_they_still_hold_and_comes_back(people: Any, make: Any, qtbot: QtBot, desk: Desk) -> None:
    panel = make()
    open_person(qtbot, panel, "曾例三", "zls")
    press(qtbot, panel.book.pane.numbers, Key.Key_G, Alt)
    dialog = dialog_of(qtbot, panel.book)
    said = " ".join(label.text() for label in dialog.findChildren(type(dialog.trouble)))
    assert "例岭乡 灾害信息员 A" in said
    type_into(qtbot, dialog.day, "2030-13-01")
    qtbot.keyClick(dialog.day, Key.Key_Return, Ctrl)
    assert dialog.trouble.isVisible() and dialog.day.text() == "2030-13-01"
    dialog.day.clear()
    qtbot.keyClick(dialog.day, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: panel.book.chosen().left_on == date(2030, 8, 12))
    assert desk.contacts.find("曾例三") == [] and panel.book.pane.marks.isVisible()
    press(qtbot, panel.book.pane.numbers, Key.Key_G, Alt | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: panel.book.chosen().left_on is None)


def test_the_tree_lists_who_is_in_a_unit_and_units_are_made_and_retired(
    people: Any, make: Any, qtbot: QtBot, desk: Desk
) -> None:
    panel = make()
    tree = panel.book.tree
    tree.setFocus()
    for key in (Key.Key_Down, Key.Key_Right, Key.Key_Down):
        press(qtbot, tree, key)
    qtbot.waitUntil(lambda: names(panel) == ["仇例六", "曾例三"] or names(panel) == ["曾例三", "仇例六"])
    assert tree.unit().name == "例岭乡" and panel.book.chosen() is None
    press(qtbot, tree, Key.Key_U, Alt)
    dialog = dialog_of(qtbot, panel.book)
    type_into(qtbot, dialog.name, "样例村")
    qtbot.keyClick(dialog.name, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: len(tree.units.units()) == 4)
    assert tree.unit().name == "例岭乡"
    made = next(row for row in desk.contact_units.tree() if row.name == "样例村")
    assert made.path == ("例县人民政府", "例岭乡", "样例村")
    tree.choose(made.id)
    press(qtbot, tree, Key.Key_X, Alt | Qt.KeyboardModifier.ShiftModifier)
    dialog = dialog_of(qtbot, panel.book)
    qtbot.keyClick(dialog, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: len(tree.units.units()) == 3)


def test_news_move_neither_cursor_nor_choice_nor_what_is_open(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, by: Actor
) -> None:
    panel = make()
    panel.book.tree.expandAll()
    find(qtbot, panel, "例溪镇", ["单例二", "黄例一"])
    press(qtbot, panel.book.find, Key.Key_Down)
    qtbot.waitUntil(lambda: panel.book.chosen() is not None and panel.book.chosen().name == "黄例一")
    panel.book.find.setFocus()
    qtbot.keyClicks(panel.book.find, " ")
    panel.book.find.setCursorPosition(2)
    with qtbot.waitSignal(panel.book.presented):
        desk.contact_units.add(Unit("样例局", people["例县"]), by=by)
        desk.contact_people.add(NewPerson("吴例九"), by=by)
    assert panel.book.find.text() == "例溪镇 " and panel.book.find.cursorPosition() == 2
    assert panel.book.list.chosen_row().name == "黄例一" and panel.book.chosen().name == "黄例一"
    assert panel.book.tree.isExpanded(panel.book.tree.units.index_of(people["例县"]))


def test_ten_thousand_units_are_one_model_and_open_one_branch(app_theme: QApplication, qtbot: QtBot) -> None:
    from uuid import UUID

    from console.domain.contact_book import UnitKind, UnitRow
    from ui.widgets.unit_tree import UnitTree

    tops = [UnitRow(UUID(int=at + 1), None, None, f"镇{at}", "", UnitKind.TOWN, 0, 1, None, ()) for at in range(100)]
    below = [
        UnitRow(UUID(int=1000 + at), tops[at % 100].id, None, f"村{at}", "", UnitKind.VILLAGE, 0, 1, None, ())
        for at in range(9900)
    ]
    tree = UnitTree()
    qtbot.addWidget(tree)
    tree.show_units([*tops, *below])
    model = tree.units
    root = model.index(0, 0)
    assert model.rowCount(root) == 100 and model.rowCount(model.index(7, 0, root)) == 99
    tree.choose(below[7].id)
    tree.show_units([*tops, *below[1:]])
    assert tree.unit_id() == below[7].id and model.parent(tree.currentIndex()) == model.index_of(tops[7].id)


def test_units_in_a_circle_are_still_all_seen(app_theme: QApplication, qtbot: QtBot) -> None:
    from uuid import UUID

    from console.domain.contact_book import UnitKind, UnitRow
    from ui.models.unit_tree import UnitTreeModel

    one, two, three = (UUID(int=at) for at in (1, 2, 3))
    rows = [
        UnitRow(key, above, None, f"{key.int}", "", UnitKind.NONE, 0, 1, None, ())
        for key, above in ((one, two), (two, one), (three, one))
    ]
    model = UnitTreeModel()
    model.set_units(rows)
    assert model.rowCount(model.index(0, 0)) == 3


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.long
def test_nothing_is_cut_in_either_language_at_any_size(
    people: Any, make: Any, qtbot: QtBot, qapp: QApplication, language: str, size: int
) -> None:
    panel = make()
    words.set_language(language)
    theme.apply(qapp, "light", size)
    open_person(qtbot, panel, "黄例一", "hly")
    panel.resize(1302 if language == "zh" else 1274, 658 - (size - 14) * 8)
    found = []
    for at in range(len(panel.pages)):
        panel.show_part(at)
        qtbot.waitUntil(lambda: panel.current_page()._has_result)
        for _ in range(5):
            QApplication.processEvents()
        found += [(at, fault) for fault in geometry.cut(panel)]
    theme.apply(qapp, "light", 14)
    assert found == []


def test_who_only_looks_on_sees_no_restricted_number_and_changes_nothing(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat, viewer: Actor
) -> None:
    card = desk.contact_people.card(people["单例二"], to=seat.actor)
    desk.contact_people.change(card.id, NewPerson("单例二", sensitive=True), seen=card.version, by=seat.actor)
    seat.sit(viewer)
    panel = make()
    open_person(qtbot, panel, "单例二", "sle")
    numbers = panel.book.pane.numbers
    assert [row.shown for row in numbers.rows_model.rows()] == ["100-****-0002"]
    assert panel.book.list.rows_model.rows()[0].numbers == ("100-****-0002",)
    for key in (Key.Key_D, Key.Key_N, Key.Key_V, Key.Key_P, Key.Key_G):
        press(qtbot, numbers, key, Alt)
    press(qtbot, numbers, Key.Key_C, Alt)
    assert panel.book.asked.dialog is None and [error.code for error in panel.errors] == ["numbers_hidden"]
    assert not panel.book.new.isEnabled() and panel.book.new.toolTip()


def test_a_person_found_by_the_palette_is_opened(people: Any, make: Any, qtbot: QtBot) -> None:
    panel = make()
    panel.show_part(1)
    panel.open_item(people["仇例六"])
    qtbot.waitUntil(lambda: panel.book.chosen() is not None and panel.book.chosen().name == "仇例六")
    assert panel.current_page() is panel.book
    assert not panel.book.pane.buttons["dial"].isEnabled()


def test_in_the_window_the_key_opens_the_page_and_a_person_is_one_question_away(typist: Any, qtbot: QtBot) -> None:
    typist.press(Key.Key_F6)
    panel = typist.panel()
    qtbot.waitUntil(panel.book.find.hasFocus)
    assert panel.id == "contacts" and typist.app.window.current_panel() is panel
    typist.press(Key.Key_2, Ctrl)
    assert panel.current_page() is panel.groups
    typist.press(Key.Key_F6)
    qtbot.waitUntil(panel.book.find.hasFocus)
    assert panel.current_page() is panel.book


def test_another_officer_at_the_seat_sees_what_is_his_to_see(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat, viewer: Actor
) -> None:
    card = desk.contact_people.card(people["单例二"], to=seat.actor)
    desk.contact_people.change(card.id, NewPerson("单例二", sensitive=True), seen=card.version, by=seat.actor)
    panel = make()
    open_person(qtbot, panel, "单例二", "sle")
    shown = lambda: [row.shown for row in panel.book.pane.numbers.rows_model.rows()]  # noqa: E731
    qtbot.waitUntil(lambda: shown() == ["100-0000-0002"])
    seat.leave()
    seat.sit(viewer)
    qtbot.waitUntil(lambda: shown() == ["100-****-0002"])
    assert panel.errors == []
