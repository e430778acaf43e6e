"""Caller-ID boxes against programs nobody here wrote, through sound as on a line.

spandsp writes messages and their sound, minimodem makes octets of it, our reader reads them; the other way round the
octets of our simulated box become sound by minimodem, which two decoders of others understand.
"""

from __future__ import annotations

import json
import math
import subprocess
import wave
from array import array
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from console.devices.protocols.caller_id import CallerIdReader, Told
from console.devices.simulated import callerid
from console.devices.simulator import Happening, Play
from console.domain.clock import StoppedClock

from .conftest import found

PROGRAM = Path(__file__).parent / "programs/spandsp_callerid.py"
RATE = 8_000
CLASS, DIGITS = 1, 5
"""Standards of spandsp: Bellcore's FSK messages, digits as tones."""
SINGLE, MULTIPLE = 0x04, 0x80
CLOCK = StoppedClock(datetime(2026, 11, 22, 1, 30, tzinfo=UTC))
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def ask(peer):
    with peer.start(PROGRAM, peer.library, stderr=subprocess.DEVNULL) as program:

        def answer(**wish):
            program.stdin.write(json.dumps(wish) + "\n")
            program.stdin.flush()
            return json.loads(program.stdout.readline())

        yield answer
        program.stdin.close()
        program.wait(10)


@pytest.fixture
def modem():
    there = found("minimodem")
    if there is None:
        pytest.skip("minimodem not installed")
    return there


def octets_of(modem, path):
    """What minimodem hears of 1200 baud, eight bits."""
    with modem.start("--rx", "--quiet", "-8", "-f", path, "1200", text=False, stderr=subprocess.DEVNULL) as running:
        return running.communicate(timeout=15)[0]


def sound_of(modem, octets, path):
    """A message as sound, with the mark before it as on a line; seizure and mark of the box are no octets there."""
    with modem.start("--tx", "--quiet", "-8", "-R", RATE, "-f", path, "1200", text=False) as running:
        running.communicate(octets.lstrip(b"\x55\xff"), timeout=15)
    assert running.returncode == 0
    with wave.open(str(path), "rb") as file:
        given, sound = file.getparams(), file.readframes(file.getnframes())
    mark = (round(8_000 * math.sin(2 * math.pi * 1_200 * at / RATE)) for at in range(RATE // 5))
    with wave.open(str(path), "wb") as file:
        file.setparams(given)
        file.writeframes(array("h", mark).tobytes() + sound)


def told_of(octets):
    reader = CallerIdReader()
    (told,) = [*reader.feed(octets), *reader.idle()]
    assert isinstance(told, Told)
    return told


@pytest.mark.peer("libspandsp2", "its FSK messages, as sound through minimodem, are read: number, name, time, withheld")
def test_a_message_others_modulate_and_others_demodulate_is_read(ask, modem, tmp_path):
    path = str(tmp_path / "call.wav")
    for kind, fields, number, name, why in (
        (MULTIPLE, [[1, "11220930"], [2, "05770000001"], [7, "CHEN"]], "05770000001", "CHEN", ""),
        (MULTIPLE, [[1, "11220930"], [4, "P"]], "", "", "withheld"),
        (MULTIPLE, [[1, "11220930"], [4, "O"], [8, "O"]], "", "", "unavailable"),
        (SINGLE, [[0, "11220930"], [0, "05770000001"]], "05770000001", "", ""),
    ):
        ask(do="write", standard=CLASS, type=kind, fields=fields, path=path)
        told = told_of(octets_of(modem, path))
        assert (told.number, told.name, told.why, told.date, told.time) == (number, name, why, "1122", "0930")


@pytest.mark.peer("libspandsp2", "reads the FSK messages of our simulated box out of minimodem's sound")
@pytest.mark.parametrize("form", ["mdmf", "sdmf"])
def test_others_understand_our_simulated_box(ask, modem, tmp_path, form):
    path = str(tmp_path / "call.wav")
    box = callerid.make(Play(CLOCK, ZONE, Random(1), {"form": form}))
    sound_of(modem, box.happen(Happening("call", sender="05770000001", text="CHEN"), 0.0), path)
    (message,) = ask(do="hear", standard=CLASS, path=path)["messages"]
    said = bytes.fromhex(message)
    assert b"11220930" in said and b"05770000001" in said and (form == "sdmf" or said.endswith(b"CHEN"))


@pytest.mark.peer("minimodem", "its own decoder of caller IDs shows number, name and time of our simulated box")
@pytest.mark.parametrize("form", ["mdmf", "sdmf"])
def test_a_decoder_by_others_shows_what_our_simulated_box_says(peer, tmp_path, form):
    path = tmp_path / "call.wav"
    box = callerid.make(Play(CLOCK, ZONE, Random(1), {"form": form}))
    sound_of(peer, box.happen(Happening("call", sender="05770000001", text="CHEN"), 0.0), path)
    shown = peer.run("--rx", "--quiet", "-f", path, "callerid")
    assert "Time:  11/22 09:30" in shown and "Phone: 05770000001" in shown
    assert form == "sdmf" or "Name:  CHEN" in shown


@pytest.mark.peer("libspandsp2", "its digits in every form (A, B, C, D, #) are read")
def test_digits_others_write_are_read(ask, tmp_path):
    for kind, fields, number, why in (
        ("C", [["A", "12345678"], ["B", "10"], ["D", "87654321"]], "12345678", ""),
        ("C", [["B", "10"]], "", "withheld"),
        ("C", [["B", "00"]], "", "unavailable"),
        ("C", [["D", "05770000001"]], "05770000001", ""),
        ("#", [["A", "05770000001"]], "05770000001", ""),
        ("#", [["D", "1"]], "", "withheld"),
        ("#", [["\0", "05770000001"]], "05770000001", ""),
    ):
        wish = [[ord(letter), digits] for letter, digits in fields]
        path = str(tmp_path / "tones.wav")
        said = ask(do="write", standard=DIGITS, type=ord(kind), fields=wish, path=path)["octets"]
        told = told_of(bytes.fromhex(said))
        assert (told.number, told.why, told.form) == (number, why, "dtmf")
