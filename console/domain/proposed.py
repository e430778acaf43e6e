"""A proposal as people read it: each line with why, who was next, what it costs elsewhere; and what stays short."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from console.domain.candidates import AgreementCandidate, Holding, StoreCandidate, TeamCandidate, VehicleThere
from console.domain.needs import NeedRow
from console.domain.proposal import Problem, Solution, TeamOption, Worth
from console.domain.stock import NOTHING, Held, in_order, normal


@dataclass(frozen=True, slots=True)
class LotPart:
    """So much of a lot, which expires first of what the store could still give."""

    lot: UUID
    code: str
    expires_on: date | None
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Next:
    """Who would have gone instead, and after how many minutes more (everything counted); None: nobody can say."""

    name: str
    minutes: int | None
    more: int | None


@dataclass(frozen=True, slots=True)
class Busy:
    """One that would arrive earlier and goes to another need of this proposal."""

    name: str
    need: str


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team for a need. ``elsewhere`` are the minutes counted for what it is taken from; ``wanted_by`` the needs of
    other incidents for which it is the first to arrive; ``after_due`` how many minutes after the need's time limit."""

    need: NeedRow
    found: TeamCandidate
    elsewhere: int
    wanted_by: tuple[str, ...] = ()
    next: Next | None = None
    earlier: tuple[Busy, ...] = ()
    rank: int = 1
    after_due: int | None = None


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """Goods of a store for a need, by lots. ``left`` is what may still go afterwards (usable, reserve included)."""

    need: NeedRow
    found: StoreCandidate
    quantity: Decimal
    from_reserve: Decimal
    lots: tuple[LotPart, ...]
    left: Decimal
    vehicles: tuple[VehicleThere, ...] = ()
    carried: bool = False
    next: Next | None = None
    after_due: int | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why something stays short, by a code (``proposal.short.<code>``) with what it is about."""

    code: str
    names: tuple[str, ...] = ()
    amount: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Short:
    """What of a need is not met, why, and who could be called for it."""

    need: NeedRow
    amount: Decimal
    why: tuple[Why, ...]
    agreements: tuple[AgreementCandidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Never applied by itself. ``proven``: nothing better exists; else the best found within the effort.

    ``problem`` and ``solution`` are what the solver was given and answered; ``worth`` its figures recomputed.
    """

    at: datetime
    weather: str
    needs: tuple[NeedRow, ...]
    teams: tuple[TeamLine, ...]
    goods: tuple[GoodsLine, ...]
    shorts: tuple[Short, ...]
    problem: Problem
    solution: Solution
    worth: Worth

    @property
    def proven(self) -> bool:
        return self.solution.proven


def after_due(need: NeedRow, minutes: int | None, now: datetime) -> int | None:
    """Whole minutes by which whoever sets out now comes after the need's time limit; None: in time, or unknown."""
    if need.due_at is None or minutes is None:
        return None
    late = now + timedelta(minutes=minutes) - need.due_at
    return -(-int(late.total_seconds()) // 60) if late > timedelta(0) else None


def next_team(problem: Problem, solution: Solution, chosen: TeamOption) -> TeamOption | None:
    """The best that is still free: goes nowhere in this proposal and may go to this need."""
    sent = {team for team, _ in solution.teams}
    free = [one for one in problem.open_teams() if one.need == chosen.need and one.team not in sent]
    return min(free, key=lambda one: (one.counted, str(one.team)), default=None)


def earlier_elsewhere(problem: Problem, solution: Solution, chosen: TeamOption) -> list[tuple[UUID, UUID]]:
    """Teams that would be there earlier and go to another need: team and that need."""
    sent = dict(solution.teams)
    return [
        (one.team, sent[one.team])
        for one in sorted(problem.open_teams(), key=lambda one: one.counted)
        if one.need == chosen.need and one.counted < chosen.counted and sent.get(one.team, chosen.need) != chosen.need
    ]


def rank_of(problem: Problem, chosen: TeamOption) -> int:
    """First, second … of those that may go, by arrival with everything counted."""
    return 1 + sum(one.need == chosen.need and one.counted < chosen.counted for one in problem.open_teams())


def pick_lots(holding: Holding, wanted: Sequence[tuple[UUID, Decimal]], on: date) -> dict[UUID, tuple[LotPart, ...]]:
    """Lots for several needs one after the other, first expiring first out; what is expired is never among them."""
    left = {one.lot: one.free for one in in_order(holding.lots) if one.free > 0 and not one.expired(on)}
    by_id = {one.lot: one for one in holding.lots}
    made: dict[UUID, tuple[LotPart, ...]] = {}
    for need, quantity in wanted:
        made[need] = tuple(_taken(left, by_id, quantity))
    return made


def _taken(left: dict[UUID, Decimal], lots: dict[UUID, Held], wanted: Decimal) -> Iterable[LotPart]:
    for lot, there in left.items():
        part = min(there, wanted)
        if part > 0:
            left[lot], wanted = there - part, wanted - part
            yield LotPart(lot, lots[lot].code, lots[lot].expires_on, normal(part))
