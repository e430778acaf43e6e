"""The wire of a desk: one process of all runs it, follows the ledger, keeps a practice store off the street."""

from __future__ import annotations

import os
import select
import threading
from contextlib import suppress
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from console import bootstrap
from console.desk.wire_links import Unledgered, of_device
from console.devices.registry import maker
from console.devices.session import Session, Setting
from console.domain.clock import SystemClock
from console.domain.delivery import Order, SendState, Verb
from console.domain.drivers import DRIVERS, LISTENING
from console.domain.health import LampState
from console.domain.outbox import Ask
from console.domain.wire import DeviceForm, LinkState
from console.errors import Refused, Unavailable
from db import sqlite
from tests.kit.links import Pty, waited

FRAME = b"5011 181234E13101015\x14"
"""Sur-Gard: perimeter burglary, account 1234, zone 015."""


@pytest.fixture
def desk(new_store):
    """By a clock that runs: links wait for time to pass."""
    made = bootstrap.build(new_store)
    yield made
    made.close()


@pytest.fixture
def pty(tmp_path):
    made = Pty(tmp_path / "port")
    yield made
    made.pull()


def device(url: str, code: str = "JB-01", **more) -> DeviceForm:
    return DeviceForm(UUID(int=uuid4().int), code, f"报警主机{code}", "surgard", url, silent_seconds=95, **more)


def acknowledged(pty: Pty) -> int:
    """Say it as a receiver does, until it is acknowledged; how often that was. A machine may be busy."""
    for times in range(1, 20):
        os.write(pty.master, FRAME)
        if select.select([pty.master], [], [], 4.0)[0]:
            assert os.read(pty.master, 10) == b"\x06"
            return times
    raise AssertionError("nothing was acknowledged")


def states(desk) -> dict[str, tuple[str, str]]:
    return {status.device_key: (status.state.value, status.cause) for status in desk.wire.status()}


def test_what_a_device_says_is_stored_then_acknowledged_and_told(desk, pty):
    told = []
    assert desk.wire.start(ports=[Unledgered(pty.terminal, "surgard")], told=told.extend)
    waited(lambda: states(desk) == {pty.terminal: ("online", "")})
    said = acknowledged(pty) + acknowledged(pty)
    waited(lambda: len(told) == said)

    assert [(one.id, one.repeats) for one in told] == [(told[0].id, repeats) for repeats in range(said)]
    assert desk.wire.stop()
    with sqlite.library().connect(desk.data.store) as store:
        assert store.execute("SELECT account, code, zone, repeats FROM wire_event").fetchall() == [
            ("1234", "131", "015", said - 1)
        ]
        assert store.execute("SELECT count(*) FROM alarm WHERE kind = 'alarm'").fetchone() == (1,)
    store.close()


def test_a_store_that_is_held_by_another_spools_and_stores_once(new_store, pty, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_MS", 20)
    desk = bootstrap.build(new_store)
    desk.wire.start(ports=[Unledgered(pty.terminal, "surgard")])
    waited(lambda: states(desk) == {pty.terminal: ("online", "")})
    other = sqlite.library().connect(new_store.store, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for waiting in (1, 2):
        os.write(pty.master, FRAME)
        waited(lambda waiting=waiting: desk.wire.status()[0].counts.waiting == waiting)
    assert desk.wire.trouble == "store_busy"
    (red,) = [lamp for lamp in desk.lamps() if lamp.id == "wire"]
    assert (red.state, red.code, red.facts["count"]) == (LampState.FAULT, "lamp.wire.aside", 2)
    other.execute("ROLLBACK")
    other.close()
    waited(lambda: desk.wire.status()[0].counts.waiting == 0)
    desk.wire.settled()
    while select.select([pty.master], [], [], 0.1)[0]:  # soon enough, the last one is answered after all
        assert os.read(pty.master, 10) == b"\x06"
    said = acknowledged(pty)
    desk.close()
    with sqlite.library().connect(new_store.store) as store:
        assert store.execute("SELECT repeats FROM wire_event").fetchall() == [(said + 1,)]
    store.close()


def test_it_ends_while_the_store_is_held_and_keeps_what_was_said(new_store, pty):
    desk = bootstrap.build(new_store)
    desk.wire.start(ports=[Unledgered(pty.terminal, "surgard")])
    waited(lambda: states(desk) == {pty.terminal: ("online", "")})
    other = sqlite.library().connect(new_store.store, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    os.write(pty.master, FRAME)
    waited(lambda: desk.wire.status()[0].counts.received == 1)
    assert not desk.wire.stop(0.4)  # the lane waits for the store; what it holds is in the spool
    other.execute("ROLLBACK")
    other.close()
    waited(lambda: "wire-store" not in {one.name for one in threading.enumerate()})
    assert desk.wire.start(ports=[Unledgered(pty.terminal, "surgard")])
    waited(lambda: desk.wire.status() and not desk.wire.status()[0].counts.waiting)
    desk.close()
    with sqlite.library().connect(new_store.store) as store:
        assert store.execute("SELECT count(*), sum(repeats) FROM wire_event").fetchall() == [(1, 0)]
    store.close()


def test_one_process_of_all_runs_the_wire_and_another_takes_over(desk, new_store, pty, monkeypatch):
    monkeypatch.setattr("console.desk.wire_runner.TAKE_SECONDS", 0.02)
    other = bootstrap.build(new_store)
    assert desk.wire.start()
    assert not other.wire.start()
    assert (desk.wire.holds, other.wire.holds) == (True, False)
    with pytest.raises(Refused) as refused:
        other.wire.reconnect("x")
    assert refused.value.code == "wire_elsewhere"
    receipt = other.wire.perform("x", Order(uuid4(), Verb.SHOW), 1)
    assert (receipt.state, receipt.began) == (SendState.FAILED, False)
    assert desk.wire.stop()
    waited(lambda: other.wire.holds)
    other.close()
    assert desk.wire.start()


def test_the_ledger_is_followed(desk, pty, by, monkeypatch):
    for pause in ("FOLLOW", "STEP"):
        monkeypatch.setattr(f"console.desk.wire_runner.{pause}_SECONDS", 0.01)
    desk.wire.start()
    row = desk.devices.add(device(pty.terminal), by=by)
    waited(lambda: states(desk) == {row.key: ("online", "")})
    waited(lambda: [one.state for one in desk.devices.statuses() if one.device_key == row.key] == [LinkState.ONLINE])
    assert "本程序" in desk.wire.test(pty.terminal).said()
    named = desk.devices.change(replace(row.form, name="别名"), seen=row.version, by=by)
    desk.wire.settled()
    assert states(desk) == {row.key: ("online", "")}
    changed = desk.devices.change(replace(named.form, url="/dev/pts/no-such-port"), seen=named.version, by=by)
    waited(lambda: states(desk) == {row.key: ("lost", "missing")})
    desk.devices.stop(row.form.id, "拆除", seen=changed.version, by=by)
    waited(lambda: states(desk) == {})


def test_a_practice_store_shows_real_ports_closed_and_opens_none(desk, by, monkeypatch):
    monkeypatch.chdir("/tmp")  # a port's name is not a file of the folder the program was started in
    row = desk.devices.add(device("socket://192.0.2.7:1025"), by=by)
    desk.wire.start()
    waited(lambda: states(desk) == {row.key: ("closed", "practice")})
    for url in ("/dev/ttyUSB0", "COM3", "rfc2217://192.0.2.7:1", "listen://0.0.0.0:1025"):
        assert of_device(desk, device(url)).blocked == "practice"
        assert not of_device(desk, device(url)).sends
        with pytest.raises(Refused):
            desk.wire.test(url)
    assert desk.wire.perform(row.key, Order(uuid4(), Verb.SOUND), 1).began is False
    assert desk.wire.frames(row.key) == ()
    desk.wire.stop()
    with pytest.raises(Refused) as refused:
        desk.wire.start(ports=[Unledgered("/dev/ttyUSB0", "surgard")])
    assert refused.value.code == "practice_live_port"
    assert not desk.wire.holds


def test_a_few_devices_leave_the_others_and_the_outbox_alone(desk, by, pty):
    rows = [desk.devices.add(device(url, code), by=by) for url, code in ((pty.terminal, "A"), ("/tmp/none", "B"))]
    desk.wire.start(only=[rows[0].key])
    waited(lambda: states(desk) == {rows[0].key: ("online", "")})
    assert desk.wire._alone


def test_it_ends_while_a_device_is_asked_and_says_what_is_not_known(desk, by, pty):
    from concurrent.futures import ThreadPoolExecutor

    desk.wire.start(ports=[Unledgered("sim://relay/SR-1", "relay")])
    waited(lambda: states(desk) == {"sim://relay/SR-1": ("online", "")})
    with ThreadPoolExecutor(1) as outbox:
        order = Order(uuid4(), Verb.SOUND, target="0", facts={"seconds": 60})
        sending = outbox.submit(desk.wire.perform, "sim://relay/SR-1", order, 60)
        with suppress(TimeoutError):
            sending.result(0.0)
        assert desk.wire.stop()
        assert sending.result(5).state in (SendState.UNKNOWN, SendState.CONFIRMED, SendState.FAILED)


def test_what_is_queued_before_the_wire_begins_finds_the_line_open(desk, by):
    relay = DeviceForm(uuid4(), "SR-01", "警报器", "relay", "sim://relay/SR-01")
    key = desk.devices.add(relay, by=by).form.id
    (row,) = desk.deliveries.ask([Ask(key, Order(uuid4(), Verb.PROBE, "0"), area="警报器", test=True)], by=by)
    desk.wire.start()
    waited(lambda: desk.deliveries.one(row.id).state not in (SendState.QUEUED, SendState.SENDING))

    assert desk.deliveries.one(row.id).state is SendState.CONFIRMED
    assert desk.deliveries.one(row.id).attempts == 1


def test_every_driver_with_a_port_has_a_session(clock, desk):
    for name, spec in DRIVERS.items():
        if not spec.wired:
            with pytest.raises(Refused):
                maker(name)
            continue
        try:
            make = maker(name)
        except Unavailable:
            missing.append(name)
            continue
        if name != "profile":
            made: Session = make(Setting(SystemClock(), desk.zone, {one.name: one.default for one in spec.options}))
            made.start(0.0)
            assert made.wake_at() is None or made.wake_at() >= 0
    assert set(missing) & set(LISTENING) == set()


missing: list[str] = []
