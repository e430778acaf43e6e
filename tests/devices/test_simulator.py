"""The simulator: scripts, faults that a seed repeats, the street behind sim://, devices at ports of this machine."""

from __future__ import annotations

import errno
import os
import select
import socket
import threading
from collections.abc import Iterator
from random import Random

import pytest

from console.devices import simulator
from console.devices import street as street_module
from console.devices.sim_faults import Faults, Line, SkewedClock, read_faults
from console.devices.sim_ports import Served, open_port
from console.devices.sim_scripts import Script, read_script
from console.devices.simulator import ZONE, Happening, Play
from console.devices.street import Street, read_url
from console.domain.clock import StoppedClock, SystemClock
from console.domain.drivers import DRIVERS
from console.errors import Refused

SCRIPT = """
# a fire, its end, then trouble
00:05 alarm 1234 110 001 text="东门 值班室"
0:00:07.5 restore 1234 110 001
10 storm 3
00:20 power 10
00:40 raw 14 35 3031
00:41 again
"""


def line(clock, driver="surgard", faults="", script="", seed=1, **options) -> Line:
    play = Play(clock, ZONE, Random(seed), options)
    return Line(simulator.make(driver, play), read_script(script), read_faults(faults), Random(seed))


def said(made: Line, seconds: float, step: float = 0.25) -> bytes:
    """What it says in so many seconds to a console that acknowledges every whole frame."""
    heard = b""
    for tick in range(int(seconds / step) + 1):
        made.tick(tick * step)
        chunk = made.take(tick * step)
        heard += chunk
        if chunk.count(b"\x14"):
            made.feed(b"\x06" * chunk.count(b"\x14"), tick * step)
    return heard


@pytest.fixture
def street() -> Iterator[Street]:
    made = Street(threaded=False)
    yield made
    made.close()


def test_every_driver_with_a_port_can_be_simulated() -> None:
    assert set(simulator.NAMES) == {spec.name for spec in DRIVERS.values() if spec.wired}
    with pytest.raises(Refused, match="not_simulated"):
        simulator.make("speaker", Play(SystemClock(), ZONE, Random(1)))


def test_a_script_says_what_happens_when(clock: StoppedClock) -> None:
    made = read_script(SCRIPT)
    assert [(item.at, item.verb) for item in made.items] == [
        (5, "alarm"), (7.5, "restore"), (10, "storm"), (20, "power"), (40, "raw"), (41, "again"),
    ]  # fmt: skip
    assert made.items[0].event == Happening("alarm", "1234", "110", "001", "东门 值班室")
    times = made.times()
    assert [next(times).at for _ in range(7)] == [5, 7.5, 10, 20, 40, 46, 48.5]
    for wrong in (
        "00:05",
        "5 sing",
        "x alarm",
        "5 alarm a b c d",
        "5 power",
        "5 raw 1",
        '5 alarm text="',
        "5 alarm colour=red",
    ):
        with pytest.raises(Refused, match="bad_sim_script"):
            read_script(f"# first\n{wrong}\n")


def test_what_happens_without_power_comes_when_it_is_back(clock: StoppedClock) -> None:
    made = line(clock, script="0 power 10\n1 storm 200", heartbeat="0")
    made.start(0.0)
    made.tick(1.0)
    assert (made.powered, made.take(1.0), made.waiting()) == (False, b"", 200)
    made.stop()
    made.tick(10.0)
    made.start(10.0)
    frames = set()
    for number in range(220):
        made.tick(10 + number / 10)
        frames.add(made.take(10 + number / 10))
        made.feed(b"\x06", 10 + number / 10)
    assert len(frames - {b""}) == 200
    assert made.done()


@pytest.mark.parametrize("faults", ["noise:1", "half:1", "crc:1", "silence:1", "duplicate:1", "split:1"])
def test_the_same_seed_plays_the_same_faults(clock: StoppedClock, faults: str) -> None:
    def played(text: str, seed: int = 1) -> bytes:
        made = line(clock, faults=text, seed=seed, heartbeat="0", account="7001")
        made.start(0.0)
        for number in range(5):
            made.happen(made.device.sample(number), float(number))
        return said(made, 10.0)

    assert played(faults) == played(faults)
    assert played(faults) != played("") or faults == "split:1"  # pieces are the same bytes
    if faults in ("noise:1", "half:1", "crc:1"):
        assert played(faults) != played(faults, seed=2)


def test_faults_that_are_none_are_refused(clock: StoppedClock) -> None:
    assert read_faults("noise, half:0.5,clock:-3600,storm:1000") == Faults(noise=0.1, half=0.5, clock=-3600, storm=1000)
    for wrong in ("gremlins", "noise:2", "storm", "power:-1", "half:x"):
        with pytest.raises(Refused, match="bad_faults"):
            read_faults(wrong)
    assert SkewedClock(clock, -3600).now() < clock.now()


def test_a_siren_of_the_street_remembers_its_coils(street: Street, clock: StoppedClock) -> None:
    url = "sim://relay/SR-05?unit=1"
    with street.connect(url, clock, ZONE) as end:
        end.sendall(bytes.fromhex("010500 00FF00 8C3A"))
        street.turn(1.0)
        assert end.recv(64) == bytes.fromhex("010500 00FF00 8C3A")
        with pytest.raises(OSError) as taken:
            street.connect(url, clock, ZONE)
        assert taken.value.errno == errno.EBUSY
        street.at("relay/SR-05").power(False)
        street.turn()
        assert end.recv(64) == b""
    with pytest.raises(OSError) as dead:
        street.connect(url, clock, ZONE)
    assert dead.value.errno == errno.ECONNREFUSED
    post = street.at("relay/SR-05")
    post.power(True)
    street.connect(url, clock, ZONE).close()
    assert (post.received, post.heard) == (8, bytes.fromhex("010500 00FF00 8C3A"))
    assert post.device.unit.coils[0]
    street.clear()
    assert street.names() == ()


def test_urls_that_name_no_device_are_refused(street: Street, clock: StoppedClock) -> None:
    assert read_url("sim://surgard?account=1&every=5").options == {"account": "1"}
    for wrong in ("sim://", "sim://kettle", "sim://speaker/1", "socket://surgard:1"):
        with pytest.raises(Refused, match="bad_sim_url"):
            read_url(wrong)
    with pytest.raises(Refused, match="bad_sim_option"):
        street.laid("sim://surgard?every=soon", clock, ZONE)


@pytest.mark.parametrize(
    "kind", ["tcp", pytest.param("pty", marks=pytest.mark.skipif(os.name != "posix", reason="pty"))]
)
def test_a_device_is_served_at_a_port_of_this_machine(kind: str) -> None:
    from console.devices.transport import open_port as opened
    from console.domain.wire import PortLine

    clock = SystemClock()
    port = open_port(kind)
    states: list[str] = []
    made = Line(simulator.make("surgard", Play(clock, ZONE, Random(1))), Script(), Faults(), Random(1))
    stop, asked = socket.socketpair()
    served = Served(made, port, clock.monotonic, states.append)
    thread = threading.Thread(target=served.run, args=(asked,))
    thread.start()
    try:
        for _ in range(2 if kind == "tcp" else 1):  # and again, after the console has hung up
            ours = opened(port.url, PortLine(), clock)
            select.select([ours], [], [], 20)
            assert ours.read().startswith(b"1011")
            ours.write(b"\x06")
            ours.close()
    finally:
        stop.send(b"!")
        thread.join()
        port.close()
        stop.close()
        asked.close()
    assert states
    for wrong in ("tcp:x", "udp", "serial", "to:host", "to::0"):
        with pytest.raises(Refused, match="bad_sim_port"):
            open_port(wrong)


def test_lines_that_are_opened_at_the_same_moment_lie_in_one_street(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each port is opened by a thread of its own: the first ones meet before there is a street."""

    class Slow(Street):
        def __init__(self) -> None:
            threading.Event().wait(0.02)
            super().__init__()

    monkeypatch.setattr(street_module, "Street", Slow)
    monkeypatch.setattr(street_module, "_the", [])
    together, found = threading.Barrier(8), []

    def come() -> None:
        together.wait()
        found.append(street_module.the_street())

    comers = [threading.Thread(target=come) for _ in range(8)]
    for one in comers:
        one.start()
    for one in comers:
        one.join()
    assert len({id(one) for one in found}) == 1
    found[0].close()
