"""Ringing people one after another: which number comes next, who was reached, who cannot be reached at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

CALL_LIST_SERIES = "HJ"
LIMITS = {"title": 100, "remark": 200}
"""Longest texts in characters."""


class CallOutcome(StrEnum):
    """接听, 无人接, 占线, 关机, 停机, 拒接, 代接: one key each."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    OFF = "off"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    STOOD_IN = "stood_in"


REACHED = frozenset({CallOutcome.ANSWERED, CallOutcome.STOOD_IN})
"""Outcomes with which somebody was reached."""
DEAD = frozenset({CallOutcome.SUSPENDED})
"""Outcomes after which a number is not tried again."""


@dataclass(frozen=True, slots=True)
class Dialled:
    """A number of the list, as it was when the calling began."""

    kind: str
    number: str
    phone_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody of the list, as the contact book had them when the calling began; ``numbers`` in dial order."""

    person_id: UUID
    name: str
    unit: str
    post: str
    numbers: tuple[Dialled, ...]
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class CallListRow:
    """One list as tables show it."""

    id: UUID
    number: str
    title: str
    incident_id: UUID | None
    people: tuple[Called, ...]
    started_at: datetime
    ended_at: datetime | None
    by_name: str
    version: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt and what came of it; ``number`` orders all of the store for ever."""

    number: int
    call_list_id: UUID | None
    person_id: UUID | None
    name: str
    phone: str
    outcome: CallOutcome
    at: datetime
    remark: str
    by_name: str
    verified: bool = False
    """They answered one of their own numbers themselves: it was verified by that."""

    @property
    def reached(self) -> bool:
        return self.outcome in REACHED


@dataclass(frozen=True, slots=True)
class CallLine:
    """A person of the list with every attempt, the newest last; ``next`` is the number to be tried for them."""

    person: Called
    attempts: tuple[Attempt, ...]
    next: Dialled | None

    @property
    def reached(self) -> bool:
        return any(attempt.reached for attempt in self.attempts)

    @property
    def last(self) -> Attempt | None:
        return self.attempts[-1] if self.attempts else None


@dataclass(frozen=True, slots=True)
class CallProgress:
    """How far the calling is: people in all, tried at least once, reached, and those nobody can reach any more."""

    people: int
    tried: int
    reached: int
    unreachable: int
    attempts: int

    @property
    def left(self) -> int:
        return self.people - self.reached - self.unreachable


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a list would have: names in their order, those without a number, and who is not in the contact book."""

    names: tuple[str, ...]
    silent: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """Whom to ring next and on which number; ``again`` counts how often that number was tried already."""

    person: Called
    number: Dialled
    again: int


def lines(row: CallListRow, attempts: Sequence[Attempt]) -> tuple[CallLine, ...]:
    """One line for each person, in the order of the list."""
    made: dict[UUID, list[Attempt]] = {person.person_id: [] for person in row.people}
    for attempt in sorted(attempts, key=lambda one: one.number):
        if attempt.person_id in made:
            made[attempt.person_id].append(attempt)
    return tuple(
        CallLine(person, tuple(made[person.person_id]), _next_number(person, made[person.person_id]))
        for person in row.people
    )


def turn(grid: Sequence[CallLine]) -> Turn | None:
    """Who is next: every number of everybody once, in dial order, then those not reached once more; None when done."""
    best: tuple[int, int] | None = None
    found: Turn | None = None
    for at, line in enumerate(grid):
        if line.next is None:
            continue
        tries = _tries(line, line.next)
        if best is None or (tries, at) < best:
            best, found = (tries, at), Turn(line.person, line.next, tries)
    return found


def progress(grid: Sequence[CallLine]) -> CallProgress:
    return CallProgress(
        people=len(grid),
        tried=sum(bool(line.attempts) for line in grid),
        reached=sum(line.reached for line in grid),
        unreachable=sum(line.next is None and not line.reached for line in grid),
        attempts=sum(len(line.attempts) for line in grid),
    )


def person_of(said: Mapping[str, Any]) -> Called:
    """A person of the list as they are stored."""
    numbers = tuple(
        Dialled(one["kind"], one["number"], UUID(one["phone_id"]) if one.get("phone_id") else None)
        for one in said["numbers"]
    )
    return Called(
        UUID(said["person_id"]), said["name"], said["unit"], said["post"], numbers, bool(said.get("sensitive"))
    )


def stored(person: Called) -> dict[str, Any]:
    """What ``person_of`` reads."""
    return {
        "person_id": str(person.person_id),
        "name": person.name,
        "unit": person.unit,
        "post": person.post,
        "numbers": [
            {"kind": one.kind, "number": one.number, "phone_id": str(one.phone_id) if one.phone_id else ""}
            for one in person.numbers
        ],
        "sensitive": person.sensitive,
    }


def _next_number(person: Called, attempts: Sequence[Attempt]) -> Dialled | None:
    """The number tried least, the first in dial order among equals; none for who was reached or has no live one."""
    if any(attempt.reached for attempt in attempts):
        return None
    dead = {attempt.phone for attempt in attempts if attempt.outcome in DEAD}
    tries = {one.number: sum(attempt.phone == one.number for attempt in attempts) for one in person.numbers}
    alive = [one for one in person.numbers if one.number not in dead and one.kind != "fax"]
    return min(alive, key=lambda one: tries[one.number], default=None)


def _tries(line: CallLine, number: Dialled) -> int:
    return sum(attempt.phone == number.number for attempt in line.attempts)
