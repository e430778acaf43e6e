"""Reads of who and what could be sent: teams, stores with what they hold, vehicles, agreements, where things lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from console.domain.assignments import TeamState
from console.domain.candidates import Holding, VehicleThere
from console.domain.stock import NOTHING, AccountKind, Held
from console.domain.stock import Goods as State
from db.models.dispatch import Assignment, Dispatch
from db.models.incidents import Incident
from db.models.ledger import StockBalance, StockDocument
from db.models.places import Place
from db.models.shelters import Shelter
from db.models.stores import Agreement, Item, Lot, Quota, Vehicle, Warehouse
from db.models.teams import Team
from db.queries import stores as stores_query

PLACE = 200
"""Longest place of an assignment or a document, in characters."""

OrderRow = Mapping[str, Any]

_ABOVE = aliased(Place)
_POINTS = select(
    Place.id, Place.name, Place.latitude, Place.longitude, Place.level, _ABOVE.name.label("town"),
    _ABOVE.latitude.label("north"), _ABOVE.longitude.label("east"),
).outerjoin(_ABOVE, _ABOVE.id == Place.parent_id)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """Where a place lies; ``name`` is the place whose coordinates these are (a village's may be its town's)."""

    name: str
    latitude: float
    longitude: float


def teams(connection: Connection) -> list[Any]:
    """Every team that is kept."""
    return list(connection.execute(select(Team.__table__).where(Team.active).order_by(Team.code)).mappings())


def stores(connection: Connection) -> list[Any]:
    """Every store that is kept."""
    return list(
        connection.execute(select(Warehouse.__table__).where(Warehouse.active).order_by(Warehouse.code)).mappings()
    )


def scenes_of_teams(connection: Connection) -> dict[UUID, Any]:
    """Where teams are that have arrived somewhere and not gone home: team to place, latitude, longitude."""
    at_scene = (TeamState.ARRIVED.value, TeamState.DONE.value)
    asked = (
        select(
            Assignment.team_id, func.coalesce(func.nullif(Assignment.place, ""), Incident.title).label("place"),
            Assignment.latitude, Assignment.longitude,
        )
        .join(Incident, Incident.id == Assignment.incident_id)
        .where(Assignment.state.in_(at_scene))
        .order_by(Assignment.made_at)
    )  # fmt: skip
    return {row.team_id: row for row in connection.execute(asked)}


def points(connection: Connection, places: Iterable[UUID | None]) -> dict[UUID, Point]:
    """Where places lie: their own coordinates, else those of the town above a village; nothing where nobody knows."""
    asked = {one for one in places if one is not None}
    found: dict[UUID, Point] = {}
    for row in connection.execute(_POINTS.where(Place.id.in_(asked))) if asked else ():
        if row.latitude is not None and row.longitude is not None:
            found[row.id] = Point(row.name, row.latitude, row.longitude)
        elif row.level == "village" and row.north is not None and row.east is not None:
            found[row.id] = Point(row.town, row.north, row.east)
    return found


def shelters(connection: Connection, wanted: Iterable[UUID | None]) -> dict[UUID, Any]:
    """Shelters by id: name, place, coordinates."""
    asked = {one for one in wanted if one is not None}
    query = select(Shelter.id, Shelter.name, Shelter.place_id, Shelter.latitude, Shelter.longitude)
    return {row.id: row for row in connection.execute(query.where(Shelter.id.in_(asked)))} if asked else {}


def incidents(connection: Connection, wanted: Collection[UUID]) -> dict[UUID, Any]:
    """Incidents by id: number, title, type, state, place."""
    asked = select(
        Incident.id, Incident.number, Incident.title, Incident.event_type, Incident.state, Incident.place_id,
        Incident.place_path, Incident.place_text,
    ).where(Incident.id.in_(wanted))  # fmt: skip
    return {row.id: row for row in connection.execute(asked)} if wanted else {}


def holdings(connection: Connection, items: Collection[UUID]) -> dict[tuple[UUID, UUID], Holding]:
    """Store and item to the usable lots that lie there, with the store's quota; expired ones are among them."""
    lots: defaultdict[tuple[UUID, UUID], list[Held]] = defaultdict(list)
    balance = StockBalance
    asked = (
        select(
            balance.place_id, balance.item_id, balance.lot_id, Lot.code, Lot.expires_on, balance.quantity,
            balance.reserved,
        )
        .join(Lot, Lot.id == balance.lot_id)
        .join(Warehouse, and_(Warehouse.id == balance.place_id, Warehouse.active))
        .where(
            balance.kind == AccountKind.STORE.value, balance.state == State.USABLE.value, balance.quantity > 0,
            balance.item_id.in_(items),
        )
    )  # fmt: skip
    for row in connection.execute(asked) if items else ():
        lots[row.place_id, row.item_id].append(
            Held(row.lot_id, row.item_id, row.code, row.expires_on, row.quantity, row.reserved)
        )
    kept = _quotas(connection, items)
    return {key: Holding(key[0], key[1], tuple(held), *kept.get(key, (NOTHING, NOTHING))) for key, held in lots.items()}


def _quotas(connection: Connection, items: Collection[UUID]) -> dict[tuple[UUID, UUID], tuple[Decimal, Decimal]]:
    asked = select(Quota.warehouse_id, Quota.item_id, Quota.minimum, Quota.target).where(
        Quota.active, Quota.warehouse_id.is_not(None), Quota.item_id.in_(items)
    )
    rows: Any = connection.execute(asked) if items else ()
    return {(row[0], row[1]): (row[2], row[3]) for row in rows}


def vehicles(connection: Connection) -> list[VehicleThere]:
    """Vehicles that stand ready at a store and that no document on its way has taken."""
    taken = select(StockDocument.vehicle_id).where(
        StockDocument.vehicle_id.is_not(None), StockDocument.state.in_(("approved", "issued"))
    )
    asked = select(
        Vehicle.id, Vehicle.plate, Vehicle.warehouse_id, Vehicle.load_kg, Vehicle.volume_l, Vehicle.driver,
        Vehicle.phone,
    ).where(Vehicle.active, Vehicle.ready, Vehicle.warehouse_id.is_not(None), Vehicle.id.not_in(taken))  # fmt: skip
    rows: Any = connection.execute(asked.order_by(Vehicle.plate))
    return [VehicleThere(*row) for row in rows]


def stores_with_vehicles(connection: Connection) -> set[UUID]:
    """Stores of which any vehicle is recorded, ready or not: what they can carry is known."""
    asked = select(Vehicle.warehouse_id).where(Vehicle.active, Vehicle.warehouse_id.is_not(None)).distinct()
    return {one for one in connection.scalars(asked) if one is not None}


def agreements(connection: Connection, items: Collection[UUID], on: date) -> list[Any]:
    """Agreements that hold on that day for these items, with ``called``: as the list of agreements has it."""
    called = stores_query.called(connection) if items else {}
    asked = (
        select(Agreement.__table__, Item.name.label("item_name"))
        .join(Item, Item.id == Agreement.item_id)
        .where(
            Agreement.active, Agreement.item_id.in_(items),
            or_(Agreement.valid_from.is_(None), Agreement.valid_from <= on),
            or_(Agreement.valid_to.is_(None), Agreement.valid_to >= on),
        )
        .order_by(Agreement.lead_minutes, Agreement.code)
    )  # fmt: skip
    rows = connection.execute(asked).mappings() if items else ()
    return [{**row, "called": called.get(row["id"], NOTHING)} for row in rows]


@dataclass(frozen=True, slots=True)
class Goods:
    """An item as it is loaded: weight and volume of one unit, None where nobody recorded them."""

    id: UUID
    code: str
    name: str
    unit: str
    decimals: int
    weight_kg: Decimal | None
    volume_l: Decimal | None


def goods(connection: Connection, items: Collection[UUID]) -> dict[UUID, Goods]:
    """Items by id."""
    asked = select(Item.id, Item.code, Item.name, Item.unit, Item.decimals, Item.weight_kg, Item.volume_l)
    return {row.id: Goods(*row) for row in connection.execute(asked.where(Item.id.in_(items)))} if items else {}


def of_key(connection: Connection, keys: Collection[UUID]) -> list[UUID]:
    """Orders that were already confirmed under these keys."""
    asked = select(Dispatch.id).where(Dispatch.key.in_(keys)).order_by(Dispatch.number)
    return list(connection.scalars(asked))


def orders(
    connection: Connection, incident: UUID | None = None, wanted: Collection[UUID] | None = None
) -> list[OrderRow]:
    """Orders of a commander, the newest first: of an incident, those named, or all."""
    asked = select(Dispatch.__table__, Incident.number.label("incident_number"), Incident.title.label("incident_title"))
    asked = asked.join(Incident, Incident.id == Dispatch.incident_id)
    asked = asked if incident is None else asked.where(Dispatch.incident_id == incident)
    asked = asked if wanted is None else asked.where(Dispatch.id.in_(wanted))
    found = connection.execute(asked.order_by(Dispatch.at.desc(), Dispatch.number.desc()))
    return [dict(one) for one in found.mappings()]


def assignments_of(session: Session, dispatch: UUID) -> list[Assignment]:
    """Rows of the teams of an order."""
    asked = select(Assignment).where(Assignment.dispatch_id == dispatch)
    return list(session.scalars(asked.order_by(Assignment.number)))


def documents_of(session: Session, dispatch: UUID) -> list[StockDocument]:
    """Rows of the documents of an order."""
    asked = select(StockDocument).where(StockDocument.dispatch_id == dispatch, StockDocument.kind != "counter")
    return list(session.scalars(asked.order_by(StockDocument.number)))


def plates(connection: Connection, wanted: Collection[UUID]) -> dict[UUID, str]:
    """Plates of vehicles by id."""
    asked = select(Vehicle.id, Vehicle.plate).where(Vehicle.id.in_(wanted))
    return {row.id: row.plate for row in connection.execute(asked)} if wanted else {}


def contacts(connection: Connection) -> dict[UUID, str]:
    """Whom to ring at a team or a store: names and numbers, first the one who answers first."""
    team = select(Team.id, Team.head_a, Team.phone_a, Team.head_b, Team.phone_b)
    store = select(Warehouse.id, Warehouse.keeper_a, Warehouse.phone_a, Warehouse.keeper_b, Warehouse.phone_b)
    rows: list[Any] = [*connection.execute(team), *connection.execute(store)]
    return {
        row[0]: "、".join(f"{name} {phone}".strip() for name, phone in (row[1:3], row[3:5]) if name or phone)
        for row in rows
    }
