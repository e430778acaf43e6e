"""How duty is counted and how evenly it lies: by kind of day, nights and hours, over the year so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from console.domain.planning import Assignment, CountKind, Counts, DayKind, Rules, Seat, Staff


def kinds_of(seat: Seat, days: Mapping[date, DayKind], rules: Rules) -> tuple[CountKind, ...]:
    """What a seat counts as: by its day of duty (weekday or weekend where no kind is known), and a night beside it."""
    day = days.get(seat.slot.day, plain_kind(seat.slot.day))
    kind = CountKind(day.value)
    return (kind, CountKind.NIGHT) if is_night(seat, rules) else (kind,)


def is_night(seat: Seat, rules: Rules) -> bool:
    """Whether enough of a seat lies in the night, by the clock of the station."""
    zone = seat.slot.starts_at.tzinfo
    stood = timedelta()
    day = seat.slot.starts_at.date() - timedelta(days=1)
    while day <= seat.slot.ends_at.date():
        start = datetime.combine(day, rules.night_from, zone)
        end = datetime.combine(day + timedelta(days=rules.night_to <= rules.night_from), rules.night_to, zone)
        stood += max(timedelta(), min(end, seat.slot.ends_at) - max(start, seat.slot.starts_at))
        day += timedelta(days=1)
    return stood >= timedelta(hours=rules.night_hours)


def plain_kind(day: date) -> DayKind:
    """What a day counts as where nobody says anything about holidays."""
    return DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WEEKDAY


def counted(assignments: Iterable[Assignment], days: Mapping[date, DayKind], rules: Rules) -> dict[UUID, Counts]:
    """Duty of everybody in these assignments."""
    made: defaultdict[UUID, Counts] = defaultdict(Counts)
    for one in assignments:
        if one.person_id is not None:
            made[one.person_id] += counts_of(one.seat, days, rules)
    return dict(made)


def counts_of(seat: Seat, days: Mapping[date, DayKind], rules: Rules) -> Counts:
    """What one seat adds."""
    kinds = kinds_of(seat, days, rules)
    hours = seat.length / timedelta(hours=1)
    weekday, weekend, holiday, night = (int(kind in kinds) for kind in CountKind)
    return Counts(weekday, weekend, holiday, night, hours)


def together(first: Mapping[UUID, Counts], second: Mapping[UUID, Counts]) -> dict[UUID, Counts]:
    """Counts of two spans added up."""
    return {key: first.get(key, Counts()) + second.get(key, Counts()) for key in {*first, *second}}


def peers(staff: Iterable[Staff]) -> list[list[Staff]]:
    """Staff by the posts they stand: only those who stand the same ones can be compared."""
    groups: defaultdict[frozenset[str], list[Staff]] = defaultdict(list)
    for one in staff:
        groups[frozenset(one.posts)].append(one)
    return list(groups.values())


def circles(staff: Iterable[Staff]) -> list[list[Staff]]:
    """Staff who share duty: with somebody of the same circle one has a post in common, or with somebody between."""
    made: list[list[Staff]] = []
    for one in staff:
        near = [circle for circle in made if any(set(one.posts) & set(other.posts) for other in circle)]
        joined = [*(other for circle in near for other in circle), one]
        made = [circle for circle in made if circle not in near] + [joined]
    return made


def starting(staff: Iterable[Staff], so_far: Mapping[UUID, Counts], first: date) -> dict[UUID, dict[CountKind, int]]:
    """What everybody begins the period with. Whoever joined this year begins with what their peers had by then.

    Otherwise a newcomer would stand every holiday until he had caught up. Where nobody stands the very same posts,
    whoever shares duty with him counts as a peer.
    """
    made: dict[UUID, dict[CountKind, int]] = {}
    year, everybody = date(first.year, 1, 1), list(staff)
    circle = {one.person_id: each for each in circles(everybody) for one in each}
    for group in peers(everybody):
        old = _of_old(group, year) or _of_old(circle[group[0].person_id], year)
        for one in group:
            made[one.person_id] = {
                kind: so_far.get(one.person_id, Counts()).of(kind) + _missed(one, old, so_far, kind, first)
                for kind in CountKind
            }
    return made


def spread(staff: Iterable[Staff], counts: Mapping[UUID, Counts]) -> dict[CountKind, int]:
    """Most minus least of each kind among those who stand the same posts; the widest of all groups."""
    made = dict.fromkeys(CountKind, 0)
    for group in peers(staff):
        for kind in CountKind:
            stood = [counts.get(one.person_id, Counts()).of(kind) for one in group]
            made[kind] = max(made[kind], max(stood) - min(stood))
    return made


def _of_old(group: Iterable[Staff], year: date) -> list[Staff]:
    return [one for one in group if one.valid_from is None or one.valid_from <= year]


def _missed(one: Staff, old: list[Staff], so_far: Mapping[UUID, Counts], kind: CountKind, first: date) -> int:
    year = date(first.year, 1, 1)
    if one.valid_from is None or one.valid_from <= year or not old:
        return 0
    passed = max((first - year).days, 1)
    share = min((one.valid_from - year).days / passed, 1.0)
    mean = sum(so_far.get(each.person_id, Counts()).of(kind) for each in old) / len(old)
    return round(mean * share)
