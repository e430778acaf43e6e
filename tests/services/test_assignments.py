"""Teams at incidents: the status belongs to the line. What went wrong elsewhere (TicketsCAD #82 #83 #116 #141)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.bootstrap import Desk
from console.domain.assigning import NewAssignment, Told
from console.domain.assignments import Clock, TeamState, Verdict
from console.domain.clock import StoppedClock
from console.domain.people import Actor, Role
from console.domain.teams import Readiness
from console.errors import Refused
from console.services.assignments import Terms
from tests.kit.teams import commander, incident, team

GO = "前一处可由镇里自行处置"


@pytest.fixture
def by(desk: Desk) -> Actor:
    return commander(desk)


def said(clock: StoppedClock, **more: object) -> Told:
    return Told(at=clock.now(), who="陈例一", **more)  # type: ignore[arg-type]


def walked(desk: Desk, by: Actor, clock: StoppedClock, row, *states: TeamState, reason: str = ""):
    for state in states:
        clock.advance(minutes=1)
        row = desk.assignments.step(row.id, state, said(clock, reason=reason), seen=row.version, by=by)
    return row


def test_a_team_goes_out_and_comes_home_each_step_with_its_time_and_place(desk, by, clock):
    flood, squad = incident(desk, by), team(desk, by)
    row = desk.assignments.assign(
        NewAssignment(squad.id, flood.id, people=12, contact="王例二", phone="100-0000-0002", who="林例十"), by=by
    )
    assert (row.number, row.state, row.place) == ("示例PQ2030-0001", TeamState.ASSIGNED, "例溪镇样例村12")
    assert row.leave_minutes == 5 and row.arrive_minutes == 30 and "待本地确认" in row.basis
    row = walked(desk, by, clock, row, TeamState.MUSTERING, TeamState.DEPARTED, TeamState.ARRIVED)
    assert [step.place for step in row.steps] == ["例溪镇样例村12", "例溪镇人民政府", "", "例溪镇样例村12"]
    row = walked(desk, by, clock, row, TeamState.DONE, TeamState.RETURNED)
    assert not row.runs and row.follows == () and desk.assignments.running() == []
    assert [step.state.value for step in row.steps][-2:] == ["done", "returned"]
    assert row.at(TeamState.DEPARTED) == row.steps[0].at + timedelta(minutes=2)
    assert "到场，例溪镇样例村12，陈例一 报" in " ".join(line.text for line in desk.log.newest(8))
    assert desk.log.verify().fault is None


def test_82_assigning_a_busy_team_leaves_what_it_is_doing_and_where_it_is_seen(desk, by, clock):
    one, other, squad = incident(desk, by), incident(desk, by, "例岭镇 内涝"), team(desk, by)
    first = desk.assignments.assign(NewAssignment(squad.id, one.id), by=by)
    first = walked(desk, by, clock, first, TeamState.MUSTERING)
    second = desk.assignments.assign(NewAssignment(squad.id, other.id, reason=GO), by=by)

    assert desk.assignments.one(first.id) == first
    assert [row.id for row in desk.assignments.of_incident(one.id, running=True)] == [first.id]
    assert [row.id for row in desk.assignments.of_incident(other.id, running=True)] == [second.id]
    where = {(row.incident_number, row.state) for row in desk.teams.one(squad.id).engaged}
    assert where == {(one.number, TeamState.MUSTERING), (other.number, TeamState.ASSIGNED)}


def test_83_the_countys_rules_are_read_block_refuses_warn_asks_for_a_word(desk, by, clock):
    one, other, squad = incident(desk, by), incident(desk, by, "例岭镇 内涝"), team(desk, by)
    first = desk.assignments.assign(NewAssignment(squad.id, one.id), by=by)
    wish = NewAssignment(squad.id, other.id)
    with pytest.raises(Refused, match="team_warned") as warned:
        desk.assignments.assign(wish, by=by)
    assert (warned.value.facts["when"], warned.value.facts["field"]) == ("assigned", "reason")
    assert one.number in warned.value.facts["about"]
    walked(desk, by, clock, first, TeamState.DEPARTED)
    with pytest.raises(Refused, match="team_blocked"):
        desk.assignments.assign(NewAssignment(squad.id, other.id, reason=GO), by=by)
    assert desk.assignments.verdicts(other.id)[squad.id].verdict is Verdict.BLOCK

    rule = next(item for item in desk.lists.rows("engage_rules") if item.get("when") == "departed")
    desk.lists.change("engage_rules", rule.code, {**rule.values, "verdict": "allow"}, seen=0, by=by)
    assert desk.assignments.verdicts(other.id)[squad.id].verdict is Verdict.ALLOW
    assert desk.assignments.assign(wish, by=by).state is TeamState.ASSIGNED
    rule = next(item for item in desk.lists.rows("engage_rules") if item.get("when") == "arrived")
    desk.lists.retire("engage_rules", rule.code, seen=rule.version, by=by)
    walked(desk, by, clock, desk.assignments.one(first.id), TeamState.ARRIVED)
    third = incident(desk, by, "例山镇 塌方")
    desk.assignments.assign(NewAssignment(squad.id, third.id, reason=GO), by=by)
    assert len(desk.teams.one(squad.id).engaged) == 3


def test_116_one_step_neither_clears_nor_stamps_the_other_lines(desk, by, clock):
    squad, mate = team(desk, by), team(desk, by, "例岭镇应急突击队（示例）")
    one, other = incident(desk, by), incident(desk, by, "例岭镇 内涝")
    lines = [
        desk.assignments.assign(NewAssignment(squad.id, one.id), by=by),
        desk.assignments.assign(NewAssignment(squad.id, other.id, reason=GO), by=by),
        desk.assignments.assign(NewAssignment(mate.id, one.id), by=by),
    ]
    kept = {row.id: row for row in lines[1:]}
    row = walked(desk, by, clock, lines[0], TeamState.MUSTERING, TeamState.DEPARTED, TeamState.ARRIVED, TeamState.DONE)
    row = walked(desk, by, clock, row, TeamState.RETURNED)
    assert {key: desk.assignments.one(key) for key in kept} == kept
    desk.assignments.recall(lines[1].id, Told(reason="险情解除"), seen=1, by=by)
    assert desk.assignments.one(row.id) == row and desk.assignments.one(lines[2].id) == kept[lines[2].id]
    assert desk.teams.one(squad.id).free and not desk.teams.one(mate.id).free


def test_141_a_reserved_team_is_shown_reserved_and_no_clock_runs(desk, by, clock):
    one, squad = incident(desk, by), team(desk, by)
    planned = clock.now() + timedelta(hours=6)
    row = desk.assignments.assign(NewAssignment(squad.id, one.id, reserved=True, planned_at=planned), by=by)
    clock.advance(hours=5)
    assert row.state is TeamState.RESERVED and row.clock(clock.now()) is Clock.NONE and row.planned_at == planned
    (where,) = desk.teams.one(squad.id).engaged
    assert (where.state, where.planned_at) == (TeamState.RESERVED, planned)
    with pytest.raises(Refused, match="assignment_state"):
        desk.assignments.step(row.id, TeamState.DEPARTED, said(clock), seen=row.version, by=by)
    row = walked(desk, by, clock, row, TeamState.ASSIGNED)
    assert row.leave.start == clock.now() and row.clock(clock.now()) is Clock.RUNNING


def test_one_line_for_a_team_and_an_incident_while_it_lasts(desk, by, clock):
    one, squad = incident(desk, by), team(desk, by)
    form = NewAssignment(squad.id, one.id)
    row = desk.assignments.assign(form, by=by)
    assert desk.assignments.assign(form, by=by) == row
    with pytest.raises(Refused, match="assignment_there"):
        desk.assignments.assign(NewAssignment(squad.id, one.id, reason=GO), by=by)
    desk.assignments.recall(row.id, Told(reason="改派"), seen=row.version, by=by)
    again = desk.assignments.assign(NewAssignment(squad.id, one.id), by=by)
    assert again.number != row.number and len(desk.assignments.of_team(squad.id)) == 2


def test_steps_are_neither_in_the_future_nor_before_the_one_before(desk, by, clock):
    one, squad = incident(desk, by), team(desk, by)
    clock.advance(minutes=30)
    row = desk.assignments.assign(NewAssignment(squad.id, one.id), by=by)
    for at, code in (
        (clock.now() + timedelta(minutes=2), "time_future"),
        (clock.now() - timedelta(minutes=2), "step_before"),
    ):
        with pytest.raises(Refused, match=code):
            desk.assignments.step(row.id, TeamState.DEPARTED, Told(at=at), seen=row.version, by=by)
    within = clock.now() - timedelta(seconds=30)
    row = desk.assignments.step(row.id, TeamState.DEPARTED, Told(at=within), seen=row.version, by=by)
    assert row.at(TeamState.DEPARTED) == row.at(TeamState.ASSIGNED)
    with pytest.raises(Refused, match="assignment_state"):
        desk.assignments.step(row.id, TeamState.MUSTERING, Told(), seen=row.version, by=by)
    with pytest.raises(Refused, match="clock_before"):
        early = one.received_at - timedelta(minutes=2)
        mate = team(desk, by, "例岭镇应急突击队（示例）")
        desk.assignments.assign(NewAssignment(mate.id, one.id, at=early), by=by)


def test_the_same_step_told_twice_is_once_and_two_desks_do_not_overwrite(desk, by, clock):
    one, squad = incident(desk, by), team(desk, by)
    row = desk.assignments.assign(NewAssignment(squad.id, one.id), by=by)
    told = Told()
    gone = desk.assignments.step(row.id, TeamState.DEPARTED, told, seen=row.version, by=by)
    assert desk.assignments.step(row.id, TeamState.DEPARTED, told, seen=row.version, by=by) == gone
    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.assignments.step(row.id, TeamState.ARRIVED, Told(), seen=row.version, by=by)


def test_a_missed_limit_asks_for_the_reason_and_keeps_it(desk, by, clock):
    one, squad = incident(desk, by), team(desk, by)
    row = desk.assignments.assign(NewAssignment(squad.id, one.id), by=by)
    clock.advance(minutes=4)
    assert row.clock(clock.now()) is Clock.NEAR
    clock.advance(minutes=4)
    assert row.clock(clock.now()) is Clock.OVER and row.leave.due == row.made_at + timedelta(minutes=5)
    with pytest.raises(Refused, match="assignment_late") as late:
        desk.assignments.step(row.id, TeamState.DEPARTED, Told(), seen=row.version, by=by)
    assert late.value.facts["minutes"] == 3
    row = desk.assignments.step(row.id, TeamState.DEPARTED, Told(reason="路面积水"), seen=row.version, by=by)
    assert row.leave.clock(clock.now()) is Clock.LATE and row.clock(clock.now()) is Clock.RUNNING
    clock.advance(minutes=22)
    row = desk.assignments.step(row.id, TeamState.ARRIVED, Told(), seen=row.version, by=by)
    assert row.arrive.clock(clock.now()) is Clock.MET and row.late_reason == "路面积水"
    assert "超时3分，原因：路面积水" in desk.log.newest(2)[1].text


def test_limits_are_frozen_when_the_team_is_sent(desk, by):
    one, squad = incident(desk, by), team(desk, by)
    row = desk.assignments.assign(NewAssignment(squad.id, one.id), by=by)
    rule = next(item for item in desk.lists.rows("arrival_limits") if item.code == "town_five")
    desk.lists.change("arrival_limits", rule.code, {**rule.values, "arrive": "15", "event_types": "101"}, seen=0, by=by)
    assert desk.assignments.one(row.id).arrive_minutes == 30
    assert desk.assignments.circle("grassroots", "10101").arrive == 15
    assert (
        desk.assignments.circle("grassroots", "202").arrive is None
        and desk.assignments.circle("fire", "202").arrive == 10
    )


def test_papers_and_what_the_team_says_stand_against_sending_it(desk, by, clock):
    one = incident(desk, by)
    squad = team(desk, by, registered=False, insurance_until=clock.now().date() - timedelta(days=1))
    squad = desk.teams.tell(squad.id, Readiness.UNAVAILABLE, "车辆检修", seen=squad.version, by=by)
    judged = desk.assignments.verdicts(one.id, {squad.id})[squad.id]
    assert judged.verdict is Verdict.BLOCK
    assert [(reason.when, reason.about) for reason in judged.reasons] == [
        ("unavailable", "车辆检修"), ("insurance", "2030-08-11"), ("unregistered", "")
    ]  # fmt: skip
    with pytest.raises(Refused, match="team_blocked"):
        desk.assignments.assign(NewAssignment(squad.id, one.id, reason="急需"), by=by)


def test_places_are_asked_for_where_nobody_can_know_them(desk, by):
    one, squad = incident(desk, by), team(desk, by, base="")
    row = desk.assignments.assign(NewAssignment(squad.id, one.id), by=by)
    with pytest.raises(Refused, match="place_missing"):
        desk.assignments.step(row.id, TeamState.MUSTERING, Told(), seen=row.version, by=by)
    row = desk.assignments.change(row.id, Terms(contact="周例五", people=8), seen=row.version, by=by)
    with pytest.raises(Refused, match="place_missing"):
        desk.assignments.step(row.id, TeamState.ARRIVED, Told(), seen=row.version, by=by)
    row = desk.assignments.step(row.id, TeamState.ARRIVED, Told(place="样例村12桥头"), seen=row.version, by=by)
    assert row.steps[-1].place == "样例村12桥头" and row.contact == "周例五"
    with pytest.raises(Refused, match="reason_missing"):
        desk.assignments.recall(row.id, Told(), seen=row.version, by=by)


def test_what_may_not_be_sent_where(desk, by):
    one, squad = incident(desk, by), team(desk, by)
    with pytest.raises(Refused, match="spot_swapped"):
        desk.assignments.assign(NewAssignment(squad.id, one.id, latitude=120.6, longitude=28.1), by=by)
    viewer = desk.accounts.add("王例二", Role.VIEWER, "viewer of 2030", by=by).actor
    with pytest.raises(Refused, match="not_permitted"):
        desk.assignments.assign(NewAssignment(squad.id, one.id), by=viewer)
    retired = desk.teams.retire(squad.id, seen=squad.version, by=by)
    with pytest.raises(Refused, match="team_retired"):
        desk.assignments.assign(NewAssignment(squad.id, one.id), by=by)
    desk.teams.restore(squad.id, seen=retired.version, by=by)
    desk.assignments.assign(NewAssignment(squad.id, one.id), by=by)
    with pytest.raises(Refused, match="team_engaged"):
        desk.teams.retire(squad.id, seen=retired.version + 1, by=by)


def test_a_reserved_team_that_went_elsewhere_meanwhile_is_judged_when_it_is_sent(desk, by, clock):
    one, other, squad = incident(desk, by), incident(desk, by, "例岭镇 内涝"), team(desk, by)
    kept = desk.assignments.assign(NewAssignment(squad.id, one.id, reserved=True), by=by)
    gone = desk.assignments.assign(NewAssignment(squad.id, other.id, reason=GO), by=by)
    with pytest.raises(Refused, match="team_warned"):
        desk.assignments.step(kept.id, TeamState.ASSIGNED, Told(), seen=kept.version, by=by)
    walked(desk, by, clock, gone, TeamState.DEPARTED)
    with pytest.raises(Refused, match="team_blocked"):
        desk.assignments.step(kept.id, TeamState.ASSIGNED, Told(reason=GO), seen=kept.version, by=by)
    assert desk.assignments.one(kept.id) == kept
    desk.assignments.recall(gone.id, Told(reason="改派"), seen=2, by=by)
    assert desk.assignments.step(kept.id, TeamState.ASSIGNED, seen=kept.version, by=by).arrive_minutes == 30
