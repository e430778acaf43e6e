"""Whether somebody may take a seat beside what they stand already: for the rotation, for explaining, for the grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from console.domain.planning import Assignment, Blocked, Finding, Rule, Seat, Staff, Task
from console.domain.roster import LEADER


class Placed:
    """Who stands what while a roster is made: the duty around the period and every seat given so far."""

    def __init__(self, task: Task, given: Iterable[Assignment] = ()) -> None:
        self._task = task
        self._staff = {one.person_id: one for one in task.staff}
        self._stood: defaultdict[UUID, list[Seat]] = defaultdict(list)
        for one in (*task.around, *given):
            if one.person_id is not None:
                self._stood[one.person_id].append(one.seat)

    def put(self, staff: Staff, seat: Seat) -> None:
        """This person stands that seat."""
        self._stood[staff.person_id].append(seat)

    def take(self, staff: Staff, seat: Seat) -> None:
        """This person does not stand that seat after all."""
        self._stood[staff.person_id].remove(seat)

    def free(self, seat: Seat) -> list[Staff]:
        """Whoever may take a seat, in the order of the rotation."""
        return [one for one in in_turn(self._task.staff, seat.post) if self.against(one, seat) is None]

    def blocked(self, seat: Seat) -> tuple[Blocked, ...]:
        """Everybody who stands this post, with what stands against their taking the seat."""
        found = ((one, self.against(one, seat)) for one in in_turn(self._task.staff, seat.post))
        return tuple(Blocked(one.name, finding) for one, finding in found if finding is not None)

    def against(self, staff: Staff, seat: Seat, without: Collection[Rule] = ()) -> Finding | None:
        """The first rule that would be broken if they took the seat; None where they may."""
        return next((one for one in self._all(staff, seat) if one.rule not in without), None)

    def _all(self, staff: Staff, seat: Seat) -> Iterator[Finding]:
        if not staff.may(seat.post, seat.slot.day):
            yield Finding(Rule.POST, seat, staff.person_id, staff.name)
        if not staff.stands(seat.slot.day):
            yield Finding(Rule.TIME, seat, staff.person_id, staff.name)
        if any(one.person_id == staff.person_id and one.covers(seat.slot) for one in self._task.leave):
            yield Finding(Rule.LEAVE, seat, staff.person_id, staff.name)
        yield from self._beside(staff, seat)
        yield from self._row(staff, seat)
        yield from self._pairs(staff, seat)

    def _beside(self, staff: Staff, seat: Seat) -> Iterator[Finding]:
        for other in self._stood[staff.person_id]:
            if overlap(seat, other):
                yield Finding(Rule.OVERLAP, seat, staff.person_id, staff.name, other)
                continue
            first, second = sorted((seat, other), key=lambda one: one.slot.starts_at)
            asked = self._task.rules.rest_after(staff, first, leading=first.post == LEADER)
            there = second.slot.starts_at - first.slot.ends_at
            if there < asked:
                yield Finding(
                    Rule.REST, seat, staff.person_id, staff.name, other, hours=_hours(there), limit=_hours(asked)
                )

    def _row(self, staff: Staff, seat: Seat) -> Iterator[Finding]:
        days, most = {one.slot.day for one in self._stood[staff.person_id]}, self._task.rules.most_days(staff)
        length = 1 + _run(days, seat.slot.day, -1) + _run(days, seat.slot.day, 1)
        if length > most:
            yield Finding(Rule.CONSECUTIVE, seat, staff.person_id, staff.name, hours=length, limit=most)

    def _pairs(self, staff: Staff, seat: Seat) -> Iterator[Finding]:
        for pair in self._task.pairs:
            if staff.person_id not in {pair.a, pair.b} or not pair.away(seat):
                continue
            other = pair.b if staff.person_id == pair.a else pair.a
            stood = next((s for s in self._stood[other] if pair.away(s) and overlap(s, seat)), None)
            on_leave = any(one.person_id == other and one.covers(seat.slot) for one in self._task.leave)
            if stood is not None or on_leave:
                name = self._staff[other].name if other in self._staff else pair.post
                yield Finding(Rule.PAIR, seat, staff.person_id, staff.name, stood, with_name=name)


def in_turn(staff: Iterable[Staff], post: str) -> list[Staff]:
    """Whoever stands a post, in the fixed order of the rotation."""
    return sorted((one for one in staff if post in one.posts), key=lambda one: (one.turn, one.name, str(one.person_id)))


def overlap(one: Seat, other: Seat) -> bool:
    """Whether two seats share some time."""
    return one.slot.starts_at < other.slot.ends_at and other.slot.starts_at < one.slot.ends_at


def _run(days: set[date], start: date, step: int) -> int:
    length, day = 0, start + timedelta(days=step)
    while day in days:
        length, day = length + 1, day + timedelta(days=step)
    return length


def _hours(span: timedelta) -> float:
    return span / timedelta(hours=1)
