"""Organisations, posts, persons, their numbers in dial order, and officers (accounts of persons)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import LATER, Base, about
from db.types import UtcDateTime

_CONTACTS = {"info": about(Topic.CONTACTS)}


class Organisation(Base):
    """A node of the organisation tree (county, department, town office, village …)."""

    __tablename__ = "organisation"
    __table_args__ = (_CONTACTS,)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    name: Mapped[str] = mapped_column(String(100))
    short_name: Mapped[str] = mapped_column(String(50), default="")
    kind: Mapped[str] = mapped_column(String(32), default="")
    ordinal: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[int] = mapped_column(Integer, default=1)
    retired_on: Mapped[date | None] = mapped_column(Date, info=LATER)


class Post(Base):
    """A post of an organisation, e.g. 值班室主班 or 灾害信息员."""

    __tablename__ = "post"
    __table_args__ = (_CONTACTS,)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(100))
    ordinal: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[int] = mapped_column(Integer, default=1)
    retired_on: Mapped[date | None] = mapped_column(Date, info=LATER)


class Person(Base):
    """Somebody who can be called. Search keys are computed when written."""

    __tablename__ = "person"
    __table_args__ = (Index(None, "pinyin"), Index(None, "initials"), _CONTACTS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    pinyin: Mapped[str] = mapped_column(String(200), default="")
    initials: Mapped[str] = mapped_column(String(60), default="")
    sensitive: Mapped[bool] = mapped_column(Boolean, default=False)
    remark: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)
    staff_number: Mapped[str] = mapped_column(String(40), default="", server_default="", info=LATER)
    left_on: Mapped[date | None] = mapped_column(Date, info=LATER)


class PostHolder(Base):
    """Who holds a post, as A or B, from when to when."""

    __tablename__ = "post_holder"
    __table_args__ = (CheckConstraint("rank in ('A', 'B')", name="rank"), _CONTACTS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    post_id: Mapped[UUID] = mapped_column(ForeignKey("post.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    rank: Mapped[str] = mapped_column(String(1), default="A")
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class PhoneNumber(Base):
    """One number of a person, post or organisation; ``dial_order`` 1 is tried first.

    ``verified_how`` is a ``VerifiedHow``: how it was found to hold, on ``verified_on``, by whom.
    """

    __tablename__ = "phone_number"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN person_id IS NULL THEN 0 ELSE 1 END + CASE WHEN post_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END = 1",
            name="owner",
        ),
        Index(None, "digits"),
        _CONTACTS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[UUID | None] = mapped_column(ForeignKey("post.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[str] = mapped_column(String(40))
    digits: Mapped[str] = mapped_column(String(40))
    dial_order: Mapped[int] = mapped_column(Integer)
    verified_on: Mapped[date | None] = mapped_column(Date)
    extension: Mapped[str] = mapped_column(String(12), default="", server_default="", info=LATER)
    label: Mapped[str] = mapped_column(String(30), default="", server_default="", info=LATER)
    valid_to: Mapped[date | None] = mapped_column(Date, info=LATER)
    verified_by: Mapped[str] = mapped_column(String(100), default="", server_default="", info=LATER)
    verified_how: Mapped[str] = mapped_column(String(12), default="", server_default="", info=LATER)


class Officer(Base):
    """The account of a person. ``password`` is an argon2 hash; an officer is retired, never deleted."""

    __tablename__ = "officer"
    __table_args__ = (
        CheckConstraint("role in ('admin', 'commander', 'officer', 'staff', 'viewer')", name="role"),
        {"info": about(Topic.OFFICERS)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    password: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    password_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)
