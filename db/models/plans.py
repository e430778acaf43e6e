"""Plans (预案) with their response levels and task cards, and the responses started from them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_PLANS = {"info": about(Topic.PLANS)}


class Plan(Base):
    """One plan of the library. ``code`` is its key in import files; a newer edition keeps it."""

    __tablename__ = "plan"
    __table_args__ = (_PLANS,)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16))
    tier: Mapped[str] = mapped_column(String(16))
    event_type: Mapped[str] = mapped_column(String(16), default="")
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    owner: Mapped[str] = mapped_column(String(100), default="")
    edition: Mapped[str] = mapped_column(String(40), default="")
    issued_on: Mapped[date | None] = mapped_column(Date)
    filed_on: Mapped[date | None] = mapped_column(Date)
    filing_number: Mapped[str] = mapped_column(String(60), default="")
    review_on: Mapped[date | None] = mapped_column(Date)
    remark: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class PlanLevel(Base):
    """A response level of a plan: when it starts and ends, whose word starts it, who leads, its milestones (JSON)."""

    __tablename__ = "plan_level"
    __table_args__ = (
        CheckConstraint("level in ('I', 'II', 'III', 'IV')", name="level"),
        UniqueConstraint("plan_id", "level"),
        _PLANS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    level: Mapped[str] = mapped_column(String(8))
    starts_when: Mapped[str] = mapped_column(Text)
    ends_when: Mapped[str] = mapped_column(Text, default="")
    starter: Mapped[str] = mapped_column(String(60))
    organisation: Mapped[str] = mapped_column(Text, default="")
    milestones: Mapped[str] = mapped_column(Text, default="")
    ending: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class PlanTask(Base):
    """A task card of a level: post, action, standard, due so many minutes after start or a milestone, evidence.

    The same ``code`` in another level is the same task: raising and lowering compare by it.
    """

    __tablename__ = "plan_task"
    __table_args__ = (UniqueConstraint("level_id", "code"), _PLANS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    level_id: Mapped[UUID] = mapped_column(ForeignKey("plan_level.id"))
    code: Mapped[str] = mapped_column(String(40))
    ordinal: Mapped[int] = mapped_column(Integer)
    post: Mapped[str] = mapped_column(String(100))
    unit: Mapped[str] = mapped_column(String(100), default="")
    action: Mapped[str] = mapped_column(Text)
    standard: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(String(40))
    due_minutes: Mapped[int] = mapped_column(Integer)
    evidence: Mapped[str] = mapped_column(String(200), default="")
    needs: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class Response(Base):
    """A plan at work at a level, for an incident or a warning; one of a plan and cause runs at a time.

    ``plan_code`` and ``plan_title`` are those of its start.
    """

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("state in ('running', 'ended')", name="state"),
        Index("uq_response_running", "plan_id", "cause", unique=True, sqlite_where=text("state = 'running'")),
        Index(None, "incident_id"),
        Index(None, "state"),
        _PLANS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    plan_code: Mapped[str] = mapped_column(String(40))
    plan_title: Mapped[str] = mapped_column(String(200))
    level_id: Mapped[UUID] = mapped_column(ForeignKey("plan_level.id"))
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    cause: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(8))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_by: Mapped[str] = mapped_column(String(100))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(100), default="")
    checklist: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)


class ResponseStep(Base):
    """Start, raising, lowering, a milestone reached, the end: who approved it and how, who wrote it down.

    ``as_read`` is the level with its cards as the plan had it then (JSON); only a start or a change of level reads it.
    """

    __tablename__ = "response_step"
    __table_args__ = (
        CheckConstraint("kind in ('start', 'raise', 'lower', 'milestone', 'end')", name="kind"),
        Index(None, "response_id"),
        _PLANS,
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"))
    kind: Mapped[str] = mapped_column(String(12))
    level: Mapped[str] = mapped_column(String(8))
    milestone: Mapped[str] = mapped_column(String(40))
    approved_by: Mapped[str] = mapped_column(String(60))
    way: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    as_read: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))


class ResponseTask(Base):
    """A task card of a running response, given to a person once: claimed with a lease, then its task.

    ``code`` is that of the card; with the response it is unique, whatever the level is. ``as_read`` is the card as
    the plan had it when it was last read (JSON), ``ordinal`` its place there.
    """

    __tablename__ = "response_task"
    __table_args__ = (
        CheckConstraint("state in ('planned', 'claimed', 'given', 'cancelled')", name="state"),
        UniqueConstraint("response_id", "code"),
        Index(None, "task_id"),
        _PLANS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    response_id: Mapped[UUID] = mapped_column(ForeignKey("response.id"))
    plan_task_id: Mapped[UUID] = mapped_column(ForeignKey("plan_task.id"))
    code: Mapped[str] = mapped_column(String(40))
    ordinal: Mapped[int] = mapped_column(Integer)
    as_read: Mapped[str] = mapped_column(Text)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    person: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    rank: Mapped[str] = mapped_column(String(1))
    phone: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12))
    lease_by: Mapped[str] = mapped_column(String(100), default="")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)
