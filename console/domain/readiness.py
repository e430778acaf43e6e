"""Whether a shift can begin: everyone on it reachable, not away, and told that it is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from console.domain.duty_people import LeaveRow
from console.domain.posts import PostLine
from console.domain.roster import WhereaboutsRow


class Lack(StrEnum):
    """What somebody's duty lacks; its sentence is ``readiness.lack.<value>``."""

    NOBODY = "nobody"
    NO_NUMBER = "no_number"
    NOT_VERIFIED = "not_verified"
    LEAVE = "leave"
    AWAY = "away"
    NOT_TOLD = "not_told"


SERIOUS = frozenset({Lack.NOBODY, Lack.NO_NUMBER, Lack.LEAVE})
"""What leaves a post unmanned or nobody to ring."""


@dataclass(frozen=True, slots=True)
class ReadinessRow:
    """A post of the shift with whoever stands it. ``place`` and ``deputy`` are of their whereabouts."""

    post: str
    name: str
    phone: str
    verified_on: date | None
    leave: LeaveRow | None
    place: str
    deputy: str
    told: bool
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """A shift before it begins, and where leaders are."""

    day: date
    shift: str
    starts_at: datetime
    ends_at: datetime
    rows: tuple[ReadinessRow, ...]
    whereabouts: tuple[WhereaboutsRow, ...]

    @property
    def ready(self) -> bool:
        return not any(row.lacks for row in self.rows)


def row_of(
    line: PostLine, verified_on: date | None, leave: LeaveRow | None, away: WhereaboutsRow | None, told: bool,
    today: date, within: timedelta,
) -> ReadinessRow:  # fmt: skip
    """What is known of one post, and what it lacks; ``within`` is how long a number counts as verified."""
    place, deputy = (away.place, away.deputy) if away else ("", "")
    stale = verified_on is None or today - verified_on > within
    wrong = {
        Lack.NOBODY: not line.name,
        Lack.NO_NUMBER: bool(line.name) and not line.phone,
        Lack.NOT_VERIFIED: bool(line.phone) and stale,
        Lack.LEAVE: leave is not None,
        Lack.AWAY: away is not None,
        Lack.NOT_TOLD: bool(line.name) and not told,
    }
    lacks = tuple(lack for lack, holds in wrong.items() if holds)
    return ReadinessRow(line.post, line.name, line.phone, verified_on, leave, place, deputy, told, lacks)
