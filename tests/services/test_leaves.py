"""Leave: asked, decided by another one, withdrawn; duties it touches are told with who could stand in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from console.domain.people import Role
from console.errors import Refused
from console.services.duty_staff import NewStaff
from console.services.leaves import NewLeave
from tests.kit.planning import add_people, put

DAY = date(2030, 8, 14)
START, END = datetime(2030, 8, 13, 16, 0, tzinfo=UTC), datetime(2030, 8, 15, 16, 0, tzinfo=UTC)


@pytest.fixture
def ids(desk, by):
    return add_people(desk, by, "陈例一", "林例二", "张例三", "王例四")


@pytest.fixture
def clerk(desk, by):
    return desk.accounts.add("排例八", Role.ADMIN, "leaves of 2030", by=by).actor


def ask(desk, by, person, start=START, end=END, kind="annual"):
    return desk.leaves.ask(NewLeave(person, kind, start, end, "回乡"), by=by)


def refused(code, act, *arguments, **options):
    with pytest.raises(Refused) as caught:
        act(*arguments, **options)
    assert caught.value.code == code
    return caught.value.facts


def test_asked_granted_and_told_away(desk, clerk, ids):
    asked = ask(desk, clerk, ids["陈例一"]).leave
    assert (asked.state, asked.name, desk.leaves.away(START, END)) == ("asked", "陈例一", [])
    granted = desk.leaves.grant(asked.id, "同意", seen=asked.version, by=clerk).leave
    assert (granted.state, granted.decided_by, granted.decision) == ("granted", "排例八", "同意")
    assert [row.name for row in desk.leaves.away(START, START + timedelta(hours=1))] == ["陈例一"]
    assert desk.leaves.away(END, END + timedelta(hours=1)) == []
    assert desk.leaves.waiting() == []
    assert desk.log.verify().fault is None


def test_what_is_decided_is_decided_once_and_by_what_was_seen(desk, clerk, ids):
    asked = ask(desk, clerk, ids["陈例一"]).leave
    refused("changed_meanwhile", desk.leaves.grant, asked.id, seen=9, by=clerk)
    refused("reason_missing", desk.leaves.refuse, asked.id, " ", seen=1, by=clerk)
    told = desk.leaves.refuse(asked.id, "人手不够", seen=1, by=clerk).leave
    assert (told.state, told.decision) == ("refused", "人手不够")
    refused("leave_decided", desk.leaves.grant, asked.id, seen=told.version, by=clerk)
    refused("leave_decided", desk.leaves.withdraw, asked.id, seen=told.version, by=clerk)


def test_nobody_grants_their_own_leave_nor_without_the_right(desk, clerk, ids):
    own = add_people(desk, clerk, "排例八")["排例八"]
    asked = ask(desk, clerk, own).leave
    refused("own_leave", desk.leaves.grant, asked.id, seen=1, by=clerk)
    officer = desk.accounts.add("值例九", Role.OFFICER, "leaves of 2030", by=clerk).actor
    refused("not_permitted", desk.leaves.grant, asked.id, seen=1, by=officer)
    refused("not_yours", desk.leaves.withdraw, asked.id, seen=1, by=officer)
    assert desk.leaves.withdraw(asked.id, seen=1, by=clerk).state == "withdrawn"


def test_overlapping_leave_is_refused_and_free_again_once_withdrawn(desk, clerk, ids):
    first = ask(desk, clerk, ids["陈例一"]).leave
    told = refused(
        "leave_overlaps", ask, desk, clerk, ids["陈例一"], END - timedelta(minutes=1), END + timedelta(days=1)
    )
    assert told["span"] == "2030-08-14 00:00 至 2030-08-16 00:00"
    ask(desk, clerk, ids["陈例一"], END, END + timedelta(days=1))
    ask(desk, clerk, ids["林例二"])
    desk.leaves.withdraw(first.id, seen=1, by=clerk)
    ask(desk, clerk, ids["陈例一"], START, START + timedelta(hours=2))


@pytest.mark.parametrize(("start", "end"), [(END, START), (START, START), (START, START + timedelta(days=401))])
def test_a_span_that_is_none_is_refused(desk, clerk, ids, start, end):
    refused("leave_span", ask, desk, clerk, ids["陈例一"], start, end)


def test_nobody_there_is_refused(desk, clerk):
    refused("no_such_person", ask, desk, clerk, uuid4())


@pytest.mark.parametrize(("day", "could"), [(DAY - timedelta(days=1), ()), (DAY - timedelta(days=2), ("王例四",))])
def test_nobody_is_named_who_would_go_without_his_rest(desk, clerk, ids, day, could):
    for name in ("陈例一", "王例四"):
        desk.duty_staff.add(ids[name], NewStaff(("主班",)), by=clerk)
    put(desk, clerk, DAY, "主班", "陈例一")
    put(desk, clerk, day, "主班", "王例四")
    assert desk.leaves.touched(ids["陈例一"], START, END)[0].could == could


def test_the_rest_before_the_next_duty_is_the_countys(desk, clerk, ids):
    for name in ("陈例一", "王例四"):
        desk.duty_staff.add(ids[name], NewStaff(("主班",)), by=clerk)
    put(desk, clerk, DAY, "主班", "陈例一")
    put(desk, clerk, DAY + timedelta(days=2), "主班", "王例四")
    assert desk.leaves.touched(ids["陈例一"], START, END)[0].could == ("王例四",)
    desk.settings.change("planning.rest_long", "48", "县值班制度", confirmed=True, by=clerk)
    assert desk.leaves.touched(ids["陈例一"], START, END)[0].could == ()


def test_leave_over_a_duty_tells_the_days_and_who_could_stand_in(desk, clerk, ids):
    for name, posts in (
        ("陈例一", ("主班",)),
        ("林例二", ("主班",)),
        ("张例三", ("副班",)),
        ("王例四", ("主班", "副班")),
    ):
        desk.duty_staff.add(ids[name], NewStaff(posts), by=clerk)
    put(desk, clerk, DAY, "主班", "陈例一")
    put(desk, clerk, DAY + timedelta(days=1), "主班", "林例二")
    put(desk, clerk, DAY + timedelta(days=5), "主班", "陈例一")
    (touched,) = ask(desk, clerk, ids["陈例一"]).touched
    assert (touched.line.day, touched.line.post) == (DAY, "主班")
    assert touched.could == ("王例四",), "林例二 takes over right after it, 张例三 may not stand the post"
    desk.leaves.ask(NewLeave(ids["王例四"], "sick", START, END), by=clerk)
    assert desk.leaves.touched(ids["陈例一"], START, END)[0].could == ()


def test_a_duty_that_is_over_is_not_told(desk, clerk, ids):
    put(desk, clerk, date(2030, 8, 10), "主班", "陈例一")
    assert desk.leaves.touched(ids["陈例一"], START - timedelta(days=5), END) == ()


def test_a_wish_replaces_the_older_one_of_its_day(desk, clerk, ids):
    desk.wishes.note(ids["陈例一"], DAY, "want", by=clerk)
    second = desk.wishes.note(ids["陈例一"], DAY, "avoid", note="孩子考试", by=clerk)
    assert desk.wishes.listed(DAY, DAY) == [second]
    desk.wishes.take_back(second.id, seen=1, by=clerk)
    assert desk.wishes.listed(DAY, DAY) == []
    refused("no_such_row", desk.wishes.take_back, second.id, seen=2, by=clerk)


def test_the_duty_list_keeps_its_order_limits_and_days(desk, clerk, ids):
    first = desk.duty_staff.add(ids["陈例一"], NewStaff(("主班", "leader"), rest_hours=48), by=clerk)
    second = desk.duty_staff.add(ids["林例二"], NewStaff(("副班",), valid_to=DAY), by=clerk)
    assert (first.turn, second.turn, first.leader) == (1, 2, True)
    refused("staff_there", desk.duty_staff.add, ids["陈例一"], NewStaff(("副班",)), by=clerk)
    refused("posts_missing", desk.duty_staff.add, ids["张例三"], NewStaff((" ",)), by=clerk)
    refused("bad_limit", desk.duty_staff.add, ids["张例三"], NewStaff(("主班",), rest_hours=999), by=clerk)
    assert [row.name for row in desk.duty_staff.listed(DAY + timedelta(days=1))] == ["陈例一"]
    again = desk.duty_staff.add(ids["林例二"], NewStaff(("主班",), valid_from=DAY + timedelta(days=1)), by=clerk)
    order = desk.duty_staff.reorder([again.id, first.id, second.id], by=clerk)
    assert [row.name for row in order] == ["林例二", "陈例一", "林例二"]
    refused("changed_meanwhile", desk.duty_staff.reorder, [first.id], by=clerk)
    ended = desk.duty_staff.end(first.id, DAY, seen=2, by=clerk)
    assert not ended.holds(DAY + timedelta(days=1)) and ended.holds(DAY)
    refused("changed_meanwhile", desk.duty_staff.change, first.id, NewStaff(("副班",)), seen=1, by=clerk)
    changed = desk.duty_staff.change(first.id, NewStaff(("副班",), turn=7), seen=3, by=clerk)
    assert (changed.posts, changed.turn, changed.rest_hours) == (("副班",), 7, None)
    assert desk.log.verify().fault is None
