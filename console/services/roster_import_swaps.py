"""A month sheet and swaps approved since it was typed: a swap follows its shift, also where a file brings it anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from console.domain.roster import Named, RosterLineRow
from console.domain.roster_merge import in_force
from console.domain.swaps import Key, SwapRow, SwapState, Who, follow
from console.services.roster_putting import Post, seated
from db.queries import roster_plans as query


@dataclass(frozen=True, slots=True)
class Stays:
    """A swap the file does not know of: ``name`` stands the post instead of ``given``; nobody does where it is lost."""

    post: Post
    number: str
    given: str
    name: str
    lost: bool = False


def swapped(
    connection: Connection, wanted: Mapping[Post, Sequence[Named]], lines: Sequence[RosterLineRow]
) -> tuple[dict[Post, tuple[Named, ...]], list[Stays]]:
    """What a file wants with swaps put on it, and what is to be told. Swaps undone by hand since are left alone."""
    days = [key[0] for key in wanted]
    found = query.swaps(connection, min(days), max(days), (SwapState.APPROVED,))
    swaps = in_force(found, [cell for cell, _ in seated(lines)])
    seats: dict[Key, Who] = {(*key, at): (None, one.name) for key in wanted for at, one in enumerate(wanted[key])}
    followed = follow(seats, swaps)
    made, told = dict[Post, tuple[Named, ...]](), list[Stays]()
    for key, named in wanted.items():
        now = [followed.seats[(*key, at)][1] for at in range(len(named))]
        made[key] = tuple(
            one if one.name == name else Named(name, "", "") for one, name in zip(named, now, strict=True)
        )
        pairs = zip(named, now, strict=True)
        told += [Stays(key, _number(swaps, key, name), one.name, name) for one, name in pairs if one.name != name]
    return made, told + [one for row in followed.lost for one in _lost(row, wanted)]


def _lost(row: SwapRow, wanted: Mapping[Post, Sequence[Named]]) -> list[Stays]:
    posts = [(leg.day, leg.shift, leg.post) for leg in row.legs]
    return [Stays(post, row.number, row.name, row.other, lost=True) for post in posts if post in wanted][:1]


def _number(swaps: Sequence[SwapRow], key: tuple[date, str, str], name: str) -> str:
    """The swap that brought somebody there."""
    legs = [(row.number, leg) for row in swaps for leg in row.legs]
    return next((no for no, leg in reversed(legs) if (leg.day, leg.shift, leg.takes[1]) == (*key[:2], name)), "")
