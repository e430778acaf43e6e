"""换班: duty given to somebody else or exchanged for his; a swap follows its shift when the table is made anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

Key = tuple[date, str, str, int]
"""A seat of the shift table: day, shift, post, ordinal."""

Who = tuple[UUID | None, str]
"""A person by id where the contacts know them, and by name."""


class SwapState(StrEnum):
    """待同意, 已同意待批, 已批准, 不同意, 已撤回."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class SwapRow:
    """A swap: ``name`` gives a duty to ``other``, who gives one back where ``back_day`` is there."""

    id: UUID
    number: str
    day: date
    template: str
    shift: str
    post: str
    person_id: UUID
    other_id: UUID
    name: str
    other: str
    back_day: date | None
    back_shift: str
    back_post: str
    reason: str
    state: SwapState
    asked_at: datetime
    asked_by: str
    accepted_at: datetime | None
    accepted_by: str
    decided_at: datetime | None
    decided_by: str
    decision: str
    version: int

    @property
    def legs(self) -> tuple[Leg, ...]:
        """What it moves: the duty that is given, and the one given back."""
        given = Leg(self.day, self.shift, self.post, (self.person_id, self.name), (self.other_id, self.other))
        if self.back_day is None:
            return (given,)
        return given, Leg(self.back_day, self.back_shift, self.back_post, given.takes, given.gives)


@dataclass(frozen=True, slots=True)
class Leg:
    """One duty that goes from somebody to somebody else."""

    day: date
    shift: str
    post: str
    gives: Who
    takes: Who

    @property
    def seat(self) -> tuple[date, str, str]:
        return self.day, self.shift, self.post


@dataclass(frozen=True, slots=True)
class Followed:
    """The seats after the swaps, and the swaps whose duty is not there any more: somebody has to look at those."""

    seats: Mapping[Key, Who]
    lost: tuple[SwapRow, ...] = ()


def follow(seats: Mapping[Key, Who], swaps: Sequence[SwapRow]) -> Followed:
    """Put approved swaps, in the order they were approved, onto seats planned anew.

    Where a plan is as it was before them, they are done again one by one. Else what holds already is left alone, and
    one whose duty moved to another post of its shift goes with the person. Both ways of an exchange hold in the end or
    neither is moved; nobody ends up twice in a shift, no seat is emptied.
    """
    now, lost = dict(seats), list[SwapRow]()
    for group in _linked(in_order(swaps)):
        anew = _done_again(now, group)
        if anew is None:
            anew, missing = _brought_along(now, group)
            lost += missing
        now = anew
    return Followed(now, tuple(in_order(lost)))


def _linked(ordered: Iterable[SwapRow]) -> list[list[SwapRow]]:
    """Swaps that touch the same shifts, directly or by others between, together."""
    groups: list[tuple[set[tuple[date, str]], list[SwapRow]]] = []
    for row in ordered:
        shifts, rows = {(leg.day, leg.shift) for leg in row.legs}, [row]
        apart = []
        for there, those in groups:
            if there & shifts:
                shifts, rows = shifts | there, those + rows
            else:
                apart.append((there, those))
        groups = [*apart, (shifts, rows)]
    return [in_order(rows) for _, rows in groups]


def _done_again(seats: Mapping[Key, Who], group: Iterable[SwapRow]) -> dict[Key, Who] | None:
    """All of them one after the other, each duty at its very post; None where one is not as it was."""
    now = dict(seats)
    for row in group:
        legs = _within(now, row)
        there = all(any(key[:3] == leg.seat and same(who, leg.gives) for key, who in now.items()) for leg in legs)
        moved = moves(now, legs) if there else None
        if moved is None:
            return None
        now |= moved
    return now


def _brought_along(seats: Mapping[Key, Who], group: Sequence[SwapRow]) -> tuple[dict[Key, Who], list[SwapRow]]:
    """Those that do not hold yet, as far as their duties are still there; and those whose duty is not."""
    now, lost = dict(seats), []
    for at, row in enumerate(group):
        legs = _within(now, row)
        pending = [leg for leg in legs if not (_holds(now, leg) or _overtaken(now, leg, group[at + 1 :]))]
        moved = moves(now, pending)
        if moved is None:
            lost.append(row)
        else:
            now |= moved
    return now, lost


def _within(seats: Mapping[Key, Who], row: SwapRow) -> list[Leg]:
    """What of a swap lies in the plan."""
    return [leg for leg in row.legs if any(key[:2] == (leg.day, leg.shift) for key in seats)]


def in_order(swaps: Iterable[SwapRow]) -> list[SwapRow]:
    """By when they were approved."""
    return sorted(swaps, key=lambda row: (row.decided_at or row.asked_at, row.number))


def moves(seats: Mapping[Key, Who], legs: Iterable[Leg]) -> dict[Key, Who] | None:
    """Which seats change hands; None where a duty is not there or somebody would stand twice in a shift."""
    made: dict[Key, Who] = {}
    for leg in legs:
        key = _seat_of(seats, leg)
        if key is None:
            return None
        made[key] = leg.takes
    after = {**seats, **made}
    for key, who in made.items():
        if any(other != key and other[:2] == key[:2] and same(one, who) for other, one in after.items()):
            return None
    return made


def same(one: Who, other: Who) -> bool:
    """Whether two entries are one person: by id where both have one, else by name."""
    return one[0] == other[0] if one[0] and other[0] else one[1] == other[1]


def _seat_of(seats: Mapping[Key, Who], leg: Leg) -> Key | None:
    """The seat the giver stands in that shift, the post of the swap before another one."""
    found = [key for key, who in seats.items() if key[:2] == (leg.day, leg.shift) and same(who, leg.gives)]
    return min(found, key=lambda key: (key[2] != leg.post, key[2:]), default=None)


def _holds(seats: Mapping[Key, Who], leg: Leg) -> bool:
    """Whether the taker stands that post already."""
    return any(key[:3] == leg.seat and same(who, leg.takes) for key, who in seats.items())


def _overtaken(seats: Mapping[Key, Who], leg: Leg, later: Sequence[SwapRow]) -> bool:
    """Whether whoever a later swap gave the duty to stands there already."""
    after = [one for row in later for one in row.legs if one.seat == leg.seat]
    return any(_holds(seats, one) for one in after)
