"""Codecs of callers and texts: published vectors, and sessions that stumble over nothing."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.devices.drivers import beidou as drivers_beidou
from console.devices.drivers import callerid, modem
from console.devices.protocols import at, beidou, caller_id, sms_fields
from console.devices.protocols import sms_pdu as pdu
from console.devices.protocols.scanning import Damaged
from console.devices.protocols.sms_joining import MOST_WAITING, Joining
from console.domain.delivery import Order, Verb
from console.domain.sms_parts import Alphabet, alphabet_of, count_parts, split_text
from tests.devices.codec_vectors import AT_LINES, CALLERS, CALLS, SENTENCES, good, read
from tests.devices.far_side import setting

SMS, CALLER, BEIDOU = CALLERS["sms"], CALLERS["caller_id"], CALLERS["beidou"]
CHINA = timezone(timedelta(hours=8))
AT = datetime(2026, 11, 22, 9, 30, 5, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("make", "frames"), [(modem.make, AT_LINES), (callerid.make, CALLS), (drivers_beidou.make, SENTENCES)],
    ids=["modem", "callerid", "beidou"],
)  # fmt: skip
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_session_stumbles_over_any_bytes_at_any_time(make, frames, data):
    """Also over answers to nothing, results out of order, and messages that contradict each other."""
    session, now = make(setting(pin="1234")), 0.0
    heard = [session.start(now)]
    asked = Order(uuid4(), Verb.TEXT, "10000000001", "请立即转移")
    if hasattr(session, "ask"):
        heard.append(session.ask(asked, now))
    extra = [
        b"\r\n+CMGS: 5\r\n\r\nOK\r\n", b"+CPIN: SIM PIN\r\nOK\r\n", b"+CMTI: \"SM\",x\r\n", b"+CLIP:\r\n",
        b"+CSQ: 99\r\n",
    ]  # fmt: skip
    piece = st.one_of(st.sampled_from([*frames, *extra]), st.binary(max_size=30))
    for raw, pause in data.draw(st.lists(st.tuples(piece, st.sampled_from([0.0, 0.4, 7.0, 130.0])), max_size=25)):
        heard.append(session.feed(raw, now))
        now += pause
        wake = session.wake_at()
        if wake is not None and wake <= now:
            heard.append(session.tick(now))
    receipts = [one for part in heard for one in part.receipts]
    receipts += session.ended() if hasattr(session, "ended") else ()
    assert len(receipts) == (1 if hasattr(session, "ask") else 0), "an order gets one receipt, whatever comes"


def test_a_line_without_an_end_is_given_up_and_the_next_is_read():
    reader = at.AtReader()
    found = read(reader, [b"x" * 700] * 20)

    assert [one.why for one in found] == ["too_long"] and reader.waiting <= at.LINE_LIMIT
    assert [line.text for line in good(reader.feed(b"\r\nOK\r\n"))] == ["OK"]


def test_a_message_whose_second_line_never_comes_takes_nothing_with_it():
    found = read(at.AtReader(), [b"+CMT: ,26\r\nRING\r\n+CDS: 26\r\n> "])

    assert [one.why if isinstance(one, Damaged) else one.text for one in found] == ["cut", "RING", "cut", ">"]


def test_texts_become_the_published_messages():
    number, text = SMS["number"], SMS["text"]
    (one,) = pdu.submits(number, text, valid=1440)
    octets, length = pdu.write_submit(one)
    assert [length, octets.hex().upper()] == SMS["submit"]
    parts = [pdu.write_submit(part) for part in pdu.submits(number, text * 4, reference=0x2A, valid=1440)]
    for (octets, length), (wanted, start) in zip(parts, SMS["four_times"], strict=True):
        assert length == wanted and octets.hex().upper().startswith(start)
    (plain,) = pdu.submits(number, "EVACUATE NOW", report=False)
    octets, length = pdu.write_submit(plain)
    assert [length, octets.hex().upper()] == SMS["plain"]


def test_published_messages_are_read_and_shifted_ones_refused():
    octets = bytes.fromhex(SMS["deliver"])
    message = pdu.read_incoming(octets, len(octets) - 9)
    assert isinstance(message, pdu.Deliver)
    assert (message.sender, message.at, message.text) == (SMS["number"], AT, SMS["text"])
    assert message.centre == "+8613800250500"
    report = pdu.read_incoming(bytes.fromhex(SMS["report"][1]), SMS["report"][0])
    assert report == pdu.Report(42, SMS["number"], AT, AT + timedelta(seconds=4), 0)
    assert pdu.write_report(report, "+8613800250500").hex().upper() == SMS["report"][1]
    for text in SMS["shifted"]:
        assert isinstance(pdu.read_incoming(bytes.fromhex(text)), Damaged)
    assert isinstance(pdu.read_incoming(octets, len(octets)), Damaged), "another count than the modem's"
    assert isinstance(pdu.read_incoming(octets[:-1]), Damaged) and isinstance(pdu.read_incoming(b""), Damaged)


TEXTS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300),
    st.text(alphabet="abc{}€[]@\n 0123", max_size=500),
)


@settings(max_examples=60, deadline=None)
@given(
    text=TEXTS,
    valid=st.one_of(st.none(), st.integers(5, 100_000)),
    number=st.from_regex(r"\+?[0-9]{3,15}", fullmatch=True),
)
def test_what_is_written_is_read_back(text, valid, number):
    parts = pdu.submits(number, text, reference=7, valid=valid)
    assert "".join(part.text for part in parts) == text
    for part in parts:
        octets, length = pdu.write_submit(part)
        back = pdu.read_submit(octets, length)
        assert isinstance(back, pdu.Submit) and length <= 164
        assert (back.text, back.part, back.number, back.alphabet) == (part.text, part.part, number, part.alphabet)
        assert back.valid is None or back.valid <= max(valid, 5)
        came = pdu.Deliver(number, AT, part.text, part.alphabet, part.part, "+8613800250500")
        assert pdu.read_incoming(pdu.write_deliver(came)) == came


@settings(max_examples=60, deadline=None)
@given(raw=st.binary(max_size=200), length=st.one_of(st.none(), st.integers(0, 200)))
def test_any_octets_are_a_message_or_damage(raw, length):
    assert isinstance(pdu.read_incoming(raw, length), pdu.Deliver | pdu.Report | Damaged)
    assert isinstance(pdu.read_submit(raw, length), pdu.Submit | Damaged)


def test_senders_with_names_and_clocks_of_other_zones_are_read():
    west = datetime(2026, 1, 31, 23, 59, 59, tzinfo=timezone(-timedelta(hours=9, minutes=30)))
    for name in ("BANK", "Info{}12", "10086", "+8610000000001"):
        back = pdu.read_incoming(pdu.write_deliver(pdu.Deliver(name, west, "x", Alphabet.GSM7)))
        assert isinstance(back, pdu.Deliver) and (back.sender, back.at) == (name, west)
    unset = pdu.read_incoming(pdu.write_deliver(pdu.Deliver("10086", None, "x", Alphabet.GSM7)))
    assert isinstance(unset, pdu.Deliver) and unset.at is None
    data = pdu.read_incoming(pdu.write_deliver(pdu.Deliver("10086", AT, "00FF", Alphabet.DATA)))
    assert isinstance(data, pdu.Deliver) and (data.text, data.alphabet) == ("00FF", Alphabet.DATA)


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "parts", "left"),
    [
        ("", Alphabet.GSM7, 0, 1, 160), ("a" * 160, Alphabet.GSM7, 160, 1, 0), ("a" * 161, Alphabet.GSM7, 161, 2, 145),
        ("€" * 80, Alphabet.GSM7, 160, 1, 0), ("a" * 152 + "€" * 5, Alphabet.GSM7, 162, 2, 143),
        ("险" * 70, Alphabet.UCS2, 70, 1, 0), ("险" * 71, Alphabet.UCS2, 71, 2, 63),
        ("险" * 66 + "😀" * 3, Alphabet.UCS2, 72, 2, 61),
    ],
    ids=["none", "full", "more", "extended", "torn-extended", "full-han", "more-han", "torn-emoji"],
)  # fmt: skip
def test_parts_are_counted_as_they_are_sent(text, alphabet, units, parts, left):
    counted = count_parts(text)

    assert (counted.alphabet, counted.units, counted.parts, counted.left) == (alphabet, units, parts, left)
    assert len(split_text(text)) == parts and alphabet_of(text) is alphabet


def test_validity_is_never_longer_than_asked():
    for minutes, octet in ((60, 0x0B), (1440, 0xA7), (4 * 1440, 0xAA), (5, 0), (30 * 1440, 196), (36 * 60, 167)):
        assert sms_fields.validity(minutes) == octet
    assert [sms_fields.validity(sms_fields.valid_minutes(octet)) for octet in range(256)] == list(range(256))


def test_parts_are_joined_in_any_order_and_torn_characters_mended():
    text = "险情" * 40 + "。" + "😀" * 30
    for wide in (False, True):
        joining: Joining[int] = Joining(60)
        raw = text.encode("utf-16-be")
        pieces = [raw[at : at + 134].decode("utf-16-be", "surrogatepass") for at in range(0, len(raw), 134)]
        assert len(pieces) == 3 and "\ud83d" in pieces[1], "a phone cuts through a character"
        parts = [
            pdu.Deliver("1", AT, piece, Alphabet.UCS2, sms_fields.Concat(300 if wide else 44, 3, at, wide))
            for at, piece in enumerate(pieces, 1)
        ]
        assert joining.add(parts[2], 8, 0) == joining.add(parts[0], 5, 1) == joining.add(parts[0], 9, 1) == []
        (whole,) = joining.add(parts[1], 6, 2)
        assert (whole.message.text, whole.places, whole.missing) == (text, (8, 5, 9, 6), ())


def test_what_never_becomes_whole_is_told_with_what_is_missing_and_little_is_kept():
    joining: Joining[int] = Joining(60)
    part = pdu.Deliver("1", AT, "前半", Alphabet.UCS2, sms_fields.Concat(1, 2, 1))
    assert joining.add(part, 4, 10) == [] and joining.wake_at() == 70 and joining.places() == [4]
    (torn,) = joining.overdue(70)
    assert (torn.message.text, torn.missing, torn.total) == ("前半……", (2,), 2)
    assert joining.wake_at() is None
    flood = [pdu.Deliver(str(n), AT, "x", Alphabet.GSM7, sms_fields.Concat(1, 2, 1)) for n in range(MOST_WAITING + 5)]
    assert sum(len(joining.add(one, at, 0)) for at, one in enumerate(flood)) == 5


def test_callers_are_read_and_wrong_checksums_are_not():
    for text, number, date, time in CALLER["good"]:
        (told,) = caller_id.CallerIdReader().feed(bytes.fromhex(text))
        assert (told.number, told.date, told.time) == (number, date, time)
    for text in CALLER["bad"]:
        (bad,) = _with_idle(caller_id.CallerIdReader(), b"\x55\x55\xff" + bytes.fromhex(text))
        assert isinstance(bad, Damaged) and bad.why == "checksum" and bad.raw.endswith(bytes.fromhex(text))
    absent = {0x01: b"11220930", 0x04: b"P", 0x08: b"O"}
    (hidden,) = caller_id.CallerIdReader().feed(caller_id.message(absent))
    assert (hidden.number, hidden.why, hidden.name) == ("", "withheld", "")
    assert caller_id.CallerIdReader().feed(caller_id.single("11220930", "O"))[0].why == "unavailable"
    (waiting,) = _with_idle(caller_id.CallerIdReader(), bytes.fromhex("820301 01FF7A") + b"RING\r\n")
    assert waiting == caller_id.Bell(b"RING"), "a message lamp is no call"


def _with_idle(reader: caller_id.CallerIdReader, raw: bytes) -> list[Any]:
    return [*reader.feed(raw), *reader.idle()]


def test_sentences_are_read_and_broken_ones_are_not():
    for text in BEIDOU["good"]:
        (one,) = beidou.SentenceReader().feed(text.encode() + b"\r\n")
        assert beidou.sentence(one.kind, *one.fields) == text.encode() + b"\r\n"
    for text in BEIDOU["bad"]:
        (bad,) = beidou.SentenceReader().feed(text.encode() + b"\r\n" + b"$") or [None]
        assert isinstance(bad, Damaged) and bad.why in {"checksum", "format"}


def test_texts_over_beidou_are_read_by_their_mode():
    assert beidou.sentence("CCTXA", "0242286", "1", "2", beidou.mixed("hello北斗")) == SENTENCES[1]
    assert beidou.read_text("2", b"A468656C6C6FB1B1B6B7") == ("hello北斗", True)
    assert beidou.read_text("0", b"B1B1B6B7") == ("北斗", True) == beidou.read_text("0", "北斗".encode("gb18030"))
    assert beidou.read_text("1", b"3132333433333335") == ("3132333433333335", False)
    assert beidou.read_text("2", b"A4FB113383315933") == ("A4FB113383315933", False), "octets of a sensor are no text"
    assert beidou.size_of("hello北斗") == 10
