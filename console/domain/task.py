"""The one task: orders, instructions and call-backs differ by their source, not by table or clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class TaskSource(StrEnum):
    """Where a task comes from; ``source_id`` names the record where there is one."""

    DUTY = "duty"
    INBOUND = "inbound"
    CALL_BACK = "call_back"
    INSTRUCTION = "instruction"
    DIFFERENCE = "difference"
    CONSULTATION = "consultation"
    INCIDENT = "incident"
    PLAN = "plan"


TITLE_LIMIT = 200
"""Characters of a task that lists show; a longer text stands whole in ``detail``."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as lists show it. ``version`` is what closing it must name as seen."""

    id: UUID
    number: str
    source: TaskSource
    source_id: UUID | None
    title: str
    detail: str
    assignee: str
    due_at: datetime | None
    state: TaskState
    result: str
    created_at: datetime
    created_by: str
    closed_at: datetime | None
    closed_by: str
    version: int
    form: str = ""
    """What it was handed on with, where it ends by its steps (``console.domain.orders``)."""


def title_of(text: str) -> tuple[str, str]:
    """Title and detail of a text: what is too long for a title stands whole in the detail."""
    first = " ".join(text.split("\n", 1)[0].split())
    if first == text and len(text) <= TITLE_LIMIT:
        return text, ""
    return (first if len(first) <= TITLE_LIMIT else first[: TITLE_LIMIT - 1] + "…"), text
