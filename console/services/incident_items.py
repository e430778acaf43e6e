"""What belongs to an incident: inbound items joined to it and taken out again, by an officer and never by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from console.domain.clock import Clock
from console.domain.incident import LIMITS, IncidentRow, ItemKind, ItemRow
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.text import checked_text
from console.errors import Refused
from console.services import incident_clocks, lines
from console.services.own_reports import require_own_incident
from db import books
from db.base import Base
from db.models.inbound import Inbound
from db.models.incidents import Incident, IncidentItem
from db.queries import incidents as query
from db.store import Store, Tx


class IncidentItemsService:
    """Use cases of joining and taking out."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def join(self, incident_id: UUID, inbound_id: UUID, kind: ItemKind, *, by: Actor) -> IncidentRow:
        """The item belongs to the incident; an earlier 接报时间 moves its countdowns forward.

        Refuses no_such_incident, no_such_item and item_joined where it belongs to one already.
        """
        with self._store.writing(by=by, action=Action.INCIDENTS) as tx:
            at = self._clock.now()
            taken_in(tx, incident_id, inbound_id, kind, at, self._zone())
        return self._one(incident_id)

    def leave(self, incident_id: UUID, inbound_id: UUID, reason: str, *, by: Actor) -> IncidentRow:
        """It does not belong to it after all, with the reason; an incident keeps at least one item."""
        reason = checked_text(reason, limit=LIMITS["reason"]).strip() if reason.strip() else ""
        if not reason:
            raise Refused("reason_missing")
        with self._store.writing(by=by, action=Action.INCIDENTS) as tx:
            at = self._clock.now()
            incident = _load(tx, incident_id)
            row = _held(tx, incident_id, inbound_id)
            if len(query.items(tx.connection, incident_id)) < 2:
                raise Refused("items_missing")
            row.ended_at, row.ended_by, row.reason, row.version = at, tx.by.name, reason, row.version + 1
            tx.flush()
            item = tx.session.get_one(Inbound, inbound_id)
            about = [incident, row, *_received_anew(tx, incident, at, self._zone())]
            text = f"{item.number} 从 {incident.number} 移出：{reason}"
            lines.write(tx, books.DUTY, ActKind.INCIDENT, text, at=at, about=about)
        return self._one(incident_id)

    def of(self, incident_id: UUID, *, former: bool = False) -> list[ItemRow]:
        with self._store.reading() as connection:
            return query.items(connection, incident_id, former=former)

    def incident_of(self, inbound_id: UUID) -> IncidentRow | None:
        """The incident an item belongs to now."""
        with self._store.reading() as connection:
            found = query.of_item(connection, inbound_id)
            return None if found is None else query.one(connection, found)

    def _one(self, incident_id: UUID) -> IncidentRow:
        with self._store.reading() as connection:
            return query.one(connection, incident_id)


def taken_in(tx: Tx, incident_id: UUID, inbound_id: UUID, kind: ItemKind, at: datetime, zone: ZoneInfo) -> Incident:
    """Shared step: an item joins an incident that runs, and the line says so."""
    incident = _load(tx, incident_id)
    row = joined(tx, incident, inbound_id, kind, at)
    item = tx.session.get_one(Inbound, inbound_id)
    about = [incident, row, *_received_anew(tx, incident, at, zone)]
    word = "重复来电" if kind is ItemKind.DUPLICATE else "补充情况"
    lines.write(tx, books.DUTY, ActKind.INCIDENT, f"{item.number} 并入 {incident.number}（{word}）", at=at, about=about)
    return incident


def _received_anew(tx: Tx, incident: Incident, at: datetime, zone: ZoneInfo) -> list[Base]:
    """The earliest item decides when it was received; countdowns follow."""
    tx.flush()
    earliest = query.earliest(tx.connection, incident.id)
    if earliest is not None and earliest != incident.received_at:
        incident.received_at = earliest
    incident.version += 1
    return incident_clocks.refreshed(tx, incident, zone, at)


def joined(tx: Tx, incident: Incident, inbound_id: UUID, kind: ItemKind, at: datetime) -> IncidentItem:
    """Shared step: an item belongs to an incident from now on; the caller writes the line."""
    if tx.session.get(Inbound, inbound_id) is None:
        raise Refused("no_such_item")
    held = query.of_item(tx.connection, inbound_id)
    if held is not None:
        raise Refused("item_joined", number=query.one(tx.connection, held).number)
    row = IncidentItem(
        id=uuid4(), incident_id=incident.id, inbound_id=inbound_id, kind=kind.value, at=at, by_name=tx.by.name,
        ended_at=None, ended_by="", reason="", version=1,
    )  # fmt: skip
    tx.session.add(row)
    tx.flush()
    return row


def require_sources(tx: Tx, items: Sequence[UUID]) -> None:
    """Shared step before an incident is opened: an item that was merged has its master's incident."""
    for inbound_id in items:
        item = tx.session.get(Inbound, inbound_id)
        if item is not None:
            require_own_incident(tx, item)


def earliest_of(tx: Tx, items: Sequence[UUID]) -> datetime:
    """The earliest 接报时间 of these items; refuses no_such_item."""
    asked = select(func.min(Inbound.received_at), func.count()).where(Inbound.id.in_(items))
    earliest, count = tx.connection.execute(asked).one()
    if count != len(set(items)):
        raise Refused("no_such_item")
    found: datetime = earliest
    return found


def _load(tx: Tx, incident_id: UUID) -> Incident:
    incident = tx.session.get(Incident, incident_id)
    if incident is None:
        raise Refused("no_such_incident")
    return incident


def _held(tx: Tx, incident_id: UUID, inbound_id: UUID) -> IncidentItem:
    asked = select(IncidentItem).where(
        IncidentItem.incident_id == incident_id, IncidentItem.inbound_id == inbound_id, IncidentItem.ended_at.is_(None)
    )
    row = tx.session.execute(asked).scalar_one_or_none()
    if row is None:
        raise Refused("no_such_item")
    return row
