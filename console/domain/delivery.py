"""What goes out to the street: orders to channels, the states a sending can truthfully be in, and the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

SERIES = "FS"
"""发送, numbered by year."""


class SendState(StrEnum):
    """No state says more than is known.

    ``queued`` nobody has begun; ``sending`` a command is on its way; ``sent`` the channel took it and an answer may
    still come; ``confirmed`` the device itself answered; ``unconfirmed`` commanded, and this device never answers;
    ``failed`` it was not done; ``unknown`` the program, the line or the device died midway: a person decides.
    ``held`` waits for arming; ``cancelled`` somebody took it back before it began.
    """

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class Verb(StrEnum):
    """What a channel is asked to do. ``sound`` and ``speak`` are audible; ``probe`` is the silent test; ``stop``
    always may."""

    SOUND = "sound"
    SPEAK = "speak"
    SHOW = "show"
    TEXT = "text"
    DROP = "drop"
    PROBE = "probe"
    STOP = "stop"


AUDIBLE = frozenset({Verb.SOUND, Verb.SPEAK})
"""Never begun without two-step arming, never retried by itself."""

NEXT: Mapping[SendState, frozenset[SendState]] = {
    SendState.HELD: frozenset({SendState.QUEUED, SendState.CANCELLED}),
    SendState.QUEUED: frozenset({SendState.SENDING, SendState.CANCELLED, SendState.FAILED}),
    SendState.SENDING: frozenset(
        {SendState.SENT, SendState.CONFIRMED, SendState.UNCONFIRMED, SendState.FAILED, SendState.UNKNOWN}
        | {SendState.QUEUED}
    ),
    SendState.SENT: frozenset({SendState.CONFIRMED, SendState.UNCONFIRMED, SendState.FAILED, SendState.UNKNOWN}),
    SendState.UNKNOWN: frozenset({SendState.CONFIRMED, SendState.UNCONFIRMED, SendState.FAILED}),
    SendState.CONFIRMED: frozenset({SendState.UNKNOWN}),
    SendState.UNCONFIRMED: frozenset({SendState.UNKNOWN}),
    SendState.FAILED: frozenset(),
    SendState.CANCELLED: frozenset(),
}
"""Which state may follow which; ``sending`` goes back to ``queued`` only for what is silent and was surely not
begun. What sounded and was to be ended by this program becomes ``unknown`` when the program died before it did."""


@dataclass(frozen=True, slots=True)
class Order:
    """One thing one channel is asked to do.

    ``target`` is a telephone number, a zone of the public address, a relay, an address of a sign; ``text`` what is
    shown, written or spoken; ``facts`` what the driver needs beside (class 强插/优先/普通, volume 0–100, repeats,
    seconds, pattern, validity minutes). ``id`` is made by the asker: the same order twice is one.
    """

    id: UUID
    verb: Verb
    target: str = ""
    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an order, in the words of the wire: ``code`` is ``delivery.said.<code>``.

    ``began`` is False only where it is sure that nothing was commanded (port closed, refused before the first byte).
    ``reference`` is the modem's message number or the like, by which a later report is known.
    """

    state: SendState
    code: str = ""
    command: bytes = b""
    answer: bytes = b""
    began: bool = True
    reference: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


class Channel(Protocol):
    """The outgoing side of a device.

    ``send`` is called on the outbox thread, one order at a time for one channel, with no transaction open; it may block
    for at most ``limit`` seconds and never raises for what the world does: that is a Receipt. A channel keeps no state
    that a restart would lose. Only ``Verb.STOP`` may come on another thread while an order is under way: it overtakes.
    """

    limit: float

    def send(self, order: Order) -> Receipt: ...


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A row of the outbox. ``area`` names in words where it will be heard or read; ``armed_by`` who armed it, and
    ``armed_for`` the version of the device it was asked and armed for: behind another port or coil it would be another
    sound."""

    id: UUID
    number: str
    device_id: UUID
    device_name: str
    verb: Verb
    target: str
    area: str
    text: str
    state: SendState
    audible: bool
    test: bool
    attempts: int
    asked_at: datetime
    asked_by: str
    version: int
    armed_at: datetime | None = None
    armed_by: str = ""
    armed_for: int | None = None
    not_before: datetime | None = None
    valid_until: datetime | None = None
    changed_at: datetime | None = None
    said: str = ""
    subject_kind: str = ""
    subject_id: UUID | None = None
    subject_number: str = ""
    batch_id: UUID | None = None
    decided_by: str = ""
    reference: str = ""
    note: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt: when it began and ended, what was sent and answered, what became of it."""

    number: int
    began_at: datetime
    ended_at: datetime | None
    state: SendState
    said: str
    command: bytes
    answer: bytes
    facts: Mapping[str, Any] = field(default_factory=dict)
