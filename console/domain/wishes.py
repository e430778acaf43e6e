"""Which wishes about duty a roster keeps and which not; a wish never forbids, but whoever had one is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from console.domain.planning import Assignment, Seat, Task, Wish
from console.domain.roster import RosterLineRow


@dataclass(frozen=True, slots=True)
class WishOutcome:
    """A wish and what became of it. ``seat`` is where to look: the seat they stand, or one they could have stood."""

    wish: Wish
    name: str
    kept: bool
    seat: Seat | None


def outcomes(task: Task, assignments: Iterable[Assignment]) -> list[WishOutcome]:
    """Every wish about shifts of the task, by day and name."""
    stood = list(assignments)
    names = {one.person_id: one.name for one in (*stood, *task.around) if one.person_id is not None}
    names |= {one.person_id: one.name for one in task.staff}
    made = []
    for wish in task.wishes:
        seats = [seat for seat in task.seats if wish.about(seat.slot)]
        if seats:
            made.append(_outcome(wish, names.get(wish.person_id, ""), seats, stood, task))
    return sorted(made, key=lambda one: (one.wish.day, one.name))


def kept_by_lines(
    person_id: UUID, name: str, day: date, shift: str, wanted: bool, lines: Sequence[RosterLineRow]
) -> bool | None:
    """Whether the table keeps a wish; None where nobody is planned for that shift yet."""
    about = [line for line in lines if line.day == day and shift in {"", line.shift}]
    if not about:
        return None
    own = any(line.person_id == person_id or (line.person_id is None and line.name == name) for line in about)
    return own == wanted


def _outcome(wish: Wish, name: str, seats: list[Seat], stood: list[Assignment], task: Task) -> WishOutcome:
    keys = {seat.key for seat in seats}
    own = next((one.seat for one in stood if one.person_id == wish.person_id and one.seat.key in keys), None)
    could = next(
        (
            seat
            for seat in seats
            for one in task.staff
            if one.person_id == wish.person_id and one.may(seat.post, seat.slot.day)
        ),
        seats[0],
    )
    return WishOutcome(wish, name, (own is not None) == wish.wanted, own or could)
