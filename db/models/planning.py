"""The duty planner: who may stand duty, leave and wishes, rosters before they are published, swaps."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_ROSTER = {"info": about(Topic.ROSTER)}


class DutyStaff(Base):
    """Somebody who stands duty: which posts (JSON list of codes), where in the rotation, from when to when.

    ``rest_hours`` and ``most_consecutive`` override the county's settings for this one person.
    """

    __tablename__ = "duty_staff"
    __table_args__ = (Index(None, "person_id"), _ROSTER)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    posts: Mapped[str] = mapped_column(Text)
    turn: Mapped[int] = mapped_column(Integer)
    leader: Mapped[bool] = mapped_column(Boolean, default=False)
    rest_hours: Mapped[int | None] = mapped_column(Integer)
    most_consecutive: Mapped[int | None] = mapped_column(Integer)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)


class Leave(Base):
    """Time somebody cannot stand duty (年假, 病假, 培训, 出差 …), asked for and decided by somebody."""

    __tablename__ = "leave"
    __table_args__ = (
        CheckConstraint("state in ('asked', 'granted', 'refused', 'withdrawn')", name="state"),
        CheckConstraint("ends_at > starts_at", name="order"),
        Index(None, "person_id"),
        Index(None, "ends_at", "starts_at"),
        _ROSTER,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(16))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(100))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(100), default="")
    decision: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)


class DutyWish(Base):
    """A day somebody would like, or would rather not have; a wish never forbids."""

    __tablename__ = "duty_wish"
    __table_args__ = (CheckConstraint("wish in ('want', 'avoid')", name="wish"), Index(None, "day"), _ROSTER)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date] = mapped_column(Date)
    shift: Mapped[str] = mapped_column(String(16), default="")
    wish: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)


class RosterPlan(Base):
    """A roster before it holds: made by rotation, by the solver or by hand, edited, published or given up.

    ``lines``, ``rules`` and ``findings`` are JSON; publishing writes lines of the shift table (``roster_line``).
    """

    __tablename__ = "roster_plan"
    __table_args__ = (
        CheckConstraint("state in ('draft', 'published', 'given_up')", name="state"),
        CheckConstraint("method in ('rotation', 'solver', 'hand')", name="method"),
        Index(None, "from_day"),
        _ROSTER,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    from_day: Mapped[date] = mapped_column(Date)
    to_day: Mapped[date] = mapped_column(Date)
    method: Mapped[str] = mapped_column(String(12))
    seed: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(12))
    lines: Mapped[str] = mapped_column(Text)
    rules: Mapped[str] = mapped_column(Text)
    findings: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(100))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(100), default="")
    version: Mapped[int] = mapped_column(Integer, default=1)


class RosterSwap(Base):
    """Duty given to somebody else, or exchanged for his: asked, accepted, approved.

    It belongs to day, template, shift and post and follows them when the lines below are published anew.
    """

    __tablename__ = "roster_swap"
    __table_args__ = (
        CheckConstraint("state in ('asked', 'accepted', 'approved', 'refused', 'withdrawn')", name="state"),
        Index(None, "day"),
        Index(None, "state"),
        _ROSTER,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    day: Mapped[date] = mapped_column(Date)
    template: Mapped[str] = mapped_column(String(40))
    shift: Mapped[str] = mapped_column(String(16))
    post: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    back_day: Mapped[date | None] = mapped_column(Date)
    back_shift: Mapped[str] = mapped_column(String(16), default="")
    back_post: Mapped[str] = mapped_column(String(32), default="")
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(100))
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(100), default="")
    decision: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)
