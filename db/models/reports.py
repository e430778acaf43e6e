"""What is written from the books: briefs and readings by hand, daily to monthly reports, own forms, printed copies."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_REPORTS = {"info": about(Topic.REPORTS)}


class Brief(Base):
    """A weather or river brief as an officer wrote it down; a corrected one is a new one."""

    __tablename__ = "brief"
    __table_args__ = (
        CheckConstraint("kind in ('weather', 'river', 'other')", name="kind"),
        Index(None, "at"),
        _REPORTS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(100), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))


class Reading(Base):
    """One measured value by hand: series (station and quantity), exact decimal text, unit. The later wins."""

    __tablename__ = "reading"
    __table_args__ = (Index(None, "series", "at"), _REPORTS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    value: Mapped[str] = mapped_column(String(24))
    unit: Mapped[str] = mapped_column(String(16))
    brief_id: Mapped[UUID | None] = mapped_column(ForeignKey("brief.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))


class Report(Base):
    """A daily, weekly or monthly report: the body as composed and issued, remarks by hand; an issued one stays."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("kind in ('daily', 'weekly', 'monthly')", name="kind"),
        CheckConstraint("state in ('draft', 'issued')", name="state"),
        Index(None, "kind", "from_at"),
        _REPORTS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(8))
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    to_at: Mapped[datetime] = mapped_column(UtcDateTime)
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    remarks: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)


class FormFile(Base):
    """The county's own .docx for one print; the file lies under its digest. The newest active one of a form counts."""

    __tablename__ = "form_file"
    __table_args__ = (Index(None, "form", "active"), _REPORTS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(String(24))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), ForeignKey("attachment.digest"))
    name: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)


class PrintCopy(Base):
    """One paper or file that was made of a print; the second one on is marked 副本 with its ordinal.

    ``target`` is paper or file, failed (nothing came to be: the next print gets the ordinal) or spoilt (a printer had
    begun: the ordinal is used up).
    """

    __tablename__ = "print_copy"
    __table_args__ = (UniqueConstraint("form", "number", "ordinal"), _REPORTS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(String(24))
    number: Mapped[str] = mapped_column(String(60))
    ordinal: Mapped[int] = mapped_column(Integer)
    target: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
