"""Rules of the outbox: what is asked of it, when an arming still holds, what is tried again, how fast a channel may go.

Nothing here knows a store or a port; ``console.domain.delivery`` has the words and the contract of a channel.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from console.domain.delivery import AUDIBLE, NEXT, DeliveryRow, Order, Receipt, SendState, Verb
from console.domain.drivers import DriverSpec

ARM_CODE = "arm_code"
"""Name of the secret a device may ask for before it sounds, beside the officer's password."""

TARGET_LIMIT = 100
AREA_LIMIT = 400
TEXT_LIMIT = 3_020
"""Characters of what is written, shown or spoken: the longest text of a warning, the mark of practice before it."""
FILE_LIMIT = 1_000_000
"""Characters of a file that is dropped: a CAP message in two languages with a coast line drawn."""
TITLE_LIMIT = 100
NOTE_LIMIT = 500
MOST_AT_ONCE = 5_000
"""Orders of one run; a county has some hundreds of sirens and some thousands of people to be told."""

AGAIN_AFTER = tuple(timedelta(seconds=seconds) for seconds in (15, 60, 180, 600, 1_800))
"""When something silent that was surely not begun is tried again, counted from each failure (modem errors that pass:
3GPP TS 27.005 §3.2.5, 38/42/331/332/500)."""

STOP_AGAIN_AFTER = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 5, 10, 30))
"""The same of a stop: it can hardly come too often, and late it is worth little."""

STOP_VALID = timedelta(minutes=10)
PROBE_VALID = timedelta(minutes=5)

GAPS: Mapping[str, float] = {"modem": 3.0, "sms": 3.0, "beidou": 60.0}
"""Seconds between two orders of one device, unless its option ``gap_s`` says otherwise: networks throttle."""

PART_GAP = 2.0
"""Seconds between two parts of one text."""

WAITING = frozenset({SendState.HELD, SendState.QUEUED})
"""Nobody has begun it: it can be taken back."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One order to one device, as it is asked for.

    ``area`` names in words where it will be heard or read; what sounds is armed by saying it. ``test`` asks for the
    silent test instead (``Verb.PROBE``). Without ``valid_until`` the site's setting says how long it may wait.
    """

    device_id: UUID
    order: Order
    area: str = ""
    test: bool = False
    valid_until: datetime | None = None
    not_before: datetime | None = None
    subject_kind: str = ""
    subject_id: UUID | None = None
    subject_number: str = ""


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A run of many orders that is paused, stopped and counted as one."""

    id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class Destination:
    """The device an order goes to, as the outbox needs it: never a secret, never an open port."""

    id: UUID
    code: str
    name: str
    driver: str
    url: str
    active: bool
    version: int
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Begun:
    """An order that was begun in the store: whoever holds this may send it, once."""

    row: DeliveryRow
    order: Order
    attempt: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a run stand where. Nothing is counted as sent that is not known to be."""

    held: int = 0
    queued: int = 0
    sending: int = 0
    sent: int = 0
    confirmed: int = 0
    unconfirmed: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        return sum(getattr(self, state.value) for state in SendState)

    @property
    def left(self) -> int:
        """What may still go out."""
        return self.held + self.queued + self.sending


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A run with its figures."""

    id: UUID
    title: str
    asked_at: datetime
    asked_by: str
    paused: bool
    counts: Counts
    version: int


def order_of(row: DeliveryRow) -> Order:
    """What the channel is asked to do for a row of the outbox.

    Each further attempt is an order of its own: a device does the same order only once.
    """
    order_id = row.id if row.attempts <= 1 else uuid5(row.id, str(row.attempts))
    return Order(order_id, row.verb, row.target, row.text, row.facts)


def verb_asked(asked: Ask) -> Verb:
    """A silent test is a probe, whatever else was named."""
    return Verb.PROBE if asked.test else asked.order.verb


def can_do(spec: DriverSpec, verb: Verb) -> bool:
    """Whether a device of that kind can be asked for it at all."""
    return spec.sends and (verb not in AUDIBLE or spec.audible)


def area_words(areas: Iterable[str]) -> str:
    """What has to be said to arm these rows, in the order they are shown: each area once."""
    return "、".join(dict.fromkeys(area for area in areas if area))


def said_as_shown(said: str, shown: str) -> bool:
    """Whether somebody said the area as it is shown; spaces do not count."""
    return bool(shown) and "".join(said.split()) == "".join(shown.split())


def arming_holds(armed_at: datetime | None, now: datetime, seconds: int) -> bool:
    """Whether what sounds may still begin. A clock set back behind the arming ends it: nothing sounds by surprise."""
    return armed_at is not None and armed_at <= now <= armed_at + timedelta(seconds=seconds)


def until(verb: Verb, asked: datetime | None, now: datetime, minutes: int) -> datetime:
    """Until when an order may begin: as asked for, else by its kind or the site's setting."""
    if asked is not None:
        return asked
    usual = {Verb.STOP: STOP_VALID, Verb.PROBE: PROBE_VALID}
    return now + usual.get(verb, timedelta(minutes=minutes))


def gap_of(destination: Destination) -> timedelta:
    """How long a device rests between two orders."""
    said = destination.options.get("gap_s", "")
    seconds = float(said) if said.isascii() and said.isdigit() else GAPS.get(destination.driver, 0.0)
    return timedelta(seconds=seconds)


def run_minutes(numbers: int, gaps: Sequence[timedelta], parts: int) -> int:
    """How many minutes a run of texts takes at least, shared by devices that rest so long between two orders."""
    if not gaps:
        return 0
    each = max(gap.total_seconds() for gap in gaps) + (parts - 1) * PART_GAP
    return math.ceil(math.ceil(numbers / len(gaps)) * each / 60)


def outcome(row: DeliveryRow, receipt: Receipt, now: datetime, retries: int) -> tuple[SendState, datetime | None]:
    """The state after an attempt, and when it is tried again; never more than the receipt says.

    Only what is silent and surely was not begun goes back to the queue. A receipt with a state that can follow no
    attempt comes from a faulty driver: then nothing is known.
    """
    if receipt.state is SendState.QUEUED or (receipt.state is SendState.FAILED and not receipt.began):
        when = _next_try(row, receipt, now, retries)
        return (SendState.FAILED, None) if when is None else (SendState.QUEUED, when)
    if receipt.state not in NEXT[SendState.SENDING]:
        return SendState.UNKNOWN, None
    return receipt.state, None


def _next_try(row: DeliveryRow, receipt: Receipt, now: datetime, retries: int) -> datetime | None:
    if receipt.began or row.audible or row.verb in AUDIBLE or row.verb is Verb.PROBE:
        return None
    waits: Sequence[timedelta] = STOP_AGAIN_AFTER if row.verb is Verb.STOP else AGAIN_AFTER[:retries]
    if row.attempts > len(waits):
        return None
    when = now + waits[row.attempts - 1]
    return None if row.valid_until is not None and when > row.valid_until else when
