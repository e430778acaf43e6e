"""Two seats at once: numbers run without a gap over the new year, one act wins and the other is told."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from console import bootstrap
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import IncidentState, ItemKind, NewIncident
from console.domain.incident_figures import Amount
from console.domain.incident_report import ReportKind, ReportState
from console.domain.people import Actor, Role
from console.errors import Refused
from console.services.incident_reports import Text

LEADER, WORD = "林例十", "leader of 2026"
EVE = datetime(2026, 12, 31, 15, 50, tzinfo=UTC)
"""Ten minutes before the year ends at the station."""

SEAT = """
import json, sys
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4
from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_report import ReportKind
from console.services.incident_reports import Text

root, name, starts, leader, word = sys.argv[1:]
clock = StoppedClock(datetime.fromisoformat(starts))
desk = bootstrap.build(DataDir(Path(root)), clock)
by = next(row.actor for row in desk.accounts.list() if row.name == name)
sys.stdout.write("ready\\n"); sys.stdout.flush()
sys.stdin.readline()
for turn in range(4):
    call = desk.intake.register(Intake(uuid4(), "泄漏", clock.now()), by=by)
    made = desk.incidents.open(NewIncident(uuid4(), "泄漏", "储罐泄漏", "20101"), [call.id], by=by)
    row = desk.incident_reports.draft(made.id, ReportKind.FIRST, by=by)
    desk.incident_reports.ask(row.id, Text(row.title, row.body), leader, seen=row.version, by=by)
    (waits,) = desk.approvals.of(row.id)
    desk.approvals.approve(waits.id, leader, word, digest=waits.digest)
    sys.stdout.write(json.dumps([made.number, desk.incident_reports.one(row.id).number]) + "\\n")
    clock.advance(minutes=4)
desk.close()
"""


@pytest.fixture
def eve(new_store):
    """A store with a leader and an officer for each seat, ten minutes before the new year."""
    clock = StoppedClock(EVE)
    desk = bootstrap.build(new_store, clock)
    desk.accounts.add(LEADER, Role.COMMANDER, WORD, by=Actor.tool("tester"))
    for name in ("陈例一", "周例五"):
        desk.accounts.add(name, Role.OFFICER, "officer of 2026", by=Actor.tool("tester"))
    yield desk
    desk.close()


def actor(desk, name: str) -> Actor:
    return next(row.actor for row in desk.accounts.list() if row.name == name)


def begun(desk):
    """An incident with a first report that waits for the leader's word."""
    by = actor(desk, "陈例一")
    call = desk.intake.register(Intake(uuid4(), "泄漏", desk.clock.now()), by=by)
    made = desk.incidents.open(NewIncident(uuid4(), "泄漏", "储罐泄漏", "20101"), [call.id], by=by)
    row = desk.incident_reports.draft(made.id, ReportKind.FIRST, by=by)
    return by, made, row


@pytest.mark.long
def test_numbers_run_without_a_gap_over_the_new_year_from_two_processes(eve):
    data = eve.data
    seats = [
        subprocess.Popen(
            [sys.executable, "-c", SEAT, str(data.root), name, EVE.isoformat(), LEADER, WORD],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for name in ("陈例一", "周例五")
    ]  # fmt: skip
    told: list[list[str]] = []
    for seat in seats:
        assert seat.stdout is not None and seat.stdout.readline() == "ready\n"
    for seat in seats:
        assert seat.stdin is not None
        seat.stdin.write("go\n")
        seat.stdin.flush()
    for seat in seats:
        out, _ = seat.communicate(timeout=120)
        assert seat.returncode == 0
        told += [json.loads(line) for line in out.splitlines()]

    reports = sorted(number for _, number in told)
    wanted = [
        f"示例应急值班快报〔{year}〕第{one}期" for year, many in ((2026, 6), (2027, 2)) for one in range(1, many + 1)
    ]
    assert reports == sorted(wanted)
    incidents = sorted(number for number, _ in told)
    assert incidents == [
        f"示例SJ{year}-{one:04d}" for year, many in ((2026, 6), (2027, 2)) for one in range(1, many + 1)
    ]
    assert eve.log.verify().fault is None


def test_a_clock_set_back_over_the_new_year_goes_on_in_the_old_year_without_a_gap(eve):
    clock, numbers = eve.clock, []
    for minutes in (0, 15, -10, 15):
        clock.set(clock.now() + timedelta(minutes=minutes))
        by, _, row = begun(eve)
        eve.incident_reports.ask(row.id, Text(row.title, row.body), LEADER, seen=row.version, by=by)
        (waits,) = eve.approvals.of(row.id)
        eve.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
        numbers.append(eve.incident_reports.one(row.id).number.removeprefix("示例应急值班快报"))
    assert numbers == ["〔2026〕第1期", "〔2027〕第1期", "〔2026〕第2期", "〔2027〕第2期"]


def test_what_one_seat_approved_the_other_neither_approves_nor_takes_back(eve):
    by, _, row = begun(eve)
    row = eve.incident_reports.ask(row.id, Text(row.title, row.body), LEADER, seen=row.version, by=by)
    with closing(bootstrap.build(eve.data, eve.clock)) as other:
        (waits,) = other.approvals.waiting(LEADER)
        eve.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
        with pytest.raises(Refused, match="approval_ended"):
            other.approvals.approve(waits.id, LEADER, WORD, digest=waits.digest)
        with pytest.raises(Refused, match="changed_meanwhile"):
            other.incident_reports.take_back(row.id, seen=row.version, by=by)
    assert eve.incident_reports.one(row.id).state is ReportState.APPROVED


def test_what_was_rewritten_on_another_seat_is_not_approved_unseen(eve):
    """The leader reads one text; it is taken back, changed and handed in again before he presses the key."""
    by, _, row = begun(eve)
    row = eve.incident_reports.ask(row.id, Text(row.title, row.body), LEADER, seen=row.version, by=by)
    (read,) = eve.approvals.waiting(LEADER)
    with closing(bootstrap.build(eve.data, eve.clock)) as other:
        row = other.incident_reports.take_back(row.id, seen=row.version, by=by)
        other.incident_reports.ask(row.id, Text(row.title, "别的内容"), LEADER, seen=row.version, by=by)
    with pytest.raises(Refused, match="approval_ended"):
        eve.approvals.approve(read.id, LEADER, WORD, digest=read.digest)
    (now,) = eve.approvals.waiting(LEADER)
    with pytest.raises(Refused, match="changed_meanwhile"):
        eve.approvals.approve(now.id, LEADER, WORD, digest=read.digest)
    assert eve.incident_reports.one(row.id).number == ""


def test_two_seats_at_one_incident_the_second_is_told(eve):
    by, made, row = begun(eve)
    with closing(bootstrap.build(eve.data, eve.clock)) as other:
        eve.incidents.step(made.id, IncidentState.HANDLING, seen=made.version, by=by)
        with pytest.raises(Refused, match="changed_meanwhile"):
            other.incidents.step(made.id, IncidentState.CANCELLED, "误报", seen=made.version, by=by)
        eve.incident_reports.save(row.id, Text("甲", "甲"), seen=row.version, by=by)
        with pytest.raises(Refused, match="changed_meanwhile"):
            other.incident_reports.save(row.id, Text("乙", "乙"), seen=row.version, by=by)
        other.incident_figures.revise(made.id, {"dead": Amount(1)}, EVE, "甲", by=by)
        eve.incident_figures.revise(made.id, {"dead": Amount(2)}, EVE, "乙", by=by)
        assert [one.amount.value for one in other.incident_figures.history(made.id)] == [1, 2], "both stay"
        item = eve.intake.register(Intake(uuid4(), "又一个", EVE), by=by)
        other.incident_items.join(made.id, item.id, ItemKind.MORE, by=by)
        with pytest.raises(Refused, match="item_joined"):
            eve.incidents.open(NewIncident(uuid4(), "泄漏", "泄漏", "20101"), [item.id], by=by)


def test_leap_day_and_month_ends_are_days_like_others(new_store):
    clock = StoppedClock(datetime(2028, 2, 28, 15, 59, tzinfo=UTC))
    with closing(bootstrap.build(new_store, clock)) as desk:
        desk.accounts.add("陈例一", Role.OFFICER, "officer of 2026", by=Actor.tool("tester"))
        desk.accounts.add("周例五", Role.OFFICER, "officer of 2026", by=Actor.tool("tester"))
        by, made, row = begun(desk)
        clock.advance(minutes=2)
        desk.incident_figures.revise(made.id, {"dead": Amount(1)}, clock.now(), "现场", by=by)
        assert "截至2月29日0时01分" in desk.incident_reports.composed(row.id)
        clock.set(datetime(2028, 2, 29, 15, 59, tzinfo=UTC))
        incident = desk.incidents.one(made.id)
        assert all(one.due_at > one.counts_from for one in desk.incident_clocks.of(incident.id))
        assert desk.log.verify().fault is None
