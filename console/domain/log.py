"""The duty log's own words: kinds of entries, what an entry is, how a plain search matches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from console.domain.people import Actor


class EntryKind(StrEnum):
    """Kinds of lines an officer or the tool may write."""

    NOTE = "note"
    CALL_IN = "call_in"
    CALL_OUT = "call_out"
    DOCUMENT = "document"
    PATROL = "patrol"
    DEVICE = "device"
    MEETING = "meeting"
    INSTRUCTION = "instruction"
    SYSTEM = "system"


class ActKind(StrEnum):
    """Kinds of lines the program writes about acts on records."""

    INTAKE = "intake"
    HANDOVER = "handover"
    TASK = "task"
    ACCOUNT = "account"
    SETTING = "setting"
    IMPORT = "import"
    EXPORT = "export"
    LIST = "list"
    ROSTER = "roster"
    ROUTINE = "routine"
    CHECK = "check"
    NOTICE = "notice"
    ZERO_REPORT = "zero_report"
    OUTBOUND = "outbound"
    CLOCK = "clock"
    ATTACHMENT = "attachment"
    BRIEF = "brief"
    REPORT = "report"
    FORM = "form"
    COPY = "copy"
    INCIDENT = "incident"
    INFORMATION = "information"
    APPROVAL = "approval"
    LEADER = "leader"
    CONSULTATION = "consultation"
    ROLL_CALL = "roll_call"
    RETURNS = "returns"
    PLAN = "plan"
    RESPONSE = "response"
    CONTACT = "contact"
    CALL = "call"
    STOCK = "stock"
    TEAM = "team"
    NEED = "need"
    DISPATCH = "dispatch"
    SHELTER = "shelter"
    RELOCATION = "relocation"
    MAP = "map"
    WIRE = "wire"
    ALARM = "alarm"
    DELIVERY = "delivery"
    WARNING = "warning"
    CALLOUT = "callout"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A line as it is handed in. ``id`` is made by the client, so that a repeat is recognised."""

    id: UUID
    text: str
    kind: str = EntryKind.NOTE
    occurred_at: datetime | None = None
    corrects: int | None = None
    place: str = ""
    person: str = ""
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A recorded line. ``number`` is its order in the book for life; times are aware UTC."""

    number: int
    id: UUID
    occurred_at: datetime
    recorded_at: datetime
    kind: str
    text: str
    by: Actor
    corrects: int | None
    place: str
    person: str
    digest: bytes
    corrected_by: int | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """Receipt of a durable entry; ``existing`` when the same entry had been recorded before."""

    id: UUID
    number: int
    recorded_at: datetime
    existing: bool = False


@dataclass(frozen=True, slots=True)
class Extract:
    """Which part of the book is asked for: an interval of numbers, one of recorded time (``until`` not in it), a kind.

    What is None or empty does not narrow it.
    """

    first: int | None = None
    last: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: str = ""

    def covers(self, recorded_at: datetime) -> bool:
        """Whether that time lies in the interval of recorded time."""
        return (self.since is None or recorded_at >= self.since) and (self.until is None or recorded_at < self.until)


Span = tuple[int, int]
"""Where in a text something stands: start and length in characters."""
