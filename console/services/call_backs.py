"""Shared steps of 接报: a caller to be rung back is a task with a time limit, ended by what the call brought."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from console.domain.log import ActKind
from console.domain.task import TaskSource, TaskState
from console.services import lines, tasks
from console.services.settings import current
from db import books
from db.models.inbound import Inbound, Task
from db.store import Tx


def expect(tx: Tx, item: Inbound, number: str, at: datetime) -> None:
    """A task to ring back, due the site's minutes (``intake.call_back``) after the call was received."""
    minutes = int(current(tx.connection, "intake.call_back", at))
    # whoever called, but never the number: tasks are printed on sheets
    text = " ".join(part for part in ("回拨核实", item.number, item.caller_name or item.caller_org) if part)
    due_at = item.received_at + timedelta(minutes=minutes)
    task = tasks.new(tx, number, text, due_at, TaskSource.CALL_BACK, item.id, at)
    lines.write(tx, books.DUTY, ActKind.TASK, f"交办 {number}：{text}", at=at, about=[task])


def end(tx: Tx, item: Inbound, state: TaskState, result: str, at: datetime) -> list[Task]:
    """End the waiting call-back of an item; the rows that changed, for the caller's line."""
    waiting = select(Task).where(Task.source == "call_back", Task.source_id == item.id, Task.state == "open")
    ended = list(tx.session.scalars(waiting))
    for task in ended:
        tasks.end(tx, task, state, result, at)
    return ended
