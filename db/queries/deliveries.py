"""Reads of the outbox: what waits, what may begin now, what became of a run."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, or_, select

from console.domain.delivery import AttemptRow, DeliveryRow, SendState, Verb
from console.domain.outbox import BatchRow, Counts, Destination
from console.errors import Refused
from db.models.wire import Delivery, DeliveryAttempt, DeliveryBatch, Device

_SEARCHED = (
    Delivery.number, Delivery.device_name, Delivery.target, Delivery.area, Delivery.text, Delivery.asked_by,
    Delivery.subject_number,
)  # fmt: skip
_TABLE = Delivery.__table__
_AHEAD = (Verb.STOP.value, Verb.PROBE.value)
_AT_ONCE = 500
"""Ids named in one statement: SQLite takes a limited number of parameters."""


def one(connection: Connection, row_id: UUID) -> DeliveryRow:
    """Refused("no_such_delivery") where the outbox has none."""
    for found in _rows(connection, select(_TABLE).where(Delivery.id == row_id)):
        return found
    raise Refused("no_such_delivery")


def known(connection: Connection, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these rows there are."""
    found: set[UUID] = set()
    for start in range(0, len(ids), _AT_ONCE):
        wanted = select(Delivery.id).where(Delivery.id.in_(ids[start : start + _AT_ONCE]))
        found |= set(connection.execute(wanted).scalars())
    return found


def some(connection: Connection, ids: Sequence[UUID]) -> list[DeliveryRow]:
    """These rows in the order they were named; Refused("no_such_delivery") where one is missing."""
    found: dict[UUID, DeliveryRow] = {}
    for start in range(0, len(ids), _AT_ONCE):
        wanted = select(_TABLE).where(Delivery.id.in_(ids[start : start + _AT_ONCE]))
        found |= {row.id: row for row in _rows(connection, wanted)}
    try:
        return [found[row_id] for row_id in ids]
    except KeyError:
        raise Refused("no_such_delivery") from None


def last_of_targets(
    connection: Connection, subject_id: UUID, ids: Collection[UUID]
) -> dict[UUID, tuple[UUID, str]]:  # fmt: skip
    """Of each of these rows about one subject the last one to the same target of the same device, with its number."""
    wanted = select(Delivery.id, Delivery.device_id, Delivery.target, Delivery.number).where(
        Delivery.subject_id == subject_id
    )
    found = connection.execute(wanted.order_by(Delivery.asked_at, Delivery.number)).all()
    last = {(row.device_id, row.target): (row.id, row.number) for row in found}
    return {row.id: last[row.device_id, row.target] for row in found if row.id in ids}


def newest(
    connection: Connection,
    asked: Sequence[str],
    limit: int,
    *,
    states: Iterable[SendState] = (),
    device_id: UUID | None = None,
    batch_id: UUID | None = None,
    subject_id: UUID | None = None,
    since: datetime | None = None,
    also: Collection[UUID] = (),
) -> list[DeliveryRow]:
    """Newest first; every word must stand somewhere in the row, and what is named narrows it.

    ``since``: asked for then or later; ``also``: rows that count as in those ``states`` whatever theirs is.
    """
    wanted = select(_TABLE).order_by(Delivery.asked_at.desc(), Delivery.number.desc()).limit(limit)
    wanted = _narrowed(wanted, device_id, batch_id, subject_id)
    return list(_rows(connection, wanted.where(*_that_fit(asked, states, since, also))))


def count(
    connection: Connection,
    asked: Sequence[str],
    *,
    states: Iterable[SendState] = (),
    device_id: UUID | None = None,
    since: datetime | None = None,
    also: Collection[UUID] = (),
) -> int:
    """How many rows ``newest`` would find without a limit."""
    wanted = _narrowed(select(func.count()).select_from(_TABLE), device_id, None, None)
    return int(connection.execute(wanted.where(*_that_fit(asked, states, since, also))).scalar_one())


def in_states(connection: Connection, states: Iterable[SendState]) -> list[DeliveryRow]:
    """All rows in these states, oldest first."""
    wanted = select(_TABLE).where(Delivery.state.in_([state.value for state in states]))
    return list(_rows(connection, wanted.order_by(Delivery.asked_at, Delivery.number)))


def attempts(connection: Connection, row_id: UUID) -> list[AttemptRow]:
    """Every attempt at a row, in the order they were made."""
    wanted = select(DeliveryAttempt.__table__).where(DeliveryAttempt.delivery_id == row_id)
    return [
        AttemptRow(
            row["number"], row["began_at"], row["ended_at"], SendState(row["state"]), row["said"], row["command"],
            row["answer"], json.loads(row["facts"]),
        )
        for row in connection.execute(wanted.order_by(DeliveryAttempt.number)).mappings()
    ]  # fmt: skip


def waiting_devices(connection: Connection, now: datetime) -> list[UUID]:
    """Devices with something in the queue whose time has come."""
    wanted = select(Delivery.device_id).distinct().where(*_ripe(now))
    return list(connection.execute(wanted).scalars())


def ahead_in_queue(connection: Connection, device_id: UUID, now: datetime) -> list[DeliveryRow]:
    """Stops and silent tests of that device whose time has come: neither waits behind a run of texts."""
    wanted = select(_TABLE).where(Delivery.device_id == device_id, Delivery.verb.in_(_AHEAD), *_ripe(now))
    return list(_rows(connection, wanted.order_by(Delivery.asked_at, Delivery.number)))


def next_in_queue(connection: Connection, device_id: UUID, now: datetime) -> DeliveryRow | None:
    """What that device is to do next; runs that are paused are left out."""
    paused = select(DeliveryBatch.id).where(DeliveryBatch.paused.is_(True))
    wanted = (
        select(_TABLE)
        .where(Delivery.device_id == device_id, *_ripe(now))
        .where(or_(Delivery.batch_id.is_(None), Delivery.batch_id.not_in(paused)))
        .order_by(Delivery.asked_at, Delivery.number)
        .limit(1)
    )
    return next(_rows(connection, wanted), None)


def is_paused(connection: Connection, batch_id: UUID | None) -> bool:
    if batch_id is None:
        return False
    return bool(connection.execute(select(DeliveryBatch.paused).where(DeliveryBatch.id == batch_id)).scalar())


def stop_waits(connection: Connection, device_id: UUID) -> bool:
    """Whether a stop of that device is in the queue or under way: nothing audible begins meanwhile."""
    return _any(connection, device_id, (SendState.QUEUED, SendState.SENDING), Delivery.verb == Verb.STOP.value)


def is_busy(connection: Connection, device_id: UUID) -> bool:
    """Whether an order to that device is under way; a stop does not count."""
    return _any(connection, device_id, (SendState.SENDING,), Delivery.verb != Verb.STOP.value)


def began_since(connection: Connection, device_id: UUID, since: datetime) -> bool:
    """Whether an order to that device was begun after that instant; stops and silent tests do not count."""
    wanted = (
        select(DeliveryAttempt.number)
        .join(Delivery, Delivery.id == DeliveryAttempt.delivery_id)
        .where(DeliveryAttempt.began_at > since, Delivery.device_id == device_id, Delivery.verb.not_in(_AHEAD))
        .limit(1)
    )
    return connection.execute(wanted).first() is not None


def overdue(connection: Connection, now: datetime, armed_before: datetime, sent_before: datetime) -> list[UUID]:
    """Rows whose time is over: not begun while valid or armed, sent and never reported."""
    state = Delivery.state
    queued = (state == SendState.QUEUED.value) & (
        (Delivery.valid_until < now) | (Delivery.audible.is_(True) & (Delivery.armed_at < armed_before))
    )
    held = (state == SendState.HELD.value) & (Delivery.valid_until < now)
    sent = (state == SendState.SENT.value) & (Delivery.changed_at < sent_before)
    return list(connection.execute(select(Delivery.id).where(queued | held | sent)).scalars())


def reported_about(connection: Connection, device_id: UUID, reference: str, since: datetime) -> list[DeliveryRow]:
    """Rows that device was given which still wait for a report by that reference, the newest first."""
    wanted = select(_TABLE).where(
        Delivery.device_id == device_id, Delivery.state == SendState.SENT.value, Delivery.reference == reference,
        Delivery.changed_at >= since,
    )  # fmt: skip
    return list(_rows(connection, wanted.order_by(Delivery.changed_at.desc()).limit(_AT_ONCE)))


def destination(connection: Connection, device_id: UUID) -> Destination:
    """Refused("no_such_device") where the ledger has none."""
    for found in _destinations(connection, select(Device.__table__).where(Device.id == device_id)):
        return found
    raise Refused("no_such_device")


def active_destinations(connection: Connection, drivers: Sequence[str]) -> list[Destination]:
    """Devices in use with one of these drivers, by their code."""
    wanted = select(Device.__table__).where(Device.active.is_(True), Device.driver.in_(drivers))
    return list(_destinations(connection, wanted.order_by(Device.code)))


def batches(connection: Connection, limit: int) -> list[BatchRow]:
    """Runs with their figures, newest first."""
    wanted = select(DeliveryBatch.__table__).order_by(DeliveryBatch.asked_at.desc(), DeliveryBatch.id).limit(limit)
    return [_batch(connection, dict(row)) for row in connection.execute(wanted).mappings()]


def batch(connection: Connection, batch_id: UUID) -> BatchRow:
    """Refused("no_such_batch") where there is none."""
    wanted = select(DeliveryBatch.__table__).where(DeliveryBatch.id == batch_id)
    for row in connection.execute(wanted).mappings():
        return _batch(connection, dict(row))
    raise Refused("no_such_batch")


def counts(connection: Connection, batch_id: UUID | None = None) -> Counts:
    """How many rows stand where: of one run, or of the whole outbox."""
    wanted = select(Delivery.state, func.count()).group_by(Delivery.state)
    if batch_id is not None:
        wanted = wanted.where(Delivery.batch_id == batch_id)
    return Counts(**{row[0]: row[1] for row in connection.execute(wanted)})


def last_counts(connection: Connection, batch_id: UUID) -> Counts:
    """The same of one run by target: what was sent again counts by its last row alone."""
    newest = func.row_number().over(
        partition_by=(Delivery.device_id, Delivery.target), order_by=(Delivery.asked_at.desc(), Delivery.number.desc())
    )
    ranked = select(Delivery.state, newest.label("nth")).where(Delivery.batch_id == batch_id).subquery()
    wanted = select(ranked.c.state, func.count()).where(ranked.c.nth == 1).group_by(ranked.c.state)
    return Counts(**{row[0]: row[1] for row in connection.execute(wanted)})


def _batch(connection: Connection, row: dict[str, Any]) -> BatchRow:
    return BatchRow(
        row["id"], row["title"], row["asked_at"], row["asked_by"], row["paused"], counts(connection, row["id"]),
        row["version"],
    )  # fmt: skip


def _that_fit(
    asked: Sequence[str], states: Iterable[SendState], since: datetime | None, also: Collection[UUID]
) -> list[Any]:  # fmt: skip
    found: list[Any] = [
        or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED)) for word in asked
    ]  # fmt: skip
    chosen = [state.value for state in states]
    if chosen:
        found.append(or_(Delivery.state.in_(chosen), Delivery.id.in_(list(also)[:_AT_ONCE])))
    if since is not None:
        found.append(Delivery.asked_at >= since)
    return found


def _ripe(now: datetime) -> tuple[Any, ...]:
    return (
        Delivery.state == SendState.QUEUED.value,
        or_(Delivery.not_before.is_(None), Delivery.not_before <= now),
    )


def _any(connection: Connection, device_id: UUID, states: Iterable[SendState], also: Any) -> bool:
    wanted = select(Delivery.id).where(
        Delivery.device_id == device_id, Delivery.state.in_([state.value for state in states]), also
    )
    return connection.execute(wanted.limit(1)).first() is not None


def _narrowed(
    wanted: Select[Any], device_id: UUID | None, batch_id: UUID | None, subject_id: UUID | None
) -> Select[Any]:
    if device_id is not None:
        wanted = wanted.where(Delivery.device_id == device_id)
    if batch_id is not None:
        wanted = wanted.where(Delivery.batch_id == batch_id)
    if subject_id is not None:
        wanted = wanted.where(Delivery.subject_id == subject_id)
    return wanted


def _rows(connection: Connection, wanted: Select[Any]) -> Iterator[DeliveryRow]:
    for row in connection.execute(wanted).mappings():
        made = {**row, "state": SendState(row["state"]), "verb": Verb(row["verb"]), "facts": json.loads(row["facts"])}
        yield DeliveryRow(**made)


def _destinations(connection: Connection, wanted: Select[Any]) -> Iterator[Destination]:
    for row in connection.execute(wanted).mappings():
        yield Destination(
            row["id"], row["code"], row["name"], row["driver"], row["url"], row["active"], row["version"],
            json.loads(row["options"]),
        )  # fmt: skip
