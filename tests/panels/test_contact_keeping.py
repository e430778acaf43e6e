"""Posts, what is no more, a handset handed over and people picked for a call, in the window by keyboard."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.contact_book import PostUse, VerifiedHow
from console.domain.group_rule import Rule
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.services.incident_command import Member
from tests.kit import plans
from tests.kit.contacts_panel import Alt, Ctrl, dialog_of, find, make, open_person, people, press, type_into
from ui.panels.contacts import CALLS
from ui.seat import Seat

__all__ = ["make", "people"]
Key = Qt.Key
WAIT = 10_000


def on_tree(qtbot: QtBot, panel: Any, unit: Any) -> Any:
    """The tree with that unit chosen."""
    qtbot.waitUntil(lambda: len(panel.book.tree.units.units()) == 3, timeout=WAIT)
    panel.book.tree.choose(unit)
    panel.book.tree.setFocus()
    return panel.book.tree


def closed(qtbot: QtBot, page: Any) -> None:
    qtbot.waitUntil(lambda: page.asked.dialog is None, timeout=WAIT)


def test_a_post_is_renamed_after_what_names_it_was_seen(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    desk.contact_groups.add_rule("信息员", Rule(post="信息员"), by=seat.actor)
    panel = make()
    press(qtbot, on_tree(qtbot, panel, people["例岭乡"]), Key.Key_O, Alt)
    dialog = dialog_of(qtbot, panel.book)
    (row,) = dialog.table.rows_model.rows()
    assert row.uses == (PostUse("group", "信息员"),) and "信息员" in dialog.uses.text()
    press(qtbot, dialog.table, Key.Key_Return)
    assert dialog.name.hasFocus() and dialog.name.text() == "灾害信息员"
    dialog.name.clear()
    type_into(qtbot, dialog.name, "安全员")
    press(qtbot, dialog.name, Key.Key_Return)
    closed(qtbot, panel.book)
    assert [(one.person, one.post, one.rank) for one in desk.contact_units.holders([people["例岭乡"]])] == [
        ("曾例三", "安全员", "A"), ("仇例六", "安全员", "B"),
    ]  # fmt: skip
    assert panel.heard[-1] == words.say("contacts.told_post.rename", old="灾害信息员", name="安全员")


def test_what_came_to_name_a_post_meanwhile_is_refused_and_the_name_stays(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    panel = make()
    press(qtbot, on_tree(qtbot, panel, people["例岭乡"]), Key.Key_O, Alt)
    dialog = dialog_of(qtbot, panel.book)
    assert dialog.uses.text() == words.say("contacts.post_unnamed")
    desk.contact_groups.add_rule("信息员", Rule(post="信息员"), by=seat.actor)
    dialog.name.setFocus()
    type_into(qtbot, dialog.name, "安全员")
    press(qtbot, dialog.name, Key.Key_Return)
    qtbot.waitUntil(dialog.trouble.isVisible, timeout=WAIT)
    assert "信息员" in dialog.trouble.text() and dialog.name.text() == "安全员"
    assert [post.name for post in desk.contact_units.posts(people["例岭乡"])] == ["灾害信息员"]


def test_a_post_is_made_and_retired_and_one_that_is_held_is_not(
    people: Any, make: Any, qtbot: QtBot, desk: Desk
) -> None:
    panel, unit = make(), people["例岭乡"]
    tree = on_tree(qtbot, panel, unit)
    press(qtbot, tree, Key.Key_O, Alt)
    dialog = dialog_of(qtbot, panel.book)
    press(qtbot, dialog.table, Key.Key_X, Alt)
    qtbot.waitUntil(dialog.trouble.isVisible, timeout=WAIT)
    assert "曾例三" in dialog.trouble.text()
    qtbot.waitUntil(lambda: not dialog._busy, timeout=WAIT)
    dialog.name.setFocus()
    type_into(qtbot, dialog.name, "安全员")
    press(qtbot, dialog.name, Key.Key_N, Alt)
    closed(qtbot, panel.book)
    assert "安全员" in {post.name for post in desk.contact_units.posts(unit)}

    press(qtbot, tree, Key.Key_O, Alt)
    dialog = dialog_of(qtbot, panel.book)
    made = next(row for row in dialog.table.rows_model.rows() if row.row.name == "安全员")
    dialog.table.choose(made.row.id)
    press(qtbot, dialog.table, Key.Key_X, Alt)
    closed(qtbot, panel.book)
    assert {post.name for post in desk.contact_units.posts(unit)} == {"灾害信息员"}


def test_what_is_no_more_is_found_by_a_word_and_comes_back(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    by = seat.actor
    group = desk.contact_groups.add_fixed("抢险", [], by=by)
    desk.contact_groups.retire(group.id, seen=1, by=by)
    card = desk.contact_people.card(people["曾例三"], to=by)
    desk.contact_people.leave(card.id, seen=card.version, by=by)
    panel = make()
    for typed, left in (("岭乡 信息员", 1), ("", 0)):
        press(qtbot, panel.book.tree, Key.Key_R, Alt)
        dialog = dialog_of(qtbot, panel.book)
        if typed:
            assert dialog.table.rows_model.rowCount() == 2
            type_into(qtbot, dialog.find, typed)
            assert [row.name for row in dialog.table.rows_model.rows()] == ["曾例三"]
        press(qtbot, dialog.find, Key.Key_Return)
        closed(qtbot, panel.book)
        assert len(desk.contact_retired.rows()) == left
    assert [hit.name for hit in desk.contacts.find("曾例三")] == ["曾例三"]
    press(qtbot, panel.book.tree, Key.Key_R, Alt)
    qtbot.waitUntil(lambda: bool(panel.errors), timeout=WAIT)
    assert panel.errors[-1].code == "nothing_retired"


def test_a_handset_is_handed_over_by_keys_and_both_histories_tell_it(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    panel = make()
    open_person(qtbot, panel, "单例二", "sle")
    press(qtbot, panel.book.pane.numbers, Key.Key_M, Alt)
    dialog = dialog_of(qtbot, panel.book)
    type_into(qtbot, dialog.who, "zls")
    qtbot.waitUntil(dialog.who.list.isVisible, timeout=WAIT)
    for key in (Key.Key_Down, Key.Key_Return):
        press(qtbot, dialog.who, key)
    dialog.why.setFocus()
    type_into(qtbot, dialog.why, "换岗")
    press(qtbot, dialog.why, Key.Key_Return, Ctrl)
    closed(qtbot, panel.book)
    qtbot.waitUntil(lambda: panel.book.pane.numbers.rows_model.rowCount() == 0, timeout=WAIT)
    (change,) = panel.book.pane.changes.rows_model.rows()
    assert change[1].why == "移交 曾例三，换岗"
    to = desk.contact_people.card(people["曾例三"], to=seat.actor)
    assert [one.shown for one in to.numbers] == ["100-0000-0103", "100-0000-0002", "0577-0000-0103"]


def test_people_picked_out_of_several_searches_are_rung(people: Any, make: Any, qtbot: QtBot, desk: Desk) -> None:
    panel = make()
    for typed, name in (("hly", "黄例一"), ("sle", "单例二"), ("zls", "曾例三"), ("sle", "单例二")):
        find(qtbot, panel, typed, [name])
        qtbot.waitUntil(lambda: panel.book.list.chosen_row() is not None, timeout=WAIT)
        press(qtbot, panel.book.find, Key.Key_K, Alt)
    assert panel.book.picked.names() == ("黄例一", "曾例三") and panel.book.picked.said.isVisible()
    press(qtbot, panel.book.find, Key.Key_B, Alt)
    dialog = dialog_of(qtbot, panel.calls)
    assert panel.current_page() is panel.calls
    qtbot.waitUntil(lambda: "黄例一" in dialog.whom.text(), timeout=WAIT)
    press(qtbot, dialog.title, Key.Key_Return, Ctrl)
    closed(qtbot, panel.calls)
    (row,) = desk.call_lists.running()
    assert [one.name for one in row.people] == ["黄例一", "曾例三"] and row.title == "黄例一、曾例三"
    assert panel.book.picked.names() == () and panel.errors == []


def test_the_one_who_is_chosen_is_rung_where_nobody_was_picked(
    people: Any, make: Any, qtbot: QtBot, desk: Desk
) -> None:
    panel = make()
    press(qtbot, panel.book.find, Key.Key_B, Alt)
    assert not panel.errors or panel.errors[-1].code == "nobody_picked"
    find(qtbot, panel, "hly", ["黄例一"])
    qtbot.waitUntil(lambda: panel.book.list.chosen_row() is not None, timeout=WAIT)
    press(qtbot, panel.book.find, Key.Key_B, Alt)
    dialog = dialog_of(qtbot, panel.calls)
    press(qtbot, dialog.title, Key.Key_Return, Ctrl)
    closed(qtbot, panel.calls)
    assert [[one.name for one in row.people] for row in desk.call_lists.running()] == [["黄例一"]]


@pytest.mark.parametrize("responsible", [True, False])
def test_those_who_answer_for_an_incident_are_rung(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat, responsible: bool
) -> None:
    by = seat.actor
    call = desk.intake.register(Intake(uuid4(), "山体开裂", desk.clock.now()), by=by)
    incident = desk.incidents.open(NewIncident(uuid4(), "例溪镇滑坡", "山体开裂", "10402"), [call.id], by=by)
    desk.incident_command.takes(incident.id, Member("现场指挥官", "黄例一", "例溪镇"), by=by)
    desk.incident_command.takes(incident.id, Member("专家", "吴例九"), by=by)
    group = desk.contact_groups.add_fixed("防汛", [people["单例二"]], by=by)
    panel = make()
    panel.show_part(CALLS)
    qtbot.waitUntil(lambda: panel.calls._has_result, timeout=WAIT)
    press(qtbot, panel.calls.empty.button, Key.Key_N, Ctrl)
    dialog = dialog_of(qtbot, panel.calls)
    assert dialog.group.value() == str(group.id) and not dialog.responsible.isEnabled()
    dialog.incident.choose(str(incident.id))
    assert dialog.responsible.isChecked()
    qtbot.waitUntil(lambda: "吴例九" in dialog.whom.text(), timeout=WAIT)
    dialog.responsible.setChecked(responsible)
    press(qtbot, dialog.title, Key.Key_Return, Ctrl)
    closed(qtbot, panel.calls)
    (row,) = desk.call_lists.running()
    assert [one.name for one in row.people] == (["黄例一", "单例二"] if responsible else ["单例二"])
    assert (row.incident_id, row.title) == (incident.id, "例溪镇滑坡")


def test_the_cards_that_name_a_unit_are_told_before_it_is_renamed(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    level = plans.level("III", cards=(plans.card("A1", post="灾害信息员", unit="例岭乡"),))
    desk.plans.add(plans.plan(levels=(level,)), by=seat.actor)
    panel = make()
    press(qtbot, on_tree(qtbot, panel, people["例岭乡"]), Key.Key_U, Alt | Qt.KeyboardModifier.ShiftModifier)
    dialog = dialog_of(qtbot, panel.book)
    assert any("A1" in label.text() for label in dialog.findChildren(type(dialog.trouble)))
    dialog.name.setFocus()
    dialog.name.clear()
    type_into(qtbot, dialog.name, "例岭镇")
    press(qtbot, dialog.name, Key.Key_Return, Ctrl)
    closed(qtbot, panel.book)
    assert desk.contact_units.one(people["例岭乡"]).name == "例岭镇" and panel.errors == []


def test_a_group_comes_back_from_where_groups_are_and_a_card_says_how_it_was_verified(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    by = seat.actor
    group = desk.contact_groups.add_fixed("抢险", [people["单例二"]], by=by)
    desk.contact_groups.retire(group.id, seen=1, by=by)
    panel = make()
    panel.show_part(1)
    qtbot.waitUntil(lambda: panel.groups._has_result, timeout=WAIT)
    press(qtbot, panel.groups.first_focus(), Key.Key_R, Alt)
    dialog = dialog_of(qtbot, panel.groups)
    press(qtbot, dialog.find, Key.Key_Return)
    closed(qtbot, panel.groups)
    assert [row.name for row in desk.contact_groups.rows()] == ["抢险"]
    panel.show_part(0)
    open_person(qtbot, panel, "单例二", "sle")
    panel.book.pane.how.choose(VerifiedHow.TOLD)
    press(qtbot, panel.book.pane.numbers, Key.Key_V, Alt)
    qtbot.waitUntil(
        lambda: [one.verified_how for one in panel.book.pane.numbers.rows_model.rows()] == ["told"], timeout=WAIT
    )
