"""The duty planner: rosters proposed, the published table checked, duty counted. Drafts: ``roster_drafts``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from console.domain import duty_counts
from console.domain.clock import YEARS, Clock
from console.domain.duty_counts import CountRow
from console.domain.fairness import counted, together
from console.domain.planning import Assignment, Finding, Leave, Method, Pair, Roster, Rule, Task
from console.domain.planning_run import PlanningRun
from console.domain.roster_check import check, leave_of_both
from console.domain.rotation import rotate
from console.errors import Refused
from console.services import holidays, planner_ground
from console.services.planner_ground import Ground
from db.store import Store

SERIES = "PB"
"""排班: numbers of drafts."""

LONGEST = 3700
"""Days that can be planned at once: ten years."""


class Keep(StrEnum):
    """What planning does with lines that are published already: no matter, stay where possible, stand untouched."""

    NONE = "none"
    PREFER = "prefer"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A roster and what it was made from; ``staff_guessed``: by contacts and table, for nobody is entered as staff."""

    roster: Roster
    task: Task
    staff_guessed: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with the published table, and A and B of a post on leave at once."""

    findings: tuple[Finding, ...]
    both_on_leave: tuple[tuple[Pair, Leave, Leave], ...]
    task: Task


class PlannerService:
    """Use cases of 排班. Periods are days of duty, both included, past or future."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def ground(self, first: date, last: date) -> Ground:
        """What a roster of these days is planned from, as it stands now; Refused("bad_period")."""
        _require_period(first, last)
        with self._store.reading() as connection:
            return planner_ground.ground(connection, self._clock.now(), first, last)

    def propose(
        self,
        first: date,
        last: date,
        method: Method = Method.SOLVER,
        seed: int = 0,
        *,
        keep: Keep = Keep.PREFER,
        begun: datetime | None = None,
        run: PlanningRun | None = None,
    ) -> Proposal:
        """A roster nobody keeps. Slow with the solver (seconds per month): never where somebody waits for a window.

        Shifts that have ``begun`` by an instant stand as the table has them, posts nobody stood too.
        ``run`` hears of progress and can stop it: Refused("planning_stopped").
        """
        found = self.ground(first, last)
        roster = made(found.task, method, seed, keep, begun, run or PlanningRun())
        return Proposal(replace(roster, missing_years=found.missing_years), found.task, found.staff_guessed)

    def check(self, first: date, last: date) -> Checked:
        """The published table of these days against the rules, by the checker that knows nothing of the planners.

        Seats of a shift nobody at all is planned for are not told: a table may end anywhere. Whoever stands a post
        beside those it has seats for is looked at too.
        """
        task = self.ground(first, last).task
        lines = planner_ground.within(task, first, last)
        planned = {one.seat.slot.key for one in lines}
        found = check(replace(task, around=tuple(one for one in task.around if one not in lines)), lines)
        told = [one for one in found if one.rule is not Rule.UNFILLED or one.seat.slot.key in planned]
        return Checked(tuple(told), tuple(leave_of_both(task)), task)

    def counts(self, first: date, last: date, *, stood_only: bool = False) -> list[CountRow]:
        """The duty count sheet of these days; ``stood_only`` leaves out shifts that have not begun."""
        _require_period(first, last)
        with self._store.reading() as connection:
            at = self._clock.now()
            stood = planner_ground.stood(connection, self._zone(), first, last)
            days = holidays.days(connection, [first + timedelta(days=n) for n in range((last - first).days + 1)])
            rules = planner_ground.rules_at(connection, at)
        return duty_counts.sheet(duty_counts.before(stood, at) if stood_only else stood, days.kinds, rules)


def made(task: Task, method: Method, seed: int, keep: Keep, begun: datetime | None, run: PlanningRun) -> Roster:
    """The roster of a task; lines that are held and what has begun stand as duty the planner works around."""
    past = {seat.key for seat in task.seats if begun is not None and seat.slot.starts_at <= begun}
    lines = [one for one in task.published if one.person_id is not None]
    held = tuple(one for one in lines if keep is Keep.HOLD or one.seat.key in past)
    keys = {one.seat.key for one in held} | past
    part = replace(
        task,
        seats=tuple(seat for seat in task.seats if seat.key not in keys),
        around=(*task.around, *held),
        published=task.published if keep is Keep.PREFER else (),
        so_far=together(task.so_far, counted(held, task.days, task.rules)),
    )
    roster = _planned(part, method, seed, run)
    there = {one.seat.key: one for one in (*roster.assignments, *held)}
    return replace(roster, assignments=tuple(there.get(seat.key, Assignment(seat, None)) for seat in task.seats))


def _planned(task: Task, method: Method, seed: int, run: PlanningRun) -> Roster:
    if not task.seats:
        return Roster((), method, seed)
    if method is Method.ROTATION:
        return rotate(task, passed=run.passed)
    from console.services.roster_solver import solve

    return solve(task, seed, run)


def _require_period(first: date, last: date) -> None:
    if last < first or (last - first).days >= LONGEST or first.year not in YEARS or last.year not in YEARS:
        raise Refused("bad_period")
