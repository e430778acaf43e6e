"""Nothing is answered that is not stored, nothing is lost, nothing is doubled: busy, failing and broken stores."""

from __future__ import annotations

import json
import os
import threading
from datetime import timedelta

import pytest

from console.devices import spool as spooling
from console.devices import storing
from console.devices.spool import Spool
from console.domain.signals import Arrived, Signal, SignalKind
from console.errors import Unavailable
from tests.kit.links import MemoryStore, Pty, Wired


@pytest.fixture
def pty(tmp_path):
    made = Pty(tmp_path / "port")
    yield made
    made.pull()


@pytest.fixture
def wired(tmp_path, pty):
    made = Wired(tmp_path / "spool")
    made.open(str(pty.name))
    pty.hear("?\n")
    yield made
    made.close()


def arrived(clock, number: int, kind: SignalKind = SignalKind.ALARM, **more) -> Arrived:
    signal = Signal(kind, f"A {number}".encode(), account=f"{number}", answer=b"+", facts={"n": number}, **more)
    return Arrived("d", "profile", clock.now() + timedelta(microseconds=number), signal)


def silence(pty: Pty) -> None:
    """Nothing was answered."""
    os.set_blocking(pty.master, False)
    with pytest.raises(BlockingIOError):
        os.read(pty.master, 100)
    os.set_blocking(pty.master, True)


def test_a_busy_store_never_stops_reading_and_the_rest_is_one_batch(wired, pty):
    wired.store.busy.set()
    pty.say("A 0\n")
    assert wired.store.busy_seen.wait(10)
    for number in range(1, 60):  # more than a terminal keeps for anybody
        pty.say(f"A {number:06d}{'x' * 1_500}\n")
        wired.until(lambda number=number: wired.status().counts.received == number + 1)
    wired.store.release()
    pty.hear("\n+000059" + "x" * 1_500 + "\n")

    assert wired.store.batches == [1, 59]
    assert len(wired.store.texts) == 60


def test_what_cannot_be_stored_is_spooled_unanswered_and_stored_once_in_order(wired, pty):
    wired.store.away.set()
    for text in ("A one\n", "A one\n", "A two\n", "H\n", "A one\n"):  # a device repeats what is not answered
        pty.say(text)
    wired.until(lambda: wired.spool.waiting == 4)
    silence(pty)
    assert wired.status().counts.waiting == 4
    assert wired.loop.trouble == "disk_full"
    wired.store.away.clear()
    wired.until(lambda: not wired.spool.waiting)
    pty.say("A one\n")
    pty.hear("+one\n")

    assert wired.store.texts == ["one", "two"]
    assert all(row.again for row in wired.store.rows)
    wired.until(lambda: wired.status().counts.waiting == 0)


def test_a_late_answer_is_not_written_where_it_would_pass_for_another_frames(tmp_path, pty):
    wired = Wired(tmp_path / "spool", within=1e-9)
    wired.open(str(pty.name))
    pty.hear("?\n")
    pty.say("A late\n")
    wired.until(lambda: wired.store.texts)
    wired.loop.settled()
    wired.until(lambda: wired.status().counts.stored == 1)
    silence(pty)
    wired.close()


def test_who_repeats_before_he_is_answered_is_answered_once(wired, pty):
    wired.store.busy.set()
    pty.say("A x\n")
    assert wired.store.busy_seen.wait(10)
    pty.say("A x\nA x\n")
    wired.until(lambda: wired.status().counts.received == 3)
    wired.store.release()
    wired.until(lambda: wired.status().counts.repeated == 2)
    wired.loop.settled()

    assert pty.hear("\n") == "+x\n"
    silence(pty)
    assert wired.store.texts == ["x"]


def test_one_signal_the_service_cannot_take_holds_up_no_other(wired, pty, tmp_path, caplog):
    wired.store.poison = b"A poison"
    wired.store.busy.set()
    pty.say("A first\n")
    assert wired.store.busy_seen.wait(10)
    pty.say("A before\nA poison\nA after\n")
    wired.until(lambda: wired.status().counts.received == 4)
    wired.store.release()
    pty.hear("+after\n")
    pty.say("A poison\n")
    pty.say("A end\n")
    said = pty.hear("+end\n")

    assert "poison" not in said
    assert wired.store.texts == ["first", "before", "after", "end"]
    assert wired.status().counts.waiting == 1
    assert "a bug in the service" in caplog.text
    kept = [json.loads(line) for line in (tmp_path / "spool" / "wire.aside").read_text().splitlines()]
    assert [one["signal"]["account"] for one in kept] == ["poison"]


def test_what_stood_aside_is_tried_again_at_the_next_start(tmp_path, clock):
    store = MemoryStore()
    store.poison = b"A 7"
    first = Wired(tmp_path, store)
    first.loop._storing.put([arrived(clock, number) for number in range(6, 9)])
    first.until(lambda: len(store.texts) == 2)
    first.close()
    store.poison = None
    second = Wired(tmp_path, store)
    second.until(lambda: len(store.texts) == 3)
    second.close()

    assert store.texts == ["6", "8", "7"]
    assert not (tmp_path / "wire.aside").exists()


def test_nothing_is_lost_when_it_is_closed_while_the_store_is_away(tmp_path, clock):
    store = MemoryStore()
    store.away.set()
    first = Wired(tmp_path, store)
    first.loop._storing.put([arrived(clock, number) for number in range(1_200)])
    first.close()
    store.away.clear()
    second = Wired(tmp_path, store)
    second.until(lambda: len(store.texts) == 1_200)
    second.until(lambda: not second.spool.waiting)
    second.close()

    assert store.texts == [str(number) for number in range(1_200)]
    assert max(store.batches) <= storing.BATCH


def test_neither_store_nor_spool_can_be_written_and_memory_keeps_it(tmp_path, clock, monkeypatch):
    wired = Wired(tmp_path)
    wired.store.away.set()

    def full(*_arguments):
        raise Unavailable("spool_failed", "no room")

    with monkeypatch.context() as patch:
        patch.setattr(wired.spool, "append", full)
        wired.loop._storing.put([arrived(clock, number) for number in range(20)])
        wired.until(lambda: wired.loop.trouble)
        wired.loop._storing.put([arrived(clock, number) for number in range(20, 30)])
        wired.until(lambda: len(wired.loop._storing._held) == 30)
        wired.store.away.clear()
        wired.until(lambda: len(wired.store.texts) == 30)
    wired.close()

    assert wired.store.texts == [str(number) for number in range(30)]


def test_memory_is_bounded_and_what_a_device_repeats_is_left_to_it_first(tmp_path, clock, monkeypatch):
    monkeypatch.setattr(storing, "PENDING", 10)
    wired = Wired(tmp_path, start=False)
    lane = wired.loop._storing
    lane.put([arrived(clock, number) for number in range(15)])
    lane.put([Arrived("d", "x", clock.now(), Signal(SignalKind.CALL, b"ring")) for _each in range(15)])

    assert len(lane._pending) == 20
    assert wired.loop.dropped == 10
    wired.close()


def test_states_that_cannot_be_noted_are_noted_later(tmp_path, clock, monkeypatch):
    store = MemoryStore()
    noted, failing = store.note, threading.Event()
    failing.set()

    def note(statuses):
        if failing.is_set():
            raise Unavailable("disk_full")
        noted(statuses)

    store.note = note
    monkeypatch.setattr(storing, "LONGEST_PAUSE", 0.05)
    wired = Wired(tmp_path, store)
    wired.open("/dev/no-such-port")
    wired.until(lambda: wired.state() == "lost")
    failing.clear()
    wired.until(store.states)
    assert store.states() == ["lost"]
    wired.close()


# the file


def texts(spool: Spool, count: int = 1_000) -> list[str]:
    return [one.signal.account for one in spool.head(count)]


def test_a_spool_gives_back_what_it_got_whatever_is_in_it(tmp_path, clock):
    told = Signal(
        SignalKind.MESSAGE, bytes(range(256)), "帐号\n", 'c"', "z", "中文", "en", clock.now(), 1.5, "m", "100",
        "正文\u2028", 2, "crc", b"\x06\x00", {"a": [1, "二"]}, 3.0,
    )  # fmt: skip
    one = Arrived("socket://x:1", "surgard", clock.now(), told)
    first = Spool(tmp_path)
    assert first.append([one, arrived(clock, 1)]) == 2
    first.close()
    second = Spool(tmp_path)
    back = second.head(10)

    assert back[0] == Arrived(one.device_key, one.driver, one.at, told, again=True)
    assert second.counts() == {"socket://x:1": 1, "d": 1}
    second.drop(1)
    assert texts(second) == ["1"]
    second.close()


def test_a_torn_tail_is_no_record_and_a_damaged_one_is_kept_beside(tmp_path, clock):
    spool = Spool(tmp_path)
    ends = [spool._end]
    for number in range(4):
        spool.append([arrived(clock, number)])
        ends.append(spool._end)
    spool.close()
    whole = spool.path.read_bytes()
    for cut in (*range(ends[3], ends[4], 23), ends[4] - 1):  # the last record torn, by zeros as the file was reserved
        spool.path.write_bytes(whole[:cut] + bytes(ends[4] - cut))
        again = Spool(tmp_path)
        assert texts(again) == ["0", "1", "2"]
        again.append([arrived(clock, 9)])
        assert texts(again) == ["0", "1", "2", "9"]
        again.close()
    spool.path.write_bytes(whole[: ends[1] + 40] + b"#" + whole[ends[1] + 41 :])
    damaged = Spool(tmp_path)

    assert texts(damaged) == ["0", "2", "3"]
    assert damaged.path.with_suffix(".damaged").exists()
    damaged.close()


def test_what_was_dropped_is_gone_after_a_restart_and_old_bytes_are_no_records(tmp_path, clock):
    spool = Spool(tmp_path)
    for turn in range(5):
        spool.append([arrived(clock, number) for number in range(40 - turn)])
        spool.drop(25)
        spool.close()
        spool = Spool(tmp_path)
        assert len(texts(spool)) == 15 - turn
        spool.drop(len(texts(spool)))
        spool.close()
        spool = Spool(tmp_path)
        assert spool.waiting == 0
        spool.append([arrived(clock, 77)])
        assert texts(spool) == ["77"]
        spool.drop(1)
    spool.close()
    assert spool.path.stat().st_size == spooling.ROOM


def test_a_full_spool_takes_what_fits(tmp_path, clock):
    spool = Spool(tmp_path, limit=5_000)
    many = [arrived(clock, number) for number in range(50)]
    took = spool.append(many)

    assert 0 < took < 50
    assert spool.append(many) == 0
    assert len(texts(spool)) == took
    spool.drop(took)
    assert spool.append(many) == took
    spool.close()
