"""Reports upward about incidents, approvals that wait for a person, rounds of the towns' returns."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_INCIDENTS = {"info": about(Topic.INCIDENTS)}
_WAITS = text("state = 'waiting'")


class IncidentReport(Base):
    """One report of an incident's series: 初报, 续报（n）, 日报, 终报（核报）, or a quick report by hot key.

    ``number`` (应急值班快报〔2030〕第17期) is given with the approval, so that drafts given up leave no gap. What was
    approved is frozen: ``body``, ``facts`` (the figures used, canonical JSON) and their ``digest`` no longer change.
    ``figures_until`` is the newest figure the text has seen.
    """

    __tablename__ = "incident_report"
    __table_args__ = (
        CheckConstraint("state in ('draft', 'waiting', 'approved', 'archived', 'void')", name="state"),
        CheckConstraint("kind in ('first', 'follow', 'daily', 'final', 'quick')", name="kind"),
        CheckConstraint("(state in ('approved', 'archived')) = (digest is not null)", name="frozen"),
        CheckConstraint("(number is null) = (serial is null)", name="numbered"),
        UniqueConstraint("year", "serial"),
        Index(None, "incident_id"),
        Index(None, "state"),
        _INCIDENTS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"))
    kind: Mapped[str] = mapped_column(String(12))
    ordinal: Mapped[int] = mapped_column(Integer)
    number: Mapped[str | None] = mapped_column(String(60), unique=True)
    year: Mapped[int | None] = mapped_column(Integer)
    serial: Mapped[int | None] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)
    figures_until: Mapped[int] = mapped_column(Integer)
    urgency: Mapped[str] = mapped_column(String(12))
    marking: Mapped[str] = mapped_column(String(12))
    template: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drafted_by: Mapped[str] = mapped_column(String(100))
    drafter_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by: Mapped[str] = mapped_column(String(60))
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    reason: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, default=1)


class ReportRecipient(Base):
    """One receiver of a report: 报送 or 抄送. Sent is a line of the outbound register, receipt stands there too."""

    __tablename__ = "report_recipient"
    __table_args__ = (
        CheckConstraint("part in ('to', 'copy')", name="part"),
        Index(None, "report_id"),
        _INCIDENTS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("incident_report.id"))
    ordinal: Mapped[int] = mapped_column(Integer)
    part: Mapped[str] = mapped_column(String(8))
    organisation: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(40))
    outbound_id: Mapped[UUID | None] = mapped_column(ForeignKey("outbound.id"))
    dropped: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, default=1)


class Approval(Base):
    """Something that waits for one person's word: reports now; warnings, transfers, plans, swaps later.

    ``preview`` is exactly what is decided on and ``digest`` its SHA-256. A word by telephone is recorded with who
    took it down, and signed later (补签) over the same digest.
    """

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'approved', 'returned', 'withdrawn')", name="state"),
        CheckConstraint("means in ('', 'password', 'phone')", name="means"),
        Index("uq_approval_waiting", "subject_kind", "subject_id", unique=True, sqlite_where=_WAITS),
        Index(None, "state", "of_name"),
        Index(None, "subject_id"),
        {"info": about(Topic.APPROVALS)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[UUID]
    subject_number: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    preview: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(100))
    asker_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    of_name: Mapped[str] = mapped_column(String(60))
    of_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    state: Mapped[str] = mapped_column(String(12))
    means: Mapped[str] = mapped_column(String(12))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(60))
    recorded_by: Mapped[str] = mapped_column(String(100))
    words: Mapped[str] = mapped_column(Text)
    later_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    later_by: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)


class ReturnsRound(Base):
    """A workbook handed out to the towns, and who has to bring it back by when."""

    __tablename__ = "returns_round"
    __table_args__ = (CheckConstraint("state in ('open', 'closed')", name="state"), _INCIDENTS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    before_id: Mapped[UUID | None] = mapped_column(ForeignKey("returns_round.id"))
    title: Mapped[str] = mapped_column(String(100))
    units: Mapped[str] = mapped_column(Text)
    columns: Mapped[str] = mapped_column(Text)
    as_of: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(8))
    version: Mapped[int] = mapped_column(Integer, default=1)


class TownReturn(Base):
    """What one unit brought back in a round, by the file's digest; a later file of the same unit replaces it."""

    __tablename__ = "town_return"
    __table_args__ = (Index(None, "round_id", "unit"), _INCIDENTS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("returns_round.id"))
    unit: Mapped[str] = mapped_column(String(100))
    file_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    file_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(Text)
    findings: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)
