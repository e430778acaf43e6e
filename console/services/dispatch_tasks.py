"""The task order of a team at an incident follows what the team does: done with it, cancelled when it is recalled."""

from __future__ import annotations

from datetime import datetime

from console import words
from console.domain.assignments import TeamState
from console.domain.task import TaskState
from console.services import tasks
from db.base import Base
from db.models.dispatch import Assignment
from db.models.inbound import Task
from db.store import Tx

_ENDS = {TeamState.DONE: TaskState.DONE, TeamState.RECALLED: TaskState.CANCELLED}


def follow(tx: Tx, assignment: Assignment, state: TeamState, text: str, now: datetime) -> list[Base]:
    """Shared step: end the open task of an assignment that ends; the rows it changed, for the caller's line."""
    task = None if assignment.task_id is None else tx.session.get(Task, assignment.task_id)
    ends = _ENDS.get(state)
    if task is None or ends is None or task.state != TaskState.OPEN:
        return []
    said = words.say_in("zh", f"team.state.{state.value}")
    tasks.end(tx, task, ends, f"{assignment.number} {said}" + (f"：{text}" if text else ""), now)
    tx.flush()
    return [task]
