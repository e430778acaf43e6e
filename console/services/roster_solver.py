"""A roster by OR-Tools CP-SAT: month by month, one worker, a deterministic limit; same task and seed, same roster.

Loading OR-Tools takes seconds: it is imported when the first roster is planned, never at start.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from console.domain.even_start import evenly
from console.domain.fairness import counted, together
from console.domain.hard_rules import Placed
from console.domain.planning import Assignment, Collision, Method, Roster, Rule, Seat, Task
from console.domain.planning_run import PlanningRun
from console.domain.rotation import finished, rotate
from console.errors import Refused

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from console.services.roster_model import RosterModel

_RELAXED = (Rule.REST, Rule.LEAVE, Rule.PAIR, Rule.CONSECUTIVE)
"""Rules of which is tried whether the roster could be filled without them."""

_EXPLAINED = 12
"""Empty seats of a part of which is tried what would fill them; more are mostly the same trouble."""

_MONTH = 120
"""Seats of a usual month, four posts: so much the county's effort is for; a week is planned in a quarter of it."""

_REACH = timedelta(days=40)
"""Duty farther away than this is of no matter for rest, rows of days and spacing."""

_NEAR = timedelta(days=4)
_QUICK = 0.5


def solve(task: Task, seed: int, run: PlanningRun) -> Roster:
    """The best roster found within the effort; seats nobody can fill stay empty, with what collides there."""
    parts = list(_months(task.seats))
    made: list[Assignment] = []
    collisions: list[Collision] = []
    for at, seats in enumerate(parts):
        run.passed(at, len(parts))
        part = _part(task, seats, made)
        given = _solved(part, seed, run)
        collisions += _collisions(part, given, run)
        made += given
    run.passed(len(parts), len(parts))
    roster = finished(task, made, Method.SOLVER, seed)
    return replace(roster, collisions=tuple(collisions))


def _months(seats: Sequence[Seat]) -> Iterator[tuple[Seat, ...]]:
    ordered = sorted(seats, key=lambda seat: (seat.slot.day, seat.slot.starts_at))
    for _, month in groupby(ordered, key=lambda seat: (seat.slot.day.year, seat.slot.day.month)):
        yield tuple(month)


def _part(task: Task, seats: tuple[Seat, ...], made: Sequence[Assignment]) -> Task:
    """The task of one month: what was planned before it stands; the counts begin anew with the year."""
    first, last = seats[0].slot.day, seats[-1].slot.day
    year = first.year
    before = [one for one in made if one.seat.slot.day.year == year]
    so_far = task.so_far if year == min(seat.slot.day for seat in task.seats).year else {}
    keys = {seat.key for seat in seats}
    return replace(
        task,
        seats=seats,
        around=tuple(one for one in (*task.around, *made) if first - _REACH <= one.seat.slot.day <= last + _REACH),
        published=tuple(one for one in task.published if one.seat.key in keys),
        so_far=together(so_far, counted(before, task.days, task.rules)),
    )


def _solved(task: Task, seed: int, run: PlanningRun) -> list[Assignment]:
    """As many seats as can be filled are, first of all; only then what is better."""
    from console.services.roster_model import RosterModel

    begin = _most_filled(task, run)
    built = RosterModel(task)
    costs = built.wish_for()
    built.leave_empty([at for at, one in enumerate(begin) if one.person_id is None])
    built.model.minimize(sum(var * cost for var, cost in costs))
    built.begin_with(_chosen(begin))
    solver = _solver(seed, task.weights.effort * len(task.seats) / _MONTH)
    return _read(solver, built, task) if _run(solver, built, run) else begin


def _most_filled(task: Task, run: PlanningRun) -> list[Assignment]:
    """An even start or the rotation, where it fills every seat; else a roster with as few empty seats as can be."""
    from console.services.roster_model import RosterModel

    starts = (evenly(task), list(rotate(task).assignments))
    begin = min(starts, key=lambda made: sum(one.person_id is None for one in made))
    if all(one.person_id is not None for one in begin):
        return begin
    built = RosterModel(task)
    built.model.minimize(sum(built.empty))
    built.begin_with(_chosen(begin))
    solver = _solver(0, _QUICK * len(task.seats) / _MONTH)
    return _filled_up(task, _read(solver, built, task) if _run(solver, built, run) else begin)


def _chosen(made: Sequence[Assignment]) -> set[tuple[UUID, int]]:
    return {(one.person_id, at) for at, one in enumerate(made) if one.person_id is not None}


def _solver(seed: int, effort: float) -> cp_model.CpSolver:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.symmetry_level = 0  # ordering people who are alike would throw away the roster it begins with
    solver.parameters.max_deterministic_time = effort
    return solver


def _run(solver: cp_model.CpSolver, built: RosterModel, run: PlanningRun) -> bool:
    """Whether a roster was found. There always is one: a model without any is a mistake in the model."""
    from ortools.sat.python import cp_model

    run.ends_with(solver.stop_search)
    status = solver.solve(built.model)
    if run.stopped:
        raise Refused("planning_stopped")
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN}:
        raise RuntimeError(f"roster model {solver.status_name(status)}: {built.model.validate()}")
    return status != cp_model.UNKNOWN


def _read(solver: cp_model.CpSolver, built: RosterModel, task: Task) -> list[Assignment]:
    taken = {at: person for (person, at), var in built.x.items() if solver.boolean_value(var)}
    names = {one.person_id: one.name for one in task.staff}
    kept = {one.seat.key: one.person_id for one in task.published}
    return [
        Assignment(seat, taken[at], names[taken[at]], kept.get(seat.key) == taken[at])
        if at in taken
        else Assignment(seat, None)
        for at, seat in enumerate(task.seats)
    ]


def _filled_up(task: Task, made: list[Assignment]) -> list[Assignment]:
    """Whatever stayed empty because the effort ended is filled by whoever may."""
    placed, filled = Placed(task, made), list[Assignment]()
    for one in made:
        free = placed.free(one.seat) if one.person_id is None else []
        if free:
            placed.put(free[0], one.seat)
        filled.append(Assignment(one.seat, free[0].person_id, free[0].name) if free else one)
    return filled


def _collisions(task: Task, made: Sequence[Assignment], run: PlanningRun) -> list[Collision]:
    """Each empty seat with what stands against everybody, and the rules without which it could be filled."""
    placed = Placed(task, made)
    empty = [one.seat for one in made if one.person_id is None]
    found = [Collision(seat, placed.blocked(seat)) for seat in empty]
    return [
        replace(one, rules=_relaxing(task, made, one.seat, run)) if one.blocked and at < _EXPLAINED else one
        for at, one in enumerate(found)
    ]


def _relaxing(task: Task, made: Sequence[Assignment], seat: Seat, run: PlanningRun) -> tuple[Rule, ...]:
    """Rules without which this seat and no fewer others of the days around could be filled; what is far stays."""
    near = [one for one in made if abs(one.seat.slot.day - seat.slot.day) <= _NEAR]
    far = [one for one in made if one not in near]
    part = replace(task, seats=tuple(one.seat for one in near), around=(*task.around, *far), published=(), wishes=())
    return tuple(rule for rule in _RELAXED if _would_fill(part, near, seat, rule, run))


def _would_fill(task: Task, near: Sequence[Assignment], seat: Seat, rule: Rule, run: PlanningRun) -> bool:
    """Whether a seat is filled without a rule, and fewer seats in all are empty than there are now."""
    from console.services.roster_model import RosterModel

    built, at = RosterModel(task, {rule}), task.seats.index(seat)
    now = sum(one.person_id is None for one in near)
    built.model.minimize(sum(built.empty) + now * built.empty[at])
    built.begin_with(_chosen(near))
    solver = _solver(0, _QUICK)
    if not _run(solver, built, run) or solver.boolean_value(built.empty[at]):
        return False
    return sum(solver.boolean_value(var) for var in built.empty) < now
