"""Timeliness by month: what was on time, late, over; figures that lead to their records and never invent a nought."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from console.domain.inbound import Intake
from console.domain.incident import Grade, IncidentKind, NewIncident, Standing
from console.domain.incident_report import ReportKind
from console.domain.orders import Form, NewOrder
from console.domain.people import Actor, Role
from console.domain.report_limits import LimitStep
from console.domain.timeliness import Asked, Measure, Outcome, Tally, months
from console.services.incident_reports import Text
from console.services.incidents import Judgement
from db.models.books import AuditLine

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


def counts(line):
    return tuple(line.tally.count(outcome) for outcome in Outcome)


def ids(desk, asked, first=AUGUST, count=1, **more):
    """Ids behind each figure of a measure."""
    rows, _count = desk.timeliness.records(Asked(asked, first, count), **more)
    return {outcome: [row.id for row in rows if row.outcome is outcome] for outcome in Outcome}


def line_of(desk, measure, **more):
    (line,) = desk.timeliness.figures(AUGUST, 1, **more).of(measure)
    return line


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

    found = desk.timeliness.figures(AUGUST, 3)

    august, september, october = found.of(Measure.FIRST_PHONE)
    assert [one.month for one in (august, september)] == [date(2030, 8, 1), date(2030, 9, 1)]
    assert counts(august) == (1, 1, 0, 0) and august.tally.rate == 0.5
    assert counts(september) == (0, 0, 1, 0) and september.tally.rate == 0.0
    assert counts(october) == (0, 0, 0, 0) and october.tally.rate is None, "nothing is neither nought nor all"
    assert [counts(line) for line in found.of(Measure.FIRST_WRITTEN)] == [(1, 1, 0, 0), (0, 0, 0, 1), (0, 0, 0, 0)]
    assert august.tally.median == timedelta(minutes=40), "half of 10 and 70"
    whole = {line.measure: line.tally for line in found.whole}
    assert counts_of(whole[Measure.FIRST_PHONE]) == (1, 1, 1, 0)
    (row,), count = desk.timeliness.records(Asked(Measure.FIRST_PHONE, AUGUST, outcome=Outcome.LATE))
    assert (row.record_id, row.panel, row.number, row.reason, count) == (
        late.id, "incidents", late.number, "线路中断", 1
    )  # fmt: skip
    (row,), _ = desk.timeliness.records(Asked(Measure.FIRST_PHONE, date(2030, 9, 1)))
    assert row.record_id == over.id and row.outcome is Outcome.OVER and row.reason == ""


def counts_of(tally: Tally):
    return tuple(tally.count(outcome) for outcome in Outcome)


def test_a_countdown_dropped_in_time_is_none_and_one_dropped_late_is_told_with_its_reason(desk, by, clock, opened):
    incident = opened()
    phone, written = [one for one in desk.incident_clocks.of(incident.id) if one.step in tuple(LimitStep)[:2]]
    desk.incident_clocks.drop(phone.id, "已当面报告", by=by)
    assert counts(line_of(desk, Measure.FIRST_PHONE)) == (0, 0, 0, 0)
    line = line_of(desk, Measure.FIRST_WRITTEN)
    assert counts(line) == (0, 0, 0, 1) and line.tally.decided == 0 and line.tally.rate is None
    clock.advance(hours=3)
    desk.incident_clocks.drop(written.id, "无需书面报告", by=by)
    assert counts(line_of(desk, Measure.FIRST_WRITTEN)) == (0, 0, 1, 0), "dropping it does not hide that it was late"
    (row,), _ = desk.timeliness.records(Asked(Measure.FIRST_WRITTEN, AUGUST))
    assert (row.id, row.reason, row.done_at) == (written.id, "无需书面报告", None)
    assert desk.timeliness.figures(date(2029, 1, 1), 12).empty


def test_a_countdown_another_rule_took_the_place_of_is_counted_once(desk, by, clock):
    item = desk.intake.register(Intake(uuid4(), "示例工业园火灾", clock.now()), by=by)
    incident = desk.incidents.open(NewIncident(uuid4(), "厂房火灾", "厂房火灾", "20105"), [item.id], by=by)

    def judged(grade):
        seen = desk.incidents.one(incident.id).version
        desk.incidents.judge(incident.id, Judgement(IncidentKind.EVENT, grade, Standing.FIRST), seen=seen, by=by)

    judged(Grade.LARGER)
    clock.advance(hours=25)
    assert counts(line_of(desk, Measure.FOLLOW_UP)) == (0, 0, 1, 0)
    judged(Grade.MAJOR)
    former, running = sorted(follow_ups(desk, incident), key=lambda one: one.running)
    assert former.dropped_at > former.due_at, "the rule of the higher grade is another one"
    assert ids(desk, Measure.FOLLOW_UP)[Outcome.OVER] == [running.id]
    clock.advance(minutes=1)
    desk.incident_clocks.rhythm(incident.id, 60, running.whom, "领导要求", by=by)
    own = next(one for one in follow_ups(desk, incident) if one.running)
    found = ids(desk, Measure.FOLLOW_UP)
    assert found[Outcome.OVER] == [running.id], "another rhythm does not hide what was missed"
    assert found[Outcome.RUNNING] == [own.id]


def follow_ups(desk, incident):
    return [one for one in desk.incident_clocks.of(incident.id) if one.step is LimitStep.FOLLOW_UP]


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

    assert ids(desk, Measure.RECEIPT) == {
        Outcome.ON_TIME: [lines[party.organisation].id], Outcome.LATE: [lines[government.organisation].id],
        Outcome.OVER: [lines[city.organisation].id], Outcome.RUNNING: [],
    }  # fmt: skip
    line = line_of(desk, Measure.RECEIPT)
    assert line.tally.outstanding == 1 and line.tally.median == timedelta(minutes=20), "at once and after 40 minutes"
    desk.settings.change("clock.receipt", "60", "县委办样例通知", confirmed=True, by=Actor.tool("tester"))
    patient = line_of(desk, Measure.RECEIPT)
    assert patient.tally.rate == 1.0 and patient.tally.count(Outcome.RUNNING) == 1
    (sent, *_), count = desk.timeliness.records(Asked(Measure.RECEIPT, AUGUST), limit=1)
    assert (sent.panel, sent.record_id, count) == ("upward", row.id, 3)


def test_tasks_over_their_time_are_counted_and_cancelled_ones_are_not(desk, by, clock):
    due = clock.now() + timedelta(hours=1)
    made = [desk.tasks.add(title, due, "县水利局", by=by) for title in ("查堤", "清点", "巡查")]
    made += desk.orders.give([NewOrder("甲镇", "转移", due, Form.ORDER)], by=by)
    first, second, third, fourth = made
    desk.tasks.close(first.id, "已查", seen=first.version, by=by)
    desk.tasks.cancel(second.id, "不需要", seen=second.version, by=by)
    clock.advance(hours=2)
    desk.tasks.close(third.id, "已查", seen=third.version, by=by)

    assert ids(desk, Measure.TASK) == {
        Outcome.ON_TIME: [first.id], Outcome.LATE: [third.id], Outcome.OVER: [fourth.id], Outcome.RUNNING: [],
    }  # fmt: skip
    found = desk.timeliness.figures(AUGUST, 1)
    assert found.of(Measure.TASK)[0].tally.rate == pytest.approx(1 / 3)
    assert [(line.unit, counts(line)) for line in found.units] == [
        ("县水利局", (1, 1, 0, 0)), ("甲镇", (0, 0, 1, 0)),
    ]  # fmt: skip
    (order,), _ = desk.timeliness.records(Asked(Measure.TASK, AUGUST, unit="甲镇"))
    assert (order.panel, order.record_id) == ("orders", fourth.id)


def test_a_task_cancelled_after_its_time_was_not_done(desk, by, clock):
    task = desk.tasks.add("查堤", clock.now() + timedelta(hours=1), "县水利局", by=by)
    clock.advance(hours=2)
    desk.tasks.cancel(task.id, "来不及", seen=task.version, by=by)
    (row,), _ = desk.timeliness.records(Asked(Measure.TASK, AUGUST))
    assert (row.outcome, row.reason) == (Outcome.OVER, "来不及")


def test_months_are_the_stations_and_the_limit_itself_is_on_time(desk, by, clock, opened):
    clock.set(datetime(2030, 12, 31, 16, 0, tzinfo=UTC))
    incident = opened()
    phone = next(one for one in desk.incident_clocks.of(incident.id) if one.step is LimitStep.FIRST_PHONE)
    clock.set(phone.due_at)
    desk.incident_clocks.done(phone.id, "李例三", by=by)
    found = desk.timeliness.figures(date(2030, 12, 9), 2).of(Measure.FIRST_PHONE)
    assert [counts(line)[0] for line in found] == [0, 1], "it began in January at the station"
    assert months(date(2030, 11, 9), 3) == [date(2030, 11, 1), date(2030, 12, 1), date(2031, 1, 1)]
    assert desk.timeliness.years() == (2031,)


def test_rare_measures_are_shown_where_there_is_something_of_them(desk, by, clock, opened):
    assert [line.measure for line in desk.timeliness.figures(AUGUST, 1).whole] == [
        Measure.FIRST_PHONE, Measure.FIRST_WRITTEN, Measure.FOLLOW_UP, Measure.RECEIPT, Measure.TASK,
    ]  # fmt: skip
    incident = opened()
    desk.incident_clocks.rhythm(incident.id, 60, "", "领导要求", by=by)
    clock.advance(minutes=61)
    row = next(one for one in desk.incident_clocks.of(incident.id) if one.running and one.step is LimitStep.FOLLOW_UP)
    desk.incident_clocks.done(row.id, "李例三", late_reason="通信中断", by=by)
    assert counts(line_of(desk, Measure.FOLLOW_UP))[1] == 1


def test_the_figures_are_taken_out_as_excel_and_the_audit_book_knows(desk, by, clock, opened, tmp_path):
    opened()
    target = tmp_path / "时限统计.xlsx"

    written = desk.timeliness.export(target, date(2030, 1, 1), by=by)

    sheet = load_workbook(target).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("指标", "月份或单位", "按时", "超时办结", "超时未办", "未到时限", "按时率", "中位用时（分钟）")
    assert len(rows) - 1 == written
    assert ("电话初报", "2030-08", 0, 0, 0, 1, "无", None) in rows
    with desk.opened.store.reading() as connection:
        said = connection.execute(select(AuditLine.text).order_by(AuditLine.number.desc())).scalars().first()
    assert said == f"导出时限统计：{written} 行，时限统计.xlsx"
