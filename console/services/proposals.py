"""Proposals: what to send where, for one incident or for all open ones together. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.assignments import Verdict
from console.domain.clock import Clock
from console.domain.needs import NeedKind, NeedRow, NeedState, by_urgency
from console.domain.proposal import (
    NO_CHOICES,
    Choices,
    NeedTask,
    Problem,
    Size,
    StoreOption,
    Supply,
    TeamOption,
    Truck,
)
from console.domain.proposed import Proposal
from console.errors import Refused
from console.services import candidates, dispatch_ground, proposal_lines
from console.services.proposal_gathered import Gathered
from console.services.settings import current
from console.services.travelling import FAIR
from db.queries import dispatch as query
from db.queries import incidents
from db.queries import needs as need_query
from db.store import Store

MILLIONS = 1_000_000
"""Milligrams of a kilogram, microlitres of a litre: whole numbers whatever the unit's decimals."""


class Proposals:
    """Use cases of asking the program what it would send. A person decides (``dispatching``)."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def make(
        self, incidents: Collection[UUID] = (), *, choices: Choices = NO_CHOICES, weather: str = FAIR,
        needs: Collection[UUID] = (),
    ) -> Proposal:  # fmt: skip
        """For these incidents, or all open ones together where none are named; ``needs`` narrows it to some of them.

        What people chose stands: given back with ``choices``, the solver arranges the rest around it. Refuses
        no_such_incident, nothing_needed, forced_impossible, no_such_weather.
        """
        from console.services.proposal_solver import solve

        now = self._clock.now()
        with self._store.reading() as connection:
            effort = float(current(connection, "dispatch.effort", now))
            found = self._gathered(connection, incidents, needs, weather)
            problem = _problem(found, choices, int(current(connection, "dispatch.weight_elsewhere", now)))
        solution = solve(problem, effort)  # nothing of the store is held meanwhile: it takes seconds
        return proposal_lines.told(found, problem, solution, now, weather)

    def _gathered(
        self, connection: Connection, incident_ids: Collection[UUID], needs: Collection[UUID], weather: str
    ) -> Gathered:
        for one in incident_ids:
            incidents.one(connection, one)
        every = [row for row in by_urgency(need_query.rows(connection)) if row.state is NeedState.OPEN]
        wanted = [
            row
            for row in every
            if (not incident_ids or row.incident in incident_ids) and (not needs or row.id in needs)
            and row.kind is not NeedKind.OTHER
        ]  # fmt: skip
        if not wanted:
            raise Refused("nothing_needed")
        now = self._clock.now()
        ground = dispatch_ground.read(connection, every, now, now.astimezone(self._zone()).date(), weather)
        found = Gathered(ground, wanted)
        found.carried = frozenset(query.stores_with_vehicles(connection))
        found.items = query.goods(connection, {row.item for row in wanted if row.item is not None})
        weight = int(current(connection, "dispatch.weight_elsewhere", now))
        _gather_teams(found, [row for row in every if row not in wanted], weight)
        _gather_stores(found)
        return found


def _gather_teams(found: Gathered, others: Iterable[NeedRow], weight: int) -> None:
    """Who may go where, and what taking them costs: warned of by the rules, or first at a need of another incident."""
    for need in others:
        if need.kind is NeedKind.SKILL:
            fit = [one for one in candidates.teams(found.ground, need) if one.verdict is not Verdict.BLOCK]
            known = [one for one in fit if one.minutes is not None]
            if known:
                first = min(known, key=lambda one: (one.minutes or 0, one.team.code))
                found.wanted.setdefault(first.team.id, []).append((need.priority, need.number))
    for need in found.needs:
        if need.kind is not NeedKind.SKILL:
            continue
        for one in candidates.teams(found.ground, need):
            key = (one.team.id, need.id)
            found.teams[key] = one
            missed = any(priority <= need.priority for priority, _ in found.wanted.get(one.team.id, ()))
            found.elsewhere[key] = weight * ((one.verdict is Verdict.WARN) + missed)


def _gather_stores(found: Gathered) -> None:
    connection, items = found.ground.connection, set(found.items)
    found.agreements = candidates.agreements(connection, items, found.ground.today)
    holdings = query.holdings(connection, items)
    for need in found.needs:
        if need.kind is NeedKind.ITEM:
            for one in candidates.stores(found.ground, need, holdings):
                found.stores[one.store.id, need.id] = one


def _problem(found: Gathered, choices: Choices, reserve_minutes: int) -> Problem:
    tasks = tuple(_task(found, need) for need in found.needs)
    by_id = {task.id: task for task in tasks}
    steps = {task.item: task.step for task in tasks if task.item is not None}
    return Problem(
        tasks,
        tuple(
            TeamOption(*key, one.minutes, found.elsewhere[key])
            for key, one in found.teams.items()
            if one.verdict is not Verdict.BLOCK
        ),
        tuple(StoreOption(store, need, one.minutes) for (store, need), one in found.stores.items() if need in by_id),
        tuple(_supplies(found, steps)),
        tuple(Truck(one.id, one.store, _micro(one.load_kg), _micro(one.volume_l)) for one in found.ground.vehicles),
        found.carried,
        {item: _size(found.items[item], step) for item, step in steps.items()},
        choices,
        reserve_minutes,
    )


def _task(found: Gathered, need: NeedRow) -> NeedTask:
    step = Decimal(1).scaleb(-need.decimals) if need.kind is NeedKind.ITEM else Decimal(1)
    spot = found.ground.scenes[need.id]
    scene = f"{need.incident}:{spot.latitude}:{spot.longitude}:{'' if spot.known else need.place}"
    return NeedTask(need.id, need.incident, int(need.open / step), need.priority, scene, need.item, step)


def _supplies(found: Gathered, steps: dict[UUID, Decimal]) -> Iterable[Supply]:
    held = {(one.holding.store, one.holding.item): one for one in found.stores.values()}
    for (store, item), one in held.items():
        step = steps[item]
        yield Supply(store, item, int(one.spare / step), int((one.free - one.spare) / step))


def _micro(amount: int | None) -> int | None:
    return None if amount is None else amount * MILLIONS


def _size(item: query.Goods, step: Decimal) -> Size:
    weight, volume = (int((one or 0) * step * MILLIONS) for one in (item.weight_kg, item.volume_l))
    return Size(weight, volume)
