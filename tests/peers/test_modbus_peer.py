"""Modbus against others: their masters drive our simulated boards, our drivers ask a unit of theirs."""

from __future__ import annotations

import json
import os
import select
import threading
import tty
from pathlib import Path
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from console.devices.drivers import modbus, relay
from console.devices.session import Setting
from console.devices.simulated import modbus as units
from console.devices.simulated import relay as board
from console.devices.simulator import Happening, Play
from console.domain.clock import SystemClock
from console.domain.delivery import Order, Verb
from console.domain.signals import SignalKind

PROGRAMS = Path(__file__).parent / "programs"
ZONE = ZoneInfo("Asia/Shanghai")
CLOCK = SystemClock()
PATIENCE = 10.0


@pytest.fixture
def terminal():
    """Our end of a pseudo terminal and the name of the other."""
    ours, theirs = os.openpty()
    tty.setraw(ours)
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


@pytest.fixture
def served(terminal):
    """Serve a simulated device until the test ends; where it is found."""
    ours, name = terminal
    ended = threading.Event()
    threads = []

    def serve(device):
        def run():
            os.write(ours, device.start(CLOCK.monotonic()))
            while not ended.is_set():
                ready, _, _ = select.select([ours], [], [], 0.02)
                now = CLOCK.monotonic()
                said = device.feed(os.read(ours, 1_000), now) if ready else b""
                os.write(ours, said + device.tick(now))

        threads.append(threading.Thread(target=run, name="device"))
        threads[-1].start()
        return name

    yield serve
    ended.set()
    for thread in threads:
        thread.join()


def play(**options):
    return Play(CLOCK, ZONE, Random(1), options)


def closed(*contacts):
    """Simulated units with these contacts closed."""
    device = units.make(play())
    for contact in contacts:
        device.happen(Happening("alarm", account="1", zone=str(contact)), 0.0)
    return device


def talk(session, ours, *orders, until):
    """Let a session of ours talk until it has heard enough; its signals and receipts."""
    signals, receipts = [], []

    def heard(out):
        signals.extend(out.signals)
        receipts.extend(receipt for _, receipt in out.receipts)
        os.write(ours, out.write)

    heard(session.start(CLOCK.monotonic()))
    for order in orders:
        heard(session.ask(order, CLOCK.monotonic()))
    limit = CLOCK.monotonic() + PATIENCE
    while not until(signals, receipts) and CLOCK.monotonic() < limit:
        if select.select([ours], [], [], 0.02)[0]:
            heard(session.feed(os.read(ours, 1_000), CLOCK.monotonic()))
        heard(session.tick(CLOCK.monotonic()))
    return signals, receipts


MASTERS = [
    pytest.param("minimalmodbus", {"beyond": "IllegalRequestError", "registers": "IllegalRequestError"}, marks=[
        pytest.mark.peer("minimalmodbus", "reads and switches our simulated Modbus units, is refused what they lack")
    ]),
    pytest.param("pymodbus", {"beyond": 2, "registers": 1}, marks=[
        pytest.mark.peer("pymodbus", "its client reads and switches our Modbus units, is refused what they lack")
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("library", "refusals"), MASTERS)
def test_a_master_by_others_reads_and_switches_our_units(peer, served, library, refusals):
    device = closed(1, 6)
    found = json.loads(peer.run(PROGRAMS / "modbus_master.py", library, served(device)))

    assert found == {"inputs": [0, 1, 0, 0, 0, 0, 1, 0], "coils": [0, 0, 1, 0, 1, 0, 1, 0], **refusals}
    assert device.state()["coils"][1][:8] == (False, False, True, False, True, False, True, False)


@pytest.mark.peer("mbpoll", "libmodbus: reads our simulated contacts, switches our simulated siren on and off")
def test_mbpoll_drives_our_siren(peer, served):
    device = board.make(play())
    device.unit.inputs[3] = True
    line = ["-m", "rtu", "-a", "1", "-b", "9600", "-P", "none", "-0", "-1", "-o", "2"]
    port = served(device)

    def rows(said):
        return [row.split()[-1] for row in said.splitlines() if row.startswith("[")]

    assert rows(peer.run(*line, "-t", "1", "-r", "0", "-c", "8", port)) == list("00010000")
    peer.run(*line, "-t", "0", "-r", "2", port, "1")
    assert rows(peer.run(*line, "-t", "0", "-r", "0", "-c", "8", port)) == list("00100000")
    assert device.state()["sounding"]
    peer.run(*line, "-t", "0", "-r", "0", port, *"00000000")
    assert not device.state()["sounding"]


@pytest.fixture
def server(peer, terminal):
    """A unit by pymodbus at the other end."""
    ours, name = terminal
    with peer.start(PROGRAMS / "pymodbus_server.py", name) as process:
        try:
            assert "ready\n" in iter(process.stdout.readline, "")
            yield ours
        finally:
            process.kill()


@pytest.mark.peer("pymodbus", "its server answers our polling: closed contacts are alarms")
def test_our_polling_reads_a_unit_by_others(server):
    session = modbus.make(Setting(CLOCK, ZONE, {"poll_ms": "100", "inputs": "0-7"}))
    signals, _ = talk(session, server, until=lambda heard, _: len([s for s in heard if s.code == "input"]) >= 2)

    assert [(s.kind, s.zone) for s in signals if s.code] == [(SignalKind.ALARM, "1"), (SignalKind.ALARM, "3")]


@pytest.mark.peer("pymodbus", "its server is switched by our siren driver and read back; stop switches all off")
def test_our_siren_driver_switches_a_unit_by_others(server):
    session = relay.make(Setting(CLOCK, ZONE, {"coils": "0-3"}))
    sound, probe, stop = (Order(uuid4(), verb) for verb in (Verb.SOUND, Verb.PROBE, Verb.STOP))
    _, first = talk(session, server, sound, probe, until=lambda _, ended: len(ended) == 2)
    assert [(r.state, r.code) for r in first] == [("confirmed", "read_back")] * 2
    assert first[1].facts["coils"] == dict.fromkeys("0123", True)

    _, last = talk(session, server, stop, until=lambda _, ended: ended)
    assert [(r.state, r.facts["coils"]) for r in last] == [("confirmed", dict.fromkeys("0123", False))]


@pytest.mark.peer("pymodbus", "its server refuses for a unit it does not have: our siren driver says failed")
def test_a_refusal_by_others_is_told_as_one(server):
    session = relay.make(Setting(CLOCK, ZONE, {"unit": "9"}))
    _, receipts = talk(session, server, Order(uuid4(), Verb.SOUND), until=lambda _, ended: ended)

    assert [(r.state, r.code) for r in receipts] == [("failed", "device_refused")]
    assert receipts[0].facts["refused"]
