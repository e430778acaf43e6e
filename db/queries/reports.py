"""Reads a report is composed from, and the reports themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from console.domain.reports import ReportKind, ReportRow, ReportState
from db.models.books import LogLine
from db.models.duty import Shift
from db.models.inbound import EventType, Inbound, Task
from db.models.outbound import Outbound
from db.models.people import Officer
from db.models.reports import Report
from db.models.routine import CheckMark, ZeroReport
from db.queries import duty
from db.queries.inbound import ABOVE, EVENT_TYPE


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """A watch within a period, with its people as ``(post, name)``."""

    id: UUID
    number: int
    taken_at: datetime
    closed_at: datetime | None
    owner: str
    posts: tuple[tuple[str, str], ...]


def one(connection: Connection, report_id: UUID) -> ReportRow | None:
    return next(iter(_reports(connection, Report.id == report_id)), None)


def of_kind(connection: Connection, kind: str, limit: int) -> list[ReportRow]:
    """Reports of a kind, the newest period first, within a period the newest issue first."""
    return _reports(connection, Report.kind == kind, limit=limit)


def of_period(connection: Connection, kind: str, from_at: datetime) -> list[ReportRow]:
    return _reports(connection, Report.kind == kind, Report.from_at == from_at)


def _reports(connection: Connection, *which: Any, limit: int = -1) -> list[ReportRow]:
    order = (Report.from_at.desc(), Report.state, Report.at.desc(), Report.number.desc())
    found = connection.execute(select(Report.__table__).where(*which).order_by(*order).limit(limit)).mappings()
    return [
        ReportRow(
            id=row["id"],
            number=row["number"] if row["state"] == ReportState.ISSUED else "",
            kind=ReportKind(row["kind"]),
            from_at=row["from_at"],
            to_at=row["to_at"],
            body=json.loads(row["body"]),
            digest=bytes(row["digest"]),
            remarks=row["remarks"],
            state=ReportState(row["state"]),
            at=row["at"],
            by_name=row["by_name"],
            version=row["version"],
        )
        for row in found
    ]


def shifts(connection: Connection, start: datetime, end: datetime) -> list[ShiftLine]:
    """Watches that were stood for some of [start, end), in order."""
    found = connection.execute(
        select(Shift.id, Shift.number, Shift.taken_at, Shift.closed_at, Officer.name)
        .join_from(Shift, Officer, Shift.owner_id == Officer.id)
        .where(Shift.taken_at < end, (Shift.closed_at.is_(None)) | (Shift.closed_at > start))
        .order_by(Shift.number)
    ).all()
    return [ShiftLine(*row, _posts(connection, row.id, end)) for row in found]


def _posts(connection: Connection, shift_id: UUID, before: datetime) -> tuple[tuple[str, str], ...]:
    """Everybody who stood a post of the shift before an instant, each once."""
    found = duty.shift(connection, shift_id)
    turns = found.turns if found is not None else ()
    return tuple(dict.fromkeys((turn.line.post, turn.line.name) for turn in turns if turn.from_at < before))


def items(connection: Connection, start: datetime, end: datetime) -> Sequence[Any]:
    """Items received within [start, end), in order."""
    return connection.execute(_items().where(Inbound.received_at >= start, Inbound.received_at < end)).all()


def open_items(connection: Connection, before: datetime) -> Sequence[Any]:
    """Items received before an instant that are still open."""
    return connection.execute(_items().where(Inbound.state == "open", Inbound.received_at < before)).all()


def _items() -> Any:
    shown = (
        Inbound.number, Inbound.received_at, Inbound.channel, Inbound.kind, Inbound.state, Inbound.summary,
        Inbound.place_path, Inbound.place_text, EVENT_TYPE.label("event_type"),
    )  # fmt: skip
    return (
        select(*shown)
        .outerjoin_from(Inbound, EventType, Inbound.event_type == EventType.code)
        .outerjoin(*ABOVE)
        .order_by(Inbound.received_at, Inbound.number)
    )


def tasks(connection: Connection, start: datetime, end: datetime, as_of: datetime) -> dict[str, int]:
    """New, done and cancelled within [start, end); open and overdue as they stand at ``as_of``."""

    def count(*which: Any) -> int:
        return int(connection.execute(select(func.count()).select_from(Task).where(*which)).scalar_one())

    ended = (Task.closed_at >= start, Task.closed_at < end)
    return {
        "new": count(Task.created_at >= start, Task.created_at < end),
        "done": count(Task.state == "done", *ended),
        "cancelled": count(Task.state == "cancelled", *ended),
        "open": count(Task.state == "open"),
        "overdue": count(Task.state == "open", Task.due_at <= as_of),
    }


def open_tasks(connection: Connection) -> Sequence[Any]:
    order = (Task.due_at.is_(None), Task.due_at, Task.number)
    shown = (Task.number, Task.title, Task.owner, Task.due_at)
    return connection.execute(select(*shown).where(Task.state == "open").order_by(*order)).all()


def outbound(connection: Connection, start: datetime, end: datetime) -> Sequence[Any]:
    """Channel, state and how many of what was sent within [start, end)."""
    return connection.execute(
        select(Outbound.channel, Outbound.state, func.count().label("count"))
        .where(Outbound.sent_at >= start, Outbound.sent_at < end)
        .group_by(Outbound.channel, Outbound.state)
        .order_by(Outbound.channel, Outbound.state)
    ).all()


def faults(connection: Connection, shift_ids: Sequence[UUID]) -> Sequence[Any]:
    """Lines of check lists found faulty in these watches."""
    return connection.execute(
        select(CheckMark.title, CheckMark.note, CheckMark.value, CheckMark.by_name, CheckMark.at)
        .where(CheckMark.shift_id.in_(shift_ids), CheckMark.state == "fault")
        .order_by(CheckMark.at, CheckMark.title)
    ).all()


def zero_reports(connection: Connection, days: Sequence[date]) -> Sequence[Any]:
    """What units said on these days: day, unit, state, text."""
    return connection.execute(
        select(ZeroReport.day, ZeroReport.unit, ZeroReport.state, ZeroReport.text)
        .where(ZeroReport.day.in_(days))
        .order_by(ZeroReport.day, ZeroReport.unit)
    ).all()


def lines(connection: Connection, start: datetime, end: datetime) -> int:
    """How many lines of the log were recorded within [start, end)."""
    which = (LogLine.recorded_at >= start, LogLine.recorded_at < end)
    return int(connection.execute(select(func.count()).select_from(LogLine).where(*which)).scalar_one())
