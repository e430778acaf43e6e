"""An alarm that is real becomes an inbound item, and an incident: filled with what is known, never graded by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from console.domain.alarm import AlarmAct, AlarmKind, AlarmRow, AlarmState
from console.domain.inbound import LIMITS, NOTE_LIMIT, Intake, Precision
from console.domain.incident import LIMITS as INCIDENT_LIMITS
from console.domain.incident import ItemKind, NewIncident
from console.domain.log import ActKind
from console.domain.people import Action, require
from console.domain.realm import Realm
from console.errors import Refused
from console.services import incident_items, incidents, intake, lines
from console.services.alarm_ending import step
from console.services.alarm_steps import followers, load, tell
from db import books
from db.models.inbound import Inbound
from db.models.incidents import Incident
from db.models.wire import Alarm, AlarmStep
from db.queries import alarms as query
from db.queries import wire, wire_events
from db.store import Tx

CLOCK_TRUSTED = timedelta(minutes=10)
"""A device's clock that is farther off than this says nothing about when it happened."""
_RAW = 200
"""Bytes of the first frame that stand beside the item as evidence; all of them stay with the alarm."""


def draft(connection: Connection, row: AlarmRow, now: datetime, zone: ZoneInfo) -> tuple[Intake, NewIncident]:
    """The forms as they would be saved. Nobody but a person grades."""
    path, beside = query.place_of(connection, row)
    place_text = beside[: LIMITS["place_text"]]
    at, precision = _occurred(row, now)
    summary = _summary(connection, row, zone)
    item = Intake(
        uuid5(NAMESPACE_OID, f"inbound of alarm {row.id}"), summary, min(row.first_at, now), channel=_channel(row),
        caller_phone=row.sender[: LIMITS["caller_phone"]], caller_name=_who(row)[: LIMITS["caller_name"]],
        occurred_at=at, occurred_precision=precision, place_id=row.place_id, place_text=place_text,
        event_type=row.event_type,
    )  # fmt: skip
    incident = NewIncident(
        uuid4(), _title(row, place_text or path.rpartition(" ")[2]), summary, row.event_type, place_id=row.place_id,
        place_text=place_text, occurred_at=at, occurred_precision=precision,
    )  # fmt: skip
    return item, incident


def accept(
    tx: Tx, alarm_id: UUID, incident: NewIncident | None, join: UUID | None, at: datetime, zone: ZoneInfo, realm: Realm
) -> None:
    """Shared step of ``AlarmsService.accept``: item, incident, alarm and what follows it, in one transaction."""
    require(tx.by, Action.INTAKE)
    row = load(tx, alarm_id)
    require_waiting(row, _accepted_by(tx, row))
    form, _ = draft(tx.connection, query.one(tx.connection, alarm_id), at, zone)
    item = intake.registered(tx, intake.checked(form), at, zone, realm)
    _evidence(tx, row, item, at)
    into = _incident(tx, item, incident, join, at, zone, realm)
    rows, made = [row, *followers(tx, row)], []
    act = AlarmAct.ACCEPTED if join is None else AlarmAct.JOINED
    note = item.number if into is None else f"{item.number} {into.number}"
    for one in rows:
        one.state, one.version = AlarmState.ACCEPTED.value, one.version + 1
        one.inbound_id, one.incident_id = item.id, None if into is None else into.id
        if one.acknowledged_at is None:
            one.acknowledged_at, one.acknowledged_by = at, tx.by.name
        made.append(step(tx, one, act, tx.by.name, at, note))
    said = f"已受理，登记为 {item.number}"
    if into is not None:
        said += f"，{'并入事件' if join is not None else '立为事件'} {into.number}"
    tell(tx, said, rows, made, at)


def require_waiting(row: Alarm, by: str = "") -> None:
    """Refuses already_accepted, naming who was quicker, and alarm_done."""
    if row.state == AlarmState.ACCEPTED.value:
        raise Refused("already_accepted", number=row.number, by=by or row.acknowledged_by)
    if row.state not in query.WAITING:
        raise Refused("alarm_done", number=row.number)


def _incident(
    tx: Tx, item: Inbound, form: NewIncident | None, join: UUID | None, at: datetime, zone: ZoneInfo, realm: Realm
) -> Incident | None:
    if form is None and join is None:
        return None
    require(tx.by, Action.INCIDENTS)
    if join is not None:
        return incident_items.taken_in(tx, join, item.id, ItemKind.MORE, at, zone)
    assert form is not None, "one of both was given"
    return incidents.opened(tx, incidents.checked(form), [item.id], at, zone, realm)


def _accepted_by(tx: Tx, row: Alarm) -> str:
    asked = select(AlarmStep.by_name).where(
        AlarmStep.alarm_id == row.id, AlarmStep.act.in_((AlarmAct.ACCEPTED.value, AlarmAct.JOINED.value))
    )
    return str(tx.session.scalars(asked).first() or "")


def _evidence(tx: Tx, row: Alarm, item: Inbound, at: datetime) -> None:
    """The bytes of the first frame stand beside the item: what a person can hold against the words."""
    raw = wire_events.first_bytes(tx.connection, row.id)
    if not raw:
        return
    note = f"设备原始数据（{row.number}）：{raw[:_RAW].hex(' ')}"[:NOTE_LIMIT].strip()
    made, text = intake.acted(tx, item.id, "file", note, at)
    lines.write(tx, books.DUTY, ActKind.INTAKE, text, at=at, about=[made])


def _channel(row: AlarmRow) -> str:
    return "sms" if row.kind is AlarmKind.MESSAGE and row.driver in {"sms", "modem"} else "device"


def _who(row: AlarmRow) -> str:
    """A message is of who wrote it; an alarm is of its device and point."""
    return (
        ""
        if row.kind is AlarmKind.MESSAGE
        else " ".join(dict.fromkeys(filter(None, (row.device_name, row.point_name))))
    )


def _occurred(row: AlarmRow, now: datetime) -> tuple[datetime | None, Precision]:
    """The device's own time where its clock can be believed, else about when it was heard."""
    if row.device_at is not None and abs(row.device_at - row.first_at) <= CLOCK_TRUSTED and row.device_at <= now:
        return row.device_at, Precision.EXACT
    return min(row.first_at, now), Precision.ABOUT


def _title(row: AlarmRow, place: str) -> str:
    """Where and what: ``示塘大桥 水位 12.62 m，达到或超过限值 12.5 m``."""
    where = "" if place and row.point_name.startswith(place) else place or row.device_name
    what = row.words if row.point_name in ("", where) else f"{row.point_name} {row.words}"
    return " ".join(f"{where} {what}".split())[: INCIDENT_LIMITS["title"]]


def _summary(connection: Connection, row: AlarmRow, zone: ZoneInfo) -> str:
    who = " ".join(part for part in (row.device_name, row.point_name) if part)
    first = f"{who}：{row.words}" if row.kind is not AlarmKind.MESSAGE else row.text or row.words
    parts = [first, f"首次 {row.first_at.astimezone(zone):%m-%d %H:%M:%S}，共 {row.count} 次（告警 {row.number}）"]
    if row.device_at is not None and row.device_at != row.first_at:
        parts.append(f"设备时间 {row.device_at.astimezone(zone):%m-%d %H:%M:%S}")
    called = wire.people(connection, row.person_ids)
    if called:
        parts.append("联系人：" + "、".join(called[one] for one in row.person_ids if one in called))
    return "\n".join(parts)
