"""The pending item an alarm becomes: seen, silenced and dealt with are three acts; repeats are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


OWN_CODES = frozenset({"link", "restless", "noise"})
"""Codes of what this machine finds out itself: a lost link, one that comes and goes, a line that brings noise only."""


def names_marks(kind: AlarmKind, code: str) -> bool:
    """Whether account, code and zone say something to people: those of a message tell one text from another, those of
    what this machine found are its own.
    """
    return kind is not AlarmKind.MESSAGE and code not in OWN_CODES


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
    def waits(self) -> bool:
        """Whether somebody still has to deal with it, now or when its time aside is over."""
        return self.state in (AlarmState.OPEN, AlarmState.SHELVED)

    @property
    def is_counted(self) -> bool:
        """Whether it counts by itself: what follows another waits, and is counted, with that one."""
        return self.waits and self.cause_id is None

    @property
    def sounds(self) -> bool:
        """Whether it wants to be heard: open, unseen, and not one of a storm's followers."""
        return self.is_counted and self.state is AlarmState.OPEN and self.acknowledged_at is None


@dataclass(frozen=True, slots=True)
class AlarmStepRow:
    """One act on an alarm: what, by whom, when, with which words."""

    act: AlarmAct
    by_name: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class AlarmQueue:
    """What waits, in the order it is to be looked at: what counts by itself before what follows it, unseen first, then
    by priority, then by first arrival. The figures are those of ``AlarmCounts``, whichever rows were asked for.
    """

    rows: tuple[AlarmRow, ...]
    open: int
    unseen: int
    shelved: int
    today: int
    grouped: int


@dataclass(frozen=True, slots=True)
class AlarmCounts:
    """What badge, rail, tiles, tabs, groups and the hand-over sheet count; each of them says these words.

    ``open`` 活动: neither dealt with nor put aside, seen or not. ``unseen`` 未确认: those of them nobody has
    acknowledged by name; they sound. ``shelved`` 搁置: put aside until a time. Open and shelved together wait 待处置,
    and stand on the sheet. In these three a storm is one: its first alarm counts, what follows that does not.

    ``today``: all that came since the watch began, dealt with or not, each by itself; ``grouped`` those of them that
    follow another.
    """

    open: int
    unseen: int
    shelved: int
    today: int
    grouped: int


def tally(rows: Iterable[AlarmRow], since: datetime) -> AlarmCounts:
    """The same figures of rows that are all at hand."""
    every = list(rows)
    own, came = [row for row in every if row.is_counted], [row for row in every if row.first_at >= since]
    return AlarmCounts(
        open=sum(row.state is AlarmState.OPEN for row in own),
        unseen=sum(row.sounds for row in own),
        shelved=sum(row.state is AlarmState.SHELVED for row in own),
        today=len(came),
        grouped=sum(row.cause_id is not None for row in came),
    )


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
