"""What nobody waits for is stored together with what comes shortly after; an answer or an alarm never waits for it."""

from queue import SimpleQueue

import pytest

from console.devices import storing
from console.devices.spool import Spool
from console.devices.storing import Storing
from console.domain.clock import SystemClock
from console.domain.signals import Arrived, Signal, SignalKind, Stored

READING = Signal(SignalKind.READING, b"r")


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """A lane that would gather for a minute, and what it stored, batch by batch."""
    monkeypatch.setattr(storing, "GATHER", 60.0)
    came = SimpleQueue()

    def receive(batch):
        return [Stored(number, one) for number, one in enumerate(batch, 1)]

    def done(batch, _stored):
        came.put([one.signal.raw for one in batch])

    lane = Storing(receive, lambda _told: None, done, Spool(tmp_path), SystemClock())
    lane.start()
    yield lane, lambda: came.get(timeout=20)
    assert lane.stop(20)


def put(lane, *signals):
    lane.put([Arrived("d", "profile", SystemClock().now(), signal) for signal in signals])


@pytest.mark.parametrize("urgent", [Signal(SignalKind.STATUS, b"u", answer=b"\x06"), Signal(SignalKind.ALARM, b"u")])
def test_readings_gather_and_what_is_urgent_takes_them_along(stored, urgent):
    lane, batch = stored
    put(lane, READING)
    assert batch() == [b"r"]  # after a pause the first is stored at once
    put(lane, READING)
    put(lane, READING)
    put(lane, urgent)
    assert batch() == [b"r", b"r", b"u"]
    put(lane, READING, urgent)
    assert batch() == [b"r", b"u"]


def test_a_whole_batch_and_the_end_wait_for_nothing(stored):
    lane, batch = stored
    put(lane, READING)
    batch()
    put(lane, *[READING] * (storing.BATCH - 1))
    put(lane, READING)
    assert len(batch()) == storing.BATCH
    put(lane, READING)
    assert lane.stop(20)
    assert batch() == [b"r"]
