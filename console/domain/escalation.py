"""How loud a thing with a time limit has become: from a reminder at 80 % over the alarm to telling the leader.

The rows are the county's (list ``escalations``); the stage is computed from stored times alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.lists import ListItem


class Level(StrEnum):
    """提醒, 告警, 报带班领导."""

    REMIND = "remind"
    ALARM = "alarm"
    LEADER = "leader"


_ORDER = tuple(Level)


@dataclass(frozen=True, slots=True)
class Rung:
    """One row: reached when ``percent`` of the time is gone and ``after`` minutes more have passed."""

    code: str
    subjects: tuple[str, ...]
    level: Level
    percent: int
    after: int

    def at(self, started_at: datetime, due_at: datetime) -> datetime:
        """When something that runs from then to then reaches it."""
        return started_at + (due_at - started_at) * self.percent / 100 + timedelta(minutes=self.after)


def rung_of(item: ListItem) -> Rung:
    """A row of the list ``escalations`` as a rung."""
    return Rung(
        code=item.code,
        subjects=item.items("subjects"),
        level=Level(item.get("level")),
        percent=int(item.get("percent")),
        after=int(item.get("after") or 0),
    )


def reached(
    rungs: Iterable[Rung], subject: str, started_at: datetime, due_at: datetime, now: datetime
) -> tuple[Rung, ...]:
    """The rungs of that subject reached by then, the lowest level first, one of each level (the first reached)."""
    found: dict[Level, Rung] = {}
    for rung in rungs:
        if rung.subjects and subject not in rung.subjects:
            continue
        when = rung.at(started_at, due_at)
        if when <= now and (rung.level not in found or when < found[rung.level].at(started_at, due_at)):
            found[rung.level] = rung
    return tuple(found[level] for level in _ORDER if level in found)


def next_at(
    rungs: Iterable[Rung], subject: str, started_at: datetime, due_at: datetime, now: datetime
) -> datetime | None:
    """When the next rung will be reached; None after the last."""
    coming = [rung.at(started_at, due_at) for rung in rungs if not rung.subjects or subject in rung.subjects]
    return min((when for when in coming if when > now), default=None)
