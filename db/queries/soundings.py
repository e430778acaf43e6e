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

_MAY_SOUND = [state.value for state in (*SURE, SendState.UNKNOWN)]
_DONE = [state.value for state in (SendState.CONFIRMED, SendState.UNCONFIRMED, SendState.SENT)]


def beginnings(connection: Connection, since: datetime) -> list[Beginning]:
    """Attempts at something audible from then on which may have been heard, the oldest first: of each row its first."""
    wanted = (
        select(
            Delivery.id, Delivery.number, Delivery.device_id, Delivery.device_name, Delivery.target, Delivery.state,
            Delivery.said, Delivery.facts, Device.driver, Device.options, DeliveryAttempt.began_at,
            DeliveryAttempt.facts.label("told"), func.min(DeliveryAttempt.number),
        )
        .join(Delivery, Delivery.id == DeliveryAttempt.delivery_id)
        .join(Device, Device.id == Delivery.device_id)
        .where(DeliveryAttempt.began_at >= since, Delivery.audible.is_(True), Delivery.state.in_(_MAY_SOUND))
        .group_by(Delivery.id)
        .order_by(DeliveryAttempt.began_at)
    )  # fmt: skip
    found = []
    for row in connection.execute(wanted):
        options = _usual(row.driver) | {name: value for name, value in json.loads(row.options).items() if value}
        seconds = seconds_of(json.loads(row.told), json.loads(row.facts), options.get("seconds", ""))
        found.append(
            Beginning(
                row.id, row.number, row.device_id, row.device_name, row.driver, options, row.target,
                SendState(row.state), row.said, row.began_at, seconds,
            )
        )  # fmt: skip
    return found


def stopped_at(connection: Connection, device_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each device was last told to stop, by a stop it took."""
    wanted = (
        select(Delivery.device_id, func.max(DeliveryAttempt.began_at))
        .join(Delivery, Delivery.id == DeliveryAttempt.delivery_id)
        .where(Delivery.device_id.in_(device_ids), Delivery.verb == Verb.STOP.value, DeliveryAttempt.state.in_(_DONE))
        .group_by(Delivery.device_id)
    )
    return {row[0]: row[1] for row in connection.execute(wanted)}


def told_off(connection: Connection, device_id: UUID, since: datetime) -> list[tuple[datetime, frozenset[int]]]:
    """Coils a device was told or read to be off since then: by its time, at the closing of its port, by a silent
    test."""
    wanted = select(WireEvent.last_at, WireEvent.facts).where(
        WireEvent.device_key == str(device_id), WireEvent.kind == SignalKind.STATUS.value, WireEvent.code == "off",
        WireEvent.last_at >= since,
    )  # fmt: skip
    found = [
        (row.last_at, frozenset(map(int, json.loads(row.facts).get("coils", ())))) for row in connection.execute(wanted)
    ]
    return found + _read_off(connection, device_id, since)


def _read_off(connection: Connection, device_id: UUID, since: datetime) -> list[tuple[datetime, frozenset[int]]]:
    wanted = (
        select(DeliveryAttempt.began_at, DeliveryAttempt.facts)
        .join(Delivery, Delivery.id == DeliveryAttempt.delivery_id)
        .where(
            Delivery.device_id == device_id, Delivery.verb == Verb.PROBE.value, DeliveryAttempt.began_at >= since,
            DeliveryAttempt.state == SendState.CONFIRMED.value,
        )
    )  # fmt: skip
    found = []
    for row in connection.execute(wanted):
        read = json.loads(row.facts).get("coils", {})
        found.append((row.began_at, frozenset(int(coil) for coil, on in read.items() if on is False)))
    return found


def _usual(driver: str) -> dict[str, str]:
    spec = DRIVERS.get(driver)
    return {option.name: option.default for option in spec.options if option.default} if spec is not None else {}
