"""What the days of a roster count as: statutory holidays and the working days swapped for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from console.domain.fairness import plain_kind
from console.domain.lists import ListItem
from console.domain.planning import DayKind

KINDS: dict[str, DayKind] = {"holiday": DayKind.HOLIDAY, "workday": DayKind.WEEKDAY, "weekend": DayKind.WEEKEND}
"""What a row of the county's holiday list makes of its day: a holiday, a swapped working day, an ordinary rest day."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a period with what they count as; ``missing`` are years nobody has holidays of."""

    kinds: Mapping[date, DayKind]
    missing: tuple[int, ...]


def days_of(days: Iterable[date], known: Mapping[int, Mapping[date, DayKind]], county: Sequence[ListItem]) -> Days:
    """Each day by the county's list, else by the year's published data (``known`` by year), else by the weekday.

    A year is known where it has data, or where the county's own list names a holiday of that very year.
    """
    own = {row.get("date"): KINDS[row.get("kind")] for row in county if row.active}
    years = {int(day[:4]) for day, kind in own.items() if len(day) > 5 and kind is DayKind.HOLIDAY}
    made: dict[date, DayKind] = {}
    for day in days:
        published = known.get(day.year, {}).get(day, plain_kind(day))
        made[day] = own.get(day.isoformat(), own.get(f"{day:%m-%d}", published))
    missing = {day.year for day in made} - set(known) - years
    return Days(made, tuple(sorted(missing)))
