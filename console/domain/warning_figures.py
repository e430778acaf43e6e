"""How early warnings were, and how many they reached: figures by month, each of which names its warnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low


@dataclass(frozen=True, slots=True)
class Told:
    """A released warning as it is counted. ``people`` whom it was for by name; ``reached`` how many its channels say
    they reached (None: none has said), the most of any one channel: two channels reach the same people."""

    number: str
    month: str
    rank: int
    lead: int | None
    people: int
    reached: int | None
    minutes: int
    """From the draft to the release."""
    in_time: bool


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month (2030-08). Leads in minutes over warnings whose onset is known; ``late`` how many came after it;
    ``untold`` how many have no channel that said whom it reached."""

    month: str
    count: int
    by_rank: tuple[tuple[int, int], ...]
    leads: int
    lead_median: int | None
    lead_least: int | None
    late: int
    people: int
    reached: int
    untold: int
    in_time: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Every warning of the time, and the months it lay in."""

    told: tuple[Told, ...]
    months: tuple[MonthRow, ...]


def figures(told: Sequence[Told]) -> Figures:
    """Summed by month, the first one first."""
    months = sorted({one.month for one in told})
    return Figures(tuple(told), tuple(_month(name, [one for one in told if one.month == name]) for name in months))


def _month(name: str, told: Sequence[Told]) -> MonthRow:
    leads = [one.lead for one in told if one.lead is not None]
    ranks = sorted({one.rank for one in told})
    return MonthRow(
        month=name,
        count=len(told),
        by_rank=tuple((rank, sum(one.rank == rank for one in told)) for rank in ranks),
        leads=len(leads),
        lead_median=median_low(leads) if leads else None,
        lead_least=min(leads) if leads else None,
        late=sum(lead < 0 for lead in leads),
        people=sum(one.people for one in told),
        reached=sum(one.reached or 0 for one in told),
        untold=sum(one.reached is None for one in told),
        in_time=sum(one.in_time for one in told),
    )
