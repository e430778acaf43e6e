"""Responses (应急响应): a plan at work. Who is told what, what changes between two levels, what an end asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from console.domain.plans import Card, Milestone
from console.errors import Refused

SERIES = "XY"
"""Number series of responses (响应)."""

LEASE = timedelta(minutes=2)
"""How long a claimed card is nobody else's: whoever claimed it and died holds it up no longer."""

LIMITS = {"warning": 100, "words": 500, "approver": 60, "reason": 500, "remark": 200}
"""Longest texts in characters."""


class Way(StrEnum):
    """How the approval was given: by telephone (a signature is owed, 补签), or in person with the password."""

    PHONE = "phone"
    PASSWORD = "password"


class Gap(StrEnum):
    """Why a card reaches nobody for certain.

    unknown_unit: 单位 not in the contact book; unheld: nobody holds the post; all_gone: holders left or their time
    is over; all_away: A and B both on leave; no_phone: the person has no number; two_of_name: the name on the
    roster stands twice in the contact book; which_unit: several units have such a post and the card names none.
    """

    UNKNOWN_UNIT = "unknown_unit"
    UNHELD = "unheld"
    ALL_GONE = "all_gone"
    ALL_AWAY = "all_away"
    NO_PHONE = "no_phone"
    TWO_OF_NAME = "two_of_name"
    WHICH_UNIT = "which_unit"


class StepKind(StrEnum):
    """启动, 升级, 降级, 里程碑, 终止."""

    START = "start"
    RAISE = "raise"
    LOWER = "lower"
    MILESTONE = "milestone"
    END = "end"


class CardState(StrEnum):
    """待下达, 下达中, 已下达, 已取消."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    GIVEN = "given"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Cause:
    """What a response is started for: an incident, or the text of a warning (预警). One of the two at least."""

    incident_id: UUID | None = None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class ResponseWish:
    """A response another page proposes: it fills the dialog in, and starts nothing."""

    plan_id: UUID
    level: str
    warning: str
    incident_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Approved:
    """Whose word it is and how it was given. ``words`` and ``at`` are of the telephone, ``password`` of the person.

    Blanks around the name are not the name's.
    """

    name: str
    way: Way = Way.PHONE
    words: str = ""
    at: datetime | None = None
    password: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name.strip())


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told a card: found by today's roster or the holders of the post, A before B (``instead_of`` A)."""

    person: str = ""
    person_id: UUID | None = None
    rank: str = ""
    phone: str = ""
    by_roster: bool = False
    instead_of: str = ""
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A card and whom it goes to."""

    card_id: UUID
    card: Card
    told: Told
    due_at: datetime | None
    """By the clock of the preview; None while it waits for a milestone."""
    ordinal: int = 0
    """Its place among the cards of its level."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a start would do. ``digest`` is named when it is done: what changed in between is looked at again.

    ``running`` is the response of this plan and cause that runs already: a start would answer it.
    """

    plan_id: UUID
    title: str
    level: str
    starter: str
    cause: str
    incident_id: UUID | None
    starts_when: str
    organisation: str
    milestones: tuple[Milestone, ...]
    assignments: tuple[Assignment, ...]
    digest: bytes
    running: UUID | None = None

    @property
    def gaps(self) -> tuple[Assignment, ...]:
        return tuple(one for one in self.assignments if one.told.gap is not None)


@dataclass(frozen=True, slots=True)
class Kept:
    """A card of both levels: its task goes on as it was given. ``differs``: fields the new level says otherwise."""

    code: str
    task_number: str
    action: str
    differs: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A card the new level does not have; ``open`` says that its task is not done and will be cancelled."""

    code: str
    task_number: str
    action: str
    open: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change of level would do: new tasks, kept ones, cancelled ones."""

    response_id: UUID
    before: str
    after: str
    new: tuple[Assignment, ...]
    kept: tuple[Kept, ...]
    cancelled: tuple[Dropped, ...]
    digest: bytes


@dataclass(frozen=True, slots=True)
class EndItem:
    """One line of the checklist of an end: done, or not with a remark."""

    item: str
    done: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """A response as lists show it. ``waiting`` counts cards without a task yet (none but while it is handed out)."""

    id: UUID
    number: str
    plan_id: UUID
    plan_code: str
    title: str
    level: str
    incident_id: UUID | None
    cause: str
    state: str
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    ended_by: str
    version: int
    cards: int = 0
    waiting: int = 0
    done: int = 0
    over: int = 0

    @property
    def running(self) -> bool:
        return self.state == "running"


@dataclass(frozen=True, slots=True)
class StepRow:
    """Start, raising, lowering, a milestone or the end, as recorded."""

    number: int
    kind: StepKind
    level: str
    milestone: str
    approved_by: str
    way: str
    text: str
    at: datetime
    recorded_at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class BoardCard:
    """A card of a response on the board: what the plan says, whom it went to and how far its task is."""

    id: UUID
    code: str
    card: Card
    state: CardState
    person: str
    person_id: UUID | None
    rank: str
    phone: str
    task_id: UUID | None
    task_number: str = ""
    task_state: str = ""
    stage: str = ""
    due_at: datetime | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone of the running level; ``at`` None is not reached yet, ``cards`` wait for it."""

    milestone: Milestone
    at: datetime | None
    by_name: str
    cards: int


def split(before: Collection[str], after: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Codes that are new, kept and cancelled when a response goes from some cards to others.

    Differences compose: whatever comes between, the cards after them are those of the last level.
    """
    held = set(before)
    wanted = set(after)
    new = [code for code in after if code not in held]
    kept = [code for code in after if code in held]
    return new, kept, [code for code in before if code not in wanted]


def due_of(card: Card, reached: Mapping[str, datetime]) -> datetime | None:
    """When a card is due, counted from the start or its milestone; None while that is not reached."""
    since = reached.get(card.after)
    return since + timedelta(minutes=card.due_minutes) if since is not None else None


def task_text(card: Card) -> str:
    """What the task says: the action first, then standard, evidence and what is needed for it."""
    more = (
        ("岗位", card.post if card.unit else ""),
        ("标准", card.standard),
        ("反馈", card.evidence),
        ("需要", card.needs),
    )
    return "\n".join([card.action, *(f"{word}：{said}" for word, said in more if said)])


def digest_of(lines: Sequence[str]) -> bytes:
    """SHA-256 over what is shown before an act, so that the act is about what was seen."""
    return hashlib.sha256("\n".join(lines).encode()).digest()


def require_answered(asked: Sequence[str], given: Sequence[EndItem]) -> tuple[EndItem, ...]:
    """The answers in the order of the checklist; refuses ending_unanswered, ending_remark_missing."""
    answers = {one.item: one for one in given}
    made = []
    for item in asked:
        found = answers.get(item)
        if found is None:
            raise Refused("ending_unanswered", item=item)
        if not found.done and not found.remark.strip():
            raise Refused("ending_remark_missing", item=item)
        made.append(found)
    return tuple(made)
