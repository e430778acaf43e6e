"""Shared steps of 接报: a caller to be rung back is a task with a time limit, ended by what the call brought."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from console.domain.log import ActKind
from console.domain.settings import zone
from console.domain.task import TaskSource, TaskState
from console.services import lines, tasks
from console.services.settings import current
from db import books
from db.models.inbound import Inbound, Task
from db.store import Tx


def expect(
    tx: Tx, item: Inbound, number: str, at: datetime, due_at: datetime | None = None, *, hidden: bool = False
) -> None:
    """A task to ring back, due when it was promised, else the site's minutes (``intake.call_back``) after the call.

    ``hidden``: the channel hides its callers. The telephone number is never in it: tasks are printed on sheets.
    """
    minutes = int(current(tx.connection, "intake.call_back", at))
    whom = "" if hidden else item.caller_name or item.caller_org
    text = " ".join(part for part in ("回拨核实", item.number, whom) if part)
    task = tasks.new(
        tx, number, text, due_at or item.received_at + timedelta(minutes=minutes), TaskSource.CALL_BACK, item.id, at
    )  # fmt: skip
    lines.write(tx, books.DUTY, ActKind.TASK, f"交办 {number}：{text}", at=at, about=[task, item])


def move(tx: Tx, item: Inbound, due_at: datetime, at: datetime) -> bool:
    """Put the waiting call-back to another time; False where none waits."""
    waiting = _waiting(tx, item)
    for task in waiting:
        task.due_at, task.version = due_at, task.version + 1
        local = due_at.astimezone(zone(current(tx.connection, "site.time_zone", at)))
        text = f"改期 {task.number}：{task.title}，{local:%m-%d %H:%M} 前回拨"
        lines.write(tx, books.DUTY, ActKind.TASK, text, at=at, about=[task])
    return bool(waiting)


def end(tx: Tx, item: Inbound, state: TaskState, result: str, at: datetime) -> list[Task]:
    """End the waiting call-back of an item; the rows that changed, for the caller's line."""
    ended = _waiting(tx, item)
    for task in ended:
        tasks.end(tx, task, state, result, at)
    return ended


def _waiting(tx: Tx, item: Inbound) -> list[Task]:
    waiting = select(Task).where(Task.source == "call_back", Task.source_id == item.id, Task.state == "open")
    return list(tx.session.scalars(waiting))
