"""What a device said, whatever it was wired with: one value for alarms, readings, calls, messages and noise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class SignalKind(StrEnum):
    """What something received means.

    ``alarm`` and ``fault`` (of the device itself) become pending items, ``restore`` ends one, ``message`` (SMS, 北斗)
    waits to be read, ``call`` (somebody rings) opens the form; ``reading``, ``status`` (test, opened, closed) and
    ``receipt`` (of something we sent) are kept; ``heartbeat`` only proves that the line lives; ``unreadable`` are bytes
    nobody understood.
    """

    ALARM = "alarm"
    FAULT = "fault"
    RESTORE = "restore"
    MESSAGE = "message"
    CALL = "call"
    READING = "reading"
    STATUS = "status"
    RECEIPT = "receipt"
    HEARTBEAT = "heartbeat"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing a device said, as its driver understood it. Texts from the wire are data, never trusted.

    ``raw`` are the bytes of the frame. ``account``, ``code`` and ``zone`` tell two alarms of one device apart
    (account of Sur-Gard, station of SL 651, address of a panel; event code; zone or part); together with the device
    they recognise a repeat. ``words``/``words_en`` say it in Chinese and English, in the terms of the driver's table.
    ``device_at`` is the device's own clock, aware, None where it sends none. ``value``/``unit`` of a reading.
    ``sender`` is the telephone number of a call or message, ``text`` what was written. ``priority`` 1…3 if the
    protocol knows, 0: the ledger says. ``damaged`` is the code of what is wrong (``wire.damaged.<code>``), empty for
    a good frame. ``answer`` is written to the line once this is stored, and only then; within ``answer_within`` seconds
    of its coming or not at all (0: whenever). A device that sends one frame at a time and takes any ACK for the newest
    one (Sur-Gard) would take a late one for a frame we do not have: it repeats, and the repeat is answered.
    """

    kind: SignalKind
    raw: bytes
    account: str = ""
    code: str = ""
    zone: str = ""
    words: str = ""
    words_en: str = ""
    device_at: datetime | None = None
    value: float | None = None
    unit: str = ""
    sender: str = ""
    text: str = ""
    priority: int = 0
    damaged: str = ""
    answer: bytes = b""
    facts: Mapping[str, Any] = field(default_factory=dict)
    answer_within: float = 0.0


@dataclass(frozen=True, slots=True)
class Arrived:
    """A signal with the device it came from and when the first byte of its chunk was read.

    ``device_key`` is the ledger id of the device as text, or the URL where there is no ledger entry: repeats are
    recognised by it across restarts. No two of one process have the same ``at``: by device and ``at`` the link finds
    the answer it owes.

    ``again``: it was handed over before and comes from the spool; the program may have died between storing it and
    noting so. An event of the same device and bytes whose first to last arrival spans ``at`` is this one already: it
    is answered as stored, and counts nothing.
    """

    device_key: str
    driver: str
    at: datetime
    signal: Signal
    again: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """A signal as it stands in the store: what ``duty-console-tool listen`` prints.

    ``id`` is the number of the event row; of a repeat the first one's, with ``repeats`` raised.
    """

    id: int
    arrived: Arrived
    repeats: int = 0
    alarm_number: str = ""
