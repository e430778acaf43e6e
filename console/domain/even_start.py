"""A roster to begin with: seat by seat whoever costs least by the soft rules, as far as the hard ones allow."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from console.domain.fairness import kinds_of, starting
from console.domain.hard_rules import Placed
from console.domain.planning import Assignment, CountKind, Seat, Staff, Task


def evenly(task: Task) -> list[Assignment]:
    """A person or nobody for each seat, in the seats' order; published lines stay where no rule is against them."""
    start, made = _Start(task), dict[int, Assignment]()
    for at in sorted(range(len(task.seats)), key=lambda at: task.seats[at].slot.starts_at):
        made[at] = start.give(task.seats[at])
    return [made[at] for at in range(len(task.seats))]


class _Start:
    """What everybody has stood by now, to know who is next."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._placed = Placed(task)
        self._published = {one.seat.key: one.person_id for one in task.published}
        self._counts = starting(task.staff, task.so_far, min(seat.slot.day for seat in task.seats))
        self._days: defaultdict[UUID, list[date]] = defaultdict(list)
        for one in task.around:
            if one.person_id is not None:
                self._days[one.person_id].append(one.seat.slot.day)

    def give(self, seat: Seat) -> Assignment:
        free = self._placed.free(seat)
        if not free:
            return Assignment(seat, None)
        staff = min(free, key=lambda one: self._cost(one, seat))
        self._placed.put(staff, seat)
        self._days[staff.person_id].append(seat.slot.day)
        for kind in self._kinds(seat):
            self._counts[staff.person_id][kind] += 1
        return Assignment(seat, staff.person_id, staff.name, self._published.get(seat.key) == staff.person_id)

    def _cost(self, staff: Staff, seat: Seat) -> tuple[int, int]:
        """What it costs, and for equals how short it is since their last duty."""
        weights, counts = self._task.weights, self._counts[staff.person_id]
        apart = min((abs((seat.slot.day - day).days) for day in self._days[staff.person_id]), default=365)
        cost = sum(weights.of(kind) * (2 * counts[kind] + 1) for kind in self._kinds(seat))
        cost += weights.spacing * max(0, weights.spacing_days - apart)
        for wish in self._task.wishes:
            if wish.person_id == staff.person_id and wish.about(seat.slot):
                cost += -weights.wish if wish.wanted else weights.wish
        if self._published.get(seat.key) == staff.person_id:
            cost -= weights.keep
        return cost, -apart

    def _kinds(self, seat: Seat) -> tuple[CountKind, ...]:
        return kinds_of(seat, self._task.days, self._task.rules)
