"""Who rang and what became of it: rings of one number together, each with the answer somebody gave or with none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from uuid import UUID

from console.domain.inbound import HIDDEN
from console.domain.phones import digits_of, same_line

TOGETHER = timedelta(hours=1)
"""Rings of one number no farther apart are one row, until somebody answers; so long behind a ring an entry with the
same number answers it though nobody took it from the list."""

LOOK_BACK = timedelta(days=7)
"""How far back calls are told; a call nobody dealt with stood on every hand-over sheet of that time."""

MANY = 3
"""So many rings of one number within a row: somebody tries hard to reach us."""

IN_HAND = timedelta(minutes=15)
"""So long a call that was taken may be without a recorded entry before it is asked for; another may take it then."""

_JUST_THEN = timedelta(seconds=15)
"""What rings so shortly behind a call that was taken is the same ringing: bells go on until the receiver is lifted."""

_NUMBER_COMES = timedelta(seconds=30)
"""A number sent so late belongs to the bell that was told without one."""


class CallState(StrEnum):
    """响铃 未接 已接未登记 已接报 已回拨 不需回拨."""

    RINGING = "ringing"
    MISSED = "missed"
    TAKEN = "taken"
    RECORDED = "recorded"
    RUNG_BACK = "rung_back"
    NO_NEED = "no_need"


OPEN = frozenset({CallState.MISSED, CallState.TAKEN})
"""What somebody still has to deal with."""


class AnswerKind(StrEnum):
    """What answers a call: taken by key, an entry, rung back (reached or ``tried``), found to need nothing."""

    TAKEN = "taken"
    RECORDED = "recorded"
    RUNG_BACK = "rung_back"
    TRIED = "tried"
    NO_NEED = "no_need"


_ENDS = (AnswerKind.RECORDED, AnswerKind.RUNG_BACK, AnswerKind.NO_NEED, AnswerKind.TAKEN)
"""What ends a row of rings, the surest first: it says what became of the call."""


@dataclass(frozen=True, slots=True)
class RingEvent:
    """A ringing as the wire stored it. ``first`` is the number of the event it repeats, else its own.

    ``phone`` is empty where no number came, ``why`` says so (withheld, unavailable, silent); ``late`` is a number that
    came after the bell had been told without one. ``name`` is what the network calls the caller.
    """

    number: int
    first: int
    device_key: str
    device: str
    at: datetime
    last_at: datetime
    repeats: int
    phone: str
    name: str = ""
    why: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that was done about a call. It belongs to the call of that event or, without one, of that number."""

    kind: AnswerKind
    at: datetime
    by: str
    event: int | None = None
    phone: str = ""
    note: str = ""
    entry_id: UUID | None = None
    number: str = ""
    hidden: bool = False
    """The entry is on a channel that hides callers: nothing may lead from it to the number."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody of the contact book under a number."""

    name: str
    unit: str
    sensitive: bool


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """Rings of one number that belong together, and what became of them. ``id`` is the number of the first event.

    ``count`` is how often it rang, ``since`` from when on it was dealt with, ``by`` by whom; ``missed_at`` is when it
    is missed if nobody takes it. ``tries`` counts ringing back in vain. ``incident`` is an open one of this caller.
    """

    id: int
    phone: str
    network_name: str
    why: str
    devices: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    count: int
    state: CallState
    missed_at: datetime
    by: str = ""
    since: datetime | None = None
    note: str = ""
    entry_id: UUID | None = None
    entry_number: str = ""
    tries: int = 0
    owners: tuple[Owner, ...] = ()
    incident_id: UUID | None = None
    incident_number: str = ""

    @property
    def key(self) -> tuple[int, datetime]:
        """Tells it from an earlier call of the same event: what rings again after it was taken is a call of its own."""
        return self.id, self.first_at

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def waits(self) -> bool:
        """Whether it rings, or somebody still has to deal with it."""
        return self.open or self.state is CallState.RINGING

    def overdue(self, now: datetime) -> bool:
        """Whether nobody took it in time, or whoever did has made no entry of it for long."""
        taken = self.state is CallState.TAKEN and self.since is not None and now - self.since >= IN_HAND
        return taken or self.state is CallState.MISSED

    @property
    def many(self) -> bool:
        return self.count >= MANY

    @property
    def can_be_rung(self) -> bool:
        """Whether there is a number to ring back."""
        return bool(self.phone) and self.phone != HIDDEN

    @property
    def sensitive(self) -> bool:
        return any(owner.sensitive for owner in self.owners)

    @property
    def who(self) -> str:
        """Whose number it is, else what the network calls the caller; empty where nobody knows."""
        named = " / ".join(" ".join(filter(None, (one.name, one.unit))) for one in self.owners[:_NAMED])
        return named or self.network_name


_NAMED = 3


def call_id(number: int) -> UUID:
    """Name of a call among records, which are known by UUIDs: never that of another record, for those are random."""
    return UUID(int=number)


def number_of(record_id: UUID) -> int | None:
    """The call that is named so; None for any other record."""
    return record_id.int if record_id.int < _CALLS else None


_CALLS = 1 << 63


def rows_of(
    events: Iterable[RingEvent], answers: Iterable[Answer], now: datetime, missed_after: timedelta
) -> list[IncomingCall]:
    """Every call with what became of it at that time, the newest ring first.

    ``missed_after`` behind its last ring a call is missed that nobody took.
    """
    book = _Book()
    every: list[tuple[datetime, int, _Ring | Answer]] = [*_rings(events), *_answers(answers)]
    for _at, _order, one in sorted(every, key=lambda each: each[:2]):
        if isinstance(one, _Ring):
            book.ring(one)
        else:
            book.answer(one)
    made = [_made(row, now, missed_after) for row in book.rows]
    return sorted(made, key=lambda call: (call.last_at, call.id), reverse=True)


@dataclass(frozen=True, slots=True)
class _Ring:
    at: datetime
    count: int
    event: RingEvent


@dataclass(slots=True, eq=False)
class _Row:
    rings: list[_Ring] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    digits: str = ""

    @property
    def last_at(self) -> datetime:
        return self.rings[-1].at

    def ended(self) -> Answer | None:
        """What became of it, by the surest of its answers."""
        ends = [one for one in reversed(self.answers) if one.kind in _ENDS]
        return min(ends, key=lambda one: _ENDS.index(one.kind), default=None)

    def waits(self) -> bool:
        """Whether somebody may still say what became of it."""
        end = self.ended()
        return end is None or end.kind is AnswerKind.TAKEN

    def over_before(self, at: datetime) -> bool:
        return any(one.kind in _ENDS and one.at + _just_then(one) < at for one in self.answers)


class _Book:
    """Rows as rings and answers come, in the order of time; found by event, by the end of the number, by device."""

    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self._events: dict[int, list[_Row]] = {}
        self._lines: dict[str, list[_Row]] = {}
        self._bells: dict[str, _Row] = {}

    def ring(self, ring: _Ring) -> None:
        row = self._goes_on(ring)
        if row is None:
            row = _Row(digits=digits_of(ring.event.phone))
            self.rows.append(row)
            self._lines.setdefault(row.digits[-_ENDING:], []).append(row)
        elif _at_once(ring, row.rings[-1]):
            ring = replace(ring, count=0)
        row.rings.append(ring)
        bell = self._bells.get(ring.event.device_key) if ring.event.late else None
        if bell is not None and ring.at - bell.last_at <= _NUMBER_COMES:
            self._join(bell, row)
        elif not row.digits:
            self._bells[ring.event.device_key] = row
        self._is_of(ring.event, row)

    def answer(self, answer: Answer) -> None:
        """To the newest row of its event that waits; by its number to every row that waits for it."""
        if answer.event is not None:
            rows = self._events.get(answer.event, [])
            row = next((one for one in reversed(rows) if one.waits()), rows[-1] if rows else None)
            if row is not None:
                row.answers.append(answer)
            return
        for row in self._of_line(digits_of(answer.phone)):
            if _reaches(answer, row):
                row.answers.append(answer)

    def _join(self, bell: _Row, row: _Row) -> None:
        """One ringing that was told twice, the bell and then the number: the call is the bell's."""
        ring = row.rings.pop()
        row.rings += [replace(bell.rings[0], count=0), replace(ring, at=max(ring.at, bell.last_at))]
        row.answers += bell.answers
        self.rows.remove(bell)
        del self._bells[ring.event.device_key]
        for one in self._events.values():
            if bell in one:
                one.remove(bell)
        self._is_of(bell.rings[0].event, row)

    def _is_of(self, event: RingEvent, row: _Row) -> None:
        """Rows of one event, the newest last: what rings on after it was taken is another call."""
        for number in {event.number, event.first}:
            rows = self._events.setdefault(number, [])
            if row not in rows:
                rows.append(row)

    def _goes_on(self, ring: _Ring) -> _Row | None:
        """The row this ring is one more of; whoever hides the number goes on with the same event only."""
        digits = digits_of(ring.event.phone)
        found = self._of_line(digits) if digits else reversed(self._events.get(ring.event.first, ()))
        row = next(iter(found), None)
        if row is None or ring.at - row.last_at > TOGETHER or row.over_before(ring.at):
            return None
        return row

    def _of_line(self, digits: str) -> Iterator[_Row]:
        """Rows of that number, the newest first."""
        if digits:
            found = reversed(self._lines.get(digits[-_ENDING:], ()))
            yield from (row for row in found if same_line(digits, row.digits))


_ENDING = 7
"""Digits at the end in which one number is the same with and without its area code."""

_ONE_RINGING = timedelta(seconds=5)
"""Two boxes that tell of one number so close to each other hang on one line."""


def _at_once(ring: _Ring, before: _Ring) -> bool:
    return ring.event.device_key != before.event.device_key and ring.at - before.at <= _ONE_RINGING


def _rings(events: Iterable[RingEvent]) -> list[tuple[datetime, int, _Ring]]:
    """Each ring with its time; of repeats without an event of their own only the last one's is known."""
    every = list(events)
    own: dict[int, list[RingEvent]] = {}
    for event in every:
        if event.first != event.number:
            own.setdefault(event.first, []).append(event)
    made = []
    for event in every:
        counted = event.repeats - len(own.get(event.number, ()))
        counted = counted if event.first == event.number else 0
        made.append(_Ring(event.at, max(counted, 1), event))
        if counted > 0:
            made.append(_Ring(max(event.last_at, event.at), 1, event))
    return [(ring.at, ring.event.number, ring) for ring in made]


def _answers(answers: Iterable[Answer]) -> list[tuple[datetime, int, Answer]]:
    """Behind all that rang until then."""
    last = (1 << 62) + 1
    return [(one.at + _just_then(one), last, one) for one in sorted(answers, key=attrgetter("at"))]


def _just_then(answer: Answer) -> timedelta:
    """An entry may be begun at the first bell, before the number came; who was rung back or not needed rings anew."""
    lifted = answer.kind in (AnswerKind.TAKEN, AnswerKind.RECORDED)
    return _JUST_THEN if lifted else timedelta(0)


def _reaches(answer: Answer, row: _Row) -> bool:
    """Whether an answer known by the number only speaks of that row: entries soon behind a ring, ringing back ever."""
    if not row.waits():
        return False
    return answer.kind is not AnswerKind.RECORDED or answer.at - row.last_at <= TOGETHER


def _made(row: _Row, now: datetime, missed_after: timedelta) -> IncomingCall:
    first, last_at, end = row.rings[0], row.last_at, row.ended()
    named = next((ring.event for ring in reversed(row.rings) if ring.event.phone), row.rings[-1].event)
    missed_at = last_at + missed_after
    call = IncomingCall(
        id=first.event.first, phone=named.phone, network_name=named.name, why=named.why,
        devices=tuple(dict.fromkeys([ring.event.device for ring in row.rings])), first_at=first.at, last_at=last_at,
        count=sum([ring.count for ring in row.rings]), missed_at=missed_at,
        state=CallState(end.kind.value) if end is not None else _waiting(last_at, missed_at, now, missed_after),
        tries=sum([one.kind is AnswerKind.TRIED for one in row.answers]), by=end.by if end is not None else "",
        since=end.at if end is not None else None, note=end.note if end is not None else "",
        entry_id=end.entry_id if end is not None else None, entry_number=end.number if end is not None else "",
    )  # fmt: skip
    return _veiled(call) if end is not None and end.hidden else call


def _waiting(last_at: datetime, missed_at: datetime, now: datetime, missed_after: timedelta) -> CallState:
    """Still ringing, unless the clock was set back behind it: then nobody knows, and it is told as missed."""
    return CallState.RINGING if now < missed_at and last_at - now <= missed_after else CallState.MISSED


def _veiled(call: IncomingCall) -> IncomingCall:
    return replace(
        call, phone=HIDDEN, network_name="", why="", entry_id=None, entry_number="", note="",
    )  # fmt: skip


def with_owners(call: IncomingCall, owners: Sequence[Owner]) -> IncomingCall:
    """Whose number it is, where it may be seen."""
    return replace(call, owners=tuple(owners)) if call.can_be_rung else call
