"""The ordinary planner: everybody in a fixed order; who cannot is passed over and pays the turn back later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from console.domain.fairness import counted, spread, together
from console.domain.hard_rules import Placed, in_turn
from console.domain.planning import Assignment, Collision, Method, Roster, Seat, Staff, Task


def rotate(task: Task, *, keep: bool = True, passed: Callable[[int, int], None] | None = None) -> Roster:
    """A roster by rotation. ``keep``: published lines stand where no rule is against them, and count as a turn.

    ``passed`` is told how many of how many seats are done; whatever it raises ends the planning.
    """
    wheel, made = _Wheel(task), list[Assignment]()
    kept = {one.seat.key: one for one in task.published} if keep else {}
    for done, seat in enumerate(_by_time(task.seats)):
        made.append(wheel.give(seat, kept.get(seat.key)))
        if passed is not None:
            passed(done + 1, len(task.seats))
    return finished(task, made, Method.ROTATION, 0)


def finished(task: Task, made: list[Assignment], method: Method, seed: int) -> Roster:
    """Put the assignments into the seats' order, with what stands against the empty ones and how even it is."""
    order = {seat.key: at for at, seat in enumerate(task.seats)}
    made = sorted(made, key=lambda one: order[one.seat.key])
    placed = Placed(task, made)
    collisions = tuple(Collision(one.seat, placed.blocked(one.seat)) for one in made if one.person_id is None)
    counts = together(task.so_far, counted(made, task.days, task.rules))
    return Roster(tuple(made), method, seed, collisions, spread(task.staff, counts))


class _Wheel:
    """Whose turn it is at each post, and who owes one because they were passed over."""

    def __init__(self, task: Task) -> None:
        self._placed = Placed(task)
        self._staff = {one.person_id: one for one in task.staff}
        self._order: dict[str, list[Staff]] = {}
        self._next: dict[str, int] = {}
        self._owing: defaultdict[str, list[Staff]] = defaultdict(list)
        for post in dict.fromkeys(seat.post for seat in task.seats):
            self._order[post] = in_turn(task.staff, post)
            self._next[post] = self._after_last(task, post)

    def give(self, seat: Seat, kept: Assignment | None) -> Assignment:
        """The next one who may takes the seat; nobody if all are prevented."""
        staff = self._kept(seat, kept)
        if staff is not None:
            self._placed.put(staff, seat)
            self._count(staff, seat.post)
            return Assignment(seat, staff.person_id, staff.name, kept=True)
        chosen = self._owed(seat) or self._in_turn(seat)
        if chosen is None:
            return Assignment(seat, None)
        self._placed.put(chosen, seat)
        return Assignment(seat, chosen.person_id, chosen.name)

    def _kept(self, seat: Seat, kept: Assignment | None) -> Staff | None:
        staff = self._staff.get(kept.person_id) if kept and kept.person_id else None
        return staff if staff is not None and self._placed.against(staff, seat) is None else None

    def _count(self, staff: Staff, post: str) -> None:
        """A published line is a turn too: paid back if owed, otherwise the order goes on after it if it was theirs."""
        order = self._order[post]
        if staff in self._owing[post]:
            self._owing[post].remove(staff)
        elif order and order[self._next[post] % len(order)] == staff:
            self._next[post] += 1

    def _owed(self, seat: Seat) -> Staff | None:
        for one in self._owing[seat.post]:
            if self._placed.against(one, seat) is None:
                self._owing[seat.post].remove(one)
                return one
        return None

    def _in_turn(self, seat: Seat) -> Staff | None:
        """The first in the order who may; those before owe a turn, once each, if they belong to the staff that day."""
        order, start = self._order[seat.post], self._next.get(seat.post, 0)
        for step in range(len(order)):
            one = order[(start + step) % len(order)]
            if self._placed.against(one, seat) is None:
                passed = (order[(start + at) % len(order)] for at in range(step))
                owing = self._owing[seat.post]
                owing += [each for each in passed if each.stands(seat.slot.day) and each not in owing]
                self._next[seat.post] = start + step + 1
                return one
        return None

    def _after_last(self, task: Task, post: str) -> int:
        """The order goes on after whoever stood the post last before the period."""
        first = min(seat.slot.starts_at for seat in task.seats)
        before = [one for one in task.around if one.seat.post == post and one.seat.slot.starts_at < first]
        last: UUID | None = max(before, key=lambda one: one.seat.slot.starts_at).person_id if before else None
        ids = [one.person_id for one in self._order[post]]
        return ids.index(last) + 1 if last in ids else 0


def _by_time(seats: tuple[Seat, ...]) -> list[Seat]:
    return sorted(seats, key=lambda seat: seat.slot.starts_at)
