"""The shift table as planned, who stood in for whom, and where the leaders are."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_ROSTER = {"info": about(Topic.ROSTER)}


class RosterLine(Base):
    """Who is planned for a post of a shift. ``shift`` is the code of the template's shift (whole, day, night …).

    A line that no longer holds is made inactive, never deleted.
    """

    __tablename__ = "roster_line"
    __table_args__ = (
        Index(None, "day"),
        Index(None, "ends_at", "starts_at"),
        CheckConstraint("source in ('hand', 'import', 'plan')", name="source"),
        _ROSTER,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    template: Mapped[str] = mapped_column(String(40))
    shift: Mapped[str] = mapped_column(String(16))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    post: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    phone: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(8))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class RosterChange(Base):
    """Who stood a post of a shift before and stands it since, and why: one record for every way that happens.

    ``was`` and ``now`` are names; ``source`` the number of the plan or swap, or the file, that brought it.
    """

    __tablename__ = "roster_change"
    __table_args__ = (
        CheckConstraint("kind in ('edit', 'copy', 'import', 'publish', 'swap', 'stand_in', 'take_back')", name="kind"),
        Index(None, "day"),
        _ROSTER,
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    shift: Mapped[str] = mapped_column(String(16))
    post: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(12))
    was: Mapped[str] = mapped_column(Text)
    now: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))


class Substitution(Base):
    """Somebody stands a post for another one: before the shift or during it (A/B 岗); never silent."""

    __tablename__ = "substitution"
    __table_args__ = (Index(None, "starts_at"), _ROSTER)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    post: Mapped[str] = mapped_column(String(32))
    absent: Mapped[str] = mapped_column(String(60))
    stands_in: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text)
    shift_id: Mapped[UUID | None] = mapped_column(ForeignKey("shift.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)


class Whereabouts(Base):
    """领导去向: where a leader is from when to when, and how to reach them there."""

    __tablename__ = "whereabouts"
    __table_args__ = (Index(None, "from_at"), _ROSTER)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    place: Mapped[str] = mapped_column(String(200))
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    phone: Mapped[str] = mapped_column(String(40), default="")
    deputy: Mapped[str] = mapped_column(String(60), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)
