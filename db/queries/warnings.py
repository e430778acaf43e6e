"""Reads of warnings: lists, one with its history, what holds, what each channel did, for whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, func, or_, select

from db.models.warnings import WarningMessage, WarningPerson, WarningSend, WarningStep
from db.models.wire import Device, DevicePoint

_WARNING = WarningMessage.__table__
Row = dict[str, Any]
"""A row by the names of its columns."""


def one(connection: Connection, warning_id: UUID) -> Row | None:
    return _first(connection, select(_WARNING).where(WarningMessage.id == warning_id))


def by_number(connection: Connection, number: str) -> Row | None:
    return _first(connection, select(_WARNING).where(WarningMessage.number == number))


def rows(
    connection: Connection, states: Iterable[str], words: Sequence[str], limit: int, before: datetime | None
) -> Sequence[Row]:
    """Newest drafts first; every word is in the number, the title or the words of the form."""
    wanted = select(_WARNING).where(WarningMessage.state.in_(list(states)))
    if before is not None:
        wanted = wanted.where(WarningMessage.drafted_at < before)
    for word in words:
        wanted = wanted.where(
            or_(
                WarningMessage.number.contains(word, autoescape=True),
                WarningMessage.title.contains(word, autoescape=True),
                WarningMessage.form.contains(word, autoescape=True),
            )
        )
    ordered = wanted.order_by(WarningMessage.drafted_at.desc(), WarningMessage.number.desc()).limit(limit)
    return _all(connection, ordered)


def counts(connection: Connection) -> dict[str, int]:
    """How many stand in each state."""
    asked = select(WarningMessage.state, func.count()).group_by(WarningMessage.state)
    return {state: int(count) for state, count in connection.execute(asked)}


def chain(connection: Connection, root_id: UUID) -> Sequence[Row]:
    """Every message of a chain, the first one first."""
    wanted = select(_WARNING).where(WarningMessage.root_id == root_id)
    return _all(connection, wanted.order_by(WarningMessage.drafted_at, WarningMessage.number))


def steps(connection: Connection, warning_id: UUID) -> Sequence[Row]:
    wanted = select(WarningStep.__table__).where(WarningStep.warning_id == warning_id)
    return _all(connection, wanted.order_by(WarningStep.number))


def sends(connection: Connection, warning_id: UUID) -> Sequence[Row]:
    wanted = select(WarningSend.__table__).where(WarningSend.warning_id == warning_id)
    return _all(connection, wanted.order_by(WarningSend.ordinal))


def send(connection: Connection, send_id: UUID) -> Row | None:
    return _first(connection, select(WarningSend.__table__).where(WarningSend.id == send_id))


def people(connection: Connection, warning_id: UUID) -> Sequence[Row]:
    wanted = select(WarningPerson.__table__).where(WarningPerson.warning_id == warning_id)
    return _all(connection, wanted.order_by(WarningPerson.ordinal))


def released_in(connection: Connection, begin: datetime, end: datetime, but: UUID) -> int:
    """How many others were released from ``begin`` on and before ``end``."""
    asked = select(func.count()).where(
        WarningMessage.released_at >= begin, WarningMessage.released_at < end, WarningMessage.id != but
    )
    return int(connection.execute(asked).scalar() or 0)


def running(connection: Connection, states: Iterable[str]) -> Sequence[Row]:
    """What stands in one of these states, the one that ends first first."""
    wanted = select(_WARNING).where(WarningMessage.state.in_(list(states)))
    return _all(connection, wanted.order_by(WarningMessage.expires_at, WarningMessage.number))


def unreported(connection: Connection, warning_ids: Sequence[UUID]) -> Sequence[Row]:
    """Manual channels of these nobody has said anything about, the first due first."""
    wanted = select(WarningSend.__table__).where(
        WarningSend.warning_id.in_(list(warning_ids)), WarningSend.way == "manual", WarningSend.state == "todo"
    )
    return _all(connection, wanted.order_by(WarningSend.due_at, WarningSend.ordinal))


def ended_since(connection: Connection, state: str, since: datetime) -> Sequence[Row]:
    """What ended in that state since then, the first one first."""
    wanted = select(_WARNING).where(WarningMessage.state == state, WarningMessage.ended_at > since)
    return _all(connection, wanted.order_by(WarningMessage.ended_at, WarningMessage.number))


def owing(connection: Connection) -> Sequence[Row]:
    """Released in a hurry or by a word on the telephone, with a signature still to come, perhaps."""
    late = and_(WarningMessage.urgent != "", WarningMessage.countersigned_at.is_(None))
    said = and_(WarningMessage.by_phone.is_(True), WarningMessage.signed_later_at.is_(None))
    wanted = select(_WARNING).where(WarningMessage.released_at.is_not(None), or_(late, said))
    return _all(connection, wanted.order_by(WarningMessage.released_at, WarningMessage.number))


def released(connection: Connection, start: datetime, end: datetime) -> Sequence[Row]:
    """What was released in that time (half open), the first one first."""
    wanted = select(_WARNING).where(WarningMessage.released_at >= start, WarningMessage.released_at < end)
    return _all(connection, wanted.order_by(WarningMessage.released_at, WarningMessage.number))


def open_follower(connection: Connection, warning_id: UUID, kinds: Iterable[str], states: Iterable[str]) -> Any:
    """The number of a message of these kinds that follows this one and has not gone out yet; None where there is
    none."""
    asked = select(WarningMessage.number).where(
        WarningMessage.previous_id == warning_id, WarningMessage.kind.in_(list(kinds)),
        WarningMessage.state.in_(list(states)),
    )  # fmt: skip
    return connection.execute(asked.limit(1)).scalar()


def described(connection: Connection, device_ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Driver and profile of each device that is in the ledger."""
    wanted = select(Device.id, Device.driver, Device.profile).where(Device.id.in_(list(device_ids)))
    return {row.id: (row.driver, row.profile) for row in connection.execute(wanted)}


def devices_of(connection: Connection, drivers: Sequence[str]) -> list[UUID]:
    """Devices in use of these drivers, by their code."""
    wanted = select(Device.id).where(Device.active.is_(True), Device.driver.in_(list(drivers))).order_by(Device.code)
    return list(connection.execute(wanted).scalars())


def device_places(connection: Connection, device_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Where each device is heard or seen: the places of its points, else its own; who is left out has none."""
    asked = select(DevicePoint.device_id, DevicePoint.place_id).where(
        DevicePoint.device_id.in_(device_ids), DevicePoint.active.is_(True), DevicePoint.place_id.is_not(None)
    )
    made: dict[UUID, set[UUID]] = {}
    for row in connection.execute(asked):
        made.setdefault(row.device_id, set()).add(row.place_id)
    own = select(Device.id, Device.place_id).where(Device.id.in_(device_ids), Device.place_id.is_not(None))
    return {row.id: {row.place_id} for row in connection.execute(own)} | made


def device_names(connection: Connection, device_ids: Collection[UUID]) -> dict[UUID, str]:
    """Code and name of devices, retired ones too."""
    asked = select(Device.id, Device.code, Device.name).where(Device.id.in_(device_ids))
    return {row.id: f"{row.code} {row.name}" for row in connection.execute(asked)}


def place_of(connection: Connection, device_id: UUID, target: str) -> UUID | None:
    """The place a zone of a device is in, else the device's own; None where the ledger names neither."""
    zone = select(DevicePoint.place_id).where(
        DevicePoint.device_id == device_id, DevicePoint.zone == target, DevicePoint.active.is_(True),
        DevicePoint.place_id.is_not(None),
    )  # fmt: skip
    found: UUID | None = connection.execute(zone.limit(1)).scalar() if target else None
    return found or connection.execute(select(Device.place_id).where(Device.id == device_id)).scalar()


def terminals_of(connection: Connection, device_id: UUID) -> list[tuple[str, str, UUID | None]]:
    """Number, name and place of every terminal of a device that the ledger knows, by number."""
    wanted = select(DevicePoint.account, DevicePoint.name, DevicePoint.place_id).where(
        DevicePoint.device_id == device_id, DevicePoint.account != "", DevicePoint.active.is_(True)
    )
    return [(row.account, row.name, row.place_id) for row in connection.execute(wanted.order_by(DevicePoint.account))]


def _first(connection: Connection, wanted: Select[Any]) -> Row | None:
    found = connection.execute(wanted).mappings().first()
    return {str(name): value for name, value in found.items()} if found is not None else None


def _all(connection: Connection, wanted: Select[Any]) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in connection.execute(wanted).mappings()]
