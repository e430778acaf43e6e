"""Reads of responses: rows for lists, the board of one, its steps and milestones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, or_, select

from console.domain.plans import Level
from console.domain.read_plans import card_read, level_read
from console.domain.responses import BoardCard, CardState, ResponseRow, StepKind, StepRow
from console.errors import Refused
from db.models.inbound import Task
from db.models.plans import PlanLevel, Response, ResponseStep, ResponseTask


def _counted(*which: Any) -> Any:
    asked = select(func.count()).select_from(ResponseTask).outerjoin(Task, Task.id == ResponseTask.task_id)
    return asked.where(ResponseTask.response_id == Response.id, *which).correlate(Response).scalar_subquery()


def _responses(now: datetime) -> Select[Any]:
    held = ResponseTask.state != "cancelled"
    return select(
        Response.__table__,
        PlanLevel.level,
        _counted(held).label("cards"),
        _counted(ResponseTask.state.in_(("planned", "claimed"))).label("waiting"),
        _counted(held, Task.state == "done").label("done"),
        _counted(held, Task.state == "open", Task.due_at < now).label("over"),
    ).join(PlanLevel, PlanLevel.id == Response.level_id)


def one(connection: Connection, response_id: UUID, now: datetime) -> ResponseRow:
    """Refuses no_such_response."""
    found = _rows(connection, _responses(now).where(Response.id == response_id))
    if not found:
        raise Refused("no_such_response")
    return found[0]


def rows(
    connection: Connection, now: datetime, *, running_only: bool = True, incident_id: UUID | None = None,
    words: Sequence[str] = (), limit: int,
) -> list[ResponseRow]:  # fmt: skip
    """Running ones before ended ones, the newest first; every word stands in number, cause, code or title."""
    columns = (Response.number, Response.cause, Response.plan_code, Response.plan_title)
    asked = _responses(now).order_by(Response.state.desc(), Response.started_at.desc(), Response.number.desc())
    asked = asked.where(*(or_(*(column.contains(word, autoescape=True) for column in columns)) for word in words))
    if running_only:
        asked = asked.where(Response.state == "running")
    if incident_id is not None:
        asked = asked.where(Response.incident_id == incident_id)
    return _rows(connection, asked.limit(limit))


def count_running(connection: Connection) -> int:
    """How many run."""
    asked = select(func.count()).select_from(Response).where(Response.state == "running")
    return connection.execute(asked).scalar_one()


def running(connection: Connection, plan_id: UUID, cause: str) -> UUID | None:
    """The response of that plan and cause that runs."""
    asked = select(Response.id).where(Response.plan_id == plan_id, Response.cause == cause, Response.state == "running")
    found: UUID | None = connection.execute(asked).scalar()
    return found


def read_since(connection: Connection, plan_id: UUID, since: datetime) -> str | None:
    """The number of a response that read the plan at that time or later: it was started or its level was changed."""
    asked = (
        select(Response.number)
        .join(ResponseStep, ResponseStep.response_id == Response.id)
        .where(Response.plan_id == plan_id, ResponseStep.as_read != "", ResponseStep.recorded_at >= since)
        .order_by(ResponseStep.number)
        .limit(1)
    )
    found: str | None = connection.execute(asked).scalar()
    return found


def levels_read(connection: Connection, response_id: UUID) -> dict[int, Level]:
    """Its levels by the number of the step that read them from the plan, the one it is at last; at least its start's.

    Refuses no_such_response.
    """
    asked = select(ResponseStep.number, ResponseStep.as_read).where(
        ResponseStep.response_id == response_id, ResponseStep.as_read != ""
    )
    found = {number: level_read(text) for number, text in connection.execute(asked.order_by(ResponseStep.number))}
    if not found:
        raise Refused("no_such_response")
    return found


def steps(connection: Connection, response_id: UUID) -> list[StepRow]:
    """What happened to a response, in the order it was taken down."""
    asked = select(ResponseStep.__table__).where(ResponseStep.response_id == response_id).order_by(ResponseStep.number)
    return [
        StepRow(
            row["number"], StepKind(row["kind"]), row["level"], row["milestone"], row["approved_by"], row["way"],
            row["text"], row["at"], row["recorded_at"], row["by_name"],
        )
        for row in connection.execute(asked).mappings()
    ]  # fmt: skip


def board(connection: Connection, response_id: UUID, states: Collection[str] = ()) -> list[BoardCard]:
    """Cards of a response with their tasks, in the order of the plan; those of other levels behind."""
    asked = (
        select(
            ResponseTask.__table__,
            Task.number.label("task_number"),
            Task.state.label("task_state"),
            Task.stage,
            Task.due_at,
            Task.result,
        )
        .outerjoin(Task, Task.id == ResponseTask.task_id)
        .where(ResponseTask.response_id == response_id)
        .order_by(ResponseTask.state == "cancelled", ResponseTask.ordinal, ResponseTask.code)
    )
    if states:
        asked = asked.where(ResponseTask.state.in_(states))
    return [
        BoardCard(
            row["id"], row["code"], card_read(row["as_read"]), CardState(row["state"]), row["person"],
            row["person_id"], row["rank"], row["phone"], row["task_id"], row["task_number"] or "",
            row["task_state"] or "", row["stage"] or "", row["due_at"], row["result"] or "",
        )
        for row in connection.execute(asked).mappings()
    ]  # fmt: skip


def waiting(connection: Connection) -> list[UUID]:
    """Running responses with cards that are not given out yet."""
    asked = (
        select(Response.id)
        .join(ResponseTask, ResponseTask.response_id == Response.id)
        .where(Response.state == "running", ResponseTask.state.in_(("planned", "claimed")))
        .group_by(Response.id)
        .order_by(Response.started_at)
    )
    return list(connection.execute(asked).scalars())


def _rows(connection: Connection, asked: Select[Any]) -> list[ResponseRow]:
    return [
        ResponseRow(
            row["id"], row["number"], row["plan_id"], row["plan_code"], row["plan_title"], row["level"],
            row["incident_id"], row["cause"], row["state"], row["started_at"], row["started_by"], row["ended_at"],
            row["ended_by"], row["version"], row["cards"], row["waiting"], row["done"], row["over"],
        )
        for row in connection.execute(asked).mappings()
    ]  # fmt: skip
