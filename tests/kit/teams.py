"""Teams and incidents for tests of dispatch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from console.bootstrap import Desk
from console.domain.inbound import Intake
from console.domain.incident import IncidentRow, NewIncident
from console.domain.people import Actor, Role
from console.domain.teams import NewTeam, TeamRow

RESCUE = NewTeam(
    "例溪镇应急突击队（示例）", "grassroots", skills=("rescue", "water"), event_types=("101",), head_a="陈例一",
    phone_a="100-0000-0001", people=20, base="例溪镇人民政府", prepare_minutes=5,
)  # fmt: skip


def commander(desk: Desk, name: str = "林例十") -> Actor:
    """Somebody who may keep teams and send them."""
    return desk.accounts.add(name, Role.ADMIN, f"{name} of 2030", by=Actor.tool("tester")).actor


def incident(desk: Desk, by: Actor, title: str = "样例村12 山洪", event_type: str = "101") -> IncidentRow:
    item = desk.intake.register(Intake(uuid4(), title, desk.clock.now()), by=by)
    form = NewIncident(uuid4(), title, title, event_type, place_text="例溪镇样例村12")
    return desk.incidents.open(form, [item.id], by=by)


def team(desk: Desk, by: Actor, name: str = RESCUE.name, **more: Any) -> TeamRow:
    return desk.teams.add(replace(RESCUE, name=name, **more), by=by)
