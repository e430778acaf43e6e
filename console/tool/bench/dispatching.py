"""X5: proposals against the best there is on small random cases, and how long thirty incidents take."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from uuid import UUID

from console.domain.proposal import (
    Choices,
    Given,
    NeedTask,
    Problem,
    Size,
    Solution,
    StoreOption,
    Supply,
    TeamOption,
    Truck,
    Worth,
    faults,
    worth,
)
from console.services.proposal_solver import solve
from console.tool.bench.figures import Figure
from console.tool.bench.figures import spread as times

CASES = 200
EFFORT = 5.0
"""The county's proposal for dispatch.effort."""

_ITEMS = 2
_LOADS = (1_500, 5_000, 10_000)


@dataclass(frozen=True, slots=True)
class Tried:
    """A small case: what the solver made of it, and the best there is."""

    ours: Worth
    best: Worth

    @property
    def ratio(self) -> float:
        """Ours to the best: of what is left short where that differs, else of the waiting. 1 is the best there is."""
        pairs = ((self.ours.short, self.best.short), (self.ours.cost, self.best.cost))
        ours, best = next((pair for pair in pairs if pair[0] != pair[1]), (1, 1))
        return ours / best if best else float("inf")


def x5(place: Path, _entries: int) -> list[Figure]:
    """Worst and median ratio of small cases, what breaks a rule, seconds for 30 incidents, 62 teams, 1 800 lots.

    Held against the goals is the processor's time; beside it stands what the clock said, on a busy machine the
    machine's.
    """
    solve(small(random.Random(0)), EFFORT)  # OR-Tools is loaded before the clock runs
    tried, wrong = [], 0
    for seed in range(CASES):
        problem = small(random.Random(seed))
        solution = solve(problem, EFFORT)
        wrong += len(faults(problem, solution))
        tried.append(Tried(worth(problem, solution), best(problem)))
    ratios = sorted(one.ratio for one in tried)
    big, seconds, worked, proven = county(random.Random(1)), list[float](), list[float](), 0
    for _ in range(3):
        begun, work = time.perf_counter(), time.process_time()
        solution = solve(big, EFFORT)
        worked.append(time.process_time() - work)
        seconds.append(time.perf_counter() - begun)
        proven += solution.proven
        wrong += len(faults(big, solution))
    return [
        Figure("X5", "x5_worst", ratios[-1], 1.05),
        Figure("X5", "x5_median", ratios[len(ratios) // 2], 1.0),
        Figure("X5", "x5_wrong", wrong, 0),
        Figure("X5", "x5_seconds", max(worked), 30.0, ours=times(seconds)),
        Figure("X5", "x5_proven", proven),
        *_in_a_store(place),
    ]


def _in_a_store(place: Path) -> Iterator[Figure]:
    """Candidates of a need, and the whole proposal."""
    from console.tool.bench.dispatch_store import county as store_of

    desk = store_of(place)
    try:
        needs, worked, seconds = desk.needs.rows(), list[float](), list[float]()
        desk.candidates.of(needs[0].id)
        for need in needs:
            begun, work = time.perf_counter(), time.thread_time()
            desk.candidates.of(need.id)
            worked.append(time.thread_time() - work)
            seconds.append(time.perf_counter() - begun)
        yield Figure("X5", "x5_candidates", times(worked).p99, 50.0, ours=times(seconds))
        yield Figure("X5", "x5_candidates_wall", times(seconds).p99, 1_000.0)
        begun, work = time.perf_counter(), time.process_time()
        desk.proposals.make()
        took = [time.perf_counter() - begun]
        yield Figure("X5", "x5_whole", time.process_time() - work, 30.0, ours=times(took))
    finally:
        desk.close()


# small cases and the best of them by trying everything


def small(chance: random.Random) -> Problem:
    """Up to four teams and three stores for up to four needs at two scenes; some ways unknown, some trucks small."""
    needs = [_need(chance, n, item=n % 2 == 1) for n in range(chance.randint(1, 4))]
    teams = [
        TeamOption(_id(100 + team), need.id, _minutes(chance), chance.choice((0, 0, 30)))
        for team in range(chance.randint(1, 4))
        for need in needs
        if need.item is None and chance.random() < 0.8
    ]
    count = chance.randint(1, 3)
    stores = [
        StoreOption(_id(200 + store), need.id, _minutes(chance))
        for store in range(count)
        for need in needs
        if need.item is not None and chance.random() < 0.8
    ]
    supplies = [
        Supply(_id(200 + store), _id(300 + item), chance.randint(0, 3), chance.randint(0, 2))
        for store in range(count)
        for item in range(_ITEMS)
    ]
    carried = frozenset(_id(200 + store) for store in range(count) if chance.random() < 0.5)
    trucks = [
        Truck(_id(400 + n), chance.choice(sorted(carried)), chance.choice((2, 3, None)), None)
        for n in range(chance.randint(0, 2) if carried else 0)
    ]
    reserve = frozenset({_id(200)} if chance.random() < 0.3 else ())
    sizes = {_id(300 + item): Size(chance.randint(0, 2), 0) for item in range(_ITEMS)}
    return Problem(
        tuple(needs), tuple(teams), tuple(stores), tuple(supplies), tuple(trucks), carried, sizes,
        Choices(into_reserve=reserve),
    )  # fmt: skip


def best(problem: Problem) -> Worth:
    """The best there is, by trying every choice: teams and goods serve different needs and are tried apart."""
    teams = min(_worth(problem, one) for one in _every_sending(problem))
    goods = min(_worth(problem, one) for one in _every_giving(problem))
    nothing = worth(problem, Solution())
    return Worth(teams.short + goods.short - nothing.short, teams.cost + goods.cost)


def _worth(problem: Problem, solution: Solution) -> Worth:
    return Worth(1 << 62, 0) if faults(problem, solution) else worth(problem, solution)


def _every_sending(problem: Problem) -> Iterator[Solution]:
    ways: dict[UUID, list[UUID | None]] = {}
    for one in problem.open_teams():
        ways.setdefault(one.team, [None]).append(one.need)
    for chosen in product(*ways.values()):
        yield Solution(tuple((team, need) for team, need in zip(ways, chosen, strict=True) if need is not None))


def _every_giving(problem: Problem) -> Iterator[Solution]:
    supplies = {(one.store, one.item): one for one in problem.supplies}
    options, amounts = problem.open_stores(), []
    for one in options:
        need = problem.need(one.need)
        assert need.item is not None, "stores are options of goods only"
        supply = supplies[one.store, need.item]
        more = supply.reserve if one.store in problem.choices.into_reserve else 0
        amounts.append(
            [(a, b) for a, b in product(range(supply.spare + 1), range(more + 1)) if a + b <= need.steps]
        )  # fmt: skip
    scenes = sorted({need.scene for need in problem.needs})
    for chosen in product(*amounts):
        given = tuple(Given(one.need, one.store, *pair) for one, pair in zip(options, chosen, strict=True) if any(pair))
        for drives in product([None, *scenes], repeat=len(problem.trucks)):
            pairs = zip(problem.trucks, drives, strict=True)
            yield Solution(given=given, trucks=tuple((truck.id, scene) for truck, scene in pairs if scene))


# a county on a bad night


def county(chance: random.Random, incidents: int = 30, teams: int = 62, lots: int = 1_800) -> Problem:
    """So many incidents with three needs of teams and three of goods each; lots of 260 items in 43 stores."""
    needs, skills = [], {}
    for incident in range(incidents):
        for n in range(6):
            item = _id(3_000 + chance.randrange(260)) if n % 2 else None
            number = incident * 6 + n
            steps = chance.randint(1, 3) if item is None else chance.randint(20, 400)
            urgent = chance.randint(1, 3)
            needs.append(NeedTask(_id(number), _id(9_000 + incident), steps, urgent, f"S{incident}", item))
            skills[_id(number)] = chance.randrange(12)
    able = {team: {chance.randrange(12) for _ in range(3)} for team in range(teams)}
    held: dict[tuple[int, int], int] = {}
    for _ in range(lots):
        key = (chance.randrange(43), chance.randrange(260))
        held[key] = held.get(key, 0) + chance.randint(10, 800)
    supplies = [Supply(_id(2_000 + s), _id(3_000 + i), steps) for (s, i), steps in held.items()]
    by_item: dict[UUID, list[Supply]] = {}
    for one in supplies:
        by_item.setdefault(one.item, []).append(one)
    return Problem(
        tuple(needs),
        tuple(TeamOption(_id(1_000 + team), need.id, chance.randint(10, 120), chance.choice((0, 0, 0, 30)))
              for team in range(teams) for need in needs if need.item is None and skills[need.id] in able[team]),
        tuple(StoreOption(one.store, need.id, chance.randint(20, 150))
              for need in needs if need.item is not None for one in by_item.get(need.item, ())),
        tuple(supplies),
        tuple(Truck(_id(4_000 + n), _id(2_000 + n % 43), chance.choice(_LOADS), None) for n in range(60)),
        frozenset(_id(2_000 + n) for n in range(43)),
        {_id(3_000 + n): Size(chance.randint(1, 15)) for n in range(260)},
    )  # fmt: skip


def _need(chance: random.Random, n: int, *, item: bool) -> NeedTask:
    goods = _id(300 + chance.randrange(_ITEMS)) if item else None
    return NeedTask(_id(n), _id(900 + n % 2), chance.randint(1, 3), chance.randint(1, 3), f"S{n % 2}", goods)


def _minutes(chance: random.Random) -> int | None:
    return None if chance.random() < 0.1 else chance.randint(1, 120)


def _id(number: int) -> UUID:
    return UUID(int=number + 1)
