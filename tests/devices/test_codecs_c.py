"""Codecs of receivers, profiles and signs: published vectors, and what is written is read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.devices.protocols import alpha, contact_id, dc09, sia, surgard
from console.devices.protocols.contact_id import ContactId, Qualifier
from console.devices.protocols.scanning import Damaged
from console.devices.protocols.surgard import Sort
from tests.devices.codec_vectors import DC09, RECEIVERS, SURGARD, read


@pytest.mark.parametrize("text", RECEIVERS["surgard"]["bad"])
def test_what_the_paper_calls_damaged_is_damaged(text):
    (found,) = surgard.Codec().feed(text.encode() + surgard.DC4)

    assert isinstance(found, Damaged) and found.raw == text.encode() + surgard.DC4


def test_surgard_reads_both_lengths_of_line_and_any_account():
    first, second, third, *_ = (read(surgard.Codec(), [frame])[0] for frame in SURGARD)

    assert (first.receiver, first.line, first.account) == ("01", "1", "1234")
    assert first.event == ContactId(Qualifier.NEW, "121", "01", "001")
    assert (second.line, second.event.zone) == ("001", "015")
    assert (third.account, third.event.qualifier) == ("123456", Qualifier.BACK)
    written = [surgard.write_event(one.account, one.event, one.receiver, one.line) for one in (first, second, third)]
    assert [*written, surgard.heartbeat(), surgard.heartbeat("01", "000")] == SURGARD[:5]


def test_half_an_alarm_behind_noise_is_never_taken_for_another_sort_of_frame():
    for at in range(1, 22):
        frame = bytearray(b"501001 181234E13101015\x14")
        frame[at - 1] = 0xFF
        assert [type(one) for one in surgard.Codec().feed(bytes(frame))] == [Damaged], at


def test_a_lost_end_of_frame_asks_for_both_again():
    glued = b"501001 181234E13101015\xff501001 181234E13101016\x14"

    assert [type(one) for one in surgard.Codec().feed(glued)] == [Damaged]


@pytest.mark.parametrize(("digits", "last"), RECEIVERS["contact_id"]["checksum"])
def test_contact_id_checksum(digits, last):
    assert contact_id.checksum(digits) == last
    account, event = contact_id.read(digits + last)
    assert contact_id.encode(account, event) == digits + last
    assert contact_id.read(digits + ("1" if last != "1" else "2")) == Damaged((digits + "1").encode(), "checksum")


@settings(max_examples=60, deadline=None)
@given(
    st.text("0123456789BCDEF", min_size=4, max_size=10),
    st.sampled_from(Qualifier),
    st.from_regex(r"[1-6][0-9][0-9]", fullmatch=True),
    st.from_regex(r"[0-9]{2}", fullmatch=True),
    st.from_regex(r"[0-9]{3}", fullmatch=True),
    st.sampled_from(["1", "001"]),
)
def test_what_a_receiver_writes_is_read_back(account, qualifier, code, group, zone, line):
    event = ContactId(qualifier, code, group, zone)
    (found,) = surgard.Codec().feed(surgard.write_event(account, event, line=line))

    assert (found.sort, found.account, found.line, found.event) == (Sort.CONTACT_ID, account, line, event)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("NBA015", [("BA", "015", "")]),
        ("Nri1/BA015/FA02", [("BA", "015", "1"), ("FA", "02", "1")]),
        ("BA015", [("BA", "015", "")]),
        ("NA01", [("NA", "01", "")]),
        ("NRP", [("RP", "", "")]),
        ("Nti12:30/id3/ri2/OP0003", [("OP", "0003", "2")]),
        ("NBA01*'Hall'NM", [("BA", "01", "")]),
        ("?", []),
    ],
)
def test_sia_blocks(text, codes):
    assert [(one.code, one.zone, one.area) for one in sia.read_block(text).events] == codes


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_a_block_of_few_events(text):
    assert len(sia.read_block(text).events) <= 64


def test_dc09_vectors_are_written_as_they_were_read_and_the_checksum_is_arc():
    assert dc09.crc(b"123456789") == 0xBB3D
    for frame in DC09:
        (found,) = dc09.Codec().feed(frame)
        assert dc09.encode(found) == frame


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b'DACA003C"ADM-CID"0001L0#1234[#1234|1131 01 015]_13:45:00,11-22-2026', "length"),
        (b'DACB003B"ADM-CID"0001L0#1234[#1234|1131 01 015]_13:45:00,11-22-2026', "checksum"),
        (b'DACA003B"ADM-CID"0001L0#1234[#1234|1131 01 016]_13:45:00,11-22-2026', "checksum"),
        (b"nothing of the kind", "format"),
    ],
)
def test_dc09_says_what_is_wrong(text, why):
    assert dc09.read(text) == Damaged(b"\n" + text + b"\r", why)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["ADM-CID", "SIA-DCS", "NULL", "XYZ-1"]),
    st.from_regex(r"[0-9]{4}", fullmatch=True),
    st.text("0123456789ABCDEF", min_size=3, max_size=16),
    st.one_of(st.none(), st.from_regex(r"[0-9A-F]{1,6}", fullmatch=True)),
    st.from_regex(r"[0-9A-F]{1,6}", fullmatch=True),
    st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126, blacklist_characters="[]\r\n")), max_size=3),
    st.one_of(st.none(), st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))),
)
def test_any_dc09_frame_is_read_back(name, sequence, account, receiver, line, data, at):
    at = at and at.replace(microsecond=0)
    first, *rest = data or [""]
    frame = dc09.Dc09(name, sequence, account, first, receiver, line, tuple(rest), at)
    raw = dc09.encode(frame)

    assert dc09.Codec().feed(raw) == [replace(frame, raw=raw)]


def test_the_published_frame_of_a_sign_is_what_is_written_and_nought_takes_it_away():
    raw = bytes.fromhex(RECEIVERS["alpha"]["evacuate"])
    frame = alpha.priority_text("EVACUATE NOW", alpha.Mode.HOLD, alpha.BROADCAST)
    assert alpha.encode(frame) == raw
    assert alpha.Codec().feed(raw) == [frame] and alpha.shown_by(frame) == ("EVACUATE NOW", "b")
    cleared = alpha.encode(alpha.priority_text("", alpha.Mode.HOLD, alpha.BROADCAST))
    assert cleared[5:12] == b"\x01Z00\x02A0"
    assert [alpha.shown_by(one) for one in alpha.Codec().feed(cleared)] == [("", "")]


@settings(max_examples=30, deadline=None)
@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=125),
    st.sampled_from(alpha.Mode),
    st.booleans(),
)
def test_any_text_of_a_sign_is_read_back(text, mode, checked):
    frame = replace(alpha.priority_text(text, mode, "1F"), checked=checked)
    (found,) = alpha.Codec().feed(alpha.encode(frame))

    assert found == frame and alpha.shown_by(found) == (text, mode.value if text else "")
    spoilt = alpha.encode(frame).replace(b"\x02A0", b"\x02A1")
    assert [isinstance(one, Damaged) for one in alpha.Codec().feed(spoilt)] == [checked]
