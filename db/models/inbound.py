"""The one inbound item, the revisions of its figures, the one task, event types, attachments."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import LATER, Base, about
from db.types import UtcDateTime

_INBOUND = {"info": about(Topic.INBOUND)}


class EventType(Base):
    """A node of the tree of event types: local code, national code once a licensed copy was checked."""

    __tablename__ = "event_type"
    __table_args__ = ({"info": about(Topic.SETTINGS)},)

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    parent: Mapped[str | None] = mapped_column(ForeignKey("event_type.code"))
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    gb_code: Mapped[str | None] = mapped_column(String(8))
    valid_from: Mapped[date | None] = mapped_column(Date)
    ordinal: Mapped[int] = mapped_column(Integer, default=0)
    valid_to: Mapped[date | None] = mapped_column(Date, info=LATER)


class Inbound(Base):
    """What came in: a call, a document, an alarm. Three times: happened, received, reported."""

    __tablename__ = "inbound"
    __table_args__ = (
        CheckConstraint("state in ('open', 'closed', 'merged', 'untrue')", name="state"),
        Index(None, "state", "received_at"),
        Index(None, "caller_phone"),
        _INBOUND,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    channel: Mapped[str] = mapped_column(String(16))
    line: Mapped[str] = mapped_column(String(60), default="")
    caller_phone: Mapped[str] = mapped_column(String(40), default="")
    caller_name: Mapped[str] = mapped_column(String(60), default="")
    caller_org: Mapped[str] = mapped_column(String(100), default="")
    call_back: Mapped[str] = mapped_column(String(16), default="")
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_reason: Mapped[str] = mapped_column(Text, default="")
    occurred_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    occurred_precision: Mapped[str] = mapped_column(String(8), default="unknown")
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    receiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    receiver_name: Mapped[str] = mapped_column(String(60))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    place_path: Mapped[str] = mapped_column(String(200), default="")
    place_text: Mapped[str] = mapped_column(String(200), default="")
    event_type: Mapped[str | None] = mapped_column(ForeignKey("event_type.code"))
    grade: Mapped[str] = mapped_column(String(16), default="")
    summary: Mapped[str] = mapped_column(Text)
    measures: Mapped[str] = mapped_column(Text, default="")
    needs: Mapped[str] = mapped_column(Text, default="")
    master_id: Mapped[UUID | None] = mapped_column(ForeignKey("inbound.id"))
    state: Mapped[str] = mapped_column(String(8))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)
    kind: Mapped[str] = mapped_column(String(12), default="", server_default="", info=LATER)
    source_number: Mapped[str] = mapped_column(String(60), default="", server_default="", info=LATER)
    urgency: Mapped[str] = mapped_column(String(12), default="", server_default="", info=LATER)
    caller_post: Mapped[str] = mapped_column(String(60), default="", server_default="", info=LATER)
    told: Mapped[str] = mapped_column(String(200), default="", server_default="", info=LATER)
    caller_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), info=LATER)


class InboundAction(Base):
    """An action taken on an item (reported, ordered, forwarded, filed); an item may have several."""

    __tablename__ = "inbound_action"
    __table_args__ = (_INBOUND,)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inbound_id: Mapped[UUID] = mapped_column(ForeignKey("inbound.id"))
    kind: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    outbound_id: Mapped[UUID | None] = mapped_column(ForeignKey("outbound.id"), info=LATER)


class Figure(Base):
    """One revision of one figure: a number, or unknown (不详), which is not nought. Later is not larger."""

    __tablename__ = "figure"
    __table_args__ = (
        CheckConstraint("(value is null) = unknown", name="known_or_not"),
        Index(None, "inbound_id", "key"),
        _INBOUND,
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    inbound_id: Mapped[UUID] = mapped_column(ForeignKey("inbound.id"))
    key: Mapped[str] = mapped_column(String(16))
    value: Mapped[int | None] = mapped_column(Integer)
    unknown: Mapped[bool] = mapped_column(Boolean)
    as_of: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(100), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(60))


class Task(Base):
    """The one task: instructions, orders, plan steps and call-backs add a source, not another table.

    ``form`` is the paper it is handed on with (派单, 督办, 提示单, 整改单); one with a form goes through ``stage``
    (待签收, 办理中, 已反馈, 退回), those of one ``batch_id`` were given out together.
    """

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("state in ('open', 'done', 'cancelled')", name="state"),
        Index(None, "state", "due_at"),
        Index(None, "incident_id"),
        Index(None, "source_id"),
        {"info": about(Topic.TASKS)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    source: Mapped[str] = mapped_column(String(16))
    source_id: Mapped[UUID | None]
    title: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[str] = mapped_column(String(100), default="")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(12))
    result: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(60))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str] = mapped_column(String(60), default="")
    version: Mapped[int] = mapped_column(Integer, default=1)
    form: Mapped[str] = mapped_column(String(16), default="", server_default="", info=LATER)
    stage: Mapped[str] = mapped_column(String(12), default="", server_default="", info=LATER)
    unit: Mapped[str] = mapped_column(String(100), default="", server_default="", info=LATER)
    phone: Mapped[str] = mapped_column(String(40), default="", server_default="", info=LATER)
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"), info=LATER)
    batch_id: Mapped[UUID | None] = mapped_column(info=LATER)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=LATER)
    verified_by: Mapped[str] = mapped_column(String(100), default="", server_default="", info=LATER)


class Attachment(Base):
    """A file kept under its SHA-256 in ``attachments/aa/…``; records and books name it by digest."""

    __tablename__ = "attachment"
    __table_args__ = (_INBOUND,)

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    subject_id: Mapped[UUID | None]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(60))
