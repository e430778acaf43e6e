"""Reads of leaders' words, of tasks with a form and of their steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, ScalarSelect, Select, exists, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from console.domain.orders import Form, InstructionRow, OrderRow, Stage, StepKind, StepRow, Way
from console.errors import Refused
from db.models.inbound import Task
from db.models.orders import Instruction, TaskStep

_GIVEN = (
    select(func.count()).select_from(Task).where(Task.source == "instruction", Task.source_id == Instruction.id)
)  # fmt: skip
_COUNTS = (
    _GIVEN.scalar_subquery().label("tasks"),
    _GIVEN.where(Task.state == "open").scalar_subquery().label("open_tasks"),
)


def _last(column: InstrumentedAttribute[Any]) -> ScalarSelect[Any]:
    """That column of the newest step of a task."""
    newest = select(column).where(TaskStep.task_id == Task.id).order_by(TaskStep.number.desc()).limit(1)
    return newest.correlate(Task).scalar_subquery()


def instruction_exists(connection: Connection, instruction_id: UUID) -> bool:
    return connection.execute(select(Instruction.id).where(Instruction.id == instruction_id)).first() is not None


def instruction(connection: Connection, instruction_id: UUID) -> InstructionRow:
    """Refuses no_such_instruction."""
    found = _instructions(connection, select(Instruction.__table__, *_COUNTS).where(Instruction.id == instruction_id))
    if not found:
        raise Refused("no_such_instruction")
    return found[0]


def instructions(
    connection: Connection, words: Sequence[str], incident_id: UUID | None, limit: int
) -> list[InstructionRow]:
    """The newest first; every word must stand in number, leader or words."""
    asked = select(Instruction.__table__, *_COUNTS)
    if incident_id is not None:
        asked = asked.where(Instruction.incident_id == incident_id)
    columns = (Instruction.number, Instruction.leader, Instruction.words)
    asked = asked.where(*(or_(*(column.contains(word, autoescape=True) for column in columns)) for word in words))
    return _instructions(connection, asked.order_by(Instruction.said_at.desc(), Instruction.number.desc()).limit(limit))


def not_handed_on(connection: Connection) -> list[InstructionRow]:
    """Words nothing has come of yet: no task was given out from them."""
    given = exists().where(Task.source == "instruction", Task.source_id == Instruction.id)
    asked = select(Instruction.__table__, *_COUNTS).where(~given).order_by(Instruction.said_at)
    return _instructions(connection, asked)


def order(connection: Connection, task_id: UUID) -> OrderRow:
    found = _orders(connection, _tasks().where(Task.id == task_id))
    if not found:
        raise Refused("no_such_task")
    return found[0]


def orders(
    connection: Connection,
    words: Sequence[str] = (),
    *,
    open_only: bool = True,
    incident_id: UUID | None = None,
    source_id: UUID | None = None,
    batch_id: UUID | None = None,
    limit: int,
) -> list[OrderRow]:
    """Tasks with a form: the open ones, the soonest due first, then the ended ones, the newest first.

    Every word must stand in number, unit, person or text.
    """
    columns = (Task.number, Task.unit, Task.owner, Task.title, Task.detail)
    asked = [or_(*(column.contains(word, autoescape=True) for column in columns)) for word in words]
    kept = [
        true() if incident_id is None else Task.incident_id == incident_id,
        true() if source_id is None else Task.source_id == source_id,
        true() if batch_id is None else Task.batch_id == batch_id,
    ]
    sort = (Task.due_at.is_(None), Task.due_at, Task.created_at, Task.number)
    found = _tasks().where(*asked, *kept)
    rows = _orders(connection, found.where(Task.state == "open").order_by(*sort).limit(limit))
    if open_only or len(rows) >= limit:
        return rows
    ended = found.where(Task.state != "open").order_by(Task.number.desc()).limit(limit - len(rows))
    return rows + _orders(connection, ended)


def of_batch(connection: Connection, batch_id: UUID | None) -> list[OrderRow]:
    """Tasks given out together under that id, in the order they were; none where there is no such batch yet."""
    if batch_id is None:
        return []
    return _orders(connection, _tasks().where(Task.batch_id == batch_id).order_by(Task.number))


def count_open(connection: Connection) -> int:
    """Tasks with a form that are not ended."""
    asked = select(func.count()).select_from(Task).where(Task.state == "open", Task.form != "")
    return connection.execute(asked).scalar_one()


def steps(connection: Connection, task_id: UUID) -> list[StepRow]:
    """What happened to a task, in the order it was taken down."""
    asked = select(TaskStep.__table__).where(TaskStep.task_id == task_id).order_by(TaskStep.number)
    return [StepRow(**{**row, "kind": StepKind(row["kind"])}) for row in connection.execute(asked).mappings()]


def _tasks() -> Select[Any]:
    return select(
        Task.__table__,
        _last(TaskStep.kind).label("last_step"),
        _last(TaskStep.at).label("last_at"),
    ).where(Task.form != "")


def _orders(connection: Connection, statement: Select[Any]) -> list[OrderRow]:
    return [
        OrderRow(
            id=row["id"],
            number=row["number"],
            form=Form(row["form"]),
            stage=Stage(row["stage"]),
            state=row["state"],
            unit=row["unit"],
            owner=row["owner"],
            phone=row["phone"],
            title=row["title"],
            detail=row["detail"],
            source=row["source"],
            source_id=row["source_id"],
            incident_id=row["incident_id"],
            batch_id=row["batch_id"],
            due_at=row["due_at"],
            created_at=row["created_at"],
            created_by=row["created_by"],
            closed_at=row["closed_at"],
            closed_by=row["closed_by"],
            result=row["result"],
            version=row["version"],
            last_step=row["last_step"] or "",
            last_at=row["last_at"],
        )
        for row in connection.execute(statement).mappings()
    ]


def _instructions(connection: Connection, statement: Select[Any]) -> list[InstructionRow]:
    return [InstructionRow(**{**row, "way": Way(row["way"])}) for row in connection.execute(statement).mappings()]
