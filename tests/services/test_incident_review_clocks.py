"""Countdowns and states under a hostile eye: rules changed while they run, judged anew, opened again, typed times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from console.domain.inbound import InboundState, Intake
from console.domain.incident import Grade, IncidentKind, IncidentState, ItemKind, NewIncident, Standing
from console.domain.incident_report import ReportKind
from console.domain.people import Actor, Role
from console.domain.report_limits import LimitStep
from console.errors import Refused
from console.services.incident_reports import Text
from console.services.incidents import Description, Judgement

CITY = "市应急管理局指挥中心"
TYPED = timedelta(seconds=30)
TOOL = Actor.tool("tester")
LARGER = Judgement(IncidentKind.EVENT, Grade.LARGER, Standing.FIRST)


@pytest.fixture
def by(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "clocks of 2030", by=TOOL).actor


def call(desk, by, received):
    return desk.intake.register(Intake(uuid4(), "样例化工厂泄漏", received), by=by)


def opened(desk, by, clock, event_type="20101", **more):
    item = call(desk, by, clock.now())
    return desk.incidents.open(NewIncident(uuid4(), "样例化工厂泄漏", "储罐泄漏", event_type, **more), [item.id], by=by)


def judged(desk, by, incident, judgement=LARGER):
    seen = desk.incidents.one(incident.id).version
    return desk.incidents.judge(incident.id, judgement, seen=seen, by=by)


def stepped(desk, by, incident, after, reason="领导同意"):
    seen = desk.incidents.one(incident.id).version
    return desk.incidents.step(incident.id, after, reason, seen=seen, by=by)


def running(desk, incident, step=None):
    found = [one for one in desk.incident_clocks.of(incident.id) if one.running]
    return [one for one in found if step is None or one.step is step]


def changed(desk, code, **values):
    """One row of the county's limits says something else from now on."""
    row = next(one for one in desk.lists.rows("report_limits") if one.code == code)
    desk.lists.change("report_limits", code, {**row.values, **values}, seen=row.version, by=TOOL)


# typed times


def test_a_minute_typed_without_its_seconds_is_not_before_the_call(desk, by, clock):
    clock.advance(seconds=40)
    incident = opened(desk, by, clock)
    one = running(desk, incident)[0]
    done = desk.incident_clocks.done(one.id, "李例三", one.counts_from - TYPED, by=by)
    assert done.done_at == one.counts_from - TYPED


def test_a_minute_that_has_just_begun_elsewhere_is_not_to_come_and_two_are(desk, by, clock):
    incident = opened(desk, by, clock)
    one, other = running(desk, incident)[:2]
    desk.incident_clocks.done(one.id, "李例三", clock.now() + TYPED, by=by)
    with pytest.raises(Refused, match="time_future"):
        desk.incident_clocks.done(other.id, "李例三", clock.now() + timedelta(minutes=3), by=by)


# rules of the county that change under a running countdown


def test_an_earlier_call_moves_a_countdown_by_its_own_minutes_whatever_the_list_says_now(desk, by, clock):
    clock.advance(hours=1)
    incident = opened(desk, by, clock)
    changed(desk, "phone_any", minutes="5")
    earlier = call(desk, by, clock.now() - timedelta(minutes=10))
    desk.incident_items.join(incident.id, earlier.id, ItemKind.MORE, by=by)
    (phone,) = running(desk, incident, LimitStep.FIRST_PHONE)
    assert (phone.minutes, phone.counts_from) == (30, earlier.received_at)
    assert phone.due_at == earlier.received_at + timedelta(minutes=30), "minutes and due time agree"


def test_a_rule_that_was_retired_drops_its_countdown_and_says_so(desk, by, clock):
    incident = opened(desk, by, clock)
    (phone,) = running(desk, incident, LimitStep.FIRST_PHONE)
    desk.lists.retire("report_limits", "phone_any", seen=0, by=TOOL)
    assert phone in running(desk, incident), "nothing ends by itself"
    judged(desk, by, incident)
    gone = next(one for one in desk.incident_clocks.of(incident.id) if one.id == phone.id)
    assert (gone.running, gone.drop_reason, gone.dropped_by) == (False, "时限规定变更", "")
    assert desk.log.verify().fault is None


def test_a_type_that_has_other_limits_says_so(desk, by, clock):
    incident = opened(desk, by, clock, "10402")
    (daily,) = running(desk, incident, LimitStep.DAILY)
    now = desk.incidents.one(incident.id)
    desk.incidents.describe(
        incident.id, Description(now.title, now.summary, "20101"), seen=now.version, by=by
    )  # fmt: skip
    gone = next(one for one in desk.incident_clocks.of(incident.id) if one.id == daily.id)
    assert gone.drop_reason == "类型或级别变更"


def test_a_rule_of_days_gone_by_begins_nothing_and_its_last_day_still_counts(desk, by, clock):
    day = date(2030, 8, 12)
    changed(desk, "phone_any", valid_to=str(day - timedelta(days=1)))
    assert running(desk, opened(desk, by, clock), LimitStep.FIRST_PHONE) == []
    changed(desk, "phone_any", valid_to=str(day))
    assert len(running(desk, opened(desk, by, clock), LimitStep.FIRST_PHONE)) == 1
    changed(desk, "phone_any", valid_from=str(day + timedelta(days=1)), valid_to="")
    assert running(desk, opened(desk, by, clock), LimitStep.FIRST_PHONE) == []


def test_the_day_of_a_rule_is_the_day_of_the_station(desk, by, clock):
    """16:30 UTC is half past midnight at the station: the rule of the new day holds."""
    changed(desk, "phone_any", valid_from="2030-08-13")
    clock.set(datetime(2030, 8, 12, 15, 59, tzinfo=UTC))
    assert running(desk, opened(desk, by, clock), LimitStep.FIRST_PHONE) == []
    clock.set(datetime(2030, 8, 12, 16, 0, tzinfo=UTC))
    assert len(running(desk, opened(desk, by, clock), LimitStep.FIRST_PHONE)) == 1


def test_of_two_rules_that_overlap_the_stricter_runs_alone(desk, by, clock):
    row = {"name": "本县电话", "step": "first_phone", "minutes": "20", "counts_from": "received", "basis": "县文"}
    desk.lists.add("report_limits", {**row, "whom": "市委、市政府总值班室"}, by=TOOL)
    incident = opened(desk, by, clock)
    (phone,) = running(desk, incident, LimitStep.FIRST_PHONE)
    assert (phone.minutes, phone.basis) == (20, "县文")


# judged anew


def test_the_same_judgement_again_does_not_put_off_what_counts_from_it(desk, by, clock):
    row = {"name": "定级后报", "step": "first_written", "minutes": "60", "counts_from": "graded", "grades": "larger"}
    desk.lists.add("report_limits", {**row, "whom": "县长", "basis": "县文"}, by=TOOL)
    incident = opened(desk, by, clock)
    clock.advance(minutes=10)
    judged(desk, by, incident)
    graded = clock.now()
    due = [one.due_at for one in running(desk, incident) if one.basis == "县文"]
    clock.advance(minutes=40)
    judged(desk, by, incident, Judgement(IncidentKind.EVENT, Grade.LARGER, Standing.CONFIRMED, reason="核实"))
    assert [one.due_at for one in running(desk, incident) if one.basis == "县文"] == due
    assert due == [graded + timedelta(minutes=60)]


def test_a_lower_grade_asks_why(desk, by, clock):
    incident = opened(desk, by, clock)
    judged(desk, by, incident)
    for lower in (
        Judgement(IncidentKind.EVENT, Grade.ORDINARY, Standing.FIRST),
        Judgement(IncidentKind.EVENT),
        Judgement(IncidentKind.HAZARD),
        Judgement(IncidentKind.NOT_INCIDENT),
    ):
        with pytest.raises(Refused, match="reason_missing"):
            judged(desk, by, incident, lower)
    assert desk.incidents.one(incident.id).grade is Grade.LARGER
    judged(desk, by, incident, Judgement(IncidentKind.EVENT, Grade.MAJOR, Standing.FIRST))
    judged(desk, by, incident, Judgement(IncidentKind.EVENT, Grade.ORDINARY, Standing.FIRST, reason="核减"))


def test_what_is_overdue_does_not_vanish_by_calling_it_no_incident(desk, by, clock):
    incident = opened(desk, by, clock)
    clock.advance(hours=2)
    with pytest.raises(Refused, match="reason_missing"):
        judged(desk, by, incident, Judgement(IncidentKind.NOT_INCIDENT))
    judged(desk, by, incident, Judgement(IncidentKind.NOT_INCIDENT, reason="误报"))
    assert running(desk, incident) == []


# opened again


def test_a_rhythm_begins_anew_when_an_incident_is_opened_again(desk, by, clock):
    incident = opened(desk, by, clock)
    judged(desk, by, incident)
    for one in running(desk, incident):
        if one.step is not LimitStep.FOLLOW_UP:
            desk.incident_clocks.done(one.id, "李例三", by=by)
    stepped(desk, by, incident, IncidentState.ENDED)
    clock.advance(days=9)
    stepped(desk, by, incident, IncidentState.HANDLING, "复燃")
    (follow,) = running(desk, incident, LimitStep.FOLLOW_UP)
    assert follow.counts_from == clock.now(), "nobody asked for one while it was over"
    assert follow.due_at == clock.now() + timedelta(minutes=follow.minutes)


def test_a_first_report_that_was_owed_when_it_ended_is_still_late_when_it_is_opened_again(desk, by, clock):
    incident = opened(desk, by, clock)
    stepped(desk, by, incident, IncidentState.CANCELLED, "误报")
    clock.advance(hours=5)
    stepped(desk, by, incident, IncidentState.REPORTED, "确有其事")
    phone = running(desk, incident, LimitStep.FIRST_PHONE)[0]
    assert phone.counts_from == incident.received_at and phone.over(clock.now())


def test_an_incident_opened_again_after_its_final_report_is_reported_on_again(desk, by, clock):
    desk.accounts.add("林例十", Role.COMMANDER, "leader of 2030", by=TOOL)
    reports, incident = desk.incident_reports, opened(desk, by, clock)

    def approved(kind):
        row = reports.draft(incident.id, kind, by=by)
        reports.ask(row.id, Text(row.title, row.body), "林例十", seen=row.version, by=by)
        (waits,) = desk.approvals.waiting("林例十")
        desk.approvals.approve(waits.id, "林例十", "leader of 2030", digest=waits.digest)
        return reports.one(row.id)

    approved(ReportKind.FIRST), approved(ReportKind.FINAL)
    stepped(desk, by, incident, IncidentState.ENDED)
    assert reports.next_kinds(incident.id) == ()
    clock.advance(days=3)
    stepped(desk, by, incident, IncidentState.HANDLING, "复燃")
    assert reports.next_kinds(incident.id) == (ReportKind.FOLLOW, ReportKind.DAILY, ReportKind.FINAL, ReportKind.QUICK)
    clock.advance(minutes=5)
    assert approved(ReportKind.FOLLOW).label == "续报（一）"
    clock.advance(minutes=5)
    assert approved(ReportKind.FINAL).label == "终报（二）"
    with pytest.raises(Refused, match="report_series_ended"):
        reports.draft(incident.id, ReportKind.FOLLOW, by=by)


def test_a_final_report_counts_from_the_last_end(desk, by, clock):
    incident = opened(desk, by, clock, "10402")
    stepped(desk, by, incident, IncidentState.ENDED)
    clock.advance(days=1)
    stepped(desk, by, incident, IncidentState.HANDLING, "又滑")
    assert running(desk, incident, LimitStep.FINAL) == []
    assert [one.drop_reason for one in desk.incident_clocks.of(incident.id) if one.step is LimitStep.FINAL] == [
        "处置中"
    ]
    clock.advance(days=1)
    stepped(desk, by, incident, IncidentState.ENDED)
    (final,) = running(desk, incident, LimitStep.FINAL)
    assert final.counts_from == clock.now()


def test_a_countdown_that_was_dropped_and_began_again_still_moves_with_an_earlier_call(desk, by, clock):
    clock.advance(hours=1)
    incident = opened(desk, by, clock)
    judged(desk, by, incident, Judgement(IncidentKind.NOT_INCIDENT, reason="误报"))
    judged(desk, by, incident, Judgement(IncidentKind.EVENT, reason="属实"))
    earlier = call(desk, by, clock.now() - timedelta(minutes=10))
    desk.incident_items.join(incident.id, earlier.id, ItemKind.MORE, by=by)
    assert {one.counts_from for one in running(desk, incident, LimitStep.FIRST_PHONE)} == {earlier.received_at}


# parents, items, steps


def test_no_circle_of_parents_is_made_from_either_end(desk, by, clock):
    one, two, three = (opened(desk, by, clock) for _ in range(3))
    under = desk.incidents.put_under
    under(two.id, one.id, seen=two.version, by=by)
    under(three.id, two.id, seen=three.version, by=by)
    for child, parent in ((one, one), (one, two), (one, three), (two, three)):
        seen = desk.incidents.one(child.id).version
        with pytest.raises(Refused, match="incident_circle"):
            under(child.id, parent.id, seen=seen, by=by)
    with pytest.raises(Refused, match="no_such_incident"):
        under(one.id, uuid4(), seen=desk.incidents.one(one.id).version, by=by)
    made = uuid4()
    with pytest.raises(Refused, match="no_such_incident"):
        item = call(desk, by, clock.now())
        desk.incidents.open(NewIncident(made, "自己", "自己", "20101", parent_id=made), [item.id], by=by)


def test_a_call_that_was_named_twice_opens_one_incident(desk, by, clock):
    item = call(desk, by, clock.now())
    made = desk.incidents.open(NewIncident(uuid4(), "泄漏", "泄漏", "20101"), [item.id, item.id], by=by)
    assert [one.inbound_id for one in desk.incident_items.of(made.id)] == [item.id]


def test_two_calls_merged_into_each_other_are_refused_and_a_chain_leads_to_one_incident(desk, by, clock):
    one, two, three = (call(desk, by, clock.now()) for _ in range(3))
    merge = desk.intake.close
    merge(one.id, InboundState.MERGED, "", seen=one.version, by=by, master=two.number)
    with pytest.raises(Refused, match="master_circle"):
        merge(two.id, InboundState.MERGED, "", seen=two.version, by=by, master=one.number)
    merge(two.id, InboundState.MERGED, "", seen=two.version, by=by, master=three.number)
    with pytest.raises(Refused, match="master_circle"):
        merge(three.id, InboundState.MERGED, "", seen=three.version, by=by, master=one.number)
    held = desk.incidents.open(NewIncident(uuid4(), "泄漏", "泄漏", "20101"), [three.id], by=by)
    with pytest.raises(Refused, match="duplicate_reported") as refused:
        desk.incidents.open(NewIncident(uuid4(), "泄漏", "泄漏", "20101"), [one.id], by=by)
    assert refused.value.facts["incident"] == held.number


def test_a_call_joins_a_closed_incident_without_starting_its_countdowns(desk, by, clock):
    incident = opened(desk, by, clock)
    stepped(desk, by, incident, IncidentState.ENDED)
    stepped(desk, by, incident, IncidentState.ARCHIVED)
    later = call(desk, by, clock.now())
    desk.incident_items.join(incident.id, later.id, ItemKind.DUPLICATE, by=by)
    assert running(desk, incident) == []
    with pytest.raises(Refused, match="duplicate_reported"):
        desk.intake.act(later.id, "report", "", by=by)


def test_a_place_there_is_none_of_is_refused_before_the_store_does(desk, by, clock):
    item = call(desk, by, clock.now())
    with pytest.raises(Refused, match="no_such_place"):
        desk.incidents.open(NewIncident(uuid4(), "泄漏", "泄漏", "20101", place_id=uuid4()), [item.id], by=by)
    made = opened(desk, by, clock)
    with pytest.raises(Refused, match="no_such_place"):
        desk.incidents.describe(
            made.id, Description("泄漏", "泄漏", "20101", place_id=uuid4()), seen=made.version, by=by
        )  # fmt: skip
    assert made.number.endswith("0001"), "the number was given back"


@pytest.mark.parametrize("whom", ["局" * 101, "市局\x00"])
def test_a_rhythm_is_towards_somebody_whose_name_can_be_written(desk, by, clock, whom):
    incident = opened(desk, by, clock)
    before = desk.incident_clocks.of(incident.id)
    with pytest.raises(Refused, match="text_"):
        desk.incident_clocks.rhythm(incident.id, 60, whom, "每小时一报", by=by)
    assert desk.incident_clocks.of(incident.id) == before


@pytest.mark.parametrize("event_type", ["10402", "20101"])
def test_a_final_report_is_due_anew_after_an_incident_was_opened_again(desk, by, clock, event_type):
    incident = opened(desk, by, clock, event_type)
    stepped(desk, by, incident, IncidentState.ENDED)
    (final,) = running(desk, incident, LimitStep.FINAL)
    desk.incident_clocks.done(final.id, "李例三", by=by)
    clock.advance(days=50)
    stepped(desk, by, incident, IncidentState.HANDLING, "又起")
    clock.advance(days=1)
    stepped(desk, by, incident, IncidentState.ENDED)
    (again,) = running(desk, incident, LimitStep.FINAL)
    assert again.ordinal == 2 and not again.over(clock.now())
    assert again.due_at - again.counts_from == timedelta(minutes=again.minutes)
    desk.incident_clocks.done(again.id, "李例三", by=by)
    assert running(desk, incident, LimitStep.FINAL) == []


@pytest.mark.parametrize("first", [state for state in InboundState if state is not InboundState.OPEN])
@pytest.mark.parametrize("then", InboundState)
def test_an_item_ends_in_exactly_one_closing_state(desk, by, clock, first, then):
    item, master = (call(desk, by, clock.now()) for _ in range(2))
    into = {InboundState.MERGED: master.number}
    closed = desk.intake.close(item.id, first, "", seen=item.version, by=by, master=into.get(first, ""))
    with pytest.raises(Refused, match="item_closed"):
        desk.intake.close(item.id, then, "", seen=closed.version, by=by, master=into.get(then, ""))
    assert desk.intake.one(item.id).state == first
