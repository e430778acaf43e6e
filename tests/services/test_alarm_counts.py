"""What is counted of alarms: one definition, held against the store and the hand-over sheet over a random night."""

from __future__ import annotations

import random
from datetime import timedelta

from console.bootstrap import Desk
from console.domain.alarm import AlarmRow, AlarmState, tally
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine
from console.domain.people import Actor
from console.domain.signals import SignalKind
from console.domain.wire import DeviceRow, LinkState, LinkStatus
from console.services.sheet import wire as sheet
from console.services.sheet.part import CutOff
from tests.kit.wire import device, hear, officer, point


class Night:
    """Anything that may happen to alarms, one thing after the other."""

    def __init__(self, desk: Desk, clock: StoppedClock, by: Actor, seed: int) -> None:
        self.desk, self.clock, self.by, self.dice = desk, clock, by, random.Random(seed)
        self.panel, self.line = device(desk), device(desk, "水位站 SW-03", "sl651")
        point(desk, self.line, "水位", code="39", above=12.5)
        self._zone = 0

    def happen(self) -> None:
        self.dice.choice((self.storm, self.single, self.single, self.level, self.link, self.time, *[self.act] * 6))()

    def storm(self) -> None:
        for _ in range(self.dice.randint(12, 16)):
            self.single(self.panel)

    def single(self, of: DeviceRow | None = None) -> None:
        self._zone += 1
        hear(self.desk, of or self.panel, zone=str(self._zone), priority=self.dice.choice((2, 2, 2, 1, 3)))

    def level(self) -> None:
        value = self.dice.choice((11.0, 13.0 + self._zone / 100))
        hear(self.desk, self.line, SignalKind.READING, account="7", code="39", value=value)

    def link(self) -> None:
        state, now = self.dice.choice((LinkState.LOST, LinkState.SILENT, LinkState.ONLINE)), self.clock.now()
        self.desk.links.note([LinkStatus(self.line.key, state, now, now, "gone")])

    def time(self) -> None:
        self.clock.advance(minutes=self.dice.choice((1, 7, 40)))
        self.desk.alarms.escalate()

    def act(self) -> None:
        rows = [row for row in self.desk.alarms.queue(shelved=True).rows if row.waits]
        if not rows:
            return
        row, alarms, by = self.dice.choice(rows), self.desk.alarms, self.by
        if row.state is AlarmState.SHELVED:
            alarms.unshelve(row.id, by=by)
            return
        until = self.clock.now() + timedelta(minutes=self.dice.randint(5, 60))
        acts = (
            lambda: alarms.acknowledge([row.id], by=by), lambda: alarms.acknowledge([row.id], by=by),
            lambda: alarms.shelve(row.id, until, "检修", seen=row.version, by=by),
            lambda: alarms.shelve(row.id, until, "检修", seen=row.version, by=by),
            lambda: alarms.settle(row.id, "已看", seen=row.version, by=by),
            lambda: alarms.false_alarm(row.id, "误触", seen=row.version, by=by),
        )  # fmt: skip
        self.dice.choice(acts)()


def test_one_definition_over_a_random_night(desk: Desk, clock: StoppedClock) -> None:
    by = officer(desk)
    shift = desk.duty.take_over_empty([PostLine("leader", "林例十"), PostLine("主班", "陈例一")], by=by)
    night = Night(desk, clock, by, seed=20300812)
    most = {"open": 0, "unseen": 0, "shelved": 0, "grouped": 0}
    for _ in range(90):
        night.happen()
        queue = desk.alarms.queue(shelved=True, all_today=True)
        told = tally(queue.rows, shift.taken_at)
        assert desk.alarms.counts() == told
        assert (queue.open, queue.unseen, queue.shelved, queue.today, queue.grouped) == (
            told.open, told.unseen, told.shelved, told.today, told.grouped,
        )  # fmt: skip
        _followers_stand_with_their_cause(queue.rows)
        most = {name: max(most[name], getattr(told, name)) for name in most}
        if night.dice.random() < 0.2:
            with desk.opened.store.reading() as connection:
                rows = sheet.waiting_alarms(CutOff(connection, shift, 0, clock.now(), desk.zone))
            assert len(rows) == told.open + told.shelved
    assert min(most.values()) > 3, f"a night in which something happened: {most}"
    assert desk.log.verify().fault is None


def _followers_stand_with_their_cause(rows: tuple[AlarmRow, ...]) -> None:
    """What is not counted by itself is counted with one that is."""
    known = {row.id: row for row in rows}
    wrong = [
        row.number for row in rows
        if row.waits and row.cause_id is not None
        and (known[row.cause_id].state is not row.state or known[row.cause_id].cause_id is not None)
    ]  # fmt: skip
    assert wrong == []


def test_what_went_aside_with_its_cause_comes_back_with_it(desk: Desk, clock: StoppedClock) -> None:
    by, panel = officer(desk), device(desk)
    for zone in range(14):
        hear(desk, panel, zone=str(zone))
    first = next(row for row in desk.alarms.queue().rows if row.cause_id is None)
    alone = next(row for row in desk.alarms.queue().rows if row.cause_id == first.id)
    later = clock.now() + timedelta(hours=2)
    desk.alarms.shelve(alone.id, later, "这一只在检修", seen=alone.version, by=by)
    first = desk.alarms.one(first.id)
    desk.alarms.shelve(first.id, clock.now() + timedelta(hours=1), "消防队在场", seen=first.version, by=by)
    assert (desk.alarms.counts().open, desk.alarms.counts().shelved) == (0, 2), (
        "nothing is left behind unseen and silent"
    )
    assert desk.alarms.queue().rows == ()
    clock.advance(hours=1)
    before = len(desk.log.newest(50))
    desk.alarms.escalate()
    assert len(desk.log.newest(50)) == before + 1, "a storm that comes back is one line"
    assert (desk.alarms.counts().open, desk.alarms.counts().unseen) == (1, 1) and len(desk.alarms.queue().rows) == 13
    clock.advance(hours=1)
    desk.alarms.escalate()
    assert desk.alarms.one(alone.id).sounds, "what was put aside by itself comes back as an alarm of its own"
    first = desk.alarms.one(first.id)
    desk.alarms.shelve(first.id, clock.now() + timedelta(hours=1), "消防队又到", seen=first.version, by=by)
    early = next(row for row in desk.alarms.queue(shelved=True).rows if row.cause_id == first.id)
    desk.alarms.unshelve(early.id, by=by)
    assert desk.alarms.one(early.id).sounds, "one that is brought back before its cause is heard by itself"
    assert desk.log.verify().fault is None
