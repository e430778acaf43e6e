"""Reports and approvals under a hostile eye: who may say yes, when, to what; what a second sending does."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.approvals import ApprovalState
from console.domain.inbound import InboundState, Intake
from console.domain.incident import Grade, IncidentKind, IncidentState, ItemKind, NewIncident, Standing, Unsettled
from console.domain.incident_report import ReportKind, ReportState
from console.domain.people import Actor, Role
from console.domain.report_limits import LimitStep
from console.errors import Refused
from console.services.incident_reports import Text
from console.services.incidents import Judgement

LEADER, WORD = "林例十", "leader of 2030"
CITY = "市应急管理局指挥中心"
TYPED = timedelta(seconds=30)
"""What typing a minute without its seconds can make a time differ."""


@pytest.fixture
def by(desk) -> Actor:
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=Actor.tool("tester"))
    return desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor


def account(desk, name: str, role: Role, password: str = "somebody of 2030"):
    return desk.accounts.add(name, role, password, by=Actor.tool("tester"))


@pytest.fixture
def incident(desk, by, clock):
    item = desk.intake.register(Intake(uuid4(), "样例化工厂泄漏", clock.now()), by=by)
    form = NewIncident(uuid4(), "样例化工厂泄漏", "储罐泄漏", "20101")
    made = desk.incidents.open(form, [item.id], by=by)
    judged = Judgement(IncidentKind.EVENT, Grade.LARGER, Standing.FIRST)
    return desk.incidents.judge(made.id, judged, seen=made.version, by=by)


def waiting(desk, incident, by, of_name=LEADER, kind=ReportKind.FIRST, asker=None):
    """A report of that kind that waits for a word, and its approval."""
    row = desk.incident_reports.draft(incident.id, kind, by=by)
    desk.incident_reports.ask(row.id, Text(row.title, row.body), of_name, seen=row.version, by=asker or by)
    return row.id, desk.approvals.of(row.id)[-1]


def approved(desk, incident, by, kind=ReportKind.FIRST):
    report_id, waits = waiting(desk, incident, by, kind=kind)
    desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
    return desk.incident_reports.one(report_id)


# who may say yes


def test_the_author_does_not_approve_what_another_handed_in(desk, by, incident):
    author = account(desk, "周例五", Role.COMMANDER).actor
    _, waits = waiting(desk, incident, author, "周例五", asker=by)
    with pytest.raises(Refused, match="own_approval"):
        desk.approvals.approve(waits.id, "周例五", "somebody of 2030", digest=waits.digest)
    with pytest.raises(Refused, match="own_approval"):
        desk.approvals.approve_by_phone(waits.id, "周例五", None, "同意", digest=waits.digest, by=by)
    assert desk.approvals.of(waits.subject_id)[-1].state is ApprovalState.WAITING


def test_where_the_county_lets_it_be_the_author_approves(desk, by, incident, clock):
    desk.settings.change("report.own_approval", "yes", "人手少", confirmed=True, by=Actor.tool("tester"))
    author = account(desk, "周例五", Role.COMMANDER).actor
    report_id, waits = waiting(desk, incident, author, "周例五", asker=by)
    desk.approvals.approve(waits.id, "周例五", "somebody of 2030", digest=waits.digest)
    assert desk.incident_reports.one(report_id).state is ReportState.APPROVED


def test_nobody_writes_down_his_own_word_by_telephone(desk, by, incident):
    leader = desk.accounts.sign_in(LEADER, WORD).actor
    _, waits = waiting(desk, incident, by)
    with pytest.raises(Refused, match="own_phone_word"):
        desk.approvals.approve_by_phone(waits.id, LEADER, None, "同意", digest=waits.digest, by=leader)
    with pytest.raises(Refused, match="own_phone_word"):
        desk.approvals.give_back_by_phone(waits.id, LEADER, "重写", digest=waits.digest, by=leader)
    assert desk.approvals.of(waits.subject_id)[-1].state is ApprovalState.WAITING


@pytest.mark.parametrize("role", [Role.OFFICER, Role.STAFF, Role.VIEWER])
def test_a_word_by_telephone_of_whoever_may_not_approve_does_not_count(desk, by, incident, role):
    account(desk, "周例五", role)
    with pytest.raises(Refused, match="approver_may_not") as refused:
        waiting(desk, incident, by, "周例五")
    assert refused.value.facts == {"name": "周例五"}
    (row,) = desk.incident_reports.series(incident.id)
    assert row.state is ReportState.DRAFT, "nothing was asked of him"


def test_whoever_lost_the_right_while_it_waited_approves_no_more(desk, by, incident):
    held = account(desk, "周例五", Role.COMMANDER)
    _, waits = waiting(desk, incident, by, "周例五")
    desk.accounts.change_role("周例五", Role.STAFF, True, by=Actor.tool("tester"))
    with pytest.raises(Refused, match="approver_may_not"):
        desk.approvals.approve_by_phone(waits.id, "周例五", None, "同意", digest=waits.digest, by=by)
    with pytest.raises(Refused, match="not_permitted"):
        desk.approvals.approve(waits.id, "周例五", "somebody of 2030", digest=waits.digest)
    assert held.id == waits.of_id


def test_a_retired_officer_is_not_asked_and_says_nothing_by_telephone(desk, by, incident):
    account(desk, "周例五", Role.COMMANDER)
    _, waits = waiting(desk, incident, by, "周例五")
    desk.accounts.change_role("周例五", Role.COMMANDER, False, by=Actor.tool("tester"))
    with pytest.raises(Refused, match="account_retired"):
        desk.approvals.approve_by_phone(waits.id, "周例五", None, "同意", digest=waits.digest, by=by)
    row = desk.incident_reports.one(waits.subject_id)
    row = desk.incident_reports.take_back(row.id, seen=row.version, by=by)
    with pytest.raises(Refused, match="account_retired"):
        desk.incident_reports.ask(row.id, Text(row.title, row.body), "周例五", seen=row.version, by=by)


def test_a_leader_without_an_account_still_says_yes_by_telephone(desk, by, incident):
    report_id, waits = waiting(desk, incident, by, "王例九")
    desk.approvals.approve_by_phone(waits.id, "王例九", None, "同意", digest=waits.digest, by=by)
    assert desk.incident_reports.one(report_id).approved_by == "王例九"


def test_what_was_returned_by_telephone_is_not_signed_for(desk, by, incident):
    _, waits = waiting(desk, incident, by)
    desk.approvals.give_back_by_phone(waits.id, LEADER, "请核实", digest=waits.digest, by=by)
    with pytest.raises(Refused, match="nothing_owed"):
        desk.approvals.sign_later(waits.id, LEADER, WORD)


@pytest.mark.parametrize("end", ["approved", "returned", "withdrawn"])
def test_what_was_decided_is_not_decided_again(desk, by, incident, end):
    report_id, waits = waiting(desk, incident, by)
    seen = desk.incident_reports.one(report_id).version
    {
        "approved": lambda: desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest),
        "returned": lambda: desk.approvals.give_back(waits.id, LEADER, WORD, "改", digest=waits.digest),
        "withdrawn": lambda: desk.incident_reports.take_back(report_id, seen=seen, by=by),
    }[end]()
    number = desk.incident_reports.one(report_id).number
    for act in (
        lambda: desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest),
        lambda: desk.approvals.approve_by_phone(waits.id, LEADER, None, "同意", digest=waits.digest, by=by),
        lambda: desk.approvals.give_back(waits.id, LEADER, WORD, "改", digest=waits.digest),
        lambda: desk.approvals.give_back_by_phone(waits.id, LEADER, "改", digest=waits.digest, by=by),
    ):
        with pytest.raises(Refused, match="approval_ended"):
            act()
    assert desk.incident_reports.one(report_id).number == number


# when


def test_a_word_by_telephone_comes_after_the_draft(desk, by, incident, clock):
    clock.advance(hours=1, seconds=40)
    row = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
    begun = clock.now()
    clock.advance(minutes=9)
    desk.incident_reports.ask(row.id, Text(row.title, row.body), LEADER, seen=row.version, by=by)
    (waits,) = desk.approvals.of(row.id)
    with pytest.raises(Refused, match="approval_before_draft"):
        early = begun - timedelta(minutes=2)
        desk.approvals.approve_by_phone(waits.id, LEADER, early, "同意", digest=waits.digest, by=by)
    typed = begun - TYPED
    told = desk.approvals.approve_by_phone(waits.id, LEADER, typed, "同意", digest=waits.digest, by=by)
    assert told.decided_at == typed, "the minute that was typed"


def test_nothing_is_sent_before_it_was_approved(desk, by, incident, clock):
    clock.advance(hours=1, seconds=40)
    row = approved(desk, incident, by)
    one = desk.incident_reports.recipients(row.id)[0]
    with pytest.raises(Refused, match="sent_before_approved"):
        desk.report_sending.sent(one.id, "phone", clock.now() - timedelta(minutes=20), by=by, late_reason="路断")
    assert desk.outbound.about(row.id) == []
    desk.report_sending.sent(one.id, "phone", clock.now() - TYPED, by=by, late_reason="路断")
    assert len(desk.outbound.about(row.id)) == 1


def test_a_clock_set_back_does_not_keep_an_approved_report_here(desk, by, incident, clock):
    clock.advance(minutes=20)
    row = approved(desk, incident, by)
    clock.set(clock.now() - timedelta(minutes=10))
    one = desk.incident_reports.recipients(row.id)[0]
    assert desk.report_sending.sent(one.id, "phone", by=by)[0].sent_at == clock.now()


# sending


def test_one_report_to_several_receivers_is_one_turn_of_a_rhythm(desk, by, incident, clock):
    desk.incident_clocks.rhythm(incident.id, 60, "", "县长：每小时一报", by=by)
    approved(desk, incident, by)
    clock.advance(minutes=50)
    row = approved(desk, incident, by, ReportKind.FOLLOW)
    first, second, third, *_ = desk.incident_reports.recipients(row.id)
    clock.advance(minutes=3)
    told = clock.now()
    desk.report_sending.sent(first.id, "phone", told, by=by)
    desk.report_sending.sent(second.id, "phone", told - timedelta(minutes=1), by=by)
    clock.advance(minutes=2)
    desk.report_sending.sent(third.id, "phone", by=by)

    turns = [one for one in desk.incident_clocks.of(incident.id) if one.rule == "own"]
    assert [one.running for one in turns] == [False, True]
    assert turns[1].due_at == told + timedelta(minutes=60), "the next hour counts from the first that left"


def test_a_rhythm_towards_each_of_two_receivers_goes_on_for_both(desk, by, incident, clock):
    for whom in (CITY, "省应急管理厅"):
        desk.incident_clocks.rhythm(incident.id, 60, whom, "每小时一报", by=by)
    for _turn in range(3):
        clock.advance(minutes=50)
        for one in desk.incident_clocks.of(incident.id):
            if one.running and one.rule == "own":
                desk.incident_clocks.done(one.id, "李例三", by=by)
    own = [one for one in desk.incident_clocks.of(incident.id) if one.rule == "own"]
    assert len(own) == 8 and len({one.ordinal for one in own}) == 8
    assert {one.whom for one in own if one.running} == {CITY, "省应急管理厅"}


def test_what_did_not_arrive_did_not_end_the_countdown(desk, by, incident, clock):
    row = approved(desk, incident, by)
    city = next(one for one in desk.incident_reports.recipients(row.id) if one.organisation == CITY)
    city = next(one for one in desk.report_sending.sent(city.id, "fax", by=by) if one.organisation == CITY)
    desk.outbound.fail(city.outbound_id, "传真无人接收", seen=1, by=by)
    clocks = [
        one for one in desk.incident_clocks.of(incident.id)
        if one.step is LimitStep.FIRST_WRITTEN and one.whom == CITY
    ]  # fmt: skip
    (running,) = [one for one in clocks if one.running]
    assert (running.counts_from, running.due_at) == (clocks[0].counts_from, clocks[0].due_at)
    clock.advance(hours=3)
    with pytest.raises(Refused, match="late_reason_missing"):
        desk.report_sending.sent(city.id, "phone", by=by)
    desk.report_sending.sent(city.id, "phone", by=by, late_reason="传真机故障")
    told = [one for one in desk.incident_clocks.of(incident.id) if one.rule == running.rule and one.done_at]
    assert told[-1].late and desk.log.verify().fault is None


def test_what_failed_leaves_the_countdown_with_whoever_got_it(desk, by, incident, clock):
    """A rhythm without a receiver ends with the first that leaves; the first failed, the second stands."""
    desk.incident_clocks.rhythm(incident.id, 60, "", "县长：每小时一报", by=by)
    approved(desk, incident, by)
    clock.advance(minutes=40)
    row = approved(desk, incident, by, ReportKind.FOLLOW)
    first, second, *_ = desk.incident_reports.recipients(row.id)
    failed = desk.report_sending.sent(first.id, "fax", by=by)[0]
    clock.advance(minutes=30)
    told = clock.now()
    second = desk.report_sending.sent(second.id, "phone", by=by, received_by="王例三")[1]
    desk.outbound.fail(failed.outbound_id, "传真无人接收", seen=1, by=by)
    done, running = [one for one in desk.incident_clocks.of(incident.id) if one.rule == "own"]
    assert (done.done_at, done.told, done.outbound_id, done.late) == (told, "王例三", second.outbound_id, True)
    assert done.late_reason == "传真无人接收"
    assert (running.counts_from, running.due_at) == (told, told + timedelta(minutes=60))
    assert desk.log.verify().fault is None


def test_what_failed_after_the_end_counts_as_never_done_and_runs_no_more(desk, by, incident, clock):
    row = approved(desk, incident, by)
    city = next(one for one in desk.incident_reports.recipients(row.id) if one.organisation == CITY)
    desk.report_sending.sent(city.id, "fax", by=by)
    city = next(one for one in desk.incident_reports.recipients(row.id) if one.organisation == CITY)
    for after in (IncidentState.ENDED, IncidentState.ARCHIVED):
        seen = desk.incidents.one(incident.id).version
        desk.incidents.step(incident.id, after, "领导同意", seen=seen, by=by)
    desk.outbound.fail(city.outbound_id, "传真无人接收", seen=1, by=by)
    clocks = desk.incident_clocks.of(incident.id)
    assert not [one for one in clocks if one.running or one.outbound_id == city.outbound_id]
    (gone,) = [one for one in clocks if one.drop_reason == "传真无人接收"]
    assert (gone.step, gone.done_at, gone.report_id) == (LimitStep.FIRST_WRITTEN, None, None)
    assert desk.log.verify().fault is None


def test_a_turn_that_was_done_meanwhile_stays_as_it_was(desk, by, incident, clock):
    desk.incident_clocks.rhythm(incident.id, 60, CITY, "县长：每小时一报", by=by)
    approved(desk, incident, by)
    row = approved(desk, incident, by, ReportKind.FOLLOW)
    city = next(one for one in desk.incident_reports.recipients(row.id) if one.organisation == CITY)
    desk.report_sending.sent(city.id, "fax", by=by)
    city = next(one for one in desk.incident_reports.recipients(row.id) if one.organisation == CITY)
    next_turn = next(one for one in desk.incident_clocks.of(incident.id) if one.rule == "own" and one.running)
    desk.incident_clocks.done(next_turn.id, "李例三", by=by)
    before = desk.incident_clocks.of(incident.id)
    desk.outbound.fail(city.outbound_id, "传真无人接收", seen=1, by=by)
    assert [one for one in desk.incident_clocks.of(incident.id) if one.rule == "own"] == [
        one for one in before if one.rule == "own"
    ]


def test_a_receiver_is_not_added_twice(desk, by, incident):
    row = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
    with pytest.raises(Refused, match="recipient_there"):
        desk.report_sending.add(row.id, CITY, by=by)
    with pytest.raises(Refused, match="bad_channel"):
        desk.report_sending.add(row.id, "县水利局", channel="pigeon", by=by)
    before = desk.incident_reports.recipients(row.id)
    held = next(one for one in before if one.organisation == CITY)
    desk.report_sending.drop(held.id, "改报科室", by=by)
    again = desk.report_sending.add(row.id, CITY, by=by)
    assert len(again) == len(before) + 1, "what was dropped may come back"


# ending


def test_a_report_nobody_got_keeps_an_incident_from_the_files(desk, by, incident):
    approved(desk, incident, by)
    assert Unsettled.UNSENT in desk.incidents.unsettled(incident.id, IncidentState.ENDED)
    assert Unsettled.UNSENT in desk.incidents.unsettled(incident.id, IncidentState.ARCHIVED)
    for one in desk.incident_reports.series(incident.id):
        for receiver in desk.incident_reports.recipients(one.id):
            desk.report_sending.drop(receiver.id, "已当面报告", by=by)
    assert Unsettled.UNSENT not in desk.incidents.unsettled(incident.id, IncidentState.ENDED)


def test_a_final_report_that_is_still_due_keeps_an_incident_from_the_files(desk, by, clock):
    item = desk.intake.register(Intake(uuid4(), "山体滑坡", clock.now()), by=by)
    made = desk.incidents.open(NewIncident(uuid4(), "滑坡", "滑坡", "10402"), [item.id], by=by)
    for one in desk.incident_clocks.of(made.id):
        desk.incident_clocks.done(one.id, "李例三", by=by)
    now = desk.incidents.one(made.id)
    now = desk.incidents.step(made.id, IncidentState.ENDED, seen=now.version, by=by)
    assert [one.step for one in desk.incident_clocks.of(made.id) if one.running] == [LimitStep.FINAL]
    desk.intake.close(item.id, InboundState.CLOSED, "", seen=item.version, by=by)
    with pytest.raises(Refused, match="incident_unsettled"):
        desk.incidents.step(made.id, IncidentState.ARCHIVED, seen=now.version, by=by)


def test_an_incident_whose_call_was_merged_into_anothers_is_not_reported_separately(desk, by, incident, clock):
    (source,) = desk.incident_items.of(incident.id)
    item = desk.intake.register(Intake(uuid4(), "化工厂着火了", clock.now()), by=by)
    second = desk.incidents.open(NewIncident(uuid4(), "化工厂火灾", "起火", "202"), [item.id], by=by)
    desk.intake.close(item.id, InboundState.MERGED, "", seen=item.version, by=by, master=source.number)
    with pytest.raises(Refused, match="duplicate_reported") as refused:
        desk.incident_reports.draft(second.id, ReportKind.FIRST, by=by)
    assert refused.value.facts["incident"] == incident.number
    assert desk.incident_reports.series(second.id) == []
    more = desk.intake.register(Intake(uuid4(), "隔壁仓库也起火", clock.now()), by=by)
    desk.incident_items.join(second.id, more.id, ItemKind.MORE, by=by)
    assert desk.incident_reports.draft(second.id, ReportKind.FIRST, by=by).kind is ReportKind.FIRST


# what is frozen

ALLOWED = {
    "save": {ReportState.DRAFT},
    "add": {ReportState.DRAFT, ReportState.APPROVED, ReportState.ARCHIVED},
    "drop": {ReportState.DRAFT, ReportState.APPROVED, ReportState.ARCHIVED},
    "sent": {ReportState.APPROVED, ReportState.ARCHIVED},
}
"""In which states words and receivers may still change, and something may leave."""


def brought(desk, incident, by, state):
    """A first report in that state."""
    if state in (ReportState.DRAFT, ReportState.VOID):
        row = desk.incident_reports.draft(incident.id, ReportKind.FIRST, by=by)
        return row if state is ReportState.DRAFT else desk.incident_reports.void(row.id, "重写", seen=1, by=by)
    if state is ReportState.WAITING:
        return desk.incident_reports.one(waiting(desk, incident, by)[0])
    row = approved(desk, incident, by)
    return (
        row
        if state is ReportState.APPROVED
        else desk.incident_reports.archive(row.id, "不续报", seen=row.version, by=by)
    )


@pytest.mark.parametrize("act", ALLOWED)
@pytest.mark.parametrize("state", ReportState)
def test_words_and_receivers_change_and_leave_in_their_states_only(desk, by, incident, act, state):
    row = brought(desk, incident, by, state)
    one = desk.incident_reports.recipients(row.id)[0]
    acts = {
        "save": lambda: desk.incident_reports.save(row.id, Text("改", "改"), seen=row.version, by=by),
        "add": lambda: desk.report_sending.add(row.id, "县水利局", by=by),
        "drop": lambda: desk.report_sending.drop(one.id, "改报科室", by=by),
        "sent": lambda: desk.report_sending.sent(one.id, "phone", by=by),
    }
    before = desk.incident_reports.one(row.id)
    if state in ALLOWED[act]:
        acts[act]()
    else:
        with pytest.raises(Refused, match=r"report_not_draft|report_not_approved"):
            acts[act]()
        assert desk.incident_reports.recipients(row.id)[0] == one and desk.outbound.rows() == []
    after = desk.incident_reports.one(row.id)
    assert (act, state) == ("save", ReportState.DRAFT) or after == before, "nothing else moves the report"
