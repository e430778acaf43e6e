"""What a watch does every day: routines ticked, check lists marked, standing notices, zero reports of the towns."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_ROUTINE = {"info": about(Topic.ROUTINE)}


class RoutineTick(Base):
    """One routine at one due time: done, found abnormal, or not done with the reason. ``code`` names the list row."""

    __tablename__ = "routine_tick"
    __table_args__ = (
        UniqueConstraint("code", "due_at"),
        CheckConstraint("result in ('done', 'abnormal', 'not_done')", name="result"),
        Index(None, "due_at"),
        _ROUTINE,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    title: Mapped[str] = mapped_column(String(200))
    result: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)


class CheckMark(Base):
    """State of one line of a check list during one shift (sections 5, 7, 8 of the hand-over sheet)."""

    __tablename__ = "check_mark"
    __table_args__ = (
        UniqueConstraint("shift_id", "code"),
        CheckConstraint("state in ('ok', 'fault', 'absent')", name="state"),
        _ROUTINE,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(8))
    value: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)


class Notice(Base):
    """A standing notice: on the board from its first to its last moment, or until somebody ends it."""

    __tablename__ = "notice"
    __table_args__ = (Index(None, "until_at"), _ROUTINE)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(100), default="")
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(100), default="")
    version: Mapped[int] = mapped_column(Integer, default=1)


class ZeroReport(Base):
    """零报告: what one unit said for one day; nothing happened is a statement of its own, silence is not."""

    __tablename__ = "zero_report"
    __table_args__ = (
        UniqueConstraint("period", "day", "unit"),
        CheckConstraint("state in ('none', 'some')", name="state"),
        _ROUTINE,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(String(40))
    day: Mapped[date] = mapped_column(Date)
    unit: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text, default="")
    reporter: Mapped[str] = mapped_column(String(60), default="")
    inbound_id: Mapped[UUID | None] = mapped_column(ForeignKey("inbound.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)
