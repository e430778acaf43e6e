"""Two checkers written apart agree on any roster, sound or not: neither overlooks what the other one finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from console.domain.planning import Assignment, Finding, Pair, Rule, Task
from console.domain.roster_check import check
from console.domain.rotation import rotate
from tests.kit.roster_by_words import Breach, breaches
from tests.kit.roster_year import facts_of, stood_of
from tests.kit.rosters import FIRST, HALVES, given, person, seat, task, tasks


def by_words(made: Task, lines: Iterable[Assignment]) -> set[Breach]:
    return breaches([*stood_of(lines, judged=True), *stood_of(made.around, judged=False)], facts_of(made))


def told(found: Iterable[Finding]) -> set[tuple[str, str]]:
    return {(one.rule.value, str(one.person_id)) for one in found if one.rule is not Rule.UNFILLED}


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Task, list[Assignment]]:
    """Any task with anybody on any seat, people whose posts change within it and pairs for a part of it."""
    made = draw(tasks(most_days=6))
    change = FIRST + timedelta(days=draw(st.integers(1, 4)))
    staff = [
        replace(one, terms=((FIRST, change, one.posts[:1]), (change + timedelta(days=1), FIRST.replace(year=2027), ())))
        if draw(st.integers(0, 3)) == 0
        else one
        for one in made.staff
    ]
    pairs = tuple(replace(one, valid_from=change) if draw(st.booleans()) else one for one in made.pairs)
    made = replace(made, staff=tuple(staff), pairs=pairs)
    return made, [given(one, draw(st.sampled_from([None, *staff]))) for one in made.seats]


@settings(max_examples=60, deadline=None)
@examples(rosters())
def test_both_checkers_find_the_same_in_any_roster(roster: tuple[Task, list[Assignment]]) -> None:
    made, lines = roster
    assert told(check(made, lines)) == {(rule, who) for rule, who, _ in by_words(made, lines)}


@settings(max_examples=40, deadline=None)
@examples(rosters())
def test_the_rotation_breaks_nothing_by_the_written_rules(roster: tuple[Task, list[Assignment]]) -> None:
    made, _ = roster
    assert by_words(replace(made, around=made.around), rotate(made).assignments) == set()


def test_whoever_may_stand_a_post_for_half_of_the_time_stands_it_then_only() -> None:
    half, other = person(1, "主班", "副班"), person(2, "主班", "副班")
    last = FIRST + timedelta(days=1)
    late = (FIRST + timedelta(days=2), FIRST + timedelta(days=9), ("副班",))
    half = replace(half, terms=((FIRST, last, ("主班",)), late))
    made = task(4, (half, other), ("主班", "副班"), HALVES[:1])
    stood = {(one.seat.slot.day.day, one.seat.post): one.name for one in rotate(made).assignments}
    assert [stood[day, "主班"] for day in (1, 2)] == ["例01", ""] or stood[1, "副班"] == "例02"
    assert all(stood[day, "主班"] != "例01" for day in (3, 4)) and all(stood[day, "副班"] != "例01" for day in (1, 2))
    (found,) = [one for one in check(made, [given(made.seats[4], half)]) if one.rule is Rule.POST]
    assert (found.rule, found.seat.slot.day) == (Rule.POST, FIRST + timedelta(days=2))


def test_a_pair_binds_only_while_they_are_a_and_b() -> None:
    a, b = person(1, "主班", "副班"), person(2, "主班", "副班")
    pair = Pair("某科", a.person_id, b.person_id, valid_to=FIRST)
    made = task(4, (a, b), ("主班", "副班"), HALVES[:1], pairs=(pair,))
    assert [one.slot.day.day for one in rotate(made).unfilled] == [1]
    both = [given(seat(day, post, HALVES[0]), who) for day in (0, 2) for post, who in (("主班", a), ("副班", b))]
    assert {one.seat.slot.day for one in check(made, both) if one.rule is Rule.PAIR} == {FIRST}
