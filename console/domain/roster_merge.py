"""A draft beside the table as it stands now: what follows the table, what stays as typed, what no draft touches."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from console.domain.planning import Assignment, Task
from console.domain.roster_draft import Cell
from console.domain.swaps import Key, Leg, SwapRow, Who, in_order, same

Post = tuple[date, str, str]
"""A post of a shift: day, shift, post."""

Shifts = Collection[tuple[date, str]]
"""Shifts by day and code."""


def caught_up(cells: Sequence[Cell], base: Iterable[Cell], now: Iterable[Cell]) -> tuple[Cell, ...]:
    """What nobody changed in the draft follows the table, what was changed stays.

    Looked at post by post: where several stand one post, a table counts them in another order as soon as one changes.
    """
    was, there, drafted = (_by_post(each) for each in (base, now, cells))
    made: dict[Key, Cell] = {}
    for post, mine in drafted.items():
        made |= {cell.key: cell for cell in _followed(mine, was.get(post, []), there.get(post, []))}
    return tuple(made[cell.key] for cell in cells)


def beyond(cells: Iterable[Cell], now: Iterable[Cell]) -> tuple[Cell, ...]:
    """People of the table on posts of the draft that have no seat for them: they stay where somebody put them."""
    there, made = _by_post(now), list[Cell]()
    for post, mine in _by_post(cells).items():
        stands = there.get(post, [])
        seated = {cell.name for cell in mine}
        others = [cell for cell in stands if cell.name not in seated]
        more = others[max(0, len(others) - max(0, len(stands) - len(mine))) :]
        made += [replace(cell, ordinal=len(mine) + at) for at, cell in enumerate(more, 1)]
    return tuple(made)


def as_stood(cells: Iterable[Cell], now: Iterable[Cell], coming: Shifts) -> tuple[Cell, ...]:
    """The cells with shifts that have begun as the table has them, whatever the draft says."""
    there = {cell.key: cell for cell in now}
    return tuple(
        cell if cell.key[:2] in coming else there.get(cell.key, replace(cell, person_id=None, name=""))
        for cell in cells
    )


def in_force(swaps: Iterable[SwapRow], now: Sequence[Cell]) -> list[SwapRow]:
    """Swaps nobody has undone by hand since: whoever gave a duty stands it only where a later swap gave it back."""
    ordered = in_order(swaps)
    made = []
    for at, row in enumerate(ordered):
        later = [leg for each in ordered[at + 1 :] for leg in each.legs]
        if not any(_undone(leg, later, now) for leg in row.legs):
            made.append(row)
    return made


def stood_by(task: Task, one: Assignment, was: str) -> Assignment:
    """Who stands a seat that is left as the table has it: with whoever stands in for all of it."""
    if not one.name or one.name != was:
        return one
    return next((line for line in task.published if line.seat.key == one.seat.key), one)


def _undone(leg: Leg, later: Sequence[Leg], now: Sequence[Cell]) -> bool:
    back = any(one.seat == leg.seat and same(one.takes, leg.gives) for one in later)
    return not back and any(cell.key[:3] == leg.seat and same(cell.who, leg.gives) for cell in now)


def _by_post(cells: Iterable[Cell]) -> dict[Post, list[Cell]]:
    made: defaultdict[Post, list[Cell]] = defaultdict(list)
    for cell in sorted(cells, key=lambda one: one.key):
        made[cell.key[:3]].append(cell)
    return dict(made)


def _followed(mine: Sequence[Cell], was: Sequence[Cell], now: Sequence[Cell]) -> list[Cell]:
    """The cells of one post: whoever stood there before and does so still stays, a place that became free is filled."""
    left = Counter([*(cell.name for cell in was), *[""] * (len(mine) - len(was))])
    stays = {cell.name for cell in now}
    made: list[Cell] = []
    free: list[int] = []
    for at, cell in enumerate(mine):
        untouched = left[cell.name] > 0
        left[cell.name] -= int(untouched)
        gone = untouched and cell.name not in stays
        free += [at] if gone else []
        made.append(replace(cell, person_id=None, name="") if gone else cell)
    for at, who in zip(free, _coming(mine, was, now), strict=False):
        made[at] = replace(made[at], person_id=who[0], name=who[1])
    return made


def _coming(mine: Sequence[Cell], was: Sequence[Cell], now: Sequence[Cell]) -> list[Who]:
    """Who takes a place that became free: who is new in the table, then whoever had no seat before."""
    drafted, before = {cell.name for cell in mine}, {cell.name for cell in was}
    there = [cell for cell in now if cell.name not in drafted]
    seated = {cell.name for cell in was[: len(mine)]}
    fresh = [cell.who for cell in there if cell.name not in before]
    return fresh + [cell.who for cell in there if cell.name in before - seated]
