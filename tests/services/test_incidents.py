"""Incidents: opened from items, counted from 接报时间, graded by people, closed with nothing left open."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from console.domain.inbound import Intake
from console.domain.incident import (
    STEPS,
    Grade,
    IncidentKind,
    IncidentState,
    ItemKind,
    NewIncident,
    Standing,
    Unsettled,
)
from console.domain.incident_figures import Amount, changes, newest
from console.domain.people import Actor, Role
from console.domain.report_limits import LimitStep
from console.errors import Refused
from console.services.incidents import Description, Judgement

LANDSLIDE, DANGEROUS_GOODS = "10402", "20101"


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.COMMANDER, "incidents of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def call(desk, by, clock):
    def made(text: str = "样例村12 山体开裂，五户房屋有裂缝") -> UUID:
        return desk.intake.register(Intake(uuid4(), text, clock.now()), by=by).id

    return made


@pytest.fixture
def opened(desk, by, call):
    def made(event_type: str | None = LANDSLIDE, **more: object):
        form = NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂，五户房屋有裂缝", event_type, **more)
        return desk.incidents.open(form, [call()], by=by)

    return made


def steps_of(desk, incident) -> dict[LimitStep, list[str]]:
    found: dict[LimitStep, list[str]] = {}
    for clock in desk.incident_clocks.of(incident.id):
        if clock.running:
            found.setdefault(clock.step, []).append(clock.whom)
    return found


def test_an_incident_counts_from_the_earliest_of_its_calls_and_not_from_when_it_was_opened(desk, by, call, clock):
    first = call()
    received = clock.now()
    clock.advance(minutes=20)
    later = call("同一地点第二个电话")
    clock.advance(minutes=5)
    form = NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂", LANDSLIDE)
    incident = desk.incidents.open(form, [later], by=by)
    assert incident.received_at == received + timedelta(minutes=20)

    incident = desk.incident_items.join(incident.id, first, ItemKind.DUPLICATE, by=by)

    assert (incident.number, incident.items, incident.received_at) == ("示例SJ2030-0001", 2, received)
    (written,) = [
        one for one in desk.incident_clocks.of(incident.id)
        if one.step is LimitStep.FIRST_WRITTEN and one.minutes == 60
    ]  # fmt: skip
    assert written.due_at == received + timedelta(hours=1)


def test_the_same_form_opens_one_incident(desk, by, call):
    form, item = NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂"), call()
    assert desk.incidents.open(form, [item], by=by) == desk.incidents.open(form, [item], by=by)
    assert len(desk.incidents.open_rows()) == 1


def test_an_item_belongs_to_one_incident_at_a_time_and_may_be_taken_out_with_a_reason(desk, by, call, opened):
    one, other = opened(), opened()
    item = call("第三个电话")
    desk.incident_items.join(one.id, item, ItemKind.MORE, by=by)
    with pytest.raises(Refused) as refused:
        desk.incident_items.join(other.id, item, ItemKind.DUPLICATE, by=by)
    assert (refused.value.code, refused.value.facts["number"]) == ("item_joined", one.number)
    with pytest.raises(Refused, match="reason_missing"):
        desk.incident_items.leave(one.id, item, " ", by=by)

    desk.incident_items.leave(one.id, item, "另一处塌方", by=by)
    desk.incident_items.join(other.id, item, ItemKind.MORE, by=by)

    assert desk.incident_items.incident_of(item).id == other.id
    assert [(row.inbound_id == item, row.reason) for row in desk.incident_items.of(one.id, former=True)] == [
        (False, ""), (True, "另一处塌方"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="items_missing"):
        desk.incident_items.leave(one.id, desk.incident_items.of(one.id)[0].inbound_id, "误并", by=by)


def test_the_type_decides_which_limits_run_and_a_new_type_drops_what_no_longer_holds(desk, by, opened):
    incident = opened(LANDSLIDE)
    assert steps_of(desk, incident)[LimitStep.RELIEF] == [""]

    incident = desk.incidents.describe(
        incident.id, Description("样例厂泄漏", "储罐泄漏", DANGEROUS_GOODS), seen=incident.version, by=by
    )

    assert LimitStep.RELIEF not in steps_of(desk, incident) and LimitStep.FINAL in steps_of(desk, incident)
    dropped = [one for one in desk.incident_clocks.of(incident.id) if one.dropped_at is not None]
    assert {one.drop_reason for one in dropped} == {"类型或级别变更"}


def test_a_higher_grade_begins_the_limits_of_that_grade_counted_from_the_call(desk, by, opened, clock):
    incident = opened(DANGEROUS_GOODS)
    assert "省应急管理厅" not in steps_of(desk, incident)[LimitStep.FIRST_PHONE]
    clock.advance(minutes=90)

    judged = Judgement(IncidentKind.EVENT, Grade.LARGER, Standing.FIRST, reason="死亡 3 人")
    incident = desk.incidents.judge(incident.id, judged, seen=incident.version, by=by)

    (province,) = [one for one in desk.incident_clocks.of(incident.id) if one.whom == "省应急管理厅"]
    assert province.due_at == incident.received_at + timedelta(hours=1) and province.over(clock.now())


def test_late_is_kept_with_its_reason_and_never_without(desk, by, opened, clock):
    incident = opened()
    phone = next(one for one in desk.incident_clocks.of(incident.id) if one.step is LimitStep.FIRST_PHONE)
    clock.advance(minutes=31)
    with pytest.raises(Refused, match="late_reason_missing"):
        desk.incident_clocks.done(phone.id, "市总值班室 李例三", by=by)
    with pytest.raises(Refused, match="whom_missing"):
        desk.incident_clocks.done(phone.id, " ", late_reason="线路忙", by=by)

    done = desk.incident_clocks.done(phone.id, "市总值班室 李例三", late_reason="线路忙", by=by)

    assert done.late and (done.told, done.done_by) == ("市总值班室 李例三", "陈例一")
    with pytest.raises(Refused, match="clock_stopped"):
        desk.incident_clocks.done(phone.id, "再报一次", by=by)


def test_a_stated_time_lies_between_the_call_and_now(desk, by, opened, clock):
    incident = opened()
    phone = next(one for one in desk.incident_clocks.of(incident.id) if one.step is LimitStep.FIRST_PHONE)
    clock.advance(minutes=10)
    with pytest.raises(Refused, match="time_future"):
        desk.incident_clocks.done(phone.id, "李例三", clock.now() + timedelta(minutes=5), by=by)
    with pytest.raises(Refused, match="clock_before"):
        desk.incident_clocks.done(phone.id, "李例三", incident.received_at - timedelta(minutes=1), by=by)


def test_a_rhythm_begins_again_with_every_report_and_ends_with_the_incident(desk, by, opened, clock):
    incident = opened()
    first = desk.incident_clocks.rhythm(incident.id, 60, "市应急管理局指挥中心", "县长：每小时一报", by=by)
    for turn in (1, 2):
        clock.advance(minutes=50)
        running = [one for one in desk.incident_clocks.of(incident.id) if one.rule == first.rule and one.running]
        assert [one.ordinal for one in running] == [turn]
        desk.incident_clocks.done(running[0].id, "李例三", by=by)
    incident = desk.incidents.one(incident.id)
    assert Unsettled.CLOCKS in desk.incidents.unsettled(incident.id, IncidentState.ENDED)

    desk.incidents.step(incident.id, IncidentState.ENDED, "险情解除，时限已电话说明", seen=incident.version, by=by)

    left = {one.step for one in desk.incident_clocks.of(incident.id) if one.running}
    assert left.isdisjoint({LimitStep.FOLLOW_UP, LimitStep.DAILY})


@pytest.mark.parametrize("before", IncidentState)
@pytest.mark.parametrize("after", IncidentState)
def test_every_step_is_in_the_table_or_refused(desk, by, opened, before, after):
    incident = reach(desk, by, opened(), before)
    allowed = {step.after: step for step in STEPS[before]}
    if after not in allowed:
        with pytest.raises(Refused, match="no_such_step"):
            desk.incidents.step(incident.id, after, "试", seen=incident.version, by=by)
        return
    if allowed[after].reason:
        with pytest.raises(Refused, match="reason_missing"):
            desk.incidents.step(incident.id, after, seen=incident.version, by=by)
    assert desk.incidents.step(incident.id, after, "试", seen=incident.version, by=by).state is after
    assert desk.incidents.states(incident.id)[-1].after is after


_WAYS = {
    IncidentState.REPORTED: (),
    IncidentState.HANDLING: (IncidentState.HANDLING,),
    IncidentState.CONTROLLED: (IncidentState.CONTROLLED,),
    IncidentState.ENDED: (IncidentState.ENDED,),
    IncidentState.ARCHIVED: (IncidentState.ENDED, IncidentState.ARCHIVED),
    IncidentState.CANCELLED: (IncidentState.CANCELLED,),
}


def reach(desk, by, incident, state):
    for step in _WAYS[state]:
        incident = desk.incidents.step(incident.id, step, "到此", seen=incident.version, by=by)
    return incident


def test_ending_is_refused_while_something_is_open_unless_a_reason_lets_it_be(desk, by, opened):
    incident = opened()
    with pytest.raises(Refused) as refused:
        desk.incidents.step(incident.id, IncidentState.ENDED, seen=incident.version, by=by)
    assert (refused.value.code, refused.value.facts["left"]) == ("incident_unsettled", "clocks")


def test_an_incident_may_stand_under_another_but_never_under_itself(desk, by, opened):
    typhoon, event = opened("10201"), opened()
    event = desk.incidents.put_under(event.id, typhoon.id, seen=event.version, by=by)
    assert [row.id for row in desk.incidents.children(typhoon.id)] == [event.id]
    with pytest.raises(Refused, match="incident_circle"):
        desk.incidents.put_under(typhoon.id, event.id, seen=typhoon.version, by=by)


def test_a_grade_is_of_an_event_and_a_confirmed_one_changes_with_a_reason(desk, by, opened):
    incident = opened(DANGEROUS_GOODS)
    with pytest.raises(Refused, match="grade_of_no_event"):
        judged = Judgement(IncidentKind.HAZARD, Grade.LARGER, Standing.FIRST)
        desk.incidents.judge(incident.id, judged, seen=incident.version, by=by)
    with pytest.raises(Refused, match="grade_without_standing"):
        desk.incidents.judge(incident.id, Judgement(IncidentKind.EVENT, Grade.LARGER), seen=incident.version, by=by)

    confirmed = Judgement(IncidentKind.EVENT, Grade.LARGER, Standing.CONFIRMED)
    incident = desk.incidents.judge(incident.id, confirmed, seen=incident.version, by=by)
    lower = Judgement(IncidentKind.EVENT, Grade.ORDINARY, Standing.CONFIRMED)
    with pytest.raises(Refused, match="reason_missing"):
        desk.incidents.judge(incident.id, lower, seen=incident.version, by=by)


def test_figures_are_revisions_unknown_is_not_nought_and_later_is_not_larger(desk, by, opened, clock):
    incident = opened()
    first = {"missing": Amount(1), "dead": Amount(None)}
    desk.incident_figures.revise(incident.id, first, clock.now(), "样例村 单例二", by=by)
    used = desk.incident_figures.history(incident.id)[-1].number
    clock.advance(hours=4)
    desk.incident_figures.revise(incident.id, {"missing": Amount(0)}, clock.now(), "现场 王例三", by=by)

    now, then = desk.incident_figures.newest(incident.id), desk.incident_figures.newest(incident.id, used)
    assert (now["missing"].amount, then["missing"].amount) == (Amount(0), Amount(1))
    assert now["dead"].amount.unknown and now["dead"].amount != Amount(0)
    assert [(one.key, one.before, one.after) for one in changes(then, now)] == [("missing", Amount(1), Amount(0))]
    history = desk.incident_figures.history(incident.id)
    assert newest(reversed(history)) == now, "the order of reading decides nothing"


def test_a_grade_is_proposed_with_the_criterion_that_decided_and_nothing_is_changed(desk, by, opened, clock):
    incident = opened(DANGEROUS_GOODS)
    told = {"dead": Amount(2), "heavy": Amount(12), "trapped": Amount(3), "loss": Amount(None)}
    desk.incident_figures.revise(incident.id, told, clock.now(), "现场", by=by)

    proposal = desk.incident_figures.proposal(incident.id)

    assert (proposal.grade, proposal.decided.code) == (Grade.LARGER, "acc_heavy_larger")
    assert {one.code for one in proposal.also} == {"acc_dead_ordinary", "risk_trapped"}
    assert proposal.unknown == ("loss",)
    assert desk.incidents.one(incident.id).grade is Grade.NONE


def test_contents_changed_by_hand_are_found(desk, by, opened, clock):
    incident = opened()
    desk.incident_figures.revise(incident.id, {"missing": Amount(1)}, clock.now(), "现场", by=by)
    assert desk.log.verify().fault is None
    with desk.opened.store.writing(by=by) as tx:
        tx.connection.exec_driver_sql("UPDATE incident SET title = '改过'")
    assert desk.log.verify().fault is not None


def test_what_is_in_the_future_or_not_there_is_refused(desk, by, call, clock):
    future = NewIncident(uuid4(), "样例", "样例", occurred_at=clock.now() + timedelta(hours=1))
    with pytest.raises(Refused, match="time_future"):
        desk.incidents.open(future, [call()], by=by)
    with pytest.raises(Refused, match="no_such_event_type"):
        desk.incidents.open(NewIncident(uuid4(), "样例", "样例", "777"), [call()], by=by)
    with pytest.raises(Refused, match="no_such_item"):
        desk.incidents.open(NewIncident(uuid4(), "样例", "样例"), [uuid4()], by=by)
    with pytest.raises(Refused, match="items_missing"):
        desk.incidents.open(NewIncident(uuid4(), "样例", "样例"), [], by=by)
    assert desk.incidents.open_rows() == []


def test_what_runs_and_waits_stands_on_the_strip_and_on_the_sheet(desk, by, opened, clock):
    from console.domain.duty import PostLine

    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=by)
    incident = opened()
    clock.advance(minutes=45)

    over = [item for item in desk.due.rows(clock.now()) if item.record_id == incident.id and item.state == "over"]
    assert [item.text for item in over] == ["样例村12 山体滑坡 电话初报→市委、市政府总值班室"]
    sheet = desk.duty.start_hand_over(by=by)
    sections = {section["key"]: section["rows"] for section in sheet.body["sections"]}
    assert sections["inbound"][0]["cells"][0] == incident.number
    overdue = [row["cells"] for row in sections["waiting"] if row["overdue"]]
    assert [cells[:2] for cells in overdue] == [[incident.number, "电话初报 市委、市政府总值班室"]]
