"""Reads of roll calls and of the calls made in them."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from console.domain.roll_call import AnswerRow, Outcome, Quality, RollCallRow, unit_of
from console.errors import Refused
from db.models.orders import RollCall, RollCallAnswer


def one(connection: Connection, roll_call_id: UUID) -> RollCallRow:
    """Refuses no_such_roll_call."""
    found = _rows(connection, select(RollCall.__table__).where(RollCall.id == roll_call_id))
    if not found:
        raise Refused("no_such_roll_call")
    return found[0]


def exists(connection: Connection, roll_call_id: UUID) -> bool:
    return connection.execute(select(RollCall.id).where(RollCall.id == roll_call_id)).first() is not None


def newest(connection: Connection, limit: int) -> list[RollCallRow]:
    asked = select(RollCall.__table__).order_by(RollCall.started_at.desc(), RollCall.number.desc()).limit(limit)
    return _rows(connection, asked)


def running(connection: Connection) -> list[RollCallRow]:
    """Rounds that were begun and not ended, the first begun first."""
    return _rows(
        connection, select(RollCall.__table__).where(RollCall.ended_at.is_(None)).order_by(RollCall.started_at)
    )


def answers(connection: Connection, roll_call_id: UUID) -> list[AnswerRow]:
    asked = select(RollCallAnswer.__table__).where(RollCallAnswer.roll_call_id == roll_call_id)
    return [
        AnswerRow(
            number=row["number"],
            unit=row["unit"],
            outcome=Outcome(row["outcome"]),
            quality=Quality(row["quality"]),
            person=row["person"],
            expected=row["expected"],
            called_at=row["called_at"],
            answered_at=row["answered_at"],
            remark=row["remark"],
            recorded_at=row["recorded_at"],
            by_name=row["by_name"],
        )
        for row in connection.execute(asked.order_by(RollCallAnswer.number)).mappings()
    ]


def _rows(connection: Connection, statement: Select[Any]) -> list[RollCallRow]:
    return [
        RollCallRow(
            id=row["id"],
            number=row["number"],
            title=row["title"],
            channel=row["channel"],
            units=tuple(unit_of(one) for one in json.loads(row["units"])),
            retry_minutes=row["retry_minutes"],
            started_at=row["started_at"],
            ended_at=row["ended_at"],
            by_name=row["by_name"],
            remark=row["remark"],
            version=row["version"],
        )
        for row in connection.execute(statement).mappings()
    ]
