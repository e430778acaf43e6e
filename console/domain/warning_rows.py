"""Warnings as lists and pages show them: rows, history, what each channel did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from console.domain.plans import LEVELS
from console.domain.warning import OPEN, Act, Hands, Kind, Origin, Rule, State
from console.domain.warning_form import WarningForm


class Way(StrEnum):
    """人工 or 设备: done by somebody who says so, or by the outbox."""

    MANUAL = "manual"
    DEVICE = "device"


class Sent(StrEnum):
    """待办, 办理中, 已办, 未办成, 不办: of a channel. What a device's rows truly did stands in the outbox."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


SETTLED = frozenset({Sent.DONE, Sent.FAILED, Sent.SKIPPED})


class Means(StrEnum):
    """At the seat that is signed in, by password, by telephone and written down, by the program."""

    SEAT = "seat"
    PASSWORD = "password"
    PHONE = "phone"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class WarningRow:
    """A warning with what it needs now. ``owed`` are signatures still to come after the release (补审, 补签).

    ``lead`` is the minutes between release and onset.
    """

    id: UUID
    number: str
    root_id: UUID
    previous_id: UUID | None
    kind: Kind
    origin: Origin
    state: State
    scheme: str
    signal: str
    level: str
    rank: int
    title: str
    form: WarningForm
    canonical: str
    digest: bytes | None
    rule: Rule
    hands: Hands
    urgent_reason: str
    drafted_at: datetime
    drafted_by: str
    reviewed_at: datetime | None
    signed_at: datetime | None
    released_at: datetime | None
    released_by: str
    onset_at: datetime | None
    expires_at: datetime | None
    completed_at: datetime | None
    ended_at: datetime | None
    incident_id: UUID | None
    version: int
    owed: tuple[Act, ...] = ()
    lead: int | None = None

    @property
    def overdue_at(self) -> datetime | None:
        """When it should have been released by the county's rule; None once it was, or was given up."""
        return self.drafted_at + timedelta(minutes=self.rule.minutes) if self.state in OPEN else None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One act of its history. ``by_name`` wrote it down, ``of_name`` whose word it was where that is another."""

    number: int
    warning_id: UUID
    act: Act
    state: State
    at: datetime
    by_name: str
    of_name: str
    means: Means
    digest: bytes | None
    words: str


@dataclass(frozen=True, slots=True)
class SendRow:
    """What one channel is to do for a released warning, and did. ``people`` how many it is for, ``reached`` how many
    it says it reached (None: not told)."""

    id: UUID
    warning_id: UUID
    ordinal: int
    channel: str
    name: str
    way: Way
    target: str
    text: str
    people: int
    state: Sent
    due_at: datetime | None
    batch_id: UUID | None
    done_at: datetime | None
    done_by: str
    reached: int | None
    reference: str
    proof: str
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody a released warning is for."""

    id: UUID
    ordinal: int
    person_id: UUID | None
    name: str
    unit: str
    post: str
    place: str
    phone: str
    groups: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A response level a warning speaks for. ``starter`` is whose word starts it; ``running`` the number of the plan's
    response that runs already, at ``running_level``."""

    plan_id: UUID
    plan_code: str
    plan_title: str
    level: str
    starts_when: str
    starter: str
    running: str = ""
    running_level: str = ""
    running_id: UUID | None = None

    @property
    def reached(self) -> bool:
        """That level runs already, or a higher one."""
        return bool(self.running) and LEVELS.index(self.running_level) <= LEVELS.index(self.level)
