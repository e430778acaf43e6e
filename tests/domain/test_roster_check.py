"""The independent check of a roster: each rule that is broken on purpose is found, a sound roster is left in peace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from console.domain.planning import Assignment, Pair, Rule, Rules, Task
from console.domain.roster import LEADER
from console.domain.roster_check import check, leave_of_both
from tests.kit.rosters import FIRST, HALVES, away, given, person, seat, task

ANNA, BEN, CARL, DORA = (person(n, "主班", "副班") for n in range(1, 5))
BOSS = person(5, LEADER)
TEAM = (ANNA, BEN, CARL, DORA)


def sound() -> tuple[Task, list[Assignment]]:
    """Six days, two posts: two and two in turn, with a day off between."""
    made = task(6, TEAM, ("主班", "副班"))
    order = [(ANNA, BEN), (CARL, DORA)]
    return made, [given(one, order[at // 2 % 2][at % 2]) for at, one in enumerate(made.seats)]


def seeded(at: int, who: object, change: Callable[[Task], Task] = lambda one: one) -> tuple[Task, list[Assignment]]:
    made, lines = sound()
    lines[at] = given(lines[at].seat, who)  # type: ignore[arg-type]
    return change(made), lines


def on_leave(day: int) -> tuple[Task, list[Assignment]]:
    """The third one, who stands the second day into the third morning, is away."""
    made, lines = sound()
    return replace(made, leave=(away(CARL, day),)), lines


def test_a_sound_roster_has_nothing_wrong() -> None:
    assert check(*sound()) == []


STRANGER = person(9, LEADER)
SOMEBODY = replace(person(8, "主班"), person_id=UUID(int=80))

SEEDED = [
    (Rule.UNFILLED, seeded(4, None), ""),
    (Rule.REST, seeded(2, ANNA), ANNA.name),
    (Rule.OVERLAP, seeded(1, ANNA), ANNA.name),
    (Rule.POST, seeded(0, STRANGER, lambda t: replace(t, staff=(*t.staff, STRANGER))), STRANGER.name),
    (Rule.POST, seeded(0, SOMEBODY), SOMEBODY.name),
    (Rule.LEAVE, on_leave(1), CARL.name),
    (Rule.LEAVE, on_leave(2), CARL.name),
]


@pytest.mark.parametrize(("rule", "roster", "name"), SEEDED)
def test_each_rule_broken_once_is_found(rule: Rule, roster: tuple[Task, list[Assignment]], name: str) -> None:
    found = check(*roster)
    assert rule in {one.rule for one in found}
    assert {one.name for one in found if one.rule is rule} == {name}


@pytest.mark.parametrize("change", [{"valid_from": FIRST + timedelta(days=1)}, {"valid_to": FIRST - timedelta(days=1)}])
def test_whoever_is_no_staff_on_the_day_is_found(change: dict[str, object]) -> None:
    made, lines = sound()
    made = replace(made, staff=(replace(ANNA, **change), BEN, CARL, DORA))  # type: ignore[arg-type]
    found = check(made, lines)
    assert {(one.rule, one.name) for one in found} == {(Rule.TIME, ANNA.name)}
    assert found[0].seat.slot.day == FIRST


def test_rest_says_how_long_it_was_and_what_it_collides_with() -> None:
    found = next(one for one in check(*seeded(2, ANNA)) if one.rule is Rule.REST)
    assert (found.hours, found.limit) == (0, 24)
    assert found.other is not None and found.other.slot.day == FIRST


@pytest.mark.parametrize(
    ("rules", "wrong"), [(Rules(rest_short=12), 0), (Rules(rest_short=13), 1), (Rules(long_hours=12), 1)]
)
def test_a_shorter_shift_asks_for_the_shorter_rest(rules: Rules, wrong: int) -> None:
    made = task(2, [ANNA], shifts=HALVES[:1], rules=rules)
    assert len(check(made, [given(one, ANNA) for one in made.seats])) == wrong


@pytest.mark.parametrize(("rest", "wrong"), [(0, 0), (24, 1)])
def test_leaders_rest_as_their_own_setting_says(rest: int, wrong: int) -> None:
    made = task(2, [BOSS], (LEADER,), rules=Rules(rest_leader=rest))
    assert len(check(made, [given(one, BOSS) for one in made.seats])) == wrong


def test_a_limit_of_ones_own_goes_before_the_countys() -> None:
    tired, keen = replace(ANNA, rest_hours=48), replace(BEN, rest_hours=0, most_consecutive=9)
    made = task(5, [tired, keen])
    lines = [given(one, [tired, keen][at % 2]) for at, one in enumerate(made.seats)]
    assert {(one.rule, one.name) for one in check(made, lines)} == {(Rule.REST, tired.name)}
    assert check(made, [given(one, keen) for one in made.seats]) == []


@pytest.mark.parametrize(("days", "most", "wrong"), [(3, 3, 0), (4, 3, 1), (7, 3, 1)])
def test_too_many_days_in_a_row_are_found_once(days: int, most: int, wrong: int) -> None:
    made = task(days, [ANNA], shifts=HALVES[:1], rules=Rules(most_consecutive=most))
    found = check(made, [given(one, ANNA) for one in made.seats])
    assert [one.rule for one in found] == [Rule.CONSECUTIVE] * wrong
    assert all((one.hours, one.limit, one.seat.slot.day) == (4, 3, FIRST + timedelta(days=3)) for one in found)


def test_duty_before_the_period_counts() -> None:
    made = replace(task(1, [ANNA]), around=(given(seat(-1), ANNA),))
    assert [one.rule for one in check(made, [given(made.seats[0], ANNA)])] == [Rule.REST]


def test_a_row_that_was_too_long_before_the_period_is_told_of_its_first_day_in_it() -> None:
    before = (given(seat(-2), ANNA), given(seat(-1), ANNA))
    made = replace(task(2, [ANNA], shifts=HALVES[:1], rules=Rules(most_consecutive=1, rest_short=0)), around=before)
    found = [one for one in check(made, [given(one, ANNA) for one in made.seats]) if one.rule is Rule.CONSECUTIVE]
    assert [(one.seat.slot.day, one.hours) for one in found] == [(FIRST, 3)]


def test_what_was_wrong_before_the_period_is_not_told() -> None:
    made = replace(task(1, [BEN]), around=(given(seat(-3), ANNA), given(seat(-2), ANNA)))
    assert check(made, [given(made.seats[0], BEN)]) == []


PAIR = Pair("某科", ANNA.person_id, BEN.person_id)


def test_a_and_b_on_duty_elsewhere_at_once_are_found_both() -> None:
    made, lines = sound()
    found = check(replace(made, pairs=(PAIR,)), lines)
    assert {(one.rule, one.name, one.with_name) for one in found} == {
        (Rule.PAIR, ANNA.name, BEN.name),
        (Rule.PAIR, BEN.name, ANNA.name),
    }


@pytest.mark.parametrize("duty", ["主班", "副班"])
def test_one_of_them_at_their_own_post_is_enough(duty: str) -> None:
    made, lines = sound()
    assert check(replace(made, pairs=(replace(PAIR, duty=duty),)), lines) == []


def test_b_stands_no_other_post_while_a_is_on_leave() -> None:
    made = task(1, [ANNA, BEN], leave=(away(ANNA, 0),), pairs=(PAIR,))
    assert [one.rule for one in check(made, [given(made.seats[0], BEN)])] == [Rule.PAIR]
    own = replace(made, pairs=(replace(PAIR, duty="主班"),))
    assert check(own, [given(made.seats[0], BEN)]) == []


def test_leave_of_both_is_told_apart_for_no_roster_mends_it() -> None:
    made = task(3, [ANNA, BEN, CARL], leave=(away(ANNA, 0, 2), away(BEN, 1)), pairs=(PAIR,))
    assert [pair for pair, _, _ in leave_of_both(made)] == [PAIR]
    assert leave_of_both(replace(made, leave=(away(ANNA, 0), away(BEN, 1)))) == []
