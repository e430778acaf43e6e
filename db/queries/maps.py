"""Reads of the map: outlines, and whatever has a place. No column of a person or a number is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from console.domain.assignments import ENDED
from console.domain.incident import OPEN_STATES
from db.models.dispatch import Assignment
from db.models.incidents import Incident
from db.models.places import Place
from db.models.shelters import MapOutline, Shelter
from db.models.stores import Warehouse
from db.models.teams import Team


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """An outline as it is stored."""

    id: UUID
    kind: str
    name: str
    place_id: UUID | None
    geometry: str
    source: str


@dataclass(frozen=True, slots=True)
class PlaceSpot:
    """A place with its coordinates, where it has any."""

    id: UUID
    code: str
    name: str
    level: str
    parent_id: UUID | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Spotted:
    """A record that may lie somewhere; ``code`` is its number where it has one."""

    id: UUID
    code: str
    name: str
    state: str
    place_id: UUID | None
    place: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Out:
    """A team that is engaged: how far it is, and where it was sent, where that has coordinates."""

    team_id: UUID
    incident_id: UUID
    state: str
    latitude: float | None
    longitude: float | None


def outlines(connection: Connection) -> list[OutlineRow]:
    """Those in use, the county first."""
    columns = (
        MapOutline.id, MapOutline.kind, MapOutline.name, MapOutline.place_id, MapOutline.geometry, MapOutline.source
    )  # fmt: skip
    asked = select(*columns).where(MapOutline.active).order_by(MapOutline.kind, MapOutline.name, MapOutline.id)
    return [OutlineRow(*row) for row in connection.execute(asked)]


def places(connection: Connection) -> list[PlaceSpot]:
    """All places; parents before their children."""
    columns = (Place.id, Place.code, Place.name, Place.level, Place.parent_id, Place.latitude, Place.longitude)
    return [PlaceSpot(*row) for row in connection.execute(select(*columns).order_by(Place.code))]


def incidents(connection: Connection) -> list[Spotted]:
    """Those that are open."""
    columns = (Incident.id, Incident.number, Incident.title, Incident.state, Incident.place_id, Incident.place_path)
    asked = select(*columns).where(Incident.state.in_([state.value for state in OPEN_STATES]))
    return [Spotted(*row) for row in connection.execute(asked)]


def stores(connection: Connection) -> list[Spotted]:
    columns = (
        Warehouse.id, Warehouse.code, Warehouse.name, Warehouse.tier, Warehouse.place_id, Warehouse.address,
        Warehouse.latitude, Warehouse.longitude,
    )  # fmt: skip
    return [Spotted(*row) for row in connection.execute(select(*columns).where(Warehouse.active))]


def shelters(connection: Connection) -> list[Spotted]:
    """Those in use."""
    columns = (
        Shelter.id, Shelter.code, Shelter.name, Shelter.state, Shelter.place_id, Shelter.address,
        Shelter.latitude, Shelter.longitude,
    )  # fmt: skip
    asked = select(*columns).where(Shelter.active, Shelter.state != "disused")
    return [Spotted(*row) for row in connection.execute(asked)]


def teams(connection: Connection) -> list[Spotted]:
    columns = (
        Team.id, Team.code, Team.name, Team.readiness, Team.place_id, Team.base, Team.latitude, Team.longitude
    )  # fmt: skip
    return [Spotted(*row) for row in connection.execute(select(*columns).where(Team.active))]


def out(connection: Connection) -> list[Out]:
    """What teams are engaged in, the last sent last."""
    columns = (
        Assignment.team_id, Assignment.incident_id, Assignment.state, Assignment.latitude, Assignment.longitude
    )  # fmt: skip
    ended = [state.value for state in ENDED]
    asked = select(*columns).where(Assignment.state.not_in(ended)).order_by(Assignment.made_at, Assignment.number)
    return [Out(*row) for row in connection.execute(asked)]
