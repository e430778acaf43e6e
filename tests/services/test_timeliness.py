"""Timeliness by month: what was on time, late, over; figures that lead to their records and never invent a nought."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_report import ReportKind
from console.domain.orders import Form, NewOrder
from console.domain.people import Actor, Role
from console.domain.report_limits import LimitStep
from console.domain.timeliness import Outcome, Timed, by_month, months
from console.services.incident_reports import Text

AUGUST = date(2030, 8, 15)
LEADER, WORD = "林例十", "leader of 2030"


@pytest.fixture
def by(desk) -> Actor:
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=Actor.tool("tester"))
    return desk.accounts.add("陈例一", Role.OFFICER, "timely of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def opened(desk, by, clock):
    def made():
        item = desk.intake.register(Intake(uuid4(), "样例村12 山体开裂", clock.now()), by=by)
        return desk.incidents.open(NewIncident(uuid4(), "山体开裂", "山体开裂"), [item.id], by=by)

    return made


def told(desk, incident, by, late=""):
    for one in desk.incident_clocks.of(incident.id):
        if one.step in (LimitStep.FIRST_PHONE, LimitStep.FIRST_WRITTEN):
            desk.incident_clocks.done(one.id, "李例三", None, late, by=by)


def counts(month):
    return {outcome: month.count(outcome) for outcome in Outcome}


def test_first_reports_count_by_the_month_their_call_came_in_and_name_their_incidents(desk, by, clock, opened):
    clock.set(datetime(2030, 8, 31, 15, 20, tzinfo=UTC))  # 23:20 at the station
    timely = opened()
    clock.advance(minutes=10)
    told(desk, timely, by)
    late = opened()
    clock.advance(minutes=70)
    told(desk, late, by, "线路中断")
    over = opened()  # 00:40 on 1 September
    clock.advance(minutes=45)

    august, september = desk.timeliness.first_reports(AUGUST, 2)

    assert (august.first, september.first) == (date(2030, 8, 1), date(2030, 9, 1))
    assert counts(august) == {Outcome.ON_TIME: 2, Outcome.LATE: 2, Outcome.OVER: 0, Outcome.RUNNING: 0}
    assert august.rate == 0.5
    assert {one.record_id for one in august.of[Outcome.LATE]} == {late.id}
    assert counts(september) == {Outcome.ON_TIME: 0, Outcome.LATE: 0, Outcome.OVER: 1, Outcome.RUNNING: 1}
    assert september.rate == 0.0 and {one.record_id for one in september.of[Outcome.OVER]} == {over.id}
    assert desk.timeliness.first_reports(AUGUST, 1) == [august]


def test_a_countdown_that_is_not_wanted_and_one_that_runs_count_for_nothing(desk, by, opened):
    incident = opened()
    phone, _ = [one for one in desk.incident_clocks.of(incident.id) if one.step in tuple(LimitStep)[:2]]
    desk.incident_clocks.drop(phone.id, "已当面报告", by=by)
    (month,) = desk.timeliness.first_reports(AUGUST, 1)
    assert counts(month)[Outcome.RUNNING] == 1 and month.decided == 0
    assert month.rate is None, "nothing is decided, which is not nought"
    assert desk.timeliness.first_reports(date(2029, 1, 1), 12) == []


def test_receipts_lead_to_the_lines_of_the_register(desk, by, clock, opened):
    row = desk.incident_reports.draft(opened().id, ReportKind.FIRST, by=by)
    desk.incident_reports.ask(row.id, Text(row.title, row.body), LEADER, seen=row.version, by=by)
    (waits,) = desk.approvals.waiting(LEADER)
    desk.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
    party, government, city, *_ = desk.incident_reports.recipients(row.id)
    desk.report_sending.sent(party.id, "phone", by=by, received_by="李例三")
    for one in (government, city):
        desk.report_sending.sent(one.id, "phone", by=by)
    clock.advance(minutes=40)
    lines = {line.to_org: line for line in desk.outbound.about(row.id)}
    desk.outbound.receipt(lines[government.organisation].id, "王例四", seen=1, by=by)

    (month,) = desk.timeliness.receipts(AUGUST, 1)

    shown = {outcome: [one.record_id for one in month.of.get(outcome, ())] for outcome in Outcome}
    assert shown == {
        Outcome.ON_TIME: [lines[party.organisation].id], Outcome.LATE: [lines[government.organisation].id],
        Outcome.OVER: [lines[city.organisation].id], Outcome.RUNNING: [],
    }  # fmt: skip
    (patient,) = desk.timeliness.receipts(AUGUST, 1, timedelta(hours=1))
    assert patient.rate == 1.0 and patient.count(Outcome.RUNNING) == 1


def test_tasks_over_their_time_are_counted_and_cancelled_ones_are_not(desk, by, clock):
    due = clock.now() + timedelta(hours=1)
    made = [desk.tasks.add(title, due, "县水利局", by=by) for title in ("查堤", "清点", "巡查")]
    made += desk.orders.give([NewOrder("甲镇", "转移", due, Form.ORDER)], by=by)
    first, second, third, fourth = made
    desk.tasks.close(first.id, "已查", seen=first.version, by=by)
    desk.tasks.cancel(second.id, "不需要", seen=second.version, by=by)
    clock.advance(hours=2)
    desk.tasks.close(third.id, "已查", seen=third.version, by=by)

    (month,) = desk.timeliness.tasks(AUGUST, 1)

    ids = {outcome: [one.id for one in month.of.get(outcome, ())] for outcome in Outcome}
    assert ids == {
        Outcome.ON_TIME: [first.id], Outcome.LATE: [third.id], Outcome.OVER: [fourth.id], Outcome.RUNNING: [],
    }  # fmt: skip
    assert month.rate == pytest.approx(1 / 3)


def test_months_are_the_stations_and_the_limit_itself_is_on_time():
    zone = ZoneInfo("Asia/Shanghai")
    began = datetime(2030, 12, 31, 16, 0, tzinfo=UTC)
    one = Timed(UUID(int=1), UUID(int=2), began, began + timedelta(hours=1), began + timedelta(hours=1))
    (month,) = by_month([one], began + timedelta(days=1), zone)
    assert month.first == date(2031, 1, 1) and month.count(Outcome.ON_TIME) == 1
    assert months(date(2030, 11, 9), 3) == [date(2030, 11, 1), date(2030, 12, 1), date(2031, 1, 1)]
