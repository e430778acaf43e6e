"""What a trainer is offered at a device can be played there: the console hears it, or the device stands otherwise."""

from __future__ import annotations

from random import Random

import pytest

import resources
from console.devices import simulator
from console.devices.registry import maker
from console.devices.session import Setting
from console.devices.sim_offers import offers
from console.devices.simulator import Happening, Play
from console.domain.clock import StoppedClock
from console.domain.drivers import known
from console.domain.signals import SignalKind
from console.domain.training import HAPPENINGS, STORM, TROUBLES
from tests.kit.conversation import AT, ZONE, Conversation

PROFILE = resources.path("wire/profiles/siren_controller.toml").read_text(encoding="utf-8")
HEARD = {
    "alarm": SignalKind.ALARM, "restore": SignalKind.RESTORE, "fault": SignalKind.FAULT, "reading": SignalKind.READING,
    "message": SignalKind.MESSAGE, "call": SignalKind.CALL,
}  # fmt: skip
BOARDS = {"modbus", "relay", "usb_relay", "modem", "sms"}
"""They are asked: what happens there is heard when somebody sends or polls long enough."""


def conversation(driver: str) -> Conversation:
    clock = StoppedClock(AT)
    profile = PROFILE if driver == "profile" else ""
    usual = {option.name: option.default for option in known(driver).options}
    device = simulator.make(driver, Play(clock, ZONE, Random(1), {}, profile))
    made = Conversation(maker(driver)(Setting(clock, ZONE, usual, profile)), device, clock).start()
    made.run(20)
    return made


@pytest.mark.parametrize("driver", simulator.NAMES)
def test_each_offer_is_heard_or_seen(driver: str) -> None:
    offered = offers(driver, PROFILE if driver == "profile" else "")
    assert {one.verb for one in offered} <= {*HAPPENINGS, STORM, *TROUBLES}
    for offer in offered:
        if offer.verb in TROUBLES:
            continue
        for code in (offer.codes[:1] + offer.codes[-1:]) or (None,):
            said = code.code if code else ""
            first = [Happening("fault", code=said)] if said else [Happening("alarm"), Happening("fault")]
            told = _heard(driver, *(first if offer.verb == "restore" else ()), _event(offer.verb, said))
            assert told, (driver, offer.verb, code)


def _event(verb: str, code: str) -> Happening:
    if verb == STORM:
        return Happening(STORM)
    return Happening(verb, code=code, value=3.5 if verb == "reading" else None, sender="10000000001")


def _heard(driver: str, *events: Happening) -> bool:
    made = conversation(driver)
    made.run(5)
    for event in events:
        made.signals.clear()
        before, made.said = _inside(made.device), b""
        said = made.device.sample(0) if event.verb == STORM else event
        made._say(made.device.happen(said, made.now))
        after = _inside(made.device)
        made.run(200 if driver == "beidou" else 20)  # beams are asked for once a minute
    kinds = {one.kind for one in made.signals if one.kind is not SignalKind.HEARTBEAT}
    wanted = HEARD.get(events[-1].verb)
    return wanted in kinds or bool(wanted is None and (kinds or made.said)) or (driver in BOARDS and before != after)


def _inside(device: object) -> str:
    """Everything a device remembers."""
    if isinstance(device, dict):
        return repr({name: _inside(value) for name, value in device.items()})
    return repr({name: _inside(value) for name, value in vars(device).items()}) if _has_vars(device) else repr(device)


def _has_vars(device: object) -> bool:
    return type(device).__module__.startswith("console.devices.simulated") and hasattr(device, "__dict__")
