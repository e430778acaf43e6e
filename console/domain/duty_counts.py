"""The duty count sheet: what everybody stood in a period, for allowance and time off (补休)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from console.domain.fairness import counts_of
from console.domain.planning import Assignment, Counts, DayKind, Rules


@dataclass(frozen=True, slots=True)
class CountRow:
    """One person's duty: shifts by kind of day, nights, hours in all and hours that give time off.

    ``rest_hours`` are hours stood on weekends and holidays; ``days`` the days of duty, each with what it counts as.
    """

    person_id: UUID
    name: str
    counts: Counts
    rest_hours: float
    days: tuple[tuple[date, DayKind], ...]


def sheet(stood: Sequence[Assignment], days: Mapping[date, DayKind], rules: Rules) -> list[CountRow]:
    """One row for everybody who stood duty, by name; two posts of one shift count once.

    A shift stood in pieces counts as one for whoever stood most of it; hours and nights are everybody's own.
    """
    mains = _mains(stood)
    by_person: defaultdict[UUID, dict[tuple[date, str], list[Assignment]]] = defaultdict(dict)
    for one in sorted(stood, key=lambda one: one.seat.slot.starts_at):
        if one.person_id is not None:
            by_person[one.person_id].setdefault(one.seat.slot.key, []).append(one)
    rows = [_row(person, list(shifts.values()), mains, days, rules) for person, shifts in by_person.items()]
    return sorted(rows, key=lambda row: (row.name, str(row.person_id)))


def _mains(stood: Sequence[Assignment]) -> set[int]:
    """The longest piece of each seat, of equal ones the first."""
    longest: dict[tuple[date, str, str, int], Assignment] = {}
    for one in sorted(stood, key=lambda one: one.seat.slot.starts_at):
        there = longest.get(one.seat.key)
        if there is None or one.seat.length > there.seat.length:
            longest[one.seat.key] = one
    return {id(one) for one in longest.values()}


def _row(
    person: UUID,
    shifts: Sequence[list[Assignment]],
    mains: set[int],
    days: Mapping[date, DayKind],
    rules: Rules,
) -> CountRow:
    total, free, counted = Counts(), 0.0, dict[date, DayKind]()
    for pieces in shifts:
        day = pieces[0].seat.slot.day
        hours = _hours(pieces)
        total += _counted(pieces, hours, mains, days, rules)
        free += hours if days[day] is not DayKind.WEEKDAY else 0.0
        counted[day] = days[day]
    return CountRow(person, shifts[0][0].name, total, free, tuple(counted.items()))


def _counted(
    pieces: Sequence[Assignment], hours: float, mains: set[int], days: Mapping[date, DayKind], rules: Rules
) -> Counts:
    """What one person's part of one shift adds."""
    found = [counts_of(one.seat, days, rules) for one in pieces]
    mine = next((each for one, each in zip(pieces, found, strict=True) if id(one) in mains), Counts())
    return Counts(mine.weekday, mine.weekend, mine.holiday, max(each.night for each in found), hours)


def _hours(pieces: Sequence[Assignment]) -> float:
    """Hours somebody stood, of two posts at one time once."""
    total, until = timedelta(), pieces[0].seat.slot.starts_at
    for slot in (one.seat.slot for one in pieces):
        total += max(timedelta(), slot.ends_at - max(slot.starts_at, until))
        until = max(until, slot.ends_at)
    return total / timedelta(hours=1)


def before(stood: Sequence[Assignment], now: datetime) -> list[Assignment]:
    """Duty that has begun by an instant: what lies ahead has not been stood."""
    return [one for one in stood if one.seat.slot.starts_at < now]
