"""Incidents: what belongs to one event, its states, grades, figures, command posts and the countdowns it set going."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_INCIDENTS = {"info": about(Topic.INCIDENTS)}
_JOINED = text("ended_at IS NULL")


class Incident(Base):
    """One event. ``received_at`` is the earliest 接报时间 of its items: every limit counts from it.

    ``kind`` (突发事件, 险情, 较大涉险, 非突发事件), ``grade`` and ``standing`` (未定级, 初判, 核定) are what was
    decided last; ``incident_grade`` has how it came to that. No column holds a warning's colour or a response level.
    """

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint(
            "state in ('reported', 'handling', 'controlled', 'ended', 'archived', 'cancelled')", name="state"
        ),
        CheckConstraint("standing in ('none', 'first', 'confirmed')", name="standing"),
        CheckConstraint("(standing = 'none') = (grade = '')", name="graded"),
        Index(None, "state", "received_at"),
        Index(None, "received_at", "number"),
        Index(None, "parent_id"),
        _INCIDENTS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(100))
    event_type: Mapped[str | None] = mapped_column(ForeignKey("event_type.code"))
    kind: Mapped[str] = mapped_column(String(16))
    grade: Mapped[str] = mapped_column(String(16))
    standing: Mapped[str] = mapped_column(String(12))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    place_path: Mapped[str] = mapped_column(String(200))
    place_text: Mapped[str] = mapped_column(String(200))
    occurred_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    occurred_precision: Mapped[str] = mapped_column(String(8))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    summary: Mapped[str] = mapped_column(Text)
    measures: Mapped[str] = mapped_column(Text)
    needs: Mapped[str] = mapped_column(Text)
    outlook: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[str] = mapped_column(String(100))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)


class IncidentItem(Base):
    """An inbound item that belongs to an incident; taken out again it stays, with when, by whom and why.

    An item belongs to one incident at a time. ``kind``: it opened the incident, adds to it, or tells the same again.
    """

    __tablename__ = "incident_item"
    __table_args__ = (
        CheckConstraint("kind in ('source', 'more', 'duplicate')", name="kind"),
        Index("uq_incident_item_joined", "inbound_id", unique=True, sqlite_where=_JOINED),
        Index(None, "incident_id"),
        _INCIDENTS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    inbound_id: Mapped[UUID] = mapped_column(ForeignKey("inbound.id"))
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, default=1)


class IncidentState(Base):
    """One step of an incident from a state to the next, with its reason."""

    __tablename__ = "incident_state"
    __table_args__ = (Index(None, "incident_id"), _INCIDENTS)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    before: Mapped[str] = mapped_column(String(12))
    after: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))


class IncidentGrade(Base):
    """One decision on kind and grade: what stood before, what was decided, which rule had proposed it."""

    __tablename__ = "incident_grade"
    __table_args__ = (Index(None, "incident_id"), _INCIDENTS)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    kind: Mapped[str] = mapped_column(String(16))
    grade: Mapped[str] = mapped_column(String(16))
    standing: Mapped[str] = mapped_column(String(12))
    rule: Mapped[str] = mapped_column(String(40))
    basis: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))


class IncidentFigure(Base):
    """One revision of one casualty or loss figure: a number, or unknown (不详), which is not nought.

    ``value`` is in the smallest unit of its key (persons, houses, hundreds of yuan …); ``at_least`` says 至少.
    Rows of one report share ``revision``. Later is not larger.
    """

    __tablename__ = "incident_figure"
    __table_args__ = (
        CheckConstraint("(value is null) = unknown", name="known_or_not"),
        CheckConstraint("value is null or value >= 0", name="not_negative"),
        Index(None, "incident_id", "key"),
        _INCIDENTS,
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    revision: Mapped[UUID]
    key: Mapped[str] = mapped_column(String(24))
    value: Mapped[int | None] = mapped_column(Integer)
    unknown: Mapped[bool] = mapped_column(Boolean)
    at_least: Mapped[bool] = mapped_column(Boolean)
    as_of: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(100))
    inbound_id: Mapped[UUID | None] = mapped_column(ForeignKey("inbound.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))


class IncidentCommand(Base):
    """Who commands or serves where, from when until when: 现场指挥官, 指挥长, members of the command group."""

    __tablename__ = "incident_command"
    __table_args__ = (Index(None, "incident_id"), _INCIDENTS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    part: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    organisation: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_from: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    ordinal: Mapped[int] = mapped_column(Integer)
    by_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)


class IncidentClock(Base):
    """A countdown of an incident: 初报 by telephone or in writing to one level, 续报, 核报, relief.

    Made from a row of the county's limits, whose minutes and basis it keeps as they were then. ``ordinal`` counts
    the turns of one that comes again. It ends done or no longer wanted, never by itself.
    ``dropped_by`` is the officer who dropped it, empty where a rule no longer asks for it.
    """

    __tablename__ = "incident_clock"
    __table_args__ = (
        UniqueConstraint("incident_id", "rule", "ordinal"),
        CheckConstraint("done_at is null or dropped_at is null", name="one_end"),
        Index(None, "done_at", "dropped_at", "due_at"),
        Index(None, "incident_id"),
        _INCIDENTS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    rule: Mapped[str] = mapped_column(String(40))
    ordinal: Mapped[int] = mapped_column(Integer)
    step: Mapped[str] = mapped_column(String(16))
    whom: Mapped[str] = mapped_column(String(100))
    minutes: Mapped[int] = mapped_column(Integer)
    basis: Mapped[str] = mapped_column(Text)
    counts_from: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str] = mapped_column(String(100))
    told: Mapped[str] = mapped_column(String(100))
    late_reason: Mapped[str] = mapped_column(Text)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    drop_reason: Mapped[str] = mapped_column(Text)
    dropped_by: Mapped[str] = mapped_column(String(100))
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident_report.id"))
    outbound_id: Mapped[UUID | None] = mapped_column(ForeignKey("outbound.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)
