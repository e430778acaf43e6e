"""The same again or something new: how what a device says twice is told from what it says anew.

Two windows, for two reasons. A sender that got no acknowledgement sends the same bytes again: within its
retransmission window they are the same event, even where somebody has dealt with the alarm meanwhile. A detector that
goes on seeing a fire says so again: within the repeat window of the ledger that is counted on the alarm that waits. A
later identical frame is a new event: Sur-Gard has no sequence number, a second real alarm has identical bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.alarm import AlarmState
from console.domain.signals import Arrived, Signal, SignalKind

RETRANSMISSION = {"surgard": 40, "dc09": 60, "gb26875": 40, "sl651": 60, "callerid": 5, "modem": 10}
"""Seconds within which a sender repeats what was not acknowledged: its time-out times its tries and one (Sur-Gard 4 s,
10 s on older receivers, three tries; SIA DC-09 20 s; GB/T 26875.3 10 s, three tries; SL 651 20 s)."""
RETRANSMISSION_ELSE = 30

NUMBERED = frozenset({"dc09", "gb26875", "sl651", "modem", "sms", "beidou"})
"""Drivers whose frames carry a number or a time: identical bytes are always the same event. Of the others they are so
only while nothing came between: a detector that was well again, or a gauge that stood elsewhere, says something new."""

_ENDS = {
    SignalKind.ALARM: SignalKind.RESTORE,
    SignalKind.FAULT: SignalKind.RESTORE,
    SignalKind.READING: SignalKind.READING,
}
"""What of the same account, code and zone ends what was said before."""

WAITING = frozenset({AlarmState.OPEN, AlarmState.SHELVED})
"""An alarm in one of these takes up what its device says again."""

_LATER = frozenset({SignalKind.READING, SignalKind.STATUS, SignalKind.UNREADABLE, SignalKind.RECEIPT})
"""Other bytes are another thing: another value, another state (closed after opened, of the same user), another noise,
another message's receipt."""


def retransmission(driver: str) -> timedelta:
    """How long after an event identical bytes are the same event."""
    return timedelta(seconds=RETRANSMISSION.get(driver, RETRANSMISSION_ELSE))


@dataclass(slots=True)
class Earlier:
    """An event that is stored, with the alarm it belongs to. ``spans`` is how it stood before this transaction, None
    for one of this transaction."""

    number: int
    kind: SignalKind
    at: datetime
    last_at: datetime
    raw: bytes
    repeats: int = 0
    first: int | None = None
    sender: str = ""
    text: str = ""
    alarm_id: str | None = None
    alarm_number: str = ""
    alarm_state: AlarmState | None = None
    spans: tuple[datetime, datetime] | None = None
    area: str = ""
    """Partition of the account; the same zone of another one is another detector."""


class Sameness(StrEnum):
    """``stored``: this very arrival is stored; ``resent``: the same bytes again; ``again``: the same in other words."""

    STORED = "stored"
    RESENT = "resent"
    AGAIN = "again"


def recognise(arrived: Arrived, earlier: Sequence[Earlier], window: timedelta) -> tuple[Sameness, Earlier] | None:
    """What of ``earlier`` (of the same device, account, code and zone, the newest first) this is; None: it is new.

    ``window`` is the repeat window of its point or device.
    """
    if arrived.again:
        for one in earlier:
            if one.raw == arrived.signal.raw and one.spans is not None and _spans(one, arrived.at):
                return Sameness.STORED, one
    area = area_of(arrived.signal.facts)
    alike = [one for one in earlier if one.kind is arrived.signal.kind and one.area == area]
    for one in alike:
        if one.raw == arrived.signal.raw and _resent(one, arrived, window, is_over=_is_over(one, arrived, earlier)):
            return Sameness.RESENT, one
    for one in alike:
        if _again(one, arrived, window):
            return Sameness.AGAIN, one
    return None


def _spans(one: Earlier, at: datetime) -> bool:
    assert one.spans is not None
    return one.spans[0] <= at <= one.spans[1]


def area_of(facts: Mapping[str, object]) -> str:
    """The partition an event is of (``group`` of Contact ID, ``area`` of SIA), if the device has any."""
    return str(facts.get("group") or facts.get("area") or "")


def _is_over(one: Earlier, arrived: Arrived, earlier: Sequence[Earlier]) -> bool:
    """Whether something between says that these bytes are no retransmission of that event."""
    kind = arrived.signal.kind
    if arrived.driver in NUMBERED or arrived.again or kind not in _ENDS:
        return False
    ends = [other for other in earlier if other.kind is _ENDS[kind] and other.area in {one.area, ""}]
    return any((other.last_at, other.number) > (one.last_at, one.number) for other in ends)


def _resent(one: Earlier, arrived: Arrived, window: timedelta, *, is_over: bool) -> bool:
    if _apart(one, arrived.at) <= retransmission(arrived.driver) and not is_over:
        return True
    if is_over and arrived.signal.kind is SignalKind.READING:
        return False
    return _taken_up(one, arrived.at, window)


def _again(one: Earlier, arrived: Arrived, window: timedelta) -> bool:
    signal = arrived.signal
    if signal.kind in _LATER:
        return False
    if signal.kind in {SignalKind.CALL, SignalKind.MESSAGE} and not _said_the_same(one, signal):
        return False
    return _taken_up(one, arrived.at, window)


def _taken_up(one: Earlier, at: datetime, window: timedelta) -> bool:
    """Whether the event still takes up repeats: its alarm waits, or it never was one."""
    if one.alarm_state is AlarmState.SHELVED:
        return True
    return (one.alarm_state is None or one.alarm_state in WAITING) and _apart(one, at) <= window


def _said_the_same(one: Earlier, signal: Signal) -> bool:
    return one.sender == signal.sender and one.text == signal.text


def _apart(one: Earlier, at: datetime) -> timedelta:
    """How far outside of its first and last arrival; what comes late from the spool may lie before it."""
    return max(at - one.last_at, one.at - at, timedelta(0))
