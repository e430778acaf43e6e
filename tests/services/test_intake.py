"""接报 after it was registered: figures brought up to date, one item merged into another, one question for a list."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import event

from console.domain.inbound import FigureValue, InboundState, Intake
from console.domain.people import Role
from console.errors import Refused
from db import sqlite
from db.queries import inbound as query

WORD = "example-duty-1"


@pytest.fixture
def officer(desk, by):
    return desk.accounts.add("陈例一", Role.OFFICER, WORD, by=by).actor


@pytest.fixture
def take(desk, officer):
    """Registers an item of that summary."""

    def taken(summary, **more):
        return desk.intake.register(Intake(uuid4(), summary, desk.clock.now(), **more), by=officer)

    return taken


def merge(desk, item, number, officer):
    return desk.intake.close(
        item.id, InboundState.MERGED, "同一处裂缝", seen=item.version, by=officer, master=number
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "source", "said"),
    [
        (2, "单例二 电话", "数字更新：失联 2（来源 单例二 电话）"),
        (None, "", "数字更新：失联 不详"),
        (0, "", "数字更新：失联 0"),
    ],
)
def test_a_new_figure_stands_in_the_book_in_chinese(desk, officer, take, value, source, said):
    item = take("山体裂缝")
    desk.intake.revise_figure(item.id, "missing", value, source, by=officer)
    assert desk.log.newest(1)[0].text == f"{item.number} {said}"


@pytest.mark.parametrize(("source", "code"), [("长" * 101, "text_too_long"), ("a\x07b", "text_control")])
def test_a_source_that_cannot_be_stored_is_refused(desk, officer, take, source, code):
    item = take("山体裂缝")
    with pytest.raises(Refused) as refused:
        desk.intake.revise_figure(item.id, "missing", 2, source, by=officer)
    assert refused.value.code == code
    assert desk.intake.figure_history(item.id) == []


@pytest.mark.parametrize(("note", "code"), [("长" * 501, "text_too_long"), ("a\x07b", "text_control")])
def test_a_note_that_cannot_be_stored_is_refused(desk, officer, take, note, code):
    item = take("山体裂缝", call_back="waiting")
    with pytest.raises(Refused) as closing:
        desk.intake.close(item.id, InboundState.CLOSED, note, seen=item.version, by=officer)
    with pytest.raises(Refused) as calling:
        desk.intake.called_back(item.id, True, note, seen=item.version, by=officer)
    assert (closing.value.code, calling.value.code) == (code, code)
    assert desk.intake.one(item.id) == item


def test_a_merged_item_names_its_master_and_both_say_so(desk, officer, take):
    first, second = take("山体裂缝"), take("同一处裂缝")
    number = first.number.removeprefix("示例").lower()
    merged = merge(desk, second, f" {number} ", officer)

    assert (merged.state, merged.master_number) == (InboundState.MERGED, first.number)
    assert desk.intake.one(first.id).merged == (second.number,)
    assert desk.log.newest(1)[0].text == f"{second.number} 并入 {first.number} 同一处裂缝"
    assert desk.log.verify().fault is None


def test_a_master_changed_by_hand_is_found(desk, officer, take):
    first, second, third = take("山体裂缝"), take("同一处裂缝"), take("另一处")
    merge(desk, second, first.number, officer)
    connection = sqlite.library().connect(desk.data.store, isolation_level=None)
    connection.execute("UPDATE inbound SET master_id = ? WHERE id = ?", (third.id.hex, second.id.hex))
    connection.close()
    fault = desk.log.verify().fault
    assert fault is not None
    assert (fault.where, fault.at, fault.what) == ("inbound", str(second.id), "record_changed")


def test_a_master_that_cannot_be_is_refused_and_nothing_changes(desk, officer, take):
    first, second = take("山体裂缝"), take("同一处裂缝")
    merge(desk, second, first.number, officer)

    def refusal(state, number):
        with pytest.raises(Refused) as refused:
            desk.intake.close(first.id, state, "", seen=first.version, by=officer, master=number)
        return refused.value.code

    assert refusal(InboundState.MERGED, "") == "master_missing"
    assert refusal(InboundState.MERGED, "JB2030-999999") == "master_unknown"
    assert refusal(InboundState.MERGED, first.number) == "master_itself"
    assert refusal(InboundState.MERGED, second.number) == "master_circle"
    assert refusal(InboundState.CLOSED, second.number) == "master_not_merged"
    assert desk.intake.one(first.id).state == InboundState.OPEN


def test_a_list_asks_for_all_figures_at_once(desk, officer, take):
    items = [take(f"第 {each} 件", figures={"dead": FigureValue(each)}) for each in range(5)]
    desk.intake.revise_figure(items[2].id, "dead", None, "", by=officer)
    asked = []
    with desk.opened.store.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *given: asked.append(given[2]))
        found = query.open_items(connection)

    assert [row.figures["dead"].value for row in found] == [0, 1, None, 3, 4]
    assert sum("FROM figure" in statement for statement in asked) == 1
