"""Self-tests of devices: what is looked at, what counts as wrong, and how it is said.

What cannot be known of a device is a note, never called well and never wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from console import words
from console.domain.delivery import SendState
from console.domain.drivers import DriverSpec
from console.domain.wire import DeviceForm, LinkState, LinkStatus

CLOCK_OFF = timedelta(minutes=5)
"""How far a device's clock may differ; wider, and its times mislead whoever reads them."""

DAMAGED_PERCENT = 5
"""Of all frames; more is a line with noise, a wrong speed or a bad plug."""

FEWEST_FRAMES = 20
"""Fewer say nothing about a rate."""


class Check(StrEnum):
    """``port`` is open, ``line`` set as the driver expects, ``heard`` lately, ``frames`` whole, ``clock`` right,
    ``probe`` answered."""

    PORT = "port"
    LINE = "line"
    HEARD = "heard"
    FRAMES = "frames"
    CLOCK = "clock"
    PROBE = "probe"


class Verdict(StrEnum):
    WELL = "well"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was looked at: ``self_test.<check>.<code>`` are its words."""

    check: Check
    verdict: Verdict
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def words(self) -> str:
        """In the language of the screen; causes and what a device said are codes with words of their own."""
        told = dict(self.facts)
        for name, group in (("cause", "wire.cause"), ("said", "delivery.said"), ("state", "delivery.state")):
            if told.get(name):
                told[name] = words.say(f"{group}.{told[name]}")
        return words.say(f"self_test.{self.check.value}.{self.code}", **told)


@dataclass(frozen=True, slots=True)
class SelfTestRow:
    """A self-test as it was written down; nobody changes it."""

    number: int
    device_id: UUID
    at: datetime
    by_name: str
    well: bool
    found: tuple[Found, ...]

    def wrong_words(self) -> list[str]:
        """What is wrong, in words; nothing where all is well."""
        return [one.words() for one in self.found if one.verdict is Verdict.WRONG]

    def all_words(self) -> list[str]:
        return [one.words() for one in self.found]


def of_port(status: LinkStatus | None) -> Found:
    """Whether the port stands open, as whoever runs the wire last told."""
    if status is None or status.state in (LinkState.CLOSED, LinkState.OPENING):
        if status is not None and status.cause == "practice":
            return Found(Check.PORT, Verdict.NOTE, "practice")
        return Found(Check.PORT, Verdict.WRONG, "closed")
    if status.state is LinkState.LOST:
        return Found(Check.PORT, Verdict.WRONG, "lost", {"cause": status.cause})
    return Found(Check.PORT, Verdict.WELL, "open")


def of_line(form: DeviceForm, spec: DriverSpec) -> Found:
    """Whether the port is set as devices of that kind usually are."""
    set_to = form.line or spec.line
    if set_to == spec.line:
        return Found(Check.LINE, Verdict.WELL, "usual", {"line": set_to})
    return Found(Check.LINE, Verdict.NOTE, "other", {"line": set_to, "usual": spec.line})


def of_heard(status: LinkStatus | None, silent_seconds: int, now: datetime) -> Found:
    """Whether it was heard within the time it is supervised."""
    heard = status.heard_at if status is not None else None
    if heard is None:
        return Found(Check.HEARD, Verdict.WRONG if silent_seconds else Verdict.NOTE, "never")
    minutes = max(0, round((now - heard).total_seconds() / 60))
    if silent_seconds and now - heard > timedelta(seconds=silent_seconds):
        return Found(Check.HEARD, Verdict.WRONG, "silent", {"minutes": minutes})
    return Found(Check.HEARD, Verdict.WELL, "lately", {"minutes": minutes})


def of_frames(status: LinkStatus | None) -> Found:
    """How many of its frames came damaged since the link was opened."""
    received, damaged = (status.counts.received, status.counts.damaged) if status is not None else (0, 0)
    total = received + damaged
    if total < FEWEST_FRAMES:
        return Found(Check.FRAMES, Verdict.NOTE, "few", {"count": total})
    percent = round(100 * damaged / total, 1)
    verdict = Verdict.WRONG if percent > DAMAGED_PERCENT else Verdict.WELL
    code = "damaged" if verdict is Verdict.WRONG else "whole"
    return Found(Check.FRAMES, verdict, code, {"percent": percent, "count": total})


def of_clock(at: datetime | None, device_at: datetime | None) -> Found | None:
    """How far its clock is off, by the newest thing it said; None where it never told a time."""
    if at is None or device_at is None:
        return None
    seconds = round((device_at - at).total_seconds())
    off = abs(seconds) > CLOCK_OFF.total_seconds()
    return Found(Check.CLOCK, Verdict.WRONG if off else Verdict.WELL, "off" if off else "right", {"seconds": seconds})


def of_probe(state: SendState | None, said: str) -> Found:
    """What came of the silent test; None: nobody was there to send it."""
    if state is None:
        return Found(Check.PROBE, Verdict.NOTE, "not_sent")
    facts = {"said": said, "state": state.value}
    if said == "nobody_runs_wire":
        return Found(Check.PROBE, Verdict.WRONG, said)
    if state is SendState.CONFIRMED:
        return Found(Check.PROBE, Verdict.WELL, "answered", facts)
    if state in (SendState.UNCONFIRMED, SendState.SENT) or said in NOTHING_TO_PROBE:
        return Found(Check.PROBE, Verdict.NOTE, "cannot_be_known", facts)
    if state in (SendState.QUEUED, SendState.SENDING, SendState.CANCELLED):
        return Found(Check.PROBE, Verdict.NOTE, "not_sent")
    return Found(Check.PROBE, Verdict.WRONG, "failed", facts)


NOTHING_TO_PROBE = frozenset({"not_possible", "cannot_be_known"})
"""What devices say that have no silent test."""
