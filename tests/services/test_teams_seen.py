"""Where teams that are out are seen: the strip of what is due, the time line, the hand-over sheet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.bootstrap import Desk
from console.domain.assigning import NewAssignment, Told
from console.domain.assignments import TeamState
from console.domain.due import DueKind, DueState
from console.domain.people import Actor
from console.domain.posts import PostLine
from console.domain.timeline import EventKind
from tests.kit.teams import commander, incident, team


@pytest.fixture
def by(desk: Desk) -> Actor:
    return commander(desk)


def due(desk: Desk):
    kinds = (DueKind.TEAM_PLANNED, DueKind.TEAM_LEAVE, DueKind.TEAM_ARRIVE)
    return [item for item in desk.due.rows(desk.clock.now()) if item.kind in kinds]


def test_the_strip_says_who_has_not_left_who_is_not_there_then_nothing(desk, by, clock):
    flood, squad = incident(desk, by), team(desk, by)
    planned = clock.now() + timedelta(hours=2)
    row = desk.assignments.assign(NewAssignment(squad.id, flood.id, reserved=True, planned_at=planned), by=by)
    (item,) = due(desk)
    assert (item.kind, item.due_at, item.target_panel, item.record_id) == (
        DueKind.TEAM_PLANNED, planned, "teams", row.id
    )  # fmt: skip
    row = desk.assignments.step(row.id, TeamState.ASSIGNED, seen=row.version, by=by)
    (item,) = due(desk)
    assert (item.kind, item.due_at) == (DueKind.TEAM_LEAVE, clock.now() + timedelta(minutes=5))
    assert squad.name in item.text and "待出动" in item.text and "To leave" in item.text_en
    clock.advance(minutes=6)
    assert due(desk)[0].state is DueState.OVER
    row = desk.assignments.step(row.id, TeamState.DEPARTED, Told(reason="积水"), seen=row.version, by=by)
    (item,) = due(desk)
    assert (item.kind, item.due_at) == (DueKind.TEAM_ARRIVE, row.at(TeamState.ASSIGNED) + timedelta(minutes=30))
    desk.assignments.step(row.id, TeamState.ARRIVED, seen=row.version, by=by)
    assert due(desk) == []


def test_many_teams_of_one_incident_are_one_line_of_the_strip(desk, by):
    flood = incident(desk, by)
    squads = [team(desk, by, f"例溪镇突击{at}队") for at in range(4)]
    rows = [desk.assignments.assign(NewAssignment(squad.id, flood.id), by=by) for squad in squads]
    (item,) = due(desk)
    assert item.text == "4 支队伍→样例村12 山洪 待出动" and item.number == rows[0].number
    desk.assignments.step(rows[0].id, TeamState.DEPARTED, seen=1, by=by)
    assert len(due(desk)) == 4


def test_the_time_line_has_every_step_when_it_was_done(desk, by, clock):
    flood, squad = incident(desk, by), team(desk, by)
    row = desk.assignments.assign(NewAssignment(squad.id, flood.id), by=by)
    left = clock.now() + timedelta(minutes=3)
    clock.advance(minutes=20)
    row = desk.assignments.step(row.id, TeamState.DEPARTED, Told(at=left), seen=1, by=by)
    desk.assignments.recall(row.id, Told(reason="险情解除"), seen=2, by=by)
    told = desk.incident_timeline.events(flood.id, [EventKind.TEAM])
    assert [event.text for event in told] == [
        f"{squad.name} 指派 例溪镇样例村12", f"{squad.name} 出发", f"{squad.name} 撤回（险情解除）"
    ]  # fmt: skip
    assert [event.at for event in told][1] == left and {event.number for event in told} == {row.number}


def test_the_hand_over_sheet_counts_the_teams_that_are_out(desk, by):
    desk.duty.take_over_empty([PostLine("leader", by.name), PostLine("主班", by.name)], by=by)
    flood = incident(desk, by)
    for at in range(3):
        form = NewAssignment(team(desk, by, f"例溪镇突击{at}队").id, flood.id, reserved=at == 2)
        desk.assignments.assign(form, by=by)
    other = desk.assignments.of_incident(flood.id)[0]
    desk.assignments.step(other.id, TeamState.DEPARTED, seen=1, by=by)
    (out,) = desk.assignments.out()
    assert (out.count, dict(out.states)[TeamState.DEPARTED]) == (3, 1)
    sheet = desk.duty.start_hand_over(by=by)
    rows = [one["cells"] for one in sheet.body["sections"][3]["rows"] if one["item"].startswith("teams:")]
    assert rows == [[flood.number, "在外队伍 3 支：预留 1、指派 1、出发 1", flood.title, ""]]
