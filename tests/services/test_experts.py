"""Experts: whom to ring first, what came of it, hours as people write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest

from console.bootstrap import Desk
from console.domain.call_lists import CallOutcome
from console.domain.experts import NewExpert, available
from console.domain.people import Actor, Role
from console.errors import Refused
from tests.kit.teams import commander

ONE = NewExpert("陈例一", "水文", event_types=("101",), unit="例县水利局（示例）", phone="100-0000-0001", title="高工")


@pytest.fixture
def by(desk: Desk) -> Actor:
    return commander(desk)


def add(desk: Desk, by: Actor, name: str, **more):
    return desk.experts.add(replace(ONE, name=name, **more), by=by)


def order(desk: Desk, event_type: str | None = "101", field: str = "") -> list[str]:
    return [one.expert.name for one in desk.experts.on_call(event_type, field)]


def test_who_was_rung_longest_ago_is_rung_first_and_who_is_away_last(desk, by, clock):
    away = add(desk, by, "仇例六", hours="20:00-22:00")
    one, other, never = (add(desk, by, name) for name in ("陈例一", "单例二", "曾例三"))
    for row in (one, other):
        clock.advance(minutes=1)
        desk.experts.called(row.id, row.phone, CallOutcome.NO_ANSWER, seen=1, by=by)
    assert order(desk) == [never.name, one.name, other.name, away.name]
    assert [row.available for row in desk.experts.on_call("101")] == [True, True, True, False]
    clock.advance(minutes=1)
    desk.experts.called(one.id, one.phone, CallOutcome.ANSWERED, "一小时内到", seen=2, by=by)
    assert order(desk) == [never.name, other.name, one.name, away.name]


def test_look_up_by_type_with_those_above_and_by_field(desk, by):
    add(desk, by, "陈例一")
    add(desk, by, "单例二", field="地质灾害 滑坡", event_types=("104",))
    add(desk, by, "曾例三", field="危险化学品", event_types=("20101",))
    assert order(desk, "10101") == ["陈例一"] and order(desk, "10402") == ["单例二"]
    assert order(desk, None, "滑坡") == ["单例二"] and order(desk, None, "水利局 水文") == ["陈例一"]
    assert order(desk, "202") == [] and len(order(desk, None)) == 3
    assert [row.name for row in desk.experts.find("sle")] == ["单例二"]
    assert [row.name for row in desk.experts.find("滑坡")] == ["单例二"]


def test_a_call_stands_in_the_log_and_a_second_press_is_refused(desk, by, clock):
    row = add(desk, by, "陈例一")
    called = desk.experts.called(row.id, "100-0000-0001", CallOutcome.BUSY, "稍后再拨", seen=1, by=by)
    assert (called.last_called_at, called.last_outcome) == (clock.now(), CallOutcome.BUSY)
    assert desk.log.newest(1)[0].text == "联系专家 陈例一（水文）100-0000-0001：占线，稍后再拨"
    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.experts.called(row.id, "100-0000-0001", CallOutcome.BUSY, seen=1, by=by)
    with pytest.raises(Refused, match="bad_phone"):
        desk.experts.called(row.id, "", CallOutcome.BUSY, seen=2, by=by)
    assert [(one.outcome, one.remark) for one in desk.experts.calls(row.id)] == [(CallOutcome.BUSY, "稍后再拨")]
    assert desk.log.verify().fault is None


def test_experts_are_kept_with_versions(desk, by):
    key = uuid4()
    row = desk.experts.add(ONE, key=key, by=by)
    assert desk.experts.add(ONE, key=key, by=by) == row and row.code == "ZJ001"
    changed = desk.experts.change(row.id, replace(row.typed(), title="总工"), seen=1, by=by)
    assert (changed.title, changed.version) == ("总工", 2)
    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.experts.retire(row.id, seen=1, by=by)
    desk.experts.retire(row.id, seen=2, by=by)
    assert desk.experts.rows() == [] and order(desk) == []
    assert desk.experts.restore(row.id, seen=3, by=by).active
    officer = desk.accounts.add("王例二", Role.OFFICER, "officer of 2030", by=by).actor
    with pytest.raises(Refused, match="not_permitted"):
        add(desk, officer, "单例二")
    assert desk.experts.called(row.id, row.phone, CallOutcome.ANSWERED, seen=4, by=officer).version == 5


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "expert_name_missing"), ({"field": " "}, "expert_field_missing"),
        ({"hours": "有空时"}, "hours_bad"), ({"hours": "25:00-26:00"}, "hours_bad"),
        ({"hours": "08:00-08:00"}, "hours_bad"), ({"phone": "x"}, "bad_phone"),
        ({"event_types": ("999999",)}, "no_such_event_type"), ({"person_id": uuid4()}, "no_such_person"),
        ({"latitude": 120.6, "longitude": 28.2}, "spot_swapped"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused(desk, by, changes, code):
    with pytest.raises(Refused, match=code):
        desk.experts.add(replace(ONE, **changes), by=by)
    assert desk.experts.rows() == []


@pytest.mark.parametrize(
    ("hours", "at", "there"),
    [
        ("", "2030-08-12 03:00", True),
        ("全天", "2030-08-12 03:00", True),
        ("08:00-18:00", "2030-08-12 08:00", True),
        ("08:00-18:00", "2030-08-12 18:00", False),
        ("20:00—08:00", "2030-08-12 23:00", True),
        ("20:00—08:00", "2030-08-12 07:59", True),
        ("工作日 20:00-08:00", "2030-08-10 07:00", True),
        ("工作日 20:00-08:00", "2030-08-11 07:00", False),
        ("工作日 08：00－18：00；周六、周日 09:00至12:00", "2030-08-11 10:00", True),
        ("工作日 08：00－18：00；周六、周日 09:00至12:00", "2030-08-11 13:00", False),
        ("周一至周五08:00-24:00", "2030-08-12 23:59", True),
        ("周五至周一", "2030-08-13 10:00", False),
        ("周五至周一", "2030-08-12 10:00", True),
        ("1-5 08:00-18:00", "2030-08-12 10:00", True),
        ("星期六,星期天", "2030-08-12 10:00", False),
    ],
)
def test_hours_are_read_as_people_write_them(hours, at, there):
    assert available(hours, datetime.fromisoformat(at)) is there
