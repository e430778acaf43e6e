"""Self-tests of devices: on demand, and each day by themselves; the report is a row and a line of the duty log.

The silent test goes through the outbox like everything that is sent, and is refused and recorded as that does. Each
day's tests are asked for first and written down once the outbox has answered, so that nobody waits on its thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, time
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from console import words
from console.domain import self_test
from console.domain.clock import Clock
from console.domain.delivery import DeliveryRow, SendState
from console.domain.drivers import DRIVERS
from console.domain.log import ActKind
from console.domain.outbox import PROBE_VALID
from console.domain.people import Action, Actor, ActorKind
from console.domain.self_test import Found, SelfTestRow, Verdict
from console.domain.wire import DeviceRow
from console.errors import Refused
from console.services import lines
from console.services.deliveries import DeliveriesService
from console.services.settings import current
from db import books
from db.chain import canonical
from db.models.wire import SelfTest
from db.queries import self_tests as query
from db.queries import wire
from db.store import Store

PATIENCE = 40.0
"""Seconds whoever asks for a test waits for the outbox; it runs in this process or in another one."""

GRACE = 120.0
"""Seconds the wire runs before the daily tests begin."""

LOOK_EVERY = 0.1

NOBODY_SECONDS = 6.0
"""So long nobody may run the wire before a test ends without an answer: a window that waits for it asks every 3 s."""

RUNNING = frozenset({SendState.QUEUED, SendState.SENDING})


class SelfTestsService:
    """``DeviceRow`` and its link come from the ledger as they were last told."""

    def __init__(
        self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], deliveries: DeliveriesService,
        patience: float = PATIENCE, grace: float = GRACE, wire_runs: Callable[[], bool] = lambda: True,
        nobody: float = NOBODY_SECONDS,
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._zone = zone
        self._deliveries = deliveries
        self._patience = patience
        self._wire_runs, self._nobody = wire_runs, nobody
        self._grace = grace
        self._began: float | None = None
        """When this process began to look after the daily tests."""

    def run(self, device_id: UUID, *, by: Actor) -> SelfTestRow:
        """Test a device now; waits for its answer, on a thread that may. Refused("no_such_device")."""
        self._store.require(by, Action.DEVICES)
        device = self._device(device_id)
        wanted = {device_id: uuid4()} if _sends(device) else {}
        probe = self._deliveries.probes(wanted, by=by).get(device_id)
        return self._written([(device, self._waited(probe))], by)[0]

    def newest(self, device_id: UUID) -> SelfTestRow | None:
        with self._store.reading() as connection:
            return next(iter(query.newest(connection, device_id, 1)), None)

    def rows(self, device_id: UUID, limit: int = 30) -> list[SelfTestRow]:
        """A device's self-tests, newest first."""
        with self._store.reading() as connection:
            return query.newest(connection, device_id, limit)

    def due(self, now: datetime) -> list[UUID]:
        """Devices whose test of today is due and has not been made."""
        with self._store.reading() as connection:
            since = self._due_since(current(connection, "sending.self_test", now), now)
            return query.untested_since(connection, since) if since is not None else []

    def step(self) -> int:
        """The daily tests, without waiting: ask, and write all of them down in one line once each has its answer, or
        nobody gave it in time. How many were written.

        Not before the wire has run for a while: ports that are just being opened are no finding.
        """
        if self._began is None:
            self._began = self._clock.monotonic()
        if self._clock.monotonic() - self._began < self._grace:
            return 0
        now = self._clock.now()
        devices = [self._device(device_id) for device_id in self.due(now)]
        if not devices:
            return 0
        day = f"self-test {now.astimezone(self._zone()):%Y-%m-%d}"
        wanted = {device.form.id: uuid5(device.form.id, day) for device in devices if _sends(device)}
        probes = self._deliveries.probes(wanted, by=Actor.program())
        looked = [(device, probes.get(device.form.id)) for device in devices]
        if not all(_has_ended(probe, now) for _, probe in looked):
            return 0
        return len(self._written(looked, Actor.program()))

    def _due_since(self, setting: str, now: datetime) -> datetime | None:
        """Since when today's tests are due; None before."""
        local = now.astimezone(self._zone())
        since = datetime.combine(local.date(), time.fromisoformat(setting), local.tzinfo)
        return since if local >= since else None

    def _device(self, device_id: UUID) -> DeviceRow:
        with self._store.reading() as connection:
            found = wire.device(connection, device_id)
        if found is None:
            raise Refused("no_such_device")
        return found

    def _waited(self, probe: DeliveryRow | None) -> DeliveryRow | None:
        """The row once it has ended; one that nobody began in time is taken back. Waits by the machine's time,
        whatever the clock of the store does."""
        turn, waited, nobody = threading.Event(), 0.0, 0.0
        while probe is not None and probe.state in RUNNING and waited < self._patience:
            if nobody >= self._nobody:
                return self._deliveries.give_up_probe(probe.id, "nobody_runs_wire")
            turn.wait(LOOK_EVERY)
            waited += LOOK_EVERY
            nobody = 0.0 if self._wire_runs() else nobody + LOOK_EVERY
            probe = self._deliveries.one(probe.id)
        if probe is not None and probe.state is SendState.QUEUED:
            return self._deliveries.give_up_probe(probe.id, "taken_back")
        return probe

    def _written(self, tested: Sequence[tuple[DeviceRow, DeliveryRow | None]], by: Actor) -> list[SelfTestRow]:
        """A row for each, and one line about all of them."""
        at = self._clock.now()
        found = [self._looked(device, probe, at) for device, probe in tested]
        action = Action.RECORD if by.kind is ActorKind.PROGRAM else Action.DEVICES
        with self._store.writing(by=by, action=action) as tx:
            rows = [
                SelfTest(
                    device_id=device.form.id, at=at, by_name=tx.by.name, well=_is_well(each),
                    report=canonical([asdict(one) for one in each]).decode(),
                )
                for (device, _), each in zip(tested, found, strict=True)
            ]  # fmt: skip
            tx.session.add_all(rows)
            tx.flush()
            made = [
                SelfTestRow(row.number, row.device_id, at, row.by_name, row.well, tuple(each))
                for row, each in zip(rows, found, strict=True)
            ]
            text = _line([device for device, _ in tested], made)
            lines.write(tx, books.DUTY, ActKind.WIRE, text, at=at, about=rows)
        return made

    def _looked(self, device: DeviceRow, probe: DeliveryRow | None, now: datetime) -> list[Found]:
        spec, status = DRIVERS.get(device.form.driver), device.status
        found: list[Found] = []
        if spec is not None and spec.wired:
            found += [self_test.of_port(status), self_test.of_line(device.form, spec)]
        if spec is not None and spec.receives:
            found += self._heard(device, now)
        if spec is not None and spec.sends:
            found.append(self_test.of_probe(probe.state if probe else None, probe.said if probe else ""))
        return found

    def _heard(self, device: DeviceRow, now: datetime) -> list[Found]:
        with self._store.reading() as connection:
            told = query.newest_time_told(connection, device.key)
        clock = self_test.of_clock(*told)
        heard = [self_test.of_heard(device.status, device.form.silent_seconds, now), self_test.of_frames(device.status)]
        return heard if clock is None else [*heard, clock]


def _sends(device: DeviceRow) -> bool:
    spec = DRIVERS.get(device.form.driver)
    return spec is not None and spec.sends


def _has_ended(probe: DeliveryRow | None, now: datetime) -> bool:
    """Whether nothing more is to be waited for: answered, never asked, or nobody began it in time."""
    return probe is None or probe.state not in RUNNING or now - probe.asked_at > PROBE_VALID


def _is_well(found: Sequence[Found]) -> bool:
    return not any(one.verdict is Verdict.WRONG for one in found)


def _line(devices: Sequence[DeviceRow], tests: Sequence[SelfTestRow]) -> str:
    """What was wrong where; what is well is counted."""
    with words.speaking(words.PRINTED):
        wrong = [
            f"{device.form.code} {device.form.name} 异常，" + "、".join(test.wrong_words())
            for device, test in zip(devices, tests, strict=True)
            if not test.well
        ]
    if len(devices) == 1:
        return f"设备自检 {devices[0].form.code} {devices[0].form.name}：正常" if not wrong else f"设备自检 {wrong[0]}"
    told = "；".join([f"正常 {len(devices) - len(wrong)} 台", *wrong])
    return f"设备自检 {len(devices)} 台：{told}"
