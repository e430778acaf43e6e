"""What sounds now, until when, and whether its end is known: a confirmed beginning is not yet a known end.

Relays are switched off by our own clock, which dies with the program: an end nobody told is an end nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from console.domain.delivery import SendState

HELD_BY_US = frozenset({"relay", "usb_relay"})
"""Drivers whose sound lasts until this program switches it off."""

ENDS_WITH_SENDING = frozenset({"speaker"})
"""Drivers whose sound is over when its sending is."""

GRACE = timedelta(seconds=20)
"""How long after its time a relay may take to be told off (tries, a line that comes back); then nobody knows."""

LOOK_BACK = timedelta(days=30)
"""Older beginnings are not asked about any more."""

END_UNKNOWN, RELEASED, FOUND_OFF = "end_unknown", "released", "found_off"
"""``delivery.said`` of a sound whose end broke off with the program, and of how its end became known."""

SURE = frozenset({SendState.CONFIRMED, SendState.UNCONFIRMED, SendState.SENT, SendState.SENDING})
"""Attempts after which it sounded, or may be about to."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """An attempt that may have made something sound, and what is known of its device."""

    row_id: UUID
    number: str
    device_id: UUID
    device_name: str
    driver: str
    options: Mapping[str, str]
    target: str
    state: SendState
    said: str
    began_at: datetime
    seconds: float | None
    """As the device took it, else as it was asked."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """Something that sounds, or may. Without ``until`` nobody knows when it ends."""

    row_id: UUID
    device_id: UUID
    since: datetime
    until: datetime | None
    held_by_us: bool
    state: SendState

    def left(self, now: datetime) -> timedelta | None:
        """How long it is still meant to sound; None where that time is over or unknown."""
        return self.until - now if self.until is not None and now < self.until else None

    def is_doubtful(self, now: datetime) -> bool:
        """Whether it should be silent by now, and nobody told so."""
        return self.held_by_us and (self.until is None or now > self.until + GRACE)


def of(begun: Beginning, offs: Iterable[tuple[datetime, frozenset[int]]], now: datetime) -> Sounding | None:
    """Whether that beginning still sounds; None where it does not, by what is known.

    No stop was taken since it began; ``offs``: coils that were told off, and when.
    """
    if begun.driver in ENDS_WITH_SENDING or begun.said == "decided":
        return None
    held, until = begun.driver in HELD_BY_US, _until(begun)
    over = _is_off(begun, offs) if held else begun.state not in SURE or until is None or now >= until
    return None if over else Sounding(begun.row_id, begun.device_id, begun.began_at, until, held, begun.state)


def _until(begun: Beginning) -> datetime | None:
    """When it is to end, as far as whoever ends it is still there."""
    if begun.said in (END_UNKNOWN, "interrupted"):
        return None
    return begun.began_at + timedelta(seconds=begun.seconds) if begun.seconds is not None else None


def _is_off(begun: Beginning, offs: Iterable[tuple[datetime, frozenset[int]]]) -> bool:
    wanted = coils(begun.target) or coils(begun.options.get("coils", ""))
    off: set[int] = set()
    for at, some in offs:
        if at >= begun.began_at:
            off |= some
    return bool(wanted) and wanted <= off


def coils(text: str) -> frozenset[int]:
    """``0-3,7`` as numbers; what is none is left out."""
    found: set[int] = set()
    for part in text.replace("，", ",").split(","):
        first, _dash, last = (end.strip() for end in part.partition("-"))
        if first.isascii() and first.isdigit() and (not last or (last.isascii() and last.isdigit())):
            low, high = int(first), int(last or first)
            found |= set(range(low, min(high, low + 2_000) + 1))
    return frozenset(found)


def seconds_of(attempt: Mapping[str, Any], asked: Mapping[str, Any], option: str) -> float | None:
    """For how long it sounds: as the device took it, as it was asked, as the device is set."""
    for said in (attempt.get("seconds"), asked.get("seconds"), option):
        try:
            seconds = float(str(said))
        except ValueError:
            continue
        if 0 < seconds <= 86_400:
            most = float(option) if option.isascii() and option.isdigit() else seconds
            return min(seconds, most)
    return None
