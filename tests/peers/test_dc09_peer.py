"""Our DC-09 dialler at pysiaalarm, a receiver nobody here wrote: taken, answered, and the answers understood."""

from __future__ import annotations

import json
import socket
from datetime import timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from console.devices.simulated import dc09
from console.devices.simulator import Happening, Play
from console.domain.clock import StoppedClock, SystemClock

PROGRAM = Path(__file__).parent / "programs/pysiaalarm_receiver.py"


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture(params=["tcp", "udp"])
def line(request, peer):
    """A connected socket to the receiver, and the receiver."""
    kind = socket.SOCK_STREAM if request.param == "tcp" else socket.SOCK_DGRAM
    port = free_port(kind)
    with peer.start(PROGRAM, request.param, port, 20, "1234") as receiver:
        assert receiver.stdout.readline() == "ready\n", receiver.stdout.read()
        with socket.socket(socket.AF_INET, kind) as joined:
            joined.settimeout(10.0)
            joined.connect(("127.0.0.1", port))
            yield joined, receiver
        receiver.kill()


def exchange(device, joined, out):
    """Say it, hear the answer, until the device has nothing more to say."""
    while out:
        joined.sendall(out)
        out = device.feed(joined.recv(2_000), 0.0)


def dialler(clock, **options):
    device = dc09.make(Play(clock, ZoneInfo("Asia/Shanghai"), Random(1), {"heartbeat": "0", **options}))
    assert device.start(0.0) == b""
    return device


@pytest.mark.peer("pysiaalarm", "takes our DC-09 dialler's Contact ID and SIA events, TCP and UDP")
@pytest.mark.parametrize(
    ("name", "code", "taken"),
    [
        ("ADM-CID", "131", {"account": "1234", "code": "BA", "type": "131", "zone": "015", "kind": "ADM-CID"}),
        ("SIA-DCS", "FA", {"account": "1234", "code": "FA", "kind": "SIA-DCS", "message": "015"}),
    ],
)
def test_a_receiver_by_others_takes_what_our_dialler_says(line, name, code, taken):
    joined, receiver = line
    device = dialler(SystemClock(), id=name)
    exchange(device, joined, device.happen(Happening("alarm", "1234", code, "015"), 0.0))

    assert device.state()["acknowledged"] == 1 and device.waiting() == 0
    told = json.loads(receiver.stdout.readline())
    assert {key: told[key] for key in taken} == taken


@pytest.mark.peer("pysiaalarm", "its NAK sets the clock of our DC-09 dialler, which sends again")
def test_a_receiver_by_others_sets_our_diallers_clock(line):
    joined, receiver = line
    device = dialler(StoppedClock(SystemClock().now() - timedelta(hours=3)))
    exchange(device, joined, device.happen(Happening("alarm", "1234", "131", "015"), 0.0))

    assert device.state()["acknowledged"] == 1
    assert json.loads(receiver.stdout.readline())["code"] == "BA"


@pytest.mark.peer("pysiaalarm", "its odd answer to a bad checksum is no answer to our DC-09 dialler")
def test_no_answer_is_made_of_what_a_receiver_by_others_says_to_a_bad_checksum(line):
    joined, _receiver = line
    device = dialler(SystemClock())
    out = bytearray(device.happen(Happening("alarm", "1234", "131", "015"), 0.0))
    out[1:5] = b"0000"
    exchange(device, joined, bytes(out))

    assert device.waiting() == 1 and device.state()["acknowledged"] == 0
