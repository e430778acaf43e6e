"""Whatever devices say and officers do, in any order, with crashes and replays between: each arrival counts once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from console import bootstrap
from console.config import DataDir
from console.domain.alarm import AlarmAct, AlarmRow, AlarmState
from console.domain.clock import StoppedClock
from console.domain.signals import Arrived, SignalKind
from console.errors import Refused
from tests.conftest import LONG
from tests.kit.wire import device, officer, point, said

KINDS = (SignalKind.ALARM,) * 4 + (
    SignalKind.RESTORE, SignalKind.FAULT, SignalKind.READING, SignalKind.MESSAGE, SignalKind.CALL,
    SignalKind.UNREADABLE, SignalKind.HEARTBEAT,
)  # fmt: skip
TELLS = st.tuples(st.sampled_from(KINDS), st.integers(0, 1), st.integers(0, 2), st.integers(0, 2), st.booleans())
DONE = (AlarmState.ACCEPTED, AlarmState.FALSE, AlarmState.SETTLED)


class _PowerCutError(Exception):
    """The machine died before the commit."""


class Wire(RuleBasedStateMachine):
    """Two devices, three zones, two officers, one program that may die."""

    source: DataDir

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        self.data = DataDir(Path(self._folder.name) / "store")
        shutil.copytree(self.source.root, self.data.root)
        self.clock = StoppedClock(datetime(2030, 8, 12, tzinfo=UTC))
        self.desk = bootstrap.build(self.data, self.clock)
        self.officers = [officer(self.desk), officer(self.desk, "周例五")]
        self.devices = [device(self.desk), device(self.desk, "SW-03", "sl651", repeat_seconds=20)]
        point(self.desk, self.devices[1], "水位", above=12.0)
        self.stored: list[Arrived] = []
        self.first: dict[int, int] = {}

    def teardown(self) -> None:
        assert self.desk.log.verify().fault is None
        self.desk.close()
        self._folder.cleanup()

    # what happens

    @rule(told=st.lists(TELLS, min_size=1, max_size=4))
    def hears(self, told: list[Any]) -> None:
        batch = [self._said(*one) for one in told]
        answers = self.desk.alarm_intake.receive(batch)
        assert [one.arrived for one in answers] == batch
        for one in answers:
            assert (one.id == 0) is (one.arrived.signal.kind is SignalKind.HEARTBEAT)
            self.first[one.id] = max(self.first.get(one.id, 0), one.repeats)
        self.stored += [one for one in batch if one.signal.kind is not SignalKind.HEARTBEAT]

    @rule(told=TELLS)
    def dies_while_storing(self, told: Any) -> None:
        """Nothing of it is there afterwards; the sender sends it again, or the spool does."""
        arrived = self._said(*told)
        if arrived.signal.kind is SignalKind.HEARTBEAT:
            return
        with pytest.raises(_PowerCutError), self._dying():
            self.desk.alarm_intake.receive([arrived])
        self.desk.alarm_intake.receive([replace(arrived, again=True)])
        self.stored.append(arrived)

    @rule(which=st.integers(0, 99))
    def replays_what_is_stored(self, which: int) -> None:
        if self.stored:
            (answer,) = self.desk.alarm_intake.receive([replace(self.stored[which % len(self.stored)], again=True)])
            assert answer.id in self.first or answer.repeats >= 0

    @rule(seconds=st.sampled_from([0, 1, 15, 25, 50, 61, 200, 3_700]))
    def time_goes_by(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)
        self.desk.alarms.escalate()

    @rule(which=st.integers(0, 99), who=st.integers(0, 1))
    def acknowledges(self, which: int, who: int) -> None:
        row = self._waiting(which)
        if row is not None:
            (seen,) = self.desk.alarms.acknowledge([row.id], by=self.officers[who])
            assert seen.acknowledged_by and not seen.sounds

    @rule(which=st.integers(0, 99), how=st.sampled_from(["accept", "false", "settle", "shelve"]), old=st.booleans())
    def deals_with(self, which: int, how: str, old: bool) -> None:
        row = self._waiting(which)
        if row is None:
            return
        by, seen, alarms = self.officers[0], row.version - (1 if old else 0), self.desk.alarms
        acts = {
            "accept": lambda: alarms.accept(row.id, alarms.draft(row.id)[1], None, by=by),
            "false": lambda: alarms.false_alarm(row.id, "试验", seen=seen, by=by),
            "settle": lambda: alarms.settle(row.id, "", seen=seen, by=by),
            "shelve": lambda: alarms.shelve(row.id, self.clock.now() + timedelta(minutes=2), "检修", seen=seen, by=by),
        }
        if old and how != "accept":
            with pytest.raises(Refused, match="changed_meanwhile"):
                acts[how]()
            return
        after = acts[how]()
        assert after.state in (*DONE, AlarmState.SHELVED)
        with pytest.raises(Refused):
            alarms.accept(row.id, None, None, by=self.officers[1]) if how != "shelve" else acts["settle"]()

    @rule()
    def the_program_starts_anew(self) -> None:
        self.desk.close()
        self.desk = bootstrap.build(self.data, self.clock)

    # what always holds

    @invariant()
    def every_arrival_is_counted_once(self) -> None:
        with self.desk.opened.store.reading() as connection:
            asked = "SELECT coalesce(sum(1 + repeats), 0) FROM wire_event WHERE first_id IS NULL"
            assert connection.exec_driver_sql(asked).scalar_one() == len(self.stored)

    @invariant()
    def rows_sums_and_steps_agree(self) -> None:
        queue = self.desk.alarms.queue(shelved=True)
        opened = [row for row in queue.rows if row.state is AlarmState.OPEN]
        assert queue.open == len(opened) and queue.shelved == len(queue.rows) - len(opened)
        assert queue.unseen == sum(row.acknowledged_at is None for row in opened)
        for row in self.desk.alarms.queue(shelved=True, all_today=True).rows:
            self._consistent(row)

    def _consistent(self, row: AlarmRow) -> None:
        acts = [step.act for step in self.desk.alarms.steps(row.id)]
        assert (row.state is AlarmState.ACCEPTED) is (row.inbound_id is not None)
        assert (row.acknowledged_at is None) is (row.acknowledged_by == "")
        assert row.restored_at is None or AlarmAct.RESTORED in acts
        assert row.count >= 1 and row.last_at >= row.first_at

    # how

    def _said(self, kind: SignalKind, of: int, zone: int, other: int, beyond: bool) -> Arrived:
        self.clock.advance(microseconds=1)
        more = {"value": 13.0 + other if beyond else 9.0 - other} if kind is SignalKind.READING else {}
        raw = f"{kind.value} {of} {zone} {other} {beyond}".encode()
        return said(self.devices[of], self.clock.now(), kind, zone=str(zone), raw=raw, **more)

    def _waiting(self, which: int) -> AlarmRow | None:
        rows = self.desk.alarms.queue().rows
        return rows[which % len(rows)] if rows else None

    @contextmanager
    def _dying(self) -> Iterator[None]:
        from console.services import alarm_batch

        def cut(*_anything: object) -> None:
            raise _PowerCutError

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(alarm_batch.Batch, "end", cut)
            yield


@pytest.mark.timeout(1200)
def test_any_order_of_saying_doing_dying_and_replaying(empty_store):
    machine = type("Run", (Wire,), {"source": empty_store})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    few = settings(
        max_examples=80 if os.environ.get(LONG) else 5,
        stateful_step_count=20,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=checks,
    )
    run_state_machine_as_test(machine, settings=few)
