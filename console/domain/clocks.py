"""Time limits of documents and platform items: which run for an item, when they end, whether they were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ClockKind(StrEnum):
    """带班领导已电话报告, and 已转交 with the name of whoever received it."""

    LEADER = "leader"
    PASSED_ON = "passed_on"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit and the site setting that holds its minutes and basis."""

    kind: ClockKind
    setting: str


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A clock of an item. ``whom`` was told or received it; ``done_by`` is the officer who did it."""

    id: UUID
    inbound_id: UUID
    inbound_number: str
    kind: str
    minutes: int
    basis: str
    received_at: datetime
    due_at: datetime
    done_at: datetime | None
    done_by: str
    whom: str
    late_reason: str
    version: int

    @property
    def late(self) -> bool:
        """Done after its time; what is not done yet is told by ``over``."""
        return self.done_at is not None and self.done_at > self.due_at

    def over(self, now: datetime) -> bool:
        return self.done_at is None and now > self.due_at


URGENT = frozenset({"plain_urgent", "urgent", "very_urgent", "most_urgent"})
_PLATFORM = "platform"
_URGENT_LIMITS = (Limit(ClockKind.LEADER, "clock.leader"), Limit(ClockKind.PASSED_ON, "clock.passed_on"))
_PAPER_LIMITS = (Limit(ClockKind.PASSED_ON, "clock.paper"),)


def wanted(kind: str, channel: str, urgency: str) -> tuple[Limit, ...]:
    """The limits of an item: none for a call; a platform item counts as urgent unless it is marked ordinary."""
    if kind != "document" and channel != _PLATFORM:
        return ()
    urgent = urgency in URGENT or (channel == _PLATFORM and not urgency)
    return _URGENT_LIMITS if urgent else _PAPER_LIMITS
