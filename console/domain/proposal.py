"""Who shall be sent where: the task for the solver, what counts as good, and a solution, all in whole numbers.

First as little as possible is left short, urgent needs before others; then everybody arrives as early as possible, and
what is taken from elsewhere costs minutes. Quantities are in ``steps``: a team, or the smallest part of an item's unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

WEIGHT = {1: 9, 2: 3, 3: 1}
"""What a part of a need is worth by its priority: an urgent one three times a normal one."""

SHARE, COST = 10**9, 10**6
"""A whole need in points of shortfall, and a whole need that waits a minute in points of cost."""

UNKNOWN_MINUTES = 1_440
"""What a way nobody can reckon counts for: a day, so that it is taken only where nothing else is left."""

TRIP_MINUTES = 5
"""What one more store that loads for a scene counts for: its people and a place on the road."""


@dataclass(frozen=True, slots=True)
class NeedTask:
    """A need that is still open. ``scene`` names where it lies: goods of a store for one scene are one trip."""

    id: UUID
    incident: UUID
    steps: int
    priority: int
    scene: str
    item: UUID | None = None
    step: Decimal = Decimal(1)

    @property
    def short_points(self) -> int:
        """Points of one step left short."""
        return WEIGHT[self.priority] * max(1, round(SHARE / self.steps))

    def cost_points(self, minutes: int) -> int:
        """Points of one step that arrives after so many minutes."""
        return WEIGHT[self.priority] * minutes * max(1, round(COST / self.steps))


@dataclass(frozen=True, slots=True)
class TeamOption:
    """A team that may go to a need. ``elsewhere`` is what taking it from elsewhere costs, in minutes."""

    team: UUID
    need: UUID
    minutes: int | None
    elsewhere: int = 0

    @property
    def counted(self) -> int:
        """Minutes that count: unknown ones for a day."""
        return (UNKNOWN_MINUTES if self.minutes is None else self.minutes) + self.elsewhere


@dataclass(frozen=True, slots=True)
class StoreOption:
    """A store whose goods may go to a need."""

    store: UUID
    need: UUID
    minutes: int | None

    @property
    def counted(self) -> int:
        return UNKNOWN_MINUTES if self.minutes is None else self.minutes


@dataclass(frozen=True, slots=True)
class Supply:
    """What a store may give of an item, in steps: ``spare`` beyond its reserve, ``reserve`` what shall stay."""

    store: UUID
    item: UUID
    spare: int
    reserve: int = 0


@dataclass(frozen=True, slots=True)
class Truck:
    """A vehicle ready at a store: what it carries in milligrams and microlitres; None: nobody recorded it, no limit."""

    id: UUID
    store: UUID
    load: int | None
    volume: int | None


@dataclass(frozen=True, slots=True)
class Size:
    """Weight and volume of one step of an item, in milligrams and microlitres; nought where nobody recorded them."""

    weight: int = 0
    volume: int = 0


@dataclass(frozen=True, slots=True)
class Choices:
    """What people decided before the solver: teams and stores that must or must not go. ``None`` is any need.

    ``into_reserve`` names stores of which the reserve may be touched.
    """

    forced_teams: frozenset[tuple[UUID, UUID]] = frozenset()
    forbidden_teams: frozenset[tuple[UUID, UUID | None]] = frozenset()
    forced_stores: frozenset[tuple[UUID, UUID]] = frozenset()
    forbidden_stores: frozenset[tuple[UUID, UUID | None]] = frozenset()
    into_reserve: frozenset[UUID] = frozenset()

    def forbids_team(self, team: UUID, need: UUID) -> bool:
        return (team, None) in self.forbidden_teams or (team, need) in self.forbidden_teams

    def forbids_store(self, store: UUID, need: UUID) -> bool:
        return (store, None) in self.forbidden_stores or (store, need) in self.forbidden_stores


NO_CHOICES = Choices()


@dataclass(frozen=True, slots=True)
class Problem:
    """The whole task. ``carried`` are the stores whose vehicles are recorded: only there a load can be too much.

    Options the rules forbid are not in it; those people forbade are left out by ``open_teams`` and ``open_stores``.
    ``reserve_minutes`` is what a whole need taken out of reserves costs.
    """

    needs: tuple[NeedTask, ...]
    teams: tuple[TeamOption, ...] = ()
    stores: tuple[StoreOption, ...] = ()
    supplies: tuple[Supply, ...] = ()
    trucks: tuple[Truck, ...] = ()
    carried: frozenset[UUID] = frozenset()
    sizes: Mapping[UUID, Size] = field(default_factory=dict)
    choices: Choices = NO_CHOICES
    reserve_minutes: int = 30

    def need(self, need: UUID) -> NeedTask:
        return next(one for one in self.needs if one.id == need)

    def open_teams(self) -> list[TeamOption]:
        return [one for one in self.teams if not self.choices.forbids_team(one.team, one.need)]

    def open_stores(self) -> list[StoreOption]:
        return [one for one in self.stores if not self.choices.forbids_store(one.store, one.need)]


@dataclass(frozen=True, slots=True, order=True)
class Given:
    """So much of a store for a need: steps that were to spare, and steps out of its reserve."""

    need: UUID
    store: UUID
    spare: int
    reserve: int = 0

    @property
    def steps(self) -> int:
        return self.spare + self.reserve


@dataclass(frozen=True, slots=True)
class Solution:
    """Which team goes to which need, what each store gives, which vehicle drives to which scene.

    ``proven``: the solver showed that nothing better exists.
    """

    teams: tuple[tuple[UUID, UUID], ...] = ()
    given: tuple[Given, ...] = ()
    trucks: tuple[tuple[UUID, str], ...] = ()
    proven: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Worth:
    """How good a solution is, the less the better: points left short first, points of waiting then."""

    short: int
    cost: int


def served(problem: Problem, solution: Solution) -> dict[UUID, int]:
    """Steps each need gets."""
    got = {need.id: 0 for need in problem.needs}
    for _, need in solution.teams:
        got[need] += 1
    for one in solution.given:
        got[one.need] += one.steps
    return got


def worth(problem: Problem, solution: Solution) -> Worth:
    """The figures of a solution from nothing but its lines: what the solver claims must be this."""
    needs = {need.id: need for need in problem.needs}
    got = served(problem, solution)
    short = sum(need.short_points * max(0, need.steps - got[need.id]) for need in problem.needs)
    teams = {(one.team, one.need): one for one in problem.teams}
    stores = {(one.store, one.need): one for one in problem.stores}
    cost = sum(needs[need].cost_points(teams[team, need].counted) for team, need in solution.teams)
    for one in solution.given:
        need, minutes = needs[one.need], stores[one.store, one.need].counted
        cost += one.steps * need.cost_points(minutes) + one.reserve * need.cost_points(problem.reserve_minutes)
    cost += TRIP_MINUTES * COST * len(trips(problem, solution)) + COST * len(solution.trucks)
    return Worth(short, cost)


def trips(problem: Problem, solution: Solution) -> set[tuple[UUID, str]]:
    """Stores and scenes between which goods go."""
    scenes = {need.id: need.scene for need in problem.needs}
    return {(one.store, scenes[one.need]) for one in solution.given if one.steps}


def faults(problem: Problem, solution: Solution) -> list[str]:
    """What a solution does that it must not; empty for a good one. Knows nothing of the solver's model."""
    return [
        *_team_faults(problem, solution), *_store_faults(problem, solution), *_truck_faults(problem, solution),
        *_forced_faults(problem, solution),
    ]  # fmt: skip


def _team_faults(problem: Problem, solution: Solution) -> Iterable[str]:
    allowed = {(one.team, one.need) for one in problem.open_teams()}
    sent = [team for team, _ in solution.teams]
    yield from (f"team twice {team}" for team in set(sent) if sent.count(team) > 1)
    yield from (f"team not allowed {pair}" for pair in solution.teams if pair not in allowed)
    got = served(problem, solution)
    yield from (f"more than asked {need.id}" for need in problem.needs if got[need.id] > need.steps)


def _store_faults(problem: Problem, solution: Solution) -> Iterable[str]:
    allowed = {(one.store, one.need) for one in problem.open_stores()}
    items = {need.id: need.item for need in problem.needs}
    for one in solution.given:
        if (one.store, one.need) not in allowed or one.spare < 0 or one.reserve < 0:
            yield f"store not allowed {one}"
        if one.reserve and one.store not in problem.choices.into_reserve:
            yield f"reserve touched {one}"
    for supply in problem.supplies:
        own = [one for one in solution.given if (one.store, items[one.need]) == (supply.store, supply.item)]
        if sum(one.spare for one in own) > supply.spare or sum(one.reserve for one in own) > supply.reserve:
            yield f"more than there is {supply}"


def _truck_faults(problem: Problem, solution: Solution) -> Iterable[str]:
    trucks = {one.id: one for one in problem.trucks}
    driven = [one for one, _ in solution.trucks]
    yield from (f"truck twice {one}" for one in set(driven) if driven.count(one) > 1)
    items = {need.id: need for need in problem.needs}
    for store, scene in trips(problem, solution):
        if store not in problem.carried:
            continue
        own = [trucks[one] for one, to in solution.trucks if to == scene and trucks[one].store == store]
        loads = [one for one in solution.given if one.store == store and items[one.need].scene == scene]
        sizes = [(one.steps, problem.sizes.get(_item(items[one.need]), Size())) for one in loads]
        if not own:
            yield f"no truck {store} {scene}"
        for name, total in (("load", sum(n * size.weight for n, size in sizes)),
                            ("volume", sum(n * size.volume for n, size in sizes))):  # fmt: skip
            limits = [getattr(one, name) for one in own]
            if None not in limits and total > sum(limits):
                yield f"too much {name} {store} {scene}"


def _forced_faults(problem: Problem, solution: Solution) -> Iterable[str]:
    stores = {(one.store, one.need) for one in solution.given if one.steps}
    yield from (f"forced team left out {one}" for one in problem.choices.forced_teams - set(solution.teams))
    yield from (f"forced store left out {one}" for one in problem.choices.forced_stores - stores)


def _item(need: NeedTask) -> UUID:
    assert need.item is not None, "only needs of goods are given goods"
    return need.item
