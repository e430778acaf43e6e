"""Warnings: each message with its history, what each channel did, who was called and what they said, CAP files."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from console.changes import Topic
from db.base import Base, about
from db.types import UtcDateTime

_WARNINGS = {"info": about(Topic.WARNINGS)}
_KINDS = "kind in ('first', 'change', 'lift', 'withdraw')"
_STATES = (
    "state in ('draft', 'review', 'sign', 'release', 'releasing', 'active', 'changed', 'lifted', 'expired', "
    "'withdrawn', 'abandoned')"
)


class WarningMessage(Base):
    """One message. ``form`` is what was written (JSON of the form, frozen once it left the draft), ``canonical`` and
    ``digest`` what was asked to be reviewed and signed. The columns beside it are what lists and clocks ask for.

    ``second`` proved at the seat that a word by telephone was heard.
    ``root_id`` is the first of its chain, ``previous_id`` the one it follows. ``authors`` (JSON) are all who wrote it.
    ``cap`` is the CAP file as it was at the release: lists and settings change afterwards, the file never.
    """

    __tablename__ = "warning"
    __table_args__ = (
        CheckConstraint(_KINDS, name="kind"),
        CheckConstraint(_STATES, name="state"),
        CheckConstraint("origin in ('own', 'forwarded')", name="origin"),
        Index(None, "state"),
        Index(None, "root_id"),
        Index(None, "drafted_at"),
        _WARNINGS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    root_id: Mapped[UUID] = mapped_column(ForeignKey("warning.id"))
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("warning.id"))
    kind: Mapped[str] = mapped_column(String(10))
    origin: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12))
    scheme: Mapped[str] = mapped_column(String(40))
    signal: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(40))
    rank: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(100))
    form: Mapped[str] = mapped_column(Text)
    canonical: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    rule: Mapped[str] = mapped_column(Text, default="{}")
    authors: Mapped[str] = mapped_column(Text, default="[]")
    urgent: Mapped[str] = mapped_column(Text, default="")
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drafted_by: Mapped[str] = mapped_column(String(100))
    reviewer: Mapped[str] = mapped_column(String(100), default="")
    reviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signer: Mapped[str] = mapped_column(String(100), default="")
    signer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_phone: Mapped[bool] = mapped_column(Boolean, default=False)
    second: Mapped[str] = mapped_column(String(100), default="")
    countersigner: Mapped[str] = mapped_column(String(100), default="")
    countersigned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_later_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by: Mapped[str] = mapped_column(String(100), default="")
    onset_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)
    cap: Mapped[str] = mapped_column(Text, default="")


class WarningStep(Base):
    """One act of its life, for ever: who, when, by which means (password, phone, seat, program), over which digest."""

    __tablename__ = "warning_step"
    __table_args__ = (Index(None, "warning_id"), _WARNINGS)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    warning_id: Mapped[UUID] = mapped_column(ForeignKey("warning.id"))
    act: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_name: Mapped[str] = mapped_column(String(100))
    of_name: Mapped[str] = mapped_column(String(100), default="")
    means: Mapped[str] = mapped_column(String(10))
    digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    words: Mapped[str] = mapped_column(Text, default="")


class WarningSend(Base):
    """One channel to one group of targets, from the release on. A manual one is done by a person who says when and by
    what it can be proved; a device's rows stand in the outbox under ``batch_id`` or its own orders."""

    __tablename__ = "warning_send"
    __table_args__ = (
        CheckConstraint("way in ('manual', 'device')", name="way"),
        CheckConstraint("state in ('todo', 'doing', 'done', 'failed', 'skipped')", name="state"),
        Index(None, "warning_id"),
        _WARNINGS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    warning_id: Mapped[UUID] = mapped_column(ForeignKey("warning.id"))
    ordinal: Mapped[int] = mapped_column(Integer)
    channel: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    way: Mapped[str] = mapped_column(String(8))
    target: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    people: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(8))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("delivery_batch.id"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str] = mapped_column(String(100), default="")
    reached: Mapped[int | None] = mapped_column(Integer)
    reference: Mapped[str] = mapped_column(String(100), default="")
    proof: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)


class WarningPerson(Base):
    """Somebody a warning is for, by name, as the contact book had them at the release."""

    __tablename__ = "warning_person"
    __table_args__ = (Index(None, "warning_id"), _WARNINGS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    warning_id: Mapped[UUID] = mapped_column(ForeignKey("warning.id"))
    ordinal: Mapped[int] = mapped_column(Integer)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(100), default="")
    post: Mapped[str] = mapped_column(String(100), default="")
    place: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    groups: Mapped[str] = mapped_column(String(400), default="")


class Callout(Base):
    """叫应: the responsible persons of the chosen places, called in order until each has answered by himself.

    ``callers`` (JSON) is who telephones by which line; ``late_at`` when the clock told upwards that its time is over.
    """

    __tablename__ = "callout"
    __table_args__ = (Index(None, "warning_id"), Index(None, "started_at"), _WARNINGS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(100))
    warning_id: Mapped[UUID | None] = mapped_column(ForeignKey("warning.id"))
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"))
    target_minutes: Mapped[int] = mapped_column(Integer)
    stages: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_by: Mapped[str] = mapped_column(String(100))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    callers: Mapped[str] = mapped_column(Text, default="[]")
    late_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)


class CalloutRow(Base):
    """One post to be reached. ``chain`` (JSON) is who stands behind it, stage by stage, as the book had them when the
    calling began; ``claimed_by`` holds it for one caller until ``claimed_until``. ``dropped`` is why nobody is called
    there."""

    __tablename__ = "callout_row"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'reached', 'visiting', 'given_up', 'dropped')", name="state"),
        Index(None, "callout_id"),
        _WARNINGS,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    callout_id: Mapped[UUID] = mapped_column(ForeignKey("callout.id"))
    ordinal: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(String(100))
    town: Mapped[str] = mapped_column(String(100))
    post: Mapped[str] = mapped_column(String(100))
    chain: Mapped[str] = mapped_column(Text)
    stage: Mapped[int] = mapped_column(Integer, default=0)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(10))
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str] = mapped_column(String(100), default="")
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reached_name: Mapped[str] = mapped_column(String(60), default="")
    reply: Mapped[str] = mapped_column(Text, default="")
    dropped: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)


class CalloutTry(Base):
    """One attempt to reach somebody of a row's chain, for ever. ``caller`` phoned, ``by_name`` wrote it down;
    ``undone`` names an earlier attempt that was entered by mistake."""

    __tablename__ = "callout_try"
    __table_args__ = (Index(None, "row_id"), _WARNINGS)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    row_id: Mapped[UUID] = mapped_column(ForeignKey("callout_row.id"))
    stage: Mapped[int] = mapped_column(Integer)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    seconds: Mapped[int | None] = mapped_column(Integer)
    reply: Mapped[str] = mapped_column(Text, default="")
    caller: Mapped[str] = mapped_column(String(100))
    by_name: Mapped[str] = mapped_column(String(100))
    undone: Mapped[int | None] = mapped_column(ForeignKey("callout_try.number"))
    act_id: Mapped[UUID] = mapped_column(unique=True)


class CapFile(Base):
    """A CAP message as it was received, with what was found in it; its bytes stand among the attachments, as they
    came. ``form`` is the draft it became, as it was then: what is passed on is held against it."""

    __tablename__ = "cap_file"
    __table_args__ = (Index(None, "sender", "identifier", "sent_at"), _WARNINGS)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    attachment_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    name: Mapped[str] = mapped_column(String(200))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_by: Mapped[str] = mapped_column(String(100))
    identifier: Mapped[str] = mapped_column(String(200))
    sender: Mapped[str] = mapped_column(String(200))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    headline: Mapped[str] = mapped_column(Text, default="")
    signed: Mapped[bool] = mapped_column(Boolean, default=False)
    notes: Mapped[str] = mapped_column(Text, default="[]")
    form: Mapped[str] = mapped_column(Text, default="")
    warning_id: Mapped[UUID | None] = mapped_column(ForeignKey("warning.id"))
