"""The outbound register (everything that left), clocks of documents that came in, files joined to records."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_OUTBOUND = {"info": about(Topic.OUTBOUND)}


class Outbound(Base):
    """Something that left this room: to whom, by whom, how, when, and who said that it arrived.

    ``sent`` is what an officer states; ``received`` only with the name of whoever received it; ``failed`` stays in
    the register. ``subject_kind`` and ``subject_id`` name the record it is about, where there is one.
    """

    __tablename__ = "outbound"
    __table_args__ = (
        CheckConstraint("state in ('sent', 'received', 'failed')", name="state"),
        Index(None, "sent_at"),
        Index(None, "subject_id"),
        _OUTBOUND,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    to_name: Mapped[str] = mapped_column(String(60))
    to_org: Mapped[str] = mapped_column(String(100))
    to_phone: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    subject_kind: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[UUID | None]
    subject_number: Mapped[str] = mapped_column(String(40))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(8))
    receipt_by: Mapped[str] = mapped_column(String(60), default="")
    receipt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    receipt_note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)


class InboundClock(Base):
    """A time limit of one inbound item: leader phoned, passed on. ``basis`` is the rule it was taken from."""

    __tablename__ = "inbound_clock"
    __table_args__ = (
        UniqueConstraint("inbound_id", "kind"),
        Index(None, "done_at", "due_at"),
        {"info": about(Topic.INBOUND)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inbound_id: Mapped[UUID] = mapped_column(ForeignKey("inbound.id"))
    kind: Mapped[str] = mapped_column(String(24))
    minutes: Mapped[int] = mapped_column(Integer)
    basis: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str] = mapped_column(String(100), default="")
    whom: Mapped[str] = mapped_column(String(100), default="")
    late_reason: Mapped[str] = mapped_column(Text, default="")
    outbound_id: Mapped[UUID | None] = mapped_column(ForeignKey("outbound.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)


class AttachmentLink(Base):
    """A file joined to a record: the same content may belong to several, under the name each knew it by."""

    __tablename__ = "attachment_link"
    __table_args__ = (
        UniqueConstraint("digest", "subject_id"),
        Index(None, "subject_id"),
        {"info": about(Topic.INBOUND)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), ForeignKey("attachment.digest"))
    subject_kind: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
