"""Self-tests: what is looked at is told as it is, what cannot be known is no fault, each day's come by themselves."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from console.domain.delivery import Receipt, SendState, Verb
from console.domain.people import Actor, Role
from console.domain.self_test import Check, Verdict, of_clock
from console.domain.wire import DeviceForm, LinkCounts, LinkState, LinkStatus
from console.errors import Refused
from console.services.delivery_pump import Pump
from console.services.self_tests import SelfTestsService
from db.locks import FileLock
from tests.kit.sending import Street, device, officer


def verdicts(test):
    return {found.check: (found.verdict, found.code) for found in test.found}


def link(desk, key, state=LinkState.ONLINE, heard=1, damaged=0, received=100, cause=""):
    at = desk.clock.now()
    counts = LinkCounts(received=received, damaged=damaged)
    desk.links.note([LinkStatus(key, state, at, at - timedelta(minutes=heard), cause, counts)])


def listener(desk, **more):
    from uuid import uuid4

    form = DeviceForm(uuid4(), "R-1", "接警机", "surgard", "sim://surgard/1", silent_seconds=95, **more)
    return desk.devices.add(form, by=Actor.tool("tester")).form.id


def test_a_report_says_what_was_found(desk, clock):
    by, heard = officer(desk).actor, listener(desk)
    never = desk.self_tests.run(heard, by=by)
    link(desk, str(heard))
    well = desk.self_tests.run(heard, by=by)
    link(desk, str(heard), heard=9, damaged=20)
    noisy = desk.self_tests.run(heard, by=by)
    link(desk, str(heard), LinkState.LOST, cause="gone")
    lost = desk.self_tests.run(heard, by=by)

    assert verdicts(never)[Check.PORT] == (Verdict.WRONG, "closed")
    assert verdicts(never)[Check.HEARD] == (Verdict.WRONG, "never")
    assert (well.well, well.wrong_words(), len(well.all_words())) == (True, [], 4)
    assert (verdicts(noisy)[Check.HEARD], verdicts(noisy)[Check.FRAMES]) == (
        (Verdict.WRONG, "silent"), (Verdict.WRONG, "damaged"),
    )  # fmt: skip
    assert verdicts(lost)[Check.PORT] == (Verdict.WRONG, "lost") and not lost.well
    assert desk.self_tests.newest(heard) == lost and len(desk.self_tests.rows(heard)) == 4
    assert any("设备自检 R-1" in entry.text and "线路断开" in entry.text for entry in desk.log.newest(3))
    assert not desk.log.verify().faults


@pytest.mark.parametrize(
    ("seconds", "verdict"), [(-301, Verdict.WRONG), (-300, Verdict.WELL), (299, Verdict.WELL), (301, Verdict.WRONG)]
)
def test_a_clock_may_be_five_minutes_off(seconds, verdict):
    at = datetime(2030, 8, 12, tzinfo=UTC)
    assert of_clock(at, at + timedelta(seconds=seconds)).verdict is verdict
    assert of_clock(at, None) is None


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (Receipt(SendState.CONFIRMED, "device_answered"), (Verdict.WELL, "answered")),
        (Receipt(SendState.UNCONFIRMED, "cannot_be_known"), (Verdict.NOTE, "cannot_be_known")),
        (Receipt(SendState.FAILED, "not_possible", began=False), (Verdict.NOTE, "cannot_be_known")),
        (Receipt(SendState.FAILED, "no_answer"), (Verdict.WRONG, "failed")),
    ],
)
def test_the_silent_test_goes_through_the_outbox(desk, said, found):
    """The outbox runs beside whoever waits for the report, as it does in the program."""
    by, siren = officer(desk).actor, device(desk, "J-1")
    street = Street(answers=lambda _order: said)
    pump, over = Pump(desk.deliveries, street.of, threads=0), threading.Event()

    def outbox():
        while not over.wait(0.01):
            pump.step(desk.clock.now())

    beside = threading.Thread(target=outbox)
    beside.start()
    tests = SelfTestsService(desk.opened.store, desk.clock, desk.settings.zone, desk.deliveries)
    try:
        test = tests.run(siren, by=by)
    finally:
        over.set()
        beside.join()
    assert verdicts(test)[Check.PROBE] == found
    probe = desk.deliveries.rows()[0]
    assert (probe.verb, probe.test, len(desk.deliveries.attempts(probe.id))) == (Verb.PROBE, True, 1)


def test_nobody_who_sends_is_a_note_and_no_fault(desk):
    by, siren = officer(desk).actor, device(desk, "J-1")
    link(desk, str(siren))
    tests = SelfTestsService(desk.opened.store, desk.clock, desk.settings.zone, desk.deliveries, patience=0.0)
    test = tests.run(siren, by=by)

    assert (test.well, verdicts(test)[Check.PROBE]) == (True, (Verdict.NOTE, "not_sent"))
    viewer = officer(desk, "张例三", Role.VIEWER).actor
    with pytest.raises(Refused, match="not_permitted"):
        tests.run(siren, by=viewer)


def test_a_test_ends_though_the_clock_stands_and_nobody_runs_the_wire(desk, monkeypatch):
    """It never returned; the row it asked for is taken back, so that nothing goes out when somebody does."""
    by, siren = officer(desk).actor, device(desk, "J-1")
    link(desk, str(siren))
    monkeypatch.setattr(desk.self_tests, "_nobody", 0.3)
    assert not desk.wire_runs()
    test = desk.self_tests.run(siren, by=by)

    assert (test.well, verdicts(test)[Check.PROBE]) == (False, (Verdict.WRONG, "nobody_runs_wire"))
    assert "没有程序掌管线路" in "".join(test.wrong_words())
    (probe,) = desk.deliveries.rows()
    assert (probe.state, probe.said) == (SendState.CANCELLED, "nobody_runs_wire")
    with FileLock(desk.data.locks / "wire", alone=True) as lock:
        assert lock.acquire()
        assert desk.wire_runs()
        waited = SelfTestsService(
            desk.opened.store, desk.clock, desk.settings.zone, desk.deliveries, patience=0.5, nobody=0.2,
            wire_runs=desk.wire_runs,
        )  # fmt: skip
        test = waited.run(siren, by=by)  # whoever runs it does not begin it
    assert verdicts(test)[Check.PROBE] == (Verdict.NOTE, "not_sent")
    assert not desk.deliveries.rows(states=[SendState.QUEUED])


def test_each_day_every_device_is_tested_once_by_itself(desk, clock):
    officer(desk)
    siren, heard = device(desk, "J-1"), listener(desk)
    real = device(desk, "J-2", url="socket://192.0.2.1:502")  # a practice store sends it nothing
    street = Street()
    pump = Pump(desk.deliveries, street.of, threads=0)
    local = clock.now().astimezone(desk.zone)
    clock.advance(seconds=(local.replace(hour=6, minute=29) + timedelta(days=1) - local).total_seconds())
    assert desk.self_tests.due(clock.now()) == [] and desk.self_tests.step() == 0

    clock.advance(minutes=1)
    assert len(desk.self_tests.due(clock.now())) == 3 and desk.self_tests.step() == 0  # the wire has just begun
    clock.advance(minutes=1)
    assert len(desk.self_tests.due(clock.now())) == 3
    assert desk.self_tests.step() == 0  # the siren's silent test is under way: one line tells of all
    assert desk.self_tests.step() == 0 and len(desk.deliveries.rows()) == 1
    pump.step(clock.now())
    assert "：设备已确认，指令" in desk.log.newest(1)[0].text, "what is said is not said twice"
    assert desk.self_tests.step() == 3 and desk.self_tests.step() == 0
    assert [entry.text[:16] for entry in desk.log.newest(9) if "自检 " in entry.text] == ["设备自检 3 台：正常 0 台；"]
    assert verdicts(desk.self_tests.newest(siren))[Check.PROBE] == (Verdict.WELL, "answered")
    assert verdicts(desk.self_tests.newest(real))[Check.PROBE] == (Verdict.NOTE, "not_sent")
    assert desk.self_tests.newest(heard).by_name == "program"
    clock.advance(hours=24)
    assert len(desk.self_tests.due(clock.now())) == 3


def test_a_test_nobody_answers_is_written_all_the_same(desk, clock):
    siren = device(desk, "J-1")
    clock.advance(hours=12)
    assert desk.self_tests.step() == 0
    clock.advance(minutes=2)
    assert desk.self_tests.step() == 0 and len(desk.deliveries.rows()) == 1
    clock.advance(minutes=6)
    assert desk.self_tests.step() == 1
    assert verdicts(desk.self_tests.newest(siren))[Check.PROBE] == (Verdict.NOTE, "not_sent")
    assert replace(desk.self_tests.newest(siren), found=()).well is False  # its port was never opened
