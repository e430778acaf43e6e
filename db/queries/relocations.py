"""Reads of 人员转移: lines with their town and shelter, and their history."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Select, func, select
from sqlalchemy.orm import Session

from console.domain.incident import OPEN_STATES
from console.domain.relocations import MoveState, RelocationRow, StepRow
from console.errors import Refused
from db.base import Base
from db.models.incidents import Incident
from db.models.places import Place
from db.models.shelters import Relocation, RelocationStep, Shelter
from db.queries.shelters import towns

_OPEN = [state.value for state in OPEN_STATES]
_SELECT = (
    select(
        Relocation.__table__, Incident.number.label("incident"), func.coalesce(Shelter.name, "").label("shelter"),
        Incident.state.label("incident_state"),
    )
    .join(Incident, Incident.id == Relocation.incident_id)
    .outerjoin(Shelter, Shelter.id == Relocation.shelter_id)
    .order_by(Relocation.village, Relocation.household, Relocation.recorded_at, Relocation.id)
)  # fmt: skip
_FIELDS = tuple(
    name for name in RelocationRow.__dataclass_fields__ if name not in {"town", "town_id", "state", "special"}
)


def one(connection: Connection, relocation_id: UUID) -> RelocationRow:
    """Refuses no_such_row."""
    found = _told(connection, _SELECT.where(Relocation.id == relocation_id))
    if not found:
        raise Refused("no_such_row")
    return found[0]


def rows(connection: Connection, incident: UUID | None = None) -> list[RelocationRow]:
    """Those of an incident, or of every incident that is open; by town and village."""
    wanted = Incident.state.in_(_OPEN) if incident is None else Relocation.incident_id == incident
    found = _told(connection, _SELECT.where(wanted))
    return sorted(found, key=lambda row: (row.town, row.village, row.household))


def steps(connection: Connection, relocation_id: UUID | None = None, incident: UUID | None = None) -> list[StepRow]:
    """History of a line or of every line of an incident, in the order it was recorded."""
    names = StepRow.__dataclass_fields__
    asked = select(*(getattr(RelocationStep, name) for name in names)).order_by(RelocationStep.number)
    if relocation_id is not None:
        asked = asked.where(RelocationStep.relocation_id == relocation_id)
    if incident is not None:
        own = select(Relocation.id).where(Relocation.incident_id == incident)
        asked = asked.where(RelocationStep.relocation_id.in_(own))
    return [StepRow(**{**row, "state": MoveState(row["state"])}) for row in connection.execute(asked).mappings()]


def household(connection: Connection, incident: UUID, village: str, name: str) -> bool:
    """Whether that household is on the list of an incident and was not taken off it."""
    asked = select(Relocation.id).where(
        Relocation.incident_id == incident, Relocation.village == village, Relocation.household == name,
        Relocation.state != "dropped",
    )  # fmt: skip
    return connection.execute(asked.limit(1)).first() is not None


def at_hand(session: Session, wanted: Collection[UUID]) -> list[Base]:
    """Lines with their incidents and every shelter: as long as the answer is kept nothing of it is read again."""
    made: list[Base] = []
    keys = list(wanted)
    for start in range(0, len(keys), _AT_ONCE):
        part = select(Relocation).where(Relocation.id.in_(keys[start : start + _AT_ONCE]))
        made += session.scalars(part)
    incidents = {row.incident_id for row in made if isinstance(row, Relocation)}
    made += session.scalars(select(Incident).where(Incident.id.in_(incidents)))
    return [*made, *session.scalars(select(Shelter))]


_AT_ONCE = 500


def villages_of_one_name(connection: Connection) -> set[str]:
    """Names more than one village has: each is known by its place only."""
    asked = select(Place.name).where(Place.level == "village").group_by(Place.name).having(func.count() > 1)
    return set(connection.scalars(asked))


def last_at(connection: Connection, relocation_id: UUID) -> Any:
    """When the newest step of a line was done."""
    asked = select(func.max(RelocationStep.at)).where(RelocationStep.relocation_id == relocation_id)
    return connection.execute(asked).scalar()


def waiting(connection: Connection) -> list[RowMapping]:
    """Open incidents with people who are neither away nor refusing: number, title, people, one of them, last told."""
    asked = (
        select(
            Incident.id, Incident.number, Incident.title, func.sum(Relocation.people).label("people"),
            func.max(Relocation.at).label("at"), func.min(Relocation.id).label("first"),
        )
        .join(Incident, Incident.id == Relocation.incident_id)
        .where(Relocation.state == "planned", Incident.state.in_(_OPEN))
        .group_by(Incident.id, Incident.number, Incident.title)
        .order_by(Incident.number)
    )  # fmt: skip
    return list(connection.execute(asked).mappings())


def _told(connection: Connection, asked: Select[Any]) -> list[RelocationRow]:
    above, made = towns(connection), []
    for row in connection.execute(asked).mappings():
        told: dict[str, Any] = {name: row[name] for name in _FIELDS}
        place = above.get(row["place_id"])
        told |= {"town": place.town if place else "", "town_id": place.town_id if place else None}
        told |= {"state": MoveState(row["state"]), "special": tuple(filter(None, row["special"].split(",")))}
        made.append(RelocationRow(**told))
    return made
