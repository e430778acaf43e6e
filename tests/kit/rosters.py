"""Small rosters to plan: days from 1 October 2026 on, people by number, shifts by hour and length."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from console.domain.fairness import plain_kind
from console.domain.planning import Assignment, Leave, Pair, Rules, Seat, Staff, Task, Weights, Wish
from console.domain.roster import LEADER, Slot

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 10, 1)
WHOLE = (("whole", 8, 24),)
HALVES = (("day", 8, 12), ("night", 20, 12))
THIRDS = (("day", 8, 8), ("evening", 16, 8), ("night", 24, 8))


def at(day: int, hour: int = 8) -> datetime:
    """Station time: that many days after the first, at that hour."""
    return datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=ZONE) + timedelta(days=day, hours=hour)


def seat(day: int, post: str = "主班", shift: tuple[str, int, int] = WHOLE[0], ordinal: int = 1) -> Seat:
    code, hour, hours = shift
    start = at(day, hour)
    return Seat(Slot("t", code, FIRST + timedelta(days=day), start, start + timedelta(hours=hours)), post, ordinal)


def person(number: int, *posts: str, **own: Any) -> Staff:
    """例01, 例02 …, in that order of the rotation."""
    posts = posts or ("主班",)
    return Staff(UUID(int=number), f"例{number:02d}", posts, number, LEADER in posts, **own)


def given(seat: Seat, who: Staff | None) -> Assignment:
    return Assignment(seat, who.person_id, who.name) if who else Assignment(seat, None)


def task(days: int, staff: Sequence[Staff], posts: Sequence[str] = ("主班",), shifts: Any = WHOLE, **more: Any) -> Task:
    seats = tuple(seat(day, post, shift) for day in range(days) for shift in shifts for post in posts)
    kinds = {FIRST + timedelta(days=n): plain_kind(FIRST + timedelta(days=n)) for n in range(-40, days + 40)}
    return Task(seats, tuple(staff), days=kinds, **more)


def away(who: Staff, day: int, days: int = 1) -> Leave:
    return Leave(who.person_id, at(day, 0), at(day + days, 0))


@st.composite
def tasks(draw: st.DrawFn, most_days: int = 9) -> Task:
    """Any small roster to plan: too few people, leave, pairs, own limits, wishes, lines that stand already."""
    posts = draw(st.sampled_from([("主班",), ("主班", "副班"), (LEADER, "主班"), (LEADER, "主班", "副班")]))
    staff = [
        person(
            number,
            *draw(st.lists(st.sampled_from(posts), min_size=1, unique=True)),
            rest_hours=draw(st.sampled_from([None, None, None, 0, 48])),
            most_consecutive=draw(st.sampled_from([None, None, 1, 3])),
            valid_from=draw(st.sampled_from([None, None, None, FIRST + timedelta(days=2)])),
            valid_to=draw(st.sampled_from([None, None, None, FIRST + timedelta(days=4)])),
        )
        for number in range(1, draw(st.integers(1, 7)) + 1)
    ]
    days = draw(st.integers(1, most_days))
    who, day = st.sampled_from(staff), st.integers(0, days)
    leave = draw(st.lists(st.builds(away, who, day, st.integers(1, 3)), max_size=4))
    wishes = draw(st.lists(st.builds(_wish, who, day, st.booleans()), max_size=4))
    pairs = draw(st.lists(st.builds(_pair, who, who, st.sampled_from(["", *posts])), max_size=2))
    shifts = draw(st.sampled_from([WHOLE, HALVES, THIRDS]))
    stands = st.builds(given, st.builds(seat, st.sampled_from([-3, -2, -1, days]), st.just(posts[0])), who)
    around = {one.seat.key: one for one in draw(st.lists(stands, max_size=3))}
    published = st.builds(given, st.builds(seat, st.integers(0, days - 1), st.sampled_from(posts)), who)
    kept = {one.seat.key: one for one in draw(st.lists(published, max_size=4))} if shifts is WHOLE else {}
    return task(
        days, staff, posts, shifts, leave=tuple(leave), wishes=tuple(wishes),
        pairs=tuple(pair for pair in pairs if pair.a != pair.b), around=tuple(around.values()),
        published=tuple(kept.values()), weights=Weights(effort=1),
        rules=Rules(most_consecutive=draw(st.sampled_from([1, 3, 5])), rest_leader=draw(st.sampled_from([0, 24]))),
    )  # fmt: skip


def _wish(who: Staff, day: int, wanted: bool) -> Wish:
    return Wish(who.person_id, FIRST + timedelta(days=day), wanted)


def _pair(a: Staff, b: Staff, duty: str) -> Pair:
    return Pair("某岗", a.person_id, b.person_id, duty)
