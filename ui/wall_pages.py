"""Which blocks stand on which page of the wall, and where what is new or over has just come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain.needs import NeedState
from console.domain.wall import WallGlance


@dataclass(frozen=True, slots=True)
class Block:
    """``least`` lines make it worth showing; ``share`` is its part of the room left; ``column`` where there are two."""

    id: str
    least: int
    share: int
    column: int = 0


GROUPS = (
    (Block("numbers", 6, 1), Block("responses", 3, 2), Block("incidents", 5, 5), Block("due", 5, 4, 1)),
    (Block("map", 8, 1),),
    (Block("needs", 5, 1), Block("moving", 5, 1, 1)),
)
"""What belongs together: the situation, the map, needs and what moves for them."""

BLOCKS = {block.id: block for group in GROUPS for block in group}
Page = tuple[tuple[str, ...], ...]
"""Columns of blocks from above."""


def pages_of(lines: int, columns: int) -> list[Page]:
    """Fewer blocks a page rather than smaller type: what has no room for its least goes on the next page."""
    return [page for group in GROUPS for page in _packed(group, max(lines, 1), columns)]


def _packed(group: Sequence[Block], lines: int, columns: int) -> list[Page]:
    made: list[Page] = []
    beside: list[list[Block]] = [[] for _ in range(columns)]
    for block in group:
        own = beside[min(block.column, columns - 1)]
        if own and sum(one.least for one in own) + block.least > lines:
            made.append(_page(beside))
            beside = [[] for _ in range(columns)]
            own = beside[min(block.column, columns - 1)]
        own.append(block)
    return [*made, _page(beside)]


def _page(beside: Sequence[Sequence[Block]]) -> Page:
    return tuple(tuple(block.id for block in column) for column in beside if column)


def shares(column: Sequence[str], room: float, line: float) -> list[float]:
    """Heights of the blocks of a column: each its least, the rest by their shares."""
    blocks = [BLOCKS[name] for name in column]
    least = [block.least * line for block in blocks]
    spare = max(room - sum(least), 0.0)
    every = sum(block.share for block in blocks)
    if sum(least) > room:
        return [room * one / sum(least) for one in least]
    return [one + spare * block.share / every for one, block in zip(least, blocks, strict=True)]


def over_ids(glance: WallGlance, now: datetime) -> frozenset[str]:
    """What is due and over at this second."""
    return frozenset(item.id for item in glance.due if now >= item.due_at)


def arrived(before: WallGlance, after: WallGlance) -> str:
    """The block into which something new came between two looks, what presses most first; empty where nothing did."""
    looks = (
        ("incidents", _incidents), ("responses", _responses), ("needs", _needs), ("moving", _moving)
    )  # fmt: skip
    return next((block for block, keys in looks if keys(after) - keys(before)), "")


def _incidents(glance: WallGlance) -> frozenset[object]:
    return frozenset(one.id for one in glance.situation.incidents)


def _responses(glance: WallGlance) -> frozenset[object]:
    """A level that was raised or lowered is news as a start is."""
    return frozenset((row.id, row.level) for row in glance.situation.responses)


def _needs(glance: WallGlance) -> frozenset[object]:
    return frozenset(need.id for need in glance.situation.needs if need.state is NeedState.OPEN)


def _moving(glance: WallGlance) -> frozenset[object]:
    return frozenset(one.key for one in glance.situation.moving)
