"""Time as something one asks for. The only module that reads the operating system's clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

YEARS = range(1900, 3000)
"""Years a person can mean; the ends of the calendar are out of reach in another zone."""


class Clock(Protocol):
    """Now, aware and in UTC; and a monotonic second counter for time-outs."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


class SystemClock:
    """The machine's clock: the only one a live store accepts."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class ResumedClock:
    """Runs on from a given instant: sample and exercise stores resume at their newest recorded time."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock starts at an aware instant")
        self._start = start.astimezone(UTC)
        self._since = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._since)

    def monotonic(self) -> float:
        return time.monotonic()


class StoppedClock:
    """Stands still until it is moved: tests and the demonstration."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock stands at an aware instant")
        self._at = at.astimezone(UTC)
        self._elapsed = 0.0

    def now(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        return self._elapsed

    def advance(self, **delta: float) -> None:
        """Move on by ``timedelta`` arguments, e.g. ``advance(minutes=5)``."""
        step = timedelta(**delta)
        self._at += step
        self._elapsed += step.total_seconds()

    def set(self, at: datetime) -> None:
        """Jump to an instant, also backwards: a clock that was set wrong is ordinary input."""
        self._elapsed += max(0.0, (at - self._at).total_seconds())
        self._at = at.astimezone(UTC)
