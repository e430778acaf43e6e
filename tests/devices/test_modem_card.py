"""What a modem needs before it works: its card and PIN, the network, and being set up again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.devices.drivers.modem import Modem
from console.devices.drivers.modem_sim import RefusedPins
from console.devices.simulated.modem import Modem as Device
from console.domain.delivery import SendState
from console.domain.signals import SignalKind
from console.errors import Refused
from tests.devices.far_side import Line, play, setting
from tests.devices.modem_line import line, order, receipt, said


def test_a_pin_behind_a_passphrase_is_entered_as_soon_as_it_can_be_had():
    device, locked = Device(play(pin="4711")), [True]

    def secret(_name: str) -> str:
        if locked[0]:
            raise Refused("secrets_locked")
        return "4711"

    on = Line(Modem(replace(setting(), secret=secret), refused=RefusedPins()), device).open().run(100)
    (fault,) = on.of(SignalKind.FAULT)
    assert (fault.facts["why"], device.card.tries, said(on, b"AT+CPIN=")) == ("pin_locked", 3, [])
    on.ask(order())
    assert (receipt(on).state, receipt(on).code, receipt(on).began) == (SendState.FAILED, "pin_locked", False)
    locked.clear()
    locked.append(False)
    on.run(70)
    assert said(on, b"AT+CPIN=") == [b'AT+CPIN="4711"\r'] and on.of(SignalKind.RESTORE)


def test_a_pin_is_entered_once_and_a_wrong_one_never_again():
    device = Device(play(pin="4711"))
    device.text("10086", "ok")
    right = line(device, pin="4711").run(10)
    assert said(right, b"AT+CPIN=") == [b'AT+CPIN="4711"\r'] and right.of(SignalKind.MESSAGE)
    refused = RefusedPins()
    for _power in range(2):
        device.card.open = False
        assert said(line(device, pin="4711", refused=refused), b"AT+CPIN="), "a right one opens the card each time"

    device, refused = Device(play(pin="4711")), RefusedPins()
    wrong = line(device, pin="0000", refused=refused).run(2_000)
    (fault,) = wrong.of(SignalKind.FAULT)
    assert fault.facts["why"] == "pin_wrong" and len(said(wrong, b"AT+CPIN=")) == 1 and device.card.tries == 2
    assert wrong.of(SignalKind.HEARTBEAT), "the modem itself lives"
    wrong.ask(order())
    assert (receipt(wrong).state, receipt(wrong).code) == (SendState.FAILED, "pin_wrong") and not device.card.sent

    class Plain(Device):
        """One that cannot say how many tries are left."""

        def _one(self, command: str) -> str | None:
            return None if command.startswith("+CPINR") else super()._one(command)

    plain = Plain(play(pin="4711"))
    for far, memory in ((device, RefusedPins()), (plain, refused)):
        again = line(far, pin="0000", refused=memory).run(100)
        assert [one.facts["why"] for one in again.of(SignalKind.FAULT)] == ["pin_tried"]
        assert not said(again, b"AT+CPIN="), "a new link, and a new process, leave the two tries to people"


@pytest.mark.parametrize(
    ("options", "tries", "why"),
    [({"pin": "4711"}, 3, "pin_missing"), ({"pin": "4711"}, 0, "puk"), ({"sim": "no"}, 3, "no_sim")],
)
def test_what_stands_in_the_way_of_the_card_is_a_fault_of_its_own(options, tries, why):
    device = Device(play(**options))
    device.card.tries = tries
    on = line(device).run(400)

    (fault,) = on.of(SignalKind.FAULT)
    assert fault.facts["why"] == why and fault.words and fault.words_en and on.of(SignalKind.HEARTBEAT)
    if why == "no_sim":
        device.card.present = True
        assert [one.code for one in on.run(60).of(SignalKind.RESTORE)] == ["SIM"]


def test_the_network_is_supervised():
    device = Device(play(csq="15"))
    on = line(device).run(95)
    assert [(one.value, one.unit) for one in on.of(SignalKind.HEARTBEAT)] == [(-83, "dBm")] * 4
    device.card.registered = False
    assert not on.run(35).of(SignalKind.FAULT), "one poll may be chance"
    assert [one.code for one in on.run(60).of(SignalKind.FAULT)] == ["REG"]
    on.say(device.network(True))
    assert [one.code for one in on.of(SignalKind.RESTORE)] == ["REG"] and len(on.run(60).of(SignalKind.FAULT)) == 1
    on.say(b"\r\n+CREG: 2\r\n")
    assert len(on.of(SignalKind.FAULT)) == 1, "searching is not lost"
    on.say(b"\r\n+CREG: 3\r\n")
    assert len(on.of(SignalKind.FAULT)) == 2, "refused is"


def test_a_modem_that_restarts_is_set_up_again_and_a_silent_one_is_asked_on():
    device = Device(play())
    on = line(device).run(40)
    on.say(device.restart())
    on.run(10).say(device.text("10086", "ok"))
    assert on.of(SignalKind.MESSAGE) and len(said(on, b"AT+CNMI")) == 2

    class Dead(Device):
        def _command(self, *_line: bytes) -> bytes:
            return b""

    mute = line(Dead(play())).run(600)
    assert not mute.signals and len(said(mute, b"AT+CPIN?")) > 3, "silence is the link's to say"
    assert len(mute.written) < 100
