"""The outbound register: what left this room, to whom, how, when, and who said that it arrived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from console.domain.lists import ListItem

SERIES = "FC"
"""发出登记, numbered by year like every other series."""

NAME_LIMIT, ORGANISATION_LIMIT, PHONE_LIMIT, NOTE_LIMIT = 60, 100, 40, 500
"""Longest texts in characters, as the table has them."""


class OutboundState(StrEnum):
    """``sent`` is what an officer states; ``received`` only with a name; ``failed`` keeps its line."""

    SENT = "sent"
    RECEIVED = "received"
    FAILED = "failed"


class SubjectKind(StrEnum):
    """What kind of record something was sent about."""

    NOTHING = ""
    INBOUND = "inbound"
    TASK = "task"
    SHEET = "sheet"
    INCIDENT = "incident"
    REPORT = "report"


class ActionKind(StrEnum):
    """What sending something means to the inbound item it is about: reported upwards, or passed on."""

    REPORT = "report"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class Subject:
    """The record something was sent about; ``number`` is how people know it."""

    kind: SubjectKind = SubjectKind.NOTHING
    id: UUID | None = None
    number: str = ""


NOTHING = Subject()


def rung(channels: Iterable[ListItem]) -> frozenset[str]:
    """Codes of the channels by which somebody is rung: for those a number is needed."""
    return frozenset(item.code for item in channels if item.get("group") == "phone")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What the officer states: sent by this channel, to them, at that time. ``id`` is made once, for repeats.

    ``action`` counts only where the subject is an inbound item.
    """

    id: UUID
    text: str
    channel: str
    sent_at: datetime
    to_org: str = ""
    to_name: str = ""
    to_phone: str = ""
    subject: Subject = NOTHING
    action: ActionKind = ActionKind.FORWARD


@dataclass(frozen=True, slots=True)
class OutboundRow:
    """A line of the register. ``receipt_at`` and ``receipt_note`` are those of the receipt or of the failure."""

    id: UUID
    number: str
    to_name: str
    to_org: str
    to_phone: str
    channel: str
    text: str
    subject_kind: str
    subject_id: UUID | None
    subject_number: str
    sent_at: datetime
    by_name: str
    state: OutboundState
    receipt_by: str
    receipt_at: datetime | None
    receipt_note: str
    recorded_at: datetime
    version: int

    @property
    def to(self) -> str:
        """Unit, person and number, as one line."""
        return " ".join(part for part in (self.to_org, self.to_name, self.to_phone) if part)

    def age(self, now: datetime) -> timedelta:
        """How long the receipt has been waited for."""
        return max(timedelta(0), now - self.sent_at)
