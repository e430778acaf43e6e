"""The outbox: held, armed, begun, ended, tried again, stopped, decided; each state as true as what is known."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from console.devices.channels import siren_sound
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.outbox import ARM_CODE, Ask, NewBatch
from console.errors import Refused, Unavailable
from console.services.delivery_pump import Pump
from tests.kit.sending import AREA, PASSWORD, Street, device, officer, sound, text


@pytest.fixture
def street():
    return Street()


@pytest.fixture
def pump(desk, street):
    return Pump(desk.deliveries, street.of, threads=0)


@pytest.fixture
def who(desk):
    return officer(desk).actor


def run(desk, pump, times=1):
    for _ in range(times):
        pump.step(desk.clock.now())


def refused(why, work, *given, **more):
    with pytest.raises(Refused) as caught:
        work(*given, **more)
    assert caught.value.code == why


def test_what_sounds_is_held_until_the_area_is_said_and_the_password_given(desk, who, pump, street, clock):
    siren = device(desk, "J-1")
    row = desk.deliveries.ask([sound(siren)], by=who)[0]
    run(desk, pump, 3)

    assert (row.state, row.audible, street.sent) == (SendState.HELD, True, [])
    arming = desk.deliveries.arming([row.id])
    assert (arming.area, arming.code_wanted, arming.seconds) == (AREA, False, 120)
    refused("area_differs", desk.deliveries.arm, [row.id], "例二村", PASSWORD, by=who)
    refused("wrong_password", desk.deliveries.arm, [row.id], AREA, "wrong wrong", by=who)
    run(desk, pump)
    assert street.sent == []
    desk.deliveries.arm([row.id], f" {AREA} ", PASSWORD, by=who)
    run(desk, pump, 3)

    done = desk.deliveries.one(row.id)
    assert (done.state, done.armed_by, done.attempts, street.heard()) == (SendState.CONFIRMED, "陈例一", 1, [row.id])
    attempt = desk.deliveries.attempts(row.id)[0]
    assert (attempt.command, attempt.answer, attempt.said) == (b"\x01", b"\x06", "device_confirmed")
    said = [entry.text for entry in desk.log.newest(10)]
    assert sum("发声授权未通过" in line for line in said) == 2
    assert any("授权发声" in line and AREA in line for line in said) and any(
        "指令 01，回答 06" in line for line in said
    )
    assert not desk.log.verify().faults


def test_an_arming_ends_and_nothing_sounds_later(desk, who, pump, street, clock):
    siren = device(desk, "J-1")
    late, back = (desk.deliveries.ask([sound(siren)], by=who)[0].id for _ in range(2))
    desk.deliveries.arm([late], AREA, PASSWORD, by=who)
    clock.advance(seconds=121)
    run(desk, pump, 2)
    desk.deliveries.arm([back], AREA, PASSWORD, by=who)
    clock.advance(hours=-1)
    run(desk, pump, 2)

    rows = [desk.deliveries.one(row) for row in (late, back)]
    assert [(row.state, row.said) for row in rows] == [(SendState.FAILED, "not_begun_in_time")] * 2
    assert street.sent == []


def test_what_was_armed_for_one_coil_does_not_sound_on_another(desk, by, who, pump, street):
    siren = device(desk, "J-1")
    row = desk.deliveries.ask([sound(siren)], by=who)[0]
    desk.deliveries.arm([row.id], AREA, PASSWORD, by=who)
    before = desk.devices.one(siren)
    desk.devices.change(replace(before.form, options={"coils": "5"}), seen=before.version, by=by)
    run(desk, pump, 2)

    found = desk.deliveries.one(row.id)
    assert (found.state, found.said, street.sent) == (SendState.FAILED, "device_changed", [])


def test_words_are_listened_to_before_they_are_sent(desk, tmp_path):
    (tmp_path / "请撤离.wav").write_bytes(siren_sound.siren("short", 1))
    hall = device(desk, "L-1", "speaker", recordings=str(tmp_path))
    spoken = desk.spoken(hall, "请撤离")

    assert (spoken.seconds, desk.speech.found(spoken.digest)) == (1.0, spoken)


def test_a_device_with_a_code_asks_for_it(desk, by, who, pump, street):
    siren = device(desk, "J-1")
    desk.secrets.make_file("long enough passphrase", by=by)
    desk.secrets.put("J-1", ARM_CODE, "2468", by=by)
    row = desk.deliveries.ask([sound(siren)], by=who)[0]

    assert desk.deliveries.arming([row.id]).code_wanted
    refused("wrong_arm_code", desk.deliveries.arm, [row.id], AREA, PASSWORD, code="2469", by=who)
    desk.secrets.lock()
    refused("secrets_locked", desk.deliveries.arm, [row.id], AREA, PASSWORD, code="2468", by=who)
    desk.secrets.unlock("long enough passphrase")
    desk.deliveries.arm([row.id], AREA, PASSWORD, code="2468", by=who)
    run(desk, pump)
    assert street.heard() == [row.id]


def test_only_an_officer_of_the_watch_arms(desk, by, who, street):
    siren = device(desk, "J-1")
    row = desk.deliveries.ask([sound(siren)], by=by)[0]
    other = officer(desk, "林例二").actor

    refused("officer_needed", desk.deliveries.arm, [row.id], AREA, PASSWORD, by=by)
    viewer = officer(desk, "张例三", "viewer").actor
    refused("not_permitted", desk.deliveries.arm, [row.id], AREA, PASSWORD, by=viewer)
    desk.deliveries.arm([row.id], AREA, PASSWORD, by=other)
    refused("delivery_state", desk.deliveries.arm, [row.id], AREA, PASSWORD, by=who)


def test_the_same_order_twice_is_one(desk, who):
    siren = device(desk, "J-1")
    asked = sound(siren)
    first, second = (desk.deliveries.ask([asked], by=who)[0] for _ in range(2))

    assert first == second and len(desk.deliveries.rows()) == 1
    refused("already_asked", desk.deliveries.ask, [Ask(siren, asked.order, "别处")], by=who)
    refused("area_missing", desk.deliveries.ask, [sound(siren, area=" ")], by=who)
    refused("channel_cannot", desk.deliveries.ask, [sound(device(desk, "S-1", "modem"))], by=who)
    refused("validity_past", desk.deliveries.ask, [sound(siren, valid_until=desk.clock.now())], by=who)
    refused("no_such_device", desk.deliveries.ask, [sound(uuid4())], by=who)


def test_a_silent_test_needs_no_arming(desk, who, pump, street):
    siren = device(desk, "J-1")
    row = desk.deliveries.ask([sound(siren, test=True)], by=who)[0]
    run(desk, pump)

    assert (row.verb, row.audible, street.verbs()) == (Verb.PROBE, False, [Verb.PROBE])


NOT_BEGUN = Receipt(SendState.FAILED, "line_lost", began=False)


@pytest.mark.parametrize(
    ("said", "tries", "ends"),
    [
        (NOT_BEGUN, 6, SendState.FAILED),
        (Receipt(SendState.FAILED, "no_answer"), 1, SendState.FAILED),
        (Receipt(SendState.UNKNOWN, "line_lost"), 1, SendState.UNKNOWN),
        (Receipt(SendState.UNCONFIRMED), 1, SendState.UNCONFIRMED),
        (Receipt(SendState.HELD), 1, SendState.UNKNOWN),
    ],
)
def test_only_what_surely_did_not_begin_is_tried_again(desk, who, pump, street, clock, said, tries, ends):
    modem, siren = device(desk, "S-1", "modem"), device(desk, "J-1")
    asked = []
    street.answers = lambda order: asked.append(order.verb) or said
    written = desk.deliveries.ask([text(modem, valid_until=clock.now() + timedelta(days=1))], by=who)[0]
    heard = desk.deliveries.ask([sound(siren)], by=who)[0]
    desk.deliveries.arm([heard.id], AREA, PASSWORD, by=who)
    for _ in range(20):
        run(desk, pump)
        clock.advance(minutes=30)

    assert (asked.count(Verb.TEXT), asked.count(Verb.SOUND)) == (tries, 1)
    rows = [desk.deliveries.one(row.id) for row in (written, heard)]
    assert [(row.state, row.attempts) for row in rows] == [(ends, tries), (ends, 1)]
    assert len(desk.deliveries.attempts(written.id)) == tries
    assert not desk.log.verify().faults


def test_a_stop_takes_back_what_waits_and_goes_first(desk, who, pump, street, clock):
    sirens = [device(desk, f"J-{at}") for at in range(3)]
    rows = desk.deliveries.ask([sound(siren) for siren in sirens], by=who)
    desk.deliveries.arm([rows[0].id], AREA, PASSWORD, by=who)
    stops = desk.deliveries.stop_all(by=who)

    assert {row.device_id for row in stops} == set(sirens) and all(row.verb is Verb.STOP for row in stops)
    states = [desk.deliveries.one(row.id) for row in rows]
    assert [(row.state, row.said) for row in states] == [(SendState.CANCELLED, "stopped")] * 3
    assert [row.id for row in desk.deliveries.stop_all(by=who)] == [row.id for row in stops]  # nothing is asked twice
    fresh = desk.deliveries.ask([sound(sirens[0])], by=who)[0]
    desk.deliveries.arm([fresh.id], AREA, PASSWORD, by=who)
    street.answers = lambda _order: (
        NOT_BEGUN if len(tried) < 3 and not tried.append(1) else Receipt(SendState.CONFIRMED)
    )
    tried = []
    run(desk, pump)
    assert desk.deliveries.one(fresh.id).state is SendState.QUEUED  # while its stop waits, nothing sounds there
    clock.advance(seconds=2)
    run(desk, pump, 2)
    assert street.verbs() == [Verb.STOP] * 3 + [Verb.SOUND]


def test_practice_reaches_no_real_device(desk, who, pump, street, by):
    real, simulated = device(desk, "J-1", url="socket://192.0.2.1:502"), device(desk, "J-2")

    refused("practice_live_channel", desk.deliveries.ask, [sound(real)], by=who)
    assert {row.device_id for row in desk.deliveries.stop_all(by=who)} == {simulated}
    run(desk, pump)
    held, armed, plain = desk.deliveries.ask([sound(simulated), sound(simulated), text_probe(simulated)], by=who)
    desk.deliveries.arm([armed.id], AREA, PASSWORD, by=who)
    before = desk.devices.one(simulated)
    moved = replace(before.form, url="socket://192.0.2.2:502")
    desk.devices.change(moved, seen=before.version, by=by)
    street.sent.clear()
    run(desk, pump, 3)

    refused("practice_live_channel", desk.deliveries.arm, [held.id], AREA, PASSWORD, by=who)
    refused("practice_live_channel", desk.deliveries.stop_all, by=who)
    refused("practice_live_channel", desk.deliveries.again, armed.id, by=who)
    states = [(row.state, row.said) for row in map(desk.deliveries.one, (armed.id, plain.id))]
    assert states == [(SendState.FAILED, "practice_live_channel")] * 2
    assert street.sent == []


def text_probe(device_id):
    return Ask(device_id, Order(uuid4(), Verb.PROBE))


def test_a_crash_leaves_unknown_and_a_person_decides(desk, who, street, clock):
    siren = device(desk, "J-1")
    row = desk.deliveries.ask([sound(siren)], by=who)[0]
    desk.deliveries.arm([row.id], AREA, PASSWORD, by=who)
    assert desk.deliveries.begin(row.id) is not None
    run(desk, Pump(desk.deliveries, street.of, threads=0), 3)

    found = desk.deliveries.one(row.id)
    assert (found.state, found.said, street.sent) == (SendState.UNKNOWN, "interrupted", [])
    refused("delivery_state", desk.deliveries.again, row.id, by=who)
    refused("reason_missing", desk.deliveries.decide, row.id, SendState.FAILED, " ", by=who)
    refused("bad_decision", desk.deliveries.decide, row.id, SendState.QUEUED, "听到了", by=who)
    late = desk.deliveries.finish(row.id, Receipt(SendState.CONFIRMED, "device_confirmed", b"\x01", b"\x06"))
    assert late.state is SendState.UNKNOWN
    desk.deliveries.decide(row.id, SendState.UNCONFIRMED, "村民说响过", by=who)
    fresh = desk.deliveries.again(row.id, by=who)
    decided = desk.deliveries.one(row.id)
    assert (decided.decided_by, decided.note, fresh.state) == ("陈例一", "村民说响过", SendState.HELD)
    assert [attempt.state for attempt in desk.deliveries.attempts(row.id)] == [SendState.UNKNOWN, SendState.CONFIRMED]
    assert not desk.log.verify().faults


def test_a_run_is_paced_paused_stopped_and_counted(desk, who, pump, street, clock):
    modem = device(desk, "S-1", "modem")
    run_id = NewBatch(uuid4(), "黄石路疏散通知")
    desk.deliveries.ask([text(modem, to=f"100-0000-{at:04d}") for at in range(6)], by=who, batch=run_id)
    street.answers = lambda order: Receipt(SendState.SENT, reference=order.target[-2:])
    for _ in range(4):
        run(desk, pump, 2)
        clock.advance(seconds=1)
    assert [order.target for _, order in street.sent] == ["100-0000-0000", "100-0000-0001"]  # one in three seconds
    probe = text_probe(modem)
    desk.deliveries.ask([probe], by=who)
    run(desk, pump)
    assert street.sent.pop()[1].id == probe.order.id  # a silent test waits behind nobody's texts
    desk.deliveries.pause(run_id.id, by=who)
    clock.advance(seconds=10)
    run(desk, pump, 2)
    assert len(street.sent) == 2
    desk.deliveries.go_on(run_id.id, by=who)
    run(desk, pump)
    desk.deliveries.reported("00", str(modem), SendState.CONFIRMED, target="100-0000-0000", answer=b"\x00")
    assert desk.deliveries.reported("00", str(modem), SendState.CONFIRMED) is None
    counts = desk.deliveries.stop_batch(run_id.id, by=who).counts

    assert (counts.total, counts.confirmed, counts.sent, counts.cancelled) == (6, 1, 2, 3)
    clock.advance(hours=25)
    run(desk, pump)
    assert desk.deliveries.batch(run_id.id).counts.unconfirmed == 2  # no report ever came
    assert [row.title for row in desk.deliveries.batches()] == ["黄石路疏散通知"]
    assert not desk.log.verify().faults


def test_a_store_that_fails_after_the_sound_never_sounds_again(desk, who, street, monkeypatch):
    siren = device(desk, "J-1")
    row = desk.deliveries.ask([sound(siren)], by=who)[0]
    desk.deliveries.arm([row.id], AREA, PASSWORD, by=who)
    pump, writing = Pump(desk.deliveries, street.of, threads=0), desk.opened.store.writing

    def full(*given, **more):
        raise Unavailable("disk_full")

    street.answers = lambda _order: (
        monkeypatch.setattr(desk.opened.store, "writing", full) or Receipt(SendState.CONFIRMED)
    )
    run(desk, pump)
    assert desk.deliveries.one(row.id).state is SendState.SENDING
    with pytest.raises(Unavailable):
        run(desk, pump)
    monkeypatch.setattr(desk.opened.store, "writing", writing)
    run(desk, pump, 2)
    assert (desk.deliveries.one(row.id).state, street.heard()) == (SendState.CONFIRMED, [row.id])
