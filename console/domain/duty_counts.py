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
    """One row for everybody who stood duty, by name; two posts of one shift count once."""
    by_person: defaultdict[UUID, dict[tuple[date, str], Assignment]] = defaultdict(dict)
    for one in sorted(stood, key=lambda one: one.seat.slot.starts_at):
        if one.person_id is not None:
            by_person[one.person_id].setdefault((one.seat.slot.day, one.seat.slot.shift), one)
    rows = [_row(person, list(shifts.values()), days, rules) for person, shifts in by_person.items()]
    return sorted(rows, key=lambda row: (row.name, str(row.person_id)))


def _row(person: UUID, shifts: Sequence[Assignment], days: Mapping[date, DayKind], rules: Rules) -> CountRow:
    total = Counts()
    for one in shifts:
        total += counts_of(one.seat, days, rules)
    free = [one.seat.length for one in shifts if days[one.seat.slot.day] is not DayKind.WEEKDAY]
    counted = {one.seat.slot.day: days[one.seat.slot.day] for one in shifts}
    hours = sum(free, timedelta()) / timedelta(hours=1)
    return CountRow(person, shifts[0].name, total, hours, tuple(counted.items()))


def before(stood: Sequence[Assignment], now: datetime) -> list[Assignment]:
    """Duty that has begun by an instant: what lies ahead has not been stood."""
    return [one for one in stood if one.seat.slot.starts_at < now]
