"""The roster of one part of a period as a model for the solver: who may take what, hard rules, what is better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING
from uuid import UUID

from console.domain.fairness import circles, kinds_of, starting
from console.domain.hard_rules import Placed, overlap
from console.domain.planning import CountKind, Rule, Seat, Staff, Task
from console.domain.roster import LEADER

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    Model = cp_model.CpModel
    Var = cp_model.IntVar
    Key = tuple[UUID, int]
    Chosen = Collection[Key]
    Cost = list[tuple[Var, int]]

_DAY = timedelta(days=1)


class RosterModel:
    """Hard rules of a task. ``without`` leaves rules out, to learn which of them collide.

    ``x[person, at]``: this person takes the seat at that place of the task; ``empty[at]``: nobody does.
    """

    def __init__(self, task: Task, without: Collection[Rule] = ()) -> None:
        from ortools.sat.python import cp_model

        self.model: Model = cp_model.CpModel()
        self._task, self._without = task, without
        self.x: dict[Key, Var] = {}
        self.empty: list[Var] = []
        self._follow: list[tuple[Var, Callable[[Chosen], int]]] = []
        self._of: defaultdict[UUID, list[int]] = defaultdict(list)
        self._may()
        self._day: dict[UUID, dict[date, Var | int]] = {}
        for staff in task.staff:
            self._day[staff.person_id] = self._days(staff)
            if Rule.REST not in without:
                self._rest(staff)
            else:
                self._no_overlap(staff)
            if Rule.CONSECUTIVE not in without:
                self._consecutive(staff)
        if Rule.PAIR not in without:
            self._pairs()

    def _may(self) -> None:
        """Whoever may stand a seat by itself and beside the duty around; each seat has one of them or nobody."""
        placed, skipped = Placed(self._task), {Rule.CONSECUTIVE, *self._without}
        for at, seat in enumerate(self._task.seats):
            one_of = [self.model.new_bool_var("")]
            self.empty.append(one_of[0])
            for staff in self._task.staff:
                if placed.against(staff, seat, skipped) is None:
                    made = self.model.new_bool_var("")
                    self.x[staff.person_id, at] = made
                    self._of[staff.person_id].append(at)
                    one_of.append(made)
            self.model.add_exactly_one(one_of)

    def _seat(self, at: int) -> Seat:
        return self._task.seats[at]

    def _rest(self, staff: Staff) -> None:
        """At most one of the seats that lie too near to one another."""
        mine = sorted(self._of[staff.person_id], key=lambda at: self._seat(at).slot.starts_at)
        for place, first in enumerate(mine):
            near = [at for at in mine[place + 1 :] if self._too_near(staff, first, at)]
            if all(self._too_near(staff, one, other) for one, other in combinations(near, 2)):
                self._one_of(staff, [first, *near])
            else:
                for at in near:
                    self._one_of(staff, [first, at])

    def _no_overlap(self, staff: Staff) -> None:
        for one, other in combinations(self._of[staff.person_id], 2):
            if overlap(self._seat(one), self._seat(other)):
                self._one_of(staff, [one, other])

    def _one_of(self, staff: Staff, places: Sequence[int]) -> None:
        if len(places) > 1:
            self.model.add_at_most_one(self.x[staff.person_id, at] for at in places)

    def _too_near(self, staff: Staff, one: int, other: int) -> bool:
        first, second = self._seat(one), self._seat(other)
        return overlap(first, second) or second.slot.starts_at < self._rested(staff, one)

    def _rested(self, staff: Staff, at: int) -> datetime:
        """When somebody who stood a seat may stand another one."""
        seat = self._seat(at)
        return seat.slot.ends_at + self._task.rules.rest_after(staff, seat, leading=seat.post == LEADER)

    def _days(self, staff: Staff) -> dict[date, Var | int]:
        """Whether they have duty on a day; days around that stand are 1."""
        by_day: defaultdict[date, list[Var]] = defaultdict(list)
        for at in self._of[staff.person_id]:
            by_day[self._seat(at).slot.day].append(self.x[staff.person_id, at])
        made: dict[date, Var | int] = {}
        for day, seats in by_day.items():
            one = seats[0] if len(seats) == 1 else self.model.new_bool_var("")
            if len(seats) > 1:
                keys = [(staff.person_id, at) for at in self._of[staff.person_id] if self._seat(at).slot.day == day]
                self._follow.append((one, _any_of(keys)))
            for seat in seats if len(seats) > 1 else ():
                self.model.add_implication(seat, one)
            made[day] = one
        stands = {one.seat.slot.day for one in self._task.around if one.person_id == staff.person_id}
        return {**made, **dict.fromkeys(stands, 1)}

    def _consecutive(self, staff: Staff) -> None:
        days, most = self._day[staff.person_id], self._task.rules.most_days(staff)
        for start in sorted(days):
            window = [start + n * _DAY for n in range(most + 1)]
            if all(day in days for day in window):
                free = [days[day] for day in window if not isinstance(days[day], int)]
                if free:
                    self.model.add(sum(free) <= most - (len(window) - len(free)))

    def _pairs(self) -> None:
        """Of A and B never both on posts other than their own at one time."""
        for pair in self._task.pairs:
            ours, theirs = ([at for at in self._of[one] if pair.away(self._seat(at))] for one in (pair.a, pair.b))
            for one in ours:
                for other in theirs:
                    if one != other and overlap(self._seat(one), self._seat(other)):
                        self.model.add_at_most_one([self.x[pair.a, one], self.x[pair.b, other]])

    def begin_with(self, chosen: Chosen) -> None:
        """A roster to begin with, told in full: what follows from it too, or the solver would lose time finding it."""
        taken = {at for _, at in chosen}
        for key, var in self.x.items():
            self.model.add_hint(var, key in chosen)
        for at, empty in enumerate(self.empty):
            self.model.add_hint(empty, at not in taken)
        for var, follows in self._follow:
            self.model.add_hint(var, follows(chosen))

    def leave_empty(self, places: Collection[int]) -> None:
        """These seats stay empty and all others are filled."""
        for at, empty in enumerate(self.empty):
            self.model.add(empty == int(at in places))

    # what is better

    def wish_for(self) -> Cost:
        """What a good roster costs little of: uneven counts, duty close together, wishes and published lines not kept.

        Made once, before the model is solved; the unfilled seats are for the caller to add.
        """
        return [*self._fair(), *self._spaced(), *self._wished(), *self._kept()]

    def _fair(self) -> Cost:
        """The n-th duty of a kind costs 2n − 1 (the sum is n²), counted on from what there was in the year."""
        task = self._task
        made: Cost = []
        base = starting(task.staff, task.so_far, min(seat.slot.day for seat in task.seats))
        kinds = [kinds_of(seat, task.days, task.rules) for seat in task.seats]
        for group in circles(task.staff):
            for kind in CountKind:
                least = min(base[one.person_id][kind] for one in group)
                for one in group:
                    mine = [(one.person_id, at) for at in self._of[one.person_id] if kind in kinds[at]]
                    most = self._most(one, [at for _, at in mine])
                    made += self._steps(mine, most, base[one.person_id][kind] - least, task.weights.of(kind))
        return made

    def _most(self, staff: Staff, places: Sequence[int]) -> int:
        """How many of these seats one person can stand at most: the one rested from first, then the next after it."""
        taken: list[int] = []
        for at in sorted(places, key=lambda at: self._rested(staff, at)):
            if not taken or not self._too_near(staff, taken[-1], at):
                taken.append(at)
        return len(taken)

    def _steps(self, mine: Sequence[Key], most: int, begin: int, weight: int) -> Cost:
        if not mine or not weight:
            return []
        steps = [self.model.new_bool_var("") for _ in range(most)]
        self._follow += [(step, _more_than(mine, n)) for n, step in enumerate(steps)]
        self.model.add(sum(steps) >= sum(self.x[key] for key in mine))
        for one, following in pairwise(steps):
            self.model.add_implication(following, one)
        return [(step, weight * (2 * (begin + n) + 1)) for n, step in enumerate(steps)]

    def _spaced(self) -> Cost:
        """Each window of days with more than one day of duty costs; the nearer two lie, the more windows hold both."""
        made: Cost = []
        weights = self._task.weights
        for person, days in self._day.items() if weights.spacing else ():
            for start in sorted(days):
                for length in range(2, weights.spacing_days + 1):
                    window = [day for day in (start + n * _DAY for n in range(length)) if day in days]
                    ends = start + (length - 1) * _DAY in days
                    if len(window) > 1 and ends and not all(isinstance(days[day], int) for day in window):
                        over = self.model.new_int_var(0, length - 1, "")
                        self.model.add(over >= sum(days[day] for day in window) - 1)
                        self._follow.append((over, self._days_over(person, window)))
                        made.append((over, weights.spacing))
        return made

    def _days_over(self, person: UUID, window: Sequence[date]) -> Callable[[Chosen], int]:
        stands = {day for day in window if isinstance(self._day[person][day], int)}
        places = [at for at in self._of[person] if self._seat(at).slot.day in window]

        def follows(chosen: Chosen) -> int:
            days = stands | {self._seat(at).slot.day for at in places if (person, at) in chosen}
            return max(0, len(days) - 1)

        return follows

    def _wished(self) -> Cost:
        weight = self._task.weights.wish
        return [
            (self.x[key], -weight if wish.wanted else weight)
            for wish in self._task.wishes
            for key in self._keys(wish.person_id)
            if wish.about(self._seat(key[1]).slot)
        ]

    def _kept(self) -> Cost:
        kept = {one.seat.key: one.person_id for one in self._task.published}
        keys = [(person, at) for at, seat in enumerate(self._task.seats) if (person := kept.get(seat.key))]
        return [(self.x[key], -self._task.weights.keep) for key in keys if key in self.x]

    def _keys(self, person: UUID) -> Iterable[Key]:
        return ((person, at) for at in self._of[person])


def _any_of(keys: Sequence[Key]) -> Callable[[Chosen], int]:
    return lambda chosen: int(any(key in chosen for key in keys))


def _more_than(keys: Sequence[Key], many: int) -> Callable[[Chosen], int]:
    return lambda chosen: int(sum(key in chosen for key in keys) > many)
