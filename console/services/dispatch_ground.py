"""What dispatching looks at, read in one go: teams with where they are, stores, where needs lie, how long ways take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from console.domain.assigning import Circle, CircleRule, Judged, chain, circle_of
from console.domain.assignments import Verdict
from console.domain.candidates import Base, Person, StoreThere, TeamThere, VehicleThere
from console.domain.needs import NeedRow
from console.domain.travel import CountyTravel, Spot
from console.services import engagement, travelling
from console.services.settings import current
from db.queries import assignments, teams
from db.queries import dispatch as query

UNJUDGED = Judged(Verdict.ALLOW)


@dataclass(slots=True)
class DispatchGround:
    """Everything read at one instant. ``scenes`` says where each need lies."""

    connection: Connection
    now: datetime
    today: date
    travel: CountyTravel
    teams: tuple[TeamThere, ...]
    stores: dict[UUID, StoreThere]
    vehicles: tuple[VehicleThere, ...]
    scenes: dict[UUID, Spot]
    incidents: dict[UUID, Any]
    _circles: list[CircleRule]
    _parents: dict[str, str | None]
    _judged: dict[UUID, dict[UUID, Judged]] = field(default_factory=dict)
    _limits: dict[tuple[str, str | None], Circle] = field(default_factory=dict)

    def judged(self, incident: UUID, team: UUID) -> Judged:
        """What the county's rules say of sending that team there."""
        if incident not in self._judged:
            self._judged[incident] = engagement.judge(self.connection, incident, self.today)
        return self._judged[incident].get(team, UNJUDGED)

    def circle(self, kind: str, incident: UUID) -> Circle:
        """The limits of leaving and arriving for that kind of team at that incident."""
        event_type = self.incidents[incident].event_type
        key = (kind, event_type)
        if key not in self._limits:
            self._limits[key] = circle_of(self._circles, kind, chain(event_type, self._parents))
        return self._limits[key]


def read(
    connection: Connection, needs: Sequence[NeedRow], now: datetime, today: date, weather: str
) -> DispatchGround:  # fmt: skip
    """Everything that could serve these needs; refuses no_such_weather."""
    incidents = query.incidents(connection, {need.incident for need in needs})
    return DispatchGround(
        connection, now, today, travelling.county_travel(connection, now, weather),
        tuple(_teams(connection)), {one.id: one for one in _stores(connection, now)},
        tuple(query.vehicles(connection)), _scenes(connection, needs, incidents), incidents,
        engagement.circles(connection), teams.parents(connection),
    )  # fmt: skip


def _teams(connection: Connection) -> Iterable[TeamThere]:
    rows, out = query.teams(connection), query.scenes_of_teams(connection)
    points = query.points(connection, (row["place_id"] for row in rows))
    busy = assignments.engaged(connection)
    for row in rows:
        there = out.get(row["id"])
        people = _people((row["head_a"], row["phone_a"]), (row["head_b"], row["phone_b"]))
        if there is not None and there.latitude is not None:
            spot = Spot((there.place,), there.latitude, there.longitude)
            base = Base(spot, there.place, people, moved=True)
        else:
            base = _base(row, points, (row["code"], row["name"], row["base"]), row["base"], people)
        ready = row["people"] if row["people_ready"] is None else row["people_ready"]
        yield TeamThere(
            row["id"], row["code"], row["name"], row["kind"],
            frozenset(part.strip() for part in row["skills"].split(",") if part.strip()), base,
            0 if base.moved else row["prepare_minutes"], ready, row["readiness"], row["version"], row["call_sign"],
            tuple(busy.get(row["id"], ())),
        )  # fmt: skip


def _stores(connection: Connection, now: datetime) -> Iterable[StoreThere]:
    rows, load = query.stores(connection), int(current(connection, "dispatch.load_minutes", now))
    points = query.points(connection, (row["place_id"] for row in rows))
    for row in rows:
        people = _people((row["keeper_a"], row["phone_a"]), (row["keeper_b"], row["phone_b"]))
        base = _base(row, points, (row["code"], row["name"]), row["address"] or row["name"], people)
        yield StoreThere(row["id"], row["code"], row["name"], base, load)


def _base(row: Any, points: dict[UUID, query.Point], names: tuple[str, ...], said: str, people: Any) -> Base:
    point = points.get(row["place_id"])
    known = (*(one for one in names if one), *((point.name,) if point else ()))
    if row["latitude"] is not None and row["longitude"] is not None:
        return Base(Spot(known, row["latitude"], row["longitude"]), said, people)
    if point is not None:
        return Base(Spot(known, point.latitude, point.longitude), point.name, people)
    return Base(Spot(known), said, people)


def _people(*found: tuple[str, str]) -> tuple[Person, ...]:
    return tuple(Person(name, phone) for name, phone in found if name or phone)


def _scenes(connection: Connection, needs: Collection[NeedRow], incidents: dict[UUID, Any]) -> dict[UUID, Spot]:
    """Where each need lies: as it says itself, its shelter, its place, else the place of the incident."""
    shelters = query.shelters(connection, (need.shelter for need in needs))
    places = {need.place_id for need in needs} | {row.place_id for row in incidents.values()}
    points = query.points(connection, places | {row.place_id for row in shelters.values()})
    return {need.id: _scene(need, shelters, points, incidents[need.incident]) for need in needs}


def _scene(need: NeedRow, shelters: dict[UUID, Any], points: dict[UUID, query.Point], incident: Any) -> Spot:
    shelter = shelters.get(need.shelter) if need.shelter else None
    names = [need.place, shelter.name if shelter else "", incident.place_text, incident.number]
    if need.latitude is not None and need.longitude is not None:
        return Spot(_named(names), need.latitude, need.longitude)
    if shelter is not None and shelter.latitude is not None and shelter.longitude is not None:
        return Spot(_named(names), shelter.latitude, shelter.longitude)
    for place in (need.place_id, shelter.place_id if shelter else None, incident.place_id):
        point = points.get(place) if place else None
        if point is not None:
            return Spot(_named([*names, point.name]), point.latitude, point.longitude)
    return Spot(_named(names))


def _named(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in names if one))
