"""A program that is killed while a relay is on: the next one says so, switches nothing by itself, one key releases."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.devices.protocols.lc_relay import command
from console.devices.simulated import relay as board
from console.devices.simulator import ZONE, Play
from console.domain.clock import StoppedClock, SystemClock
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.due import DueKind
from console.domain.outbox import Ask
from console.domain.realm import Realm
from console.services.delivery_pump import Pump
from console.services.sheet import wire
from console.services.sheet.part import CutOff
from tests.kit.links import Pty, waited
from tests.kit.sending import AREA, PASSWORD, Street, device, officer

ON, OFF = command(1, True), command(1, False)
ROOT = Path(__file__).parents[2]

KILLED = """
import sys
from pathlib import Path
from uuid import UUID
from console import bootstrap
from console.config import DataDir
from console.domain.delivery import SendState
from tests.kit.links import waited
from tests.kit.sending import AREA, PASSWORD
desk = bootstrap.build(DataDir(Path(sys.argv[1])))
desk.wire.start()
waited(lambda: {one.state.value for one in desk.wire.status()} == {"online"})
ids = [UUID(one) for one in sys.argv[2:]]
desk.deliveries.arm(ids, AREA, PASSWORD, by=desk.accounts.list()[0].actor)
done = {SendState.CONFIRMED, SendState.UNCONFIRMED}
waited(lambda: all(desk.deliveries.one(row_id).state in done for row_id in ids))
print("sounds", flush=True)
sys.stdin.read()
"""


class Board:
    """A relay board with a power supply of its own, behind a serial server."""

    def __init__(self) -> None:
        self.unit = board.make(Play(SystemClock(), ZONE, Random(7)))
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"socket://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line:
            while said := line.recv(1_000):
                line.sendall(self.unit.feed(said, 0.0))

    @property
    def on(self) -> bool:
        return any(self.unit.unit.coils)

    def close(self) -> None:
        self._door.close()


@pytest.fixture
def board_there() -> Iterator[Board]:
    made = Board()
    yield made
    made.close()


@pytest.fixture
def pty(tmp_path: Path) -> Iterator[Pty]:
    made = Pty(tmp_path / "port")
    yield made
    made.pull()


def on(place: UUID) -> Ask:
    """All of a board's relays, for half a minute."""
    return Ask(place, Order(uuid4(), Verb.SOUND, facts={"seconds": 30}), AREA)


def due(desk: Desk) -> list[str]:
    return [one.text for one in desk.due.rows(desk.clock.now()) if one.kind is DueKind.SENDING]


def test_after_a_kill_somebody_is_told_that_it_may_still_sound_and_one_key_releases_it(
    tmp_path: Path, pty: Pty, board_there: Board
) -> None:
    """A real process, killed while a board of each kind is on: one that can be read, and one that never answers."""
    data = DataDir(tmp_path / "store")
    bootstrap.create(data, Realm.LIVE)
    desk = bootstrap.build(data)
    by = officer(desk).actor
    silent = device(desk, "U-1", "usb_relay", str(pty.name), coils="1")
    read = device(desk, "R-1", "relay", board_there.url, coils="0-1")
    rows = desk.deliveries.ask([on(silent), on(read)], by=by)
    ids = [row.id for row in rows]
    desk.close()
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(data.root), *map(str, ids)], cwd=ROOT, env={**os.environ},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as child:  # fmt: skip
        assert child.stdout is not None and child.stdout.readline() == b"sounds\n"
        assert pty.read() == ON and board_there.on
        child.send_signal(signal.SIGKILL)

    desk = bootstrap.build(data)
    try:
        desk.wire.start()
        waited(
            lambda: {desk.deliveries.one(row_id).said for row_id in ids} == {"end_unknown"},
            lambda: str([(desk.deliveries.one(row_id).state, desk.deliveries.one(row_id).said) for row_id in ids]),
        )
        waited(lambda: len(due(desk)) == 2)
        assert all("继电器可能仍在动作" in text for text in due(desk)) and board_there.on
        for device_id in (silent, read):
            waited(lambda at=device_id: desk.stop_all(by=by, device_id=at).unreached == ())
        waited(lambda: {desk.deliveries.one(row_id).said for row_id in ids} == {"released"})
        assert pty.read() == OFF and not board_there.on
        assert [desk.deliveries.one(row_id).state for row_id in ids] == [SendState.UNCONFIRMED, SendState.CONFIRMED]
        assert due(desk) == [] and not desk.log.verify().faults
    finally:
        desk.close()


def test_an_orderly_end_is_a_known_end(tmp_path: Path, pty: Pty, board_there: Board) -> None:
    data = DataDir(tmp_path / "store")
    bootstrap.create(data, Realm.LIVE)
    desk = bootstrap.build(data)
    by = officer(desk).actor
    places = device(desk, "U-1", "usb_relay", str(pty.name), coils="1"), device(desk, "R-1", "relay", board_there.url)
    try:
        desk.wire.start()
        waited(lambda: {one.state.value for one in desk.wire.status()} == {"online"})
        rows = desk.deliveries.ask([on(place) for place in places], by=by)
        desk.deliveries.arm([row.id for row in rows], AREA, PASSWORD, by=by)
        waited(lambda: not desk.deliveries.rows(states=[SendState.QUEUED, SendState.SENDING]))
        assert pty.read() == ON and board_there.on
        assert set(desk.deliveries.soundings()) == {row.id for row in rows} and due(desk) == []
        desk.wire.stop()
        assert pty.read() == OFF and not board_there.on
        assert desk.deliveries.soundings() == {}
        desk.wire.start()
        waited(lambda: not desk.wire._pump._fresh if desk.wire._pump else False)
        assert {desk.deliveries.one(row.id).state for row in rows} == {SendState.CONFIRMED, SendState.UNCONFIRMED}
    finally:
        desk.close()


def test_what_sounds_is_known_until_somebody_told_its_end(desk: Desk, clock: StoppedClock) -> None:
    """The book alone: a countdown, then doubt, then a stop the device took; a board read to be off is an end too."""
    by = officer(desk).actor
    siren, other = device(desk, "J-1"), device(desk, "J-2")
    street = Street()
    pump = Pump(desk.deliveries, street.of, threads=0)

    def sounds(place: UUID) -> UUID:
        (row,) = desk.deliveries.ask([on(place)], by=by)
        desk.deliveries.arm([row.id], AREA, PASSWORD, by=by)
        pump.step(clock.now())
        return row.id

    first, second = sounds(siren), sounds(other)
    clock.advance(seconds=10)
    found = desk.deliveries.soundings()
    assert set(found) == {first, second} and found[first].left(clock.now()).total_seconds() == 20
    clock.advance(seconds=21)
    assert found[first].left(clock.now()) is None and due(desk) == []
    clock.advance(seconds=20)
    assert len(due(desk)) == 2
    with desk.opened.store.reading() as connection:
        cut = CutOff(connection, None, 0, clock.now(), desk.zone)  # type: ignore[arg-type]  # no shift is asked for
        assert [one["cells"][1] for one in wire.unsure_sendings(cut)] == ["可能仍在响"] * 2
    desk.deliveries.stop_all(by=by, device_id=siren)
    pump.step(clock.now())
    assert set(desk.deliveries.soundings()) == {second} and len(due(desk)) == 1

    row = desk.devices.one(siren)
    third = sounds(siren)
    desk.devices.stop(siren, "检修", seen=row.version, by=by)  # out of use while it sounds: nobody may ask it anything
    after = Pump(desk.deliveries, street.of, threads=0)  # the next program
    street.answers = lambda order: Receipt(
        SendState.CONFIRMED, "read_back", b"\x01", b"\x02", facts={"coils": {"0": order.verb is not Verb.PROBE}}
    )
    after.step(clock.now())
    assert [desk.deliveries.one(row).said for row in (first, second)] == ["device_confirmed", "found_off"]
    assert street.verbs()[-1] is Verb.PROBE and not desk.log.verify().faults
    assert desk.deliveries.one(third).said == "end_unknown" and len(due(desk)) == 1
