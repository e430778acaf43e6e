"""The pending item an alarm becomes: seen, silenced and dealt with are three acts; repeats are counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

SERIES = "GJ"
"""告警, numbered by year like every other series."""

REASON_LIMIT = 500

PRIORITIES = (1, 2, 3)
"""1 life or a dam (octagon), 2 serious (triangle), 3 to be looked at (square)."""


class AlarmKind(StrEnum):
    """What waits: an alarm from the field, a device's own fault, a written message, a link that is lost or silent."""

    ALARM = "alarm"
    FAULT = "fault"
    MESSAGE = "message"
    LINK = "link"


class AlarmState(StrEnum):
    """``open`` until somebody dealt with it: accepted (an incident or 接报 came of it), found false, or settled.

    ``shelved`` is put aside with a reason and a time at which it is back.
    """

    OPEN = "open"
    SHELVED = "shelved"
    ACCEPTED = "accepted"
    FALSE = "false"
    SETTLED = "settled"


class AlarmAct(StrEnum):
    """Steps in the life of an alarm; each is a row nobody changes."""

    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    JOINED = "joined"
    SHELVED = "shelved"
    BACK = "back"
    FALSE = "false"
    SETTLED = "settled"
    RESTORED = "restored"
    AGAIN = "again"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An alarm as lists, popup and board show it.

    ``count`` is 1 + repeats. ``cause_id`` names the alarm it follows from (storm): it sounds no more by itself.
    ``words``/``words_en`` say what happened; ``account``, ``code``, ``zone`` are as the device sent them.
    """

    id: UUID
    number: str
    device_key: str
    device_name: str
    driver: str
    kind: AlarmKind
    priority: int
    state: AlarmState
    words: str
    words_en: str
    account: str
    code: str
    zone: str
    point_name: str
    place_id: UUID | None
    place: str
    first_at: datetime
    last_at: datetime
    count: int
    version: int
    device_at: datetime | None = None
    value: float | None = None
    unit: str = ""
    limit: float | None = None
    sender: str = ""
    text: str = ""
    event_type: str | None = None
    plan_id: UUID | None = None
    person_ids: tuple[UUID, ...] = ()
    cause_id: UUID | None = None
    restored_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    escalated_at: datetime | None = None
    shelved_until: datetime | None = None
    inbound_id: UUID | None = None
    incident_id: UUID | None = None
    incident_number: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sounds(self) -> bool:
        """Whether it wants to be heard: open, unseen, and not one of a storm's followers."""
        return self.state is AlarmState.OPEN and self.acknowledged_at is None and self.cause_id is None


@dataclass(frozen=True, slots=True)
class AlarmStepRow:
    """One act on an alarm: what, by whom, when, with which words."""

    act: AlarmAct
    by_name: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class AlarmQueue:
    """What waits, in the order it is to be looked at: unseen first, then by priority, then by first arrival.

    ``today`` counts what came since the shift began; ``grouped`` how many of those followed another's cause.
    """

    rows: tuple[AlarmRow, ...]
    open: int
    unseen: int
    shelved: int
    today: int
    grouped: int


@dataclass(frozen=True, slots=True)
class AlarmCounts:
    """How many wait, are unseen, are put aside; came since the watch began, and how many of those follow another."""

    open: int
    unseen: int
    shelved: int
    today: int
    grouped: int


@dataclass(frozen=True, slots=True)
class EventRow:
    """A stored signal, for the raw view and the trend of a point."""

    id: int
    device_key: str
    kind: str
    at: datetime
    raw: bytes
    account: str
    code: str
    zone: str
    words: str
    words_en: str
    value: float | None
    unit: str
    repeats: int
    damaged: str
    device_at: datetime | None = None
    sender: str = ""
    text: str = ""
    last_at: datetime | None = None
    driver: str = ""


@dataclass(frozen=True, slots=True)
class CallRow:
    """Somebody rang: from which number, first and last ring (UTC). Who that is the contact book says by the number."""

    id: int
    device_key: str
    at: datetime
    last_at: datetime
    phone: str
    words: str
    words_en: str
    repeats: int
