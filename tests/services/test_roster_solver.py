"""The solver: what it makes is looked at by the independent check; same task and seed, same roster; why it cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given as examples
from hypothesis import settings

from console.domain.planning import CountKind, Counts, Pair, Roster, Rule, Rules, Task, Weights, Wish
from console.domain.planning_run import PlanningRun
from console.domain.roster_check import check
from console.domain.rotation import rotate
from console.errors import Refused
from console.services.planner_words import collided
from console.services.roster_solver import solve
from tests.kit.rosters import FIRST, HALVES, THIRDS, away, given, person, seat, task, tasks

TEAM = [person(n) for n in range(1, 5)]
LITTLE = Weights(effort=1)


def solved(made: Task, seed: int = 0) -> Roster:
    return solve(made, seed, PlanningRun())


def names(roster: Roster) -> list[str]:
    return [one.name for one in roster.assignments]


@settings(max_examples=6, deadline=None)
@examples(tasks(most_days=4))
def test_what_the_solver_makes_breaks_no_rule_and_fills_no_less_than_the_rotation(made: Task) -> None:
    roster = solved(made)
    assert [one.seat for one in roster.assignments] == list(made.seats)
    assert [one for one in check(made, roster.assignments) if one.rule is not Rule.UNFILLED] == []
    assert len(roster.unfilled) <= len(rotate(made).unfilled)
    assert [one.seat for one in roster.collisions] == list(roster.unfilled)


def test_the_same_task_and_seed_give_the_same_roster() -> None:
    made = task(6, TEAM, shifts=HALVES, weights=LITTLE)
    assert solved(made, 7).assignments == solved(made, 7).assignments


def test_duty_is_even_over_the_year_so_far() -> None:
    so_far = {TEAM[0].person_id: Counts(weekday=4, night=4), TEAM[1].person_id: Counts(weekend=2)}
    roster = solved(task(16, TEAM, so_far=so_far, weights=LITTLE))
    stood = {one.name: names(roster).count(one.name) for one in TEAM}
    assert stood[TEAM[0].name] == min(stood.values()) < stood[TEAM[2].name]
    assert roster.spread[CountKind.WEEKEND] <= 1


def test_a_newcomer_does_not_make_up_for_the_time_before() -> None:
    late = replace(TEAM[3], valid_from=FIRST)
    so_far = {one.person_id: Counts(weekday=30, weekend=10, night=40) for one in TEAM[:3]}
    made = task(12, [*TEAM[:3], late], so_far=so_far, weights=LITTLE)
    assert names(solved(made)).count(late.name) == 3


def test_people_of_other_posts_who_share_duty_are_evened_out_too() -> None:
    """Posts are hardly ever the very same: whoever may stand one more than the others is compared all the same."""
    team = [person(1), person(2), person(3, "主班", "副班"), person(4, "主班", "通信保障岗")]
    so_far = {one.person_id: Counts(weekday=5, weekend=2, night=7) for one in team[:2]}
    stood = names(solved(task(14, team, so_far=so_far, weights=LITTLE)))
    few, many = (sum(stood.count(one.name) for one in those) for those in (team[:2], team[2:]))
    assert (few, many) == (0, 14) or many - few >= 10


def test_a_newcomer_with_posts_of_his_own_has_peers_too() -> None:
    late = replace(person(4, "主班", "副班"), valid_from=FIRST)
    so_far = {one.person_id: Counts(weekday=30, weekend=10, night=40) for one in TEAM[:3]}
    made = task(12, [*TEAM[:3], late], so_far=so_far, weights=LITTLE)
    assert names(solved(made)).count(late.name) == 3


def test_wishes_are_heard_where_the_rules_allow() -> None:
    wishes = (Wish(TEAM[2].person_id, FIRST, True), Wish(TEAM[0].person_id, seat(3).slot.day, False))
    roster = solved(task(4, TEAM, wishes=wishes, weights=LITTLE))
    assert names(roster)[0] == TEAM[2].name and names(roster)[3] != TEAM[0].name


def test_what_is_published_stays_unless_a_rule_is_against_it() -> None:
    kept = (given(seat(2), TEAM[3]), given(seat(3), TEAM[1]))
    made = task(5, TEAM, published=kept, leave=(away(TEAM[1], 3),), weights=LITTLE)
    roster = solved(made)
    assert names(roster)[2] == TEAM[3].name and names(roster)[3] != TEAM[1].name
    assert [one.kept for one in roster.assignments] == [False, False, True, False, False]


def test_a_published_roster_is_not_taken_apart_to_make_it_a_little_more_even() -> None:
    """Whoever was told of a duty keeps it: only what a leave makes impossible changes."""
    so_far = {TEAM[0].person_id: Counts(weekday=5, weekend=3, night=8)}
    made = task(8, TEAM, so_far=so_far, weights=LITTLE)
    published = tuple(given(one, TEAM[at % 4]) for at, one in enumerate(made.seats))
    assert solved(replace(made, published=published)).assignments == tuple(replace(one, kept=True) for one in published)
    again = solved(replace(made, published=published, leave=(away(TEAM[1], 1),)))
    assert [at for at, one in enumerate(again.assignments) if not one.kept] == [1]


@pytest.mark.parametrize("near", [3, 4])
def test_nobody_stands_twice_within_the_countys_days_where_it_can_be_helped(near: int) -> None:
    stood = names(solved(task(8, TEAM, weights=replace(LITTLE, spacing_days=near))))
    places = [[at for at, name in enumerate(stood) if name == one.name] for one in TEAM]
    assert all(later - earlier >= near for mine in places for earlier, later in pairwise(mine))


def test_a_period_over_new_year_is_planned_year_by_year() -> None:
    old = {TEAM[0].person_id: Counts(weekday=50, weekend=20, holiday=9, night=79)}
    made = task(96, TEAM[:3], so_far=old, weights=LITTLE)
    roster = solved(made)
    counts = [names(roster)[92:].count(one.name) for one in TEAM[:3]]
    assert not roster.unfilled and max(counts) - min(counts) <= 1


def test_an_empty_seat_is_explained_by_rule_and_person() -> None:
    made = task(3, TEAM[:2], leave=(away(TEAM[1], 1),), weights=LITTLE)
    roster = solved(made)
    (collision,) = roster.collisions
    assert {one.name for one in collision.blocked} == {TEAM[0].name, TEAM[1].name}
    assert set(collision.rules) == {Rule.REST, Rule.LEAVE}
    said = collided(collision)
    assert "例01" in said and "例02" in said


def test_a_post_nobody_may_stand_is_said_to_be_one() -> None:
    roster = solved(task(1, TEAM, ("通信保障岗",), weights=LITTLE))
    assert roster.collisions[0].blocked == () and "通信保障岗" in collided(roster.collisions[0])


def test_lifting_one_rule_is_only_told_where_it_would_help() -> None:
    pair = Pair("某科", TEAM[0].person_id, TEAM[1].person_id)
    made = task(1, TEAM[:2], leave=(away(TEAM[0], 0),), pairs=(pair,), weights=LITTLE)
    (collision,) = solved(made).collisions
    assert set(collision.rules) == {Rule.LEAVE, Rule.PAIR}


def test_a_rule_that_would_fill_another_seat_is_not_named_for_this_one() -> None:
    gone = replace(person(5, "副班"), valid_to=FIRST - timedelta(days=1))
    made = task(1, [TEAM[0], gone], ("主班", "副班"), leave=(away(TEAM[0], 0),), weights=LITTLE)
    main, second = solved(made).collisions
    assert (main.seat.post, main.rules) == ("主班", (Rule.LEAVE,))
    assert (second.seat.post, second.rules) == ("副班", ())


def test_a_limit_of_days_in_a_row_is_told_with_its_number() -> None:
    made = task(3, TEAM[:1], shifts=HALVES[:1], rules=Rules(most_consecutive=2), weights=LITTLE)
    (collision,) = solved(made).collisions
    assert collision.rules == (Rule.CONSECUTIVE,)
    assert collision.blocked[0].finding.limit == 2


def test_progress_is_told_month_by_month_and_stopping_leaves_nothing() -> None:
    heard: list[tuple[int, int]] = []
    solve(task(35, TEAM, weights=LITTLE), 0, PlanningRun(lambda done, of: heard.append((done, of))))
    assert heard == [(0, 2), (1, 2), (2, 2)]

    def halt(done: int, _of: int) -> None:
        if done == 1:
            run.stop()

    run = PlanningRun(halt)
    with pytest.raises(Refused, match="planning_stopped"):
        solve(task(70, TEAM, weights=LITTLE), 0, run)


def test_three_shifts_a_day_are_even_in_nights_too() -> None:
    roster = solved(task(10, [person(n) for n in range(1, 6)], shifts=THIRDS, weights=LITTLE))
    assert roster.unfilled == () and max(roster.spread.values()) <= 1
