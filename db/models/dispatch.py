"""Dispatch (指挥调度): what an incident needs, what a commander ordered, which team does what and how far it is."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import Amount, UtcDateTime

_DISPATCH = {"info": about(Topic.DISPATCH)}


class Need(Base):
    """What is asked for at an incident: a skill (so many teams) or an item (so much), where, how urgently, by whom.

    ``source`` says where it came from: by hand, a task card, a call, a response package, a shelter.
    """

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint("kind in ('skill', 'item', 'other')", name="kind"),
        CheckConstraint("state in ('open', 'met', 'dropped')", name="state"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("priority between 1 and 3", name="priority"),
        Index(None, "incident_id"),
        Index(None, "source_id"),
        Index(
            "uq_need_source", "incident_id", "source", "source_key", unique=True, sqlite_where=text("source_key <> ''")
        ),
        _DISPATCH,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    kind: Mapped[str] = mapped_column(String(8))
    skill: Mapped[str] = mapped_column(String(40), default="")
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"))
    what: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[Decimal] = mapped_column(Amount)
    unit: Mapped[str] = mapped_column(String(20), default="")
    priority: Mapped[int] = mapped_column(Integer, default=2)
    place: Mapped[str] = mapped_column(String(200), default="")
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    shelter_id: Mapped[UUID | None] = mapped_column(ForeignKey("shelter.id"))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    source: Mapped[str] = mapped_column(String(12))
    source_id: Mapped[UUID | None]
    source_key: Mapped[str] = mapped_column(String(100), default="")
    state: Mapped[str] = mapped_column(String(8))
    closed_reason: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)


class Dispatch(Base):
    """One order of a commander: teams and goods sent to an incident together, all or none.

    ``key`` comes from the one who confirms (the same confirmation twice is one order); ``proposal`` is what the
    program had proposed and ``decided`` what was confirmed (canonical JSON): neither is ever rewritten.
    """

    __tablename__ = "dispatch"
    __table_args__ = (Index(None, "incident_id"), _DISPATCH)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    key: Mapped[UUID] = mapped_column(unique=True)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    commander: Mapped[str] = mapped_column(String(60))
    way: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    proposal: Mapped[str] = mapped_column(Text, default="")
    decided: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)


class Assignment(Base):
    """A team at an incident: one line per team and incident while it lasts, with its own state and clocks.

    ``arrive_minutes`` and ``leave_minutes`` are the limits that held when it was sent (with their ``basis``),
    ``expected_at`` what the travel model said. ``planned_at`` is when a reserved team shall be sent.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint(
            "state in ('reserved', 'assigned', 'mustering', 'departed', 'arrived', 'done', 'returned', 'recalled')",
            name="state",
        ),
        Index(
            "uq_assignment_running",
            "team_id",
            "incident_id",
            unique=True,
            sqlite_where=text("state not in ('returned', 'recalled')"),
        ),
        Index(None, "incident_id"),
        Index(None, "dispatch_id"),
        Index(None, "state"),
        _DISPATCH,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    need_id: Mapped[UUID | None] = mapped_column(ForeignKey("need.id"))
    dispatch_id: Mapped[UUID | None] = mapped_column(ForeignKey("dispatch.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    state: Mapped[str] = mapped_column(String(12))
    place: Mapped[str] = mapped_column(String(200), default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    contact: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    people: Mapped[int | None] = mapped_column(Integer)
    planned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leave_minutes: Mapped[int | None] = mapped_column(Integer)
    arrive_minutes: Mapped[int | None] = mapped_column(Integer)
    basis: Mapped[str] = mapped_column(String(200), default="")
    late_reason: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)


class AssignmentStep(Base):
    """One thing an assigned team did, when it did it, who said so, where it was. Never changed."""

    __tablename__ = "assignment_step"
    __table_args__ = (Index(None, "assignment_id"), _DISPATCH)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[UUID] = mapped_column(unique=True)
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"))
    state: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(200), default="")
    who: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
