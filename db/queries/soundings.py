"""Reads about what may sound: beginnings, stops after them, coils that were told off."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, select

from console.domain.delivery import SendState, Verb
from console.domain.drivers import DRIVERS
from console.domain.signals import SignalKind
from console.domain.sounding import SURE, Beginning, seconds_of
from db.models.wire import Delivery, DeliveryAttempt, Device, WireEvent

Off = tuple[datetime, frozenset[int]]
"""Coils that were off, and when."""

_AUDIBLE = [spec.name for spec in DRIVERS.values() if spec.audible]
_MAY_SOUND = [state.value for state in (*SURE, SendState.UNKNOWN)]
_DONE = [state.value for state in (SendState.CONFIRMED, SendState.UNCONFIRMED, SendState.SENT)]


def beginnings(connection: Connection, since: datetime) -> list[Beginning]:
    """Attempts at something audible from then on which may have been heard, the oldest first: of each row its first.

    Without those whose device was told to stop after them, and did: after a trial there are hundreds.
    """
    wanted = (
        select(
            Delivery.id, Delivery.number, Delivery.device_id, Delivery.device_name, Delivery.target, Delivery.state,
            Delivery.said, Delivery.facts, Device.driver, Device.options, DeliveryAttempt.began_at,
            DeliveryAttempt.facts.label("told"), func.min(DeliveryAttempt.number),
        )
        .join(Delivery, Delivery.id == DeliveryAttempt.delivery_id)
        .join(Device, Device.id == Delivery.device_id)
        .where(
            Delivery.device_id.in_(select(Device.id).where(Device.driver.in_(_AUDIBLE))),
            Delivery.state.in_(_MAY_SOUND), Delivery.audible.is_(True), DeliveryAttempt.began_at >= since,
        )
        .group_by(Delivery.id)
        .order_by(DeliveryAttempt.began_at)
    )  # fmt: skip
    rows = connection.execute(wanted).all()
    stops = _stopped_at(connection, {row.device_id for row in rows}) if rows else {}
    found = []
    for row in rows:
        if (stopped := stops.get(row.device_id)) is not None and stopped > row.began_at:
            continue
        options = _usual(row.driver) | {name: value for name, value in json.loads(row.options).items() if value}
        seconds = seconds_of(json.loads(row.told), json.loads(row.facts), options.get("seconds", ""))
        found.append(
            Beginning(
                row.id, row.number, row.device_id, row.device_name, row.driver, options, row.target,
                SendState(row.state), row.said, row.began_at, seconds,
            )
        )  # fmt: skip
    return found


def _stopped_at(connection: Connection, device_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each device was last told to stop, by a stop it took."""
    wanted = (
        select(Delivery.device_id, func.max(DeliveryAttempt.began_at))
        .join(Delivery, Delivery.id == DeliveryAttempt.delivery_id)
        .where(Delivery.device_id.in_(device_ids), Delivery.verb == Verb.STOP.value)
        .where(DeliveryAttempt.state.in_(_DONE))
        .group_by(Delivery.device_id)
    )
    return {row[0]: row[1] for row in connection.execute(wanted)}


def told_off(connection: Connection, device_ids: Collection[UUID], since: datetime) -> dict[UUID, list[Off]]:
    """Coils devices were told or read to be off since then: by their time, at the closing of a port, by a silent
    test."""
    found: dict[UUID, list[Off]] = {}
    wanted = select(WireEvent.device_key, WireEvent.last_at, WireEvent.facts).where(
        WireEvent.device_key.in_([str(one) for one in device_ids]), WireEvent.kind == SignalKind.STATUS.value,
        WireEvent.code == "off", WireEvent.last_at >= since,
    )  # fmt: skip
    for row in connection.execute(wanted):
        off = frozenset(map(int, json.loads(row.facts).get("coils", ())))
        found.setdefault(UUID(row.device_key), []).append((row.last_at, off))
    probes = (
        select(Delivery.device_id, DeliveryAttempt.began_at, DeliveryAttempt.facts)
        .join(Delivery, Delivery.id == DeliveryAttempt.delivery_id)
        .where(
            Delivery.device_id.in_(device_ids), Delivery.state == SendState.CONFIRMED.value,
            Delivery.verb == Verb.PROBE.value, DeliveryAttempt.began_at >= since,
        )
    )  # fmt: skip
    for probe in connection.execute(probes):
        read = json.loads(probe.facts).get("coils", {})
        off = frozenset(int(coil) for coil, on in read.items() if on is False)
        found.setdefault(probe.device_id, []).append((probe.began_at, off))
    return found


def _usual(driver: str) -> dict[str, str]:
    spec = DRIVERS.get(driver)
    return {option.name: option.default for option in spec.options if option.default} if spec is not None else {}
