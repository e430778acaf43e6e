"""Shared steps of the device ledger: a sound form goes into its row, held against what the store knows."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import select

from console.domain.drivers import DRIVERS
from console.domain.wire import DeviceForm, PointForm
from console.errors import Refused
from db.chain import canonical
from db.models.inbound import EventType
from db.models.people import Person
from db.models.places import Place
from db.models.plans import Plan
from db.models.wire import Device, DevicePoint
from db.store import Tx

Limits = tuple[float | None, float | None]
"""Upper and lower threshold of a point."""


def put_device(tx: Tx, row: Device, form: DeviceForm) -> None:
    """A checked form goes into its row. Refuses device_code_taken, device_url_taken, no_such_place."""
    taken = tx.session.scalars(select(Device).where(Device.code == form.code, Device.id != row.id)).first()
    if taken is not None:
        raise Refused("device_code_taken", field="code", number=form.code, name=taken.name)
    require_own_port(tx, row.id, form)
    require_place(tx, form.place_id)
    for one in fields(DeviceForm):
        if one.name not in {"id", "options"}:
            setattr(row, one.name, getattr(form, one.name))
    row.options = as_json(dict(form.options))


def require_own_port(tx: Tx, device_id: UUID, form: DeviceForm) -> None:
    """Two conversations on one port would take each other's bytes: refuses device_url_taken."""
    if not form.url or not DRIVERS[form.driver].wired:
        return
    asked = select(Device).where(Device.url == form.url, Device.id != device_id, Device.active.is_(True))
    other = tx.session.scalars(asked).first()
    if other is not None:
        raise Refused("device_url_taken", field="url", url=form.url, name=other.name)


def put_point(tx: Tx, row: DevicePoint, form: PointForm) -> None:
    """A checked form goes into its row.

    Refuses no_such_device, no_such_place, no_such_event_type, no_such_plan, no_such_person, point_taken.
    """
    if tx.session.get(Device, form.device_id) is None:
        raise Refused("no_such_device")
    require_place(tx, form.place_id)
    if form.event_type is not None and tx.session.get(EventType, form.event_type) is None:
        raise Refused("no_such_event_type", field="event_type", type=form.event_type[:20])
    if form.plan_id is not None and tx.session.get(Plan, form.plan_id) is None:
        raise Refused("no_such_plan")
    for person in form.person_ids:
        if tx.session.get(Person, person) is None:
            raise Refused("no_such_person")
    _require_own_match(tx, row.id, form)
    fill_point(row, form)


def fill_point(row: DevicePoint, form: PointForm) -> None:
    """A form that was held against the store already goes into its row."""
    for one in fields(PointForm):
        if one.name not in {"id", "person_ids"}:
            setattr(row, one.name, getattr(form, one.name))
    row.person_ids = as_json([str(person) for person in form.person_ids])


def alike(limits: Limits, other: Limits) -> bool:
    """Whether two points of the same account, zone and code would toss a coin: no two steps of one reading."""
    nothing = (None, None)
    return limits == nothing or other in (limits, nothing)


def require_place(tx: Tx, place_id: UUID | None) -> None:
    """Refuses no_such_place."""
    if place_id is not None and tx.session.get(Place, place_id) is None:
        raise Refused("no_such_place")


def as_json(value: Any) -> str:
    """As the store keeps lists and objects."""
    return canonical(value).decode()


def _require_own_match(tx: Tx, point_id: UUID, form: PointForm) -> None:
    """Two points that match the same would toss a coin, unless they are two steps of one reading."""
    same = select(DevicePoint).where(
        DevicePoint.device_id == form.device_id, DevicePoint.id != point_id, DevicePoint.active.is_(True),
        DevicePoint.account == form.account, DevicePoint.zone == form.zone, DevicePoint.code == form.code,
    )  # fmt: skip
    for other in tx.session.scalars(same):
        if alike((form.above, form.below), (other.above, other.below)):
            raise Refused("point_taken", field="account", name=other.name)
