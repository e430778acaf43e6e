"""Shifts and their posts, hand-over sheets with confirmations, differences and signatures."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import LATER, Base, about
from db.types import UtcDateTime

_DUTY = {"info": about(Topic.DUTY)}
_IS_OPEN = text("state = 'open'")


class Shift(Base):
    """One watch. Its lines are an interval of log numbers: after ``opened_at_number`` up to the cut-off."""

    __tablename__ = "shift"
    __table_args__ = (
        CheckConstraint("state in ('open', 'closed')", name="state"),
        Index("uq_shift_one_open", "state", unique=True, sqlite_where=_IS_OPEN),
        _DUTY,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Integer, unique=True)
    template: Mapped[str] = mapped_column(String(32))
    planned_from: Mapped[datetime] = mapped_column(UtcDateTime)
    planned_to: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    first_number: Mapped[int] = mapped_column(Integer)
    last_number: Mapped[int | None] = mapped_column(Integer)
    taken_how: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(8))
    version: Mapped[int] = mapped_column(Integer, default=1)


class ShiftPost(Base):
    """Who stands which post of a shift; the leader is a post like the others."""

    __tablename__ = "shift_post"
    __table_args__ = (UniqueConstraint("shift_id", "post", "name"), _DUTY)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    post: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    phone: Mapped[str] = mapped_column(String(40), default="")
    ordinal: Mapped[int] = mapped_column(Integer, default=0)


class Sheet(Base):
    """A hand-over sheet: the stored body is what is signed, nothing is recomputed."""

    __tablename__ = "sheet"
    __table_args__ = (
        CheckConstraint("state in ('started', 'signed', 'accepted', 'abandoned')", name="state"),
        _DUTY,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    cut_off_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cut_off_number: Mapped[int] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    state: Mapped[str] = mapped_column(String(12))
    remarks: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)


class SheetConfirmation(Base):
    """The incoming officer confirmed one item of a sheet."""

    __tablename__ = "sheet_confirmation"
    __table_args__ = (UniqueConstraint("sheet_id", "item"), _DUTY)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("sheet.id"))
    item: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SheetDifference(Base):
    """A difference the incoming officer raised, with the outgoing one's answer."""

    __tablename__ = "sheet_difference"
    __table_args__ = (_DUTY,)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("sheet.id"))
    ordinal: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"), info=LATER)


class Signature(Base):
    """Who signed which digest, when and by which means (re-authentication): a sheet, or how a shift was taken."""

    __tablename__ = "signature"
    __table_args__ = (
        CheckConstraint("part in ('outgoing', 'incoming', 'leader', 'emergency', 'supplement')", name="part"),
        CheckConstraint("(part = 'emergency') = (shift_id is not null)", name="shift"),
        CheckConstraint("(sheet_id is null) = (shift_id is not null)", name="subject"),
        UniqueConstraint("shift_id"),
        _DUTY,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sheet_id: Mapped[UUID | None] = mapped_column(ForeignKey("sheet.id"))
    shift_id: Mapped[UUID | None] = mapped_column(ForeignKey("shift.id"))
    part: Mapped[str] = mapped_column(String(16))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    name: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    means: Mapped[str] = mapped_column(String(16))
    signed: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    absent: Mapped[str] = mapped_column(String(60), default="", server_default="", info=LATER)
    reason: Mapped[str] = mapped_column(Text, default="", server_default="", info=LATER)
