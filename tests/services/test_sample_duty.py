"""Duty of the sample county: sixty days without a finding, staff the planner works with, leave, wishes, a swap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from console import bootstrap
from console.domain.clock import StoppedClock
from console.domain.duty_people import LeaveState
from console.domain.planning import Method
from console.domain.roster import LEADER, Named
from console.services import sample
from db.queries.roster import lines_of_days

FIRST, LAST = date(2030, 7, 13), date(2030, 9, 10)


@pytest.fixture
def county(county_store):
    desk = bootstrap.build(county_store, StoppedClock(sample.starts_at()))
    yield desk
    desk.close()


def test_sixty_days_of_four_posts_stand_in_the_table_and_break_no_rule(county):
    checked = county.planner.check(FIRST, LAST)

    assert (checked.findings, checked.both_on_leave) == ((), ())
    assert (LAST - FIRST).days + 1 == 60 and len(checked.task.published) == 240
    assert county.planner.check(FIRST - timedelta(days=40), LAST + timedelta(days=40)).findings == ()


def test_a_leader_on_two_days_running_would_be_found(county, by):
    day = date(2030, 8, 14)
    with county.opened.store.reading() as connection:
        (there,) = [line for line in lines_of_days(connection, day, day) if line.post == LEADER]
    county.roster.set_cell(day, "whole", LEADER, [Named("周例九")], seen=[there.id], by=by)
    (found,) = county.planner.check(FIRST, LAST).findings
    assert (found.rule.value, found.name, found.seat.slot.day) == ("rest", "周例九", date(2030, 8, 14))


def test_whoever_stands_duty_is_listed_in_turn_and_stood_alike(county):
    staff = county.duty_staff.listed()
    posts = [row.posts for row in staff]

    assert len(staff) == 14 and [row.turn for row in staff] == list(range(1, 15))
    assert [posts.count((post,)) for post in ("leader", "主班", "副班", "通信保障岗")] == [4, 4, 3, 3]
    stood = {row.name: len(row.days) for row in county.planner.counts(FIRST, LAST)}
    assert stood.keys() == {row.name for row in staff}
    assert max(stood.values()) <= 20 and min(stood.values()) >= 14


def test_the_next_month_is_planned_from_the_list_with_nobody_guessed(county):
    first, last = LAST + timedelta(days=1), LAST + timedelta(days=10)
    told = county.planner.propose(first, last, Method.ROTATION)

    assert not told.staff_guessed and told.roster.collisions == ()
    assert all(one.person_id for one in told.roster.assignments) and len(told.roster.assignments) == 40


def test_leave_wishes_and_a_swap_are_there(county):
    start, end = county.clock.now() - timedelta(days=40), county.clock.now() + timedelta(days=40)
    states = [row.state for row in county.leaves.listed(start, end)]

    assert states.count(LeaveState.GRANTED) == 4
    assert [row.name for row in county.leaves.waiting()] == ["钱例十二"]
    assert [row.wish for row in county.wishes.listed(FIRST, LAST + timedelta(days=7))] == ["avoid", "want", "avoid"]
    (swap,) = county.swaps.waiting()
    assert (swap.name, swap.other, swap.day, swap.back_day) == (
        "何例十七", "陈例一", date(2030, 8, 30), date(2030, 8, 31),
    )  # fmt: skip
    assert county.swaps.findings(swap.id) == []
