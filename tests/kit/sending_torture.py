"""Real processes that are killed while they send, and long random walks.

``python -m tests.kit.sending_torture --rounds 100`` prints what was met. A round: orders are asked for and armed, a
process begins to send and is killed with SIGKILL (at a named point, or at a random moment), the next process starts as
the program does; then what went over the wire is held against the store. What "went over the wire" is a line in a file,
written with one system call, as a byte is.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from argon2 import profiles
from sqlalchemy import event

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.delivery import AUDIBLE, Order, Receipt, SendState, Verb
from console.domain.outbox import Ask, Begun
from console.domain.realm import Realm
from console.services import accounts
from console.services.delivery_pump import Pump
from console.services.delivery_sending import DeliverySending
from tests.kit.sending import AREA, PASSWORD
from tests.kit.sending_walk import ACTS, Walk, template

POINTS = (
    "after begin", "half a byte", "before finish", "in begin", "before begin", "before byte", "after byte",
    "in finish", "after finish",
)  # fmt: skip
"""Where the process is killed; ``in`` is before the commit of that transaction."""

ORDERS = (
    ("relay-0", Verb.SOUND), ("relay-1", Verb.SOUND), ("usb_relay-2", Verb.SOUND), ("modem-3", Verb.TEXT),
)  # fmt: skip
"""What a round asks for: the first two are armed, the third stays held."""

STEPS = 3
SLOW = 0.002
"""Seconds a byte takes, so that random moments fall into sendings too."""


@dataclass(frozen=True)
class Death:
    """Where this process dies: at which point of which sending; nowhere with an empty point."""

    point: str = ""
    turn: int = 0


class Dying:
    """The outbox, its store and its channels, in a process that dies at a point."""

    def __init__(self, desk: Desk, wire: Path, death: Death) -> None:
        self._desk = desk
        self._wire = os.open(wire, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._death = death
        self._turn = -1
        self._in = ""
        event.listen(desk.opened.store._writer, "commit", lambda _connection: self._at(self._in))

    def __getattr__(self, name: str) -> object:
        return getattr(self._desk.deliveries, name)

    def _at(self, point: str) -> None:
        if point == self._death.point and self._turn == self._death.turn:
            os.kill(os.getpid(), signal.SIGKILL)

    def begin(self, row_id: UUID) -> Begun | None:
        self._turn += 1
        self._at("before begin")
        self._in = "in begin"
        begun = self._desk.deliveries.begin(row_id)
        self._in = ""
        self._at("after begin")
        return begun

    def finish(self, row_id: UUID, receipt: Receipt) -> object:
        self._at("before finish")
        self._in = "in finish"
        row = self._desk.deliveries.finish(row_id, receipt)
        self._in = ""
        self._at("after finish")
        return row

    def channel_of(self, _device_id: UUID) -> Dying:
        return self

    limit = 1.0

    def send(self, order: Order) -> Receipt:
        self._at("before byte")
        time.sleep(SLOW)
        os.write(self._wire, f"{order.id} {order.verb}\n".encode())
        self._at("half a byte")
        time.sleep(SLOW)
        self._at("after byte")
        return Receipt(SendState.CONFIRMED, "device_confirmed", b"\x01", b"\x06")


def run(data: DataDir, wire: Path, death: Death, ready: int | None = None) -> None:
    """What a process that holds the wire does: recover, then send what is due. ``ready`` is told when it begins."""
    desk = bootstrap.build(data)
    try:
        dying = Dying(desk, wire, death)
        pump = Pump(_outbox(dying), dying.channel_of, threads=0)
        if ready is not None:
            os.write(ready, b"!")
        for _ in range(STEPS):
            pump.step(desk.clock.now())
    finally:
        desk.close()


def _outbox(dying: Dying) -> DeliverySending:
    return dying  # type: ignore[return-value]


def in_child(work: Callable[[int], None], dies_after: float | None = None) -> int:
    """Run it in a process of its own; how that ended. So many seconds after it is ready it is killed."""
    told, ready = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work(ready)
            code = 0
        finally:
            os._exit(code)
    os.close(ready)
    if dies_after is not None:
        os.read(told, 1)
        time.sleep(dies_after)
        _kill(child)
    _, status = os.waitpid(child, 0)
    os.close(told)
    return os.waitstatus_to_exitcode(status)


def _kill(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def asked(data: DataDir) -> list[UUID]:
    """Two sirens armed, one held, a text: what a round sends."""
    desk = bootstrap.build(data)
    try:
        by = desk.accounts.list()[0].actor
        devices = {row.form.code: row.form.id for row in desk.devices.rows()}
        orders = [Ask(devices[code], Order(uuid4(), verb, "0", "撤离"), AREA) for code, verb in ORDERS]
        rows = desk.deliveries.ask(orders, by=by)
        desk.deliveries.arm([row.id for row in rows[:2]], AREA, PASSWORD, by=by)
        return [row.id for row in rows]
    finally:
        desk.close()


def check(data: DataDir, wire: Path, ids: list[UUID], tally: Counter[str]) -> None:
    """No second sound, no sound of what was held, no state that says more than the wire."""
    went = Counter(line.split()[0] for line in wire.read_text().splitlines()) if wire.exists() else Counter()
    heard = Counter(line.split()[0] for line in wire.read_text().splitlines() if line.split()[1] in AUDIBLE)
    assert max(heard.values(), default=1) == 1, f"sounded twice: {heard}"
    assert str(ids[2]) not in went, "what was never armed has sounded"
    desk = bootstrap.build(data)
    try:
        for row in (desk.deliveries.one(row_id) for row_id in ids):
            tally[f"{row.verb} {row.state}"] += 1
            told = went[str(row.id)]
            assert row.state is not SendState.SENDING, "nobody recovered it"
            if row.state is SendState.CONFIRMED:
                assert told == 1, f"{row.number} says it was done"
            if row.state in (SendState.HELD, SendState.QUEUED):
                assert told == 0, f"{row.number} says it was not begun"
        assert not desk.log.verify().faults
    finally:
        desk.close()


def round_of(made: DataDir, folder: Path, death: Death, dies_after: float | None, tally: Counter[str]) -> None:
    data, wire = DataDir(folder / "store"), folder / "wire"
    shutil.copytree(made.root, data.root)
    ids = asked(data)
    code = in_child(lambda ready: run(data, wire, death, ready), dies_after)
    assert code in (0, -signal.SIGKILL), code
    tally[f"killed {death.point or 'at a random moment'}" if code else "ended by itself"] += 1
    assert in_child(lambda ready: run(data, wire, Death(), ready)) == 0
    check(data, wire, ids, tally)


def kills(place: Path, rounds: int, at: int = 0) -> Counter[str]:
    """Rounds by turns: each named point at each sending, then random moments."""
    made, tally, chance = template(place, Realm.SAMPLE), Counter[str](), random.Random(at)
    named = [Death(point, turn) for turn in (0, 2) for point in POINTS]
    for number in range(rounds):
        death = named[number % (2 * len(named))] if number % (2 * len(named)) < len(named) else Death()
        dies_after = None if death.point else chance.uniform(0.0, 0.12)
        folder = place / f"round-{number}"
        folder.mkdir()
        try:
            round_of(made, folder, death, dies_after, tally)
        finally:
            shutil.rmtree(folder)
    return tally


def walks(place: Path, count: int, steps: int, at: int = 0) -> Counter[str]:
    """Random walks, live and practice by turns."""
    tally, chance = Counter[str](), random.Random(at)
    made = {realm: template(place, realm) for realm in (Realm.LIVE, Realm.EXERCISE)}
    for number in range(count):
        realm = (Realm.LIVE, Realm.EXERCISE)[number % 2]
        walk = Walk(made[realm], place / f"walk-{number}", realm, tally)
        try:
            walk.walk([(chance.choice(ACTS), chance.randrange(10**6)) for _ in range(steps)])
            tally["bytes"] += len(walk.street.bytes)
            tally["sounds"] += sum(byte.verb in AUDIBLE for byte in walk.street.bytes)
        finally:
            walk.close()
            shutil.rmtree(walk.data.root)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--walks", type=int, default=0)
    parser.add_argument("--at", type=int, default=2030)
    parser.add_argument("--place", type=Path, default=None, help="where stores lie: a disk for the real thing")
    given = parser.parse_args()
    accounts.COST = profiles.CHEAPEST
    place = Path(tempfile.mkdtemp(dir=given.place))
    began = time.monotonic()
    try:
        met = kills(place, given.rounds, given.at) + walks(place, given.walks, 60, given.at)
    finally:
        shutil.rmtree(place)
    json.dump({"seconds": round(time.monotonic() - began, 1), **dict(sorted(met.items()))}, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
