"""Reads of what has a time limit: countdowns of incidents, receipts of reports, tasks; counted, or as records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased

from console.domain.report_limits import LimitStep
from console.domain.task import TaskSource
from console.domain.timeliness import Counted, Measure, Outcome, Timed, Whose
from db.models.inbound import Task
from db.models.incidents import Incident, IncidentClock
from db.models.outbound import Outbound
from db.types import UtcDateTime

Things = Subquery
"""Rows with one name for each: id, measure, panel, record_id, number, text, whom, began_at, due_at, done_at, gone_at,
reason. ``gone_at``: it will not be done any more."""

_MICROSECOND = timedelta(microseconds=1)
_CALL_BACK = and_(Task.source == TaskSource.CALL_BACK.value, Task.source_id.is_not(None))
_TASK_PANELS = ((_CALL_BACK, "intake"), (Task.form != "", "orders"), (Task.state == "open", "board"))


def clocks() -> Things:
    """Countdowns of incidents. What was no longer wanted before its time is none; what was dropped after it is."""
    missed = and_(IncidentClock.dropped_at > IncidentClock.due_at, ~_taken())
    return (
        select(
            IncidentClock.id, IncidentClock.step.label("measure"), literal("incidents").label("panel"),
            IncidentClock.incident_id.label("record_id"), Incident.number, Incident.title.label("text"),
            IncidentClock.whom, IncidentClock.counts_from.label("began_at"), IncidentClock.due_at,
            IncidentClock.done_at, IncidentClock.dropped_at.label("gone_at"),
            case((IncidentClock.done_at.is_(None), IncidentClock.drop_reason), else_=IncidentClock.late_reason).label(
                "reason"
            ),
        )
        .join(Incident, Incident.id == IncidentClock.incident_id)
        .where(or_(IncidentClock.dropped_at.is_(None), missed))
        .subquery("things")
    )  # fmt: skip


def _taken() -> ColumnElement[bool]:
    """Whether another countdown took its place: same step, same receiver, counting from the same time."""
    other = aliased(IncidentClock)
    return exists(select(other.id)).where(
        other.incident_id == IncidentClock.incident_id, other.step == IncidentClock.step,
        other.whom == IncidentClock.whom, other.counts_from == IncidentClock.counts_from,
        or_(other.dropped_at.is_(None), other.dropped_at > IncidentClock.dropped_at), other.id != IncidentClock.id,
    )  # fmt: skip


def receipts(within: timedelta) -> Things:
    """Reports that left, to be confirmed ``within`` so long; what failed to arrive stays without a receipt."""
    due = type_coerce(type_coerce(Outbound.sent_at, BigInteger) + within // _MICROSECOND, UtcDateTime)
    whom = func.trim(Outbound.to_org + " " + Outbound.to_name)
    return (
        select(
            Outbound.id, literal(Measure.RECEIPT.value).label("measure"), literal("upward").label("panel"),
            Outbound.subject_id.label("record_id"), Outbound.number, Outbound.text, whom.label("whom"),
            Outbound.sent_at.label("began_at"), due.label("due_at"),
            case((Outbound.state == "received", Outbound.receipt_at)).label("done_at"),
            _never().label("gone_at"), Outbound.receipt_note.label("reason"),
        )
        .where(Outbound.subject_kind == "report")
        .subquery("things")
    )  # fmt: skip


def tasks() -> Things:
    """Tasks with a time limit; one cancelled before its time is none, one cancelled after it was not done."""
    return (
        select(
            Task.id, literal(Measure.TASK.value).label("measure"), case(*_TASK_PANELS, else_="log").label("panel"),
            case((_CALL_BACK, Task.source_id), else_=Task.id).label("record_id"),
            Task.number, Task.title.label("text"), case((Task.unit != "", Task.unit), else_=Task.owner).label("whom"),
            Task.created_at.label("began_at"), Task.due_at,
            case((Task.state == "done", Task.closed_at)).label("done_at"),
            case((Task.state == "cancelled", Task.closed_at)).label("gone_at"), Task.result.label("reason"),
        )
        .where(Task.due_at.is_not(None), or_(Task.state != "cancelled", Task.closed_at > Task.due_at))
        .subquery("things")
    )  # fmt: skip


def of_measure(measure: Measure, within: timedelta) -> Things:
    """The things of one measure; countdowns of every step where it is one of them."""
    if measure is Measure.RECEIPT:
        return receipts(within)
    return tasks() if measure is Measure.TASK else clocks()


def counted(connection: Connection, things: Things, edges: Sequence[datetime], now: datetime) -> list[Counted]:
    """What began between the first edge and the last, by the stretch between two edges it began in."""
    keys = (things.c.measure, _stretch(things, edges), _unit(things), _outcome(things, now))
    statement = select(*keys, func.count()).where(*_within(things, edges)).group_by(*keys)
    return [
        Counted(_MEASURES[measure], at, unit, _OUTCOMES[outcome], count)
        for measure, at, unit, outcome, count in connection.execute(statement)
    ]


def medians(connection: Connection, things: Things, edges: Sequence[datetime]) -> dict[Whose, timedelta]:
    """How long what was done took in the middle: of each measure, in each stretch, of each unit that has tasks."""
    took = type_coerce(things.c.done_at, BigInteger) - type_coerce(things.c.began_at, BigInteger)
    asked = select(things.c.measure, _stretch(things, edges), _unit(things), took)
    done = asked.where(*_within(things, edges), things.c.done_at.is_not(None)).order_by(took)
    held: dict[tuple[str, int | None, str | None], list[int]] = defaultdict(list)
    for measure, at, unit, micros in connection.execute(done):  # sorted: the middle of each is its median
        held[measure, None, None].append(micros)
        held[measure, at, None].append(micros)
        if measure == Measure.TASK.value:
            held[measure, None, unit].append(micros)
    return {(_MEASURES[measure], at, unit): _middle(of) for (measure, at, unit), of in held.items()}


def _middle(ordered: Sequence[int]) -> timedelta:
    half = len(ordered) // 2
    return timedelta(microseconds=(ordered[half] + ordered[~half]) // 2)


def _stretch(things: Things, edges: Sequence[datetime]) -> ColumnElement[int]:
    return case(*((things.c.began_at < edge, at) for at, edge in enumerate(edges[1:])), else_=-1)


def _unit(things: Things) -> ColumnElement[str]:
    return case((things.c.measure == Measure.TASK.value, things.c.whom), else_="")


def records(
    connection: Connection, things: Things, edges: Sequence[datetime], now: datetime, measure: Measure,
    unit: str | None, outcome: Outcome | None, limit: int,
) -> tuple[list[Timed], int]:  # fmt: skip
    """The newest of them, and how many there are in all."""
    found = _narrowed(things, edges, now, measure, unit, outcome)
    count = connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    newest = found.order_by(things.c.began_at.desc(), things.c.id).limit(limit)
    return [_timed(dict(row)) for row in connection.execute(newest).mappings()], count


def oldest(connection: Connection) -> datetime | None:
    """When the first of all these things began."""
    asked = (func.min(IncidentClock.counts_from), func.min(Task.created_at), func.min(Outbound.sent_at))
    found = [connection.execute(select(one)).scalar_one() for one in asked]
    return min((at for at in found if at is not None), default=None)


def _narrowed(
    things: Things,
    edges: Sequence[datetime],
    now: datetime,
    measure: Measure,
    unit: str | None,
    outcome: Outcome | None,
) -> Select[*tuple[Any, ...]]:
    told = _outcome(things, now)
    found = select(things, told.label("outcome")).where(*_within(things, edges), things.c.measure == measure.value)
    if unit is not None:
        found = found.where(things.c.whom == unit)
    return found if outcome is None else found.where(told == outcome.value)


def _within(things: Things, edges: Sequence[datetime]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return things.c.began_at >= edges[0], things.c.began_at < edges[-1]


def _outcome(things: Things, now: datetime) -> ColumnElement[str]:
    """At the very limit is on time; what will not be done any more was not done."""
    row = things.c
    return case(
        (and_(row.done_at.is_not(None), row.done_at <= row.due_at), Outcome.ON_TIME.value),
        (row.done_at.is_not(None), Outcome.LATE.value),
        (or_(row.gone_at.is_not(None), row.due_at < now), Outcome.OVER.value),
        else_=Outcome.RUNNING.value,
    )


def _never() -> ColumnElement[datetime | None]:
    return type_coerce(literal(None), UtcDateTime)


def _timed(row: dict[str, Any]) -> Timed:
    del row["gone_at"]
    return Timed(**row | {"measure": _MEASURES[row["measure"]], "outcome": _OUTCOMES[row["outcome"]]})


_MEASURES = {measure.value: measure for measure in Measure}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}

assert {step.value for step in LimitStep} <= set(_MEASURES)
