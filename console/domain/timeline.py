"""Everything about one incident in the order of time: what happened, when, told or done by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class EventKind(StrEnum):
    """来电来文, 状态, 定级, 伤亡损失, 时限, 报告, 发出, 批示, 任务, 会商, 指挥, 响应, 队伍, 物资, 安置, 转移, 叫应."""

    ITEM = "item"
    STATE = "state"
    GRADE = "grade"
    FIGURES = "figures"
    CLOCK = "clock"
    REPORT = "report"
    SENT = "sent"
    INSTRUCTION = "instruction"
    TASK = "task"
    CONSULTATION = "consultation"
    COMMAND = "command"
    RESPONSE = "response"
    TEAM = "team"
    GOODS = "goods"
    SHELTER = "shelter"
    RELOCATION = "relocation"
    CALLOUT = "callout"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the time line. ``text`` is Chinese, as the record has it; ``number`` names the record.

    ``incident`` is the number of the incident it belongs to: another one where the events below it are shown too.
    """

    at: datetime
    kind: EventKind
    number: str
    text: str
    by_name: str
    incident: str
    record_id: UUID | None = None
    late: bool = False


def ordered(events: Iterable[Event], kinds: Sequence[EventKind] = (), asked: str = "") -> list[Event]:
    """By time, the first first; of those kinds only where some are named, with every asked word in them."""
    words = asked.split()
    kept = [
        event
        for event in events
        if (not kinds or event.kind in kinds)
        and all(word in f"{event.number} {event.text} {event.by_name}" for word in words)
    ]
    return sorted(kept, key=lambda event: (event.at, event.number, event.kind.value))
