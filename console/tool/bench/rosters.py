"""X2: a year of rosters for 30 people under every hard rule, month by month, looked at by the independent checker."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from console.domain.fairness import counted, plain_kind, spread
from console.domain.planning import Assignment, CountKind, Leave, Pair, Seat, Staff, Task, Wish
from console.domain.planning_run import PlanningRun
from console.domain.roster import LEADER, Slot
from console.domain.roster_check import check
from console.domain.rotation import rotate
from console.services import holidays
from console.services.roster_solver import solve
from console.tool.bench.figures import Figure
from console.tool.bench.figures import spread as times

ZONE = ZoneInfo("Asia/Shanghai")
YEAR = 2026
"""The last year the holiday data have."""

POSTS = (LEADER, "主班", "副班", "通信保障岗")
_STAFF = ((6, (LEADER,)), (9, ("主班", "副班")), (9, ("副班", "主班")), (6, ("通信保障岗",)))

_EVEN = {
    CountKind.WEEKDAY: ("x2_weekday", "x2_weekday_rotation"),
    CountKind.WEEKEND: ("x2_weekend", "x2_weekend_rotation"),
    CountKind.HOLIDAY: ("x2_holiday", "x2_holiday_rotation"),
    CountKind.NIGHT: ("x2_night", "x2_night_rotation"),
}


def x2(_place: Path, _entries: int) -> list[Figure]:
    """Seconds of the solver for a month, the widest spread of each kind at the end of the year, and violations."""
    task = year(YEAR)
    solve(months(replace(task, seats=task.seats[:8]))[0], 0, PlanningRun())  # OR-Tools is loaded before the clock runs
    seconds, made, wrong, empty = [], list[Assignment](), 0, 0
    for month in months(task):
        part = replace(month, around=tuple(made), so_far=counted(made, task.days, task.rules))
        begun = time.perf_counter()
        roster = solve(part, 1, PlanningRun())
        seconds.append(time.perf_counter() - begun)
        wrong += len(check(part, roster.assignments)) - len(roster.unfilled)
        empty += len(roster.unfilled)
        made += roster.assignments
    return [
        Figure("X2", "x2_month", max(seconds), 60.0, ours=times(seconds)),
        Figure("X2", "x2_wrong", wrong, 0),
        Figure("X2", "x2_empty", empty, 0),
        *_even(task, made),
    ]


def _even(task: Task, made: list[Assignment]) -> Iterator[Figure]:
    """The spread over the year: what the solver made, and the rotation for comparison."""
    wheel = spread(task.staff, counted(rotate(task).assignments, task.days, task.rules))
    for kind, wide in spread(task.staff, counted(made, task.days, task.rules)).items():
        solved, rotated = _EVEN[kind]
        yield Figure("X2", solved, wide, 2)
        yield Figure("X2", rotated, wheel[kind])


def months(task: Task) -> list[Task]:
    """A year's task cut by month."""
    cut = []
    for month in range(1, 13):
        seats = tuple(seat for seat in task.seats if seat.slot.day.month == month)
        if seats:
            cut.append(replace(task, seats=seats))
    return cut


def year(of: int) -> Task:
    """30 people at four posts of 24 hours, each with two weeks of leave and some days off, half of them with wishes."""
    chance = random.Random(of)
    days = [date(of, 1, 1) + timedelta(days=n) for n in range(366 if of % 4 == 0 else 365)]
    staff = tuple(_staff())
    known = holidays.published({of}).get(of, {})
    return Task(
        seats=tuple(Seat(_whole(day), post) for day in days for post in POSTS),
        staff=staff,
        leave=tuple(leave for one in staff for leave in _leave(one, of, chance)),
        wishes=tuple(Wish(one.person_id, chance.choice(days), n % 3 == 0) for one in staff[::2] for n in range(12)),
        pairs=tuple(_pairs(staff)),
        days={day: known.get(day, plain_kind(day)) for day in days},
    )


def _staff() -> Iterator[Staff]:
    number = 0
    for many, posts in _STAFF:
        for _ in range(many):
            number += 1
            yield Staff(UUID(int=number), f"例{number:02d}", posts, number, LEADER in posts)


def _leave(one: Staff, of: int, chance: random.Random) -> Iterator[Leave]:
    for length in (10, 4, 2, 1):
        start = datetime(of, 1, 1, 8, tzinfo=ZONE) + timedelta(days=chance.randrange(360))
        yield Leave(one.person_id, start, start + timedelta(days=length))


def _pairs(staff: tuple[Staff, ...]) -> Iterator[Pair]:
    for number, at in enumerate(range(0, len(staff) - 1, 2)):
        a, b = staff[at], staff[at + 1]
        yield Pair(f"岗{number}", a.person_id, b.person_id, a.posts[0])


def _whole(day: date) -> Slot:
    start = datetime(day.year, day.month, day.day, 8, tzinfo=ZONE)
    return Slot("day24", "whole", day, start, start + timedelta(hours=24))
