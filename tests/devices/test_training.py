"""Training: simulated devices speak when a trainer wants it, in practice stores alone, and the log says by whom."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from console import bootstrap
from console.desk.training import Training
from console.desk.training_runs import AT_ONCE
from console.devices import sim_offers, sim_plays
from console.devices.capture import HEAD
from console.devices.street import the_street
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from console.domain.training import HAPPENINGS, SCRIPTS, Act, RunState
from console.domain.wire import DeviceForm, PointForm
from console.errors import Refused, Unavailable
from console.services import sample_devices
from console.services.sample_devices import Ground
from tests.kit.links import waited

BOTH = "'alarm', 'fault'"
FRAME = b"5011 181234E13101015\x14"


@pytest.fixture
def trainer(desk) -> Actor:
    return desk.accounts.add("陈例一", Role.ADMIN, "training of 2030", by=Actor.tool("tester")).actor


@pytest.fixture
def receiver(desk, trainer):
    """A simulated receiver whose line is open, and training without a thread: a test says when."""
    row = desk.devices.add(
        DeviceForm(uuid4(), "JB-01", "报警接收机", "surgard", "sim://surgard/T1?account=1234&heartbeat=0"), by=trainer
    )
    desk.devices.put_point(PointForm(uuid4(), row.id, "门厅手报", account="1234", zone="015"), by=trainer)
    desk.wire.start(only=[row.key])
    desk.training = Training(desk, threaded=False)
    waited(lambda: the_street().names() and desk.training.stands()[0].open)
    yield row
    desk.training.close()
    desk.wire.stop()
    the_street().clear()


def events(desk, kinds: str = "'alarm'") -> list[tuple[str, str, str]]:
    with desk.opened.store.reading() as connection:
        asked = f"SELECT account, code, zone FROM wire_event WHERE kind IN ({kinds}) ORDER BY number"
        return [tuple(row) for row in connection.exec_driver_sql(asked)]


def log(desk) -> list[tuple[str, str]]:
    """Lines of training in their order, with who wrote them."""
    told = [(one.text, one.by.name) for one in reversed(desk.log.newest(100))]
    return [one for one in told if one[0].startswith("演练：")]


def state(desk, run) -> RunState:
    return next(one.state for one in desk.training.runs() if one.id == run.id)


def test_what_is_offered_is_named_by_the_driver_and_the_ledger(desk, receiver) -> None:
    offers = desk.training.offers(receiver.id)
    alarm = offers.of("alarm")
    assert alarm.asks == ("account", "zone", "code", "count", "every")
    assert "131" in {one.code for one in alarm.codes} and all(one.zh and one.en for one in alarm.codes)
    assert offers.accounts == ("1234",) and [one.zone for one in offers.places] == ["015"]
    assert offers.of("reading") is None and offers.of("power") is not None
    (stand,) = desk.training.stands()
    assert (stand.row.form.code, stand.open, stand.powered, stand.waiting, stand.troubles) == (
        "JB-01", True, True, 0, (),
    )  # fmt: skip


def test_an_alarm_is_heard_after_it_stands_in_the_log_by_whom(desk, receiver, trainer) -> None:
    run = desk.training.act(Act(receiver.id, "alarm", "1234", "131", "015"), by=trainer)
    assert run.state is RunState.DONE
    waited(lambda: events(desk) == [("1234", "131", "015")])
    assert log(desk) == [("演练：模拟 报警接收机（JB-01）报警，账号 1234，防区 015，代码 131", "陈例一")]
    for wrong in ({"verb": "reading"}, {"verb": "sing"}, {"count": 0}, {"zone": "15 号门"}, {"skew": 1e9}):
        with pytest.raises(Refused):
            desk.training.act(Act(receiver.id, **{"verb": "alarm", **wrong}), by=trainer)
    viewer = desk.accounts.add("查例九", Role.VIEWER, "training of 2030", by=trainer).actor
    with pytest.raises(Refused, match="not_permitted"):
        desk.training.act(Act(receiver.id, "alarm"), by=viewer)
    assert len(log(desk)) == 1 and len(events(desk)) == 1


def test_repeats_come_in_their_time_and_are_stopped(desk, clock, receiver, trainer) -> None:
    run = desk.training.act(Act(receiver.id, "alarm", zone="001", count=5, every=10), by=trainer)
    desk.training.step()
    assert [(one.done, one.of, one.left) for one in desk.training.runs()] == [(1, 5, 40.0)]
    waited(lambda: not the_street().at("surgard/T1").waiting())
    clock.advance(seconds=20)
    desk.training.step()
    assert desk.training.runs()[0].done == 3
    desk.training.stop(run.id, by=trainer)
    clock.advance(seconds=100)
    desk.training.step()
    assert (state(desk, run), desk.training.runs()[0].done) == (RunState.STOPPED, 3)
    desk.training.stop(run.id, by=trainer)  # once more is no harm
    assert [text for text, _by in log(desk)][1:] == ["演练：停止 报警接收机 报警，已做 3"]


def test_a_storm_is_fed_and_ends_soon_after_it_is_stopped(desk, receiver, trainer) -> None:
    post = the_street().at("surgard/T1")
    run = desk.training.act(Act(receiver.id, "storm", count=1_000), by=trainer)
    assert desk.training.runs()[0].done == AT_ONCE and post.waiting() <= AT_ONCE
    waited(lambda: not post.waiting())
    desk.training.step()
    assert desk.training.runs()[0].done == 2 * AT_ONCE
    desk.training.stop_all(by=trainer)
    waited(lambda: not post.waiting())
    waited(lambda: len(set(events(desk, BOTH))) == len(events(desk, BOTH)) == 2 * AT_ONCE)
    assert state(desk, run) is RunState.STOPPED


def test_troubles_hold_for_their_time_and_leave_no_trace(desk, clock, receiver, trainer) -> None:
    post = the_street().at("surgard/T1")
    half = desk.training.act(Act(receiver.id, "half", chance=100, seconds=30), by=trainer)
    crc = desk.training.act(Act(receiver.id, "crc", chance=20, seconds=0), by=trainer)
    assert (post.faulty.half, post.faulty.crc) == (1.0, 0.2)
    assert desk.training.stands()[0].troubles == ("half", "crc")
    again = desk.training.act(Act(receiver.id, "crc", chance=50, seconds=0), by=trainer)
    assert (state(desk, crc), post.faulty.crc) == (RunState.STOPPED, 0.5)
    clock.advance(seconds=31)
    desk.training.step()
    assert (state(desk, half), state(desk, again), post.faulty.half) == (RunState.DONE, RunState.RUNNING, 0.0)
    power = desk.training.act(Act(receiver.id, "power", seconds=20), by=trainer)
    waited(lambda: not desk.training.stands()[0].open)
    assert not post.powered and desk.training.stands()[0].troubles == ("crc", "power")
    desk.training.act(Act(receiver.id, "alarm", zone="007"), by=trainer)  # comes when the power is back
    assert events(desk) == [] and post.waiting() == 1
    assert desk.training.stop_all(by=trainer) == 2
    assert (state(desk, power), post.powered, post.faulty.crc) == (RunState.STOPPED, True, 0.0)


def test_a_line_that_is_not_open_is_refused_and_nothing_is_written(desk, receiver, trainer) -> None:
    other = desk.devices.add(DeviceForm(uuid4(), "XF-01", "主机", "gb26875", "sim://gb26875/T2"), by=trainer)
    real = desk.devices.add(DeviceForm(uuid4(), "JB-09", "真机", "surgard", "socket://192.0.2.7:1"), by=trainer)
    with pytest.raises(Refused, match="training_no_line"):
        desk.training.act(Act(other.id, "alarm"), by=trainer)
    with pytest.raises(Refused, match="not_simulated"):
        desk.training.act(Act(real.id, "alarm"), by=trainer)
    assert {one.row.form.code for one in desk.training.stands()} == {"JB-01", "XF-01"}
    desk.wire.stop()
    with pytest.raises(Refused, match="training_elsewhere"):
        desk.training.act(Act(receiver.id, "alarm"), by=trainer)
    assert log(desk) == []


def test_a_script_plays_pauses_steps_and_hurries(desk, clock, receiver, trainer, tmp_path: Path) -> None:
    path = tmp_path / "我的剧本.txt"
    path.write_text(
        "00:10 surgard:JB-01 alarm 1234 110 001\n00:20 surgard:JB-77 alarm 1234 110 002  # whoever has one\n"
        "00:30 beidou:BD-01 message text=没有北斗\n01:00 surgard:JB-01 restore 1234 110 001\n"
        "02:00 beidou:BD-01 power 600\n"
    )
    run = desk.training.play("", by=trainer, path=path)
    assert (run.of, run.left, run.what) == (5, 120.0, "我的剧本.txt")
    clock.advance(seconds=15)
    desk.training.step()
    waited(lambda: not the_street().at("surgard/T1").waiting())  # what is acknowledged late comes once more
    desk.training.pause(run.id, True)
    clock.advance(seconds=300)
    desk.training.step()
    assert [(one.done, one.state) for one in desk.training.runs()] == [(1, RunState.PAUSED)]
    desk.training.next_one(run.id)
    assert desk.training.runs()[0].done == 2
    waited(lambda: not the_street().at("surgard/T1").waiting())
    desk.training.pause(run.id, False)
    desk.training.change_speed(run.id, 10)
    clock.advance(seconds=2)  # twenty of its own
    desk.training.step()
    (told,) = desk.training.runs()
    assert (told.done, told.skipped) == (2, ("00:30 beidou:BD-01 message text=没有北斗",))
    clock.advance(seconds=20)
    desk.training.step()
    assert state(desk, run) is RunState.DONE
    waited(lambda: events(desk) == [("1234", "110", "001"), ("1234", "110", "002")])
    assert [text for text, _by in log(desk)] == [
        "演练：播放剧本“我的剧本.txt”，共 5 步，1 倍速", "演练：我的剧本.txt 结束，3/5",
    ]  # fmt: skip
    path.write_text("00:10 surgard:JB-01 sing\n")
    with pytest.raises(Refused, match="bad_sim_script") as refused:
        desk.training.play("", by=trainer, path=path)
    assert refused.value.facts["line"] == 1
    with pytest.raises(Unavailable, match="file"):
        desk.training.play("", by=trainer, path=tmp_path / "none.txt")
    with pytest.raises(Refused, match="no_such_training"):
        desk.training.play("../typhoon_night", by=trainer)


def capture(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in (HEAD, "# JB-01", *lines)))
    return path


def test_a_captured_file_is_looked_at_played_and_stopped(desk, clock, receiver, trainer, tmp_path: Path) -> None:
    zones = [f"5011 181234E1310{at:04}\x14".encode() for at in range(1, 5)]
    at = [f"2029-01-01T00:00:{10 * n:02}+00:00 rx {frame.hex()}" for n, frame in enumerate(zones)]
    path = capture(
        tmp_path / "录制.cap", at[0], "2029-01-01T00:00:01+00:00 tx 06", "rubbish", *at[1:], "# lost 12", "# full"
    )
    facts = desk.training.look(path)
    assert (facts.name, facts.about, facts.received, facts.sent, facts.bad) == ("录制.cap", ("JB-01",), 4, 1, (5,))
    assert (facts.lost, facts.full) == (12, True)
    assert facts.span is not None and facts.span[1] - facts.span[0] == timedelta(seconds=30)
    assert [row.form.code for row in desk.training.listeners()] == ["JB-01"]
    run = desk.training.replay(path, receiver.id, by=trainer, speed=10)
    clock.advance(seconds=1.1)
    desk.training.step()
    assert [(one.done, one.of, round(one.left or 0, 1)) for one in desk.training.runs()] == [(2, 4, 1.9)]
    desk.training.stop(run.id, by=trainer)
    assert [zone for _account, _code, zone in events(desk)] == ["001", "002"]
    run = desk.training.replay(path, receiver.id, by=trainer)
    while desk.training.runs()[0].state is RunState.RUNNING:
        desk.training.step()
    assert [one.done for one in desk.training.runs()] == [4, 2] and state(desk, run) is RunState.DONE
    assert len(events(desk)) == 6 or {zone for _a, _c, zone in events(desk)} == {"001", "002", "003", "004"}
    assert log(desk)[0] == ("演练：向 报警接收机（JB-01）回放文件 录制.cap，共 4 段", "陈例一")
    assert log(desk)[-1][0] == "演练：录制.cap 结束，4/4"
    for bad, code in ((capture(tmp_path / "空.cap"), "capture_empty"), (Path(__file__), "no_capture")):
        with pytest.raises(Refused, match=code):
            desk.training.replay(bad, receiver.id, by=trainer)


def test_the_thread_plays_what_was_started_and_ends_with_the_desk(new_store, by: Actor) -> None:
    desk = bootstrap.build(new_store)
    row = desk.devices.add(DeviceForm(uuid4(), "JB-01", "接收机", "surgard", "sim://surgard/T3?heartbeat=0"), by=by)
    trainer = desk.accounts.add("陈例一", Role.ADMIN, "training of 2030", by=by).actor
    desk.wire.start(only=[row.key])
    waited(lambda: desk.training.stands()[0].open)
    run = desk.training.act(Act(row.id, "alarm", count=3, every=0.1), by=trainer)
    waited(lambda: state(desk, run) is RunState.DONE)
    desk.training.act(Act(row.id, "power", seconds=0), by=trainer)
    post = the_street().at("surgard/T3")
    assert not post.powered
    desk.close()
    assert post.powered and desk.training._thread is None
    the_street().clear()


def test_shipped_scripts_say_what_the_devices_of_the_sample_county_can_say() -> None:
    """Every line is one of its own devices, and is offered there."""
    rows = {(form.driver, form.code): form for form, _points in sample_devices.devices(Ground({}, None, {}))}
    for name in SCRIPTS:
        lines = sim_plays.shipped(name)
        for line in lines:
            form = rows[line.driver, line.code]
            if line.item.verb in HAPPENINGS:
                verbs = {one.verb for one in sim_offers.offers(form.driver, form.profile, form.options)}
                assert line.item.verb in verbs, line.text
        assert 240 <= lines[-1].item.at <= 720


def test_a_live_store_trains_nothing_by_any_way(data, by: Actor, tmp_path: Path) -> None:
    from console.desk.replaying import Replay
    from console.devices.capture_reading import read_whole
    from console.services.training import TrainingService

    bootstrap.create(data, Realm.LIVE)
    desk = bootstrap.build(data)
    path = capture(tmp_path / "x.cap", f"2029-01-01T00:00:00+00:00 rx {FRAME.hex()}")
    try:
        row = desk.devices.add(DeviceForm(uuid4(), "JB-01", "接收机", "surgard", "sim://surgard/T4"), by=by)
        desk.wire.start()
        training = desk.training
        ways = (
            lambda: training.act(Act(row.id, "alarm"), by=by), lambda: training.play("typhoon_night", by=by),
            lambda: training.replay(path, row.id, by=by), lambda: training.look(path),
            lambda: training.offers(row.id), lambda: training.stop(uuid4(), by=by),
            lambda: training.stop_all(by=by), lambda: training.pause(uuid4(), True),
            lambda: training.next_one(uuid4()), lambda: training.change_speed(uuid4(), 2),
            lambda: TrainingService(desk.opened.store, desk.clock, desk.realm).note("不该有", by=by),
        )  # fmt: skip
        for way in ways:
            with pytest.raises(Refused, match="training_live"):
                way()
        with pytest.raises(Refused, match="replay_live"):
            Replay(desk, read_whole(path), row)
        assert not training.available and training.stands() == [] and training.listeners() == []
        assert events(desk) == [] and log(desk) == []
    finally:
        desk.close()
