"""接报 after it was registered: figures brought up to date, one item merged into another, one question for a list."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from console.domain.inbound import FigureValue, InboundState, Intake
from console.domain.people import Actor, Role
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


def test_channels_are_the_countys_and_a_retired_one_stays_readable(desk, by, officer, take):
    made = desk.lists.add(
        "channels", {"name": "无人机", "way": "in", "group": "device", "hides_caller": "no"}, by=by
    )  # fmt: skip
    item = take("巡航发现烟点", channel=made.code)
    assert (item.channel_name, item.channel_name_en) == ("无人机", "无人机")
    desk.lists.retire("channels", made.code, seen=made.version, by=by)
    assert desk.intake.one(item.id).channel_name == "无人机"
    assert take("第二次", channel=made.code).channel_name == "无人机"
    with pytest.raises(Refused) as refused:
        take("没有这种渠道", channel="pigeon")
    assert refused.value.code == "bad_channel"


TELLER = {"caller_phone": "100-0000-0066", "caller_name": "匿例六", "caller_org": "示范矿业", "caller_post": "矿工"}


@pytest.mark.parametrize("channel", ["tip_off", "hotline_12350"])
def test_a_tip_offs_caller_is_hidden_everywhere(desk, officer, take, channel):
    item = take("夜间偷采", channel=channel, call_back="waiting", figures={"dead": FigureValue(1)}, **TELLER)
    for row in (item, desk.intake.one(item.id), desk.intake.open_items()[0], desk.intake.newest()[0]):
        assert row.caller_hidden
        assert {row.caller_phone, row.caller_name, row.caller_org, row.caller_post} == {"•••"}
    for line in desk.log.newest(5):
        assert not any(word in f"{line.text} {line.person}" for word in TELLER.values())
    assert [desk.log.search(word) for word in ("匿例六", "示范矿业")] == [[], []]
    assert "匿例六" not in desk.tasks.open_tasks()[0].title
    assert desk.intake.figure_history(item.id)[0].source == ""
    assert desk.log.verify().fault is None


def test_looking_at_a_hidden_caller_is_recorded(desk, officer, take):
    item = take("夜间偷采", channel="tip_off", **TELLER)
    plain = take("山体裂缝", **TELLER)
    assert desk.intake.caller(plain.id, by=officer).name == "匿例六"
    before = len(audit(desk))
    seen = desk.intake.caller(item.id, by=officer)
    assert (seen.phone, seen.name, seen.org, seen.post) == tuple(TELLER.values())
    assert audit(desk)[before:] == [f"查看 {item.number} 的隐藏来电人"]
    viewer = desk.accounts.add("查例九", Role.VIEWER, "viewers of 2030", by=Actor.tool("tester")).actor
    with pytest.raises(Refused) as refused:
        desk.intake.caller(item.id, by=viewer)
    assert refused.value.code == "not_permitted"
    assert desk.log.verify().fault is None


def audit(desk):
    connection = sqlite.library().connect(desk.data.store)
    found = [text for (text,) in connection.execute("SELECT text FROM audit_entry ORDER BY number")]
    connection.close()
    return found


def test_a_document_carries_its_number_and_urgency_into_the_book(desk, take):
    item = take(
        "关于防范强降雨的通知", kind="document", channel="fax", caller_org="示范市应急局",
        source_number="示应急〔2030〕17号", urgency="very_urgent",
    )  # fmt: skip
    assert (item.kind, item.source_number, item.urgency) == ("document", "示应急〔2030〕17号", "very_urgent")
    assert desk.log.newest(1)[0].text == f"{item.number} 特急 示应急〔2030〕17号 关于防范强降雨的通知"
    with pytest.raises(Refused) as refused:
        take("x", urgency="soon")
    assert refused.value.code == "bad_choice"


def test_several_actions_and_one_end(desk, clock, officer, take):
    item = take("山体裂缝")
    desk.intake.act(item.id, "report", "县委办 张例八", by=officer)
    clock.advance(minutes=2)
    told = clock.now()
    clock.advance(minutes=3)
    done = desk.intake.act(item.id, "forward", "岩头镇 单例二", told, by=officer)
    assert [(row.kind, row.note, row.by_name) for row in done] == [
        ("report", "县委办 张例八", "陈例一"), ("forward", "岩头镇 单例二", "陈例一"),
    ]  # fmt: skip
    assert done[1].at == told
    line = desk.log.newest(1)[0]
    assert (line.text, line.occurred_at) == (f"{item.number} 转办：岩头镇 单例二", told)
    with pytest.raises(Refused) as refused:
        desk.intake.act(item.id, "sing", "", by=officer)
    assert refused.value.code == "bad_choice"
    desk.intake.close(item.id, InboundState.CLOSED, "", seen=item.version, by=officer)
    with pytest.raises(Refused) as refused:
        desk.intake.act(item.id, "file", "", by=officer)
    assert refused.value.code == "item_closed"
    assert len(desk.intake.actions(item.id)) == 2 and desk.log.verify().fault is None


def test_a_promised_call_back_is_due_when_it_was_promised(desk, clock, officer, take):
    at = clock.now() + timedelta(minutes=42)
    item = take("山体裂缝", call_back="waiting", call_back_at=at, caller_name="梁例五", caller_phone="100-0000-0005")
    (task,) = desk.tasks.open_tasks()
    assert (task.due_at, task.title) == (at, f"回拨核实 {item.number} 梁例五")
    later = at + timedelta(hours=1)
    moved = desk.intake.call_back_at(item.id, later, seen=item.version, by=officer)
    (task,) = desk.tasks.open_tasks()
    assert task.due_at == later and moved.version == item.version
    desk.intake.called_back(item.id, True, "属实", seen=moved.version, by=officer)
    assert desk.tasks.open_tasks() == [] and desk.log.verify().fault is None


def test_a_call_back_can_be_promised_afterwards(desk, clock, officer, take):
    item = take("山体裂缝", caller_name="梁例五")
    at = clock.now() + timedelta(minutes=15)
    waiting = desk.intake.call_back_at(item.id, at, seen=item.version, by=officer)
    assert waiting.call_back == "waiting" and desk.due.rows(clock.now())[0].record_id == item.id
    with pytest.raises(Refused) as refused:
        desk.intake.call_back_at(item.id, at, seen=item.version, by=officer)
    assert refused.value.code == "changed_meanwhile"
    assert desk.log.verify().fault is None


@pytest.mark.parametrize(
    ("phone", "hours", "known"),
    [("100-0000-0005", 1, True), ("１００ ００００ ０００５", 23, True), ("100-0000-0005", 25, False),
     ("100-0000-0006", 1, False), ("110", 1, False)],
)  # fmt: skip
def test_a_former_call_from_the_same_number_is_offered_for_a_day(desk, clock, take, phone, hours, known):
    item = take("山体裂缝", caller_phone="100-0000-0005", caller_name="梁例五")
    take("接处警转来", caller_phone="110")
    take("夜间偷采", channel="tip_off", caller_phone="100-0000-0006")
    clock.advance(hours=hours)
    found = desk.intake.former_call(phone, clock.now())
    assert (found.number if found else None) == (item.number if known else None)
