"""The ordinary planner: everybody in a fixed order; who cannot is passed over and pays the turn back later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from console.domain.fairness import counted, spread, together
from console.domain.hard_rules import Placed, in_turn
from console.domain.planning import Assignment, Collision, Method, Roster, Seat, Staff, Task


def rotate(task: Task, *, keep: bool = True, passed: Callable[[int, int], None] | None = None) -> Roster:
    """A roster by rotation. ``keep``: published lines stand where no rule is against them, and count as a turn.

    ``passed`` is told how many of how many seats are done; whatever it raises ends the planning.
    """
    wheel, made = _Wheel(task), list[Assignment]()
    kept = wheel.keep(task.published) if keep else {}
    for done, seat in enumerate(_by_time(task.seats)):
        made.append(wheel.stood(kept[seat.key]) if seat.key in kept else wheel.give(seat))
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


SeatKey = tuple[date, str, str, int]


class _Wheel:
    """Whose turn it is at each post, and who owes one because they were passed over."""

    def __init__(self, task: Task) -> None:
        self._placed = Placed(task)
        self._staff = {one.person_id: one for one in task.staff}
        self._order: dict[str, list[Staff]] = {}
        self._next: dict[str, int] = {}
        self._owing: defaultdict[str, list[Staff]] = defaultdict(list)
        self._ahead: defaultdict[str, list[Staff]] = defaultdict(list)
        for post in dict.fromkeys(seat.post for seat in task.seats):
            self._order[post] = in_turn(task.staff, post)
            self._next[post] = self._after_last(task, post)

    def keep(self, published: Sequence[Assignment]) -> dict[SeatKey, Assignment]:
        """Published lines that no rule is against: they stand before anybody is given anything."""
        kept: dict[SeatKey, Assignment] = {}
        for line in sorted(published, key=lambda one: one.seat.slot.starts_at):
            staff = self._staff.get(line.person_id) if line.person_id else None
            if staff is not None and line.seat.key not in kept and self._placed.against(staff, line.seat) is None:
                self._placed.put(staff, line.seat)
                kept[line.seat.key] = Assignment(line.seat, staff.person_id, staff.name, kept=True)
        return kept

    def stood(self, kept: Assignment) -> Assignment:
        """A published line is a turn too: paid back if owed, theirs if it is their turn, else they are ahead by one."""
        post, staff = kept.seat.post, next(one for one in self._staff.values() if one.person_id == kept.person_id)
        order = self._order[post]
        if staff in self._owing[post]:
            self._owing[post].remove(staff)
        elif order[self._next[post] % len(order)] == staff:
            self._next[post] += 1
        else:
            self._ahead[post].append(staff)
        return kept

    def give(self, seat: Seat) -> Assignment:
        """The next one who may takes the seat; nobody if all are prevented."""
        ahead = self._ahead[seat.post]
        chosen = self._owed(seat) or self._in_turn(seat, ahead) or self._in_turn(seat, [])
        if chosen is None:
            return Assignment(seat, None)
        self._placed.put(chosen, seat)
        return Assignment(seat, chosen.person_id, chosen.name)

    def _owed(self, seat: Seat) -> Staff | None:
        for one in self._owing[seat.post]:
            if self._placed.against(one, seat) is None:
                self._owing[seat.post].remove(one)
                return one
        return None

    def _in_turn(self, seat: Seat, ahead: list[Staff]) -> Staff | None:
        """The first in the order who may and is not ahead; those passed over owe a turn, or are ahead no longer."""
        order, start = self._order[seat.post], self._next[seat.post]
        turned = order[start % len(order) :] + order[: start % len(order)] if order else []
        for step, one in enumerate(turned):
            if one not in ahead and self._placed.against(one, seat) is None:
                self._pass_over(seat, turned[:step], ahead)
                self._next[seat.post] = start + step + 1
                return one
        return None

    def _pass_over(self, seat: Seat, passed: list[Staff], ahead: list[Staff]) -> None:
        """Owed once each, and only by whoever belongs to the staff that day."""
        owing = self._owing[seat.post]
        for one in passed:
            if one in ahead:
                ahead.remove(one)
            elif one.stands(seat.slot.day) and one.may(seat.post, seat.slot.day) and one not in owing:
                owing.append(one)

    def _after_last(self, task: Task, post: str) -> int:
        """The order goes on after whoever stood the post last before the period."""
        first = min(seat.slot.starts_at for seat in task.seats)
        before = [one for one in task.around if one.seat.post == post and one.seat.slot.starts_at < first]
        last: UUID | None = max(before, key=lambda one: one.seat.slot.starts_at).person_id if before else None
        ids = [one.person_id for one in self._order[post]]
        return ids.index(last) + 1 if last in ids else 0


def _by_time(seats: tuple[Seat, ...]) -> list[Seat]:
    return sorted(seats, key=lambda seat: seat.slot.starts_at)
