"""A duplicate is never reported separately: it goes up with the incident it tells again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from console.domain.inbound import InboundState
from console.domain.incident import IncidentRow, ItemKind
from console.errors import Refused
from db.models.inbound import Inbound
from db.queries import inbound, incidents
from db.store import Tx

REPORT = "report"
"""The action of an inbound item that means 上报."""


def require_own_report(tx: Tx, item: Inbound) -> None:
    """Shared step before an item is reported upwards.

    Refuses duplicate_reported, naming the incident, for a 重复来电 and for an item merged into one of an incident;
    duplicate_merged, naming the item, where that belongs to no incident.
    """
    held = incidents.belongs(tx.connection, item.id)
    if held is not None and held[1] is ItemKind.DUPLICATE:
        raise Refused("duplicate_reported", number=item.number, incident=held[0].number)
    if item.state == InboundState.MERGED:
        _refuse_merged(tx.connection, item)


def require_own_incident(tx: Tx, item: Inbound) -> None:
    """Shared step before an incident is opened from an item: one that was merged has its master's."""
    if item.state == InboundState.MERGED:
        _refuse_merged(tx.connection, item)


def require_own_series(connection: Connection, incident: IncidentRow) -> None:
    """Shared step before a report is drafted or handed in.

    Refuses duplicate_reported, naming the other incident, where everything this one came from was merged into that.
    """
    held = incidents.items(connection, incident.id)
    others = [_elsewhere(connection, one.inbound_id, incident.id) for one in held]
    told = [other for other in others if other is not None]
    if held and len(told) == len(held):
        raise Refused("duplicate_reported", number=incident.number, incident=told[0].number)


def _elsewhere(connection: Connection, inbound_id: UUID, incident_id: UUID) -> IncidentRow | None:
    """The other incident a merged item leads to: that of the last item of the chain."""
    held = incidents.belongs(connection, inbound.root(connection, inbound_id))
    return None if held is None or held[0].id == incident_id else held[0]


def _refuse_merged(connection: Connection, item: Inbound) -> None:
    for above in (item.id, *inbound.above(connection, item.id)):
        held = incidents.belongs(connection, above)
        if held is not None:
            raise Refused("duplicate_reported", number=item.number, incident=held[0].number)
    master = inbound.one(connection, item.master_id) if item.master_id else None
    raise Refused("duplicate_merged", number=item.number, master=master.number if master else "")
