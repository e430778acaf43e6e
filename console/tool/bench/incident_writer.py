"""The writer of incidents that is killed: a call, its incident, figures, a report approved and sent, a task."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from console.bootstrap import Desk
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_figures import Amount
from console.domain.incident_report import ReportKind
from console.domain.orders import NewOrder, StepKind
from console.domain.people import Actor
from console.domain.task import TaskSource
from console.services.incident_reports import Text
from console.services.orders import Given, Step

Ack = dict[str, Any]


def acts(desk: Desk, by: Actor, leader: str, password: str) -> Iterator[Ack]:
    """One act after another without end; each is told when it is durable. ``leader`` approves what ``by`` writes."""
    while True:
        call = desk.intake.register(Intake(uuid4(), "样例化工厂泄漏", desk.clock.now()), by=by)
        yield _ack("inbound", call.id, call.number)
        form = NewIncident(uuid4(), "样例化工厂泄漏", "储罐泄漏", "20101")
        incident = desk.incidents.open(form, [call.id], by=by)
        yield _ack("incident", incident.id, incident.number)
        desk.incident_figures.revise(incident.id, {"missing": Amount(3)}, desk.clock.now(), "现场", by=by)
        yield _ack("figures", incident.id, "")
        yield from _report(desk, by, leader, password, incident.id)
        yield from _task(desk, by, incident.id)


def _report(desk: Desk, by: Actor, leader: str, password: str, incident_id: UUID) -> Iterator[Ack]:
    row = desk.incident_reports.draft(incident_id, ReportKind.FIRST, by=by)
    yield _ack("incident_report", row.id, "")
    desk.incident_reports.ask(row.id, Text(row.title, row.body), leader, seen=row.version, by=by)
    (waits,) = desk.approvals.of(row.id)
    yield _ack("approval", waits.id, "")
    desk.approvals.approve(waits.id, leader, password, digest=waits.digest)
    yield _ack("approved", row.id, desk.incident_reports.one(row.id).number)
    receiver = desk.incident_reports.recipients(row.id)[0]
    sent = desk.report_sending.sent(receiver.id, "phone", by=by)[0]
    assert sent.outbound_id is not None
    yield _ack("outbound", sent.outbound_id, sent.outbound_number)


def _task(desk: Desk, by: Actor, incident_id: UUID) -> Iterator[Ack]:
    due, given = desk.clock.now() + timedelta(hours=2), Given(TaskSource.INCIDENT, incident_id, incident_id)
    (task,) = desk.orders.give([NewOrder("样例镇", "封控路口", due)], given, by=by)
    yield _ack("task", task.id, task.number)
    desk.orders.take_down(task.id, Step(StepKind.RECEIVED, "梁例五"), seen=task.version, by=by)
    yield _ack("step", task.id, "")


def _ack(table: str, key: UUID, number: str) -> Ack:
    return {"table": table, "id": str(key), "number": number}
