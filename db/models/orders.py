"""Leaders' words, what happened to a task, 会商 (consultations), roll calls."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_TASKS = {"info": about(Topic.TASKS)}


class Instruction(Base):
    """A leader's words as they were said or written. ``words`` never change (a trigger holds them)."""

    __tablename__ = "instruction"
    __table_args__ = (
        CheckConstraint("way in ('phone', 'paper', 'message', 'face')", name="way"),
        Index(None, "incident_id"),
        Index(None, "said_at"),
        _TASKS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident_report.id"))
    leader: Mapped[str] = mapped_column(String(60))
    post: Mapped[str] = mapped_column(String(60))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    way: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(100))
    read_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_back_by: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)


class TaskStep(Base):
    """One thing that happened to a task: received, fed back, done, verified, sent back, extended, reminded, escalated.

    ``who`` is the person at the unit (or the leader who was told); ``by_name`` the officer who took it down.
    """

    __tablename__ = "task_step"
    __table_args__ = (Index(None, "task_id"), _TASKS)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"))
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outbound_id: Mapped[UUID | None] = mapped_column(ForeignKey("outbound.id"))
    inbound_id: Mapped[UUID | None] = mapped_column(ForeignKey("inbound.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))


class Consultation(Base):
    """会商: when, who was asked and came (canonical JSON), what was said; its tasks name it as their source."""

    __tablename__ = "consultation"
    __table_args__ = (Index(None, "held_at"), _TASKS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    title: Mapped[str] = mapped_column(String(100))
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    way: Mapped[str] = mapped_column(String(12))
    chair: Mapped[str] = mapped_column(String(60))
    attendance: Mapped[str] = mapped_column(Text)
    minutes: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)


class RollCall(Base):
    """One round of calling units by name: whom (canonical JSON), how, who was drawn by lot."""

    __tablename__ = "roll_call"
    __table_args__ = (Index(None, "started_at"), _TASKS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(100))
    channel: Mapped[str] = mapped_column(String(40))
    units: Mapped[str] = mapped_column(Text)
    retry_minutes: Mapped[int] = mapped_column(Integer)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    remark: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, default=1)


class RollCallAnswer(Base):
    """One call of a roll call and what came of it; the newest about a unit counts, earlier ones stay."""

    __tablename__ = "roll_call_answer"
    __table_args__ = (Index(None, "roll_call_id", "unit"), _TASKS)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    roll_call_id: Mapped[UUID] = mapped_column(ForeignKey("roll_call.id"))
    unit: Mapped[str] = mapped_column(String(100))
    outcome: Mapped[str] = mapped_column(String(12))
    quality: Mapped[str] = mapped_column(String(12))
    person: Mapped[str] = mapped_column(String(60))
    expected: Mapped[str] = mapped_column(String(60))
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    remark: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
