"""A batch of n signals stores what n batches of one store: random signals of two devices, twice as loud as life."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.signals import Arrived, Signal, SignalKind
from console.domain.wire import DeviceForm, DeviceRow, PointForm
from db.store import driver
from tests.kit.wire import officer

K = SignalKind
KINDS = (*[K.ALARM] * 5, *[K.FAULT] * 2, *[K.RESTORE] * 4, *[K.READING] * 4, *K)
EVENTS = (
    "SELECT e.number, e.device_key, e.kind, e.at, e.last_at, e.raw, e.account, e.code, e.zone, e.value, e.repeats, "
    "e.first_id, e.facts, a.number FROM wire_event e LEFT JOIN alarm a ON a.id = e.alarm_id ORDER BY e.number"
)
ALARMS = (
    "SELECT a.number, a.device_key, a.kind, a.priority, a.state, a.words, a.account, a.code, a.zone, a.first_at, "
    "a.restored_at, a.acknowledged_at, a.value, a.limit_value, a.point_name, a.facts, c.number FROM alarm a "
    "LEFT JOIN alarm c ON c.id = a.cause_id ORDER BY a.number"
)
STEPS = "SELECT a.number, s.act, s.by_name, s.at, s.note FROM alarm_step s JOIN alarm a ON a.id = s.alarm_id"


class Side:
    """A store with two devices; the other one has the same."""

    def __init__(self, data: DataDir, clock: StoppedClock, ids: Sequence[UUID]) -> None:
        self.desk, self.clock = bootstrap.build(data, clock), clock
        self.by, tool = officer(self.desk), Actor.tool("tester")
        self.desk.settings.change("alarm.storm", "4", "样例", confirmed=True, by=tool)
        self.devices = [self._device(f"D{at}", kind, ids[at]) for at, kind in enumerate(("surgard", "dc09"))]
        one, two = (row.form.id for row in self.devices)
        for point in (
            PointForm(ids[2], one, "甲", account="1", zone="1", above=10.0, repeat_seconds=5),
            PointForm(ids[3], two, "乙", code="A", above=8.0, below=1.0),
            PointForm(ids[4], one, "丙", above=12.0),
        ):
            self.desk.devices.put_point(point, by=tool)

    def _device(self, code: str, kind: str, key: UUID) -> DeviceRow:
        form = DeviceForm(key, code, code, kind, f"sim://{kind}/{code}")
        return self.desk.devices.add(form, by=Actor.tool("tester"))

    def arrived(self, batch: Sequence[tuple[int, datetime, Signal]]) -> list[Arrived]:
        return [Arrived(self.devices[at].key, self.devices[at].form.driver, when, one) for at, when, one in batch]

    def stored(self) -> list[Any]:
        with self.desk.opened.store.reading() as connection:
            return [sorted(driver(connection).execute(asked).fetchall(), key=repr) for asked in (EVENTS, ALARMS, STEPS)]

    def deal_with(self, chance: Random) -> None:
        for row in sorted(self.desk.alarms.queue().rows, key=lambda row: row.number)[::7]:
            if chance.random() < 0.5:
                self.desk.alarms.acknowledge([row.id], by=self.by)
            elif row.cause_id is None:
                until = self.clock.now() + timedelta(minutes=5)
                self.desk.alarms.shelve(row.id, until, "检修", seen=row.version, by=self.by)


def signals(chance: Random, at: datetime) -> Iterator[tuple[int, datetime, Signal]]:
    for _ in range(90):
        at += timedelta(microseconds=chance.choice([1, 1_000, 100_000, 600_000]))
        kind, device = chance.choice(KINDS), chance.randrange(2)
        key = (device, chance.choice("12"), chance.choice("AB"), str(chance.randrange(12)))
        if kind is K.UNREADABLE:
            continue
        value = chance.choice([0.5, 5.0, 9.0, 11.0, 13.0]) if kind is K.READING else None
        code = "" if kind is K.RESTORE and chance.random() < 0.5 else key[2]
        raw = f"{chance.randrange(3)} {kind.value} {value}".encode()
        facts = chance.choice([{}, {"group": "1"}, {"group": "2", "count": 1}])
        more = {"words": "火警", "words_en": "Fire", "value": value, "priority": chance.randrange(4), "facts": facts}
        yield device, at, Signal(kind, raw, key[1], code, key[3], **more)


@pytest.mark.parametrize("at", [0, 10])
def test_a_batch_stores_what_its_signals_store_one_by_one(at: int, tmp_path, empty_store: DataDir, clock) -> None:
    chance = Random(at)
    ids = [UUID(int=chance.getrandbits(128), version=4) for _ in range(5)]
    with ExitStack() as open_:
        sides = []
        for name in ("together", "alone"):
            shutil.copytree(empty_store.root, tmp_path / name)
            sides.append(Side(DataDir(tmp_path / name), StoppedClock(clock.now()), ids))
            open_.enter_context(closing(sides[-1].desk))
        together, alone = sides
        for _ in range(3):
            batch = list(signals(chance, together.clock.now()))
            told = together.desk.alarm_intake.receive(together.arrived(batch))
            one_by_one = [alone.desk.alarm_intake.receive([one])[0] for one in alone.arrived(batch)]
            assert [(one.id, one.repeats, one.alarm_number) for one in told] == [
                (one.id, one.repeats, one.alarm_number) for one in one_by_one
            ]
            assert together.stored() == alone.stored()
            dealt = chance.random()
            for side in sides:
                side.clock.set(batch[-1][1] + timedelta(seconds=1))
                side.deal_with(Random(dealt))
                side.clock.advance(seconds=50)
        assert [side.desk.log.verify().fault for side in sides] == [None, None]
