"""Reads of the commander's page: what open incidents told and reported, key goods held against their quotas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, func, or_, select, true

from console.domain.incident import OPEN_STATES
from console.domain.incident_figures import Revision
from console.domain.incident_report import ReportRow
from db.models.inbound import Inbound, Task
from db.models.incidents import Incident, IncidentItem
from db.models.places import Place
from db.models.stores import Item, Quota, Warehouse
from db.queries import incident_reports, incidents, stores


@dataclass(frozen=True, slots=True)
class KeyQuota:
    """The minimum of a key item in a store or a place."""

    store: UUID | None
    place: UUID | None
    owner: str
    item: UUID
    code: str
    name: str
    unit: str
    minimum: Decimal


def revisions(connection: Connection, wanted: Collection[UUID]) -> dict[UUID, list[Revision]]:
    """Every revision of every figure of these incidents."""
    return incidents.revisions_of(connection, wanted)


def reports(connection: Connection, wanted: Collection[UUID]) -> dict[UUID, list[ReportRow]]:
    """Reports of these incidents but void ones, in the order they were begun."""
    found: defaultdict[UUID, list[ReportRow]] = defaultdict(list)
    for row in incident_reports.of_incidents(connection, wanted):
        found[row.incident_id].append(row)
    return dict(found)


def callers(connection: Connection) -> list[str]:
    """Names of who called about open incidents or what nobody ended, or waits to be rung back; the longest first."""
    incidents_open = (
        select(IncidentItem.inbound_id)
        .join(Incident, Incident.id == IncidentItem.incident_id)
        .where(Incident.state.in_([state.value for state in OPEN_STATES]))
    )
    waits = select(Task.source_id).where(Task.state == "open", Task.source == "call_back")
    asked = select(Inbound.caller_name).where(
        Inbound.caller_name != "",
        or_(Inbound.state == "open", Inbound.id.in_(incidents_open), Inbound.id.in_(waits)),
    )
    return sorted(set(connection.scalars(asked)), key=lambda name: (-len(name), name))


def key_quotas(connection: Connection) -> list[KeyQuota]:
    """Quotas in force of items that have to be there; of stores and places that are kept."""
    asked = (
        select(
            Quota.warehouse_id, Quota.place_id, func.coalesce(Warehouse.name, Place.name, ""), Item.id, Item.code,
            Item.name, Item.unit, Quota.minimum,
        )
        .join(Item, Item.id == Quota.item_id)
        .outerjoin(Warehouse, Warehouse.id == Quota.warehouse_id)
        .outerjoin(Place, Place.id == Quota.place_id)
        .where(
            Quota.active == true(), Item.active == true(), Item.key_item == true(),
            or_(Quota.warehouse_id.is_(None), Warehouse.active == true()),
        )
        .order_by(Item.code, func.coalesce(Warehouse.code, Place.code))
    )  # fmt: skip
    return [KeyQuota(*row) for row in connection.execute(asked)]


def key_goods(connection: Connection, today: date) -> dict[tuple[UUID, UUID], Decimal]:
    """What each store has free of each key item: as ``stores.usable``."""
    return stores.usable(connection, today, key_only=True)
