"""What is due and how near it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from console.errors import Refused

FARTHEST = timedelta(days=3653)
"""Ten years: whoever sets a later time limit mistyped the year."""


class DueState(StrEnum):
    LATER = "later"
    NEAR = "near"
    OVER = "over"


class DueKind(StrEnum):
    TASK = "task"
    CALL_BACK = "call_back"
    SHIFT_END = "shift_end"
    OVER_TIME = "over_time"
    HAND_OVER = "hand_over"
    EMERGENCY = "emergency"
    ROUTINE = "routine"
    ZERO_REPORT = "zero_report"
    CLOCK_LEADER = "clock_leader"
    CLOCK_PASSED_ON = "clock_passed_on"
    REPORT_CLOCK = "report_clock"
    INSTRUCTION = "instruction"
    TRANSIT = "transit"
    TEAM_PLANNED = "team_planned"
    TEAM_LEAVE = "team_leave"
    TEAM_ARRIVE = "team_arrive"
    ALARM_UNSEEN = "alarm_unseen"
    ALARM_REVIEW = "alarm_review"
    SENDING = "sending"
    MISSED_CALL = "missed_call"
    TAKEN_CALL = "taken_call"
    WARNING_WAITING = "warning_waiting"
    WARNING_CHANNELS = "warning_channels"
    WARNING_EXPIRES = "warning_expires"
    WARNING_FORGOTTEN = "warning_forgotten"
    WARNING_OWED = "warning_owed"
    CALLOUT = "callout"
    CALLOUT_STILL = "callout_still"


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing with a time limit. ``text`` is what was recorded; where it is empty, ``due.<kind>`` has the words.

    ``text_en`` is there where the county's own word has an English one. ``id`` is unique among all kinds; ``record_id``
    is the task, the inbound item of a call-back, the routine's row, or the shift.
    An emergency take-over should be confirmed before the end of the watch it began.
    """

    id: str
    kind: DueKind
    text: str
    due_at: datetime
    started_at: datetime
    target_panel: str
    state: DueState
    number: str
    record_id: UUID
    text_en: str = ""
    open_text: str = ""
    open_text_en: str = ""
    """What may be said of it before somebody has signed in, beside its kind and number: no name, no title."""

    def fraction(self, now: datetime) -> float:
        """The part of the time that is gone, from 0 to 1."""
        whole = (self.due_at - self.started_at).total_seconds()
        if whole <= 0:
            return 1.0
        return max(0.0, min(1.0, (now - self.started_at).total_seconds() / whole))


def state_of(due_at: datetime, now: datetime, soon: timedelta) -> DueState:
    """Over from the very instant on; near when less than ``soon`` is left."""
    if now >= due_at:
        return DueState.OVER
    return DueState.NEAR if due_at - now <= soon else DueState.LATER


def require_to_come(due_at: datetime, now: datetime) -> None:
    """Refuses due_past, and due_far for a time limit nobody means."""
    if due_at <= now:
        raise Refused("due_past", field="due_at")
    require_near_enough(due_at, now)


def require_near_enough(due_at: datetime | None, now: datetime) -> None:
    """Refuses due_far."""
    if due_at is not None and due_at - now > FARTHEST:
        raise Refused("due_far", field="due_at", years=FARTHEST.days // 365)
