"""A proposal by OR-Tools CP-SAT: one worker, one seed, a deterministic limit; the same task, the same proposal.

Loading OR-Tools takes seconds: it is imported when the first proposal is asked for, never at start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from console.domain.proposal import COST, TRIP_MINUTES, Given, NeedTask, Problem, Size, Solution, Truck
from console.errors import Refused

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_SEED = 7
_SHORTFALL, _ARRIVAL = 0.3, 0.2
"""Parts of the effort for each aim, for teams and for goods each."""
_LARGEST = 52
"""Bits of the largest load the solver reckons with: heavier ones are reckoned in coarser units, rounded up."""
_MORE = 4.0
"""How much more effort a first solution gets that was not found within the first."""


def solve(problem: Problem, effort: float) -> Solution:
    """The best found within the effort (as the solver counts it, not the clock): shortfall first, then cost.

    Refuses forced_impossible where what people forced cannot be.
    """
    teams = _solved(_part(problem, goods=False), effort)
    goods = _solved(_part(problem, goods=True), effort)
    return Solution(teams.teams, goods.given, goods.trucks, teams.proven and goods.proven)


def _part(problem: Problem, *, goods: bool) -> Problem:
    """Teams serve needs of skills, stores needs of goods: neither takes anything from the other."""
    needs = tuple(need for need in problem.needs if (need.item is not None) == goods)
    own, choices = {need.id for need in needs}, problem.choices
    return replace(
        problem, needs=needs,
        teams=tuple(one for one in problem.teams if one.need in own),
        stores=tuple(one for one in problem.stores if one.need in own),
        choices=replace(
            choices, forced_teams=frozenset() if goods else choices.forced_teams,
            forced_stores=choices.forced_stores if goods else frozenset(),
        ),
    )  # fmt: skip


def _solved(problem: Problem, effort: float) -> Solution:
    if not problem.needs and not problem.choices.forced_teams and not problem.choices.forced_stores:
        return Solution(proven=True)
    built = _Model(problem)
    short_proven = built.minimise_shortfall(effort * _SHORTFALL)
    cost_proven = built.minimise_cost(effort * _ARRIVAL)
    return built.solution(proven=short_proven and cost_proven)


class _Model:
    """Variables and rules. ``given[s, n]``: steps to spare and out of the reserve that store s gives need n."""

    def __init__(self, problem: Problem) -> None:
        from ortools.sat.python import cp_model

        self._cp = cp_model
        self._model = cp_model.CpModel()
        self._problem = problem
        self._needs = {need.id: need for need in problem.needs}
        self._short: dict[UUID, cp_model.IntVar] = {}
        self._teams: dict[tuple[UUID, UUID], cp_model.IntVar] = {}
        self._given: dict[tuple[UUID, UUID], tuple[cp_model.IntVar, cp_model.IntVar | None]] = {}
        self._trips: dict[tuple[UUID, str], cp_model.IntVar] = {}
        self._drives: dict[tuple[UUID, str], cp_model.IntVar] = {}
        self._values: dict[int, int] = {}
        self._everything: list[cp_model.IntVar] = []
        self._send_teams()
        self._give_goods()
        self._load_trucks()
        self._meet_needs()
        self._force()

    # rules

    def _send_teams(self) -> None:
        """A team goes to one need at most."""
        by_team: defaultdict[UUID, list[cp_model.IntVar]] = defaultdict(list)
        for one in self._problem.open_teams():
            made = self._bool()
            self._teams[one.team, one.need] = made
            by_team[one.team].append(made)
        for own in by_team.values():
            self._model.add_at_most_one(own)

    def _give_goods(self) -> None:
        """No store gives more of an item than it may."""
        supplies = {(one.store, one.item): one for one in self._problem.supplies}
        spare: defaultdict[tuple[UUID, UUID], list[cp_model.IntVar]] = defaultdict(list)
        reserve: defaultdict[tuple[UUID, UUID], list[cp_model.IntVar]] = defaultdict(list)
        for one in self._problem.open_stores():
            need = self._needs[one.need]
            supply = supplies.get((one.store, _item(need)))
            if supply is None:
                continue
            key = (one.store, supply.item)
            first = self._int(min(need.steps, supply.spare))
            spare[key].append(first)
            second = None
            if one.store in self._problem.choices.into_reserve and supply.reserve:
                second = self._int(min(need.steps, supply.reserve))
                reserve[key].append(second)
            self._given[one.store, one.need] = first, second
            self._on_trip(one.store, need, min(need.steps, supply.spare + supply.reserve), first, second)
        for key, supply in supplies.items():
            self._model.add(sum(spare[key]) <= supply.spare)
            self._model.add(sum(reserve[key]) <= supply.reserve)

    def _on_trip(
        self, store: UUID, need: NeedTask, most: int, first: cp_model.IntVar, second: cp_model.IntVar | None
    ) -> None:
        key = (store, need.scene)
        if key not in self._trips:
            self._trips[key] = self._bool()
        steps = first if second is None else first + second
        self._model.add(steps <= most * self._trips[key])

    def _load_trucks(self) -> None:
        """What a store sends to a scene fits on the vehicles that drive there; a vehicle drives to one scene."""
        own: defaultdict[UUID, list[Truck]] = defaultdict(list)
        for one in self._problem.trucks:
            own[one.store].append(one)
        by_truck: defaultdict[UUID, list[cp_model.IntVar]] = defaultdict(list)
        for (store, scene), trip in self._trips.items():
            if store not in self._problem.carried:
                continue
            drives = [(truck, self._bool()) for truck in own[store]]
            for truck, made in drives:
                self._drives[truck.id, scene] = made
                by_truck[truck.id].append(made)
                self._model.add_implication(made, trip)
            self._model.add(sum(made for _, made in drives) >= trip)
            self._fit(store, scene, [(truck.load, made) for truck, made in drives], "weight")
            self._fit(store, scene, [(truck.volume, made) for truck, made in drives], "volume")
        for driven in by_truck.values():
            self._model.add_at_most_one(driven)

    def _fit(self, store: UUID, scene: str, drives: Iterable[tuple[int | None, cp_model.IntVar]], what: str) -> None:
        """A vehicle of which nobody recorded the load takes whatever there is."""
        drives, own = list(drives), []
        for need in self._problem.needs:
            pair = self._given.get((store, need.id))
            size: int = getattr(self._problem.sizes.get(need.item, Size()), what) if need.item else 0
            if pair is not None and need.scene == scene and size:
                own.append((need, size, sum(one for one in pair if one is not None)))
        if not own:
            return
        most = sum(size * need.steps for need, size, _ in own)
        unit = max(1, most >> _LARGEST)
        loads = [(most if load is None else load) // unit for load, _ in drives]
        total = sum(-(-size // unit) * steps for _, size, steps in own)
        self._model.add(total <= sum(load * made for load, (_, made) in zip(loads, drives, strict=True)))
        for need, size, steps in own:
            # said for each need by itself too: the linear bound is much nearer then
            alone = (need.steps if load is None else min(need.steps, load // size) for load, _ in drives)
            self._model.add(steps <= sum(n * made for n, (_, made) in zip(alone, drives, strict=True)))

    def _meet_needs(self) -> None:
        """What a need gets and what it is short of are what it asked for; never more."""
        for need in self._problem.needs:
            short = self._int(need.steps)
            self._short[need.id] = short
            got = [made for (_, wanted), made in self._teams.items() if wanted == need.id]
            for (_, wanted), pair in self._given.items():
                if wanted == need.id:
                    got += [one for one in pair if one is not None]
            self._model.add(sum(got) + short == need.steps)

    def _force(self) -> None:
        for team, need in self._problem.choices.forced_teams:
            made = self._teams.get((team, need))
            if made is None:
                raise Refused("forced_impossible")
            self._model.add(made == 1)
        for store, need in self._problem.choices.forced_stores:
            pair = self._given.get((store, need))
            if pair is None:
                raise Refused("forced_impossible")
            self._model.add(sum(one for one in pair if one is not None) >= 1)

    # what is better

    def minimise_shortfall(self, effort: float) -> bool:
        """The least shortfall found stands for good; whether nothing less exists."""
        points = sum(need.short_points * self._short[need.id] for need in self._problem.needs)
        self._model.minimize(points)
        proven = self._run(effort)
        best = sum(need.short_points * self._value(self._short[need.id]) for need in self._problem.needs)
        self._model.add(points <= best)
        return proven

    def minimise_cost(self, effort: float) -> bool:
        self._model.clear_hints()  # type: ignore[no-untyped-call]
        for one in self._everything:
            self._model.add_hint(one, self._value(one))
        self._model.minimize(self._cost())
        return self._run(effort)

    def _cost(self) -> cp_model.LinearExprT:
        terms = []
        for team in self._problem.open_teams():
            points = self._needs[team.need].cost_points(team.counted)
            terms.append(points * self._teams[team.team, team.need])
        for store in self._problem.open_stores():
            pair = self._given.get((store.store, store.need))
            if pair is not None:
                need = self._needs[store.need]
                terms.append(need.cost_points(store.counted) * pair[0])
                if pair[1] is not None:
                    minutes = store.counted + self._problem.reserve_minutes
                    terms.append(need.cost_points(minutes) * pair[1])
        terms += [TRIP_MINUTES * COST * trip for trip in self._trips.values()]
        terms += [COST * drive for drive in self._drives.values()]
        return sum(terms)

    # running

    def _run(self, effort: float) -> bool:
        """Whether what was found is proven best. There always is a solution unless people forced too much."""
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = _SEED
        solver.parameters.linearization_level = 2  # sending and giving are flows: their linear bound is nearly exact
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(self._model)
        if status == self._cp.INFEASIBLE:
            raise Refused("forced_impossible")
        if status == self._cp.UNKNOWN:
            return not self._values and self._run(effort * _MORE)
        if status not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            raise RuntimeError(f"dispatch model {solver.status_name(status)}: {self._model.validate()}")
        self._values = {one.index: solver.value(one) for one in self._everything}
        return bool(status == self._cp.OPTIMAL)

    def _value(self, one: cp_model.IntVar) -> int:
        return self._values[one.index]

    def _bool(self) -> cp_model.IntVar:
        made = self._model.new_bool_var("")
        self._everything.append(made)
        return made

    def _int(self, most: int) -> cp_model.IntVar:
        made = self._model.new_int_var(0, most, "")
        self._everything.append(made)
        return made

    def solution(self, *, proven: bool) -> Solution:
        """What was chosen, in an order of its own that depends on nothing but the choice."""
        teams = [pair for pair, made in self._teams.items() if self._value(made)]
        given = []
        for (store, need), (first, second) in self._given.items():
            made = Given(need, store, self._value(first), 0 if second is None else self._value(second))
            if made.steps:
                given.append(made)
        drives = [pair for pair, made in self._drives.items() if self._value(made)]
        return Solution(tuple(sorted(teams)), tuple(sorted(given)), tuple(sorted(drives)), proven)


def _item(need: NeedTask) -> UUID:
    assert need.item is not None, "stores are options of goods only"
    return need.item
