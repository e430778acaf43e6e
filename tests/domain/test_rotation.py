"""The ordinary planner: a fixed order with exceptions, which are paid back; never against a rule."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given as examples
from hypothesis import settings

from console.domain.planning import Method, Pair, Roster, Rule, Task
from console.domain.roster import LEADER
from console.domain.roster_check import check
from console.domain.rotation import rotate
from tests.kit.rosters import away, given, person, seat, task, tasks

TEAM = [person(n) for n in range(1, 5)]
A, B, C, D = (one.name for one in TEAM)


def names(roster: Roster) -> list[str]:
    return [one.name for one in roster.assignments]


def test_everybody_in_turn() -> None:
    roster = rotate(task(6, TEAM))
    assert names(roster) == [A, B, C, D, A, B]
    assert (roster.method, roster.collisions) == (Method.ROTATION, ())


def test_the_order_is_the_turn_not_the_list() -> None:
    assert names(rotate(task(4, TEAM[::-1]))) == [A, B, C, D]


def test_it_goes_on_after_whoever_stood_last() -> None:
    assert names(rotate(task(3, TEAM, around=(given(seat(-2), TEAM[0]), given(seat(-1), TEAM[1]))))) == [C, D, A]


def test_whoever_is_on_leave_is_passed_over_and_pays_back_as_soon_as_they_can() -> None:
    assert names(rotate(task(8, TEAM, leave=(away(TEAM[1], 1),)))) == [A, C, B, D, A, B, C, D]


def test_a_long_leave_is_paid_back_once() -> None:
    roster = rotate(task(14, TEAM, leave=(away(TEAM[1], 0, 8),)))
    assert names(roster) == [A, C, D, A, C, D, A, C, B, D, A, B, C, D]


def test_whoever_joins_later_owes_nothing_for_the_time_before() -> None:
    late = replace(TEAM[1], valid_from=seat(6).slot.day)
    assert names(rotate(task(10, [TEAM[0], late, *TEAM[2:]]))) == [A, C, D, A, C, D, A, B, C, D]


def test_published_lines_stay_and_count_as_a_turn() -> None:
    kept = given(seat(1), TEAM[2])
    roster = rotate(task(5, TEAM, published=(kept,)))
    assert names(roster) == [A, C, B, D, A]
    assert [one.kept for one in roster.assignments] == [False, True, False, False, False]
    assert names(rotate(task(3, TEAM, published=(kept,)), keep=False)) == [A, B, C]


def test_a_published_line_against_a_rule_does_not_stay() -> None:
    made = task(2, TEAM, published=(given(seat(1), TEAM[2]),), leave=(away(TEAM[2], 1),))
    assert names(rotate(made)) == [A, B]


def test_each_post_has_an_order_of_its_own() -> None:
    staff = [person(1, LEADER), person(2, LEADER), person(3), person(4)]
    roster = rotate(task(3, staff, (LEADER, "主班")))
    assert names(roster) == ["例01", "例03", "例02", "例04", "例01", "例03"]


def test_a_post_nobody_can_stand_stays_empty_with_what_is_against_each() -> None:
    roster = rotate(task(2, TEAM[:2], leave=(away(TEAM[1], 1),)))
    assert names(roster) == [A, ""]
    (collision,) = roster.collisions
    against = {one.name: one.finding.rule for one in collision.blocked}
    assert against == {A: Rule.REST, B: Rule.LEAVE}


def test_of_a_pair_one_stays() -> None:
    pair = Pair("某科", TEAM[0].person_id, TEAM[1].person_id)
    roster = rotate(task(2, TEAM[:2], leave=(away(TEAM[0], 0, 2),), pairs=(pair,)))
    assert names(roster) == ["", ""]
    assert {b.finding.rule for c in roster.collisions for b in c.blocked if b.name == B} == {Rule.PAIR}


@settings(max_examples=60, deadline=None)
@examples(tasks())
def test_a_rotation_never_breaks_a_rule_and_leaves_nothing_empty_that_could_be_filled(made: Task) -> None:
    roster = rotate(made)
    broken = [one for one in check(made, roster.assignments) if one.rule is not Rule.UNFILLED]
    assert broken == []
    for collision in roster.collisions:
        able = {one.person_id for one in made.staff if collision.seat.post in one.posts}
        assert {one.finding.person_id for one in collision.blocked} == able
