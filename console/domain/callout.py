"""叫应: who stands behind each post, which number comes next and when, who has answered; all of it follows from the
attempts alone, so that an attempt entered by mistake can be undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

SERIES = "JY"
"""叫应, numbered by year."""

LEASE = timedelta(seconds=90)
"""How long a row that nobody touches stays with who claimed it."""

STILL = timedelta(minutes=2)
"""A calling in which nobody has rung for so long although somebody could be: it stands still (our figure)."""

MOST_CALLERS = 20
"""Who telephones for one calling, at all seats together."""

LIMITS = {"title": 100, "reply": 500, "reason": 500, "caller": 60, "line": 60, "visitor": 60, "place": 100,
          "post": 100, "name": 60}  # fmt: skip


class Stage(StrEnum):
    """A岗, B岗, 乡镇值班, 分管领导, 派人上门."""

    A = "a"
    B = "b"
    TOWN = "town"
    LEADER = "leader"
    VISIT = "visit"


class Outcome(StrEnum):
    """接听, 无人接, 占线, 关机, 停机, 拒接, 代接, 空号错号, 已上门; one key each. PASSED 转上一级 and SENT 派人上门 are
    no calls: somebody decided to go on before the order did."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    OFF = "off"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    STOOD_IN = "stood_in"
    WRONG = "wrong"
    VISITED = "visited"
    PASSED = "passed"
    SENT = "sent"


REACHED = frozenset({Outcome.ANSWERED, Outcome.STOOD_IN, Outcome.VISITED})
"""Somebody has heard it and said so."""
DEAD = frozenset({Outcome.SUSPENDED, Outcome.WRONG})
"""That number is not tried again."""
DECIDED = frozenset({Outcome.PASSED, Outcome.SENT})
"""Nobody was rung: the rest of a stage, or all that is left of them, is passed over."""


class RowState(StrEnum):
    """未应, 已应, 派人中, 已放弃, 不叫 (taken off the list with a reason, and not counted)."""

    WAITING = "waiting"
    REACHED = "reached"
    VISITING = "visiting"
    GIVEN_UP = "given_up"
    DROPPED = "dropped"


OPEN = frozenset({RowState.WAITING, RowState.VISITING, RowState.GIVEN_UP})
"""Nobody has answered for it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the county's list: how often it is tried, and how many seconds lie between two tries."""

    stage: Stage
    tries: int
    gap: int


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to be rung at a stage, as the book had them when the calling began. ``phones`` in dial order.

    ``away`` is the kind of leave he was on then: he is rung in his turn all the same, whoever rings knows it.
    """

    stage: Stage
    name: str
    post: str = ""
    phones: tuple[str, ...] = ()
    person_id: UUID | None = None
    away: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who telephones, and by which line of his own. Without a name it is a place somebody left: its key rests until
    another one comes, so that no other caller's key changes under the fingers."""

    name: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt, as the order of things needs it."""

    number: int
    stage: Stage
    name: str
    phone: str
    outcome: Outcome
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a row stands: whom to ring next (None: nobody is left), from when on, the how-manieth try of that stage.

    ``reached`` is the attempt that reached somebody.
    """

    state: RowState
    stage: Stage | None
    contact: Contact | None
    phone: str
    tries: int
    next_at: datetime | None
    reached: Try | None = None


def progress(
    steps: Sequence[Step], chain: Sequence[Contact], tries: Iterable[Try], undone: Collection[int]
) -> Progress:
    """What follows from the attempts that hold, in the order they were made."""
    held = [one for one in tries if one.number not in undone]
    for one in held:
        if one.outcome in REACHED:
            return Progress(RowState.REACHED, one.stage, None, one.phone, 0, None, one)
    sent = next((one for one in held if one.outcome is Outcome.SENT), None)
    if sent is not None:
        return _visiting(chain, held, sent.at)
    last_at: datetime | None = None
    for step in steps:
        contacts = [one for one in chain if one.stage is step.stage]
        made = [one for one in held if one.stage is step.stage]
        if step.stage is Stage.VISIT:
            return _visiting(chain, held, last_at)
        numbers = [(one, phone) for one in contacts for phone in one.phones]
        dead = {one.phone for one in made if one.outcome in DEAD}
        alive = [(one, phone) for one, phone in numbers if phone not in dead]
        last_at = made[-1].at if made else last_at
        passed = bool(made) and made[-1].outcome is Outcome.PASSED
        if passed or not alive or len(made) >= step.tries * max(1, len(contacts)):
            continue
        contact, phone = alive[len(made) % len(alive)]
        waits = made and made[-1].outcome not in DEAD
        next_at = made[-1].at + timedelta(seconds=step.gap) if waits else last_at
        return Progress(RowState.WAITING, step.stage, contact, phone, len(made), next_at)
    return Progress(RowState.GIVEN_UP, None, None, "", 0, last_at)


def _visiting(chain: Sequence[Contact], held: Sequence[Try], since: datetime | None) -> Progress:
    """Somebody is on the way; nobody is rung any more."""
    contact = next((one for one in chain if one.stage is Stage.VISIT), Contact(Stage.VISIT, ""))
    made = sum(one.stage is Stage.VISIT for one in held)
    return Progress(RowState.VISITING, Stage.VISIT, contact, "", made, since)


@dataclass(frozen=True, slots=True)
class Tally:
    """叫应 N, 已应 M, and whether the target was kept: all answered within so many minutes of the start.

    ``rows`` are counted without those that were taken off the list (``dropped``).
    """

    rows: int
    reached: int
    visiting: int
    started_at: datetime
    target_minutes: int
    last_reached_at: datetime | None
    ended_at: datetime | None = None
    dropped: int = 0

    @property
    def open(self) -> int:
        return self.rows - self.reached

    @property
    def target_at(self) -> datetime:
        return self.started_at + timedelta(minutes=self.target_minutes)

    def in_time(self, now: datetime) -> bool:
        """Whether the target is kept, or can still be: who ends before everybody has answered has not kept it."""
        if self.open:
            return self.ended_at is None and now <= self.target_at
        return self.last_reached_at is None or self.last_reached_at <= self.target_at


def held_now(claimed_until: datetime | None, now: datetime) -> bool:
    """Whether a row is in somebody's hand. A lease that ends later than one taken now would is of a clock that was
    set back since: it is over, else it would hold for as long as the clock went back."""
    return claimed_until is not None and now < claimed_until <= now + LEASE
