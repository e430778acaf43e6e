"""Our message codec against two libraries nobody here wrote: each reads what the other writes."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from console.devices.protocols import sms_pdu as pdu
from console.devices.protocols.sms_fields import Concat
from console.domain.sms_parts import Alphabet, alphabet_of, split_text

PROGRAM = Path(__file__).parent / "programs/sms_pdus.py"
AT = datetime(2026, 11, 22, 9, 30, 5, tzinfo=timezone(timedelta(hours=8)))
TEXTS = ("水位三十一米，请求支援", "EVACUATE NOW {x} €", "很长的短信，" * 40, "a" * 153 + "[" * 40)


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


def delivered(text, reference=77, wide=False):
    parts, alphabet = split_text(text), alphabet_of(text)
    for number, part in enumerate(parts, 1):
        concat = Concat(reference, len(parts), number, wide) if len(parts) > 1 else None
        yield pdu.Deliver("+8610000000001", AT, part, alphabet, concat, "+8613800577500")


@pytest.mark.peer(
    "python-gsmmodem-new", "reads our SUBMIT, DELIVER and STATUS-REPORT; we read and match what it writes"
)
@pytest.mark.parametrize("text", TEXTS, ids=["han", "gsm", "long-han", "long-gsm"])
def test_gsmmodem_reads_what_we_write_and_we_read_what_it_writes(ask, text):
    for one in delivered(text):
        read = ask(do="read", pdu=pdu.write_deliver(one).hex().upper())
        assert (read["type"], read["number"], read["text"], read["at"]) == (
            "SMS-DELIVER",
            one.sender,
            one.text,
            AT.isoformat(),
        )
        assert read["part"] == ([77, one.part.total, one.part.number] if one.part else None)
    ours = [pdu.write_submit(part) for part in pdu.submits("+8610000000001", text, reference=0)]
    for octets, _length in ours:
        assert ask(do="read", pdu=octets.hex().upper())["number"] == "+8610000000001"
    theirs = [
        (length, bytes.fromhex(raw)) for length, raw in ask(do="write", number="+8610000000001", text=text)["pdus"]
    ]
    assert [length for length, _raw in theirs] == [length for _octets, length in ours], "the same parts, as long"
    read_back = [pdu.read_submit(raw, length) for length, raw in theirs]
    assert "".join(one.text for one in read_back if isinstance(one, pdu.Submit)) == text


@pytest.mark.peer(
    "python-gsmmodem-new", "reads our SUBMIT, DELIVER and STATUS-REPORT; we read and match what it writes"
)
def test_gsmmodem_reads_our_reports(ask):
    report = pdu.Report(42, "+8610000000001", AT, AT + timedelta(seconds=4), 0x41)
    read = ask(do="read", pdu=pdu.write_report(report, "+8613800577500").hex().upper())

    assert (read["type"], read["reference"], read["status"]) == ("SMS-STATUS-REPORT", 42, 0x41)
    assert (read["number"], read["done"]) == (report.number, (AT + timedelta(seconds=4)).isoformat())


@pytest.mark.peer("smspdudecoder", "reads our DELIVER")
@pytest.mark.parametrize("text", TEXTS, ids=["han", "gsm", "long-han", "long-gsm"])
def test_smspdudecoder_reads_what_we_write(ask, text):
    for one in delivered(text, reference=300, wide=True):
        read = ask(do="easy", pdu=pdu.write_deliver(one).hex().upper())
        assert (read["number"].lstrip("+"), read["text"]) == (one.sender.lstrip("+"), one.text)
        assert datetime.fromisoformat(read["at"]) == AT


@pytest.mark.peer("smspdudecoder", "reads our DELIVER")
def test_smspdudecoder_reads_senders_with_names(ask):
    one = pdu.Deliver("BANK", AT, "ok", Alphabet.GSM7, None, "+8613800577500")
    assert ask(do="easy", pdu=pdu.write_deliver(one).hex().upper())["number"] == "BANK"
