"""Nothing sounds longer than it was armed for because a line was lost, or its port closed on purpose."""

from uuid import uuid4

import pytest

from console.devices.drivers import relay
from console.devices.hub import LinkSpec
from console.devices.loop import Loop
from console.devices.protocols.lc_relay import command
from console.devices.session import Setting
from console.devices.simulated import relay as board
from console.devices.spool import Spool
from console.domain.clock import StoppedClock
from console.domain.delivery import Order, SendState, Verb
from console.domain.wire import PortLine
from tests.kit.conversation import AT, ZONE, Conversation, conversation
from tests.kit.links import MemoryStore, Pty, waited

ON, OFF = command(1, True), command(1, False)


@pytest.fixture
def pty(tmp_path):
    made = Pty(tmp_path / "port")
    yield made
    made.pull()


def test_a_usb_relay_falls_silent_after_a_lost_line_and_before_its_port_is_closed(tmp_path, pty):
    clock, store = StoppedClock(AT), MemoryStore()
    loop = Loop(clock, store.receive, store.note, Spool(tmp_path / "spool"))
    loop.start()

    def state():
        loop.settled()
        return [one.state.value for one in loop.statuses()]

    def sounds():
        receipt = loop.perform("d", Order(uuid4(), Verb.SOUND, facts={"seconds": 30}), 5.0)
        assert receipt.state is SendState.UNCONFIRMED
        assert pty.read() == ON

    loop.add(LinkSpec("d", "usb_relay", str(pty.name), PortLine(), Setting(clock, ZONE, {"coils": "1"})))
    waited(lambda: state() == ["online"])
    sounds()
    pty.pull()
    waited(lambda: state() == ["lost"])
    pty.plug()
    clock.advance(seconds=29)
    waited(lambda: state() == ["online"])
    clock.advance(seconds=2)
    loop.settled()
    assert pty.read() == OFF
    sounds()
    loop.remove("d")
    assert pty.read() == OFF
    assert loop.stop()


def test_a_board_whose_line_was_lost_is_switched_off_at_its_time_and_is_no_fault():
    before = conversation(relay.make, board.make, coils="0-1")
    before.run(1)
    before.ask(Order(uuid4(), Verb.SOUND, facts={"seconds": 30}))
    before.run(5)
    (left, silencing) = before.session.left_on(), before.session.silencing()
    assert sorted(left) == [0, 1] and len(silencing) == 2

    session = relay.make(Setting(before.clock, ZONE, {"coils": "0-1"}))
    session.take_over(left)
    after = Conversation(session, before.device, before.clock, now=before.now).start()
    after.run(20)
    assert all(after.device.state()["coils"][1][:2]) and not [one for one in after.signals if one.code == "found_on"]
    after.run(10)
    assert not any(after.device.state()["coils"][1])
