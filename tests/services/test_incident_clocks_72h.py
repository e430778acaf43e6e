"""Seventy-two hours with sleep, a restart and a clock that was set back: no alarm is missed, none comes twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.alerts import key_of, unheard
from console.domain.clock import StoppedClock
from console.domain.due import DueKind
from console.domain.escalation import Level
from console.domain.inbound import Intake
from console.domain.incident import Grade, IncidentKind, ItemKind, NewIncident, Standing
from console.domain.orders import Form, NewOrder
from console.domain.people import Actor, Role
from console.domain.report_limits import IncidentClockRow, LimitStep
from console.services.incidents import Judgement

pytestmark = pytest.mark.long

DANGEROUS_GOODS = "20101"
REPORTS = DueKind.REPORT_CLOCK
ASKED = {Level.REMIND: (0.8, 0), Level.ALARM: (1.0, 0), Level.LEADER: (1.0, 30)}
"""Part of the time gone and minutes more, as the issue has them: 80 %, 100 %, half an hour later the leader."""


class Room:
    """A seat somebody sits at: looks when told to, acknowledges what is heard, may be closed and opened again."""

    def __init__(self, data: DataDir, clock: StoppedClock) -> None:
        self.data, self.clock = data, clock
        self.desk: Desk = bootstrap.build(data, clock)
        self.by = self.desk.accounts.add("陈例一", Role.COMMANDER, "clocks of 2030", by=Actor.tool("tester")).actor
        self.heard: Counter[str] = Counter()
        self.over: dict[str, datetime] = {}

    def look(self) -> list[UUID]:
        """Hear what is over and nobody has acknowledged; answers the incidents whose countdowns were heard."""
        now = self.clock.now()
        rows = self.desk.due.rows(now)
        found = unheard(rows, now, self.desk.alerts.acknowledged())
        self.heard.update(key_of(item) for item in found)
        self.over.update({key_of(item): item.due_at for item in rows if item.due_at <= now})
        if found:
            self.desk.alerts.acknowledge(found, by=self.by)
        return [item.record_id for item in found if item.kind is REPORTS]

    def restart(self) -> None:
        self.desk.close()
        self.desk = bootstrap.build(self.data, self.clock)
        self.by = self.desk.accounts.sign_in("陈例一", "clocks of 2030").actor

    def incident(self, received: datetime | None = None) -> UUID:
        item = self.desk.intake.register(Intake(uuid4(), "样例化工厂泄漏", received or self.clock.now()), by=self.by)
        form = NewIncident(uuid4(), "样例化工厂泄漏", "储罐泄漏", DANGEROUS_GOODS)
        return self.desk.incidents.open(form, [item.id], by=self.by).id

    def running(self, incident: UUID) -> list[IncidentClockRow]:
        return [one for one in self.desk.incident_clocks.of(incident) if one.running]

    def set_back(self, incident: UUID) -> None:
        """The clock goes back by ten minutes, to before what was heard just now; due times stay where they are."""
        due = {one.id: one.due_at for one in self.running(incident)}
        self.clock.set(self.clock.now() - timedelta(minutes=10))
        assert self.look() == []
        assert {one.id: one.due_at for one in self.running(incident)} == due
        self.clock.advance(minutes=10)
        assert self.look() == []

    def report_late(self, incident: UUID) -> None:
        """What the officer does who hears a rhythm: reports at once, with the reason why it is late."""
        now = self.clock.now()
        for one in self.running(incident):
            if one.step is LimitStep.FOLLOW_UP and one.due_at <= now:
                self.desk.incident_clocks.done(one.id, "李例三", None, "路断", by=self.by)


@pytest.fixture
def room(new_store: DataDir, clock: StoppedClock) -> Iterator[Room]:
    made = Room(new_store, clock)
    yield made
    made.desk.close()


def test_seventy_two_hours(room: Room) -> None:
    began = room.clock.now()
    incident = room.incident()
    judged = Judgement(IncidentKind.EVENT, Grade.LARGER, Standing.FIRST)
    room.desk.incidents.judge(incident, judged, seen=1, by=room.by)
    room.desk.incident_clocks.rhythm(incident, 240, "市应急管理局指挥中心", "市局要求每 4 小时一报", by=room.by)
    room.desk.orders.give([NewOrder("县水利局", "查堤", began + timedelta(hours=45), Form.ORDER)], by=room.by)
    events = {12: "asleep", 30: "restart", 45: "set back", 46: "restart"}

    while (gone := room.clock.now() - began) < timedelta(hours=72):
        event = events.pop(gone // timedelta(hours=1), "")
        if event == "asleep":
            room.clock.advance(hours=9)
        elif event == "restart":
            room.restart()
        if incident in room.look():
            room.report_late(incident)
        if event == "set back":
            room.set_back(incident)
        room.clock.advance(hours=1)

    assert events == {} and set(room.heard.values()) == {1}, "none repeated"
    ends = room.clock.now() - timedelta(hours=1)
    clocks = room.desk.incident_clocks.of(incident)
    over = {f"report:{one.id}@{int(one.due_at.timestamp())}" for one in clocks if _was_over(one, ends)}
    assert over <= room.heard.keys(), "none missed"
    assert room.over.keys() == room.heard.keys()
    turns = [one.done_at for one in clocks if one.rule == "own" and one.done_at]
    hours = [4, 8, 21, *range(25, 72, 4)]
    assert turns == [began + timedelta(hours=hour) for hour in hours], "due at 12, heard after waking at 21"
    assert sum(key.startswith("task:") for key in room.heard) == 1


def _was_over(one: IncidentClockRow, ends: datetime) -> bool:
    return one.due_at < min(one.done_at or one.dropped_at or ends, ends)


def test_rungs_are_reached_by_stored_times_alone(room: Room) -> None:
    incident = room.incident()
    (task,) = room.desk.orders.give(
        [NewOrder("县水利局", "查堤", room.clock.now() + timedelta(hours=10), Form.ORDER)], by=room.by
    )
    began = room.clock.now()
    seen: set[tuple[UUID, Level]] = set()
    for hours in (0.0, 0.45, 0.5, 0.95, 1.0, 1.5, 8.0, 17.0, 16.8, 17.1, 71.9):
        room.clock.set(began + timedelta(hours=hours))
        if hours == 17.0:
            room.restart()
        now = room.clock.now()
        for one in room.running(incident):
            levels = [rung.level for rung in room.desk.incident_clocks.escalation(one, now)]
            assert levels == _wanted(one.counts_from, one.due_at, now)
            seen |= {(one.id, level) for level in levels}
        levels = [rung.level for rung in room.desk.orders.escalation(room.desk.orders.one(task.id), now)]
        assert levels == _wanted(task.created_at, began + timedelta(hours=10), now)
    within = [one for one in room.running(incident) if one.due_at <= began + timedelta(hours=71)]
    assert len(within) == 3 and seen >= {(one.id, level) for one in within for level in Level}
    room.desk.incident_clocks.done(within[0].id, "李例三", None, "路断", by=room.by)
    assert room.desk.incident_clocks.escalation(room.desk.incident_clocks.of(incident)[0], room.clock.now()) == ()


def _wanted(began: datetime, due: datetime, now: datetime) -> list[Level]:
    return [
        level for level, (part, more) in ASKED.items() if began + (due - began) * part + timedelta(minutes=more) <= now
    ]


def test_the_first_report_is_late_by_when_the_call_came_and_not_by_when_it_was_saved(room: Room) -> None:
    received = room.clock.now() - timedelta(minutes=70)
    incident = room.incident(received)

    assert {one.due_at for one in room.running(incident) if one.step is LimitStep.FIRST_PHONE} == {
        received + timedelta(minutes=30)
    }
    assert incident in room.look(), "overdue the moment it is saved"


def test_the_countys_rhythm_runs_again_when_the_own_one_is_dropped(room: Room) -> None:
    incident = room.incident()
    judged = Judgement(IncidentKind.EVENT, Grade.LARGER, Standing.FIRST)
    room.desk.incidents.judge(incident, judged, seen=1, by=room.by)
    city = "市应急管理局指挥中心"
    own = room.desk.incident_clocks.rhythm(incident, 60, city, "县长：每小时一报", by=room.by)
    follow = [one.rule for one in room.running(incident) if one.step is LimitStep.FOLLOW_UP]
    assert follow == ["own"]

    room.desk.incident_clocks.drop(own.id, "恢复每日一报", by=room.by)

    follow = [(one.rule, one.whom) for one in room.running(incident) if one.step is LimitStep.FOLLOW_UP]
    assert follow == [("follow_one", city)]
    assert room.desk.log.verify().fault is None


def test_a_countdown_an_officer_dropped_does_not_come_back(room: Room) -> None:
    incident = room.incident()
    dropped = room.running(incident)[0]
    row = room.desk.incident_clocks.drop(dropped.id, "已当面报告", by=room.by)
    assert row.dropped_by == "陈例一"
    before = len(room.running(incident))

    more = room.desk.intake.register(Intake(uuid4(), "又一个电话", room.clock.now()), by=room.by)
    room.desk.incident_items.join(incident, more.id, ItemKind.MORE, by=room.by)

    assert len(room.running(incident)) == before
    assert not [one for one in room.running(incident) if one.rule == dropped.rule]
