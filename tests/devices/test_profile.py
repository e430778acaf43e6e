"""Devices described by a profile: read with care, cut, understood, answered and commanded as the profile says."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from console import words
from console.devices.drivers import profile as driver
from console.devices.profile_reading import try_out
from console.devices.protocols.profile_frames import Framed, framer
from console.devices.session import Setting
from console.devices.simulated import profile as simulated
from console.devices.simulator import Happening, Play
from console.domain.checksums import xor8
from console.domain.clock import StoppedClock
from console.domain.delivery import Order, SendState, Verb
from console.domain.profile_text import read
from console.domain.signals import SignalKind
from console.errors import Refused

CLOCK = StoppedClock(datetime(2026, 11, 22, 5, 45, tzinfo=UTC))
ZONE = ZoneInfo("Asia/Shanghai")
EXAMPLES = {
    one.name.removesuffix(".toml"): one.read_text("utf-8")
    for one in resources.path("wire/profiles").iterdir()
    if one.name.endswith(".toml")
}
PANEL = b"\x1b608/12/02  17:24\n  004-004\n\x1b9" + "首次火警\n裙楼一层上空\n感烟探测器\n\n".encode("gb18030")
NMEA = b"$FRFIR,E,103000,FD,PT,001,004,A,V,Galley deck 2*"
NMEA += b"%02X\r\n" % xor8(NMEA[1:-1])
SMALL = """
[profile]
name = "试"
[frame]
ends = ["0D"]
[answer]
ack = "06"
nak = "15"
[[record]]
pattern = '^A(?P<zone>\\d+)$'
kind = "alarm"
zh = "区{zone}报警"
en = "Zone {zone} alarm"
[[record]]
pattern = '^HB$'
kind = "heartbeat"
"""


def session(text: str) -> driver.ProfileSession:
    return driver.make(Setting(CLOCK, ZONE, profile=text))


def far_side(text: str, **options: str) -> simulated.ProfileDevice:
    return simulated.make(Play(CLOCK, ZONE, Random(1), options, text))


def order(verb: Verb, target: str = "", text: str = "", **facts: object) -> Order:
    return Order(uuid4(), verb, target, text, facts)


def receipts(heard) -> list[tuple[UUID, SendState, str]]:
    return [(key, receipt.state, receipt.code) for key, receipt in heard.receipts]


# reading a profile


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_a_profile_and_says_that_it_is_not_verified(name):
    assert read(EXAMPLES[name]).verified is False


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "why"),
    [
        ('name = "试"', "name = 3", 3, "profile.name", "text"),
        ('name = "试"', 'nam = "试"', 2, "profile.name", "missing"),
        ('name = "试"', 'name = "试"\ncolour = "red"', 4, "profile.colour", "unknown"),
        ('ends = ["0D"]', 'ends = ["0G"]', 5, "frame.ends", "hex"),
        ('ends = ["0D"]', "", 4, "frame", "framing_none"),
        ('ends = ["0D"]', 'ends = ["0D"]\nstart = "02"\nend = "03"', 5, "frame.ends", "framing_many"),
        (
            "[answer]",
            '[[zone]]\nname = "a"\nvalue = 300\n[[command]]\nverb = "show"\nhex = "{zone}"\n[answer]',
            8,
            "zone[1].value",
            "range",
        ),
        ('ends = ["0D"]', 'ends = ["0D"]\nlimit = 100000', 6, "frame.limit", "range"),
        ("pattern = '^HB$'", "pattern = '^(HB$'", 15, "record[2].pattern", "pattern"),
        ("pattern = '^HB$'", "pattern = '^(0|00|000)+x(a|aa)+$'", 15, "record[2].pattern", "pattern_slow"),
        ('kind = "heartbeat"', 'kind = "beat"', 16, "record[2].kind", "choice"),
        ('zh = "区{zone}报警"', 'zh = "区{zon}报警"', 12, "record[1].zh", "group"),
        ('nak = "15"', "nak = ", 8, "", "syntax"),
    ],
)
def test_what_is_wrong_in_a_profile_is_said_with_its_line_and_key(old, new, line, key, why):
    with pytest.raises(Refused) as refused:
        read(SMALL.replace(old, new, 1))
    facts = refused.value.facts
    assert (refused.value.code, facts["line"], facts["why"]) == ("bad_profile", line, why)
    assert facts["key_name"] == (key or "—")
    assert f"第{line}行" in words.sentence(refused.value, language="zh")
    assert words.say_in("zh", f"profile.bad.{why}") in words.sentence(refused.value, language="zh")


COMMAND = """
[[command]]
verb = "sound"
text = "S{zone}"
reply = '^OK$'
"""


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('verb = "sound"', 'verb = "sound"\nretries = 1', "heard_again"),
        ('verb = "sound"', 'verb = "show"\naudible = true', "audible"),
        ('text = "S{zone}"', 'text = "S{zon}"', "slot"),
        ('text = "S{zone}"', 'text = "S{zone"', "braces"),
        ('text = "S{zone}"', 'text = "警{zone}"', "encoding"),
        ('text = "S{zone}"', 'text = "S"\nhex = "00"', "hex_or_text"),
        ("reply = '^OK$'", "reply = '^OK$'\nanswers = 3", "terminal"),
        ("reply = '^OK$'", "reply = '^OK$'\ntimeout_ms = 26000", "range"),
    ],
)
def test_what_would_be_unsafe_to_command_is_refused(old, new, why):
    with pytest.raises(Refused) as refused:
        read((SMALL + COMMAND).replace(old, new, 1))
    assert refused.value.facts["why"] == why


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ('[poll]\nhex = "FF 55 03 00 85 02"', "poll"),
        ('[[command]]\nverb = "probe"\nhex = "FF 55 03 00 85 01"', "command[3].verb"),
        ('[[command]]\nverb = "show"\nhex = "00 FF 55 {length} 00 85 {zone}"', "command[3].verb"),
        ('[answer]\nack = "FF 55 03 00 85 01 89"', "answer.ack"),
    ],
)
def test_nothing_silent_may_be_what_sounds(more, key):
    read(EXAMPLES["pa_matrix"].replace("FF 55 04 00 70 04 00", "FF 55 03 00 85 09"))
    with pytest.raises(Refused) as refused:
        read(EXAMPLES["pa_matrix"] + more)
    assert (refused.value.facts["why"], refused.value.facts["key_name"]) == ("sounds", key)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200), st.integers(0, len(SMALL)))
def test_any_text_is_a_profile_or_refused(text, at):
    for whole in (text, SMALL[:at] + text + SMALL[at:]):
        try:
            read(whole)
        except Refused as refused:
            assert refused.code == "bad_profile" and refused.facts["line"] >= 1


# cutting and understanding


def frames(name: str) -> list[bytes]:
    """What the device of an example would say, ready to be cut."""
    device = far_side(EXAMPLES[name])
    said = {
        "fire_panel_printer": [PANEL],
        "nmea_fir": [NMEA],
        "pa_matrix": [bytes.fromhex("FF550300850189"), bytes.fromhex("FF5504007004" + "0078")],
    }.get(name, [])
    return said or [device._said(one, Happening(one.verb)) for one in read(EXAMPLES[name]).samples]


@pytest.mark.parametrize("name", EXAMPLES)
def test_frames_are_the_same_wherever_they_are_cut_and_glued(name):
    profile = read(EXAMPLES[name])
    for frame in frames(name):
        alone = framer(profile)
        (whole,) = [*alone.feed(frame), *alone.idle()]
        assert isinstance(whole, Framed)
        for at in range(1, len(frame)):
            cutter = framer(profile)
            assert [*cutter.feed(frame[:at]), *cutter.feed(frame[at:]), *cutter.idle()] == [whole]
        cutter = framer(profile)
        assert [*cutter.feed(frame + frame), *cutter.idle()] == [whole, whole]


@pytest.mark.parametrize("name", EXAMPLES)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_any_bytes_in_any_chunks_are_the_same_frames_and_memory_is_bounded(name, data):
    profile = read(EXAMPLES[name])
    piece = st.one_of(st.sampled_from(frames(name)), st.binary(max_size=30), st.just(profile.framing.start * 40))
    text = b"".join(data.draw(st.lists(piece, max_size=6)))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    first, second = framer(profile), framer(profile)
    whole = [*first.feed(text), *first.idle()]
    parts = [one for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) for one in second.feed(text[a:b])]
    rest = second.idle()

    assert [*parts, *rest] == whole
    assert sum(len(one.raw) for one in rest) <= profile.framing.limit + 520
    try_out(EXAMPLES[name], text)


def test_the_printer_stream_of_a_fire_panel_is_read_line_by_line():
    (first, second) = try_out(EXAMPLES["fire_panel_printer"], b"\x00" + PANEL + PANEL)[1:]

    assert first.groups["text"] == "裙楼一层上空" and second.record == 1
    signal = first.signal
    assert (signal.kind, signal.code, signal.zone) == (SignalKind.ALARM, "首次火警", "004-004")
    assert (signal.words, signal.priority) == ("首次火警：裙楼一层上空 感烟探测器", 1)


def test_a_marine_fire_sentence_needs_its_checksum():
    (good,) = try_out(EXAMPLES["nmea_fir"], NMEA)
    assert (good.signal.words, good.signal.zone) == ("火警：Galley deck 2（PT 004）", "004")
    (bad,) = try_out(EXAMPLES["nmea_fir"], NMEA.replace(b"Galley", b"Gallex"))
    assert (bad.why, bad.signal) == ("checksum", None)


def test_what_it_says_is_acknowledged_once_stored_damage_at_once_heartbeats_at_once():
    talk = session(SMALL)
    (alarm,) = talk.feed(b"A12\r", 0.0).signals
    assert (alarm.kind, alarm.zone, alarm.words, alarm.answer) == (SignalKind.ALARM, "12", "区12报警", b"\x06")
    beat = talk.feed(b"HB\r", 1.0)
    assert (beat.signals[0].kind, beat.write) == (SignalKind.HEARTBEAT, b"\x06")
    (other,) = talk.feed(b"what\r", 2.0).signals
    assert (other.kind, other.damaged, other.answer) == (SignalKind.UNREADABLE, "content", b"\x06")
    talk.feed(b"A1", 3.0)
    cut = talk.tick(talk.wake_at())
    assert (cut.signals[0].damaged, cut.write) == ("cut", b"\x15")


def test_an_expression_that_runs_away_on_a_frame_leaves_it_unreadable():
    text = SMALL.replace("'^HB$'", "'^(?:x+x+)+y$'").replace("^A(?P<zone>\\d+)$", "^A(?P<zone>(?:b|bb|bbb)+)c$")
    seen = try_out(text, b"A" + b"b" * 900 + b"\r")

    assert [one.why for one in seen] == ["content"]


def test_a_restoral_ends_what_the_profile_says_it_ends():
    text = (
        SMALL
        + '[[record]]\npattern = "^R(?P<zone>\\\\d)(?P<code>.)"\n[[code]]\nis = "q"\nkind = "restore"\nends = "Q"\n'
    )
    (seen,) = try_out(text, b"R3q\r")
    assert (seen.signal.kind, seen.signal.zone, seen.signal.code) == (SignalKind.RESTORE, "3", "")
    assert seen.signal.facts == {"code": "q", "ends": "Q"}


# commanding


def test_the_published_frames_of_a_matrix_are_what_is_sent_and_nobody_says_confirmed():
    talk = session(EXAMPLES["pa_matrix"])
    heard = talk.ask(order(Verb.SOUND, "场景一"), 0.0)
    assert heard.write == bytes.fromhex("FF 55 03 00 85 01 89")
    assert receipts(heard)[0][1:] == (SendState.UNCONFIRMED, "commanded")
    assert talk.ask(order(Verb.STOP), 0.05).write == b"" and talk.wake_at() == 0.2
    assert talk.tick(0.2).write == bytes.fromhex("FF 55 04 00 70 04 00 78")
    (refused,) = talk.ask(order(Verb.SOUND, "场景九"), 1.0).receipts
    assert (refused[1].state, refused[1].code, refused[1].began) == (SendState.FAILED, "no_such_zone", False)
    (refused,) = talk.ask(order(Verb.TEXT, "场景一"), 1.0).receipts
    assert (refused[1].code, refused[1].began) == ("not_possible", False)


def test_sixty_terminals_answer_one_by_one_and_only_all_of_them_confirm():
    talk, device = session(EXAMPLES["broadcast_60"]), far_side(EXAMPLES["broadcast_60"])
    asked = order(Verb.SPEAK, "一片", "请立即转移\n到高处", volume=50, repeats=2, **{"class": "override"})
    said = talk.ask(asked, 0.0)
    assert said.write.startswith("$SAY,01,050,02,F,请立即转移 到高处*".encode("gb18030"))
    answers = device.feed(said.write, 0.0)
    assert receipts(talk.feed(answers[:-20], 1.0)) == []
    assert receipts(talk.feed(answers[-20:], 2.0)) == [(asked.id, SendState.CONFIRMED, "device_confirmed")]
    assert device.state()["sounding"] is True

    deaf = far_side(EXAMPLES["broadcast_60"], silent="3,17")
    again = order(Verb.SOUND, "全部")
    heard = talk.ask(again, 10.0)
    assert receipts(talk.feed(deaf.feed(heard.write, 10.0), 11.0)) == []
    late = talk.tick(talk.wake_at())
    late = late if late.receipts else talk.tick(talk.wake_at())
    assert receipts(late) == [(again.id, SendState.UNKNOWN, "terminals_partly")] and late.write == b""
    assert late.receipts[0][1].facts["missing"] == 2


def test_what_can_be_heard_is_never_sent_twice_and_what_is_silent_is():
    talk = session(EXAMPLES["siren_controller"])
    talk.start(0.0)
    asked = order(Verb.SOUND, "1", pattern=1, seconds=60)
    talk.ask(asked, 1.0)
    assert receipts(talk.tick(4.0)) == [(asked.id, SendState.UNKNOWN, "no_answer")]
    probe = order(Verb.PROBE)
    assert talk.ask(probe, 4.0).write == b"" and talk.wake_at() == 4.0 + driver.LATE_SECONDS
    hurried = session(EXAMPLES["siren_controller"])
    hurried.ask(order(Verb.SOUND, "1", pattern=1), 1.0)
    hurried.tick(4.0)
    assert hurried.ask(order(Verb.STOP), 4.1).write[3:4] == b"\x03"
    writes, now, done = [], 4.0, []
    while not done:
        now = talk.wake_at()
        heard = talk.tick(now)
        writes += [heard.write] if heard.write.startswith(b"\xaa\x02\x01\x04") else []
        done = receipts(heard)
    assert len(writes) == 3 and done == [(probe.id, SendState.FAILED, "no_answer")]


def test_a_stop_goes_before_all_that_waits_and_the_device_confirms_it():
    talk, device = session(EXAMPLES["siren_controller"]), far_side(EXAMPLES["siren_controller"])
    device.feed(talk.start(0.0).write, 0.0)
    first, second, stop = order(Verb.SOUND, "1", pattern=1), order(Verb.SOUND, "2", pattern=1), order(Verb.STOP)
    device.feed(talk.ask(first, 1.0).write, 1.0)
    assert device.state()["sounding"] is True
    assert talk.ask(second, 1.1).write == b""
    heard = talk.ask(stop, 1.2)
    assert {row[1:] for row in receipts(heard)} == {(SendState.UNKNOWN, "stopped"), (SendState.FAILED, "stopped")}
    assert receipts(talk.feed(device.feed(heard.write, 1.3), 1.4)) == [
        (stop.id, SendState.CONFIRMED, "device_confirmed")
    ]
    assert device.state()["sounding"] is False


def test_a_lost_line_leaves_unknown_what_began_and_undone_what_waited():
    talk = session(EXAMPLES["siren_controller"])
    first, second = order(Verb.SOUND, "1", pattern=1), order(Verb.SOUND, "2", pattern=1)
    talk.ask(first, 1.0)
    talk.ask(first, 1.0)
    talk.ask(second, 1.1)
    ended = dict(talk.ended())
    assert (ended[first.id].state, ended[second.id].state) == (SendState.UNKNOWN, SendState.FAILED)
    assert (ended[first.id].began, ended[second.id].began) == (True, False) and talk.ended() == ()


def test_the_siren_controller_is_asked_how_it_is_and_reports_its_amplifier():
    talk, device = session(EXAMPLES["siren_controller"]), far_side(EXAMPLES["siren_controller"])
    (reading,) = talk.feed(device.feed(talk.start(0.0).write, 0.0), 0.1).signals
    assert (reading.kind, reading.value, reading.unit) == (SignalKind.READING, 24.0, "V")
    assert talk.wake_at() == 60.0 or talk.wake_at() == 0.1 + driver.PATIENCE
    (fault,) = talk.feed(device.happen(Happening("fault", "3"), 1.0), 1.0).signals
    assert (fault.kind, fault.account, fault.words) == (SignalKind.FAULT, "3", "警报器3：功放故障")
    (back,) = talk.feed(device.happen(Happening("restore", "3"), 2.0), 2.0).signals
    assert (back.kind, back.account, back.code) == (SignalKind.RESTORE, "3", "")


def test_a_text_cannot_smuggle_a_second_command():
    talk = session(EXAMPLES["broadcast_60"])
    heard = talk.ask(order(Verb.SPEAK, "一片", "a\r\n$STP,00*\r\n"), 0.0)
    assert heard.write.count(b"\r\n") == 1
    (refused,) = session(EXAMPLES["broadcast_60"]).ask(order(Verb.SPEAK, "一片", "a\x07"), 0.0).receipts
    assert (refused[1].code, refused[1].began) == ("value_missing", False)


def test_the_simulated_device_repeats_until_it_is_acknowledged():
    device = far_side(EXAMPLES["broadcast_60"])
    frame = device.happen(Happening("fault", "07"), 0.0)
    assert frame.startswith(b"$EVT,07,AMP") and device.tick(5.0) == frame and device.waiting() == 1
    assert device.feed(b"\x06", 6.0) == b"" and device.waiting() == 0


def test_a_zone_the_command_cannot_name_is_refused_rather_than_sounded_everywhere():
    talk = session(SMALL + COMMAND.replace("S{zone}", "S"))
    (refused,) = talk.ask(order(Verb.SOUND, "3"), 0.0).receipts
    assert (refused[1].code, refused[1].began) == ("no_such_zone", False)
    assert talk.ask(order(Verb.SOUND), 0.0).write == b"S\r"


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(["sound", "probe", "stop", "again", "wake", "late", "answer", "refuse", "noise"]), max_size=25
    )
)
def test_whatever_happens_what_can_be_heard_is_written_once_and_every_order_ends_once(acts):
    talk, now = session(EXAMPLES["siren_controller"]), 0.0
    asked: list[Order] = []
    written, ended = talk.start(now).write, list[UUID]()
    said = {"answer": "AA03019200", "refuse": "AA03019201", "noise": "AA09"}
    checksum = read(EXAMPLES["siren_controller"]).checksum
    for act in [*acts, *["wake"] * 60]:
        now += 0.1
        if act in {"sound", "probe", "stop"}:
            asked.append(order(Verb(act), "1", pattern=1, seconds=1_000 + len(asked)))
        if act in {"sound", "probe", "stop", "again"}:
            heard = talk.ask(asked[-1], now) if asked else driver.Heard()
        elif act in said:
            heard = talk.feed(checksum.sealed(bytes.fromhex(said[act])), now)
        else:
            now = max(now, talk.wake_at() or now) + (30.0 if act == "late" else 0.0)
            heard = talk.tick(now)
        written += heard.write
        ended += [key for key, _ in heard.receipts]
    ended += [key for key, _ in talk.ended()]
    assert sorted(map(str, ended)) == sorted(str(one.id) for one in asked)
    for one in asked:
        if one.verb is Verb.SOUND:
            assert written.count(b"\x01\x02\x01" + int(one.facts["seconds"]).to_bytes(2, "big")) <= 1
