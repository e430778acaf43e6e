"""Our signs' frames against a library nobody here wrote: it reads ours, our simulated sign shows what it writes."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from console.devices.protocols.alpha import Mode, encode, priority_text
from console.devices.simulated import alpha
from console.devices.simulator import Play
from console.domain.clock import StoppedClock

PROGRAM = Path(__file__).parent / "programs/alpha_signs.py"
ZONE = ZoneInfo("Asia/Shanghai")
TEXTS = ("EVACUATE NOW", "x", "Go to gate 3! " * 8, "~{|}\\^_`@#$%&'()*+,-./:;<=>?")


@pytest.fixture
def ask(peer):
    with peer.start(PROGRAM, stderr=subprocess.DEVNULL) as program:

        def answer(**wish):
            program.stdin.write(json.dumps(wish) + "\n")
            program.stdin.flush()
            return json.loads(program.stdout.readline())

        yield answer
        program.stdin.close()
        program.wait(10)


@pytest.mark.peer("alphasignpy", "writes the same frames as we do, byte for byte; reads ours, their sum included")
def test_a_library_by_others_writes_what_we_write_and_reads_it(ask):
    for text in TEXTS:
        for mode in Mode:
            frame = encode(priority_text(text, mode, "0A"))
            theirs = ask(do="write", sign="Z", address="0A", text=text, mode=mode.value, checked=True)["frame"]
            assert bytes.fromhex(theirs) == frame
            read = ask(do="read", frame=frame.hex())
            assert (read["label"], read["position"], read["mode"], read["text"]) == ("0", "0", mode.value, text)
            assert read["checksum"] == read["summed"]


@pytest.mark.peer("alphasignpy", "our simulated sign shows what it writes, with and without a checksum")
def test_our_simulated_sign_shows_what_a_library_by_others_writes(ask):
    clock = StoppedClock(datetime(2026, 11, 22, 5, 45, tzinfo=UTC))
    sign = alpha.make(Play(clock, ZONE, Random(1), {"address": "0A"}))
    sign.start(0.0)
    for checked in (True, False):
        for address, shown in (("00", TEXTS[0]), ("0A", TEXTS[1]), ("0B", TEXTS[1])):
            frame = ask(do="write", sign="Z", address=address, text=shown, mode="a", checked=checked)["frame"]
            assert sign.feed(bytes.fromhex(frame), 0.0) == b""
            assert (sign.state()["shown"], sign.state()["mode"]) == (shown, "a")
        sign.feed(encode(priority_text("", Mode.HOLD, "00")), 0.0)
        assert sign.state()["shown"] == ""
    assert sign.state()["damaged"] == 0
