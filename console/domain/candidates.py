"""Who and what could serve a need, the first to arrive first: teams, stores, agreements. Nothing here decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from console.domain.assigning import Circle, Engaged
from console.domain.assignments import Reason, Verdict
from console.domain.stock import NOTHING, Held, normal
from console.domain.travel import Leg, Spot, Travel

NO_CIRCLE = Circle()


@dataclass(frozen=True, slots=True)
class Person:
    """Whom one rings: name and number, either of which may be missing."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Base:
    """Where somebody sets out: the base, or the scene it works at now (``moved``); who answers the telephone there."""

    spot: Spot
    name: str
    people: tuple[Person, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class TeamThere:
    """A team as a dispatcher sees it, whatever the incident. ``prepare`` is in minutes, nought where it is out."""

    id: UUID
    code: str
    name: str
    kind: str
    skills: frozenset[str]
    base: Base
    prepare: int
    people: int
    readiness: str
    version: int
    call_sign: str = ""
    engaged: tuple[Engaged, ...] = ()


@dataclass(frozen=True, slots=True)
class StoreThere:
    """A store that can hand goods out. ``load`` is how many minutes that takes."""

    id: UUID
    code: str
    name: str
    base: Base
    load: int


@dataclass(frozen=True, slots=True)
class VehicleThere:
    """A vehicle that stands ready at a store; None: nobody recorded what it carries."""

    id: UUID
    plate: str
    store: UUID
    load_kg: int | None
    volume_l: int | None
    driver: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """What a store has of an item: lots that may be given, and how much shall stay (``minimum`` of the quota)."""

    store: UUID
    item: UUID
    lots: tuple[Held, ...] = ()
    minimum: Decimal = NOTHING
    target: Decimal = NOTHING

    def free(self, on: date) -> Decimal:
        """Usable, promised to nobody, not expired on that day."""
        return normal(sum((one.free for one in self.lots if not one.expired(on)), NOTHING))

    def spare(self, on: date) -> Decimal:
        """What may go without touching the reserve."""
        return normal(max(self.free(on) - self.minimum, NOTHING))


@dataclass(frozen=True, slots=True)
class TeamCandidate:
    """A team for a need. ``minutes`` is preparing and travelling together; None: nobody can say, never nought."""

    team: TeamThere
    leg: Leg | None
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    circle: Circle = NO_CIRCLE

    @property
    def minutes(self) -> int | None:
        return None if self.leg is None else self.team.prepare + self.leg.minutes

    @property
    def late(self) -> bool:
        """Arrives after the limit of its arrival circle."""
        return self.minutes is not None and self.circle.arrive is not None and self.minutes > self.circle.arrive


@dataclass(frozen=True, slots=True)
class StoreCandidate:
    """A store for a need of goods. ``spare`` is beyond the reserve, ``free`` includes it; lots expire first first."""

    store: StoreThere
    holding: Holding
    spare: Decimal
    free: Decimal
    leg: Leg | None
    vehicles: tuple[VehicleThere, ...] = ()

    @property
    def minutes(self) -> int | None:
        return None if self.leg is None else self.store.load + self.leg.minutes


@dataclass(frozen=True, slots=True)
class AgreementCandidate:
    """A supplier that delivers when it is called: how much may still be called, in how many minutes it is there."""

    id: UUID
    code: str
    supplier: str
    mode: str
    what: str
    left: Decimal
    unit: str
    minutes: int
    people: tuple[Person, ...] = ()


_STRICT = {Verdict.ALLOW: 0, Verdict.WARN: 0, Verdict.BLOCK: 1}


def by_arrival(found: Iterable[TeamCandidate]) -> list[TeamCandidate]:
    """The first to arrive first, unknown times behind them, those the rules forbid last."""
    return sorted(
        found,
        key=lambda one: (_STRICT[one.verdict], one.minutes is None, one.minutes or 0, one.team.code),
    )


def stores_by_arrival(found: Iterable[StoreCandidate]) -> list[StoreCandidate]:
    """Stores that can spare something first, the first to arrive first; then those whose reserve alone is left."""
    return sorted(
        found, key=lambda one: (one.spare <= 0, one.minutes is None, one.minutes or 0, one.store.code)
    )  # fmt: skip


def team_for(
    team: TeamThere, scene: Spot, travel: Travel, verdict: Verdict, reasons: tuple[Reason, ...], circle: Circle
) -> TeamCandidate:
    return TeamCandidate(team, travel.leg(team.base.spot, scene), verdict, reasons, circle)
