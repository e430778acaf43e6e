"""Reads of tasks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from console.domain.task import TaskRow, TaskSource, TaskState
from console.errors import Refused
from db.models.inbound import Task


def one(connection: Connection, task_id: UUID) -> TaskRow:
    found = _rows(connection, select(Task.__table__).where(Task.id == task_id))
    if not found:
        raise Refused("no_such_task")
    return found[0]


def open_tasks(connection: Connection) -> list[TaskRow]:
    """Open ones, the soonest due first, those without a time limit last."""
    order = (Task.due_at.is_(None), Task.due_at, Task.created_at, Task.number)
    return _rows(connection, select(Task.__table__).where(Task.state == "open").order_by(*order))


def _rows(connection: Connection, statement: Select[Any]) -> list[TaskRow]:
    return [
        TaskRow(
            id=row["id"],
            number=row["number"],
            source=TaskSource(row["source"]),
            source_id=row["source_id"],
            title=row["title"],
            detail=row["detail"],
            assignee=" ".join(part for part in (row["unit"], row["owner"]) if part),
            due_at=row["due_at"],
            state=TaskState(row["state"]),
            result=row["result"],
            created_at=row["created_at"],
            created_by=row["created_by"],
            closed_at=row["closed_at"],
            closed_by=row["closed_by"],
            version=row["version"],
            form=row["form"],
        )
        for row in connection.execute(statement).mappings()
    ]
