"""The wire handed over while a lane still waits for the store: its spool is the next holder's from then on."""

import threading
from contextlib import closing
from datetime import timedelta

import pytest

from console.devices.spool import Spool
from console.devices.storing import Storing
from console.domain.clock import SystemClock
from console.domain.signals import Arrived, Signal, SignalKind, Stored
from console.errors import Unavailable


def frames(*numbers):
    now = SystemClock().now()
    return [
        Arrived("d", "profile", now + timedelta(microseconds=number), Signal(SignalKind.ALARM, b"%d" % number))
        for number in numbers
    ]


@pytest.mark.parametrize("stored", [False, True])
def test_a_lane_that_was_given_up_leaves_the_spool_alone(tmp_path, stored):
    spool = Spool(tmp_path)
    spool.append(frames(1, 2))
    inside, gate = threading.Event(), threading.Event()

    def receive(batch):
        inside.set()
        assert gate.wait(20)
        if not stored:
            raise Unavailable("store_busy")
        return [Stored(number, one) for number, one in enumerate(batch, 1)]

    lane = Storing(receive, lambda _told: None, lambda _came, _stored: None, spool, SystemClock())
    lane.start()
    lane.put(frames(3))
    assert inside.wait(20) and not lane.stop(0.01)

    following = Spool(tmp_path)
    known = [one.signal.raw for one in following.head(9)]
    following.append(frames(7, 8, 9))
    gate.set()
    lane._thread.join(20)
    following.close()
    with closing(Spool(tmp_path)) as after:
        assert [one.signal.raw for one in after.head(20)] == [*known, b"7", b"8", b"9"]
