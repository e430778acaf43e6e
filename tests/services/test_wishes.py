"""Wishes about duty: said for days, changed, taken back by whose they are; a roster tells which it keeps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from console.domain.people import Role
from console.domain.planning import Method
from console.domain.wishes import kept_by_lines, outcomes
from console.errors import Refused
from console.services.duty_staff import NewStaff
from console.services.wishes import MOST_DAYS, NewWish
from tests.kit.planning import add_people, put

DAY = date(2030, 8, 14)
POST = "主班"


@pytest.fixture
def clerk(desk, by):
    return desk.accounts.add("排例八", Role.STAFF, "wishes of 2030", by=by).actor


@pytest.fixture
def ids(desk, clerk):
    found = add_people(desk, clerk, "陈例一", "张例二", "王例三")
    for name in found:
        desk.duty_staff.add(found[name], NewStaff((POST,)), by=clerk)
    return found


def refused(code, act, *arguments, **options):
    with pytest.raises(Refused) as caught:
        act(*arguments, **options)
    assert caught.value.code == code
    return caught.value.facts


def test_a_span_is_one_act_with_a_wish_for_each_day(desk, clerk, ids):
    last = DAY + timedelta(days=2)
    rows = desk.wishes.note_days(NewWish(ids["陈例一"], DAY, last, "avoid", note=" 孩子考试 "), by=clerk)
    assert [(row.day, row.wish, row.note, row.by_name) for row in rows] == [
        (DAY + timedelta(days=n), "avoid", "孩子考试", "排例八") for n in range(3)
    ]
    assert desk.wishes.listed(DAY, last) == rows and desk.log.verify().fault is None


def test_a_changed_wish_takes_the_place_of_the_old_one_which_stays_in_the_books(desk, clerk, ids):
    (row,) = desk.wishes.note_days(NewWish(ids["陈例一"], DAY, DAY, "avoid"), by=clerk)
    moved = DAY + timedelta(days=1)
    (now,) = desk.wishes.change(row.id, NewWish(ids["陈例一"], moved, moved, "want"), seen=1, by=clerk)
    assert desk.wishes.listed(DAY, moved) == [now] and (now.day, now.wish) == (moved, "want")
    refused("no_such_row", desk.wishes.change, row.id, NewWish(ids["陈例一"], DAY, DAY, "want"), seen=2, by=clerk)
    refused("changed_meanwhile", desk.wishes.take_back, now.id, seen=7, by=clerk)


def test_another_officer_does_not_take_back_what_is_not_theirs(desk, by, clerk, ids):
    (row,) = desk.wishes.note_days(NewWish(ids["陈例一"], DAY, DAY, "avoid"), by=clerk)
    other = desk.accounts.add("陆例六", Role.OFFICER, "other of 2030", by=by).actor
    assert refused("not_yours", desk.wishes.take_back, row.id, seen=1, by=other)["name"] == "陈例一"
    own = desk.accounts.add("陈例一", Role.OFFICER, "own of 2030", by=by).actor
    desk.wishes.take_back(row.id, seen=1, by=own)
    assert desk.wishes.listed(DAY, DAY) == []


@pytest.mark.parametrize("days", [-1, MOST_DAYS])
def test_a_span_turned_round_or_too_long_is_refused_whole(desk, clerk, ids, days):
    wanted = NewWish(ids["陈例一"], DAY, DAY + timedelta(days=days), "want")
    assert refused("wish_days", desk.wishes.note_days, wanted, by=clerk)["field"] == "last"
    assert desk.wishes.listed(DAY - timedelta(days=9), DAY + timedelta(days=99)) == []


def test_the_draft_tells_which_wishes_it_keeps_and_which_not(desk, clerk, ids):
    row = desk.roster_drafts.begin(DAY, DAY + timedelta(days=2), Method.ROTATION, by=clerk)
    look = desk.roster_drafts.look(row.id)
    stands = {cell.day: cell.name for cell in look.draft.cells if cell.post == POST}
    mine, other = stands[DAY], next(name for name in ids if name != stands[DAY])
    desk.wishes.note(ids[mine], DAY, "want", by=clerk)
    desk.wishes.note(ids[other], DAY, "want", by=clerk)
    after = DAY + timedelta(days=1)
    desk.wishes.note(ids[stands[after]], after, "avoid", by=clerk)
    desk.wishes.note(ids[mine], after, "avoid", by=clerk)
    look = desk.roster_drafts.look(row.id)

    told = {(one.name, one.wish.day, one.wish.wanted): one for one in outcomes(look.task, look.assignments)}
    kept = {key: one.kept for key, one in told.items()}
    assert kept == {
        (mine, DAY, True): True,
        (other, DAY, True): False,
        (stands[after], after, False): False,
        (mine, after, False): True,
    }
    assert told[other, DAY, True].seat.post == POST, "the seat they could have stood is where to look"


def test_the_table_keeps_a_wish_or_not_and_says_nothing_before_it_is_planned(desk, clerk, ids):
    def kept(name, wanted, shift=""):
        lines = desk.roster.plans(DAY, DAY)[0].lines
        return kept_by_lines(ids[name], name, DAY, shift, wanted, lines)

    assert kept("陈例一", True) is None
    put(desk, clerk, DAY, POST, "陈例一")
    assert (kept("陈例一", True), kept("陈例一", False)) == (True, False)
    assert (kept("张例二", True), kept("张例二", False)) == (False, True)
    assert kept("陈例一", True, "night") is None, "another shift of the day is not the one that was meant"
