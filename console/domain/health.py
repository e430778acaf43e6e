"""How the program itself is: lamps for the window, findings for whoever looks after the machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class LampState(StrEnum):
    OK = "ok"
    CAUTION = "caution"
    FAULT = "fault"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class LampValue:
    """One lamp. ``id`` is watched thing (``lamp.<id>``), ``code`` and ``facts`` the sentence beside it."""

    id: str
    state: LampState
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class FindingState(StrEnum):
    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing ``doctor`` looked at; ``doctor.<code>`` is its sentence."""

    id: str
    state: FindingState
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


ORDINARY_STEP = timedelta(seconds=2)
"""Smaller steps back are a time server's ordinary corrections."""


def clock_set_back(now: datetime, newest: datetime | None) -> timedelta | None:
    """By how much the clock stands before the newest recorded time; None when it does not."""
    if newest is None or newest - now <= ORDINARY_STEP:
        return None
    return newest - now


def megabytes(size: int) -> str:
    """A size for showing: ``373 kB``, ``512 MB`` or ``12.3 GB`` (powers of ten, as disks are sold)."""
    if size >= 1_000_000_000:
        return f"{size / 1e9:.1f} GB"
    return f"{size / 1e6:.0f} MB" if size >= 1_000_000 else f"{size / 1e3:.0f} kB"


def disk_state(free: int, caution_mb: int, fault_mb: int) -> LampState:
    """By the site's thresholds, in megabytes."""
    if free < fault_mb * 1_000_000:
        return LampState.FAULT
    return LampState.CAUTION if free < caution_mb * 1_000_000 else LampState.OK
