"""The two append-only books, their heads, and the running numbers of records."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime


class _Line:
    """Columns both books share. ``digest`` covers ``prev`` and every other column (docs/decisions/0003)."""

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    id: Mapped[UUID] = mapped_column(unique=True)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(200))
    person: Mapped[str] = mapped_column(String(200))
    by_kind: Mapped[str] = mapped_column(String(16))
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(String(100))
    by_role: Mapped[str | None] = mapped_column(String(16))
    corrects: Mapped[int | None] = mapped_column(Integer)
    payload: Mapped[str] = mapped_column(Text)
    prev: Mapped[bytes] = mapped_column(LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class LogLine(_Line, Base):
    """The duty book: what came in, what was said and done."""

    __tablename__ = "log_entry"
    __table_args__ = (
        Index(None, "recorded_at"),
        Index(None, "occurred_at"),
        Index(None, "kind", "number"),
        Index("ix_log_entry_corrects", "corrects"),
        {"info": about(Topic.LOG)},
    )


class AuditLine(_Line, Base):
    """The audit book: sign-ins, settings, accounts, imports, exports."""

    __tablename__ = "audit_entry"
    __table_args__ = ({"info": about(Topic.AUDIT)},)


class BookHead(Base):
    """Newest number and digest of each book: a tail cut off a book no longer agrees with its head."""

    __tablename__ = "book_head"
    __table_args__ = (
        CheckConstraint("book in ('duty', 'audit')", name="book"),
        {"info": about(Topic.AUDIT)},
    )

    book: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int]
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class NumberSeries(Base):
    """Last number given in a series and year; yearly numbers turn at the station's midnight."""

    __tablename__ = "number_series"
    __table_args__ = ({"info": about(Topic.SETTINGS)},)

    series: Mapped[str] = mapped_column(String(8), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int]
