"""Reads of the device ledger: devices with their links, points with their places, people and plans."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, RowMapping, select, true

from console.domain.natural import natural
from console.domain.wire import DeviceForm, DeviceRow, LinkCounts, LinkState, LinkStatus, PointForm, PointRow
from db.models.people import Person
from db.models.plans import Plan
from db.models.wire import Device, DevicePoint, Link
from db.queries import places

_DEVICE = tuple(DeviceForm.__dataclass_fields__)
_POINT = tuple(PointForm.__dataclass_fields__)
_COUNTS = tuple(LinkCounts.__dataclass_fields__)


def devices(connection: Connection, *where: ColumnElement[bool]) -> list[DeviceRow]:
    """Devices by code, those that stopped too, each as its link was last told to be."""
    rows = connection.execute(select(Device.__table__).where(*where or (true(),))).mappings()
    found = sorted(rows, key=lambda row: natural(row["code"]))
    links = {status.device_key: status for status in statuses(connection)}
    paths = _paths(connection, (row["place_id"] for row in found))
    return [_device(row, paths, links) for row in found]


def device(connection: Connection, device_id: UUID) -> DeviceRow | None:
    return next(iter(devices(connection, Device.id == device_id)), None)


def points(connection: Connection, *where: ColumnElement[bool]) -> list[PointRow]:
    """Points by name (2 号 before 10 号), those that were dropped too, with the names of their people and plan."""
    asked = select(DevicePoint.__table__, Plan.title.label("plan_title")).outerjoin_from(
        DevicePoint, Plan, DevicePoint.plan_id == Plan.id
    )
    rows = connection.execute(asked.where(*where or (true(),))).mappings()
    found = sorted(rows, key=lambda row: natural(row["name"], row["account"], row["zone"], row["code"]))
    paths = _paths(connection, (row["place_id"] for row in found))
    names = people(connection, {one for row in found for one in ids(row["person_ids"])})
    return [_point(row, paths, names) for row in found]


def statuses(connection: Connection) -> list[LinkStatus]:
    """Every link as it was last told, by device."""
    rows = connection.execute(select(Link.__table__).order_by(Link.device_key)).mappings()
    return [_status(row) for row in rows]


def people(connection: Connection, asked: Collection[UUID]) -> dict[UUID, str]:
    """Names of people of the contact book."""
    if not asked:
        return {}
    return {row.id: row.name for row in connection.execute(select(Person.id, Person.name).where(Person.id.in_(asked)))}


def ids(stored: str) -> tuple[UUID, ...]:
    """A stored JSON list of ids."""
    return () if stored == "[]" else tuple(UUID(one) for one in json.loads(stored))


def _paths(connection: Connection, asked: Iterable[UUID | None]) -> dict[UUID, str]:
    return {one: places.path(connection, one) for one in {one for one in asked if one is not None}}


def _device(row: RowMapping, paths: dict[UUID, str], links: dict[str, LinkStatus]) -> DeviceRow:
    values: dict[str, Any] = {name: row[name] for name in _DEVICE} | {"options": json.loads(row["options"])}
    path = paths.get(row["place_id"], "")
    return DeviceRow(DeviceForm(**values), row["active"], row["version"], path, links.get(str(row["id"])))


def _point(row: RowMapping, paths: dict[UUID, str], names: dict[UUID, str]) -> PointRow:
    called = ids(row["person_ids"])
    values: dict[str, Any] = {name: row[name] for name in _POINT} | {"person_ids": called}
    persons = tuple(names[one] for one in called if one in names)
    path = paths.get(row["place_id"], "")
    return PointRow(PointForm(**values), row["active"], row["version"], path, persons, row["plan_title"] or "")


def _status(row: RowMapping) -> LinkStatus:
    counts = LinkCounts(**{name: row[name] for name in _COUNTS})
    return LinkStatus(row["device_key"], LinkState(row["state"]), row["since"], row["heard_at"], row["cause"], counts)
