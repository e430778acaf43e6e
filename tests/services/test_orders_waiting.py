"""Leaders' words and orders wait in sight: on the strip of what is due and on every hand-over sheet until closed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.due import DueKind, DueState
from console.domain.duty import PostLine
from console.domain.orders import NewInstruction, NewOrder, Way
from console.domain.people import Actor, Role


@pytest.fixture
def by(desk) -> Actor:
    actor = desk.accounts.add("陈例一", Role.ADMIN, "orders of 2030", by=Actor.tool("tester")).actor
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=actor)
    return actor


@pytest.fixture
def said(desk, by, clock):
    form = NewInstruction(uuid4(), "林例十", "县长", clock.now(), Way.PHONE, "全力搜救，\n每小时一报。")
    return desk.instructions.record(form, by=by)


def due(desk, clock):
    return {item.kind: item for item in desk.due.rows(clock.now())}


def on_the_sheet(desk, by):
    body = desk.duty.start_hand_over(by=by).body
    return next(section for section in body["sections"] if section["key"] == "task")["rows"]


def test_words_not_handed_on_are_near_at_once_and_over_after_the_span_that_is_near(desk, by, said, clock):
    item = due(desk, clock)[DueKind.INSTRUCTION]
    assert (item.state, item.number, item.target_panel, item.record_id) == (
        DueState.NEAR,
        said.number,
        "orders",
        said.id,
    )
    clock.advance(minutes=desk.settings.whole("duty.due_soon"))
    assert due(desk, clock)[DueKind.INSTRUCTION].state is DueState.OVER
    desk.instructions.hand_on(said.id, [NewOrder("样溪镇", "搜救", clock.now() + timedelta(hours=1))], by=by)
    found = due(desk, clock)
    assert DueKind.INSTRUCTION not in found and found[DueKind.TASK].target_panel == "orders"


def test_a_task_of_the_watch_itself_still_leads_to_the_board(desk, by, clock):
    desk.tasks.add("查油料", clock.now() + timedelta(hours=1), by=by)
    assert due(desk, clock)[DueKind.TASK].target_panel == "board"


def test_the_sheet_names_words_not_handed_on_and_who_has_an_order(desk, by, said, clock):
    desk.orders.give([NewOrder("样溪镇", "巡查山塘", clock.now() + timedelta(hours=1), person="周例五")], by=by)
    words, order = on_the_sheet(desk, by)
    assert (words["item"], words["cells"]) == (
        f"instruction:{said.id}", [said.number, "未转办：全力搜救，", "林例十 县长", ""],
    )  # fmt: skip
    assert words["notable"] and not words["overdue"]
    assert order["cells"][1:3] == ["巡查山塘", "样溪镇 周例五"]


def test_the_sheet_is_silent_once_they_are_handed_on_and_done(desk, by, said, clock):
    desk.instructions.hand_on(said.id, [NewOrder("样溪镇", "搜救", None)], by=by)
    (row,) = on_the_sheet(desk, by)
    assert row["item"].startswith("task:")
