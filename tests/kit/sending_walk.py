"""Random walks over the outbox, with a street that keeps every byte: what may never happen is checked after each act.

The tests walk for seconds; ``python -m tests.kit.sending_torture --rounds 100`` as long as one likes. A walk knows of
the outbox only what a person knows who watched: who armed what when, and what went over which wire.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.devices import channels
from console.domain.clock import StoppedClock
from console.domain.delivery import AUDIBLE, Channel, DeliveryRow, Order, Receipt, SendState, Verb
from console.domain.outbox import Ask, Begun, NewBatch
from console.domain.people import Actor
from console.domain.realm import Realm
from console.domain.wire import DeviceForm, is_simulated
from console.errors import Refused, Unavailable
from console.services.deliveries import DECIDED, DeliveriesService
from console.services.delivery_pump import Pump
from tests.kit.sending import PASSWORD, officer

STARTS = datetime(2030, 8, 12, 0, 0, tzinfo=UTC)
ARMED_FOR = timedelta(seconds=120)
REAL = ("socket://192.0.2.1:4001", "/dev/serial/by-id/siren", "COM7", "https://gateway.example/send", "", "/srv/out")
"""Addresses behind which something real may stand: no byte may reach one from a practice store."""

KINDS = ("relay", "relay", "usb_relay", "modem", "speaker", "webhook")
ACTS = (
    *("ask",) * 3, *("armed",) * 5, *("arm",) * 3, "arm_badly", *("step",) * 7, "cancel", "again", "decide", "stop_all",
    "stop_one", *("wait",) * 2, "clock_back", "move", "pause", "report", *("crash",) * 3, "restart", "finish_twice",
    "retire",
)  # fmt: skip
POINTS = ("before begin", "after begin", "before byte", "after byte", "before finish", "after finish")
"""Where the power may fail around a sending."""


class Power(BaseException):
    """The power fails: nothing in the program may catch it."""


@dataclass(frozen=True)
class Byte:
    """Something that went over a wire: to whom, what, when, and what the channel then said of it (None: no more)."""

    device: UUID
    url: str
    order: UUID
    verb: Verb
    at: datetime
    state: SendState | None


@dataclass
class Street:
    """All wires. ``say`` is what the next device answers; ``fails`` where the power will fail, once."""

    clock: StoppedClock
    bytes: list[Byte] = field(default_factory=list)
    say: Receipt = field(default_factory=lambda: SAYS[0])
    fails: str = ""

    def point(self, name: str) -> None:
        if self.fails == name:
            self.fails = ""
            raise Power(name)

    def went(self, device: UUID, url: str, order: Order, state: SendState | None) -> None:
        self.bytes.append(Byte(device, url, order.id, order.verb, self.clock.now(), state))


@dataclass
class OnTheStreet:
    """A device's own channel, behind the channel the product would make for it."""

    street: Street
    device: UUID
    url: str
    limit: float = 1.0

    def send(self, order: Order) -> Receipt:
        self.street.point("before byte")
        said = self.street.say
        if not said.began:
            return said
        if self.street.fails == "after byte":
            self.street.went(self.device, self.url, order, None)
        self.street.point("after byte")
        self.street.went(self.device, self.url, order, said.state)
        return said


class Failing:
    """The outbox as the pump sees it, with the power failing around its steps."""

    def __init__(self, outbox: DeliveriesService, street: Street) -> None:
        self._outbox = outbox
        self._street = street

    def __getattr__(self, name: str) -> Any:
        return getattr(self._outbox, name)

    def begin(self, row_id: UUID) -> Begun | None:
        self._street.point("before begin")
        begun = self._outbox.begin(row_id)
        self._street.point("after begin")
        return begun

    def finish(self, row_id: UUID, receipt: Receipt) -> DeliveryRow:
        self._street.point("before finish")
        row = self._outbox.finish(row_id, receipt)
        self._street.point("after finish")
        return row


class NoSecrets:
    def get(self, _device: str, _name: str) -> str | None:
        return None


def template(place: Path, realm: Realm) -> DataDir:
    """A store of that realm with an officer and devices of every kind that sends: copied for each walk."""
    data = DataDir(place / realm.value)
    bootstrap.create(data, realm)
    desk = bootstrap.build(data)
    try:
        officer(desk)
        for at, kind in enumerate(KINDS):
            form = DeviceForm(uuid4(), f"{kind}-{at}", f"设备{at}", kind, f"sim://{kind}/{at}")
            desk.devices.add(form, by=Actor.tool("tester"))
    finally:
        desk.close()
    return data


class Walk:
    """One store, one street, one person who remembers what they did."""

    def __init__(self, made: DataDir, folder: Path, realm: Realm, tally: Counter[str] | None = None) -> None:
        self.data = DataDir(folder)
        shutil.copytree(made.root, self.data.root)
        self.realm = realm
        self.clock = StoppedClock(STARTS)
        self.street = Street(self.clock)
        self.tally: Counter[str] = Counter() if tally is None else tally
        self.armed_at: dict[UUID, datetime] = {}
        self.armed_for: dict[UUID, str] = {}
        self.taken_back: set[UUID] = set()
        self.decided: set[UUID] = set()
        self.ids: list[UUID] = []
        self.runs: list[UUID] = []
        self.seen = 0
        self._open()

    def _open(self) -> None:
        self.desk: Desk = bootstrap.build(self.data)
        store = self.desk.opened.store
        self.outbox = DeliveriesService(
            store, self.clock, self.realm, self.desk.settings.zone, self.desk.accounts.sign_in, NoSecrets()
        )
        self.pump = Pump(Failing(self.outbox, self.street), self.channel_of, threads=0)  # type: ignore[arg-type]
        self.by = self.desk.accounts.list()[0].actor
        self.devices = self.desk.devices.rows(stopped=True)

    def close(self) -> None:
        self.desk.close()

    def channel_of(self, device_id: UUID) -> Channel:
        """The product's own factory decides whether there is a channel; its bytes end on this street."""
        device = self.desk.devices.one(device_id)

        def perform(_key: str, order: Order, _limit: float) -> Receipt:
            return OnTheStreet(self.street, device_id, device.form.url).send(order)

        room = channels.Room(perform, NoSecrets(), None, None)  # type: ignore[arg-type]
        channels.make(device, room, self.realm)
        return OnTheStreet(self.street, device_id, device.form.url)

    # the walk

    def walk(self, acts: Sequence[tuple[str, int]]) -> None:
        for at, (name, drawn) in enumerate(acts):
            self.tally[name] += 1
            n = random.Random(drawn + at).randrange(10**6)  # small numbers come often: they may not mean the same
            try:
                getattr(self, name)(n)
            except Refused as refusal:
                self.tally[f"refused {refusal.code}"] += 1
            self.check()
        self.restart(0)
        self.step(0)
        self.check()
        assert not any(row.state is SendState.SENDING for row in self.outbox.rows(limit=10_000))
        assert not self.desk.log.verify().faults

    def ask(self, n: int) -> None:
        devices = [self._one(self.devices, n // 7)]
        verb = self._one((Verb.SOUND, Verb.SPEAK, Verb.TEXT, Verb.TEXT, Verb.SHOW, Verb.PROBE, Verb.DROP), n // 3)
        valid = self.clock.now() + timedelta(seconds=self._one((20, 200, 4_000), n // 11))
        asked = [
            Ask(device.form.id, Order(uuid4(), verb, "1", "撤离"), self._area(n), n % 13 == 0, valid)
            for device in devices
        ]
        batch = NewBatch(uuid4(), "通知") if n % 5 == 0 else None
        rows = self.outbox.ask(asked, by=self.by, batch=batch)
        again = self.outbox.ask(asked, by=self.by, batch=batch)
        assert [row.id for row in rows] == [row.id for row in again]
        self.ids += [row.id for row in rows]
        self.runs += [batch.id] if batch else []

    def arm(self, n: int) -> None:
        held = [row for row in self.outbox.rows(states=[SendState.HELD]) if row.area == self._area(n)]
        ids = [row.id for row in held[: 1 + n % 3]]
        if ids:
            self.outbox.arm(ids, self._area(n), PASSWORD, by=self.by)
            self.armed_at |= dict.fromkeys(ids, self.clock.now())
            self.armed_for |= {row.id: self.desk.devices.one(row.device_id).form.url for row in held if row.id in ids}

    def armed(self, n: int) -> None:
        """A siren is asked for and armed; what becomes of it is left to the next acts."""
        device = self._one([row for row in self.devices if row.form.driver in ("relay", "usb_relay")], n)
        asked = Ask(device.form.id, Order(uuid4(), Verb.SOUND, "0"), self._area(n))
        self.ids += [row.id for row in self.outbox.ask([asked], by=self.by)]
        self.arm(n)

    def arm_badly(self, n: int) -> None:
        row = self._any(n)
        if row is None:
            return
        wrong: list[Callable[[], Any]] = [
            lambda: self.outbox.arm([row.id], row.area + "外", PASSWORD, by=self.by),
            lambda: self.outbox.arm([row.id], "", PASSWORD, by=self.by),
            lambda: self.outbox.arm([row.id], row.area, PASSWORD, by=Actor.tool("tester")),
            lambda: self.outbox.arm([], row.area, PASSWORD, by=self.by),
        ]
        try:
            self._one(wrong, n // 3)()
        except Refused:
            return
        raise AssertionError("armed by what does not arm")

    def step(self, n: int) -> None:
        self.street.say = self._one(SAYS, n)
        self._pump()

    def crash(self, n: int) -> None:
        """The power fails at a named point of the next sending; then the program is started again."""
        self.street.say = self._one(SAYS, n)
        self.street.fails = self._one(POINTS, n // 11)
        try:
            self._pump()
        except Power as power:
            self.tally[f"power {power}"] += 1
            self.restart(n)
        self.street.fails = ""

    def restart(self, _n: int) -> None:
        self.desk.close()
        self._open()

    def cancel(self, n: int) -> None:
        row = self._any(n)
        if row is not None:
            self.outbox.cancel(row.id, by=self.by)
            self.taken_back.add(row.id)

    def again(self, n: int) -> None:
        row = self._any(n)
        if row is not None:
            fresh = self.outbox.again(row.id, by=self.by)
            assert fresh.id != row.id and (fresh.state is SendState.HELD) is (fresh.verb in AUDIBLE)
            self.ids.append(fresh.id)

    def decide(self, n: int) -> None:
        row = self._any(n)
        if row is not None:
            self.outbox.decide(row.id, self._one(sorted(DECIDED), n // 3), "村干部来电", by=self.by)
            self.decided.add(row.id)

    def stop_all(self, _n: int) -> None:
        waiting = [row.id for row in self.outbox.rows(states=[SendState.HELD, SendState.QUEUED]) if row.audible]
        rows = self.outbox.stop_all(by=self.by)
        self.taken_back |= set(waiting)
        self.ids += [row.id for row in rows if row.id not in self.ids]

    def stop_one(self, n: int) -> None:
        device = self._one(self.devices, n)
        rows = self.outbox.rows(states=[SendState.HELD, SendState.QUEUED], device_id=device.form.id)
        self.ids += [row.id for row in self.outbox.ask([Ask(device.form.id, Order(uuid4(), Verb.STOP))], by=self.by)]
        self.taken_back |= {row.id for row in rows if row.audible}

    def wait(self, n: int) -> None:
        self.clock.advance(seconds=self._one((1, 5, 30, 119, 121, 700, 90_000), n))

    def clock_back(self, n: int) -> None:
        self.clock.advance(seconds=-self._one((1, 60, 3_700), n))

    def move(self, n: int) -> None:
        """A device stands behind another port from now on, real or simulated."""
        device = self.desk.devices.one(self._one(self.devices, n).form.id)
        simulated = f"sim://{device.form.driver}/{n}"
        url = simulated if n % 3 else self._one(REAL, n // 3)
        form = replace(device.form, url=url)
        try:
            self.desk.devices.change(form, seen=device.version, by=Actor.tool("tester"))
        except Unavailable as trouble:  # pragma: no cover - a busy machine
            self.tally[str(trouble)] += 1

    def retire(self, n: int) -> None:
        device = self.desk.devices.one(self._one(self.devices, n).form.id)
        if device.active:
            self.desk.devices.stop(device.form.id, "检修", seen=device.version, by=Actor.tool("tester"))
        else:
            self.desk.devices.start_again(device.form.id, seen=device.version, by=Actor.tool("tester"))

    def pause(self, n: int) -> None:
        if self.runs:
            run = self._one(self.runs, n)
            acts = (self.outbox.pause, self.outbox.go_on, self.outbox.stop_batch)
            act = self._one(acts, n // 3)
            before = [row.id for row in self.outbox.rows(batch_id=run, states=[SendState.HELD, SendState.QUEUED])]
            counts = act(run, by=self.by).counts
            self.taken_back |= set(before) if act == self.outbox.stop_batch else set()
            assert counts.total == len(self.outbox.rows(batch_id=run))

    def report(self, n: int) -> None:
        state = self._one((SendState.CONFIRMED, SendState.FAILED, SendState.QUEUED), n)
        row = self.outbox.reported("7", str(self._one(self.devices, n // 3).form.id), state)
        if row is not None:
            self.decided.add(row.id)

    def finish_twice(self, n: int) -> None:
        """A fault of the runner: what is written down again is never more than was known."""
        row = self._any(n)
        if row is not None and row.state not in (SendState.HELD, SendState.QUEUED, SendState.SENDING):
            assert self.outbox.finish(row.id, Receipt(SendState.CONFIRMED)).state is row.state

    # what may never happen

    def check(self) -> None:
        for byte in self.street.bytes[self.seen :]:
            if byte.verb in AUDIBLE:
                armed = self.armed_at.get(byte.order)
                assert armed is not None, f"{byte} was heard and never armed"
                assert armed <= byte.at <= armed + ARMED_FOR, f"{byte} was heard when its arming had ended"
                assert byte.url == self.armed_for[byte.order], f"{byte} was heard behind another port than armed for"
                assert byte.order not in self.taken_back, f"{byte} was heard after it was taken back"
            if self.realm is not Realm.LIVE:
                assert is_simulated(byte.url), f"{byte} left a practice store for something real"
        self.seen = len(self.street.bytes)
        heard = Counter(byte.order for byte in self.street.bytes if byte.verb in AUDIBLE)
        assert max(heard.values(), default=1) == 1, "something was heard twice"
        self._states_are_true()

    def _states_are_true(self) -> None:
        """What a row says was done has left, and was said by the device; what it says was not done has not."""
        went: dict[UUID, list[SendState | None]] = {}
        for byte in self.street.bytes:
            went.setdefault(byte.order, []).append(byte.state)
        for row in self.outbox.rows(limit=10_000):
            told = went.get(row.id, [])
            if row.id in self.decided or row.attempts > 1 or row.state in (SendState.UNKNOWN, SendState.SENDING):
                continue
            if row.state in (SendState.HELD, SendState.CANCELLED) or (row.state is SendState.QUEUED and row.audible):
                assert told == [], f"{row} went out"
            elif row.state in (SendState.CONFIRMED, SendState.SENT):
                assert told == [row.state], f"{row} says more than {told}"
            elif row.state is SendState.UNCONFIRMED:
                assert told in ([SendState.UNCONFIRMED], [SendState.SENT]), f"{row} says more than {told}"
            elif row.state is SendState.FAILED:
                assert told in ([], [SendState.FAILED]), f"{row} says less than {told}"

    def _pump(self) -> None:
        for _ in range(2):
            self.pump.step(self.clock.now())
            self.check()

    def _any(self, n: int) -> DeliveryRow | None:
        return self.outbox.one(self._one(self.ids, n)) if self.ids else None

    def _area(self, n: int) -> str:
        return ("例一村全村", "例二村沿河")[n % 2]

    @staticmethod
    def _one(among: Sequence[Any], n: int) -> Any:
        return among[n % len(among)]


SAYS = (
    Receipt(SendState.CONFIRMED, "device_confirmed", b"\x01", b"\x06"),
    Receipt(SendState.UNCONFIRMED, command=b"\xa0\x01\x01\xa2"),
    Receipt(SendState.SENT, "accepted", b"AT", b"OK", reference="7"),
    Receipt(SendState.FAILED, "no_answer", b"\x01"),
    Receipt(SendState.UNKNOWN, "line_lost", b"\x01"),
    Receipt(SendState.FAILED, "port_closed", began=False),
    Receipt(SendState.QUEUED, "wire_busy", began=False),
)
"""What a device, or the way to it, may answer."""
