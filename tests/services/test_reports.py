"""Reports: their figures are those of the tables, periods are the station's, what was issued never changes."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain.briefs import BriefKind, NewBrief, NewReading
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine
from console.domain.inbound import InboundState, Intake
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from console.domain.reports import ReportKind, issue_line, last_complete, period
from console.errors import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2030, 8, 12)


@dataclass(frozen=True)
class Day:
    """A store with a day in it, when it ended and who stood the watch."""

    root: Path
    ended: datetime
    officer: Actor


@pytest.fixture(scope="module")
def day(tmp_path_factory, empty_store):
    """Written once; tests work on copies of it."""
    root, clock = tmp_path_factory.mktemp("day") / "store", StoppedClock(datetime(2030, 8, 12, tzinfo=UTC))
    shutil.copytree(empty_store.root, root)
    desk = bootstrap.build(DataDir(root), clock)
    officer = a_day(desk, clock)
    desk.close()
    return Day(root, clock.now(), officer)


@pytest.fixture
def new_store(request, data):
    """With the day in it for who asks for ``busy``, else empty."""
    filled = "busy" in request.fixturenames
    shutil.copytree(request.getfixturevalue("day" if filled else "empty_store").root, data.root, dirs_exist_ok=True)
    return data


@pytest.fixture
def clock(request, clock):
    return StoppedClock(request.getfixturevalue("day").ended) if "busy" in request.fixturenames else clock


@pytest.fixture
def busy(day):
    """Who stood the watch of the day."""
    return day.officer


def a_day(desk, clock):
    """From 08:00 on, and a bit of the next: items, tasks, briefs, a watch."""
    officer = desk.accounts.add("陈例一", Role.ADMIN, "example-duty-1", by=Actor.tool("tester")).actor
    desk.duty.take_over_empty([PostLine("leader", "林例十"), PostLine("主班", "陈例一")], by=officer)
    taken = []
    for hour in range(30):
        channel = ("phone", "fax", "sms")[hour % 3]
        taken.append(
            desk.intake.register(
                Intake(uuid4(), f"样例事项 {hour}", desk.clock.now(), channel=channel, caller_name="梁例五"), by=officer
            )
        )
        clock.advance(hours=1)
    desk.intake.close(taken[1].id, InboundState.CLOSED, "已告知", seen=taken[1].version, by=officer)
    late = desk.tasks.add("查看样例村12 道路", desk.clock.now() - timedelta(hours=1), "样例镇", by=officer)
    desk.tasks.add("明日送样", desk.clock.now() + timedelta(hours=9), by=officer)
    done = desk.tasks.add("已做的", by=officer)
    desk.tasks.close(done.id, "已做", seen=done.version, by=officer)
    at = datetime(2030, 8, 12, 10, tzinfo=SHANGHAI)
    for hour, value in enumerate(("38.40", "38.9", "38.42")):
        readings = (NewReading("样例河水位", value, "m"),)
        desk.briefs.record(
            NewBrief(uuid4(), BriefKind.RIVER, at + timedelta(hours=hour), "涨", "水文站", readings), by=officer
        )
    assert late.number
    return officer


def asked(desk, statement, *values):
    """The store asked by another library's plain SQL."""
    with closing(sqlite3.connect(f"file:{desk.data.store}?mode=ro", uri=True)) as connection:
        return connection.execute(statement, values).fetchone()[0]


def micros(at):
    return int(at.timestamp()) * 1_000_000


def section(row, key):
    return next(one for one in row.body["sections"] if one["key"] == key)


def test_its_figures_are_those_of_the_tables(desk, busy):
    row = desk.reports.compose(ReportKind.DAILY, DAY, by=busy)
    start, end = micros(datetime(2030, 8, 12, 8, tzinfo=SHANGHAI)), micros(datetime(2030, 8, 13, 8, tzinfo=SHANGHAI))
    figures, within = row.body["figures"], (start, end)

    def count(statement):
        return asked(desk, statement, *within[: statement.count("?")])

    received = "FROM inbound WHERE received_at >= ? AND received_at < ?"
    assert figures["inbound"] == count(f"SELECT count(*) {received}") == 24
    assert figures["inbound.channel.传真"] == count(f"SELECT count(*) {received} AND channel = 'fax'") == 8
    assert figures["inbound.state.已办结"] == count(f"SELECT count(*) {received} AND state = 'closed'") == 1
    before_end = "SELECT count(*) FROM inbound WHERE state = 'open' AND received_at < "
    assert figures["inbound.open"] == asked(desk, before_end + "?", end) == 23
    ended = "SELECT count(*) FROM task WHERE closed_at >= ? AND closed_at < ? AND state = 'done'"
    assert figures["task.done"] == count(ended)
    assert figures["task.open"] == asked(desk, "SELECT count(*) FROM task WHERE state = 'open'") == 2
    now = micros(desk.clock.now())
    assert (
        figures["task.overdue"] == asked(desk, "SELECT count(*) FROM task WHERE state='open' AND due_at <= ?", now) == 1
    )
    assert figures["shifts"] == asked(desk, "SELECT count(*) FROM shift") == 1
    assert figures["briefs"] == count("SELECT count(*) FROM brief WHERE at >= ? AND at < ?") == 3
    recorded = "SELECT count(*) FROM log_entry WHERE recorded_at >= ? AND recorded_at < ?"
    assert figures["log_lines"] == count(recorded) > 24


def test_every_item_of_the_period_stands_in_it_and_no_caller(desk, busy):
    row = desk.reports.compose(ReportKind.DAILY, DAY, by=busy)

    items = section(row, "items")["rows"]
    assert len(items) == 24 and items[0][0] == "示例JB2030-000001" and items[0][1] == "08-12 08:00"
    assert items[1][4] == "已办结"
    assert "梁例五" not in str(row.body)


def test_readings_as_written_with_lowest_highest_and_last(desk, busy):
    row = desk.reports.compose(ReportKind.DAILY, DAY, by=busy)

    assert section(row, "readings")["rows"] == [
        ["样例河水位", "m", "3", "38.40（08-12 10:00）", "38.9（08-12 11:00）", "38.42（08-12 12:00）"]
    ]


def test_the_week_begins_on_monday_and_the_month_on_the_first():
    assert DAY.isoweekday() == 1
    sunday = date(2030, 8, 18)
    week = period(ReportKind.WEEKLY, sunday, SHANGHAI, "08:00")
    assert week == (datetime(2030, 8, 12, 8, tzinfo=SHANGHAI), datetime(2030, 8, 19, 8, tzinfo=SHANGHAI))
    month = period(ReportKind.MONTHLY, date(2030, 12, 31), SHANGHAI, "00:00")
    assert month == (datetime(2030, 12, 1, tzinfo=SHANGHAI), datetime(2031, 1, 1, tzinfo=SHANGHAI))


def test_the_newest_period_that_is_over():
    before = datetime(2030, 8, 13, 7, 59, tzinfo=SHANGHAI)
    assert last_complete(ReportKind.DAILY, before, SHANGHAI, "08:00") == date(2030, 8, 11)
    assert last_complete(ReportKind.DAILY, before + timedelta(minutes=1), SHANGHAI, "08:00") == date(2030, 8, 12)
    assert last_complete(ReportKind.WEEKLY, before, SHANGHAI, "08:00") == date(2030, 8, 5)
    assert last_complete(ReportKind.MONTHLY, before, SHANGHAI, "08:00") == date(2030, 7, 1)


def test_a_draft_is_counted_anew_and_keeps_its_remarks(desk, busy, clock):
    first = desk.reports.compose(ReportKind.DAILY, DAY, by=busy)
    kept = desk.reports.remark(first.id, "样例河水位回落", seen=first.version, by=busy)
    item = Intake(uuid4(), "补登记", datetime(2030, 8, 12, 9, tzinfo=SHANGHAI), received_reason="停电期间手写")
    desk.intake.register(item, by=busy)

    again = desk.reports.compose(ReportKind.DAILY, DAY, by=busy)

    assert (again.id, again.remarks, again.number) == (first.id, "样例河水位回落", "")
    assert kept.version < again.version and again.body["figures"]["inbound"] == 25


def test_what_is_issued_stays_as_it_was_issued(desk, busy):
    draft = desk.reports.compose(ReportKind.DAILY, DAY, by=busy)
    issued = desk.reports.issue(draft.id, seen=draft.version, by=busy)
    assert issued.number == "示例RB2030-0001" and issued.body["issued"]["by"] == "陈例一"

    item = Intake(uuid4(), "补登记", datetime(2030, 8, 12, 9, tzinfo=SHANGHAI), received_reason="停电期间手写")
    desk.intake.register(item, by=busy)

    assert desk.reports.one(issued.id) == issued
    with pytest.raises(Refused, match="report_issued"):
        desk.reports.remark(issued.id, "改", seen=issued.version, by=busy)
    with pytest.raises(Refused, match="report_issued"):
        desk.reports.issue(issued.id, seen=issued.version, by=busy)


def test_a_later_change_is_a_new_one_that_says_what_it_corrects(desk, busy):
    first = desk.reports.compose(ReportKind.DAILY, DAY, by=busy)
    desk.reports.issue(first.id, seen=first.version, by=busy)

    draft = desk.reports.compose(ReportKind.DAILY, DAY, by=busy)
    second = desk.reports.issue(draft.id, seen=draft.version, by=busy)

    assert draft.id != first.id and second.corrects == "示例RB2030-0001" and second.number == "示例RB2030-0002"
    assert [row.number for row in desk.reports.rows(ReportKind.DAILY)] == ["示例RB2030-0002", "示例RB2030-0001"]
    assert "更正 示例RB2030-0001" in desk.log.newest(1)[0].text


def test_each_kind_has_its_own_series_and_the_books_hold_them(desk, busy, clock):
    clock.advance(days=31)
    for kind, number in ((ReportKind.DAILY, "RB"), (ReportKind.WEEKLY, "ZB"), (ReportKind.MONTHLY, "YB")):
        draft = desk.reports.compose(kind, DAY, by=busy)
        issued = desk.reports.issue(draft.id, seen=draft.version, by=busy)
        assert issued.number == f"示例{number}2030-0001"

    assert desk.log.verify().fault is None
    with desk.opened.store.writing(by=busy) as tx:
        tx.run("UPDATE report SET body = '{}' WHERE kind = 'daily'")
    assert desk.log.verify().fault.where == "report"


def test_a_draft_somebody_else_changed_is_not_issued_unread(desk, busy):
    draft = desk.reports.compose(ReportKind.DAILY, DAY, by=busy)
    desk.reports.compose(ReportKind.DAILY, DAY, by=busy)

    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.reports.issue(draft.id, seen=draft.version, by=busy)


def test_a_period_that_has_not_begun_has_no_report(desk, busy):
    with pytest.raises(Refused, match="period_not_begun"):
        desk.reports.compose(ReportKind.DAILY, date(2030, 8, 20), by=busy)


def test_whoever_may_not_reports_none(desk, busy):
    viewer = desk.accounts.add("样例阅览", Role.VIEWER, "example-duty-1", by=Actor.tool("tester"))
    with pytest.raises(Refused, match="not_permitted"):
        desk.reports.compose(ReportKind.DAILY, DAY, by=viewer.actor)


def test_an_empty_store_has_an_empty_report(desk, by, clock):
    clock.advance(days=1)
    row = desk.reports.compose(ReportKind.DAILY, DAY, by=by)

    assert row.body["figures"]["inbound"] == 0 and not section(row, "items")["rows"]
    assert row.to_at == datetime(2030, 8, 13, 0, tzinfo=UTC)


def test_a_number_as_a_reader_says_it():
    assert issue_line("RB2030-0008", Realm.LIVE) == "〔2030〕第8期"
    assert issue_line("示例RB2030-0112", Realm.SAMPLE) == "示例〔2030〕第112期"


def test_other_events_of_two_kinds_are_not_counted_as_one(desk, busy):
    for code in ("10199", "20399", "20399"):
        desk.intake.register(Intake(uuid4(), "样例事项", desk.clock.now(), event_type=code), by=busy)
    figures = desk.reports.compose(ReportKind.DAILY, DAY + timedelta(days=1), by=busy).body["figures"]
    assert figures["inbound.event_type.其他水旱灾害"] == 1
    assert figures["inbound.event_type.其他交通运输事故"] == 2
    assert [row.event_type_name for row in desk.intake.newest(3)] == ["其他交通运输事故"] * 2 + ["其他水旱灾害"]


def test_a_period_that_is_not_over_is_drafted_and_not_issued(desk, by, clock):
    clock.advance(hours=3)
    draft = desk.reports.compose(ReportKind.DAILY, clock.now().astimezone(desk.zone).date(), by=by)

    with pytest.raises(Refused) as refused:
        desk.reports.issue(draft.id, seen=draft.version, by=by)

    assert refused.value.code == "report_not_over" and refused.value.facts["at"] == "2030-08-13 08:00"
    clock.advance(days=1)
    assert desk.reports.issue(draft.id, seen=draft.version, by=by).issued
