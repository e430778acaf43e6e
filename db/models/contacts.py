"""Groups of people, the history of their numbers, call lists with every attempt, and what an import did."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_CONTACTS = {"info": about(Topic.CONTACTS)}


class ContactGroup(Base):
    """People called together: named one by one, or all that a rule finds (``rule`` is JSON, resolved when asked)."""

    __tablename__ = "contact_group"
    __table_args__ = (CheckConstraint("kind in ('fixed', 'rule')", name="kind"), _CONTACTS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[str] = mapped_column(String(8))
    rule: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class ContactGroupMember(Base):
    """One of a fixed group; who is taken out keeps the row, with the time."""

    __tablename__ = "contact_group_member"
    __table_args__ = (Index(None, "group_id"), Index(None, "person_id"), _CONTACTS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("contact_group.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ordinal: Mapped[int] = mapped_column(Integer)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)


class NumberChange(Base):
    """A number as it was before and after; empty before is a new one, empty after one that no longer holds."""

    __tablename__ = "number_change"
    __table_args__ = (Index(None, "phone_id"), _CONTACTS)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    phone_id: Mapped[UUID] = mapped_column(ForeignKey("phone_number.id"))
    before: Mapped[str] = mapped_column(String(60))
    after: Mapped[str] = mapped_column(String(60))
    why: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))


class CallList(Base):
    """People to be rung one after another; ``people`` is the list as it was when the calling began (JSON)."""

    __tablename__ = "call_list"
    __table_args__ = (Index(None, "started_at"), _CONTACTS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(100))
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    people: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(Integer, default=1)


class CallAttempt(Base):
    """One attempt to ring one number of one person (接听, 无人接, 占线, 关机, 停机, 拒接, 代接).

    ``verified``: they answered a number of their own themselves, which is verified by that.
    """

    __tablename__ = "call_attempt"
    __table_args__ = (
        CheckConstraint(
            "outcome in ('answered', 'no_answer', 'busy', 'off', 'suspended', 'refused', 'stood_in')", name="outcome"
        ),
        Index(None, "call_list_id"),
        _CONTACTS,
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    call_list_id: Mapped[UUID | None] = mapped_column(ForeignKey("call_list.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    remark: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(String(100))
    verified: Mapped[bool] = mapped_column(Boolean, default=False)


class ImportRun(Base):
    """What one import changed, row by row as it was before and after (``changes``, JSON), so that it can be undone."""

    __tablename__ = "import_run"
    __table_args__ = (CheckConstraint("mode in ('all', 'good')", name="mode"), Index(None, "at"), _CONTACTS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    mode: Mapped[str] = mapped_column(String(8))
    file_name: Mapped[str] = mapped_column(String(200))
    file_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    taken: Mapped[int] = mapped_column(Integer)
    left_out: Mapped[int] = mapped_column(Integer)
    changes: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str] = mapped_column(String(100), default="")
    version: Mapped[int] = mapped_column(Integer, default=1)
