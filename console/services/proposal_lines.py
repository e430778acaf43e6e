"""The explanation of a proposal, worked out from the task and the answer alone: the solver only chooses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from console.domain.assignments import Verdict
from console.domain.needs import NeedKind, NeedRow
from console.domain.proposal import Given, Problem, Solution, StoreOption, served, worth
from console.domain.proposed import (
    Busy,
    GoodsLine,
    LotPart,
    Next,
    Proposal,
    Short,
    TeamLine,
    Why,
    after_due,
    earlier_elsewhere,
    next_team,
    pick_lots,
    rank_of,
)
from console.domain.stock import NOTHING, normal
from console.services.proposal_gathered import Gathered


def told(found: Gathered, problem: Problem, solution: Solution, now: datetime, weather: str) -> Proposal:
    """Lines in the order of the needs, urgent first; within a need the first to arrive first."""
    return Proposal(
        now, weather, tuple(found.needs), tuple(_teams(found, problem, solution)),
        tuple(_goods(found, problem, solution)), tuple(_shorts(found, problem, solution)), problem, solution,
        worth(problem, solution),
    )  # fmt: skip


def _teams(found: Gathered, problem: Problem, solution: Solution) -> Iterable[TeamLine]:
    numbers = {need.id: need.number for need in found.needs}
    options = {(one.team, one.need): one for one in problem.teams}
    for need in found.needs:
        sent = [options[team, to] for team, to in solution.teams if to == need.id]
        for chosen in sorted(sent, key=lambda one: (one.counted, str(one.team))):
            key = (chosen.team, need.id)
            after = next_team(problem, solution, chosen)
            behind = None
            if after is not None:
                behind = Next(
                    found.teams[after.team, need.id].team.name, after.minutes,
                    None if after.minutes is None or chosen.minutes is None else after.counted - chosen.counted,
                )  # fmt: skip
            earlier = tuple(
                Busy(found.teams[team, need.id].team.name, numbers[to])
                for team, to in earlier_elsewhere(problem, solution, chosen)
            )
            others = found.wanted.get(chosen.team, ())
            wanted = tuple(number for priority, number in others if priority <= need.priority)
            yield TeamLine(
                need, found.teams[key], chosen.elsewhere, wanted, behind, earlier, rank_of(problem, chosen),
                after_due(need, chosen.minutes, found.ground.now),
            )  # fmt: skip


def _goods(found: Gathered, problem: Problem, solution: Solution) -> Iterable[GoodsLine]:
    tasks = {task.id: task for task in problem.needs}
    lots, left = _lots(found, problem, solution)
    trucks = {one.id: one for one in found.ground.vehicles}
    for need in found.needs:
        own = [one for one in solution.given if one.need == need.id]
        own.sort(key=lambda one: _arrives(found, one))
        for one in own:
            store, step = found.stores[one.store, need.id], tasks[need.id].step
            driven = [
                trucks[truck] for truck, scene in solution.trucks
                if scene == tasks[need.id].scene and trucks[truck].store == one.store
            ]  # fmt: skip
            drives = tuple(sorted(driven, key=lambda truck: truck.plate))
            yield GoodsLine(
                need, store, normal(one.steps * step), normal(one.reserve * step), lots[one.store, need.id],
                left[one.store, store.holding.item], drives, one.store in problem.carried,
                _next_store(found, problem, solution, one), after_due(need, store.minutes, found.ground.now),
            )  # fmt: skip


def _arrives(found: Gathered, one: Given) -> tuple[bool, int, str]:
    store = found.stores[one.store, one.need]
    return store.minutes is None, store.minutes or 0, store.store.code


def _lots(
    found: Gathered, problem: Problem, solution: Solution
) -> tuple[dict[tuple[UUID, UUID], tuple[LotPart, ...]], dict[tuple[UUID, UUID], Decimal]]:
    """Lots of each store for each need, in the order of the needs; and what every store has left of the item."""
    steps = {task.id: task.step for task in problem.needs}
    wanted: defaultdict[tuple[UUID, UUID], list[tuple[UUID, Decimal]]] = defaultdict(list)
    given = {(one.need, one.store): one for one in solution.given}
    for need in found.needs:
        for (to, store), one in given.items():
            if to == need.id and need.item is not None:
                wanted[store, need.item].append((need.id, normal(one.steps * steps[need.id])))
    lots: dict[tuple[UUID, UUID], tuple[LotPart, ...]] = {}
    left: dict[tuple[UUID, UUID], Decimal] = {}
    for (store, item), asked in wanted.items():
        holding = found.stores[store, asked[0][0]].holding
        for need_id, parts in pick_lots(holding, asked, found.ground.today).items():
            lots[store, need_id] = parts
        left[store, item] = normal(holding.free(found.ground.today) - sum((amount for _, amount in asked), NOTHING))
    return lots, left


def _next_store(found: Gathered, problem: Problem, solution: Solution, chosen: Given) -> Next | None:
    """The first of the other stores that still has something to spare for this need."""
    used: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    items = {task.id: task.item for task in problem.needs}
    for one in solution.given:
        item = items[one.need]
        if item is not None:
            used[one.store, item] += one.spare
    supplies = {(one.store, one.item): one.spare for one in problem.supplies}
    taken = {one.store for one in solution.given if one.need == chosen.need}
    item = items[chosen.need]
    assert item is not None, "goods are given to needs of goods"
    free = [
        one for one in problem.open_stores()
        if one.need == chosen.need and one.store not in taken
        and supplies.get((one.store, item), 0) > used[one.store, item]
    ]  # fmt: skip
    best = min(free, key=lambda one: (one.counted, str(one.store)), default=None)
    return None if best is None else _after(found, best, found.stores[chosen.store, chosen.need].minutes)


def _after(found: Gathered, best: StoreOption, minutes: int | None) -> Next:
    name = found.stores[best.store, best.need].store.name
    more = None if best.minutes is None or minutes is None else best.minutes - minutes
    return Next(name, best.minutes, more)


def _shorts(found: Gathered, problem: Problem, solution: Solution) -> Iterable[Short]:
    got = served(problem, solution)
    for task, need in zip(problem.needs, found.needs, strict=True):
        missing = task.steps - got[task.id]
        if missing <= 0:
            continue
        if need.kind is NeedKind.SKILL:
            yield Short(need, Decimal(missing), tuple(_why_no_team(found, problem, solution, need)))
        else:
            called = tuple(found.agreements.get(need.item, ())) if need.item else ()
            why = tuple(_why_no_goods(found, problem, solution, need))
            yield Short(need, normal(missing * task.step), why, called)


def _why_no_team(found: Gathered, problem: Problem, solution: Solution, need: NeedRow) -> Iterable[Why]:
    own = {team: one for (team, to), one in found.teams.items() if to == need.id}
    if not own:
        yield Why("no_team")
    blocked = [one.team.name for one in own.values() if one.verdict is Verdict.BLOCK]
    forbidden = [one.team.name for team, one in own.items() if problem.choices.forbids_team(team, need.id)]
    sent = dict(solution.teams)
    used = [one.team.name for team, one in own.items() if sent.get(team, need.id) != need.id]
    for code, names in (("blocked", blocked), ("forbidden", forbidden), ("used", used)):
        if names:
            yield Why(code, tuple(names), Decimal(len(names)))


def _why_no_goods(found: Gathered, problem: Problem, solution: Solution, need: NeedRow) -> Iterable[Why]:
    own = {store: one for (store, to), one in found.stores.items() if to == need.id}
    if not own:
        yield Why("no_stock")
        return
    items = {task.id: task.item for task in problem.needs}
    step = next(task.step for task in problem.needs if task.id == need.id)
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    names: defaultdict[str, list[str]] = defaultdict(list)
    for store, one in own.items():
        given = [part for part in solution.given if part.store == store and items[part.need] == need.item]
        here = sum(part.spare for part in given if part.need == need.id) * step
        others = sum(part.spare for part in given if part.need != need.id) * step
        kept = one.free - one.spare - sum(part.reserve for part in given) * step
        forbidden = problem.choices.forbids_store(store, need.id)
        left = one.spare - here - others
        rest = "forbidden" if forbidden else "vehicles" if store in problem.carried else "unsolved"
        for code, amount in (("used", others), ("reserve", kept), (rest, left)):
            if amount > 0:
                sums[code] += amount
                names[code].append(one.store.name)
    for code in ("used", "vehicles", "unsolved", "reserve", "forbidden"):
        if names[code]:
            yield Why(code, tuple(names[code]), normal(sums[code]))
