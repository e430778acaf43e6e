"""The safety of what sounds, from every path: no arming, no sound; practice, no byte; a crash, no second sound."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.realm import Realm
from console.services.delivery_pump import Pump
from tests.kit.sending import AREA, PASSWORD, Street, device, officer, sound, text
from tests.kit.sending_walk import ACTS, Walk, template

ROOT = Path(__file__).parents[2]
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 10**6)), min_size=40, max_size=40)


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    place = tmp_path_factory.mktemp("sending")
    return {realm: template(place, realm) for realm in (Realm.LIVE, Realm.EXERCISE)}


@pytest.mark.parametrize("realm", [Realm.LIVE, Realm.EXERCISE])
def test_whatever_is_done_nothing_sounds_unarmed_twice_or_from_practice(stores, realm):
    tally: Counter[str] = Counter()

    @settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(acts)
    def walks(made):
        with TemporaryDirectory(dir=stores[realm].root.parent) as folder:
            walk = Walk(stores[realm], Path(folder) / "store", realm, tally)
            try:
                walk.walk(made)
                tally["heard"] += sum(byte.verb is Verb.SOUND for byte in walk.street.bytes)
            finally:
                walk.close()

    walks()
    assert tally["heard"] > 0 and any(name.startswith("power") for name in tally)


def test_a_killed_process_never_sounds_twice(tmp_path):
    """The three gravest moments; the others, and random ones, ``python -m tests.kit.sending_torture``."""
    command = [sys.executable, "-m", "tests.kit.sending_torture", "--rounds", "3", "--place", str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ}, capture_output=True, text=True, timeout=150, check=False
    )

    assert done.returncode == 0, done.stderr.decode()
    met = json.loads(done.stdout)
    assert sum(count for name, count in met.items() if name.startswith("killed")) == 3
    assert met["sound unknown"] >= 3 and met["sound held"] == 3


@dataclass
class Blocked:
    """A street whose devices answer when they are let; every byte is kept in the order it went."""

    blocks: set[UUID]
    free: threading.Event = field(default_factory=threading.Event)
    began: threading.Event = field(default_factory=threading.Event)
    sent: list[tuple[UUID, Verb, UUID]] = field(default_factory=list)

    def of(self, device_id):
        return BlockedChannel(self, device_id)

    def verbs(self, device_id):
        return [verb for at, verb, _ in self.sent if at == device_id]


@dataclass
class BlockedChannel:
    street: Blocked
    device_id: UUID
    limit: float = 20.0

    def send(self, order: Order) -> Receipt:
        if self.device_id in self.street.blocks and order.verb is not Verb.STOP:
            self.street.began.set()
            assert self.street.free.wait(20)
        self.street.sent.append((self.device_id, order.verb, order.id))
        return Receipt(SendState.CONFIRMED, command=b"\x01", answer=b"\x06")


def drain(pump, desk):
    """Begin what is due until nothing is left under way."""
    ended = pump.close(20)
    while pump.step(desk.clock.now()) or not ended:
        ended = pump.close(20)


def test_a_stop_overtakes_what_is_under_way_and_comes_once_more_behind_it(desk):
    """The siren's own line is busy with its sound: it is stopped beside it, and again when that has ended."""
    by, siren, modem = officer(desk).actor, device(desk, "J-1"), device(desk, "S-1", "modem")
    other = device(desk, "J-2")
    street = Blocked({siren, modem})
    pump = Pump(desk.deliveries, street.of)
    rows = desk.deliveries.ask([sound(siren), text(modem)], by=by)
    desk.deliveries.arm([rows[0].id], AREA, PASSWORD, by=by)
    pump.step(desk.clock.now())
    assert street.began.wait(20)

    stops = desk.deliveries.stop_all(by=by)
    assert len(stops) == 2 and pump.step(desk.clock.now()) == 2  # a slow modem holds up neither
    while not (Verb.STOP in street.verbs(siren) and Verb.STOP in street.verbs(other)):
        threading.Event().wait(0.005)
    assert Verb.SOUND not in street.verbs(siren)
    street.free.set()
    drain(pump, desk)

    assert street.verbs(siren)[-1] is Verb.STOP and street.verbs(siren).count(Verb.SOUND) == 1
    assert street.verbs(other) == [Verb.STOP]
    ids = [order for at, verb, order in street.sent if verb is Verb.STOP and at == siren]
    assert len(ids) == len(set(ids)) >= 2  # a device does the same order only once
    states = {desk.deliveries.one(row.id).state for row in (*rows, *stops)}
    assert states == {SendState.CONFIRMED}


def test_one_channel_is_asked_one_thing_at_a_time(desk):
    by, modem = officer(desk).actor, device(desk, "F-1", "file")
    street = Blocked({modem})
    pump = Pump(desk.deliveries, street.of)
    desk.deliveries.ask([text(modem), text(modem)], by=by)

    assert [pump.step(desk.clock.now()) for _ in range(3)] == [1, 0, 0]
    street.free.set()
    drain(pump, desk)
    assert street.verbs(modem) == [Verb.TEXT, Verb.TEXT]


def test_a_channel_with_a_fault_leaves_unknown_and_the_pump_goes_on(desk, caplog):
    by, siren = officer(desk).actor, device(desk, "J-1")

    class Faulty:
        limit = 1.0

        def send(self, _order):
            raise ZeroDivisionError

    pump = Pump(desk.deliveries, lambda _device: Faulty(), threads=0)
    row = desk.deliveries.ask([sound(siren)], by=by)[0]
    desk.deliveries.arm([row.id], AREA, PASSWORD, by=by)
    for _ in range(3):
        pump.step(desk.clock.now())

    found = desk.deliveries.one(row.id)
    assert (found.state, found.said, found.attempts) == (SendState.UNKNOWN, "channel_fault", 1)
    assert "the channel of" in caplog.text


def test_a_fault_of_ours_behind_the_sound_leaves_unknown_and_never_sounds_again(desk, monkeypatch, caplog):
    by, siren = officer(desk).actor, device(desk, "J-1")
    street = Street()
    pump = Pump(desk.deliveries, street.of, threads=0)
    row = desk.deliveries.ask([sound(siren)], by=by)[0]
    desk.deliveries.arm([row.id], AREA, PASSWORD, by=by)

    def broken(*_given):
        raise ValueError("a fault")

    with monkeypatch.context() as patch:
        patch.setattr(desk.deliveries, "finish", broken)
        pump.step(desk.clock.now())
    pump.step(desk.clock.now())

    found = desk.deliveries.one(row.id)
    assert (found.state, found.said, street.heard()) == (SendState.UNKNOWN, "interrupted", [row.id])
    assert "a fault" in caplog.text


WAYS_OUT = {
    "perform": {"wire_runner.py", "loop.py"},
    "channel_of": {"wire_stops.py", "warning_towns.py"},
    "channel_for": {"sending.py", "wire_stops.py"},
    "_perform": {"wire_channel.py"},
    "_channel_of": {"delivery_pump.py"},
}
"""Calls that lead to a device, and the only files that may make them: from the pump to the link, and no other way.

``wire_stops.py`` has the one that goes past the book: ``Pump.stop_beside``, which takes nothing but a stop.
The demonstration's ``warning_towns.py`` steps the same pump by the clock of its stage, over simulated devices.
"""


def test_nothing_but_a_stop_goes_past_the_book(desk):
    pump = Pump(desk.deliveries, Street().of, threads=0)
    siren = device(desk, "J-1")
    with pytest.raises(ValueError, match="nothing but a stop"):
        pump.stop_beside(siren, Street().of(siren), sound(siren).order)


def test_there_is_one_way_out_and_it_begins_in_the_outbox():
    """A screen, the tool or a service that spoke to a channel by itself would need no arming."""
    found: dict[str, set[str]] = {name: set() for name in WAYS_OUT}
    for folder in ("console", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            source = path.read_text("utf-8")
            for node in ast.walk(ast.parse(source)) if "perform(" in source or "channel_of(" in source else ():
                name = getattr(getattr(node, "func", None), "attr", "")
                if isinstance(node, ast.Call) and name in WAYS_OUT:
                    found[name].add(path.name)
    assert found == WAYS_OUT
