"""The solver against trying everything, on small random cases; its figures are those of its lines."""

from __future__ import annotations

import random
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.proposal import (
    Choices,
    Given,
    NeedTask,
    Problem,
    Size,
    Solution,
    StoreOption,
    Supply,
    Truck,
    faults,
    worth,
)
from console.errors import Refused
from console.services.proposal_solver import solve
from console.tool.bench import dispatching


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(0, 1 << 32))
def test_nothing_better_exists_on_small_cases(seed: int) -> None:
    problem = dispatching.small(random.Random(seed))
    made = solve(problem, 5)
    assert faults(problem, made) == [] and made.proven
    assert worth(problem, made) == dispatching.best(problem)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 1 << 32))
def test_the_same_task_has_the_same_answer_and_what_was_forbidden_stays_out(seed: int) -> None:
    problem = dispatching.small(random.Random(seed))
    first = solve(problem, 5)
    assert solve(problem, 5) == first
    if first.teams:
        team, need = first.teams[0]
        less = replace(problem, choices=replace(problem.choices, forbidden_teams=frozenset({(team, need)})))
        after = solve(less, 5)
        assert (team, need) not in after.teams and worth(problem, after) >= worth(problem, first)


def test_a_check_that_knows_nothing_of_the_solver_finds_what_must_not_be() -> None:
    """Each rule broken once by hand: a check that cannot fail proves nothing."""
    problem = next(one for one in map(_small, range(500)) if _rich(one))
    team = problem.teams[0]
    store = next(one for one in problem.stores if one.store in problem.carried)
    scene = problem.need(store.need).scene
    wrong = {
        "team twice": Solution(((team.team, team.need), (team.team, team.need))),
        "team not allowed": Solution(((store.store, team.need),)),
        "more than there is": Solution(given=(Given(store.need, store.store, 99),)),
        "more than asked": Solution(given=(Given(store.need, store.store, 99),)),
        "reserve touched": Solution(given=(Given(store.need, store.store, 0, 1),)),
        "no truck": Solution(given=(Given(store.need, store.store, 1),)),
        "truck twice": Solution(trucks=((problem.trucks[0].id, scene), (problem.trucks[0].id, "S9"))),
    }
    for told, solution in wrong.items():
        assert any(one.startswith(told) for one in faults(problem, solution)), told


def test_forcing_the_same_team_twice_is_refused() -> None:
    problem = next(one for one in map(_small, range(500)) if len({option.need for option in one.teams}) > 1)
    by_team: dict[object, set[object]] = {}
    for option in problem.teams:
        by_team.setdefault(option.team, set()).add((option.team, option.need))
    both = next(pairs for pairs in by_team.values() if len(pairs) > 1)
    with pytest.raises(Refused, match="forced_impossible"):
        solve(replace(problem, choices=Choices(forced_teams=frozenset(both))), 5)  # type: ignore[arg-type]


def _small(seed: int) -> Problem:
    return dispatching.small(random.Random(seed))


def _rich(problem: Problem) -> bool:
    carried = [one for one in problem.stores if one.store in problem.carried]
    return bool(problem.teams and carried and problem.trucks and not problem.choices.into_reserve)


def test_loads_beyond_all_sense_are_reckoned_too() -> None:
    """A weight and a quantity somebody mistyped: the largest a store takes of each."""
    need = NeedTask(UUID(int=1), UUID(int=2), 10**12, 1, "S", UUID(int=3))
    problem = Problem(
        (need,), stores=(StoreOption(UUID(int=4), need.id, 10),),
        supplies=(Supply(UUID(int=4), UUID(int=3), 10**12),), trucks=(Truck(UUID(int=5), UUID(int=4), 10**10, None),),
        carried=frozenset({UUID(int=4)}), sizes={UUID(int=3): Size(10**12, 0)},
    )  # fmt: skip
    made = solve(problem, 5)
    assert made.given == () and faults(problem, made) == []
