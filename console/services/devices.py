"""The device ledger: which devices there are, how they are reached, what their accounts and zones mean.

A practice store may keep the ledger of the real station (a copy of it does): a live port is refused where its link is
opened or something is sent over it (``console.domain.wire``), never where it is written down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from console.domain.clock import Clock
from console.domain.devices import checked_device, checked_point
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.text import free_text
from console.domain.wire import DeviceForm, DeviceRow, LinkStatus, PointForm, PointRow
from console.errors import Refused
from console.services import lines
from console.services.device_writing import put_device, put_point, require_own_port
from console.services.point_meant import Pointed, meant
from db import books
from db.base import Base
from db.models.wire import Device, DevicePoint
from db.queries import wire as query
from db.store import Store, Tx

REASON_LIMIT = 500
POINT_SAID = ("name", "account", "zone", "place_text")
"""What a point is found by."""


class DevicesService:
    """Use cases of the ledger. Nothing is deleted: a device that is no more is stopped, its history stays."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    # looking

    def rows(self, *, stopped: bool = False) -> list[DeviceRow]:
        """Devices by code; with ``stopped`` also those that are no longer used."""
        with self._store.reading() as connection:
            return [row for row in query.devices(connection) if row.active or stopped]

    def one(self, device_id: UUID) -> DeviceRow:
        """Refuses no_such_device."""
        with self._store.reading() as connection:
            found = query.device(connection, device_id)
        if found is None:
            raise Refused("no_such_device")
        return found

    def by_key(self, key: str) -> DeviceRow | None:
        """The device whose events and link go by that key; None for a port that stands in no ledger."""
        try:
            device_id = UUID(key)
        except ValueError:
            return None
        with self._store.reading() as connection:
            return query.device(connection, device_id)

    def by_code(self, code: str) -> DeviceRow:
        """Refuses no_such_device."""
        with self._store.reading() as connection:
            found = query.devices(connection, Device.code == code.strip())
        if not found:
            raise Refused("no_such_device")
        return found[0]

    def points(self, device_id: UUID, *, dropped: bool = False) -> list[PointRow]:
        """What its accounts, zones and codes mean, by name."""
        with self._store.reading() as connection:
            found = query.points(connection, DevicePoint.device_id == device_id)
        return [row for row in found if row.active or dropped]

    def with_points(self, words: str) -> frozenset[UUID]:
        """Devices of which a point is called so, answers to it or stands there: thousands of points have no list."""
        asked = words.strip()
        if not asked:
            return frozenset()
        said = [getattr(DevicePoint, name).icontains(asked, autoescape=True) for name in POINT_SAID]
        rows = select(DevicePoint.device_id).where(DevicePoint.active.is_(True), or_(*said)).distinct()
        with self._store.reading() as connection:
            return frozenset(connection.execute(rows).scalars())

    def meant(self, said: Pointed) -> Mapping[str, Any]:
        """The fields of a form for those words: place, people, type, plan. Refuses what ``point_meant.meant`` does."""
        with self._store.reading() as connection:
            return meant(connection, said)

    def statuses(self) -> list[LinkStatus]:
        """Every link as it was last told by whoever holds the ``wire`` lock."""
        with self._store.reading() as connection:
            return query.statuses(connection)

    # keeping

    def add(self, form: DeviceForm, *, by: Actor) -> DeviceRow:
        """A new device; the same id twice is once. Refuses what ``checked_device`` and ``put_device`` do."""
        form = checked_device(form)
        with self._store.writing(by=by, action=Action.EDIT_DEVICES) as tx:
            if tx.session.get(Device, form.id) is None:
                row = Device(id=form.id, active=True, version=1)
                put_device(tx, row, form)
                tx.session.add(row)
                self._line(tx, f"新增设备 {_named(row)}（{row.driver}，{row.url or '本机'}）", [row])
        return self.one(form.id)

    def change(self, form: DeviceForm, *, seen: int, by: Actor) -> DeviceRow:
        """Refuses changed_meanwhile, no_such_device and what ``add`` does."""
        form = checked_device(form)
        with self._store.writing(by=by, action=Action.EDIT_DEVICES) as tx:
            row = _seen(tx, form.id, seen)
            put_device(tx, row, form)
            row.version += 1
            self._line(tx, f"修改设备 {_named(row)}（{row.driver}，{row.url or '本机'}）", [row])
        return self.one(form.id)

    def stop(self, device_id: UUID, reason: str, *, seen: int, by: Actor) -> DeviceRow:
        """It is not listened to any more, with the reason; refuses reason_missing, device_stopped."""
        reason = free_text(reason, REASON_LIMIT)
        if not reason:
            raise Refused("reason_missing", field="reason")
        with self._store.writing(by=by, action=Action.EDIT_DEVICES) as tx:
            row = _seen(tx, device_id, seen)
            if not row.active:
                raise Refused("device_stopped", name=row.name)
            row.active, row.version = False, row.version + 1
            self._line(tx, f"停用设备 {_named(row)}：{reason}", [row])
        return self.one(device_id)

    def start_again(self, device_id: UUID, *, seen: int, by: Actor) -> DeviceRow:
        """It is used again; refuses device_url_taken where another one has its port now."""
        with self._store.writing(by=by, action=Action.EDIT_DEVICES) as tx:
            row = _seen(tx, device_id, seen)
            stands = query.device(tx.connection, device_id)
            assert stands is not None, "the row was just read"
            require_own_port(tx, device_id, stands.form)
            row.active, row.version = True, row.version + 1
            self._line(tx, f"启用设备 {_named(row)}", [row])
        return self.one(device_id)

    # points

    def put_point(self, form: PointForm, *, seen: int | None = None, by: Actor) -> PointRow:
        """A new point (``seen`` None; the same id twice is once) or new values of one.

        Refuses what ``checked_point`` and ``device_writing.put_point`` do and changed_meanwhile.
        """
        form = checked_point(form)
        with self._store.writing(by=by, action=Action.EDIT_DEVICES) as tx:
            row = tx.session.get(DevicePoint, form.id)
            if row is None:
                row = DevicePoint(id=form.id, active=True, version=1)
                put_point(tx, row, form)
                tx.session.add(row)
                self._line(tx, f"设备 {_device(tx, row)} 新增点位 {row.name}", [row])
            elif seen is not None:
                _require_seen(row, seen, row.name)
                put_point(tx, row, form)
                row.version += 1
                self._line(tx, f"设备 {_device(tx, row)} 修改点位 {row.name}", [row])
        return self._point(form.id)

    def put_points(self, forms: Sequence[PointForm], *, by: Actor) -> None:
        """New points of one device in one act: of a workbook, of a county's sample. Refuses what ``put_point`` does."""
        made = [checked_point(form) for form in forms]
        with self._store.writing(by=by, action=Action.EDIT_DEVICES) as tx:
            rows = []
            for form in made:
                row = DevicePoint(id=form.id, active=True, version=1)
                put_point(tx, row, form)
                tx.session.add(row)
                rows.append(row)
            if rows:
                self._line(tx, f"设备 {_device(tx, rows[0])} 新增点位 {len(rows)} 个", rows)

    def drop_point(self, point_id: UUID, *, seen: int, by: Actor) -> None:
        """It means nothing any more; alarms that named it keep its words. Refuses no_such_point."""
        with self._store.writing(by=by, action=Action.EDIT_DEVICES) as tx:
            row = tx.session.get(DevicePoint, point_id)
            if row is None:
                raise Refused("no_such_point")
            _require_seen(row, seen, row.name)
            row.active, row.version = False, row.version + 1
            self._line(tx, f"设备 {_device(tx, row)} 删除点位 {row.name}", [row])

    def _point(self, point_id: UUID) -> PointRow:
        with self._store.reading() as connection:
            return query.points(connection, DevicePoint.id == point_id)[0]

    def _line(self, tx: Tx, text: str, about: Sequence[Base]) -> None:
        at: datetime = self._clock.now()
        lines.write(tx, books.AUDIT, ActKind.WIRE, text, at=at, about=about)


def _seen(tx: Tx, device_id: UUID, seen: int) -> Device:
    row = tx.session.get(Device, device_id)
    if row is None:
        raise Refused("no_such_device")
    _require_seen(row, seen, row.code)
    return row


def _require_seen(row: Device | DevicePoint, seen: int, number: str) -> None:
    if row.version != seen:
        raise Refused("changed_meanwhile", number=number)


def _device(tx: Tx, point: DevicePoint) -> str:
    return tx.session.get_one(Device, point.device_id).code


def _named(row: Device) -> str:
    return row.name if row.code in row.name else f"{row.code} {row.name}"
