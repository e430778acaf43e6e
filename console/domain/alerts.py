"""Which due things want to be heard: what is over and nobody has yet said to have seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from console.domain.due import DueItem

KEY = "acknowledged"
"""Where a line of the book holds the keys of what was acknowledged with it."""


def key_of(item: DueItem) -> str:
    """One time limit of one thing: a limit moved on, or tomorrow's round of the same, is heard again."""
    return f"{item.id}@{int(item.due_at.timestamp())}"


def unheard(items: Iterable[DueItem], now: datetime, acknowledged: frozenset[str]) -> tuple[DueItem, ...]:
    """What is over at that instant and was not acknowledged, in the order given."""
    return tuple(item for item in items if item.due_at <= now and key_of(item) not in acknowledged)
