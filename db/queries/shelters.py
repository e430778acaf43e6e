"""Reads of 避灾安置场所: the ledger, what is open since when, the newest count of each, towns above places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Select, func, or_, select

from console.domain.shelters import CountRow, OpeningRow, ShelterForm, ShelterRow, ShelterState, Tier
from db.models.incidents import Incident
from db.models.places import Place
from db.models.shelters import Relocation, Shelter, ShelterCount, ShelterOpening
from db.models.stores import Warehouse

_LISTS = ("suits", "facilities")
FORM = tuple(ShelterForm.__dataclass_fields__)
_OPENING = (
    ShelterOpening.id, ShelterOpening.shelter_id, ShelterOpening.incident_id,
    func.coalesce(Incident.number, "").label("incident"), ShelterOpening.opened_at, ShelterOpening.opened_by,
    ShelterOpening.closed_at, ShelterOpening.closed_by, ShelterOpening.version,
)  # fmt: skip
_COUNT = tuple(getattr(ShelterCount, name) for name in CountRow.__dataclass_fields__)


def rows(
    connection: Connection, wanted: Collection[UUID] | None = None, *, retired: bool = False
) -> list[ShelterRow]:  # fmt: skip
    """By code, each with its running opening and the newest count of that; those named whether they hold or not."""
    asked = (
        select(Shelter.__table__, Warehouse.name.label("warehouse"))
        .outerjoin(Warehouse, Warehouse.id == Shelter.warehouse_id)
        .order_by(Shelter.code)
    )
    if wanted is not None:
        asked = asked.where(Shelter.id.in_(wanted))
    elif not retired:
        asked = asked.where(Shelter.active)
    open_ = {row.shelter_id: row for row in openings(connection, running=True)}
    counts, above, moved = newest(connection), towns(connection), _moved(connection)
    return [
        _row(row, open_.get(row["id"]), counts, above, moved.get(row["id"], 0))
        for row in connection.execute(asked).mappings()
    ]


def _row(
    row: RowMapping, opening: OpeningRow | None, counts: dict[UUID, CountRow], above: dict[UUID, Any], moved: int
) -> ShelterRow:
    place = above.get(row["place_id"], _NOWHERE)
    return ShelterRow(
        form_of(row), ShelterState(row["state"]), row["active"], row["version"], place.name, place.town_id, place.town,
        row["warehouse"] or "", opening, counts.get(opening.id) if opening is not None else None, moved,
    )  # fmt: skip


def form_of(row: Any) -> ShelterForm:
    """The form of a stored row, mapping or model."""
    told = {name: row[name] if isinstance(row, RowMapping) else getattr(row, name) for name in FORM}
    told |= {name: tuple(code for code in told[name].split(",") if code) for name in _LISTS}
    return ShelterForm(**(told | {"tier": Tier(told["tier"])}))


def openings(
    connection: Connection, *, running: bool = False, shelter: UUID | None = None, incident: UUID | None = None
) -> list[OpeningRow]:
    """The newest first."""
    asked = select(*_OPENING).outerjoin(Incident, Incident.id == ShelterOpening.incident_id)
    asked = asked.where(ShelterOpening.closed_at.is_(None)) if running else asked
    for column, value in ((ShelterOpening.shelter_id, shelter), (ShelterOpening.incident_id, incident)):
        asked = asked if value is None else asked.where(column == value)
    order = (ShelterOpening.opened_at.desc(), ShelterOpening.recorded_at.desc())
    return [OpeningRow(**row) for row in connection.execute(asked.order_by(*order)).mappings()]


def newest(connection: Connection) -> dict[UUID, CountRow]:
    """The count of each running opening that counts: as of the latest time, of those the one recorded last."""
    running = select(ShelterOpening.id).where(ShelterOpening.closed_at.is_(None))
    found = _counts(connection, select(*_COUNT).where(ShelterCount.opening_id.in_(running)))
    return {row.opening_id: row for row in found}


def counts(connection: Connection, opening: UUID) -> list[CountRow]:
    """Every count of an opening in the order of what they are as of."""
    return _counts(connection, select(*_COUNT).where(ShelterCount.opening_id == opening))


def _counts(connection: Connection, asked: Select[Any]) -> list[CountRow]:
    ordered = asked.order_by(ShelterCount.at, ShelterCount.number)
    return [CountRow(**row) for row in connection.execute(ordered).mappings()]


def _moved(connection: Connection) -> dict[UUID, int]:
    """Brought to each shelter since it was last closed: whoever was in it then is in it no longer."""
    closed = (
        select(ShelterOpening.shelter_id, func.max(ShelterOpening.closed_at).label("at"))
        .group_by(ShelterOpening.shelter_id)
        .subquery()
    )
    asked = (
        select(Relocation.shelter_id, func.sum(Relocation.people))
        .outerjoin(closed, closed.c.shelter_id == Relocation.shelter_id)
        .where(Relocation.state == "moved", Relocation.shelter_id.is_not(None))
        .where(or_(closed.c.at.is_(None), Relocation.at > closed.c.at))
        .group_by(Relocation.shelter_id)
    )
    return {key: int(people) for key, people in connection.execute(asked) if key is not None}


class _Above:
    """A place with the town it lies in; a town lies in itself."""

    __slots__ = ("name", "town", "town_id")

    def __init__(self, name: str, town_id: UUID | None, town: str) -> None:
        self.name, self.town_id, self.town = name, town_id, town


_NOWHERE = _Above("", None, "")


def towns(connection: Connection) -> dict[UUID, Any]:
    """Every place by id with ``name``, ``town_id`` and ``town``: the one above it or nothing."""
    places = {row.id: row for row in connection.execute(select(Place.id, Place.parent_id, Place.name, Place.level))}
    made: dict[UUID, Any] = {}
    for key, place in places.items():
        at: Any = place
        while at is not None and at.level != "town":
            at = places.get(at.parent_id) if at.parent_id else None
        made[key] = _Above(place.name, at.id, at.name) if at is not None else _Above(place.name, None, "")
    return made


def incident_steps(connection: Connection, incident_id: UUID) -> Sequence[RowMapping]:
    """Openings of an incident, closed ones too, with their shelter, for its time line."""
    asked = (
        select(ShelterOpening.__table__, Shelter.name, Shelter.code)
        .join(Shelter, Shelter.id == ShelterOpening.shelter_id)
        .where(ShelterOpening.incident_id == incident_id)
    )
    return connection.execute(asked).mappings().all()


def incident_counts(connection: Connection, incident_id: UUID) -> Sequence[RowMapping]:
    """Counts of the shelters opened for an incident."""
    asked = (
        select(ShelterCount.__table__, Shelter.name, Shelter.code, ShelterOpening.shelter_id)
        .join(ShelterOpening, ShelterOpening.id == ShelterCount.opening_id)
        .join(Shelter, Shelter.id == ShelterOpening.shelter_id)
        .where(ShelterOpening.incident_id == incident_id)
    )
    return connection.execute(asked).mappings().all()
