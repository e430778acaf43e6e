"""A second look at a roster, hour by hour and from the written rules alone: it imports nothing of the product.

Each person's time is laid out as hours; what falls twice on one hour, or on an hour of rest, is a breach. A year for
30 people is planned and looked at by ``python -m tests.kit.roster_year``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Stood:
    """Somebody stands a post from when to when; ``day`` is the day the shift belongs to; ``judged`` or given."""

    who: str
    post: str
    day: date
    start: datetime
    end: datetime
    judged: bool = True


@dataclass(frozen=True)
class Person:
    """What is known of somebody: posts, own rest in hours, own most days in a row, days they belong to the staff."""

    who: str
    posts: tuple[str, ...]
    rest: int | None
    most: int
    first: date = date.min
    last: date = date.max
    gaps: tuple[tuple[date, date], ...] = ()
    terms: tuple[tuple[date, date, tuple[str, ...]], ...] = ()

    def may(self, post: str, day: date) -> bool:
        """Whether they may stand a post on a day; ``terms`` say it where it is not the same all the time."""
        said = [posts for first, last, posts in self.terms if first <= day <= last]
        return any(post in posts for posts in said) if said else post in self.posts


@dataclass(frozen=True)
class Law:
    """The limits: a shift of ``long`` hours is a long one; ``leads`` is the post that rests by ``rest_leads``."""

    long: int = 24
    rest_long: int = 24
    rest_short: int = 12
    leads: str = "leader"
    rest_leads: int = 24
    most: int = 5


@dataclass
class Facts:
    """All a roster is judged by. ``away``: who, from, to. ``pairs``: A, B, their own post, first and last day."""

    people: dict[str, Person]
    law: Law = field(default_factory=Law)
    away: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    pairs: list[tuple[str, str, str, date | None, date | None]] = field(default_factory=list)


Breach = tuple[str, str, date]
"""Which rule, who, the day of the shift that breaks it."""


def breaches(stood: Sequence[Stood], facts: Facts) -> set[Breach]:
    """Everything that is broken by shifts that are judged, or between them and those that are given."""
    by_person: defaultdict[str, list[Stood]] = defaultdict(list)
    for one in stood:
        by_person[one.who].append(one)
    found = set(_unfit(stood, facts))
    for who, mine in by_person.items():
        person = facts.people.get(who)
        found |= set(_twice_and_tired(mine, person, facts.law)) | set(_row(mine, person, facts.law))
    return found | set(_nobody_of_two(by_person, facts))


def _unfit(stood: Iterable[Stood], facts: Facts) -> Iterator[Breach]:
    for one in stood:
        if not one.judged:
            continue
        person = facts.people.get(one.who)
        if person is None or not person.may(one.post, one.day):
            yield "post", one.who, one.day
        elif not person.first <= one.day <= person.last or any(a <= one.day <= b for a, b in person.gaps):
            yield "time", one.who, one.day
        if any(who == one.who and _hours(start, end) & _hours(one.start, one.end) for who, start, end in facts.away):
            yield "leave", one.who, one.day


def _twice_and_tired(mine: Sequence[Stood], person: Person | None, law: Law) -> Iterator[Breach]:
    for one in mine:
        for other in mine:
            if one is other or not (one.judged or other.judged):
                continue
            judged = one if one.judged else other
            if one.judged and _hours(one.start, one.end) & _hours(other.start, other.end):
                yield "overlap", one.who, one.day
            tired = _hours(other.end, other.end + timedelta(hours=_rest(other, person, law)))
            if one.start >= other.end and tired & _hours(one.start, one.end):
                yield "rest", one.who, judged.day


def _rest(after: Stood, person: Person | None, law: Law) -> int:
    if person is not None and person.rest is not None:
        return person.rest
    if after.post == law.leads:
        return law.rest_leads
    return law.rest_long if len(_hours(after.start, after.end)) >= law.long else law.rest_short


def _row(mine: Sequence[Stood], person: Person | None, law: Law) -> Iterator[Breach]:
    most = person.most if person is not None else law.most
    days = {one.day for one in mine}
    for day in sorted(days):
        window = {day + timedelta(days=n) for n in range(most + 1)}
        judged = [one for one in mine if one.judged and one.day in window]
        if window <= days and judged:
            yield "consecutive", judged[0].who, day


def _nobody_of_two(by_person: dict[str, list[Stood]], facts: Facts) -> Iterator[Breach]:
    for a, b, own, first, last in facts.pairs:
        for one_name, other_name in ((a, b), (b, a)):
            gone: set[datetime] = set()
            for one in by_person.get(other_name, ()):
                counts = (first or date.min) <= one.day <= (last or date.max) and one.post != own
                gone |= _hours(one.start, one.end) if counts else set()
            for who, start, end in facts.away:
                gone |= _hours(start, end) if who == other_name else set()
            for one in by_person.get(one_name, ()):
                holds = (first or date.min) <= one.day <= (last or date.max)
                if holds and one.judged and one.post != own and _hours(one.start, one.end) & gone:
                    yield "pair", one_name, one.day


def _hours(start: datetime, end: datetime) -> set[datetime]:
    """Every full hour between two full hours."""
    return {start + n * HOUR for n in range(round((end - start) / HOUR))}


def uneven(stood: Iterable[Stood], groups: Iterable[Sequence[str]], kind: dict[date, str]) -> dict[str, int]:
    """Most minus least of each kind of day among those who stand the same posts; a night is counted beside."""
    count: Counter[tuple[str, str]] = Counter()
    for one in stood:
        count[one.who, kind[one.day]] += 1
        at_night = [hour for hour in _hours(one.start, one.end) if hour.hour >= 22 or hour.hour < 6]
        count[one.who, "night"] += len(at_night) >= 4
    made = {}
    for each in ("weekday", "weekend", "holiday", "night"):
        made[each] = max(max(count[who, each] for who in group) - min(count[who, each] for who in group)
                         for group in groups)  # fmt: skip
    return made
