"""The wire: devices with their points, what they said, alarms, links, what went out to the street, self-tests."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Float, ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_DEVICES = {"info": about(Topic.DEVICES)}
_ALARMS = {"info": about(Topic.ALARMS)}
_DELIVERIES = {"info": about(Topic.DELIVERIES)}


class Device(Base):
    """A device of the ledger. ``options`` is a JSON object of its driver's settings, never a secret."""

    __tablename__ = "device"
    __table_args__ = (CheckConstraint("priority between 1 and 3", name="priority"), _DEVICES)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100), default="")
    driver: Mapped[str] = mapped_column(String(20))
    url: Mapped[str] = mapped_column(String(300))
    line: Mapped[str] = mapped_column(String(20), default="")
    options: Mapped[str] = mapped_column(Text, default="{}")
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    place_text: Mapped[str] = mapped_column(String(200), default="")
    priority: Mapped[int] = mapped_column(Integer)
    repeat_seconds: Mapped[int] = mapped_column(Integer)
    silent_seconds: Mapped[int] = mapped_column(Integer)
    profile: Mapped[str] = mapped_column(Text, default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class DevicePoint(Base):
    """What an account, zone or code of a device means: place, people (JSON list, in calling order), plan, limits."""

    __tablename__ = "device_point"
    __table_args__ = (Index(None, "device_id"), Index(None, "device_id", "account", "zone", "code"), _DEVICES)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    name: Mapped[str] = mapped_column(String(100))
    account: Mapped[str] = mapped_column(String(40), default="")
    zone: Mapped[str] = mapped_column(String(60), default="")
    code: Mapped[str] = mapped_column(String(40), default="")
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    place_text: Mapped[str] = mapped_column(String(200), default="")
    event_type: Mapped[str | None] = mapped_column(ForeignKey("event_type.code"))
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan.id"))
    person_ids: Mapped[str] = mapped_column(Text, default="[]")
    priority: Mapped[int] = mapped_column(Integer, default=0)
    repeat_seconds: Mapped[int | None] = mapped_column(Integer)
    above: Mapped[float | None] = mapped_column(Float)
    below: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(20), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class WireEvent(Base):
    """One thing a device said, as it arrived; the same again raises ``repeats`` of the first.

    A repeat whose bytes differ (another reading, another clock) has its own row with ``first_id``.
    Not of the books: there are many, and the line about an alarm carries the digest of its bytes.
    """

    __tablename__ = "wire_event"
    __table_args__ = (
        Index(None, "device_key", "account", "code", "zone", "number"),
        Index(None, "alarm_id"),
        Index(None, "at"),
        Index("ix_wire_event_call", "at", sqlite_where=text("kind = 'call'")),
        _DEVICES,
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    device_key: Mapped[str] = mapped_column(String(300))
    driver: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    account: Mapped[str] = mapped_column(String(40), default="")
    code: Mapped[str] = mapped_column(String(40), default="")
    zone: Mapped[str] = mapped_column(String(60), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    words_en: Mapped[str] = mapped_column(Text, default="")
    value: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(20), default="")
    device_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sender: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    damaged: Mapped[str] = mapped_column(String(40), default="")
    repeats: Mapped[int] = mapped_column(Integer, default=0)
    first_id: Mapped[int | None] = mapped_column(ForeignKey("wire_event.number"))
    alarm_id: Mapped[UUID | None] = mapped_column(ForeignKey("alarm.id"))
    facts: Mapped[str] = mapped_column(Text, default="{}")


class Alarm(Base):
    """What waits for somebody: its words as they were when it came. Repeats are counted at its event."""

    __tablename__ = "alarm"
    __table_args__ = (
        CheckConstraint("kind in ('alarm', 'fault', 'message', 'link')", name="kind"),
        CheckConstraint("state in ('open', 'shelved', 'accepted', 'false', 'settled')", name="state"),
        CheckConstraint("priority between 1 and 3", name="priority"),
        Index(None, "state", "acknowledged_at"),
        Index(None, "first_at"),
        Index(None, "device_key", "account", "code", "zone"),
        Index(None, "incident_id", sqlite_where=text("incident_id IS NOT NULL")),
        Index(None, "cause_id", sqlite_where=text("cause_id IS NOT NULL")),
        _ALARMS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    device_key: Mapped[str] = mapped_column(String(300))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    device_name: Mapped[str] = mapped_column(String(100), default="")
    driver: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(12))
    priority: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    words_en: Mapped[str] = mapped_column(Text, default="")
    account: Mapped[str] = mapped_column(String(40), default="")
    code: Mapped[str] = mapped_column(String(40), default="")
    zone: Mapped[str] = mapped_column(String(60), default="")
    point_id: Mapped[UUID | None] = mapped_column(ForeignKey("device_point.id"))
    point_name: Mapped[str] = mapped_column(String(100), default="")
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    place: Mapped[str] = mapped_column(String(400), default="")
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    device_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    value: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(20), default="")
    limit_value: Mapped[float | None] = mapped_column(Float)
    sender: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    event_type: Mapped[str | None] = mapped_column(ForeignKey("event_type.code"))
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan.id"))
    person_ids: Mapped[str] = mapped_column(Text, default="[]")
    cause_id: Mapped[UUID | None] = mapped_column(ForeignKey("alarm.id"))
    restored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acknowledged_by: Mapped[str] = mapped_column(String(100), default="")
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shelved_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    inbound_id: Mapped[UUID | None] = mapped_column(ForeignKey("inbound.id"))
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    facts: Mapped[str] = mapped_column(Text, default="{}")
    version: Mapped[int] = mapped_column(Integer, default=1)


class AlarmStep(Base):
    """An act on an alarm: seen, accepted, put aside, false, restored, escalated. Never changed."""

    __tablename__ = "alarm_step"
    __table_args__ = (Index(None, "alarm_id"), _ALARMS)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    alarm_id: Mapped[UUID] = mapped_column(ForeignKey("alarm.id"))
    act: Mapped[str] = mapped_column(String(16))
    by_name: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")


class CallStep(Base):
    """What was done about somebody who rang: taken into an entry (``entry_id``), or found to need none. Never changed.

    ``entry_id`` is the half-written entry's, and the item's once it is recorded. The number stands at the event alone.
    """

    __tablename__ = "call_step"
    __table_args__ = (CheckConstraint("act in ('taken', 'no_need')", name="act"), Index(None, "at"), _ALARMS)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    event_number: Mapped[int] = mapped_column(ForeignKey("wire_event.number"))
    act: Mapped[str] = mapped_column(String(16))
    entry_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")


class Link(Base):
    """How a link was last told to be by whoever holds the ``wire`` lock. Of no book: its changes are lines.

    ``changes`` counts those of the hour that began then: one that comes and goes must not fill the book.
    """

    __tablename__ = "link"
    __table_args__ = (
        CheckConstraint("state in ('closed', 'opening', 'online', 'silent', 'lost')", name="state"),
        _DEVICES,
    )

    device_key: Mapped[str] = mapped_column(String(300), primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cause: Mapped[str] = mapped_column(String(40), default="")
    received: Mapped[int] = mapped_column(Integer, default=0)
    stored: Mapped[int] = mapped_column(Integer, default=0)
    answered: Mapped[int] = mapped_column(Integer, default=0)
    repeated: Mapped[int] = mapped_column(Integer, default=0)
    damaged: Mapped[int] = mapped_column(Integer, default=0)
    waiting: Mapped[int] = mapped_column(Integer, default=0)
    changes: Mapped[int] = mapped_column(Integer, default=0)
    changes_since: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DeliveryBatch(Base):
    """A run of many deliveries that is paused, stopped and counted as one."""

    __tablename__ = "delivery_batch"
    __table_args__ = _DELIVERIES

    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(100))
    paused: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer, default=1)


class Delivery(Base):
    """One thing one channel is asked to do (the outbox). What is asked is fixed; its state moves on truthfully."""

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint(
            "state in ('held', 'queued', 'sending', 'sent', 'confirmed', 'unconfirmed', 'failed', 'unknown', "
            "'cancelled')",
            name="state",
        ),
        Index(None, "state", "not_before"),
        Index(None, "batch_id"),
        Index(None, "subject_id"),
        Index(None, "device_id", "state", "asked_at", "number"),
        Index(None, "asked_at"),
        _DELIVERIES,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    device_name: Mapped[str] = mapped_column(String(100), default="")
    verb: Mapped[str] = mapped_column(String(12))
    target: Mapped[str] = mapped_column(String(100), default="")
    area: Mapped[str] = mapped_column(String(400), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[str] = mapped_column(Text, default="{}")
    audible: Mapped[bool] = mapped_column(Boolean)
    test: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(100))
    armed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    armed_by: Mapped[str] = mapped_column(String(100), default="")
    armed_for: Mapped[int | None] = mapped_column(Integer)
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    said: Mapped[str] = mapped_column(String(60), default="")
    reference: Mapped[str] = mapped_column(String(60), default="")
    decided_by: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    subject_kind: Mapped[str] = mapped_column(String(16), default="")
    subject_id: Mapped[UUID | None]
    subject_number: Mapped[str] = mapped_column(String(40), default="")
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("delivery_batch.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)


class DeliveryAttempt(Base):
    """One attempt at a delivery: begun before the first byte goes out, ended with what is known afterwards."""

    __tablename__ = "delivery_attempt"
    __table_args__ = (Index(None, "delivery_id"), Index(None, "began_at"), _DELIVERIES)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id"))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(12))
    said: Mapped[str] = mapped_column(String(60), default="")
    command: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    answer: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    facts: Mapped[str] = mapped_column(Text, default="{}")


class SelfTest(Base):
    """A self-test of a device with its report (JSON list of what was looked at and found). Never changed."""

    __tablename__ = "self_test"
    __table_args__ = (Index(None, "device_id", "at"), _DEVICES)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    well: Mapped[bool] = mapped_column(Boolean)
    report: Mapped[str] = mapped_column(Text, default="[]")
