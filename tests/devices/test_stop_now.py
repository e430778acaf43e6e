"""全停 without a store: it goes to the wire from memory, and the book has it once, with its true times."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.desk import stop_door, stop_now
from console.devices.stop_spool import StopSpool
from console.domain.clock import StoppedClock
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.log import NewEntry
from console.domain.people import Actor
from console.domain.stopping import Reach, StopAct, Turn, Way, Wish
from console.domain.wire import LinkState
from console.errors import Refused, Unavailable
from console.services.delivery_pump import Pump
from db import sqlite
from tests.kit.links import waited
from tests.kit.sending import AREA, PASSWORD, Street, device, officer, sound

BY = Actor.program()


@pytest.fixture
def desk(new_store: DataDir) -> Iterator[Desk]:
    made = bootstrap.build(new_store)
    yield made
    made.close()


def running(desk: Desk, *codes: str, driver: str = "relay") -> list[UUID]:
    """Sirens whose lines stand open here."""
    ids = [device(desk, code, driver) for code in codes]
    assert desk.wire.start()
    waited(
        lambda: {one.device_key for one in desk.wire.status() if one.state is LinkState.ONLINE} >= set(map(str, ids))
    )
    return ids


def stops(desk: Desk) -> list[tuple[str, SendState, int]]:
    return sorted(
        (row.device_name, row.state, len(desk.deliveries.attempts(row.id)))
        for row in desk.deliveries.rows()
        if row.verb is Verb.STOP
    )


def kept(desk: Desk, *more: StopAct) -> list[StopAct]:
    """What waits beside the store; ``more`` is put there too."""
    spool = StopSpool(desk.data.spool)
    try:
        found = spool.kept()
        assert all(spool.put(act) for act in more)
        return found
    finally:
        spool.close()


@contextmanager
def troubled(desk: Desk, trouble: str) -> Iterator[None]:
    """A store that is held by another program, on a medium that refuses writes, or on a full disk."""
    if trouble == "store_busy":
        other = sqlite.library().connect(desk.data.store, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()
        return
    with desk.opened.store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    told = "query_only = ON" if trouble == "disk_read_only" else f"max_page_count = {pages}"
    real = sqlite.set_up

    def set_up(connection: Any, *, query_only: bool) -> None:
        real(connection, query_only=query_only)
        if not query_only:
            connection.execute(f"PRAGMA {told}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "set_up", set_up)
        fresh_writer(desk)
        if trouble == "disk_full":
            for size in (1_500, 150, 1, 1, 1):  # to the last page
                with suppress(Unavailable):
                    for number in range(60):
                        desk.log.add(NewEntry(uuid4(), f"{number} " + "水" * size), by=BY)
        yield
    fresh_writer(desk)


def fresh_writer(desk: Desk) -> None:
    """The next transaction opens the store anew."""
    store = desk.opened.store
    with store._write_lock:
        store._let_go()
        store._writer.dispose()


def test_a_well_store_has_the_stop_at_once_and_once(desk: Desk) -> None:
    by = officer(desk).actor
    running(desk, "J-1", "J-2")
    found = desk.stop_all(by=by)
    assert (found.way, sorted(found.silent), found.recorded) == (Way.HERE, ["设备J-1", "设备J-2"], True)
    waited(lambda: stops(desk) == [("设备J-1", SendState.CONFIRMED, 1), ("设备J-2", SendState.CONFIRMED, 1)])
    assert [entry.text for entry in desk.log.newest(5) if entry.text.startswith("全部停止")] != []
    assert not desk.log.verify().faults


@pytest.mark.parametrize("trouble", ["store_busy", "disk_read_only", "disk_full"])
def test_a_store_that_cannot_be_written_delays_no_stop(
    desk: Desk, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stop_now, "TELL_SECONDS", 0.5)  # the store says no after ten seconds
    monkeypatch.setattr(stop_now, "RECORD_AGAIN", 0.1)
    by = officer(desk).actor
    (siren,) = running(desk, "J-1")
    (row,) = desk.deliveries.ask([sound(siren)], by=by)
    with troubled(desk, trouble):
        pressed, began = desk.clock.now(), time.monotonic()
        found = desk.stop_all(by=by)
        assert time.monotonic() - began < 2.5
        assert (found.silent, found.recorded) == (("设备J-1",), False)
        assert stops(desk) == []
    waited(lambda: stops(desk) == [("设备J-1", SendState.CONFIRMED, 1)])
    waited(lambda: desk.deliveries.one(row.id).state is SendState.CANCELLED)  # what waited to sound is taken back
    (stop,) = [one for one in desk.deliveries.rows() if one.verb is Verb.STOP]
    (attempt,) = desk.deliveries.attempts(stop.id)
    assert 0 <= (attempt.began_at - pressed).total_seconds() < 1 and stop.asked_by == by.name
    (line,) = [entry for entry in desk.log.newest(30) if entry.text.startswith("全部停止")]
    if trouble != "store_busy":  # that one was held for a moment only
        assert "恢复后补记" in line.text and by.name in line.text
        assert 0 <= (line.occurred_at - pressed).total_seconds() < 0.5
    assert not desk.log.verify().faults
    assert desk.wire.stop()
    assert kept(desk) == []


def test_another_process_that_runs_the_wire_stops_for_this_one(desk: Desk) -> None:
    """Two seats press at once, one of them in the process that runs the wire; and again when it has gone."""
    by = officer(desk).actor
    running(desk, "J-1")
    other = bootstrap.build(desk.data)
    try:
        assert not other.wire.holds
        with ThreadPoolExecutor(2) as seats:
            there, here = (seats.submit(one.stop_all, by=by) for one in (other, desk))
        assert (there.result().way, here.result().way) == (Way.THERE, Way.HERE)
        assert there.result().silent == here.result().silent == ("设备J-1",)
        waited(lambda: stops(desk) == [("设备J-1", SendState.CONFIRMED, 1)] * 2)  # each by who pressed, each once
        assert {row.asked_by for row in desk.deliveries.rows()} == {by.name}
        assert stop_door.ask(desk.data.locks / "none", Wish(uuid4(), desk.clock.now(), by), 1.0) is None
        assert desk.wire.stop()
        gone = other.stop_all(by=by)  # the file of the door is still there: nobody opens
        assert (gone.way, gone.under_way) == (Way.QUEUED, ("设备J-1",))
        assert other.stop_all(by=by).under_way == ("设备J-1",)
        assert [state for _name, state, _tries in stops(desk)].count(SendState.QUEUED) == 1
        with troubled(other, "disk_read_only"), pytest.raises(Unavailable, match="stop_unsent"):
            other.stop_all(by=by)
    finally:
        other.close()


def test_whoever_knocks_can_ask_for_silence_and_for_nothing_else(desk: Desk) -> None:
    running(desk, "J-1")
    port, word = (desk.data.locks / "wire.door").read_text().split()
    for line in (
        b"",
        b"\n",
        b"{}\n",
        b"\xff" * 70_000 + b"\n",
        json.dumps({"word": "x" * 32}).encode() + b"\n",
        json.dumps({"word": word, "wish": {"id": "1"}}).encode() + b"\n",
    ):
        with socket.create_connection(("127.0.0.1", int(port)), 2) as door:
            door.sendall(line)
            door.shutdown(socket.SHUT_WR)
            with suppress(ConnectionError):
                assert door.recv(100) == b""
    assert stops(desk) == [] and oct((desk.data.locks / "wire.door").stat().st_mode & 0o777) == "0o600"


def test_a_stop_a_crash_left_beside_the_store_is_written_down_once_by_the_next_process(desk: Desk) -> None:
    by = officer(desk).actor
    siren, other = device(desk, "J-1"), device(desk, "J-2")
    at = desk.clock.now()
    done = Turn(at, at, Receipt(SendState.CONFIRMED, "read_back", b"\x01", b"\x02"))
    act = StopAct(Wish(uuid4(), at, by), (Reach(siren, "设备J-1", (done,)), Reach(other, "设备J-2", (Turn(at),))))
    kept(desk, act, act)
    path = desk.data.spool / "stops.spool"
    with path.open("r+b") as file:  # and a line the power cut short
        file.seek(file.read().index(b"\0"))
        file.write(b"0123 {half")
    for _start in range(2):
        assert desk.wire.start()
        waited(lambda: len(stops(desk)) == 2)
        assert desk.wire.stop()
        assert kept(desk, act) == []  # as if it were written into the book and not taken out of the file
    assert stops(desk) == [("设备J-1", SendState.CONFIRMED, 1), ("设备J-2", SendState.UNKNOWN, 1)]
    assert len([entry for entry in desk.log.newest(30) if entry.text.startswith("全部停止")]) == 1
    assert not desk.log.verify().faults


def test_what_was_not_reached_is_told_and_told_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A siren whose line is away: named with its reason, told again by the timetable while the store is away too."""
    monkeypatch.setattr(stop_now, "TELL_SECONDS", 0.5)
    monkeypatch.setattr(stop_now, "RECORD_AGAIN", 0.1)
    by = officer(desk).actor
    running(desk, "J-1")
    lost = device(desk, "J-2")
    waited(lambda: any(one.device_key == str(lost) for one in desk.wire.status()))
    desk.wire._loop.remove(str(lost))  # as if its cable were out
    desk.wire.settled()
    with troubled(desk, "disk_read_only"):
        found = desk.stop_all(by=by)
        assert (found.silent, found.unreached) == (("设备J-1",), (("设备J-2", "port_closed"),))
        doing = next(iter(desk.wire._stop_now._doing.values()))
        waited(lambda: len(doing.reaches[lost].turns) == 2)
    waited(lambda: [row[0] for row in stops(desk)] == ["设备J-1", "设备J-2"])
    waited(lambda: stops(desk)[1][1] in (SendState.QUEUED, SendState.SENDING) and stops(desk)[1][2] >= 2)


def test_one_device_is_stopped_alone(desk: Desk) -> None:
    by = officer(desk).actor
    siren, _other = running(desk, "J-1", "J-2")
    rows = desk.deliveries.ask([sound(siren), sound(_other)], by=by)
    assert desk.stop_all(by=by, device_id=siren).silent == ("设备J-1",)
    waited(lambda: stops(desk) == [("设备J-1", SendState.CONFIRMED, 1)])
    assert [desk.deliveries.one(row.id).state for row in rows] == [SendState.CANCELLED, SendState.HELD]
    assert desk.log.newest(1)[0].text.startswith("停止：") or "停止：" in "".join(e.text for e in desk.log.newest(4))


def test_nothing_armed_meanwhile_begins_before_the_book_has_the_stop(desk: Desk) -> None:
    """Armed while the stop runs: the stop came after the arming, and takes it back."""
    by = officer(desk).actor
    (siren,) = running(desk, "J-1")
    rows = desk.deliveries.ask([sound(siren) for _each in range(6)], by=by)
    over = threading.Event()

    def arming() -> None:
        for row in rows:
            with suppress(Refused):
                desk.deliveries.arm([row.id], AREA, PASSWORD, by=by)
        over.set()

    beside = threading.Thread(target=arming)
    beside.start()
    while not over.wait(0.02):
        desk.stop_all(by=by)
    desk.stop_all(by=by)
    beside.join()
    waited(lambda: not desk.deliveries.rows(states=[SendState.QUEUED, SendState.SENDING]))
    link = desk.wire._loop._links[str(siren)]
    desk.wire.settled()
    assert next(iter(link._talks.values())).timed.left_on() == {}, "something sounds after the last stop"
    # one that was on its way when the stop came may be unknown, and waits for a person; none waits to begin
    assert not desk.deliveries.rows(states=[SendState.HELD])


@dataclass
class Failing:
    """A channel in whose middle the disk fills up."""

    begins: Callable[[], None]
    limit: float = 1.0

    def send(self, _order: Order) -> Receipt:
        self.begins()
        return Receipt(SendState.CONFIRMED, "device_confirmed", b"\x01", b"\x06")


def test_a_disk_that_fills_up_in_the_middle_of_a_sound_loses_neither_it_nor_the_stop(desk: Desk) -> None:
    by = officer(desk).actor
    siren = device(desk, "J-1")
    (row,) = desk.deliveries.ask([sound(siren)], by=by)
    desk.deliveries.arm([row.id], AREA, PASSWORD, by=by)
    with ExitStack() as trouble:
        channel = Failing(lambda: trouble.enter_context(troubled(desk, "disk_full")))
        pump = Pump(desk.deliveries, lambda _device: channel, threads=0)
        pump.step(desk.clock.now())
        assert desk.deliveries.one(row.id).state is SendState.SENDING
        channel.begins = lambda: None
        order = Order(uuid4(), Verb.STOP)
        assert pump.stop_beside(siren, channel, order).state is SendState.CONFIRMED
        with pytest.raises(Unavailable, match="disk_full"):
            pump.step(desk.clock.now())
    for _each in range(3):
        pump.step(desk.clock.now())
    assert [one.state for one in desk.deliveries.attempts(row.id)] == [SendState.CONFIRMED]
    assert desk.deliveries.one(row.id).state is SendState.CONFIRMED and not desk.log.verify().faults


def test_a_clock_that_jumps_and_a_program_that_was_away_let_nothing_sound_by_surprise(
    new_store: DataDir, clock: StoppedClock
) -> None:
    """The dialog open over an hour set back; armed and then set back; armed, and nobody sent for three hours."""
    with closing(bootstrap.build(new_store, clock)) as desk:
        by, siren, street = officer(desk).actor, device(desk, "J-1"), Street()

        def asked() -> UUID:
            (row,) = desk.deliveries.ask([sound(siren)], by=by)
            assert desk.deliveries.arming([row.id]).area == AREA
            return row.id

        def steps() -> None:
            pump = Pump(desk.deliveries, street.of, threads=0)
            for _each in range(3):
                pump.step(clock.now())

        set_back, armed, away = asked(), asked(), asked()
        clock.set(clock.now() - timedelta(hours=1))
        desk.deliveries.arm([set_back], AREA, PASSWORD, by=by)  # armed by the new time: it holds from now on
        steps()
        assert street.heard() == [set_back]
        desk.deliveries.arm([armed], AREA, PASSWORD, by=by)
        clock.set(clock.now() - timedelta(hours=1))
        steps()
        clock.advance(hours=1, seconds=1)
        steps()
        desk.deliveries.arm([away], AREA, PASSWORD, by=by)
        clock.advance(hours=3)
        steps()
        assert street.heard() == [set_back]
        found = [desk.deliveries.one(row_id) for row_id in (armed, away)]
        assert [(row.state, row.said) for row in found] == [(SendState.FAILED, "not_begun_in_time")] * 2
        again = desk.deliveries.again(away, by=by)
        assert again.state is SendState.HELD and again.armed_at is None
        street.answers = lambda _order: Receipt(SendState.FAILED, "port_closed", began=False)
        desk.deliveries.arm([again.id], AREA, PASSWORD, by=by)
        steps()
        clock.advance(minutes=10)
        street.answers = None  # the line is back: what sounds is asked for anew, never sent by itself
        steps()
        assert desk.deliveries.one(again.id).state is SendState.FAILED and street.heard() == [set_back]


class Pressed:
    """Somebody presses the key in the very moment in which the pump asks whether it may begin."""

    def __init__(self, press: Callable[[], object]) -> None:
        self._press = press

    def hushed(self, _device_id: UUID) -> bool:
        self._press()
        return False

    def under_way(self) -> set[UUID]:
        return set()


def test_a_stop_between_two_looks_of_the_pump_is_seen_by_the_second(desk: Desk) -> None:
    by, siren, street = officer(desk).actor, device(desk, "J-1"), Street()
    (row,) = desk.deliveries.ask([sound(siren)], by=by)
    desk.deliveries.arm([row.id], AREA, PASSWORD, by=by)
    beside = Pressed(lambda: pump.stop_beside(siren, street.of(siren), Order(uuid4(), Verb.STOP)))
    pump = Pump(desk.deliveries, street.of, threads=0, stops=beside)
    pump.step(desk.clock.now())
    assert street.verbs() == [Verb.STOP] and desk.deliveries.one(row.id).said == "stopped"


def test_the_same_wish_is_one_line_and_one_set_of_rows_whichever_way_it_comes(desk: Desk) -> None:
    """Nothing that could be stopped, written twice by a crash; done there, and asked for here without an answer."""
    by, at = officer(desk).actor, desk.clock.now()
    nothing = StopAct(Wish(uuid4(), at, by), ())
    desk.deliveries.record_stop(nothing)
    desk.deliveries.record_stop(nothing)
    done = Turn(at, at, Receipt(SendState.CONFIRMED, "read_back", b"\x01", b"\x02"))
    wish = Wish(uuid4(), at, by)
    desk.deliveries.record_stop(StopAct(wish, (Reach(device(desk, "J-1"), "设备J-1", (done,)),)))
    (row,) = desk.deliveries.stop_all(by=by, wish=wish)
    assert row.state is SendState.CONFIRMED and stops(desk) == [("设备J-1", SendState.CONFIRMED, 1)]
    assert len([entry for entry in desk.log.newest(30) if entry.text.startswith("全部停止")]) == 2
    assert not desk.log.verify().faults
