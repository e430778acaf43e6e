"""A night with everything at once: an open incident with figures, decisions that wait, teams and goods out, lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

from console.bootstrap import Desk
from console.domain.assigning import NewAssignment, Told
from console.domain.assignments import TeamState
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine
from console.domain.incident_figures import Amount
from console.domain.incident_report import ReportKind
from console.domain.needs import NeedKind, NewNeed
from console.domain.orders import NewInstruction, Way
from console.domain.people import Actor, Role
from console.domain.responses import Cause
from console.domain.stock_document import NewDocument, NewLine
from console.services.incident_reports import Text
from db.models.stores import Item
from tests.kit import dispatch, plans
from tests.kit.dispatch import Ground

LEADER = "林例十"
PHONE = "137 0000 0001"
"""What a caller's number looks like where an officer wrote it into a title: nothing of it may reach the wall."""


@dataclass(frozen=True)
class Night:
    """Ids of what happened."""

    response: UUID
    report: UUID
    transit: UUID
    need: UUID
    instruction: UUID
    task: UUID
    team: UUID
    sent: UUID


def night(desk: Desk, clock: StoppedClock, ground: Ground, folder: Path, *, by: Actor) -> Night:
    """Ends an hour and a half after the incident came in; its follow-up is begun, its first report handed in."""
    leader = desk.accounts.add(LEADER, Role.COMMANDER, "situation of 2030", by=by).actor
    posts = [PostLine("leader", LEADER, "100-0000-0010"), PostLine("主班", by.name), PostLine("副班", "王例二")]
    desk.duty.take_over_empty(posts, by=by)
    rule = {"name": "洪涝死亡", "event_types": "101", "kind": "event", "grade": "larger", "figure": "dead", "from": "3"}
    desk.lists.add("grade_rules", rule, by=by)
    desk.incident_figures.revise(
        ground.incident,
        {"dead": Amount(3), "evacuated": Amount(1240), "resettled": Amount(860, True), "trapped": Amount(None)},
        clock.now(), "例镇值班室", by=by,
    )  # fmt: skip
    plans.people(desk, folder, by)
    desk.plans.add(plans.plan(), by=by)
    response = plans.started(desk, leader, cause=Cause(ground.incident))
    report = desk.incident_reports.draft(ground.incident, ReportKind.FIRST, by=by)
    desk.incident_reports.ask(report.id, Text(report.title, report.body), LEADER, seen=report.version, by=by)
    words = NewInstruction(uuid4(), LEADER, "副县长", clock.now(), Way.PHONE, "先转移人员", ground.incident)
    instruction = desk.instructions.record(words, by=by)
    task = desk.tasks.add(f"回访 {PHONE} 核实水位", clock.now() + timedelta(minutes=20), "王例二", by=by)
    ground.add_teams(
        desk, by, dispatch.team("D1", 8), dispatch.team("D2", 20),
        dispatch.team("D3", 30, readiness="resting", readiness_note="车辆检修"),
    )  # fmt: skip
    need = _needs(desk, ground, by)
    transit = _goods(desk, ground, by)
    sent = desk.assignments.assign(
        NewAssignment(ground.teams["D1"], ground.incident, need_id=need.served, place="样例村东"), by=by
    )
    clock.advance(minutes=5)
    desk.assignments.step(sent.id, TeamState.DEPARTED, Told(), seen=sent.version, by=by)
    clock.advance(minutes=85)
    return Night(response.id, report.id, transit, need.open, instruction.id, task.id, sent.team_id, sent.id)


@dataclass(frozen=True)
class _Needs:
    open: UUID
    served: UUID


def _needs(desk: Desk, ground: Ground, by: Actor) -> _Needs:
    """One that a team is sent for, one nobody serves."""
    served = desk.needs.record(
        NewNeed(ground.incident, NeedKind.SKILL, Decimal(1), skill="drainage", priority=1, asked_by="王例二",
                phone="0577-0000-0001"), by=by
    )  # fmt: skip
    bare = desk.needs.record(
        NewNeed(ground.incident, NeedKind.ITEM, Decimal(4), item=ground.pump, place="样例村东",
                due_at=desk.clock.now() + timedelta(minutes=60)), by=by
    )  # fmt: skip
    return _Needs(bare.id, served.id)


def _goods(desk: Desk, ground: Ground, by: Actor) -> UUID:
    """Water on its way from the county's store; lamps, a key item, below their quota."""
    ground.took_in(desk, by, ground.county, NewLine(ground.water, Decimal(30), lot_code="乙"))
    form = NewDocument(
        ground.transfer, (NewLine(ground.water, Decimal(10)),), from_store=ground.county, to_store=ground.town,
        incident=ground.incident,
    )  # fmt: skip
    made = desk.stock_documents.draft(form, by=by)
    made = desk.stock_documents.approve(made.row.id, dispatch.LEADER, key=uuid4(), seen=made.row.version, by=by)
    made = desk.stock_documents.issue(made.row.id, seen=made.row.version, by=by)
    lamp = Item(id=uuid4(), code="W09", name="应急灯", unit="盏", key_item=True, version=1)
    dispatch.add(desk, by, lamp)
    ground.quota(desk, by, ground.county, lamp.id, 20)
    ground.quota(desk, by, ground.town, lamp.id, 5)
    return made.row.id
