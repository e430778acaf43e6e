"""Who and what could serve a need, first to arrive first, with why and whom to ring: what a commander asks at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.candidates import (
    AgreementCandidate,
    Holding,
    Person,
    StoreCandidate,
    TeamCandidate,
    by_arrival,
    stores_by_arrival,
)
from console.domain.clock import Clock
from console.domain.needs import NeedKind, NeedRow
from console.domain.stock import normal
from console.domain.travel import Spot
from console.errors import Refused
from console.services import dispatch_ground as ground
from console.services.dispatch_ground import DispatchGround
from console.services.travelling import FAIR
from db.queries import dispatch as query
from db.queries import needs
from db.store import Store


@dataclass(frozen=True, slots=True)
class Candidates:
    """Everything that could serve one need. ``scene`` is where it lies; without coordinates no way can be reckoned."""

    need: NeedRow
    scene: Spot
    teams: tuple[TeamCandidate, ...] = ()
    stores: tuple[StoreCandidate, ...] = ()
    agreements: tuple[AgreementCandidate, ...] = ()


class CandidatesService:
    """Use cases of looking for help. Nothing here changes anything."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def of(self, need_id: UUID, weather: str = FAIR) -> Candidates:
        """For one need; teams also without the skill are not named. Refuses no_such_row, no_such_weather."""
        now = self._clock.now()
        today = now.astimezone(self._zone()).date()
        with self._store.reading() as connection:
            need = needs.one(connection, need_id)
            if need is None:
                raise Refused("no_such_row")
            found = ground.read(connection, [need], now, today, weather)
            return candidates(found, need)


def candidates(found: DispatchGround, need: NeedRow) -> Candidates:
    """Shared step: candidates of a need from what was read."""
    scene = found.scenes[need.id]
    if need.kind is NeedKind.SKILL:
        return Candidates(need, scene, tuple(by_arrival(teams(found, need))))
    if need.kind is NeedKind.ITEM and need.item is not None:
        holdings = query.holdings(found.connection, [need.item])
        called = agreements(found.connection, [need.item], found.today)
        return Candidates(
            need, scene, (), tuple(stores_by_arrival(stores(found, need, holdings))), tuple(called.get(need.item, ()))
        )
    return Candidates(need, scene)


def teams(found: DispatchGround, need: NeedRow) -> Iterable[TeamCandidate]:
    """Teams that have the skill, in no order."""
    scene = found.scenes[need.id]
    for team in found.teams:
        if need.skill in team.skills:
            judged = found.judged(need.incident, team.id)
            leg = found.travel.leg(team.base.spot, scene)
            circle = found.circle(team.kind, need.incident)
            yield TeamCandidate(team, leg, judged.verdict, judged.reasons, circle)


def stores(
    found: DispatchGround, need: NeedRow, holdings: Mapping[tuple[UUID, UUID], Holding]
) -> Iterable[StoreCandidate]:
    """Stores that have any of it that is not expired, in no order; their lots first expiring first."""
    for (store, item), holding in holdings.items():
        there, free = found.stores.get(store), holding.free(found.today)
        if item != need.item or there is None or free <= 0:
            continue
        leg = found.travel.leg(there.base.spot, found.scenes[need.id])
        own = tuple(one for one in found.vehicles if one.store == store)
        yield StoreCandidate(there, holding, holding.spare(found.today), free, leg, own)


def agreements(connection: Connection, items: Collection[UUID], today: date) -> dict[UUID, list[AgreementCandidate]]:
    """Suppliers that still have something to be called, by item, the quickest first."""
    made: dict[UUID, list[AgreementCandidate]] = {}
    for row in query.agreements(connection, items, today):
        if row["quantity"] - row["called"] > 0:
            made.setdefault(row["item_id"], []).append(_agreement(row))
    return made


def _agreement(row: Any) -> AgreementCandidate:
    people = ((row["contact_a"], row["phone_a"]), (row["contact_b"], row["phone_b"]))
    return AgreementCandidate(
        row["id"], row["code"], row["supplier"], row["mode"], row["item_name"],
        normal(row["quantity"] - row["called"]), row["unit"], row["lead_minutes"],
        tuple(Person(name, phone) for name, phone in people if name or phone),
    )  # fmt: skip
