"""Rescue teams (队伍) with their papers, and experts (专家). What a team is doing is said by its assignments alone."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_TEAMS = {"info": about(Topic.TEAMS)}


class Team(Base):
    """A team: kind, skills and event types (comma-separated codes), heads A and B, base, how soon it can leave.

    ``readiness`` is what the team says of itself (待命, 部分待命, 休整, 不可用), never what it is doing.
    """

    __tablename__ = "team"
    __table_args__ = (
        CheckConstraint("readiness in ('ready', 'limited', 'resting', 'unavailable')", name="readiness"),
        CheckConstraint("prepare_minutes >= 0", name="prepare"),
        Index(None, "kind"),
        _TEAMS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(16))
    skills: Mapped[str] = mapped_column(Text, default="")
    event_types: Mapped[str] = mapped_column(Text, default="")
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    head_a: Mapped[str] = mapped_column(String(60), default="")
    phone_a: Mapped[str] = mapped_column(String(40), default="")
    head_b: Mapped[str] = mapped_column(String(60), default="")
    phone_b: Mapped[str] = mapped_column(String(40), default="")
    call_sign: Mapped[str] = mapped_column(String(40), default="")
    people: Mapped[int] = mapped_column(Integer, default=0)
    people_ready: Mapped[int | None] = mapped_column(Integer)
    equipment: Mapped[str] = mapped_column(Text, default="")
    base: Mapped[str] = mapped_column(String(200), default="")
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    prepare_minutes: Mapped[int] = mapped_column(Integer, default=0)
    readiness: Mapped[str] = mapped_column(String(12), default="ready")
    readiness_note: Mapped[str] = mapped_column(String(200), default="")
    readiness_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    registered: Mapped[bool] = mapped_column(Boolean, default=True)
    insurance_until: Mapped[date | None] = mapped_column(Date)
    last_drill_on: Mapped[date | None] = mapped_column(Date)
    agreement: Mapped[str] = mapped_column(String(200), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class TeamCertificate(Base):
    """A certificate of a team or of one of its members, with the day it ends."""

    __tablename__ = "team_certificate"
    __table_args__ = (Index(None, "team_id"), _TEAMS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    kind: Mapped[str] = mapped_column(String(60))
    holder: Mapped[str] = mapped_column(String(60), default="")
    number: Mapped[str] = mapped_column(String(60), default="")
    expires_on: Mapped[date | None] = mapped_column(Date)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class Expert(Base):
    """An expert: field, event types (comma-separated codes), unit, telephones, when to be had, when last asked."""

    __tablename__ = "expert"
    __table_args__ = (Index(None, "name"), _TEAMS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    field: Mapped[str] = mapped_column(String(100))
    event_types: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[str] = mapped_column(String(100), default="")
    title: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    phone_b: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    tier: Mapped[str] = mapped_column(String(16), default="county")
    hours: Mapped[str] = mapped_column(String(100), default="")
    last_called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_outcome: Mapped[str] = mapped_column(String(12), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
